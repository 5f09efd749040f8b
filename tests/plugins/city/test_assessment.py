"""What is checked on a monthly sheet (IV.3), as plain functions."""

from __future__ import annotations

import pytest

from liuguan import Assessor, Post, Table, rules_of
from liuguan_nanjing.city import assessment
from liuguan_nanjing.city.assessment import (
    assesses_oneself,
    central_staff_assessed_elsewhere,
    done_only,
    fed_back_for,
    score_not_as_computed,
    score_over_limit,
    scored_at_the_mean,
    scores_without_variance,
    sheet_due,
    sheet_missing,
    sheet_not_acknowledged,
    sheet_not_reviewed,
    two_sheets,
)
from liuguan_nanjing.city.schemes import sheet


@pytest.mark.parametrize(
    ("full_time", "scheduled", "paid", "due"),
    [
        pytest.param(True, 22, 11, True, id="exactly half of the month"),
        pytest.param(True, 22, 10, False, id="one day less"),
        pytest.param(True, 21, 10, False, id="ten of twenty-one"),
        pytest.param(True, 21, 11, True, id="eleven of twenty-one"),
        pytest.param(False, 22, 22, False, id="not full time"),
    ],
)
def test_a_sheet_is_due_from_half_attendance(full_time: bool, scheduled: int, paid: int, due: bool) -> None:
    assert sheet_due(full_time, scheduled, paid) is due


def test_exactly_one_sheet_for_each_month() -> None:
    assert sheet_missing(True, 0)
    assert not sheet_missing(True, 1)
    assert not sheet_missing(False, 0)
    assert two_sheets(2)
    assert not two_sheets(1)


def test_recorded_and_computed_score_must_agree() -> None:
    assert score_not_as_computed(True, 8500, 8400)
    assert not score_not_as_computed(True, 8500, 8500)


def test_a_score_above_100_rests_on_bonus_points() -> None:
    assert score_over_limit(10001, 0)
    assert not score_over_limit(10000, 0)
    assert not score_over_limit(10500, 500)


def test_a_sheet_is_signed_and_reviewed() -> None:
    assert sheet_not_acknowledged(True, 1, False)
    assert not sheet_not_acknowledged(True, 0, False)
    assert sheet_not_reviewed(True, 1, False)
    assert not sheet_not_reviewed(True, 1, True)


@pytest.mark.parametrize(
    ("post", "assessor", "found"),
    [
        (Post.CENTRAL, Assessor.DISTRICT_OFFICE, False),
        (Post.CENTRAL, Assessor.CENTRAL_STATION, True),
        (Post.ORDINARY, Assessor.STATION, False),
        (Post.ORDINARY, Assessor.DISTRICT_OFFICE, False),
    ],
)
def test_the_district_office_assesses_central_stations(post: Post, assessor: Assessor, found: bool) -> None:
    assert central_staff_assessed_elsewhere(post, assessor, True, 1) is found


def test_nobody_assesses_himself() -> None:
    assert assesses_oneself(Assessor.SELF, True, 1)
    assert not assesses_oneself(Assessor.STATION, True, 1)


@pytest.mark.parametrize(
    ("scored", "alike", "found"),
    [
        pytest.param(5, 5, True, id="five, all alike"),
        pytest.param(4, 4, False, id="four are too few to tell"),
        pytest.param(12, 11, False, id="one differs"),
    ],
)
def test_scores_that_tell_nobody_apart(scored: int, alike: int, found: bool) -> None:
    assert scores_without_variance(scored, alike) is found
    assert scored_at_the_mean(9500, 9500)
    assert not scored_at_the_mean(9600, 9500)


def test_reports_count_for_departments_with_which_nothing_is_settled() -> None:
    assisted = Table({"R10": True})
    assert fed_back_for("R10", 2, 7, assisted) == 7
    assert fed_back_for("R01", 2, 7, assisted) == 2
    assert done_only(2) == 2


def test_no_reading_of_a_dismissal_rests_on_a_rank() -> None:
    readings = [d for d in rules_of(sheet) if d.node == "dismissal_candidate"]
    assert readings
    assert not any("rank" in name for d in readings for name, _ in d.formula.arguments)  # type: ignore[attr-defined]


def test_codes_are_used_once() -> None:
    codes = [getattr(d, "code", "") for d in rules_of(assessment) if hasattr(d, "code")]
    assert len(codes) == len(set(codes)) == 13

"""A check over a group is not escaped by leaving cells blank."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.rulebook.builders import LAW_FROM, Row, book, run

D = LAW_FROM
RULES = """
@rule(cites="II.4")
def margin(paid_net: Fen) -> Fen:
    return paid_net - 100


"""
OPTIONS = 'margin="margin", along="district", severity=VIOLATION, cites="II.4", en="x", zh="x"'
MONTHLY = book(RULES + f'average = group_check("PAY001", {OPTIONS})\n')
FULL_TIME = book(RULES + f'average = group_check("PAY001", where="full_time", {OPTIONS})\n')
YEARLY = book(RULES + f'average = group_check("PAY001", over=year_to_date, {OPTIONS})\n')


def workers(*net: int | None, month: int = D, **more: Any) -> list[Row]:
    return [{"worker": f"w{n}", "district": "a", "month": month, "paid_net": v, **more} for n, v in enumerate(net)]


def verdicts(of: Any, rows: Sequence[Row]) -> list[tuple[object, object]]:
    found = run(of, worker_month=rows).frames["district_month"].sort("month")
    return list(zip(found["average"].to_list(), found["average·severity"].to_list(), strict=True))


@pytest.mark.parametrize(
    ("net", "expected"),
    [
        ([100, 100], (False, "")),
        ([90, 110], (False, "")),
        ([90, 109], (True, "violation")),
        ([100, None], (None, "unknown")),
        ([None, None], (None, "unknown")),
        ([90, 105, None], (True, "warning")),  # a blank may be worth as much as the best known: 5 of the missing 5
        ([90, 104, None], (True, "violation")),  # 4 are not enough for the missing 6
        ([90, 104, None, None], (True, "warning")),  # but twice 4 are
        ([90, None], (True, "violation")),  # nobody known earns more than the floor
        ([99, 99, None, None, None, None], (True, "violation")),
    ],
)
def test_verdict_of_one_month(net: list[int | None], expected: tuple[object, object]) -> None:
    assert verdicts(MONTHLY, workers(*net)) == [expected]


def test_a_group_without_members_has_no_finding() -> None:
    found = run(MONTHLY, district_month=[{"district": "a", "month": D}]).frame("district_month")
    assert found.select("average", "average·severity").rows() == [(False, "")]


def test_members_outside_the_condition_do_not_count() -> None:
    rows = [*workers(100, full_time=True), *workers(0, full_time=False), *workers(None, full_time=False)]
    assert verdicts(FULL_TIME, rows) == [(False, "")]


def test_whoever_may_be_meant_is_a_blank() -> None:
    rows = [*workers(100, full_time=True), *workers(100, full_time=None)]
    assert verdicts(FULL_TIME, rows) == [(None, "unknown")]
    short = [*workers(90, 101, full_time=True), *workers(100, full_time=None)]
    assert verdicts(FULL_TIME, short) == [(True, "violation")]


def test_a_year_is_judged_over_its_months() -> None:
    rows = [*workers(90, month=D + 1), *workers(110, month=D + 2), *workers(99, month=D + 3)]
    assert verdicts(YEARLY, rows) == [(True, "violation"), (False, ""), (True, "violation")]


def test_a_new_year_starts_anew() -> None:
    assert verdicts(YEARLY, [*workers(0, month=D), *workers(100, month=D + 1)]) == [(True, "violation"), (False, "")]


def test_a_blank_of_an_earlier_month_still_counts() -> None:
    rows = [*workers(100, None, month=D + 1), *workers(100, 100, month=D + 2)]
    assert verdicts(YEARLY, rows) == [(None, "unknown"), (None, "unknown")]
    short = [*workers(105, None, month=D + 1), *workers(93, 100, month=D + 2)]
    assert verdicts(YEARLY, short) == [(None, "unknown"), (True, "warning")]
    shorter = [*workers(105, None, month=D + 1), *workers(80, 100, month=D + 2)]
    assert verdicts(YEARLY, shorter) == [(None, "unknown"), (True, "violation")]


def test_a_month_without_any_row_leaves_the_year_unknown() -> None:
    assert verdicts(YEARLY, [*workers(100, month=D + 1), *workers(100, month=D + 3)]) == [
        (False, ""),
        (None, "unknown"),
    ]


@settings(max_examples=100)
@given(st.lists(st.none() | st.integers(0, 250), min_size=1, max_size=8))
def test_blanks_never_turn_a_failure_into_silence(net: list[int | None]) -> None:
    [(fails, severity)] = verdicts(MONTHLY, workers(*net))
    margins = [v - 100 for v in net if v is not None]
    repaired = sum(margins) + net.count(None) * max([0, *margins])
    if sum(margins) < 0:
        assert fails is True
        assert severity == ("violation" if repaired < 0 or None not in net else "warning")
    else:
        assert (fails, severity) == ((None, "unknown") if None in net else (False, ""))


@settings(max_examples=60)
@given(st.lists(st.integers(0, 250), min_size=1, max_size=6), st.integers(0, 5))
def test_blanking_a_cell_never_helps_below_a_warning(net: list[int], at: int) -> None:
    blanked: list[int | None] = list(net)
    blanked[at % len(net)] = None
    [(fails, _)] = verdicts(MONTHLY, workers(*net))
    [(_, severity)] = verdicts(MONTHLY, workers(*blanked))
    assert fails is False or severity != ""

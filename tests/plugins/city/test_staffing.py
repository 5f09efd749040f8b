"""I.7 and I.8: how many workers there must be."""

from __future__ import annotations

import pytest

from liuguan.language import reference
from liuguan_nanjing.city.staffing import (
    effective_headcount,
    headcount_shortage,
    households_only,
    households_per_worker_in_force,
    larger_measure,
    migrants_only,
    migrants_per_worker_in_force,
    ratio_granted,
    required_by_households,
    required_by_migrants,
    required_headcount_lenient,
    required_without_grant,
    smaller_measure,
    sum_of_measures,
)


def needs(migrants: int, households: int) -> tuple[int, int]:
    """Required and lenient headcount at 500 and 50."""
    by_migrants, by_households = required_by_migrants(migrants, 500), required_by_households(households, 50)
    lenient = required_headcount_lenient(migrants, households, by_migrants, by_households)
    return larger_measure(by_migrants, by_households), lenient


@pytest.mark.parametrize(
    ("migrants", "households", "required", "lenient"),
    [
        pytest.param(0, 0, 0, 0, id="q1 nobody"),
        pytest.param(500, 50, 1, 1, id="q2 exactly one step"),
        pytest.param(501, 50, 2, 1, id="q3 one migrant over"),
        pytest.param(12_340, 980, 25, 20, id="q4"),
        pytest.param(1_200, 0, 3, 3, id="q5 site barracks without a landlord"),
        pytest.param(0, 51, 2, 2, id="landlords without migrants"),
        pytest.param(1, 1, 1, 1, id="one of each"),
        pytest.param(500, 51, 2, 1, id="one household over"),
    ],
)
def test_the_larger_measure_binds_and_the_milder_one_is_kept(
    migrants: int, households: int, required: int, lenient: int
) -> None:
    assert needs(migrants, households) == (required, lenient)


@pytest.mark.parametrize(("migrants", "households"), [(None, 50), (500, None)])
def test_a_blank_count_leaves_the_milder_need_unknown(migrants: int | None, households: int | None) -> None:
    tree = required_headcount_lenient.definition.formula.tree
    row = {
        "actual_migrants": migrants,
        "rental_households": households,
        "required_by_migrants": None if migrants is None else 1,
        "required_by_households": None if households is None else 1,
    }
    assert reference.evaluate(tree, row) is None


def test_the_other_readings_of_the_need() -> None:
    assert smaller_measure(25, 20) == 20
    assert sum_of_measures(25, 20) == 45
    assert migrants_only(25) == 25
    assert households_only(20) == 20


def test_a_granted_ratio_comes_before_the_guidances() -> None:
    ungranted: int = None  # type: ignore[assignment]  # unknown
    assert migrants_per_worker_in_force(800, 500) == 800
    assert migrants_per_worker_in_force(ungranted, 500) == 500
    assert households_per_worker_in_force(80, 50) == 80
    assert households_per_worker_in_force(ungranted, 50) == 50
    assert ratio_granted(800, ungranted)
    assert ratio_granted(ungranted, 80)
    assert not ratio_granted(ungranted, ungranted)


def test_a_grant_lowers_the_need_and_the_guidances_own_need_stays_visible() -> None:
    assert required_by_migrants(12_340, 800) == 16
    assert required_by_households(980, 80) == 13
    assert required_without_grant(12_340, 980, 500, 50) == 25


def test_uncertified_diverted_and_absent_workers_do_not_count() -> None:
    assert effective_headcount(30, 2, 3, 1) == 24
    assert effective_headcount(3, 2, 2, 0) == 0


def test_a_shortage_is_never_negative() -> None:
    assert headcount_shortage(25, 24) == 1
    assert headcount_shortage(25, 25) == 0
    assert headcount_shortage(25, 26) == 0

"""II.7: bases and contributions. Amounts are in fen."""

from __future__ import annotations

import pytest

from liuguan import Table
from liuguan_nanjing.city import insurance as ins

UNKNOWN: int = None  # type: ignore[assignment]  # the unknown value


def test_the_employees_share_at_the_base_of_2010_is_184_13() -> None:
    pension = ins.employee_pension_due(158_300, 800)
    medical = ins.employee_medical_due(158_300, 200, 1_000)
    unemployment = ins.employee_unemployment_due(158_300, 100)
    assert (pension, medical, unemployment) == (12_664, 4_166, 1_583)
    assert ins.employee_contributions(pension, medical, unemployment) == 18_413


def test_the_employers_lines_at_the_base_of_2010() -> None:
    assert ins.employer_pension_due(158_300, 2_000) == 31_660
    assert ins.employer_medical_due(158_300, 900) == 14_247
    assert ins.employer_unemployment_due(158_300, 200) == 3_166
    assert ins.employer_injury_due(158_300, 50) == 792  # 7.915
    assert ins.employer_maternity_due(158_300, 80) == 1_266  # 12.664


@pytest.mark.parametrize(
    ("wage", "gross", "base"),
    [
        pytest.param(120_000, 999_999, 158_300, id="wage below the lowest base"),
        pytest.param(158_300, 0, 158_300, id="exactly the lowest base"),
        pytest.param(170_000, 0, 170_000, id="between"),
        pytest.param(1_200_000, 0, 1_090_500, id="above the highest base"),
        pytest.param(UNKNOWN, 170_000, 170_000, id="no wage known: gross pay"),
    ],
)
def test_the_base_lies_between_the_lowest_and_the_highest(wage: int, gross: int, base: int) -> None:
    assert ins.contribution_base_due(wage, gross, 158_300, 1_090_500) == base


def test_a_county_states_its_own_base_where_the_city_has_none() -> None:
    bases: Table[str, int] = Table({"xuanwu": 158_300, "lishui": UNKNOWN})
    assert ins.contribution_base_floor("xuanwu", bases) == 158_300
    assert ins.contribution_base_floor("lishui", bases) is None
    assert ins.contribution_base_floor_in_force(UNKNOWN, ins.set_by_the_county(124_000)) == 124_000
    assert ins.contribution_base_floor_in_force(158_300, 124_000) == 158_300
    assert ins.contribution_base_ceiling(1_090_500) == 1_090_500


@pytest.mark.parametrize(
    ("paid", "short"), [pytest.param(31_655, False, id="five fen less"), (31_654, True), (0, True)]
)
def test_five_fen_are_let_pass(paid: int, short: bool) -> None:
    assert ins.pension_short(paid, 31_660) is short
    assert ins.medical_short(paid, 31_660) is short
    assert ins.unemployment_short(paid, 31_660) is short
    assert ins.maternity_short(paid, 31_660) is short


def test_a_line_that_is_part_of_another_is_not_short() -> None:
    assert not ins.maternity_short(0, 0)


def test_an_injury_line_of_nothing_is_unpaid() -> None:
    assert ins.injury_unpaid(0)
    assert not ins.injury_unpaid(1)

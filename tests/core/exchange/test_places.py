from __future__ import annotations

import pytest

from liuguan.exchange.cells import month_text
from liuguan.exchange.places import Districts, month_from, months_within, year_within


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("南京市玄武区2010年12月工资发放表", {"xuanwu"}),
        ("玄武花名册", {"xuanwu"}),
        ("XUANWU_F4_2010-12", {"xuanwu"}),
        ("玄武门街道", set()),
        ("鼓楼区玄武门街道", {"gulou"}),
        ("玄武区和鼓楼区", {"xuanwu", "gulou"}),
        ("工资发放表", set()),
        ("南京市玄武流管办", {"xuanwu"}),
    ],
)
def test_a_text_names_districts(districts: Districts, text: str, found: set[str]) -> None:
    assert districts.within(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("玄武区", "xuanwu"),
        (" 玄武 ", "xuanwu"),
        ("xuanwu", "xuanwu"),
        ("南京市玄武区", "xuanwu"),
        ("火星区", None),
        ("", None),
    ],
)
def test_a_cell_names_a_district(districts: Districts, text: str, found: str | None) -> None:
    assert districts.exactly(text) == found


@pytest.mark.parametrize(
    ("district", "month", "exists"),
    [
        ("baixia", (2013, 2), True),
        ("baixia", (2013, 3), False),
        ("qinhuai", (2013, 3), True),
        ("qinhuai", (2002, 12), False),
    ],
)
def test_a_month_belongs_to_the_district_of_its_last_day(
    districts: Districts, district: str, month: tuple[int, int], exists: bool
) -> None:
    assert districts.covers(district, month[0] * 12 + month[1] - 1) is exists


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2010年12月工资发放表", ["2010-12"]),
        ("工资2010-12", ["2010-12"]),
        ("2010.12", ["2010-12"]),
        ("201012", ["2010-12"]),
        ("2010年1月", ["2010-01"]),
        ("制表日期：2011年1月5日", []),
        ("2010年1-12月", []),
        ("2010年1月至3月", []),
        ("2010年度", []),
        ("20101231", []),
        ("2010-2011", []),
        ("329999201012", []),
        ("2010-12至2011-03", []),
    ],
)
def test_a_text_names_months_but_no_days_and_no_spans(text: str, months: list[str]) -> None:
    assert sorted(map(month_text, months_within(text))) == months


def test_a_month_is_put_together_from_a_year_and_a_sheet_s_name() -> None:
    assert month_from("12月", "2010年度考核") == 2010 * 12 + 11
    assert month_from("12月", "考核") is None
    assert month_from("1月-3月", "2010年") is None


def test_a_year_is_taken_only_where_there_is_one() -> None:
    assert year_within("2010年度") == 2010
    assert year_within("2010-2011") is None

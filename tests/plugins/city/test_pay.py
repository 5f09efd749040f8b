"""II.2 to II.6 and II.12: floor, composition, net pay and seniority. Amounts are in fen."""

from __future__ import annotations

from datetime import date

import pytest

from liuguan import Bands, PayBasis, Post, Table
from liuguan.language.functions import month_of
from liuguan_nanjing.city import pay, payroll, periods
from liuguan_nanjing.city.schemes.coefficient_bands import coefficient_bands

QUARTER = 2_500
BY_POST: Table[Post, int] = Table({Post.ORDINARY: 140_000, Post.CENTRAL: 155_000})


@pytest.mark.parametrize(
    ("minimum_wage", "provisional", "floor"),
    [
        pytest.param(96_000, 120_000, 120_000, id="p1 class 1 in 2010: exactly the provisional figure"),
        pytest.param(79_000, 100_000, 100_000, id="p2 class 2 in 2010: the provisional figure is more"),
        pytest.param(114_000, 120_000, 142_500, id="p3 class 1 from February 2011"),
        pytest.param(93_000, 100_000, 116_250, id="p3 class 2 from February 2011"),
    ],
)
def test_the_floor_is_a_quarter_over_the_minimum_wage_or_the_provisional_figure(
    minimum_wage: int, provisional: int, floor: int
) -> None:
    percent_floor = pay.percent_floor(minimum_wage, QUARTER)
    assert pay.larger_of_percent_and_provisional(percent_floor, provisional) == floor


def test_a_quarter_over_790_is_987_50() -> None:
    assert pay.percent(pay.percent_floor(79_000, QUARTER)) == 98_750


def test_a_part_of_a_fen_raises_the_floor() -> None:
    assert pay.percent_floor(96_001, QUARTER) == 120_002


def test_in_luhe_the_provisional_figure_lies_below_the_strict_floor() -> None:
    percent_floor = pay.percent_floor(96_000, QUARTER)
    assert pay.provisional_until_next_minimum_wage(100_000) == 100_000
    assert pay.strict_wage_floor(percent_floor, 100_000) == 120_000


def test_a_district_without_a_class_has_no_minimum_wage() -> None:
    classes: Table[str, int] = Table({"xuanwu": 1})
    assert pay.wage_class("xuanwu", classes) == 1
    assert pay.wage_class("baixia", classes) is None
    assert pay.minimum_wage(1, Table({1: 96_000, 2: 79_000})) == 96_000


@pytest.mark.parametrize(
    ("post", "entry", "added", "larger"),
    [
        pytest.param(Post.ORDINARY, False, 140_000, 140_000, id="ordinary"),
        pytest.param(Post.ORDINARY, True, 152_000, 152_000, id="data entry"),
        pytest.param(Post.CENTRAL, False, 155_000, 155_000, id="central station"),
        pytest.param(Post.CENTRAL, True, 167_000, 155_000, id="both"),
    ],
)
def test_the_standard_of_a_post(post: Post, entry: bool, added: int, larger: int) -> None:
    assert periods.by_post(post, entry, BY_POST, 12_000) == added
    assert periods.larger_of_both(post, entry, BY_POST, 12_000) == larger


def test_who_enters_data_is_a_reading() -> None:
    assert not periods.data_entry_post_only(False)
    assert periods.whoever_collects_and_enters(False, True)


def test_a_change_of_post_within_a_month_counts_by_days_and_rounds_once() -> None:
    first = periods.period_days(date(2010, 12, 1), date(2010, 12, 10))
    second = periods.period_days(date(2010, 12, 11), date(2010, 12, 31))
    days = periods.standard_wage_times_days(140_000, first) + periods.standard_wage_times_days(155_000, second)
    assert (first, second) == (10, 21)
    assert pay.standard_wage(days, first + second) == 150_161  # 1501.6129


def test_one_period_for_the_whole_month_is_its_standard() -> None:
    assert pay.standard_wage(periods.standard_wage_times_days(140_000, 31), 31) == 140_000


def test_v1_with_score_85_and_three_full_years_is_1380() -> None:
    bands: Bands[int, int] = Bands({9_000: 10_000, 8_000: 8_000, 7_000: 6_000, 6_000: 3_000, 0: 0})
    performance = coefficient_bands(8_500, 40_000, bands)
    seniority = pay.seniority_pay(3, 10, 2_000)
    assert (performance, seniority) == (32_000, 6_000)
    assert pay.gross_pay(140_000, 40_000, performance, seniority, 0, 0) == 138_000


def test_p6_with_score_0_the_whole_pool_is_lost_and_the_minimum_wage_remains() -> None:
    pool = pay.floating_pool(130_000, 96_000)
    assert pool == 34_000
    assert pay.gross_pay(130_000, pool, 0, 0, 0, 0) == 96_000


def test_a_standard_below_the_minimum_wage_has_no_pool() -> None:
    assert pay.floating_pool(95_000, 96_000) == 0


def test_withheld_pay_leaves_the_month_and_comes_back_later() -> None:
    assert pay.gross_pay(100_000, 0, 0, 0, 15_000, 0) == 85_000
    assert pay.gross_pay(100_000, 0, 0, 0, 15_000, 180_000) == 265_000


@pytest.mark.parametrize(
    ("basis", "net"),
    [
        (PayBasis.GROSS, 101_587),
        (PayBasis.NET, 120_000),
        (PayBasis.EMPLOYEE_SHARE_COVERED, 120_000),
    ],
)
def test_a_gross_1200_is_1015_87_in_the_hand(basis: PayBasis, net: int) -> None:
    assert pay.net_pay(120_000, 18_413, 0, basis) == net


def test_1384_13_gross_give_1200_net() -> None:
    assert pay.net_pay(138_413, 18_413, 0, PayBasis.GROSS) == 120_000


@pytest.mark.parametrize(
    ("gross", "contributions", "tax"),
    [
        pytest.param(200_000, None, 0, id="at the threshold"),
        pytest.param(200_001, None, 77, id="over it, contributions unknown: as recorded"),
        pytest.param(218_413, 18_413, 0, id="contributions come off first"),
        pytest.param(218_414, 18_413, 77, id="over it: as recorded"),
    ],
)
def test_income_tax_is_nothing_up_to_the_threshold(gross: int, contributions: int, tax: int) -> None:
    assert pay.income_tax_due(gross, contributions, 200_000, 77) == tax


def test_part_months_are_prorated_by_days_half_up_to_the_fen() -> None:
    assert pay.minimum_wage_due(96_000, 11, 22) == 48_000
    assert pay.wage_floor_due(120_000, 7, 22) == 38_182  # 381.8181...
    assert pay.gross_pay_due(138_000, 21, 22) == 131_727  # 1317.2727...
    assert pay.strict_wage_floor_due(120_000, 0, 22) == 0
    assert pay.wage_floor_due(120_001, 11, 22) == 60_001  # 600.005


@pytest.mark.parametrize(
    ("start", "month", "on_the_first", "on_1_january"),
    [
        pytest.param("2007-12-01", "2010-12-01", 3, 2, id="anniversary on this first"),
        pytest.param("2007-12-02", "2010-12-01", 2, 2, id="anniversary tomorrow"),
        pytest.param("2007-01-01", "2010-12-01", 3, 3, id="since a 1 January"),
        pytest.param("2007-01-01", "2011-01-01", 4, 4, id="anniversary on 1 January"),
        pytest.param("2007-06-15", "2010-12-01", 3, 2, id="anniversary in summer"),
        pytest.param("2007-06-15", "2011-01-01", 3, 3, id="the January after"),
        pytest.param("2008-02-29", "2011-03-01", 3, 2, id="29 February falls on 1 March"),
        pytest.param("2008-02-29", "2011-02-01", 2, 2, id="and not before"),
        pytest.param("2010-12-15", "2010-12-01", 0, 0, id="begun within the month"),
    ],
)
def test_seniority_counts_completed_years(start: str, month: str, on_the_first: int, on_1_january: int) -> None:
    since, now = date.fromisoformat(start), month_of(date.fromisoformat(month))
    assert pay.completed_on_the_first(since, now) == on_the_first
    assert pay.completed_on_1_january(since, now) == on_1_january


def test_seniority_pay_stops_at_the_cap() -> None:
    assert pay.seniority_pay(10, 10, 2_000) == 20_000
    assert pay.seniority_pay(11, 10, 2_000) == 20_000


def test_rewards_overtime_allowances_and_reimbursements_never_count() -> None:
    assert payroll.counted_net(125_000, 2_000, 1_000, 1_000, 1_000) == 120_000
    assert payroll.counted_gross(125_000, 2_000, 1_000, 1_000, 1_000) == 120_000


def test_one_fen_below_the_floor_is_a_negative_margin() -> None:
    assert payroll.net_over_floor(119_999, 120_000) == -1
    assert payroll.gross_over_floor(120_000, 120_000) == 0


def test_the_strict_floor_has_a_margin_only_where_it_differs() -> None:
    assert payroll.net_over_strict_floor(100_000, 120_000, 120_000, 120_000) == 0
    assert payroll.net_over_strict_floor(119_999, 100_000, 120_000, 120_000) == -1


def test_a_month_is_measured_against_the_minimum_wage_of_the_days_paid() -> None:
    assert payroll.month_under_minimum_wage(True, 95_999, 96_000)
    assert not payroll.month_under_minimum_wage(True, 96_000, 96_000)
    assert not payroll.month_under_minimum_wage(False, 1, 96_000)


def test_850_yuan_paid_is_a_violation_in_class_1_and_fine_in_class_2() -> None:
    assert payroll.month_under_minimum_wage(True, 85_000, 96_000)
    assert not payroll.month_under_minimum_wage(True, 85_000, 79_000)

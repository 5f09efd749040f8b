"""The six schemes as plain functions: the city's golden vectors, then the borders of each."""

from __future__ import annotations

import datetime
from types import ModuleType

import pytest

from liuguan import Bands, PayBasis, Post, Table, rules_of
from liuguan_nanjing.city import schemes
from liuguan_nanjing.city.pay import gross_pay, net_pay, seniority_pay
from liuguan_nanjing.city.schemes.coefficient_bands import coefficient_bands, fixed_amount
from liuguan_nanjing.city.schemes.deduction_and_rank import (
    deducted_from_hundred,
    less_for_each_point,
    points_lost,
    rank_bonus,
)
from liuguan_nanjing.city.schemes.grade_quotas import (
    bonus_after_quarter,
    by_quota,
    four_heads,
    quota_class,
)
from liuguan_nanjing.city.schemes.piece_rates import (
    above_base,
    migrants_per_worker,
    piece_pay,
    pieces_by_workload,
)
from liuguan_nanjing.city.schemes.posts import by_post_and_task
from liuguan_nanjing.city.schemes.sheet import (
    by_score,
    complete_sheets,
    itemised_sheets,
    reward_due,
    share_of_baseline,
    sum_of_items,
    third_fail_in_six_months,
    two_fails_running,
)
from liuguan_nanjing.city.schemes.stars import (
    share_by_grade,
    share_up_to_pool,
    star_due,
    star_pay,
)
from liuguan_nanjing.city.schemes.team_and_individual import (
    at_year_end,
    leaves_this_month,
    own_and_station,
    passed_years_only,
    share_of_standard,
    station_score,
    year_end_bonus,
    year_lost,
)

COEFFICIENTS = Bands({9000: 10000, 8000: 8000, 7000: 6000, 6000: 3000, 0: 0})
PRIZES = Bands({1: 20000, 2: 15000, 3: 10000, 4: 0})
STAR_BANDS = Bands({9500: 5, 9000: 4, 8500: 3, 7500: 2, 0: 1})
WORKLOAD = Bands({0: 10000, 500: 10000, 800: 12000, 1000: 15000, 1500: 20000})
QUARTER_BONUS = Table({"A": 30000, "B": 20000, "C": 10000, "D": 0})


def month(year: int, number: int) -> int:
    return year * 12 + number - 1


# ---- V1


def test_v1_ordinary_with_score_85_and_three_years_earns_1380() -> None:
    performance = coefficient_bands(8500, 40000, COEFFICIENTS)
    seniority = seniority_pay(3, 10, 2000)
    assert performance == 32000
    assert gross_pay(140000, fixed_amount(40000), performance, seniority, 0, 0) == 138000


@pytest.mark.parametrize(
    ("score", "performance"),
    [
        pytest.param(10000, 40000, id="full"),
        pytest.param(9000, 40000, id="exactly 90"),
        pytest.param(8999, 32000, id="one hundredth under 90"),
        pytest.param(6000, 12000, id="exactly 60"),
        pytest.param(5999, 0, id="one hundredth under 60"),
        pytest.param(0, 0, id="zero"),
    ],
)
def test_v1_pays_the_coefficient_of_the_band(score: int, performance: int) -> None:
    assert coefficient_bands(score, 40000, COEFFICIENTS) == performance


def test_v1_at_its_worst_still_pays_the_minimum_wage() -> None:
    assert gross_pay(140000, 40000, coefficient_bands(0, 40000, COEFFICIENTS), 0, 0, 0) >= 96000


@pytest.mark.parametrize(
    ("done", "baseline", "defects", "points"),
    [
        pytest.param(10, 10, 0, 2500, id="exactly the baseline"),
        pytest.param(25, 10, 0, 2500, id="more than the baseline gives no more"),
        pytest.param(1, 3, 0, 833, id="8.333 rounds down"),
        pytest.param(1, 8, 0, 313, id="3.125 rounds half up"),
        pytest.param(0, 0, 0, 2500, id="baseline 0 gives full weight"),
        pytest.param(10, 10, 3, 2350, id="a step for each defect"),
        pytest.param(0, 10, 3, 0, id="never below nothing"),
        pytest.param(0, 0, 60, 0, id="defects count where nothing was due, too"),
    ],
)
def test_points_of_an_item(done: int, baseline: int, defects: int, points: int) -> None:
    assert share_of_baseline("R01", done, baseline, 2500, defects, Table({"R01": 50})) == points


def test_an_item_without_weight_gives_nothing() -> None:
    assert share_of_baseline("R09", 5, 5, 0, 0, Table({"R01": 50})) == 0


def test_an_incomplete_sheet_has_no_score() -> None:
    assert complete_sheets(10000) == 1
    assert complete_sheets(9500) == 0
    assert sum_of_items(9000, complete_sheets(10000), 50, 20) == 8930
    assert sum_of_items(9000, complete_sheets(9500), 0, 0) is None


# ---- V2


def test_v2_ordinary_with_7_5_points_lost_on_rank_2_earns_1390() -> None:
    score = deducted_from_hundred(750, itemised_sheets(7), 0, 0)
    performance = less_for_each_point(score, 32000, 800)
    assert score == 9250
    assert performance == 26000
    assert gross_pay(130000, 32000, performance, rank_bonus(2, 30, 3, PRIZES), 0, 0) == 139000


@pytest.mark.parametrize(
    ("score", "performance"),
    [
        pytest.param(10000, 32000, id="nothing lost"),
        pytest.param(9990, 31920, id="a tenth of a point"),
        pytest.param(6000, 0, id="exactly the pool"),
        pytest.param(5000, 0, id="more than the pool"),
        pytest.param(10300, 32000, id="above 100 earns no more"),
    ],
)
def test_v2_loses_an_amount_for_each_point(score: int, performance: int) -> None:
    assert less_for_each_point(score, 32000, 800) == performance


@pytest.mark.parametrize(
    ("top", "bottom", "bonus"),
    [
        pytest.param(1, 40, 20000, id="first"),
        pytest.param(3, 38, 10000, id="third"),
        pytest.param(4, 37, 0, id="fourth"),
        pytest.param(1, 39, 20000, id="two share the first place and both are first"),
        pytest.param(3, 3, 0, id="third of five is also third from the bottom: the bottom rules"),
        pytest.param(1, 1, 0, id="a tie of all"),
    ],
)
def test_v2_bonus_of_the_rank(top: int, bottom: int, bonus: int) -> None:
    assert rank_bonus(top, bottom, 3, PRIZES) == bonus


def test_v2_points_for_defects() -> None:
    steps = Table({"R01": 50, "E01": 10})
    assert points_lost("R01", 3, steps) == 150
    assert points_lost("W01", 0, steps) == 0


def test_v2_score_is_never_below_nothing_and_counts_inspections() -> None:
    assert deducted_from_hundred(500, 1, 200, 100) == 9200
    assert deducted_from_hundred(9000, 1, 2000, 0) == 0


def test_v2_month_without_items_has_no_score_instead_of_100() -> None:
    assert deducted_from_hundred(0, itemised_sheets(0), 0, 0) is None


# ---- V3


@pytest.mark.parametrize(
    ("standard", "minimum_wage", "held"),
    [
        pytest.param(125000, 96000, 29000, id="375 is cut to the 290 over the minimum wage"),
        pytest.param(140000, 96000, 42000, id="420 lies under the 440 over it"),
        pytest.param(125000, 114000, 11000, id="the pool shrinks when the minimum wage rises"),
    ],
)
def test_v3_holds_no_more_than_may_float(standard: int, minimum_wage: int, held: int) -> None:
    assert share_up_to_pool(standard, max(standard - minimum_wage, 0), 3000) == held


@pytest.mark.parametrize(
    ("score", "released"),
    [
        pytest.param(8000, 29000, id="competent from 80"),
        pytest.param(7999, 17400, id="basic below it"),
        pytest.param(6000, 17400, id="basic from 60"),
        pytest.param(5999, 0, id="failed below it"),
    ],
)
def test_v3_releases_by_grade(score: int, released: int) -> None:
    grade = by_score(score, Bands({8000: "competent", 6000: "basic", 0: "failed"}))
    assert share_by_grade(29000, grade, Table({"competent": 10000, "basic": 6000, "failed": 0})) == released


@pytest.mark.parametrize(
    ("at", "before", "mean", "false_data", "due"),
    [
        pytest.param(month(2011, 7), 2, 9600, 0, 3, id="up by one step only"),
        pytest.param(month(2011, 7), 5, 7000, 0, 1, id="down without limit"),
        pytest.param(month(2011, 1), 3, 8500, 0, 3, id="exactly at the border"),
        pytest.param(month(2011, 1), 3, 8499, 0, 2, id="one hundredth under it"),
        pytest.param(month(2011, 6), 3, 9900, 0, 3, id="no review in June"),
        pytest.param(month(2011, 6), 5, 9900, 1, 1, id="false data acts at once"),
        pytest.param(month(2011, 7), 5, 9900, 2, 1, id="false data in a month of review"),
    ],
)
def test_v3_star_that_is_due(at: int, before: int, mean: int, false_data: int, due: int) -> None:
    assert star_due(at, 4, before, mean, false_data, STAR_BANDS) == due


def test_v3_first_star_on_record_stands() -> None:
    assert star_due(month(2010, 12), 4, 0, 0, 0, STAR_BANDS) == 4


def test_v3_pays_the_star_on_record() -> None:
    assert star_pay(4, Table({1: 0, 2: 4000, 3: 8000, 4: 14000, 5: 20000})) == 14000


# ---- V4


@pytest.mark.parametrize(
    ("pieces", "per_worker", "false_records", "performance"),
    [
        pytest.param(30000, 1000, 0, 40000, id="450 by coefficient, then capped at 400"),
        pytest.param(30000, 999, 0, 36000, id="one migrant under the border"),
        pytest.param(30000, 499, 0, 30000, id="under 500 the coefficient is 1"),
        pytest.param(30000, 0, 0, 30000, id="no migrants"),
        pytest.param(60000, 1500, 1, 35000, id="50 less after the cap"),
        pytest.param(4000, 100, 2, 0, id="never below nothing"),
        pytest.param(0, 500, 0, 0, id="no pieces"),
    ],
)
def test_v4_pieces_by_workload(pieces: int, per_worker: int, false_records: int, performance: int) -> None:
    assert pieces_by_workload(pieces, 1, false_records, per_worker, WORKLOAD, 40000, 5000) == performance


def test_v4_false_record_takes_the_item_s_pieces() -> None:
    rates = Table({"R01": 100, "E01": 20})
    assert piece_pay("R01", 30, 0, rates) == 3000
    assert piece_pay("R01", 30, 1, rates) == 0
    assert piece_pay("R09", 30, 0, rates) == 0


def test_v4_leaves_everybody_the_base() -> None:
    assert above_base(120000, 96000) == 24000
    assert above_base(130000, 96000) == 34000
    assert above_base(90000, 96000) == 0


def test_v4_workload_is_rounded_down() -> None:
    assert migrants_per_worker(1999, 2) == 999


def test_v4_rewards_are_counted_apart() -> None:
    rates = Table({"W04": 10000, "W05": 50000})
    assert reward_due("W04", 2, rates) == 20000
    assert reward_due("R01", 200, rates) == 0


# ---- V5

SHARES = (1500, 3500, 4000)


@pytest.mark.parametrize(
    ("people", "classes"),
    [
        pytest.param(1, [1], id="alone"),
        pytest.param(2, [1, 2], id="two"),
        pytest.param(3, [1, 2, 3], id="three: one in each, nobody left over"),
        pytest.param(4, [1, 2, 3, 3], id="four"),
        pytest.param(10, [1, 1, 2, 2, 2, 2, 3, 3, 3, 3], id="ten: 1.5 and 3.5 round half up"),
        pytest.param(20, [1] * 3 + [2] * 7 + [3] * 8 + [4] * 2, id="twenty: the last two are left over"),
    ],
)
def test_v5_quotas(people: int, classes: list[int]) -> None:
    assert [quota_class(rank, people, *SHARES) for rank in range(1, people + 1)] == classes


def test_v5_tie_across_a_border_falls_to_the_lower_grade() -> None:
    grades = Table({1: "A", 2: "B", 3: "C", 4: "D"})
    two_share_the_first_place = 2
    assert by_quota(quota_class(two_share_the_first_place, 3, *SHARES), grades) == "B"


@pytest.mark.parametrize(
    ("at", "graded", "grade", "bonus"),
    [
        pytest.param(month(2011, 1), 1, "A", 30000, id="January pays the fourth quarter"),
        pytest.param(month(2011, 4), 1, "D", 0, id="D has none"),
        pytest.param(month(2011, 3), 1, "A", 0, id="nothing in the quarter itself"),
        pytest.param(month(2011, 4), 0, "A", 0, id="not in post in the quarter's last month"),
    ],
)
def test_v5_bonus_in_the_month_after_the_quarter(at: int, graded: int, grade: str, bonus: int) -> None:
    assert bonus_after_quarter(at, graded, grade, QUARTER_BONUS) == bonus


def test_v5_each_head_has_its_most() -> None:
    assert four_heads(1000, 1800, 2000, 4500, 1000, 2000, 2000, 5000) == 9300
    assert four_heads(1500, 1800, 2000, 4500, 1000, 2000, 2000, 5000) == 9300


# ---- V6


def test_v6_withholds_150_of_1000_and_pays_850() -> None:
    withheld = share_of_standard(100000, 1500)
    paid = gross_pay(100000, 0, 0, 0, withheld, 0)
    assert withheld == 15000
    assert paid == 85000
    assert 79000 <= paid < 96000


@pytest.mark.parametrize(
    ("at", "leaves", "released"),
    [
        pytest.param(month(2011, 11), False, 0, id="November"),
        pytest.param(month(2011, 12), False, 180000, id="December, that month included"),
        pytest.param(month(2011, 5), True, 180000, id="the last month in post"),
    ],
)
def test_v6_release(at: int, leaves: bool, released: int) -> None:
    assert at_year_end(at, leaves, 180000) == released


def test_v6_last_month_in_post() -> None:
    last = datetime.date(2011, 5, 31)
    assert leaves_this_month(month(2011, 5), last) is True
    assert leaves_this_month(month(2011, 4), last) is False


def test_v6_score_is_mixed_60_to_40_and_rounded_once() -> None:
    assert own_and_station(9000, 8000, 6000) == 8600
    assert own_and_station(8000, 9000, 6000) == 8400
    assert own_and_station(8753, 8751, 6000) == 8752


@pytest.mark.parametrize(
    ("registration", "rental", "permit", "score"),
    [
        pytest.param(9000, 10000, 9500, 10000, id="all targets reached"),
        pytest.param(8800, 10000, 9500, 9800, id="two points under cost two"),
        pytest.param(9000, 9850, 9500, 9700, id="one and a half points under, two each"),
        pytest.param(0, 0, 0, 0, id="never below nothing"),
    ],
)
def test_v6_station_score(registration: int, rental: int, permit: int, score: int) -> None:
    assert station_score(registration, rental, permit, 9000, 10000, 9500, 100, 200, 100) == score


@pytest.mark.parametrize(
    ("at", "score", "bonus"),
    [
        pytest.param(month(2011, 12), 5999, 0, id="failed"),
        pytest.param(month(2011, 12), 6000, 100000, id="passed: a month's standard"),
        pytest.param(month(2011, 12), 9000, 180000, id="excellent: 800 on top"),
        pytest.param(month(2011, 11), 9900, 0, id="only in December"),
    ],
)
def test_v6_year_end_bonus(at: int, score: int, bonus: int) -> None:
    assert year_end_bonus(at, score, 100000, 6000, 9000, 80000) == bonus


def test_v6_failed_year_does_not_count_for_seniority() -> None:
    assert year_lost(month(2011, 12), 5999, 6000) == 1
    assert year_lost(month(2011, 11), 5999, 6000) == 0
    assert passed_years_only(datetime.date(2007, 11, 1), month(2012, 1), 1) == 3


def test_v6_gross_1000_leaves_815_87_net() -> None:
    assert net_pay(100000, 18413, 0, PayBasis.GROSS) == 81587


# ---- standards by post and task


@pytest.mark.parametrize(
    ("post", "entry", "collects", "standard"),
    [
        (Post.ORDINARY, False, False, 140000),
        (Post.ORDINARY, True, False, 152000),
        (Post.ORDINARY, False, True, 143000),
        pytest.param(Post.ORDINARY, True, True, 152000, id="nobody has both uplifts"),
        (Post.CENTRAL, True, False, 167000),
    ],
)
def test_standard_by_post_and_task(post: Post, entry: bool, collects: bool, standard: int) -> None:
    table = Table({Post.ORDINARY: 140000, Post.CENTRAL: 155000})
    assert by_post_and_task(post, entry, collects, table, 12000, 3000) == standard


# ---- failing


def test_two_fails_running_call_for_training() -> None:
    assert two_fails_running(True, True)
    assert not two_fails_running(True, False)
    assert not two_fails_running(False, True)


@pytest.mark.parametrize(
    ("failed", "fails", "candidate"),
    [(True, 3, True), (True, 2, False), (False, 3, False), (True, 4, True)],
)
def test_third_fail_in_six_months_counts_the_running_month(failed: bool, fails: int, candidate: bool) -> None:
    assert third_fail_in_six_months(failed, fails) is candidate


# ---- the modules


@pytest.mark.parametrize("module", [*schemes.PAY, *schemes.ASSESSMENT], ids=lambda m: m.__name__)
def test_every_rule_of_a_scheme_is_cited_and_has_words_in_both_languages(module: ModuleType) -> None:
    definitions = rules_of(module)
    assert definitions
    assert all(d.cites and d.en and d.zh for d in definitions)


def test_no_module_stands_for_two_areas() -> None:
    modules = [*schemes.PAY, *schemes.ASSESSMENT]
    assert len(modules) == len(set(modules)) == 8

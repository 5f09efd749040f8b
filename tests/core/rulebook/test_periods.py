"""Duty periods: the whole month where nothing else is said, and split months rounded once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.rulebook.builders import DISTRICT, LAW_FROM, Row, answers, book, day, frame, run

from liuguan.language.functions import days_in_month, first_day, last_day
from liuguan.rulebook.evaluate import evaluate

D = LAW_FROM
RULES = """
@rule(entity=DUTY_PERIOD, cites="II.2")
def standard(post: Post, by_post: Table[Post, Fen]) -> Fen:
    return by_post[post]


@rule(entity=DUTY_PERIOD, cites="II.2")
def days_on_duty(from_day: Date, to_day: Date) -> Days:
    return days_between(from_day, to_day) + 1


@rule(entity=DUTY_PERIOD, cites="II.2")
def standard_days(standard: Fen, days_on_duty: Days) -> Fen:
    return standard * days_on_duty


sum_of_days = total("standard_days", along="worker", cites="II.2", en="x", zh="x")
covered = total("days_on_duty", along="worker", cites="II.2", en="x", zh="x")
periods = count("standard", along="worker", cites="II.2", en="x", zh="x")


@rule(cites="II.2")
def month_standard(sum_of_days: Fen, month: Month) -> Fen:
    return sum_of_days // days_in_month(month)
"""
SECTION = '[[standard]]\nby_post = {ordinary = "1400", central = "1550.01"}\n'
LATER = '\n[[standard]]\neffective_from = 2011-01-10\nby_post = {ordinary = "1500", central = "1600"}\n'
BOOK = book(RULES, SECTION)
AMOUNT = {"ordinary": 140_000, "central": 155_001}


def worker(month: int = D, post: str | None = "ordinary", **more: object) -> Row:
    return {"worker": "a", "district": DISTRICT, "month": month, "post": post, **more}


def period(start: date, end: date, post: str | None, month: int = D) -> Row:
    return {"worker": "a", "district": DISTRICT, "month": month, "post": post, "from_day": start, "to_day": end}


def test_without_periods_the_month_is_one() -> None:
    found = run(BOOK, worker_month=[worker(), worker(D + 1, "central"), worker(D + 2, None)]).frame("worker_month")
    assert found["month_standard"].to_list() == [140_000, 155_001, None]
    assert found["covered"].to_list() == [31, 31, 28]


def test_added_periods_are_not_given_back() -> None:
    assert run(BOOK, worker_month=[worker()]).frame("duty_period").height == 0


def test_a_worker_with_periods_has_no_other() -> None:
    rows = [worker(), worker(D + 1)]
    half = [period(first_day(D), first_day(D) + timedelta(days=9), "central")]
    found = run(BOOK, worker_month=rows, duty_period=half).frame("worker_month")
    assert found["covered"].to_list() == [10, 31]
    assert found["month_standard"].to_list() == [155_001 * 10 // 31, 140_000]


def test_a_split_month_is_rounded_once() -> None:
    split = [
        period(day("2010-12-01"), day("2010-12-12"), "ordinary"),
        period(day("2010-12-13"), day("2010-12-31"), "central"),
    ]
    exact = (140_000 * 12 + 155_001 * 19) // 31
    assert answers(BOOK, "month_standard", "worker_month", [worker()], duty_period=split) == [exact]
    assert exact == 140_000 * 12 // 31 + 155_001 * 19 // 31 + 1


def test_an_unknown_post_in_one_part_leaves_the_month_unknown() -> None:
    split = [
        period(day("2010-12-01"), day("2010-12-10"), None),
        period(day("2010-12-11"), day("2010-12-31"), "central"),
    ]
    assert answers(BOOK, "month_standard", "worker_month", [worker()], duty_period=split) == [None]


def test_a_period_is_judged_by_its_last_day() -> None:
    split = [
        period(day("2011-01-01"), day("2011-01-09"), "ordinary", D + 1),
        period(day("2011-01-10"), day("2011-01-31"), "ordinary", D + 1),
    ]
    of = book(RULES, SECTION.replace("[[standard]]\n", "[[standard]]\neffective_from = 2010-12-01\n") + LATER)
    assert run(of, duty_period=split).frame("duty_period")["standard"].to_list() == [140_000, 150_000]


def test_periods_alone_make_their_workers() -> None:
    split = [period(day("2010-12-01"), day("2010-12-10"), "ordinary")]
    found = run(BOOK, duty_period=split)
    assert found.frame("duty_period")["standard_days"].to_list() == [1_400_000]
    assert found.frames["worker_month"].select("worker", "month", "covered").rows() == [("a", D, 10)]


def test_a_worker_whom_only_an_item_names_has_a_month_with_an_unknown_post() -> None:
    items = frame("item_month", [{"worker": "b", "district": DISTRICT, "month": D, "item": "x"}])
    found = evaluate(BOOK, {"item_month": items}).frames["worker_month"]
    assert found.select("worker", "month_standard", "covered").rows() == [("b", None, 31)]


@settings(max_examples=50)
@given(
    month=st.integers(D, D + 24),
    cuts=st.sets(st.integers(1, 27), max_size=4),
    posts=st.lists(st.sampled_from(list(AMOUNT)), min_size=5, max_size=5),
)
def test_parts_of_one_standard_sum_to_the_whole_and_others_to_the_weighted_sum(
    month: int, cuts: set[int], posts: Sequence[str]
) -> None:
    starts = [first_day(month), *(first_day(month) + timedelta(days=c) for c in sorted(cuts))]
    ends = [*(s - timedelta(days=1) for s in starts[1:]), last_day(month)]
    parts = list(zip(starts, ends, posts, strict=False))
    weighted = sum(AMOUNT[p] * ((e - s).days + 1) for s, e, p in parts)
    split = [period(s, e, p, month) for s, e, p in parts]
    found = run(BOOK, worker_month=[worker(month)], duty_period=split).frame("worker_month")
    assert found["month_standard"].to_list() == [weighted // days_in_month(month)]
    assert found["periods"].to_list() == [len(parts)]
    if len({p for _, _, p in parts}) == 1:
        assert found["month_standard"].to_list() == [AMOUNT[posts[0]]]

"""Working days across holidays and the weekends worked in exchange, and deadlines counted in them."""

from __future__ import annotations

import datetime

import pytest

from liuguan.district import City
from liuguan.records.base import Day
from liuguan.services.working_days import Deadlines, WorkingDays


@pytest.fixture(scope="module")
def days(city: City) -> WorkingDays:
    return WorkingDays.of(city)


def day(text: str) -> Day:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("on", "works"),
    [
        ("2010-12-02", True),
        ("2010-12-04", False),
        ("2011-01-03", False),
        ("2011-01-04", True),
        ("2011-01-30", True),
        ("2011-02-02", False),
        ("2011-02-08", False),
        ("2011-02-12", True),
        ("2011-12-31", True),
        ("2012-04-01", True),
        ("2013-01-05", True),
        ("2013-04-05", False),
        ("2025-10-08", False),
        ("2026-02-28", True),
        ("2026-12-25", True),
        ("2026-12-26", None),
        ("2027-01-04", None),
        ("2009-12-31", None),
    ],
    ids=[
        "the day of issue", "an ordinary Saturday", "a holiday on a Monday", "the day after it",
        "a Sunday worked for the Spring Festival", "its eve", "its last day", "a Saturday worked for it",
        "a Saturday worked for the next year", "a Sunday worked for Qingming", "a Saturday worked in 2013",
        "Qingming of 2013", "the last day of a long holiday", "a Saturday worked in 2026", "the last known day",
        "a Saturday after it", "a Monday of a year without a notice", "the day before the first",
    ],
)  # fmt: skip
def test_whether_offices_work(days: WorkingDays, on: str, works: bool | None) -> None:
    assert days.is_working(day(on)) is works


@pytest.mark.parametrize(
    ("since", "due"),
    [
        ("2010-12-02", "2010-12-09"),
        ("2010-12-30", "2011-01-07"),
        ("2011-01-28", "2011-02-10"),
        ("2011-12-29", "2012-01-06"),
        ("2012-12-31", "2013-01-08"),
        ("2026-12-18", "2026-12-25"),
        ("2026-12-21", None),
    ],
    ids=[
        "over a weekend", "over the new year", "over the Spring Festival, a Sunday of it worked",
        "with a Saturday worked at the year's end", "with a whole weekend worked", "up to the last known day",
        "into what no notice has said",
    ],
)  # fmt: skip
def test_five_working_days_later(days: WorkingDays, since: str, due: str | None) -> None:
    assert days.after(day(since), 5) == (day(due) if due else None)


def test_no_working_day_later_is_the_day_itself(days: WorkingDays) -> None:
    assert days.after(day("2011-01-01"), 0) == day("2011-01-01")


def test_deadlines_are_the_citys_and_marked_unverified(city: City) -> None:
    found = Deadlines.on(city, day("2010-12-02"))
    assert found is not None
    assert (found.filing_working_days, found.assessment_day_of_next_month, found.status) == (5, 10, "unverified")


def test_before_the_guidance_there_are_no_deadlines(city: City) -> None:
    assert Deadlines.on(city, day("2010-12-01")) is None

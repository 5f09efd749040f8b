"""Statements joined into months: lines of the roster over time, days that lines share, texts that answer."""

from __future__ import annotations

import datetime
from typing import Any

import polars as pl
import pytest

from liuguan.exchange.cells import WORKBOOK_FLAGS
from liuguan.facts.frames import facts_of
from liuguan.facts.roster import from_the_same_day
from liuguan.facts.statements import ROSTER, SAYS_NO, Statements, with_columns_of

DECEMBER = 2010 * 12 + 11
JANUARY = DECEMBER + 1
D = datetime.date


def roster(*lines: dict[str, Any]) -> pl.DataFrame:
    """Lines of one worker's roster, each with what is given."""
    whole = [{"district": "xuanwu", "worker": "w", "entered": False, "line": i, **x} for i, x in enumerate(lines, 1)]
    given = pl.DataFrame(whole, infer_schema_length=None)
    return with_columns_of(given, ROSTER).cast({n: t for n, t in ROSTER.items() if n != "line"})


def months(
    frame: pl.DataFrame, *, first: int = DECEMBER, last: int = JANUARY, **more: pl.DataFrame
) -> list[dict[str, Any]]:
    stated = Statements(roster=frame, **more)
    facts = facts_of(stated, exists=lambda district, month: True, first_month=first, last_month=last)
    return facts["worker_month"].sort("month").to_dicts() if "worker_month" in facts else []


def days(frame: pl.DataFrame) -> list[tuple[int, int]]:
    names = ("points_management_days", "points_management_days_covered")
    return [tuple(row[n] for n in names) for row in months(frame, last=DECEMBER)]


SINCE = {"employment_start": D(2009, 1, 5)}
DUTY = {**SINCE, "points_from": D(2010, 12, 1)}


@pytest.mark.parametrize(
    ("lines", "counted"),
    [
        pytest.param([{**DUTY, "cover_from": D(2010, 1, 1), "cover_to": D(2010, 12, 31)}], (31, 31), id="whole month"),
        pytest.param([{**DUTY, "cover_from": D(2010, 12, 31)}], (31, 1), id="last day only"),
        pytest.param([{**DUTY, "cover_to": D(2010, 12, 31)}], (31, 0), id="no first day of cover"),
        pytest.param([{**SINCE, "cover_from": D(2010, 1, 1)}], (0, 0), id="no such duty"),
        pytest.param(
            [
                {**DUTY, "cover_from": D(2010, 1, 1), "cover_to": D(2010, 12, 10)},
                {**DUTY, "from_day": D(2010, 12, 11), "cover_from": D(2010, 12, 11), "cover_to": D(2011, 12, 10)},
            ],
            (31, 31),
            id="renewed without a gap",
        ),
        pytest.param(
            [
                {**DUTY, "cover_from": D(2010, 1, 1), "cover_to": D(2010, 12, 10)},
                {**DUTY, "from_day": D(2010, 12, 13), "cover_from": D(2010, 12, 13), "cover_to": D(2011, 12, 10)},
            ],
            (31, 29),
            id="renewed two days late",
        ),
        pytest.param([{**DUTY, "to_day": D(2010, 12, 10), "cover_from": D(2010, 1, 1)}], (10, 10), id="left on the 10th"),
    ],
)  # fmt: skip
def test_days_of_points_management_are_summed_over_the_lines_of_the_month(
    lines: list[dict[str, Any]], counted: tuple[int, int]
) -> None:
    assert days(roster(*lines)) == [counted]


def test_a_line_that_was_entered_belongs_to_the_roster_in_force_on_its_day() -> None:
    read = {"roster_month": DECEMBER, "post": "ordinary", **SINCE}
    entered = {"entered": True, "from_day": D(2011, 1, 16), "post": "central", **SINCE}
    later = {"roster_month": JANUARY + 1, "post": "ordinary", **SINCE}
    found = months(roster(read, entered, later), last=JANUARY + 2)
    assert [(r["month"] - DECEMBER, r["post"]) for r in found] == [
        (0, "ordinary"), (1, "central"), (2, "ordinary"), (3, "ordinary"),
    ]  # fmt: skip


def test_a_roster_of_others_ends_the_one_before() -> None:
    """A line of nobody says that the district keeps a roster for the month: who is not on it has left."""
    read = {"roster_month": DECEMBER, **SINCE}
    found = months(roster(read, {"worker": None, "roster_month": JANUARY}))
    assert [r["month"] for r in found] == [DECEMBER]


def test_two_lines_from_the_same_day_are_told() -> None:
    assert from_the_same_day(roster(SINCE, SINCE))["line"].to_list() == [1]
    assert from_the_same_day(roster(SINCE, {**SINCE, "from_day": D(2010, 12, 2)})).height == 0


@pytest.mark.parametrize(
    ("written", "answer"),
    [("走访", True), ("无", False), ("否", False), ("ＮＯ", False), (" ✗ ", False), ("不详", True)],
)
def test_a_text_answers_by_being_there(written: str, answer: bool) -> None:
    (row,) = months(roster({**SINCE, "fixed_task": written}), last=DECEMBER)
    assert row["fixed_task"] is answer


def test_no_is_written_as_it_is_in_workbooks() -> None:
    assert set(SAYS_NO) == {word for word, value in WORKBOOK_FLAGS.items() if not value}


def test_what_an_office_entered_is_believed_before_the_payroll() -> None:
    key = {"district": "xuanwu", "worker": "w", "month": DECEMBER}
    payroll = pl.DataFrame({**key, "paid_days": 21, "paid_net": 120_000, "source": "工资.xlsx!12月!3"})
    entries = pl.DataFrame({**key, "paid_days": 20})
    (row,) = months(roster(SINCE), last=DECEMBER, payroll=payroll, entries=entries)
    assert (row["paid_days"], row["paid_net"], row["on_payroll"]) == (20, 120_000, True)


def test_an_entry_alone_puts_nobody_on_a_payroll() -> None:
    entries = pl.DataFrame({"district": "xuanwu", "worker": "w", "month": DECEMBER, "paid_days": 20})
    (row,) = months(roster(SINCE), last=DECEMBER, entries=entries)
    assert row["paid_days"] == 20
    assert row["on_payroll"] is None

"""The roster's lines over time: from which day to which each one holds, as the rules read them too."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session

from liuguan.facts.roster import periods
from liuguan.language.columns import first_day, last_day
from liuguan.records.base import Day
from liuguan.records.facts import READ_IN
from liuguan.records.frames import frame_schema
from liuguan.records.store import as_known, table_of
from liuguan.records.tables.people import Assignment
from liuguan.services.roster.along import values_along

DATING = (
    "district", "worker", "line", "action", "roster_month", "from_day", "to_day", "change_type", "change_date",
    "employment_start", "employment_end",
)  # fmt: skip
"""The columns from which the days of a line follow."""
NOBODY = ""
_FIRST, _LAST = 12, 12 * 9999 + 11
"""Months before and after all that roster lines speak of."""


@dataclass(frozen=True, slots=True)
class Span:
    """A line with the days on which it holds; no first day is the start of the records, no last day is still now.

    Attributes:
        roster: the month of the roster that it belongs to, where a district keeps one for each month.
        employed_since: the first day in post of its employment, where that is known.
    """

    line: Assignment
    first: Day | None
    last: Day | None
    roster: int
    employed_since: Day | None

    def covers(self, day: Day) -> bool:
        """Whether it holds on a day."""
        return self.meets(day, day)

    def meets(self, first: Day, last: Day | None) -> bool:
        """Whether it holds on any day from one to another."""
        begins_in_time = last is None or self.first is None or self.first <= last
        return begins_in_time and (self.last is None or first <= self.last)


def with_days(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines of whole districts with the days on which they hold; those that hold on no day are left out.

    Args:
        lines: columns of `Assignment`, those of `DATING` among them.

    Returns:
        The lines by district, worker and day, with `holds_from` and `holds_to` (null where open), `roster`, and
        `employment_start` and `employment_end` as the person's other lines of the employment say them.
    """
    held = periods(lines.with_columns(pl.col("action").is_in(READ_IN).not_().alias("entered")), _FIRST, _LAST)
    listed, until = pl.col("@listed"), pl.col("@until")
    held = held.with_columns(
        pl.max_horizontal("@from", pl.when(listed > _FIRST).then(first_day(listed))).alias("holds_from"),
        pl.min_horizontal("@to", pl.when(until < _LAST).then(last_day(until))).alias("holds_to"),
        listed.alias("roster"),
    )
    holds = (pl.col("holds_from") <= pl.col("holds_to")).fill_null(True)
    ordered = held.filter(holds, pl.col("worker") != NOBODY).sort(
        "district", "worker", "roster", "@from", "line", nulls_last=False
    )
    return ordered.drop("entered", "@from", "@to", "@first", "@last", "@listed", "@until")


def spans(session: Session, lines: Sequence[Assignment]) -> list[Span]:
    """One person's lines, in any districts, with their days; by district and day."""
    by_key = {(line.district, line.line): line for line in lines}
    table = table_of(Assignment)
    schema = frame_schema([table.c[name] for name in DATING])
    own = pl.DataFrame([[getattr(x, n) for n in DATING] for x in lines], schema=schema, orient="row")
    dated = with_days(beside_rosters(session, own))
    columns = ("district", "line", "holds_from", "holds_to", "roster", "employment_start")
    return [Span(by_key[d, line], *days) for d, line, *days in dated.select(columns).iter_rows()]


def beside_rosters(session: Session, lines: pl.DataFrame, *, known: int | None = None) -> pl.DataFrame:
    """Some persons' lines, with a nameless line for each roster that their districts keep for a month.

    Until such a roster begins, lines of the one before it hold; `with_days` leaves the nameless lines out.
    """
    table = table_of(Assignment)
    districts = lines["district"].unique(maintain_order=True).to_list()
    monthly = sa.select(table.c.district).where(
        table.c.district.in_(districts), table.c.roster_month.is_not(None), as_known(table, known)
    )
    if session.execute(monthly.limit(1)).first() is None:
        return lines
    found = [
        (district, month)
        for district in districts
        for month in values_along(
            session, table.c.roster_month, table.c.district == district, as_known(table, known)
        )
    ]  # fmt: skip
    nameless = pl.DataFrame(found, schema={"district": pl.String, "roster_month": pl.Int64}, orient="row")
    nameless = nameless.with_columns(worker=pl.lit(NOBODY), line=pl.lit(0, pl.Int64), action=pl.lit("import"))
    return pl.concat([lines, nameless], how="diagonal")


def day_before(day: Day) -> Day:
    """The day before a day."""
    return day - datetime.timedelta(days=1)


__all__ = ["DATING", "Span", "beside_rosters", "day_before", "spans", "with_days"]

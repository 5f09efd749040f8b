"""The roster as it stands or stood: who holds what on a day, a worker's history, and changes that F1 reports."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session

from liuguan.records.base import Day
from liuguan.records.frames import frame_schema, query_frame, read_frame
from liuguan.records.store import CHINA, table_of
from liuguan.records.tables.audit import AuditEvent
from liuguan.records.tables.people import Assignment
from liuguan.services.roster.timeline import beside_rosters, with_days

KEY = list(Assignment.KEY)
ROLE = ("post", "data_entry", "collects_and_enters", "full_time")
EMPLOYER = ("employer", "employer_type")
CHANGES = {"role": ROLE, "employer": EMPLOYER, "station": ("station",)}
"""Changes within an employment, by the columns that differ from the line before."""


def roster_on(session: Session, district: str, day: Day, *, known: int | None = None) -> pl.DataFrame:
    """The lines of those in post in a district on a day, one row per worker.

    Args:
        known: an event; as was known right after it.

    Returns:
        Every column of `Assignment` but what is personal, and `holds_from`, `holds_to` (null where open).
    """
    held = with_days(_lines(session, table_of(Assignment).c.district == district, known=known))
    begun = pl.col("holds_from").is_null() | (pl.col("holds_from") <= day)
    return held.filter(begun, pl.col("holds_to").is_null() | (pl.col("holds_to") >= day))


def history_of(session: Session, worker: str, *, known: int | None = None) -> pl.DataFrame:
    """A worker's lines in every district in the order of their days: stations, posts, terms, and what made each."""
    own = _lines(session, table_of(Assignment).c.worker == worker, known=known)
    return with_days(beside_rosters(session, own, known=known)).sort("holds_from", "district", nulls_last=False)


def staff_changes(
    session: Session, district: str, first_day: Day, last_day: Day, *, known: int | None = None
) -> pl.DataFrame:
    """Changes of staff that happened in a district from one day to another (II.13), by day and worker.

    What happened is read from the lines themselves, however they came in. It was recorded by the first event from
    which on the records say it as they do; a correction of the day is recorded when it was made.

    Returns:
        `worker`, `staff_number`, `what` (`hire`, `leave`, `transfer_in`, `transfer_out`, `role`, `employer`,
        `station`), `happened_on`, `line`, `station`, `post`, `recorded_event`, `recorded_on` (a day in China).
    """
    within = table_of(Assignment).c.district == district
    held = with_days(_lines(session, within, known=known)).with_columns(_before(c) for c in _COMPARED)
    begins = pl.col("employment_start").ne_missing(pl.col("·employment_start")) | pl.col("·worker").is_null()
    ends = pl.col("employment_end").is_not_null() & (pl.col("employment_end") == pl.col("holds_to"))
    happened = [
        _event(held.filter(begins), "hire", "transfer_in", "employment_start"),
        _event(held.filter(ends), "leave", "transfer_out", "employment_end"),
        *(
            _event(held.filter(~begins & _differs(columns)), what, what, "holds_from")
            for what, columns in CHANGES.items()
        ),
    ]
    found = pl.concat(happened).filter(pl.col("happened_on").is_between(first_day, last_day))
    versions = _versions(session, district, known)
    dated = pl.concat(
        [
            part.join(_recorded(versions, _SAYS[str(what)]), on=KEY, how="left")
            for (what,), part in found.group_by("what", maintain_order=True)
        ]
        or [found.with_columns(recorded_event=pl.lit(None, pl.Int64))]
    )
    days = _days_of(session, dated["recorded_event"].drop_nulls().unique().to_list())
    on = pl.col("recorded_event").replace_strict(days, default=None, return_dtype=pl.Date).alias("recorded_on")
    columns = ("worker", "staff_number", "what", "happened_on", "line", "station", "post", "recorded_event")
    return dated.select(*columns, on).sort("happened_on", "worker", "what")


_COMPARED = ("worker", "employment_start", *ROLE, *EMPLOYER, "station")
_DATES = ("from_day", "change_type", "change_date")
_SAYS = {
    "hire": ("employment_start", *_DATES),
    "transfer_in": ("employment_start", *_DATES),
    "leave": ("employment_end", "change_type", "change_date"),
    "transfer_out": ("employment_end", "change_type", "change_date"),
    **{what: (*columns, *_DATES) for what, columns in CHANGES.items()},
}
"""The columns of a line that say that something happened."""


def _lines(session: Session, *where: sa.ColumnElement[bool], known: int | None) -> pl.DataFrame:
    shown = [name for name in Assignment.model_fields if name not in Assignment.PERSONAL and name not in _BOOKKEEPING]
    return read_frame(session.connection(), Assignment, *where, only=shown, known=known)


_BOOKKEEPING = ("row_id", "version", "since_event", "until_event")


def _before(column: str) -> pl.Expr:
    """A column of the person's line before."""
    return pl.col(column).shift(1).over("district", "worker").alias(f"·{column}")


def _differs(columns: Sequence[str]) -> pl.Expr:
    """Whether one of the columns was known before and is another now; filling a gap is no change."""
    return pl.any_horizontal(
        pl.col(f"·{c}").is_not_null() & pl.col(c).ne_missing(pl.col(f"·{c}")) for c in columns
    )  # fmt: skip


def _event(rows: pl.DataFrame, what: str, between_districts: str, day: str) -> pl.DataFrame:
    transfer = pl.col("action").str.contains(rf"\b{between_districts}\b") & (pl.lit(between_districts) != what)
    return rows.select(
        *KEY, "staff_number", "station", "post",
        pl.when(transfer).then(pl.lit(between_districts)).otherwise(pl.lit(what)).alias("what"),
        pl.col(day).alias("happened_on"),
    )  # fmt: skip


def _versions(session: Session, district: str, known: int | None) -> pl.DataFrame:
    """Every version of a district's lines up to an event, in the order in which they were written."""
    table = table_of(Assignment)
    names = dict.fromkeys((*KEY, "since_event", "until_event", *(c for columns in _SAYS.values() for c in columns)))
    columns = [table.c[name] for name in names]
    where = [table.c.district == district, *([table.c.since_event <= known] if known is not None else [])]
    query = sa.select(*columns).where(*where).order_by(*(table.c[k] for k in KEY), table.c.since_event)
    return query_frame(session.connection(), query, frame_schema(columns))


def _recorded(versions: pl.DataFrame, says: Sequence[str]) -> pl.DataFrame:
    """For each line the event since which it says what it says now without a break: key and `recorded_event`."""
    same = pl.all_horizontal(
        *(pl.col(c).eq_missing(pl.col(c).shift(1).over(KEY)) for c in says),
        pl.col("since_event") == pl.col("until_event").shift(1).over(KEY),
    )
    runs = versions.with_columns((~same.fill_null(False)).cum_sum().over(KEY).alias("·run"))
    last = runs.filter(pl.col("·run") == pl.col("·run").max().over(KEY))
    return last.group_by(KEY).agg(pl.col("since_event").min().alias("recorded_event"))


def _days_of(session: Session, events: Sequence[int]) -> dict[int, datetime.date]:
    table = table_of(AuditEvent)
    found = session.execute(sa.select(table.c.seq, table.c.at).where(table.c.seq.in_(events)))
    return {seq: at.astimezone(CHINA).date() for seq, at in found}


__all__ = ["history_of", "roster_on", "staff_changes"]

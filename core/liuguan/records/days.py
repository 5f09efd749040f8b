"""What is recorded day by day, summed into months: duty hours, leave and attendance; and what signatures say of sheets.

A month's summary that states something itself is believed; days fill what it leaves empty.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session

from liuguan.facts.roster import month_of
from liuguan.facts.statements import PERSON_MONTH, with_columns_of
from liuguan.language.functions import first_day, last_day
from liuguan.records.base import Version
from liuguan.records.frames import read_frame
from liuguan.records.store import table_of
from liuguan.records.tables.assessment import Objection, Signature
from liuguan.records.tables.duty import DUTY_CATEGORIES, AttendanceDay, DutyEntry, LeaveSpell

KEY = ["district", "worker", "month"]
LEAVE = {"unpaid": "leave_days_unpaid", "reduced": "leave_days_reduced"}
"""Effects of leave on pay that a month states, and where it states them."""


def with_daily_records(
    session: Session, months: pl.DataFrame, districts: Sequence[str], first_month: int, last_month: int,
    *, known: int | None = None,
) -> pl.DataFrame:  # fmt: skip
    """Duty of the months, with what the daily records add; `paid_days` are the scheduled less the unpaid.

    Args:
        months: columns of `DutyMonth`; a month that has only daily records is added.
    """
    found = [_hours, _attendance, _leave]
    span = (first_month, last_month)
    daily = [frame for read in found if (frame := read(session, districts, span, known)).height]
    made = months
    for frame in daily:
        names = [c for c in frame.columns if c not in KEY]
        known_names = [n for n in names if n in made.columns]
        joined = made.join(frame, on=KEY, how="full", coalesce=True, suffix="·")
        made = joined.with_columns(pl.coalesce(n, f"{n}·").alias(n) for n in known_names)
        made = made.drop(f"{n}·" for n in known_names)
    made = with_columns_of(made, PERSON_MONTH)
    if not {"scheduled_days", "leave_days_unpaid"} <= set(made.columns):
        return made
    # of a month that was read from a file, the file alone says what was paid
    paid = pl.when(pl.col("source").is_null()).then(pl.col("scheduled_days") - pl.col("leave_days_unpaid"))
    return made.with_columns(paid.alias("paid_days"))


def with_signatures(session: Session, sheets: pl.DataFrame, *, known: int | None = None) -> pl.DataFrame:
    """Assessment sheets with what signatures and objections say, where the sheets say nothing themselves."""
    if not sheets.height:
        return sheets
    within = (sheets["district"].unique().to_list(), sheets["month"].unique().to_list())
    signed = _of_sheets(session, Signature, within, ("form", "signatory", "void"), known)
    signed = signed.filter(pl.col("form") == "F3", ~pl.col("void"))
    objected = _of_sheets(session, Objection, within, ("state",), known)
    made = sheets
    for signatory, name in (("worker", "sheet_acknowledged"), ("district_office", "sheet_reviewed")):
        by = signed.filter(pl.col("signatory") == signatory)
        made = _answered(made, by.filter(pl.col("worker") != ""), KEY, name, pl.lit(True))
        made = _answered(made, by.filter(pl.col("worker") == ""), ["district", "month"], name, pl.lit(True))
    return _answered(made, objected, KEY, "objection_open", (pl.col("state") == "open").any())


def _answered(sheets: pl.DataFrame, rows: pl.DataFrame, on: list[str], name: str, answer: pl.Expr) -> pl.DataFrame:
    """Sheets in which rows about them answer a question that they leave open."""
    found = rows.group_by(on).agg(answer.alias("@answer"))
    joined = sheets.join(found, on=on, how="left", maintain_order="left")
    own = [name] if name in joined.columns else []
    return joined.with_columns(pl.coalesce(*own, "@answer").alias(name)).drop("@answer")


def _of_sheets(
    session: Session, model: type[Version], within: tuple[list[str], list[int]], more: Sequence[str], known: int | None
) -> pl.DataFrame:
    table = table_of(model)
    where = (table.c.district.in_(within[0]), table.c.month.in_(within[1]))
    return read_frame(session.connection(), model, *where, only=(*KEY, *more), known=known)


def _hours(session: Session, districts: Sequence[str], span: tuple[int, int], known: int | None) -> pl.DataFrame:
    """Hours of each category, and visits; a category without an entry in a month that has entries has no hours."""
    log = _days(session, DutyEntry, districts, span, ("category", "hours", "visits"), known)
    hours = [
        pl.col("hours").filter(pl.col("category") == c).sum().cast(pl.Int64).alias(f"{c}_hours")
        for c in DUTY_CATEGORIES
    ]
    visits = pl.when(pl.col("visits").is_not_null().any()).then(pl.col("visits").sum()).alias("visits")
    return log.group_by(KEY).agg(*hours, visits)


def _attendance(session: Session, districts: Sequence[str], span: tuple[int, int], known: int | None) -> pl.DataFrame:
    """Days on which duty was scheduled, where attendance is kept by the day."""
    kept = _days(session, AttendanceDay, districts, span, ("scheduled",), known)
    return kept.group_by(KEY).agg(pl.col("scheduled").sum().cast(pl.Int64).alias("scheduled_days"))


def _leave(session: Session, districts: Sequence[str], span: tuple[int, int], known: int | None) -> pl.DataFrame:
    """Scheduled days of leave by their effect on pay.

    A spell that reaches from one month into another is divided by the days of attendance that are on record; where
    there are none, nobody knows how many days fell into each month.
    """
    table = table_of(LeaveSpell)
    touching = (
        table.c.district.in_(list(districts)), table.c.from_day <= last_day(span[1]),
        table.c.to_day >= first_day(span[0]),
    )  # fmt: skip
    spells = read_frame(session.connection(), LeaveSpell, *touching, known=known)
    if not spells.height:
        return pl.DataFrame(schema={"district": pl.String, "worker": pl.String, "month": pl.Int64})
    first, last = month_of(pl.col("from_day")), month_of(pl.col("to_day"))
    parts = spells.with_columns(
        pl.int_ranges(first, last + 1, dtype=pl.Int64).alias("month"), (first == last).alias("@whole")
    ).explode("month")
    kept = _days(session, AttendanceDay, districts, span, ("scheduled",), known).filter("scheduled")
    days = parts.join(kept, on=KEY, how="inner").filter(pl.col("day").is_between("from_day", "to_day"))
    counted = days.group_by([*KEY, "from_day"]).agg(pl.len().cast(pl.Int64).alias("@counted"))
    known_months = kept.select(KEY).unique().with_columns(pl.lit(0, dtype=pl.Int64).alias("@none"))
    parts = parts.join(counted, on=[*KEY, "from_day"], how="left").join(known_months, on=KEY, how="left")
    share = pl.when("@whole").then("scheduled_days").otherwise(pl.coalesce("@counted", "@none"))
    parts = parts.with_columns(share.alias("@days")).filter(pl.col("month").is_between(*span))
    return parts.group_by(KEY).agg(
        pl.when(~(of := pl.col("effect") == effect).any()).then(pl.lit(0, dtype=pl.Int64))
        .when(pl.col("@days").filter(of).is_not_null().all()).then(pl.col("@days").filter(of).sum()).alias(name)
        for effect, name in LEAVE.items()
    )  # fmt: skip


def _days(
    session: Session, model: type[Version], districts: Sequence[str], span: tuple[int, int], more: Sequence[str],
    known: int | None,
) -> pl.DataFrame:  # fmt: skip
    """Rows of a table that has one for each day, with the month of the day."""
    table = table_of(model)
    where: list[sa.ColumnElement[bool]] = [
        table.c.district.in_(list(districts)), table.c.day.between(first_day(span[0]), last_day(span[1])),
    ]  # fmt: skip
    found = read_frame(session.connection(), model, *where, only=("district", "worker", "day", *more), known=known)
    return found.with_columns(month_of(pl.col("day")).alias("month"))


__all__ = ["with_daily_records", "with_signatures"]

"""The year of a district, month by month (F9): staffing, scores, pay and inspections, added up from the records."""

from __future__ import annotations

import polars as pl
from sqlmodel import Session

from liuguan.district import City
from liuguan.language.written import month_number
from liuguan.records.frames import read_frame
from liuguan.records.store import table_of
from liuguan.records.tables.assessment import AssessmentSheet
from liuguan.records.tables.inspections import DEFECT_CODES
from liuguan.records.tables.pay import PayLine
from liuguan.records.tables.places import WHOLE_DISTRICT
from liuguan.services.exporting.frames import Asked, inspection_rows
from liuguan.services.staffing import StaffingRow, staffing

NEEDED = ("actual_migrants", "rental_households", "headcount", "required_by_migrants", "required_by_households",
          "required_headcount", "effective_headcount", "headcount_shortage")  # fmt: skip


def needs(session: Session, city: City, asked: Asked) -> pl.DataFrame:
    """What the rules say of the staffing of each unit and month: `month`, `station` and `NEEDED`, `standard`."""
    rows = staffing(
        session, city, asked.district, first_month=asked.first_month, last_month=asked.last_month, known=asked.known
    )
    whole = dict.fromkeys(NEEDED, pl.Int64)
    schema = {"month": pl.Int64, "station": pl.String, "standard": pl.String, **whole}
    return pl.DataFrame([_plain(r) for r in rows], schema=schema, orient="row")


def _plain(row: StaffingRow) -> tuple[object, ...]:
    return (month_number(row.month), row.station, row.standard, *(getattr(row, name) for name in NEEDED))


def annual_rows(session: Session, city: City, asked: Asked) -> pl.DataFrame:
    """One row for each month of which anything is on record; an unknown stays unknown, and is never nothing."""
    found = needs(session, city, asked).filter(pl.col("station") == WHOLE_DISTRICT).drop("station", "standard")
    for part in (_scores(session, asked), _pay(session, asked), _inspections(session, asked)):
        found = found.join(part, on="month", how="full", coalesce=True)
    return found.sort("month")


def _scores(session: Session, asked: Asked) -> pl.DataFrame:
    table = table_of(AssessmentSheet)
    sheets = read_frame(
        session.connection(), AssessmentSheet, table.c.district == asked.district,
        table.c.month.between(asked.first_month, asked.last_month), known=asked.known,
    )  # fmt: skip
    score = pl.col("recorded_score")
    return sheets.group_by("month").agg(
        pl.len().cast(pl.Int64).alias("assessed"),
        _half_up(score.sum(), score.count()).alias("mean_score"),
        score.max().alias("highest_score"),
        score.min().alias("lowest_score"),
    )


def _pay(session: Session, asked: Asked) -> pl.DataFrame:
    """Sums of what was paid in the months' runs, deltas among them, and heads that were paid."""
    table = table_of(PayLine)
    lines = read_frame(
        session.connection(), PayLine, table.c.district == asked.district,
        table.c.pay_month.between(asked.first_month, asked.last_month), known=asked.known,
    )  # fmt: skip
    net = pl.col("paid_net")
    heads = pl.col("worker").n_unique().cast(pl.Int64)

    def known(amount: str) -> pl.Expr:
        return pl.when(pl.col(amount).is_not_null().all()).then(pl.col(amount).sum()).alias(amount)

    return (
        lines.group_by("pay_month")
        .agg(
            heads.alias("paid"),
            known("paid_gross"),
            known("paid_net"),
            pl.when(net.is_not_null().all()).then(_half_up(net.sum(), heads)).alias("mean_net"),
        )
        .rename({"pay_month": "month"})
    )


def _inspections(session: Session, asked: Asked) -> pl.DataFrame:
    rows = inspection_rows(session, asked).with_columns(
        (pl.col("day").dt.year().cast(pl.Int64) * 12 + pl.col("day").dt.month().cast(pl.Int64) - 1).alias("month")
    )
    return rows.group_by("month").agg(
        pl.col("id").n_unique().cast(pl.Int64).alias("inspections"),
        *(pl.col(f"{defect}_found").sum().cast(pl.Int64).alias(f"{defect}_found") for defect in DEFECT_CODES),
    )


def _half_up(total: pl.Expr, count: pl.Expr) -> pl.Expr:
    """A mean of known values, half up to the unit; unknown of none."""
    return pl.when(count > 0).then((2 * total + count.cast(pl.Int64)) // (2 * count.cast(pl.Int64)))

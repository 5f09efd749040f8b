"""Sheets of the assessment that a file changes: a revision more, and their signatures are void."""

from __future__ import annotations

import polars as pl

from liuguan.records.bulk import changed_rows
from liuguan.records.frames import read_frame
from liuguan.records.store import Work, all_current, table_of
from liuguan.records.tables.assessment import AssessmentItem, AssessmentSheet, Signature

KEY = ["district", "month", "worker"]


def revised(work: Work, district: str, sheets: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """Rows of sheets, of which those on record that change, or whose items do, count a revision more.

    Args:
        sheets, items: rows for the tables, see `tables.rows_for`.
    """
    table = table_of(AssessmentSheet)
    there = read_frame(work.session.connection(), AssessmentSheet, table.c.district == district, only=KEY)
    if not there.height:
        return sheets
    told = [
        changed_rows(work.session.connection(), model, rows).select(KEY)
        for model, rows in ((AssessmentSheet, sheets), (AssessmentItem, items))
        if rows.height
    ]
    if not told:
        return sheets
    changed = pl.concat(told).unique().join(there, on=KEY, how="semi").with_columns(pl.lit(1).alias("@more"))
    _void(work, district, set(changed.select("month", "worker").iter_rows()))
    made = sheets.join(changed, on=KEY, how="left", maintain_order="left")
    return made.with_columns((pl.col("revision") + pl.col("@more").fill_null(0)).alias("revision")).drop("@more")


def _void(work: Work, district: str, changed: set[tuple[int, str]]) -> None:
    months = {month for month, _ in changed}
    for signature in all_current(work.session, Signature, district=district, form="F3", void=False):
        # a whole table is signed as well
        if (signature.month, signature.worker) in changed or (signature.worker == "" and signature.month in months):
            work.change(signature, void=True)


__all__ = ["revised"]

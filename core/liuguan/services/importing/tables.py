"""From statements to rows of the tables: which frame fills which table, and what the records keep beside it."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from liuguan.records.base import BOOKKEEPING, Version
from liuguan.records.frames import frame_schema, read_frame
from liuguan.records.store import Work, table_of
from liuguan.records.tables.assessment import AssessmentItem, AssessmentSheet
from liuguan.records.tables.duty import DutyMonth
from liuguan.records.tables.pay import PayLine
from liuguan.records.tables.people import Assignment, Certificate
from liuguan.records.tables.places import Population

TABLE_OF: Mapping[str, type[Version]] = {
    "roster": Assignment, "certificates": Certificate, "assessments": AssessmentSheet, "items": AssessmentItem,
    "duties": DutyMonth, "payroll": PayLine, "staffing": Population,
}  # fmt: skip
"""Which table a frame of the statements fills, in the order in which they are written."""


def rows_for(work: Work, model: type[Version], lines: pl.DataFrame) -> pl.DataFrame:
    """Rows for a table out of lines: what no line states at all stays as it is on record.

    Args:
        lines: with the key of the table, and `worker` as on record.
    """
    schema = frame_schema([c for c in table_of(model).columns if c.name not in BOOKKEEPING])
    stated = lines.select(pl.col(n).cast(t) for n, t in schema.items() if n in lines.columns)
    always = {n: value for n, value in _defaults(model).items() if n in stated.columns}
    stated = stated.with_columns(pl.col(n).fill_null(pl.lit(value)) for n, value in always.items())
    kept = [n for n in schema if n not in stated.columns]
    if not kept or not stated.height:
        return stated
    key = list(model.KEY)
    table = table_of(model)
    within = [table.c.district.in_(stated["district"].unique().to_list())]
    there = read_frame(work.session.connection(), model, *within, only=[*key, *kept])
    there = there.join(stated.select(key), on=key, how="semi", nulls_equal=True)
    if not there.height:
        return stated
    defaults = [pl.col(n).fill_null(pl.lit(value)) for n, value in _defaults(model).items() if n in kept]
    return stated.join(there, on=key, how="left", nulls_equal=True, maintain_order="left").with_columns(defaults)


def _defaults(model: type[Version]) -> dict[str, object]:
    """What a column that always says something says where nothing was ever written."""
    return {
        name: field.default
        for name, field in model.model_fields.items()
        if name not in BOOKKEEPING and isinstance(field.default, str | int) and field.default is not None
    }


__all__ = ["TABLE_OF", "rows_for"]

"""Facts with rows that a unit of work has not written yet: a sheet scored as it is about to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from liuguan.language.columns import dtype_of
from liuguan.records.tables.assessment import AssessmentItem, AssessmentSheet
from liuguan.vocabulary import ITEM_MONTH, VOCABULARY, WORKER_MONTH

Row = AssessmentSheet | AssessmentItem


def with_pending(facts: Mapping[str, pl.DataFrame], rows: Sequence[Row]) -> dict[str, pl.DataFrame]:
    """Facts in which sheets and items say what the rows say; items that are not there yet are added."""
    made = dict(facts)
    for row in rows:
        entity = ITEM_MONTH if isinstance(row, AssessmentItem) else WORKER_MONTH
        made[entity] = _with(made.get(entity, pl.DataFrame()), entity, row)
    return made


def _with(frame: pl.DataFrame, entity: str, row: Row) -> pl.DataFrame:
    dtypes = {
        i.name: dtype_of(i.kind) for i in VOCABULARY.of(entity)
        if i.name in type(row).model_fields and i.name not in ("item", "month")
    }  # fmt: skip
    key = {"district": row.district, "worker": row.worker, "month": row.month}
    if isinstance(row, AssessmentItem):
        key["item"] = row.item
    said = {n: getattr(row, n) for n in dtypes}
    stated = [n for n, value in said.items() if value is not None or n in frame.columns]
    frame = frame.with_columns(pl.lit(None, dtype=dtypes[n]).alias(n) for n in stated if n not in frame.columns)
    here = pl.all_horizontal(pl.col(k) == v for k, v in key.items()) if set(key) <= set(frame.columns) else None
    if here is None or not frame.filter(here).height:
        new = pl.DataFrame([key | {n: said[n] for n in stated}], schema_overrides={n: dtypes[n] for n in stated})
        return pl.concat([frame, new], how="diagonal_relaxed") if frame.width else new
    return frame.with_columns(
        pl.when(here).then(pl.lit(said[n], dtype=frame.schema[n])).otherwise(n).alias(n) for n in stated
    )

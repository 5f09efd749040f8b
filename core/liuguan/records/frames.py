"""Records as Polars frames, read as sets: typed columns of one query, and what a frame would change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import sqlalchemy as sa

from liuguan.records.base import BOOKKEEPING, Record, Version
from liuguan.records.store import as_known, table_of

_DTYPES: tuple[tuple[type[sa.types.TypeEngine[Any]], Any], ...] = (
    (sa.Boolean, pl.Boolean),
    (sa.Integer, pl.Int64),
    (sa.Date, pl.Date),
    (sa.LargeBinary, pl.Binary),
    (sa.String, pl.String),
)


def frame_schema(columns: Sequence[sa.Column[Any]]) -> dict[str, Any]:
    """The Polars types of columns."""
    return {c.name: _dtype(c.type) for c in columns}


def read_frame(
    connection: sa.Connection,
    model: type[Record],
    *where: sa.ColumnElement[bool],
    only: Sequence[str] = (),
    known: int | None = None,
    order: Sequence[str] = (),
) -> pl.DataFrame:
    """The versions of a table that hold, as a frame.

    Args:
        where: further conditions on the table's columns.
        only: columns to read; all that say something of the fact without it.
        known: an event; what held right after it.
        order: columns to sort by; the key without it.
    """
    table = table_of(model)
    columns = [table.c[n] for n in only] if only else [c for c in table.columns if c.name not in BOOKKEEPING]
    conditions = [*where]
    by = tuple(order)
    if issubclass(model, Version):
        conditions.append(as_known(table, known))
        by = by or model.KEY
    query = sa.select(*columns).where(*conditions).order_by(*(table.c[name] for name in by))
    return query_frame(connection, query, frame_schema(columns))


def query_frame(connection: sa.Connection, query: sa.Select[Any], schema: dict[str, Any]) -> pl.DataFrame:
    """The rows of a query, straight from the driver: no object is made for a row.

    Args:
        schema: the Polars type of each column.
    """
    compiled = query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    rows = connection.exec_driver_sql(str(compiled).replace("%%", "%")).cursor.fetchall()
    if connection.dialect.name != "sqlite":
        return pl.DataFrame(rows, schema=schema, orient="row", infer_schema_length=None)
    days = [name for name, dtype in schema.items() if dtype == pl.Date]
    flags = [name for name, dtype in schema.items() if dtype == pl.Boolean]
    stored = schema | dict.fromkeys(days, pl.String) | dict.fromkeys(flags, pl.Int64)
    return pl.DataFrame(rows, schema=stored, orient="row", infer_schema_length=None).with_columns(
        *(pl.col(n).str.to_date("%Y-%m-%d") for n in days), *(pl.col(n).cast(pl.Boolean) for n in flags)
    )


def changed_rows(connection: sa.Connection, model: type[Version], frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of a frame that say something else than the current versions, with `version` they become.

    Args:
        frame: columns of the model, one row per key; other columns of the model become unknown.

    Raises:
        ValueError: a column that the model has not, or a key twice.
    """
    table = table_of(model)
    columns = [c for c in table.columns if c.name not in BOOKKEEPING]
    schema = frame_schema(columns)
    if strange := [c for c in frame.columns if c not in schema]:
        raise ValueError(f"{table.name} has no columns {', '.join(strange)}")
    missing = [pl.lit(_default(table.c[n]), dtype=t).alias(n) for n, t in schema.items() if n not in frame.columns]
    full = frame.with_columns(missing).select(pl.col(n).cast(t) for n, t in schema.items())
    key = list(model.KEY)
    if full.select(key).is_duplicated().any():
        raise ValueError(f"a key of {table.name} stands twice in the frame")
    districts = full["district"].unique().to_list() if "district" in schema else []
    within = [table.c["district"].in_(districts)] if districts else []
    there = read_frame(connection, model, *within, only=[*schema, "version"], order=key)
    joined = full.join(there, on=key, how="left", suffix="·", nulls_equal=True, maintain_order="left")
    facts = [n for n in schema if n not in key]
    same = pl.all_horizontal(pl.col(n).eq_missing(pl.col(f"{n}·")) for n in facts) if facts else pl.lit(True)
    changed = joined.filter(pl.col("version").is_null() | ~same)
    return changed.select(*schema, (pl.col("version").fill_null(0) + 1).alias("version"))


def _default(column: sa.Column[Any]) -> Any:
    """What a column is worth where a frame leaves it out: its default, else unknown."""
    default = column.default
    return default.arg if isinstance(default, sa.ColumnDefault) and default.is_scalar else None


def _dtype(kind: sa.types.TypeEngine[Any]) -> Any:
    inner = kind.impl if isinstance(kind, sa.types.TypeDecorator) else kind
    return next(dtype for of, dtype in _DTYPES if isinstance(inner, of))


__all__ = ["changed_rows", "frame_schema", "query_frame", "read_frame"]

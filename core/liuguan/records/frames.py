"""Records as Polars frames, read as sets: no object is made for a row.

SQLite gives each column as one JSON array, PostgreSQL the rows as one CSV; Polars parses both. Row by row through
the driver takes four times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import sqlalchemy as sa

from liuguan.records.base import BOOKKEEPING, Record, Version
from liuguan.records.store import as_known, table_of

MOMENT = pl.Datetime("us", "UTC")
_DTYPES: tuple[tuple[type[sa.types.TypeEngine[Any]], Any], ...] = (
    (sa.Boolean, pl.Boolean),
    (sa.Integer, pl.Int64),
    (sa.Date, pl.Date),
    (sa.DateTime, MOMENT),
    (sa.String, pl.String),
)
_MOST = 4
"""From a quarter of its rows on, a table is read faster from end to end than through its index of current versions."""
_FEW = 10_000
"""So many rows are read sooner than those that are wanted could be counted."""
_CURRENT_UNINDEXED = sa.literal_column("+until_event").is_(None)
"""To SQLite, a term with a plus is none that an index answers."""


def frame_schema(columns: Sequence[sa.Column[Any]]) -> dict[str, Any]:
    """The Polars types of columns.

    Raises:
        TypeError: a column holds what no frame does, such as bytes.
    """
    return {c.name: _dtype(c) for c in columns}


def read_frame(
    connection: sa.Connection,
    model: type[Record],
    *where: sa.ColumnElement[bool],
    only: Sequence[str] = (),
    known: int | None = None,
    order: Sequence[str] | None = (),
) -> pl.DataFrame:
    """The versions of a table that hold, as a frame.

    Args:
        where: further conditions on the table's columns.
        only: columns to read; all that say something of the fact without it.
        known: an event; what held right after it.
        order: columns to sort by, which are read too; the key without it, nothing where it is None.
    """
    table = table_of(model)
    columns = [table.c[n] for n in only] if only else [c for c in table.columns if c.name not in BOOKKEEPING]
    conditions = [*where]
    by = list(order or ())
    if issubclass(model, Version):
        by = by or (list(model.KEY) if order is not None else [])
        holds = as_known(table, known)
        unindexed = connection.dialect.name == "sqlite" and known is None and _reads_most(connection, table, where)
        conditions.append(_CURRENT_UNINDEXED if unindexed else holds)
    read = [*columns, *(table.c[n] for n in by if n not in {c.name for c in columns})]
    found = query_frame(connection, sa.select(*read).where(*conditions), frame_schema(read))
    return (found.sort(by, nulls_last=False) if by else found).select(c.name for c in columns)


def query_frame(connection: sa.Connection, query: sa.Select[Any], schema: dict[str, Any]) -> pl.DataFrame:
    """The rows of a query, in its order.

    Args:
        schema: the Polars type of each column.
    """
    of = query.subquery().columns
    if connection.dialect.name == "sqlite":
        return _from_sqlite(connection, [of[name] for name in schema], schema)
    return _from_postgresql(connection, [of[name] for name in schema], schema)


_STORED = {pl.Boolean: pl.Int64, pl.Date: pl.String, MOMENT: pl.String}


def _from_sqlite(
    connection: sa.Connection, columns: Sequence[sa.ColumnElement[Any]], schema: dict[str, Any]
) -> pl.DataFrame:
    # of a column in which nothing is stated there is no array to parse
    stated = [sa.case((sa.func.count(c) > 0, sa.func.json_group_array(c))) for c in columns]
    rows, *arrays = connection.execute(sa.select(sa.func.count(), *stated)).one()
    given = dict(zip(schema, arrays, strict=True))
    stored = {name: _STORED.get(dtype, dtype) for name, dtype in schema.items()}
    read = pl.DataFrame({name: [array] for name, array in given.items()}).select(
        pl.repeat(None, rows, dtype=dtype).alias(name)
        if given[name] is None
        else pl.col(name).str.json_decode(pl.List(dtype)).explode(empty_as_null=False)
        for name, dtype in stored.items()
    )
    return _typed(read, schema)


def _from_postgresql(
    connection: sa.Connection, columns: Sequence[sa.ColumnElement[Any]], schema: dict[str, Any]
) -> pl.DataFrame:
    given = [_plain(c, dtype) for c, dtype in zip(columns, schema.values(), strict=True)]
    compiled = sa.select(*given).compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    statement = f"COPY ({str(compiled).replace('%%', '%')}) TO STDOUT (FORMAT csv)"
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        text = b"".join(copy)
    stored = {name: _STORED.get(dtype, dtype) for name, dtype in schema.items()}
    if not text:
        return pl.DataFrame(schema=schema)
    return _typed(pl.read_csv(text, has_header=False, schema=stored), schema)


def _plain(column: sa.ColumnElement[Any], dtype: Any) -> sa.ColumnElement[Any]:
    """A column as the text that SQLite would keep."""
    if dtype == pl.Boolean:
        return sa.cast(column, sa.Integer)
    if dtype == MOMENT:
        return sa.func.to_char(sa.func.timezone("UTC", column), "YYYY-MM-DD HH24:MI:SS.US")
    return column


def _typed(read: pl.DataFrame, schema: dict[str, Any]) -> pl.DataFrame:
    days = [name for name, dtype in schema.items() if dtype == pl.Date]
    moments = [name for name, dtype in schema.items() if dtype == MOMENT]
    flags = [name for name, dtype in schema.items() if dtype == pl.Boolean]
    return read.with_columns(
        *(pl.col(n).str.to_date("%Y-%m-%d") for n in days),
        *(pl.col(n).str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us", time_zone="UTC") for n in moments),
        *(pl.col(n).cast(pl.Boolean) for n in flags),
    )


def _reads_most(connection: sa.Connection, table: sa.Table, where: Sequence[sa.ColumnElement[bool]]) -> bool:
    if not where:
        return True
    total = connection.execute(sa.select(sa.func.max(table.c.row_id))).scalar() or 0
    if total < _FEW:
        return True
    current = sa.select(sa.func.count()).select_from(table).where(*where, as_known(table))
    return bool(connection.execute(current).scalar_one() * _MOST > total)


def _dtype(column: sa.Column[Any]) -> Any:
    kind = column.type.impl if isinstance(column.type, sa.types.TypeDecorator) else column.type
    found = next((dtype for of, dtype in _DTYPES if isinstance(kind, of)), None)
    if found is None:
        raise TypeError(f"no frame holds {column}")
    return found

"""Many facts at once: which rows of a frame say something new, and writing those as the driver writes fastest."""

from __future__ import annotations

from typing import Any

import polars as pl
import sqlalchemy as sa

from liuguan.records.base import BOOKKEEPING, Version
from liuguan.records.frames import MOMENT, frame_schema, read_frame
from liuguan.records.store import table_of

REPLACES = "row_id"
"""Column of changed rows: the version that the row replaces."""
_ROWS_AT_ONCE = 20_000


def changed_rows(connection: sa.Connection, model: type[Version], frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of a frame that say something else than the current versions.

    Args:
        frame: columns of the model, one row per key; other columns of the model become unknown.

    Returns:
        The columns of the fact, `version` that the row becomes, and `row_id` of the version that it replaces; by key.

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
    there = read_frame(connection, model, *_reach(table, full), only=[*schema, "version", REPLACES], order=key)
    joined = full.join(there, on=key, how="left", suffix="·", nulls_equal=True)
    facts = [n for n in schema if n not in key]
    same = pl.all_horizontal(pl.col(n).eq_missing(pl.col(f"{n}·")) for n in facts) if facts else pl.lit(True)
    changed = joined.filter(pl.col("version").is_null() | ~same).sort(key)
    return changed.select(*schema, pl.col("version").fill_null(0) + 1, REPLACES)


def write_rows(connection: sa.Connection, model: type[Version], changes: pl.DataFrame, event: int) -> None:
    """End the versions that `changed_rows` found to be replaced, and add the rows as versions of an event."""
    table = table_of(model)
    replaced = changes[REPLACES].drop_nulls()
    for start in range(0, replaced.len(), _ROWS_AT_ONCE):
        ids = replaced.slice(start, _ROWS_AT_ONCE).to_list()
        connection.execute(sa.update(table).where(table.c.row_id.in_(ids)).values(until_event=event))
    rows = changes.drop(REPLACES).with_columns(pl.lit(event).alias("since_event"))
    if connection.dialect.name == "sqlite":
        _into_sqlite(connection, table, rows)
    else:
        _into_postgresql(connection, table, rows)


def _reach(table: sa.Table, frame: pl.DataFrame) -> list[sa.ColumnElement[bool]]:
    """The districts and months of a frame, so that no more than those are read."""
    found: list[sa.ColumnElement[bool]] = []
    if "district" in frame.columns:
        found.append(table.c["district"].in_(frame["district"].unique().to_list()))
    if "month" in frame.columns and frame["month"].null_count() == 0 and frame.height:
        found.append(table.c["month"].between(frame["month"].min(), frame["month"].max()))
    return found


def _into_sqlite(connection: sa.Connection, table: sa.Table, rows: pl.DataFrame) -> None:
    plain = rows.with_columns(
        pl.col(pl.Date).dt.strftime("%Y-%m-%d"), pl.col(MOMENT).dt.strftime("%Y-%m-%d %H:%M:%S%.6f")
    )
    statement = f"INSERT INTO {_named(table, rows)} VALUES ({', '.join('?' * rows.width)})"
    for part in plain.iter_slices(_ROWS_AT_ONCE):
        connection.exec_driver_sql(statement, part.rows())


def _into_postgresql(connection: sa.Connection, table: sa.Table, rows: pl.DataFrame) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {_named(table, rows)} FROM STDIN (FORMAT csv)") as copy:
        copy.write(rows.write_csv(include_header=False, datetime_format="%Y-%m-%d %H:%M:%S%.6f+00").encode())


def _named(table: sa.Table, rows: pl.DataFrame) -> str:
    return f"{table.name} ({', '.join(rows.columns)})"


def _default(column: sa.Column[Any]) -> Any:
    """What a column is worth where a frame leaves it out: its default, else unknown."""
    default = column.default
    return default.arg if isinstance(default, sa.ColumnDefault) and default.is_scalar else None

"""Stored values as what stands in a cell: one text column for each column of a sheet, null where unknown."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from liuguan.exchange.out.page import NUMBER, Column, Style

TOTAL = "合计"


def shown(rows: pl.DataFrame, columns: Sequence[Column]) -> pl.DataFrame:
    """The cells of rows as text, one column for each column of the sheet, named by its place.

    Amounts are `1380.00`, percentages `94.30%`, days and months ISO; a source that the rows lack is unknown.
    """
    return rows.select(_text(rows, c).alias(str(i)) for i, c in enumerate(columns))


def totals(rows: pl.DataFrame, columns: Sequence[Column]) -> tuple[str | None, ...]:
    """The last row: sums of the known values of columns that add, `合计` in front; empty where nothing adds."""
    if not rows.height or not any(c.adds for c in columns):
        return ()
    sums = rows.select(
        _hundredths(pl.col(c.sources[0]).sum()).alias(str(i)) if c.style is Style.MONEY
        else pl.col(c.sources[0]).sum().cast(pl.String).alias(str(i))
        for i, c in enumerate(columns) if c.adds and c.sources[0] in rows.columns
    ).row(0, named=True)  # fmt: skip
    return (TOTAL, *(sums.get(str(i)) for i in range(1, len(columns))))


def _text(rows: pl.DataFrame, column: Column) -> pl.Expr:
    if column.sources == (NUMBER,):
        return pl.int_range(1, rows.height + 1, eager=False).cast(pl.String)
    source = column.sources[0]
    if source not in rows.columns:
        return pl.lit(None, dtype=pl.String)
    if column.words:
        return _worded(rows, column)
    value = pl.col(source)
    if column.style in (Style.MONEY, Style.POINTS):
        return _hundredths(value)
    if column.style is Style.PERCENT:
        return _hundredths(value) + "%"
    if column.style is Style.MONTH:
        month = (value % 12 + 1).cast(pl.String).str.zfill(2)
        return pl.concat_str((value // 12).cast(pl.String).str.zfill(4), pl.lit("-"), month)
    if column.style is Style.DAY:
        return value.dt.to_string("%Y-%m-%d")
    return value.cast(pl.String)


def _worded(rows: pl.DataFrame, column: Column) -> pl.Expr:
    """The word for the values of one or more sources; a value without a word stands as it is stored."""
    sources = [s for s in column.sources if s in rows.columns]
    distinct = rows.select(sources).unique()
    said = {row: _word(column, row) for row in distinct.iter_rows()}
    words = distinct.with_columns(pl.Series("@word", [said[row] for row in distinct.iter_rows()], dtype=pl.String))
    joined = rows.select(sources).join(words, on=sources, how="left", nulls_equal=True, maintain_order="left")
    return pl.lit(joined["@word"])


def _word(column: Column, row: tuple[object, ...]) -> str | None:
    if row[0] is None:
        return None
    full = (*row, *(None for _ in range(len(column.sources) - len(row))))
    word = column.words.get(full)
    if word is None and len(column.sources) == 1:
        return column.words.get(row) or str(row[0])
    return word or next((w for key, w in column.words.items() if key[0] == row[0]), str(row[0]))


def _hundredths(value: pl.Expr) -> pl.Expr:
    sign = pl.when(value < 0).then(pl.lit("-")).when(value >= 0).then(pl.lit(""))
    part = (value.abs() % 100).cast(pl.String).str.zfill(2)
    return pl.concat_str(sign, (value.abs() // 100).cast(pl.String), pl.lit("."), part)

"""Workbooks and CSV files as raw grids of text, with true row numbers; bounded, and never half read.

A grid keeps what was written; dates are `2010-12-02 00:00:00`, and numbers have at most nine decimals, so that
the binary noise which Excel saves behind a sum is gone: 1380.3000000000002 is 1380.3, and 1380.333 stays. What a
cell means is said by `liuguan.exchange.cells`.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

import fastexcel
import polars as pl

from liuguan.errors import Text
from liuguan.exchange.archive import (
    DAMAGED,
    MIB,
    MOST_COLUMNS,
    MOST_FILE_BYTES,
    MOST_ROWS,
    Refused,
    Scan,
    column_letters,
    examine,
)
from liuguan.exchange.guarding import unguarded

_AS_UTF8 = Text("存为 UTF-8 的 CSV", "CSV saved as UTF-8")
OTHER_WORKBOOKS = (".xls", ".et", ".xlsb", ".xlsm", ".ods", ".numbers")
READABLE = (".xlsx", ".csv")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHORT_NUMBER = r"^-?[0-9]{1,14}$|^-?[0-9]*[.eE][-+0-9.eE]*$"

Numeric: TypeAlias = Callable[[int], pl.Series]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet.

    Attributes:
        grid: one String column per column of the sheet, named by its number from 0; row i is row i + 1.
        merges: merged ranges as (first row, first column, last row, last column), from 0.
        faults: cells that hold no value though they look filled, such as `C7`, and why.
    """

    name: str
    grid: pl.DataFrame
    visible: bool = True
    merges: tuple[tuple[int, int, int, int], ...] = ()
    faults: Mapping[str, Text] = field(default_factory=dict)
    numeric: Numeric = field(default=lambda _: pl.Series(dtype=pl.Boolean), repr=False, compare=False)

    def numeric_rows(self, column: int) -> pl.Series:
        """For each row, whether the cell of a column is a number and not text; a CSV has no numbers."""
        found = self.numeric(column)
        return found if len(found) == self.grid.height else pl.repeat(False, self.grid.height, eager=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One file: its sheets (a CSV has one, without a name) and the hash of the bytes that were read."""

    sheets: tuple[Sheet, ...]
    sha256: str


def read_book(path: Path) -> Book:
    """Read a workbook or a CSV file.

    Raises:
        Refused: too large, empty, damaged, not a workbook, or not in a known encoding.
    """
    ending = path.suffix.lower()
    if ending in OTHER_WORKBOOKS:
        as_xlsx = Text("另存为 .xlsx 的同一工作簿", "the same workbook, saved as .xlsx")
        raise Refused(Text(f"{ending} 文件", f"a {ending} file"), as_xlsx)
    if path.stat().st_size > MOST_FILE_BYTES:
        most = MOST_FILE_BYTES // MIB
        smaller = Text("较小的文件,例如每月一个", "a smaller file, for instance one per month")
        raise Refused(Text(f"超过 {most} MiB 的文件", f"a file of more than {most} MiB"), smaller)
    data = path.read_bytes()
    if not data:
        raise Refused(Text("空文件", "an empty file"), Text("工作簿或 CSV 文件", "a workbook or a CSV file"))
    if data.startswith(_COMPOUND):
        locked = Text("旧格式或带密码的工作簿", "an old or password-protected workbook")
        unlocked = Text("不带密码另存为 .xlsx 的同一工作簿", "the same workbook, saved as .xlsx without a password")
        raise Refused(locked, unlocked)
    sheets = _workbook(data) if ending == ".xlsx" else (_csv(data),)
    return Book(sheets=sheets, sha256=sha256(data).hexdigest())


def cell_name(row: int, column: int) -> str:
    """The name of a cell: row 7 and column 0 give `A7`; rows count from 1 and columns from 0."""
    return f"{column_letters(column)}{row}"


def _workbook(data: bytes) -> tuple[Sheet, ...]:
    scans = examine(data)
    try:
        reader = fastexcel.read_excel(data)
        return tuple(_sheet(reader, i, name, scans.get(name, Scan())) for i, name in enumerate(reader.sheet_names))
    except (fastexcel.FastExcelError, ValueError) as e:
        raise Refused(*DAMAGED) from e


def _sheet(reader: fastexcel.ExcelReader, index: int, name: str, scan: Scan) -> Sheet:
    loaded = reader.load_sheet(index, header_row=None, skip_rows=0, dtypes="string")
    places = [c.absolute_index for c in loaded.available_columns()]
    grid = pl.DataFrame(loaded) if loaded.height else pl.DataFrame()
    grid = grid.rename(dict(zip(grid.columns, map(str, places), strict=True))) if grid.width else grid

    def numeric(column: int) -> pl.Series:
        if not scan.long_numbers and not grid[str(column)].str.contains(_SHORT_NUMBER).any():
            return pl.Series(dtype=pl.Boolean)
        # read as flags: a number is true or false, text and dates are null, and a real flag reads as a word
        flags = pl.DataFrame(
            reader.load_sheet(index, header_row=None, skip_rows=0, dtypes="boolean", use_columns=[column])
        ).to_series()
        return flags.is_not_null() & ~grid[str(column)].is_in(["true", "false"]).fill_null(False)

    return Sheet(
        name=name,
        grid=grid,
        visible=loaded.visible == "visible",
        merges=scan.merges,
        faults=scan.faults,
        numeric=numeric,
    )


def _csv(data: bytes) -> Sheet:
    rows = []
    try:
        for row in csv.reader(io.StringIO(decoded(data), newline=""), strict=True):
            rows.append(row)
            if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS:
                most = Text(
                    f"最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列", f"at most {MOST_ROWS} rows and {MOST_COLUMNS} columns"
                )
                raise Refused(Text("过大的表", "a very large table"), most)
    except csv.Error as e:
        end = len(rows) + 1
        broken = Text(f"在第 {end} 行中断的表", f"a table that breaks off at row {end}")
        whole = Text("逗号分隔、引号成对的值", "comma-separated values with paired quotes")
        raise Refused(broken, whole) from e
    width = max(map(len, rows), default=0)
    columns = {str(i): [_plain(row[i]) if i < len(row) else None for row in rows] for i in range(width)}
    return Sheet(name="", grid=pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)))


def _plain(cell: str) -> str | None:
    """A cell without the apostrophe that keeps it from being taken for a formula."""
    return (unguarded(cell) if cell[:1] == "'" else cell) or None


def decoded(data: bytes) -> str:
    """Text of a CSV file in UTF-8, with or without a byte order mark, or in GBK (GB 18030).

    Raises:
        Refused: in another encoding; names the place of the first byte that does not fit.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)):
        raise Refused(Text("UTF-16 文件", "a file in UTF-16"), _AS_UTF8)
    if b"\0" in data:
        at = data.index(0) + 1
        raise Refused(Text(f"第 {at} 字节为零字节", f"a zero byte at byte {at}"), _AS_UTF8)
    try:
        text = data.decode("utf-8-sig")
        return _in_gbk(data) if _is_chance(text) and not data.startswith(codecs.BOM_UTF8) else text
    except UnicodeDecodeError as utf8:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError as gbk:
            ours, theirs = utf8.start + 1, gbk.start + 1
            found = Text(
                f"既不是 UTF-8(第 {ours} 字节)也不是 GBK(第 {theirs} 字节)的内容",
                f"bytes that are neither UTF-8 (byte {ours}) nor GBK (byte {theirs})",
            )
            raise Refused(found, _AS_UTF8) from gbk


def _is_chance(text: str) -> bool:
    """Whether text reads as UTF-8 by chance: all that is not ASCII is two bytes long, as GBK's characters are."""
    strange = [c for c in text if not c.isascii()]
    return bool(strange) and all(c < "\u0800" for c in strange)


def _in_gbk(data: bytes) -> str:
    """The same bytes in GBK where they are Chinese there, else in UTF-8."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return data.decode("utf-8")
    strange = [c for c in text if not c.isascii()]
    return (
        text if all("\u3000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef" for c in strange) else data.decode("utf-8")
    )

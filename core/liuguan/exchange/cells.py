"""What one written cell means: text in, a stored unit out, or nothing where it cannot be read.

Everything is an expression over a whole column, so that a city's files are read in one pass per column. A
cell is first cleaned (NFKC, so that full-width digits are digits; blanks at both ends removed; nothing left
is unknown). No float is met on the way: an amount is digits with the point taken out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import polars as pl

from liuguan.language.columns import dtype_of
from liuguan.language.kinds import PERCENT, Group, Kind
from liuguan.vocabulary import Input

LONGEST_TEXT = 200
FIRST_YEAR, LAST_YEAR = 1900, 2100
_TRUE, _FALSE = ("true", "1", "yes", "是"), ("false", "0", "no", "否")
_TICKS, _CROSSES = ("y", "有", "√", "✓", "✔"), ("n", "无", "×", "✗", "✘")
PLAIN_FLAGS: dict[str, bool] = dict.fromkeys(_TRUE, True) | dict.fromkeys(_FALSE, False)
WORKBOOK_FLAGS = PLAIN_FLAGS | dict.fromkeys(_TICKS, True) | dict.fromkeys(_CROSSES, False)
WHOLE = r"^-?[0-9]{1,12}$"
DECIMAL = r"^-?[0-9]{1,12}(\.[0-9]{1,2})?$"
MIDNIGHT = r"(?:[ T]00:00:00(?:\.0+)?)?"
_DAYS = (
    rf"^[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}{MIDNIGHT}$",
    r"^[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}$",
    r"^[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,2}$",
    r"^[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日$",
)
DAY = "|".join(_DAYS)
# 2010.1 may be January, or a numeric cell that was 2010.10: it is refused, never guessed
MONTH = r"^[0-9]{4}[-/][0-9]{1,2}$|^[0-9]{4}\.(?:[0-9]{2}|[2-9])$|^[0-9]{4}年[0-9]{1,2}月(?:份)?$|^[0-9]{6}$"
MONTH_CELL = r"^[0-9]{4}-[0-9]{2}-[0-9]{2} 00:00:00$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How the cells of one column are read.

    Attributes:
        low, high: bounds in stored units.
        words: what may be written for a value, as cleaned lower-case text.
        fen: amounts are written in fen, not in yuan.
        closed: text that is not in `words` is refused.
        month_as_day: a date may be written as a month and is then its first day.
        percent_sign_below_one: a percentage from 0 to 1 needs its sign: 0.85 in a workbook may be 85 %.
    """

    kind: Kind
    low: int | None = None
    high: int | None = None
    words: Mapping[str, object] = field(default_factory=dict)
    fen: bool = False
    closed: bool = False
    month_as_day: bool = False
    percent_sign_below_one: bool = False


def cell_of(
    declared: Input,
    *,
    words: Mapping[str, str] | None = None,
    workbook: bool = False,
    fen: bool = False,
    month_as_day: bool = False,
) -> Cell:
    """How the cells of a declared input are read.

    Args:
        words: further names of its values, such as the Chinese words of a form.
        workbook: also accept what people tick in workbooks (有, 无, √, ×).
        fen: the column's amounts are fen.
        month_as_day: a date written as a month is its first day.
    """
    kind = declared.kind
    named = {(clean_text(word) or "").lower(): value for word, value in (words or {}).items()}
    if kind.group is Group.FLAG:
        flags = WORKBOOK_FLAGS if workbook else PLAIN_FLAGS
        return Cell(kind=kind, words=flags | {word: flags[value] for word, value in named.items()})
    if kind.group is Group.CLOSED:
        return Cell(kind=kind, closed=True, words={m: m for m in kind.members} | named)
    low, high = declared.bounds()
    return Cell(
        kind=kind,
        low=low,
        high=high,
        words=named,
        fen=fen,
        closed=kind.group is Group.OPEN and bool(named),
        month_as_day=month_as_day,
        percent_sign_below_one=workbook and kind == PERCENT,
    )


def clean(text: pl.Expr) -> pl.Expr:
    """Cleaned text, null where nothing is left."""
    plain = text.str.normalize("NFKC").str.replace_all("[\u200b\u200e\u200f\ufeff]", "").str.strip_chars()
    return pl.when(plain != "").then(plain)


def cleaned(column: pl.Series) -> pl.Series:
    """A column of cleaned text; a text that stands in many cells is cleaned once."""
    texts = column.unique()
    plain = texts.to_frame().select(clean(pl.all())).to_series()
    return column if texts.equals(plain) else column.replace_strict(texts, plain)


def trimmed(text: pl.Expr) -> pl.Expr:
    """Text as it was written, without blanks at both ends; null where nothing is left."""
    plain = text.str.strip_chars()
    return pl.when(plain != "").then(plain)


_INVISIBLE = {0x200B: None, 0x200E: None, 0x200F: None, 0xFEFF: None}


@lru_cache(maxsize=65_536)
def clean_text(text: str | None) -> str | None:
    """The same for one text."""
    if text is None:
        return None
    plain = unicodedata.normalize("NFKC", text)
    return plain.translate(_INVISIBLE).strip() or None


def stored(text: pl.Expr, cell: Cell) -> pl.Expr:
    """The stored value of cleaned text: null where the text is null, cannot be read or is out of bounds."""
    group = cell.kind.group
    if group is Group.DATE:
        day = _day(text)
        return pl.coalesce(day, _first_of(_month(text))) if cell.month_as_day else day
    if group is Group.MONTH:
        return _month(text)
    if group in (Group.FLAG, Group.CLOSED) or (group is Group.OPEN and cell.closed):
        return text.str.to_lowercase().replace_strict(
            list(cell.words), list(cell.words.values()), default=None, return_dtype=dtype_of(cell.kind)
        )
    if group is Group.OPEN:
        return pl.when(text.str.len_chars() <= LONGEST_TEXT).then(text)
    if cell.words:
        text = text.replace(list(cell.words), [str(v) for v in cell.words.values()])
    number = _number(text, cell)
    if cell.low is not None:
        number = pl.when(number >= cell.low).then(number)
    if cell.high is not None:
        number = pl.when(number <= cell.high).then(number)
    return number


def _number(text: pl.Expr, cell: Cell) -> pl.Expr:
    if cell.kind == PERCENT:
        bare = text.str.strip_suffix("%").str.strip_chars_end()
        value = _hundredths(bare)
        if cell.percent_sign_below_one:
            value = pl.when((value <= 0) | (value > 100) | text.str.ends_with("%")).then(value)
        return value
    if cell.kind.scale == 100 and not cell.fen:
        return _hundredths(text)
    return pl.when(text.str.contains(WHOLE)).then(text).cast(pl.Int64, strict=False)


def _hundredths(text: pl.Expr) -> pl.Expr:
    written = pl.when(text.str.contains(DECIMAL)).then(text)
    point = written.str.find(".", literal=True).cast(pl.Int64)
    decimals = written.str.len_bytes().cast(pl.Int64) - 1 - point
    digits = written.str.replace(".", "", literal=True).cast(pl.Int64, strict=False)
    return digits * pl.when(decimals == 2).then(1).when(decimals == 1).then(10).otherwise(100)


def _day(text: pl.Expr) -> pl.Expr:
    written = pl.when(text.str.contains(DAY)).then(text)
    parts = written.str.extract_groups(r"^([0-9]{4})[^0-9]([0-9]{1,2})[^0-9]([0-9]{1,2})").struct
    digits = pl.concat_str(parts[0], parts[1].str.zfill(2), parts[2].str.zfill(2))
    eight = pl.when(text.str.contains(r"^[0-9]{8}$")).then(text)
    day = pl.coalesce(digits, eight).str.to_date("%Y%m%d", strict=False)
    return pl.when(day.dt.year().is_between(FIRST_YEAR, LAST_YEAR)).then(day)


def _month(text: pl.Expr) -> pl.Expr:
    plain = pl.when(text.str.contains(f"{MONTH}|{MONTH_CELL}")).then(text)
    year = plain.str.slice(0, 4).cast(pl.Int64, strict=False)
    month = plain.str.slice(4).str.extract(r"^[^0-9]?([0-9]{1,2})").cast(pl.Int64, strict=False)
    good = year.is_between(FIRST_YEAR, LAST_YEAR) & month.is_between(1, 12)
    return pl.when(good).then(year * 12 + month - 1)


def _first_of(month: pl.Expr) -> pl.Expr:
    return pl.date(month // 12, month % 12 + 1, 1)


def month_text(month: int) -> str:
    """`2010-12` for the month number 24131 (year times 12, plus the month, less one)."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"

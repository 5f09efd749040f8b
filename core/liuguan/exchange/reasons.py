"""What a cell that could not be read should have held, in plain words, without anyone's personal data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from liuguan.errors import Text, Words, why_unopened
from liuguan.exchange.cells import DAY, MONTH, Cell, month_text
from liuguan.language.kinds import Group

SHOWN = 40
BESIDE = Text("、", ", ")
A_VALUE = Text("一个值", "a value")
ONE_ROW = Text("一行", "one row")
_LONG_NUMBER = re.compile(r"[0-9]{14,17}[0-9Xx]")


def shown(text: str) -> str:
    """A cell's text as a message may show it: short, and with anything like an ID number masked."""
    safe = _LONG_NUMBER.sub(lambda m: m[0][:3] + "*" * (len(m[0]) - 7) + m[0][-4:], text)
    return f'"{safe if len(safe) <= SHOWN else safe[: SHOWN - 1] + "…"}"'


def expected(text: str, cell: Cell) -> Text:
    """What should stand where `text` (cleaned) stands."""
    group = cell.kind.group
    if group is Group.FLAG:
        return Text("是或否(也可写 1/0、true/false、yes/no)", "true or false (also 1/0, yes/no, 是/否)")
    if group is Group.CLOSED or (group is Group.OPEN and cell.closed):
        return one_of(cell.words)
    if group is Group.OPEN:
        return Text("较短的文字", "a shorter text")
    if group is Group.DATE:
        return _date(text, cell)
    if group is Group.MONTH:
        if re.fullmatch(r"[0-9]{4}\.1", text):
            return Text(
                "2010-01 或 2010-10 这样的月份(2010.1 两者都可能)",
                "a month such as 2010-01 or 2010-10 (2010.1 may be either)",
            )
        if re.search(MONTH, text):
            return Text("01 到 12 之间的月份", "a month between 01 and 12")
        return Text("2010-12 这样的月份", "a month such as 2010-12")
    return _number(text, cell)


def one_of(words: Iterable[str], most: int = 12) -> Text:
    """One of some words, the list cut when it is long; words that a reader of the language writes, if there are any."""
    every = list(dict.fromkeys(words))
    zh, en = [w for w in every if not w.isascii()] or every, [w for w in every if w.isascii()] or every
    return Text(f"{_cut(zh, most, '、')} 之一", f"one of {_cut(en, most, ', ')}")


def row_of(row: int, column: str = "") -> Text:
    """A row of a table, and one of its columns."""
    at = Text(f"第 {row} 行", f"row {row}")
    return at + Text(f" {column} 列", f", column {column}") if column else at


def in_month(district: str, month: int) -> Text:
    """A district in a month in which it does not exist."""
    return Text(f"{month_text(month)} 的 {district}", f"{district} in {month_text(month)}")


def unopened(e: OSError) -> tuple[Text, Text]:
    """What was found and expected where the system does not open a file."""
    why = why_unopened(e)
    found = Text(f"打不开的文件({why.zh})", f"a file that cannot be opened ({why.en})")
    return found, Text("可读的文件", "a readable file")


def more_problems(count: int) -> tuple[Text, Text]:
    """What was found and expected where there are too many problems to list."""
    return Text(f"另有 {count} 处问题", f"{count} more problems"), Text("如上所述的单元格", "cells as said above")


def _cut(words: Sequence[str], most: int, by: str) -> str:
    return by.join([*words[:most], *("…" if len(words) > most else "")])


def _date(text: str, cell: Cell) -> Text:
    if re.search(DAY, text) or re.fullmatch("[0-9]{8}", text):
        return Text("1900 年至 2100 年间存在的日期", "a day that exists between 1900 and 2100")
    if re.fullmatch("[0-9]{5}", text):
        return Text(
            "2010-12-02 这样的日期(纯数字不是日期:请把单元格设为日期格式)",
            "a date such as 2010-12-02 (a bare number is no date: format the cell as one)",
        )
    if cell.month_as_day:
        return Text(
            "2010-12-02 这样的日期或 2010-12 这样的月份", "a date such as 2010-12-02 or a month such as 2010-12"
        )
    return Text("2010-12-02 这样的日期", "a date such as 2010-12-02")


def _number(text: str, cell: Cell) -> Text:
    if cell.kind.group is Group.AMOUNT:
        what = Text("金额(分)", "an amount in fen") if cell.fen else Text("金额(元)", "an amount in yuan")
    else:
        what = Text("数", "a number")
    if re.fullmatch(r"-?[0-9]{1,3}([,'][0-9]{3})+(\.[0-9]+)?", text):
        return what + Text(",不带千位分隔符", " without thousands separators")
    if re.fullmatch(r"-?[0-9.]+[eE][+-]?[0-9]+", text):
        return what + Text(",完整写出", " written out in full")
    decimals = cell.kind.scale == 100 and not cell.fen
    if re.fullmatch(r"-?[0-9]+\.[0-9]+", text) and not decimals:
        return what + Text(",不带小数", " without decimals")
    if decimals and re.fullmatch(r"-?[0-9]+\.[0-9]{3,}", text):
        return what + Text(",最多两位小数", " with at most two decimals")
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?%?", text):
        if cell.percent_sign_below_one and re.fullmatch(r"[01](\.[0-9]+)?", text):
            return Text(
                "85 或 85% 这样的百分数(0 到 1 之间须写百分号)",
                "a percentage such as 85 or 85% (from 0 to 1 it needs the sign)",
            )
        low, high = Text.of(_written(cell.low, cell)), Text.of(_written(cell.high, cell))
        return what + Text(f",{low.zh} 到 {high.zh}", f" from {low.en} to {high.en}")
    example = "1380.00" if decimals else "12"
    return what + Text(f",例如 {example}", f" such as {example}")


def _written(value: int | None, cell: Cell) -> Words:
    if value is None:
        return Text("不限", "any")
    if cell.kind.scale == 100 and not cell.fen:
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"
    return str(value)

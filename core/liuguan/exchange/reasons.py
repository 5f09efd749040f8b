"""What a cell that could not be read should have held, in plain words, without anyone's personal data."""

from __future__ import annotations

import re
from collections.abc import Iterable

from liuguan.exchange.cells import DAY, MONTH, Cell
from liuguan.language.kinds import Group

SHOWN = 40
_LONG_NUMBER = re.compile(r"[0-9]{14,17}[0-9Xx]")


def shown(text: str) -> str:
    """A cell's text as a message may show it: short, and with anything like an ID number masked."""
    safe = _LONG_NUMBER.sub(lambda m: m[0][:3] + "*" * (len(m[0]) - 7) + m[0][-4:], text)
    return f'"{safe if len(safe) <= SHOWN else safe[: SHOWN - 1] + "…"}"'


def expected(text: str, cell: Cell) -> str:
    """What should stand where `text` (cleaned) stands."""
    group = cell.kind.group
    if group is Group.FLAG:
        return "true or false (also 1/0, yes/no, 是/否)"
    if group is Group.CLOSED or (group is Group.OPEN and cell.closed):
        return "one of " + listed(cell.words)
    if group is Group.OPEN:
        return "a shorter text"
    if group is Group.DATE:
        if re.search(DAY, text) or re.fullmatch("[0-9]{8}", text):
            return "a day that exists between 1900 and 2100"
        if re.fullmatch("[0-9]{5}", text):
            return "a date such as 2010-12-02 (a bare number is no date: format the cell as one)"
        return "a date such as 2010-12-02" + (" or a month such as 2010-12" if cell.month_as_day else "")
    if group is Group.MONTH:
        if re.fullmatch(r"[0-9]{4}\.1", text):
            return "a month such as 2010-01 or 2010-10 (2010.1 may be either)"
        return "a month between 01 and 12" if re.search(MONTH, text) else "a month such as 2010-12"
    return _number(text, cell)


def listed(words: Iterable[str], most: int = 12) -> str:
    """A list of words, cut when it is long."""
    all_words = list(dict.fromkeys(words))
    return ", ".join(all_words[:most]) + (", …" if len(all_words) > most else "")


def _number(text: str, cell: Cell) -> str:
    what = "an amount in fen" if cell.fen else "an amount in yuan" if cell.kind.group is Group.AMOUNT else "a number"
    if re.fullmatch(r"-?[0-9]{1,3}([,'][0-9]{3})+(\.[0-9]+)?", text):
        return f"{what} without thousands separators"
    if re.fullmatch(r"-?[0-9.]+[eE][+-]?[0-9]+", text):
        return f"{what} written out in full"
    decimals = cell.kind.scale == 100 and not cell.fen
    if re.fullmatch(r"-?[0-9]+\.[0-9]+", text) and not decimals:
        return f"{what} without decimals"
    if decimals and re.fullmatch(r"-?[0-9]+\.[0-9]{3,}", text):
        return f"{what} with at most two decimals"
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?%?", text):
        if cell.percent_sign_below_one and re.fullmatch(r"[01](\.[0-9]+)?", text):
            return "a percentage such as 85 or 85% (from 0 to 1 it needs the sign)"
        return f"{what} from {_written(cell.low, cell)} to {_written(cell.high, cell)}"
    return f"{what} such as {'1380.00' if decimals else '12'}"


def _written(value: int | None, cell: Cell) -> str:
    if value is None:
        return "any"
    if cell.kind.scale == 100 and not cell.fen:
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"
    return str(value)

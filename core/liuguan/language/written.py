"""Values as people write them: yuan with two decimals, points, percent, months; and back to stored units."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from liuguan.errors import Text
from liuguan.language.kinds import Group, Kind

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,4})?")
_FLAGS = {"true": True, "false": False}
HIGHEST = {Group.AMOUNT: 1_000_000_000, Group.COUNT: 10_000_000, Group.MEASURE: 10_000_000}


class NotWritten(ValueError):
    """A value that cannot be read as its kind; `text` says what was expected."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(str(text))


def write(value: object, kind: Kind) -> str:
    """A stored value as text: `1380.00`, `85.00`, `2010-12`, `true`; unknown is empty."""
    if value is None:
        return ""
    if kind.group is Group.FLAG:
        return "true" if value else "false"
    if kind.group is Group.MONTH and isinstance(value, int):
        return month_text(value)
    if kind.scale == 100 and isinstance(value, int):
        whole, part = divmod(abs(value), 100)
        return f"{'-' if value < 0 else ''}{whole}.{part:02d}"
    return str(value)


def month_text(month: int) -> str:
    """`2010-12` for the month number `2010 * 12 + 11`."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def month_number(text: str) -> int:
    """The month number of `2010-12`.

    Raises:
        NotWritten: the text is not a month.
    """
    match = _MONTH.fullmatch(text)
    if not match or not 1 <= int(match[2]) <= 12:
        raise NotWritten(Text(f"{text!r} 不是 2010-12 这样的月份", f"{text!r} is not a month such as 2010-12"))
    return int(match[1]) * 12 + int(match[2]) - 1


def read(value: object, kind: Kind) -> object:
    """The stored value of one parameter as TOML or JSON gives it.

    Numbers are integers or texts; a binary fraction is refused. Amounts are yuan, percentages percent.

    Raises:
        NotWritten: the value is not of the kind, or out of range.
    """
    if kind.is_number:
        return _number(value, kind)
    if kind.group is Group.FLAG and (isinstance(value, bool) or (isinstance(value, str) and value in _FLAGS)):
        return value if isinstance(value, bool) else _FLAGS[str(value)]
    if kind.group is Group.DATE and isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    if kind.group is Group.DATE and isinstance(value, str) and _DAY.fullmatch(value):
        return _day(value)
    if kind.group is Group.MONTH and isinstance(value, str):
        return month_number(value)
    if kind.group in (Group.OPEN, Group.CLOSED) and isinstance(value, str) and value:
        if kind.members and value not in kind.members:
            members = ", ".join(kind.members)
            raise NotWritten(Text(f"{value!r} 不是 {members} 之一", f"{value!r} is not one of {members}"))
        return value
    raise NotWritten(_is_no(value, kind))


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise NotWritten(
            Text(f"{text!r}:历法中没有这一天", f"{text!r} is not a Date; the calendar has no such day")
        ) from None


def _number(value: object, kind: Kind) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        as_text = Text(';请写整数,或 "12.50" 这样的文本', '; write a whole number or a text such as "12.50"')
        raise NotWritten(_is_no(value, kind) + as_text)
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        digits = Text(";请写数字,小数前用点", "; write digits, with a point before decimals")
        raise NotWritten(_is_no(value, kind) + digits)
    number = Decimal(value)
    outside = Text(f"{value} 超出 {kind.name} 的范围", f"{value} is out of range for {kind.name}")
    if not number.is_finite() or not 0 <= number <= HIGHEST[kind.group]:
        raise NotWritten(outside)
    scaled = number * kind.scale
    if scaled > HIGHEST[kind.group]:
        raise NotWritten(outside)
    if scaled != scaled.to_integral_value():
        raise NotWritten(Text(f"{value} 比 {kind.name} 的精度更细", f"{value} is finer than {kind.name} can hold"))
    return int(scaled)


def _is_no(value: object, kind: Kind) -> Text:
    return Text(f"{value!r} 不是 {kind.name}", f"{value!r} is not a {kind.name}")

"""The named functions of the rule language, as plain Python.

Each may be called in a unit test; the compiler maps the same names to columns. Rounding is always named.
"""

from __future__ import annotations

import calendar
import datetime
from enum import Enum
from typing import TypeVar

V = TypeVar("V")


class Rounding(Enum):
    """How a fraction becomes a whole number of units."""

    HALF_UP = "half_up"
    UP = "up"
    DOWN = "down"


HALF_UP = Rounding.HALF_UP
UP = Rounding.UP
DOWN = Rounding.DOWN


def divided(numerator: int, divisor: int, rounding: Rounding) -> int:
    """`numerator / divisor` as a whole number, for a positive divisor."""
    if rounding is Rounding.HALF_UP:
        return (2 * numerator + divisor) // (2 * divisor)
    if rounding is Rounding.UP:
        return -(-numerator // divisor)
    return numerator // divisor


def share_of(amount: int, percent: int, rounding: Rounding) -> int:
    """`percent` (basis points) of an amount, in the amount's unit."""
    return divided(amount * percent, 10_000, rounding)


def for_points(rate: int, points: int, rounding: Rounding) -> int:
    """An amount `rate` for each whole point, for `points` in hundredths."""
    return divided(rate * points, 100, rounding)


def round_up(value: int, divisor: int) -> int:
    """`value / divisor`, rounded up."""
    return divided(value, divisor, UP)


def round_half_up(value: int, divisor: int) -> int:
    """`value / divisor`, rounded half up."""
    return divided(value, divisor, HALF_UP)


def per(value: int, count: int) -> int:
    """`value` for each of `count`, rounded down; unknown (None) where the count is 0."""
    return value // count if count else None  # type: ignore[return-value]  # unknown is None


def first_known(first: V, second: V) -> V:
    """The first value, or the second where the first is unknown (None)."""
    return second if first is None else first


def completed_years(since: datetime.date, on: datetime.date) -> int:
    """Full years from one day to another; a 29 February falls on 1 March in other years."""
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def completed_months(since: datetime.date, on: datetime.date) -> int:
    """Full months from one day to another."""
    return (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)


def days_between(since: datetime.date, until: datetime.date) -> int:
    """Days from `since` to `until`; 0 on the same day, negative when `until` is earlier."""
    return (until - since).days


def first_day(month: int) -> datetime.date:
    """The first day of a month."""
    return datetime.date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> datetime.date:
    """The last day of a month."""
    year, index = divmod(month, 12)
    return datetime.date(year, index + 1, calendar.monthrange(year, index + 1)[1])


def month_of(day: datetime.date) -> int:
    """The month that a day lies in, as `year * 12 + (month - 1)`."""
    return day.year * 12 + day.month - 1


def calendar_month(month: int) -> int:
    """1 for January to 12 for December."""
    return month % 12 + 1


def days_in_month(month: int) -> int:
    """Calendar days of a month."""
    return calendar.monthrange(month // 12, month % 12 + 1)[1]

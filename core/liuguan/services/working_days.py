"""Working days and deadlines, as the city's configuration dates them; a day that it does not know is unknown."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from liuguan.district import City
from liuguan.language.functions import first_day, last_day
from liuguan.records.base import Day

ONE_DAY = datetime.timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDays:
    """The days on which offices work: weekdays less holidays, with what is worked in exchange.

    Attributes:
        known_from, known_until: first and last day that the notices of the State Council speak of.
    """

    days_off: frozenset[Day]
    worked: frozenset[Day]
    known_from: Day
    known_until: Day

    @classmethod
    def of(cls, city: City) -> WorkingDays:
        """The table of a city's configuration; without one every day is unknown."""
        rows = _rows(city, "working_days")
        if not rows:
            never = datetime.date.max
            return cls(days_off=frozenset(), worked=frozenset(), known_from=never, known_until=datetime.date.min)
        last = rows[-1]
        ends = last.get("known_until") or datetime.date(last["effective_from"].year, 12, 31)
        return cls(
            days_off=frozenset(day for row in rows for first, last in row["days_off"] for day in _span(first, last)),
            worked=frozenset(day for row in rows for day in row["worked"]),
            known_from=rows[0]["effective_from"],
            known_until=ends,
        )

    def is_working(self, day: Day) -> bool | None:
        """Whether offices work on a day; None where no notice is known."""
        if not self.known_from <= day <= self.known_until:
            return None
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.days_off)

    def after(self, day: Day, count: int) -> Day | None:
        """The last of so many working days that follow a day; None where a day between is unknown."""
        while count > 0:
            day += ONE_DAY
            works = self.is_working(day)
            if works is None:
                return None
            count -= works
        return day


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """What the city counts by where the guidance names no day; all of it is unverified."""

    filing_working_days: int
    assessment_day_of_next_month: int
    staffing_day_of_next_month: int
    payroll_day_of_next_month: int
    annual_days_after_year: int
    objection_days: int
    grant_term_months: int
    status: str

    @classmethod
    def on(cls, city: City, day: Day) -> Deadlines | None:
        """The deadlines in force on a day; None where none are."""
        row = _on(city, "deadlines", day)
        return cls(**{name: row[name] for name in cls.__slots__}) if row is not None else None


def months_later(day: Day, months: int) -> Day:
    """The same day of a later month, or that month's last day where it has no such day."""
    month = day.year * 12 + day.month - 1 + months
    return min(first_day(month) + (day.day - 1) * ONE_DAY, last_day(month))


def _rows(city: City, table: str) -> list[Mapping[str, Any]]:
    found: Any = city.config.data.get(table) or []
    return sorted(found, key=lambda row: row["effective_from"])


def _on(city: City, table: str, day: Day) -> Mapping[str, Any] | None:
    return next((row for row in reversed(_rows(city, table)) if row["effective_from"] <= day), None)


def _span(first: Day, last: Day) -> Iterable[Day]:
    return (first + n * ONE_DAY for n in range((last - first).days + 1))


__all__ = ["Deadlines", "WorkingDays", "months_later"]

"""Duty and attendance: the month's hours by category, the daily log, leave by its effect on pay."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from liuguan.records.base import Day, Version, one_of, stated, versions
from liuguan.vocabulary import WORKER_MONTH

DUTY_CATEGORIES = ("core", "assistance", "training", "administration", "patrol", "other")
LEAVE_EFFECTS = ("paid", "reduced", "unpaid")


class DutyMonth(Version, table=True):
    """The month's summary of duty (F10); what it leaves empty, the daily log answers."""

    __tablename__ = "duty_month"
    KEY: ClassVar[tuple[str, ...]] = ("district", "month", "worker")
    __table_args__ = versions(*KEY)

    district: str
    month: int
    worker: str = Field(foreign_key="worker.id", index=True)
    station: str | None = None
    staff_number: str | None = None
    scheduled_days: int | None = stated("scheduled_days", WORKER_MONTH)
    leave_days_unpaid: int | None = stated("leave_days_unpaid", WORKER_MONTH)
    leave_days_reduced: int | None = stated("leave_days_reduced", WORKER_MONTH)
    core_hours: int | None = stated("core_hours", WORKER_MONTH)
    assistance_hours: int | None = stated("assistance_hours", WORKER_MONTH)
    training_hours: int | None = stated("training_hours", WORKER_MONTH)
    administration_hours: int | None = stated("administration_hours", WORKER_MONTH)
    patrol_hours: int | None = stated("patrol_hours", WORKER_MONTH)
    other_hours: int | None = stated("other_hours", WORKER_MONTH)
    standing_secondment: bool | None = stated("standing_secondment", WORKER_MONTH)
    visits: int | None = stated("visits", WORKER_MONTH)
    note: str | None = None
    source: str | None = None


class DutyEntry(Version, table=True):
    """Whole hours of one day in one category (III.7)."""

    __tablename__ = "duty_entry"
    KEY: ClassVar[tuple[str, ...]] = ("district", "worker", "day", "category")
    __table_args__ = versions(*KEY, at_most_a_day="hours >= 0 AND hours <= 24")

    district: str
    worker: str = Field(foreign_key="worker.id")
    day: Day
    category: str = one_of("category", DUTY_CATEGORIES)
    hours: int
    visits: int | None = None


class AttendanceDay(Version, table=True):
    """Whether a worker attended on a scheduled day."""

    __tablename__ = "attendance_day"
    KEY: ClassVar[tuple[str, ...]] = ("district", "worker", "day")
    __table_args__ = versions(*KEY)

    district: str
    worker: str = Field(foreign_key="worker.id")
    day: Day
    scheduled: bool = True
    attended: bool


class LeaveSpell(Version, table=True):
    """Days away, by what they do to pay and by nothing else: no reason, no diagnosis."""

    __tablename__ = "leave_spell"
    KEY: ClassVar[tuple[str, ...]] = ("district", "worker", "from_day")
    __table_args__ = versions(*KEY, ends_after_it_begins="to_day >= from_day")

    district: str
    worker: str = Field(foreign_key="worker.id")
    from_day: Day
    to_day: Day
    effect: str = one_of("effect", LEAVE_EFFECTS)
    scheduled_days: int
    """Scheduled days within the spell."""

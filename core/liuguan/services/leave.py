"""Leave by its effect on pay, and attendance by the day; never why somebody was away."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict

from liuguan.errors import Refusal, Text
from liuguan.language.functions import last_day, month_of
from liuguan.records.base import Day
from liuguan.records.store import CHINA
from liuguan.records.tables.duty import AttendanceDay, LeaveSpell
from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command, Task, command
from liuguan.services.roster.changing import OFFICE, lines_of, span_on
from liuguan.services.roster.duties import refuse_backwards
from liuguan.services.roster.timeline import spans
from liuguan.services.working_days import WorkingDays

Effect = Literal["paid", "reduced", "unpaid"]
ONE_DAY = datetime.timedelta(days=1)


class RecordLeave(Command):
    """Record days away. Without `scheduled_days` the working days among them count, by the city's table."""

    worker: str
    from_day: datetime.date
    to_day: datetime.date
    effect: Effect
    scheduled_days: int | None = None


class CorrectLeave(Command):
    """Correct a spell; fields that are left out stay as they are."""

    worker: str
    from_day: datetime.date
    effect: Effect | None = None
    scheduled_days: int | None = None
    seen: int | None = None


class WithdrawLeave(Command):
    """Take back a spell that was not taken."""

    worker: str
    from_day: datetime.date
    seen: int | None = None


class Attended(BaseModel):
    """One day: whether duty was scheduled, and whether the worker came."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    day: datetime.date
    scheduled: bool = True
    attended: bool


class RecordAttendance(Command):
    """Record days of attendance; a day that is recorded already is corrected."""

    worker: str
    days: tuple[Attended, ...]


@command(RecordLeave, "leave.record", may=OFFICE, zh="登记休假", en="record leave")
def record_leave(task: Task, order: RecordLeave) -> list[LeaveSpell]:
    """Record a spell, one for each month that it touches, since pay is by the month.

    Raises:
        Refusal: not in post on its first or last day, days that another spell takes, more scheduled days than days,
            or days that the table of working days does not know.
    """
    refuse_backwards(order.from_day, order.to_day)
    _refuse_away(task, order.district, order.worker, order.from_day, order.to_day)
    there = task.work.all(LeaveSpell, district=order.district, worker=order.worker)
    twice = next((s for s in there if s.from_day <= order.to_day and order.from_day <= s.to_day), None)
    if twice is not None:
        taken = Text(f"与 {twice.from_day} 起的休假重叠", f"the spell from {twice.from_day} takes some of these days")
        raise Refusal(taken, reason="overlaps", where=str(order.from_day))
    parts = list(_by_month(order.from_day, order.to_day))
    if order.scheduled_days is not None and len(parts) > 1:
        split = Text(
            "跨月休假须按月分别登记应出勤天数", "leave over the end of a month: record each month with its days"
        )
        raise Refusal(split, reason="over_months", where="scheduled_days")
    return [task.work.put(_spell(task, order, first, last)) for first, last in parts]


@command(CorrectLeave, "leave.correct", may=OFFICE, zh="更正休假", en="correct leave")
def correct_leave(task: Task, order: CorrectLeave) -> LeaveSpell:
    """Correct effect or days.

    Raises:
        Refusal: no such spell, or more scheduled days than days.
        Conflict: it was changed since it was seen.
    """
    found = _spell_from(task, order.district, order.worker, order.from_day)
    own = {name: value for name in ("effect", "scheduled_days") if (value := getattr(order, name)) is not None}
    _refuse_too_many(own.get("scheduled_days", 0), found.from_day, found.to_day)
    return task.work.change(found, seen=order.seen, **own)


@command(WithdrawLeave, "leave.withdraw", may=OFFICE, zh="撤回休假", en="take back leave")
def withdraw_leave(task: Task, order: WithdrawLeave) -> Day:
    """End a spell; returns its first day.

    Raises:
        Refusal: no such spell.
        Conflict: it was changed since it was seen.
    """
    task.work.end(_spell_from(task, order.district, order.worker, order.from_day), seen=order.seen)
    return order.from_day


@command(
    RecordAttendance, "attendance.record", may={*OFFICE, Role.ASSESSOR}, zh="登记考勤", en="record attendance"
)  # fmt: skip
def record_attendance(task: Task, order: RecordAttendance) -> int:
    """Record attendance; returns the number of days.

    Raises:
        Refusal: no days, a day twice, one that has not come, one out of post, or attendance on a day of leave.
    """
    days = [attended.day for attended in order.days]
    today = task.work.now.astimezone(CHINA).date()
    if not days or len(set(days)) < len(days) or max(days) > today:
        wrong = Text("没有日期、日期重复或尚未到来", "no days, a day twice, or a day that has not come")
        raise Refusal(wrong, reason="bad_order", where="days")
    timed = spans(task.work.session, lines_of(task, order.district, order.worker))
    away = task.work.all(LeaveSpell, district=order.district, worker=order.worker)
    for attended in order.days:
        span_on(timed, attended.day)
        if attended.attended and any(s.from_day <= attended.day <= s.to_day for s in away):
            on_leave = Text("该日登记为休假", "that day is recorded as leave")
            raise Refusal(on_leave, reason="on_leave", where=str(attended.day))
        task.work.put(AttendanceDay(district=order.district, worker=order.worker, **attended.model_dump()))
    return len(days)


def _spell(task: Task, order: RecordLeave, first: Day, last: Day) -> LeaveSpell:
    scheduled = order.scheduled_days if order.scheduled_days is not None else _working_days(task, first, last)
    _refuse_too_many(scheduled, first, last)
    return LeaveSpell(
        district=order.district, worker=order.worker, from_day=first, to_day=last, effect=order.effect,
        scheduled_days=scheduled,
    )  # fmt: skip


def _by_month(first: Day, last: Day) -> Iterator[tuple[Day, Day]]:
    while first <= last:
        end = min(last, last_day(month_of(first)))
        yield first, end
        first = end + ONE_DAY


def _working_days(task: Task, first: Day, last: Day) -> int:
    table = WorkingDays.of(task.city)
    works = [table.is_working(first + datetime.timedelta(n)) for n in range((last - first).days + 1)]
    if None in works:
        unknown = Text(
            "工作日表未涵盖这些日期,请写明应出勤天数", "the table of working days ends before; give the scheduled days"
        )
        raise Refusal(unknown, reason="unknown_working_days", where=str(first))
    return sum(map(bool, works))


def _refuse_too_many(scheduled: int, first: Day, last: Day) -> None:
    if not 0 <= scheduled <= (last - first).days + 1:
        many = Text("应出勤天数多于休假天数", "more scheduled days than days of leave")
        raise Refusal(many, reason="bad_order", where="scheduled_days")


def _refuse_away(task: Task, district: str, worker: str, first: Day, last: Day) -> None:
    timed = spans(task.work.session, lines_of(task, district, worker))
    span_on(timed, first)
    span_on(timed, last)


def _spell_from(task: Task, district: str, worker: str, first: Day) -> LeaveSpell:
    found = task.work.current(LeaveSpell, district, worker, first)
    if found is None:
        none = Text("没有自该日起的休假", "there is no leave from that day")
        raise Refusal(none, reason="unknown_leave", where=str(first))
    return found


__all__ = [
    "Attended", "CorrectLeave", "RecordAttendance", "RecordLeave", "WithdrawLeave", "correct_leave",
    "record_attendance", "record_leave", "withdraw_leave",
]  # fmt: skip

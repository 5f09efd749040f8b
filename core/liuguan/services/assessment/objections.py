"""Objections of workers to their sheets: raised, upheld or rejected, withdrawn; they never hold a month open.

An objection that is upheld changes no figure by itself: the sheet is entered anew, or corrected where it is closed.
The days for objecting are a parameter that no text confirms; one that comes late is kept, marked so.
"""

from __future__ import annotations

import datetime

from liuguan.errors import Refusal, Text
from liuguan.records.store import CHINA
from liuguan.records.tables.assessment import Objection, Signature
from liuguan.records.tables.operators import Role
from liuguan.services.assessment.sheets import FORM, sheet_of
from liuguan.services.assessment.staff import check_not_oneself, check_own_station, units_above
from liuguan.services.commands import Command, PersonalText, Task, command
from liuguan.services.working_days import Deadlines, WorkingDays

RECORD = {Role.ASSESSOR, Role.CLERK, Role.HEAD}


class RaiseObjection(Command):
    """Record a worker's objection; it counts from today without a day."""

    month: int
    worker: str
    text: PersonalText
    raised_on: datetime.date | None = None


class DecideObjection(Command):
    """Uphold an objection, or reject it."""

    month: int
    worker: str
    number: int
    upheld: bool
    answer: PersonalText
    seen: int | None = None


class WithdrawObjection(Command):
    """Record that the worker withdraws an objection."""

    month: int
    worker: str
    number: int
    seen: int | None = None


@command(RaiseObjection, "objection.raise", may=RECORD, zh="登记异议", en="record an objection")
def raise_objection(task: Task, order: RaiseObjection) -> Objection:
    """Record an objection.

    Raises:
        Refusal: no such sheet, a day that lies ahead, no words, or a sheet of another station.
    """
    sheet = sheet_of(task, order.district, order.month, order.worker)
    elsewhere = check_own_station(
        task.account, order.worker, sheet.station, units_above(task.work.session, order.district)
    )  # fmt: skip
    if elsewhere is not None:
        raise elsewhere
    today = task.work.now.astimezone(CHINA).date()
    raised_on = order.raised_on or today
    if raised_on > today or not order.text.strip():
        wrong = Text("须写明内容,日期不能晚于今天", "say what is objected to; the day cannot lie ahead")
        raise Refusal(wrong, reason="bad_order", where=order.worker)
    there = task.work.all(Objection, district=order.district, month=order.month, worker=order.worker)
    made = Objection(
        district=order.district, month=order.month, worker=order.worker, number=len(there) + 1, raised_on=raised_on,
        text=order.text, late=_is_late(task, order, raised_on),
    )  # fmt: skip
    task.work.change(sheet, objection_open=True)
    return task.work.put(made)


@command(DecideObjection, "objection.decide", may={Role.HEAD}, zh="答复异议", en="decide an objection")
def decide_objection(task: Task, order: DecideObjection) -> Objection:
    """Uphold or reject an objection, with an answer.

    Raises:
        Refusal: no such open objection, no answer, or one's own.
        Conflict: it was changed since it was seen.
    """
    check_not_oneself(task.account, order.worker)
    if not order.answer.strip():
        raise Refusal(Text("须写明答复", "give an answer"), reason="bad_order", where=order.worker)
    state = "upheld" if order.upheld else "rejected"
    return _settle(task, order, state=state, answer=order.answer, decided_on=task.work.now.astimezone(CHINA).date())


@command(WithdrawObjection, "objection.withdraw", may=RECORD, zh="撤回异议", en="withdraw an objection")
def withdraw_objection(task: Task, order: WithdrawObjection) -> Objection:
    """Take an objection back.

    Raises:
        Refusal: no such open objection.
        Conflict: it was changed since it was seen.
    """
    return _settle(task, order, state="withdrawn", decided_on=task.work.now.astimezone(CHINA).date())


def last_day_to_object(task: Task, shown_on: datetime.date) -> datetime.date | None:
    """The last day on which an objection to a sheet shown on a day is in time; None where that is unknown."""
    deadlines = Deadlines.on(task.city, shown_on)
    return WorkingDays.of(task.city).after(shown_on, deadlines.objection_days) if deadlines is not None else None


def _is_late(task: Task, order: RaiseObjection, raised_on: datetime.date) -> bool | None:
    """Whether the days had passed since the worker was shown the sheet; a sheet not shown yet is never too late for."""
    shown = task.work.current(Signature, order.district, order.month, FORM, order.worker, "worker")
    if shown is None or shown.signed_at is None:
        return False
    last = last_day_to_object(task, shown.signed_at.astimezone(CHINA).date())
    return None if last is None else raised_on > last


def _settle(
    task: Task, order: DecideObjection | WithdrawObjection, *, state: str, decided_on: datetime.date, answer: str = ""
) -> Objection:
    key = (order.district, order.month, order.worker, order.number)
    found = task.work.current(Objection, *key)
    if found is None or found.state != "open":
        none = Text("没有此未决异议", "there is no such open objection")
        raise Refusal(none, reason="unknown_objection", where=f"{order.worker} {order.number}")
    settled = task.work.change(
        found, seen=order.seen, state=state, answer=answer or None, decided_on=decided_on
    )  # fmt: skip
    others = task.work.all(Objection, district=order.district, month=order.month, worker=order.worker, state="open")
    if not others:
        task.work.change(sheet_of(task, order.district, order.month, order.worker), objection_open=False)
    return settled

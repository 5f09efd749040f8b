"""Contests of findings by who answers for them, and re-checks of what was to be put right."""

from __future__ import annotations

import datetime

from liuguan.errors import Refusal, Text
from liuguan.records.store import CHINA
from liuguan.records.tables.inspections import InspectionFinding
from liuguan.records.tables.operators import Role
from liuguan.services.assessment.staff import check_not_oneself
from liuguan.services.commands import Command, PersonalText, Task, command
from liuguan.services.inspections.entering import take_out
from liuguan.services.inspections.recording import MAY, finding_of, inspection_of


class ContestFinding(Command):
    """Record that who answers for a finding contests it."""

    id: str
    number: int
    reason: PersonalText
    seen: int | None = None


class DecideContest(Command):
    """Uphold a contest, by which the finding counts nowhere, or reject it."""

    id: str
    number: int
    upheld: bool
    answer: PersonalText
    seen: int | None = None


class RecordRecheck(Command):
    """Record whether a finding was put right by the day that it was looked at again; where not, a new day."""

    id: str
    number: int
    on: datetime.date
    passed: bool
    due_on: datetime.date | None = None
    seen: int | None = None


@command(ContestFinding, "finding.contest", may={Role.CLERK, Role.HEAD, Role.ASSESSOR}, zh="对检查发现提出异议",
         en="contest a finding")  # fmt: skip
def contest_finding(task: Task, order: ContestFinding) -> InspectionFinding:
    """Contest a finding; while that is open it enters no sheet.

    Raises:
        Refusal: no such finding, one that was decided already, or no reason.
    """
    found = finding_of(task, order.district, order.id, order.number)
    where = f"{order.id} {order.number}"
    if found.contest_answer is not None:
        decided = Text("异议已有答复", "a contest of it has been decided")
        raise Refusal(decided, reason="decided", where=where)
    if not order.reason.strip():
        raise Refusal(Text("须写明理由", "give a reason"), reason="bad_order", where=where)
    return task.work.change(found, seen=order.seen, contested=True, contest_reason=order.reason)


@command(DecideContest, "finding.decide", may={Role.HEAD}, zh="答复对检查发现的异议", en="decide a contest")
def decide_contest(task: Task, order: DecideContest) -> InspectionFinding:
    """Decide a contest. One that is upheld takes the finding out of its sheet; a closed sheet is corrected.

    Raises:
        Refusal: no such open contest, no answer, or one's own.
    """
    found = finding_of(task, order.district, order.id, order.number)
    where = f"{order.id} {order.number}"
    if not found.contested:
        none = Text("没有未决异议", "there is no open contest of it")
        raise Refusal(none, reason="not_contested", where=where)
    if not order.answer.strip():
        raise Refusal(Text("须写明答复", "give an answer"), reason="bad_order", where=where)
    check_not_oneself(task.account, found.worker or "")
    changed = task.work.change(found, seen=order.seen, contested=False, contest_answer=order.answer)
    if not order.upheld:
        return changed
    out = take_out(task, changed, reason=f"{where}: {order.answer}")
    return task.work.change(out, withdrawn=True)


@command(RecordRecheck, "finding.recheck", may=MAY, zh="登记复查", en="record a re-check")
def record_recheck(task: Task, order: RecordRecheck) -> InspectionFinding:
    """Record a re-check with its outcome.

    Raises:
        Refusal: no such finding, or a day before the inspection or ahead.
        Conflict: it was changed since it was seen.
    """
    found = finding_of(task, order.district, order.id, order.number)
    began = inspection_of(task, order.district, order.id).day
    if not began <= order.on <= task.work.now.astimezone(CHINA).date():
        outside = Text("复查日期应在检查之后、今天之前", "a re-check lies between the inspection and today")
        raise Refusal(outside, reason="bad_order", where=f"{order.id} {order.number}")
    due = {"due_on": order.due_on} if order.due_on is not None else {}
    return task.work.change(found, seen=order.seen, recheck_on=order.on, recheck_passed=order.passed, **due)

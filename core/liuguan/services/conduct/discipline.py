"""Breaches of discipline by their code (IV.2.1-7): a day, a code and a document, never what was done."""

from __future__ import annotations

import datetime
from typing import Literal

from liuguan.errors import Refusal, Text
from liuguan.records.tables.conduct import DisciplineEvent, Dismissal
from liuguan.services.commands import Command, Task, command
from liuguan.services.roster.changing import OFFICE, lines_of, span_on
from liuguan.services.roster.timeline import spans

ViolationCode = Literal["IV.2.1", "IV.2.2", "IV.2.3", "IV.2.4", "IV.2.5", "IV.2.6", "IV.2.7"]
MAY_BE_SERIOUS = ("IV.2.1", "IV.2.6")
"""Breaking the law or one's discipline, and using the office for private gain."""


class RecordBreach(Command):
    """Record a breach; a serious one rests on a document."""

    worker: str
    day: datetime.date
    code: ViolationCode
    serious: bool = False
    document: str | None = None


class WithdrawBreach(Command):
    """Take back a breach that was not one."""

    id: str
    reason: str
    seen: int | None = None


@command(RecordBreach, "discipline.record", may=OFFICE, zh="登记违纪", en="record a breach of discipline")
def record_breach(task: Task, order: RecordBreach) -> DisciplineEvent:
    """Record a breach.

    Raises:
        Refusal: not in post on that day, a code that is never serious, or a serious breach without a document.
    """
    span_on(spans(task.work.session, lines_of(task, order.district, order.worker)), order.day)
    if order.serious and order.code not in MAY_BE_SERIOUS:
        never = Text(
            f"只有 {', '.join(MAY_BE_SERIOUS)} 可记为严重", f"only {' and '.join(MAY_BE_SERIOUS)} may be serious"
        )
        raise Refusal(never, reason="never_serious", where=order.code)
    if order.serious and not order.document:
        none = Text("严重违纪须有文件依据", "a serious breach rests on a document; give its number")
        raise Refusal(none, reason="no_document", where="document")
    return task.work.put(DisciplineEvent(id=f"b{task.work.event}", **order.model_dump()))


@command(WithdrawBreach, "discipline.withdraw", may=OFFICE, zh="撤回违纪记录", en="take back a breach")
def withdraw_breach(task: Task, order: WithdrawBreach) -> str:
    """End the record of a breach; returns its id.

    Raises:
        Refusal: no such breach, or one that a dismissal file rests on.
        Conflict: it was changed since it was seen.
    """
    found = task.work.current(DisciplineEvent, order.district, order.id)
    if found is None:
        none = Text("没有此记录", "there is no such breach")
        raise Refusal(none, reason="unknown_breach", where=order.id)
    files = task.work.all(Dismissal, district=order.district, discipline_event=order.id)
    if any(file.state != "dropped" for file in files):
        rests = Text("辞退审批表以此为据,请先撤销该表", "a dismissal file rests on it; drop that first")
        raise Refusal(rests, reason="in_use", where=order.id)
    task.work.end(found, seen=order.seen)
    return order.id


__all__ = ["RecordBreach", "WithdrawBreach", "record_breach", "withdraw_breach"]

"""Workers disabled or killed while stopping crime, and the two procedures that follow (II.10)."""

from __future__ import annotations

import datetime
from typing import Literal

from liuguan.errors import Refusal, Text
from liuguan.records.tables.conduct import Incident
from liuguan.services.commands import Command, Task, command
from liuguan.services.roster.changing import OFFICE, lines_of, span_on
from liuguan.services.roster.timeline import spans

Procedure = Literal["work_injury_claim", "bravery_application"]
ProcedureState = Literal["not_applied", "applied", "granted", "refused", "unknown"]
BEFORE: dict[str, tuple[str, ...]] = {
    "unknown": (), "not_applied": ("unknown",), "applied": ("unknown", "not_applied", "refused"),
    "granted": ("unknown", "applied", "refused"), "refused": ("unknown", "applied"),
}  # fmt: skip
"""From which states a procedure comes into another; after a refusal one may apply again, or win on review."""


class RecordIncident(Command):
    """Record that something happened to a worker on duty: the day and a reference, never what injury."""

    worker: str
    day: datetime.date
    reference: str | None = None


class RecordProcedure(Command):
    """Record how far the work-injury claim or the application as civic bravery has come."""

    id: str
    procedure: Procedure
    state: ProcedureState
    on: datetime.date
    seen: int | None = None


@command(RecordIncident, "incident.record", may=OFFICE, zh="登记因公致残牺牲", en="record an incident")
def record_incident(task: Task, order: RecordIncident) -> Incident:
    """Record an incident; both procedures are unknown until something is recorded of them.

    Raises:
        Refusal: not in post on that day, or recorded already.
    """
    span_on(spans(task.work.session, lines_of(task, order.district, order.worker)), order.day)
    if task.work.all(Incident, district=order.district, worker=order.worker, day=order.day):
        twice = Text("该日已登记", "an incident of that day is recorded")
        raise Refusal(twice, reason="taken", where=str(order.day))
    return task.work.put(Incident(id=f"i{task.work.event}", **order.model_dump()))


@command(RecordProcedure, "incident.procedure", may=OFFICE, zh="登记工伤或见义勇为办理", en="record a procedure")
def record_procedure(task: Task, order: RecordProcedure) -> Incident:
    """Record a step of one procedure; the other goes its own way, and both may be granted.

    Raises:
        Refusal: no such incident, a step that does not follow, or one before the incident or the step before.
        Conflict: it was changed since it was seen.
    """
    found = task.work.current(Incident, order.district, order.id)
    if found is None:
        none = Text("没有此登记", "there is no such incident")
        raise Refusal(none, reason="unknown_incident", where=order.id)
    there = getattr(found, order.procedure)
    if there not in BEFORE[order.state]:
        wrong = Text(f"现为 {there},不能改为 {order.state}", f"it is {there}, and {order.state} does not follow")
        raise Refusal(wrong, reason="wrong_step", where=order.procedure)
    before = getattr(found, f"{order.procedure}_on") or found.day
    if order.on < before:
        early = Text(f"早于 {before}", f"earlier than {before}")
        raise Refusal(early, reason="bad_order", where=str(order.on))
    changes = {order.procedure: order.state, f"{order.procedure}_on": order.on}
    return task.work.change(found, seen=order.seen, **changes)


__all__ = ["RecordIncident", "RecordProcedure", "record_incident", "record_procedure"]

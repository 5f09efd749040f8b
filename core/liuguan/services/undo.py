"""Undo: taking an event back by writing what held before it; nothing is erased, and later changes are not lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from liuguan.errors import Refusal, Text
from liuguan.records.base import Version
from liuguan.records.store import content, table_of
from liuguan.records.tables.audit import AuditEvent
from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command, Task, command, registered


class UndoEvent(Command):
    """Take back what an event changed."""

    event: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoable:
    """An event that can be taken back, and what it did, for a status line."""

    event: int
    command: str
    subject: str
    zh: str
    en: str


@command(UndoEvent, "event.undo", may={Role.CLERK, Role.HEAD, Role.ASSESSOR}, zh="撤销操作", en="undo an event")
def undo_event(task: Task, order: UndoEvent) -> int:
    """Write back what held before an event; returns how many facts that were.

    Raises:
        Refusal: no such event of the district, one that is not undone or that the operator could not have given,
            or facts that were changed since.
    """
    session = task.work.session
    event = session.get(AuditEvent, order.event)
    if event is None or event.district != order.district:
        none = Text("该区县没有此事件", "the district has no such event")
        raise Refusal(none, reason="unknown_event", where=str(order.event))
    found = registered().get(event.command)
    if found is None or not found.undoable:
        final = Text("此类操作不能撤销", "an event of this kind is final")
        raise Refusal(final, reason="final", where=event.command)
    if not task.account.may(event.command, order.district):
        other = Text(f"该操作员不能{found.zh},也就不能撤销", f"who may not {found.en} cannot take that back")
        raise Refusal(other, reason="not_allowed", where=event.command)
    changed = list(_changes(session, order.event))
    for made, before in changed:
        row = made if made is not None else before
        now = task.work.current(type(row), *(getattr(row, k) for k in row.KEY))
        if (content(now) if now is not None else None) != (content(made) if made is not None else None):
            since = now.since_event if now is not None else made.until_event
            later = Text(f"其后事件 {since} 又改过;请先撤销它", f"event {since} changed it since; undo that first")
            raise Refusal(later, reason="changed_since", where=str(order.event))
    for made, before in changed:
        if before is not None:
            task.work.put(type(before).model_validate(content(before)))
        elif made is not None:
            task.work.end(made)
    return len(changed)


def last_undoable(session: Session, *, operator: str, district: str) -> Undoable | None:
    """The operator's latest event in a district that can be taken back and has not been."""
    table = table_of(AuditEvent)
    undone: set[int] = set()
    query = sa.select(AuditEvent).where(table.c.operator == operator, table.c.district == district)
    for event in session.execute(query.order_by(table.c.seq.desc()).limit(100)).scalars():
        known = registered().get(event.command)
        if event.command == "event.undo":
            undone.add(int(json.loads(event.payload)["event"]))
        elif event.seq not in undone and known is not None and known.undoable:
            return Undoable(event=event.seq, command=event.command, subject=event.subject, zh=known.zh, en=known.en)
    return None


def _changes(session: Session, event: int) -> Iterator[tuple[Any, Any]]:
    """For each fact that an event touched, the version that it made and the version that it ended."""
    for model in version_models():
        table = table_of(model)
        rows = session.execute(
            sa.select(model).where(sa.or_(table.c.since_event == event, table.c.until_event == event))
        ).scalars()
        by_key: dict[tuple[Any, ...], list[Any]] = {}
        for row in rows:
            by_key.setdefault(tuple(getattr(row, k) for k in model.KEY), []).append(row)
        for versions in by_key.values():
            made = next((v for v in versions if v.since_event == event), None)
            before = next((v for v in versions if v.until_event == event), None)
            yield made, before


def version_models() -> list[type[Version]]:
    """Every table whose rows are versions, by name."""
    from liuguan.records import tables  # noqa: F401  # all of them

    return sorted((m for m in Version.__subclasses__() if hasattr(m, "__table__")), key=lambda m: table_of(m).name)


__all__ = ["UndoEvent", "Undoable", "last_undoable", "undo_event", "version_models"]

"""The to-fix list: what imports left over, shown row by row, and closed when it is put right or given up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sqlmodel import Session

from liuguan.errors import Refusal, Text
from liuguan.records.store import all_current
from liuguan.records.tables.imports import ToFix
from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command, Task, command

State = Literal["open", "done", "dropped"]


class SettleFix(Command):
    """Close an entry of the to-fix list: it is put right, or given up."""

    id: str
    state: Literal["done", "dropped"]


def to_fix(session: Session, district: str, *, state: State | None = "open") -> Sequence[ToFix]:
    """A district's list, by file and place; of every state where none is named."""
    rows = [row for row in all_current(session, ToFix, district=district) if state in (None, row.state)]
    return sorted(rows, key=lambda row: (row.file, row.place, row.id))


def entry_of(session: Session, district: str, begins: str) -> str:
    """The id of the one entry whose id begins so.

    Raises:
        Refusal: there is none, or more than one.
    """
    found = [row.id for row in to_fix(session, district, state=None) if begins and row.id.startswith(begins)]
    if len(found) != 1:
        which = Text("没有此待改项", "there is no such entry") if not found else Text("不止一项", "more than one entry")
        raise Refusal(which, reason="unknown_entry", where=begins)
    return found[0]


@command(SettleFix, "fix.settle", may={Role.CLERK, Role.HEAD}, zh="处理待改项", en="close an entry of the to-fix list")
def settle_fix(task: Task, order: SettleFix) -> ToFix:
    """Close an entry; the row as it was written is kept no longer than it is needed.

    Raises:
        Refusal: no such entry of the district, or it is closed already.
    """
    row = task.work.current(ToFix, order.id)
    if row is None or row.district != order.district:
        raise Refusal(Text("没有此待改项", "there is no such entry"), reason="unknown_entry", where=order.id)
    if row.state != "open":
        closed = Text(f"已处理({row.state})", f"it is closed already ({row.state})")
        raise Refusal(closed, reason="closed", where=order.id)
    return task.work.change(row, state=order.state, written="{}")

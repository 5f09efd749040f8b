"""How a change gets onto the roster: a new line, copied from the one that holds on its day.

A change that lies before later lines of the same employment is put between them, and runs on through the columns that
they do not state themselves: each line notes what it states (`Assignment.changed`), and that it keeps. So the state
on a day is what all changes up to it say, in the order of their days, whenever they were recorded.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from liuguan.errors import Conflict, Refusal, Text
from liuguan.records.base import Day
from liuguan.records.store import content, table_of
from liuguan.records.tables.operators import Role
from liuguan.records.tables.people import Assignment
from liuguan.services.commands import Command, Task
from liuguan.services.roster.timeline import Span, spans

OFFICE = {Role.CLERK, Role.HEAD}
"""Who keeps the roster."""
OF_THE_LINE = frozenset({
    "district", "worker", "line", "action", "changed", "reason", "source", "note", "roster_month", "change_type",
    "change_date", "from_day", "to_day",
})  # fmt: skip
"""Columns that say how and when a line came about; they never run on into another."""


class RosterChange(Command):
    """What every change of a worker's line says: of whom, from which day on, and why.

    Attributes:
        seen: the last event of the worker's lines that the operator saw.
    """

    worker: str
    from_day: datetime.date
    reason: str = ""
    seen: int | None = None


def record_change(task: Task, order: RosterChange, action: str, changes: Mapping[str, Any]) -> Assignment:
    """Record that some columns have other values from a day on.

    Args:
        action: what makes the line.
        changes: column and value; None is a value as well: unknown from that day on.

    Returns:
        The line that begins on the day.

    Raises:
        Refusal: no such worker, not in post on the day, or nothing would change.
        Conflict: the lines were changed since they were seen.
    """
    found = lines_of(task, order.district, order.worker)
    refuse_changed(found, order.seen)
    return change_lines(task, found, order.from_day, action, order.reason, changes)


def change_lines(
    task: Task, lines: Sequence[Assignment], day: Day, action: str, reason: str, changes: Mapping[str, Any]
) -> Assignment:
    """The same for lines that are at hand."""
    timed = spans(task.work.session, lines)
    base = span_on(timed, day)
    new = {name: value for name, value in changes.items() if getattr(base.line, name) != value}
    if not new:
        same = Text("该日已是如此,没有可改之处", "it is so on that day already; nothing would change")
        raise Refusal(same, reason="no_change", where=str(day))
    said = (
        _more(base.line, action, reason, new) if base.first == day else _next(task, base.line, day, action, reason, new)
    )
    carry_on(task, timed, base, new)
    return task.work.put(Assignment.model_validate({**content(base.line), **said, **new}))


def lines_of(task: Task, district: str, worker: str) -> list[Assignment]:
    """A worker's lines in a district.

    Raises:
        Refusal: the district's roster has no such worker.
    """
    found = task.work.all(Assignment, district=district, worker=worker)
    if not found:
        none = Text("花名册上没有此人", "the roster has no such worker")
        raise Refusal(none, reason="unknown_worker", where=worker)
    return found


def refuse_changed(lines: Sequence[Assignment], seen: int | None) -> None:
    """Refuse when the lines are not those that the operator saw.

    Raises:
        Conflict: with the latest line.
    """
    latest = max(lines, key=lambda line: line.since_event)
    if seen is not None and latest.since_event != seen:
        changed = Text("他人已更改,请对照后再保存", "somebody else has changed it; compare and save again")
        raise Conflict(changed, where="assignment", mine={}, theirs=content(latest))


def span_on(timed: Sequence[Span], day: Day) -> Span:
    """The line that holds on a day.

    Raises:
        Refusal: not in post then.
    """
    found = next((span for span in timed if span.covers(day)), None)
    if found is None:
        away = Text("该日不在岗", "not in post on that day")
        raise Refusal(away, reason="not_in_post", where=str(day))
    return found


def next_line(task: Task, district: str, worker: str) -> int:
    """A number that no line of the worker in the district ever had."""
    table = table_of(Assignment)
    highest = task.work.session.execute(
        sa.select(sa.func.max(table.c.line)).where(table.c.district == district, table.c.worker == worker)
    ).scalar()
    there = (line.line for line in task.work.all(Assignment, district=district, worker=worker))
    return max(highest or 0, *there, 0) + 1


def later_lines(timed: Sequence[Span], base: Span) -> list[Span]:
    """The lines of the same employment and roster that follow one."""
    at = timed.index(base)
    return [span for span in timed[at + 1 :] if _continues(span, base)]


def _continues(span: Span, base: Span) -> bool:
    return (span.line.district, span.roster, span.employed_since) == (
        base.line.district, base.roster, base.employed_since,
    )  # fmt: skip


def carry_on(task: Task, timed: Sequence[Span], base: Span, new: Mapping[str, Any]) -> None:
    """Let a change run on through later lines, as far as they do not state the column themselves."""
    running = dict(new)
    for span in later_lines(timed, base):
        for name in stated_by(span.line):
            running.pop(name, None)
        if running:
            task.work.change(span.line, **running)


def stated_by(line: Assignment) -> list[str]:
    """The columns that a line itself states; of one that was read in, all that are filled."""
    if line.changed:
        return line.changed.split()
    return [name for name, value in content(line).items() if value is not None and name not in OF_THE_LINE]


def _more(line: Assignment, action: str, reason: str, new: Mapping[str, Any]) -> dict[str, Any]:
    """What a line that begins on the very day says of how it came about, with one more change in it."""
    reasons = "; ".join(dict.fromkeys(part for part in (line.reason, reason) if part))
    changed = _words(line.changed, new) if line.changed else ""
    return {"action": _words(line.action, [action]), "reason": reasons, "changed": changed}


def _next(task: Task, line: Assignment, day: Day, action: str, reason: str, new: Mapping[str, Any]) -> dict[str, Any]:
    """What a line that follows another says of how it came about."""
    return {
        "line": next_line(task, line.district, line.worker), "roster_month": None, "from_day": day,
        "action": action, "reason": reason, "changed": _words("", new), "change_type": None, "change_date": None,
        "source": None, "note": None,
    }  # fmt: skip


def _words(there: str, more: Sequence[str] | Mapping[str, Any]) -> str:
    return " ".join(dict.fromkeys([*there.split(), *more]))


__all__ = [
    "OFFICE", "RosterChange", "carry_on", "change_lines", "later_lines", "lines_of", "next_line", "record_change",
    "refuse_changed", "span_on", "stated_by",
]  # fmt: skip

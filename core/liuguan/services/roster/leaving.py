"""Leaving: the last day in post, why in one word, and the file that a dismissal rests on (II.13, IV.3.6)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Literal

from liuguan.errors import Refusal, Text
from liuguan.records.base import Day
from liuguan.records.tables.conduct import Dismissal
from liuguan.records.tables.people import Assignment
from liuguan.services.commands import Command, Task, command
from liuguan.services.roster.changing import (
    OFFICE,
    change_lines,
    later_lines,
    lines_of,
    refuse_changed,
    span_on,
)
from liuguan.services.roster.timeline import spans

LeavingKind = Literal["resigned", "contract_ended", "dismissed", "retired", "other"]


class Leave(Command):
    """Record somebody's last day in post. A dismissal names its decided file; nothing says more of the reason."""

    worker: str
    last_day: datetime.date
    kind: LeavingKind
    dismissal: str | None = None
    seen: int | None = None


@command(Leave, "roster.leave", may=OFFICE, zh="登记离岗", en="record that a worker leaves")
def leave(task: Task, order: Leave) -> Assignment:
    """Record the last day in post; the line that says so holds on that day.

    Raises:
        Refusal: not in post then, lines that begin later, or a dismissal whose file is not decided.
        Conflict: the lines were changed since they were seen.
    """
    if order.kind == "dismissed":
        _refuse_undecided(task, order)
    found = lines_of(task, order.district, order.worker)
    refuse_changed(found, order.seen)
    return end_employment(task, found, order.last_day, "leave", order.kind)


def end_employment(task: Task, lines: Sequence[Assignment], last_day: Day, action: str, reason: str) -> Assignment:
    """Let the employment that holds on a day end with it.

    Raises:
        Refusal: not in post then, or lines of the employment begin later.
    """
    timed = spans(task.work.session, lines)
    later = later_lines(timed, span_on(timed, last_day))
    if later:
        days = ", ".join(str(span.first) for span in later)
        first = Text(
            f"此后另有变动({days});请先撤销或更正", f"later lines begin on {days}; take them back or correct them first"
        )
        raise Refusal(first, reason="later_lines", where=str(last_day))
    return change_lines(task, lines, last_day, action, reason, {"employment_end": last_day})


def _refuse_undecided(task: Task, order: Leave) -> None:
    file = task.work.current(Dismissal, order.district, order.dismissal) if order.dismissal else None
    if file is None or file.worker != order.worker or file.state != "decided":
        none = Text(
            "辞退须有已作出决定的辞退审批表(F12)", "a dismissal needs a decided dismissal file (F12) of this worker"
        )
        raise Refusal(none, reason="not_decided", where=order.dismissal or "dismissal")
    if file.leaves_on is not None and order.last_day < file.leaves_on:
        early = Text(
            f"早于辞退审批表所定的 {file.leaves_on}", f"earlier than the day that the file names, {file.leaves_on}"
        )
        raise Refusal(early, reason="before_notice_ends", where=str(order.last_day))


__all__ = ["Leave", "LeavingKind", "end_employment", "leave"]

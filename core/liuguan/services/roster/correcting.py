"""Correcting the roster: a line that was mistaken, or should never have been. Its day stays; what is known changes.

A correction runs on through later lines as any change does. What was known before stays readable as of then.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from liuguan.errors import Refusal, Text
from liuguan.records.store import content
from liuguan.records.tables.people import Assignment
from liuguan.services.commands import Command, PersonalText, Task, command
from liuguan.services.roster.changing import OFFICE, carry_on, later_lines, lines_of, refuse_changed, stated_by
from liuguan.services.roster.timeline import Span, spans
from liuguan.services.roster.words import EmployerWord, ManagingBodyWord, PostWord


class _OfALine(Command):
    worker: str
    line: int
    reason: str
    seen: int | None = None


class CorrectLine(_OfALine):
    """Say what a line should have said; fields that are left out stay as they are.

    A corrected `from_day` moves a hire's first day in post, or a leave's last one, with it. Who somebody is (ID
    number, birth date, gender, schooling) is corrected by `person.details`.
    """

    from_day: datetime.date | None = None
    staff_number: str | None = None
    street: str | None = None
    station: str | None = None
    area: str | None = None
    post: PostWord | None = None
    data_entry: bool | None = None
    collects_and_enters: bool | None = None
    cadre_post: bool | None = None
    full_time: bool | None = None
    star: Annotated[int | None, Field(ge=0, le=5)] = None
    hire_date: datetime.date | None = None
    employment_start: datetime.date | None = None
    employment_end: datetime.date | None = None
    migrant_work_start: datetime.date | None = None
    duty_start_date: datetime.date | None = None
    certificate_number: str | None = None
    employer: str | None = None
    employer_type: EmployerWord | None = None
    managing_body: ManagingBodyWord | None = None
    community_director: PersonalText | None = None
    community_officer: PersonalText | None = None
    fixed_person: PersonalText | None = None
    fixed_post: str | None = None
    fixed_task: str | None = None
    fixed_responsibility: str | None = None
    contract_signed: bool | None = None
    contract_signed_on: datetime.date | None = None
    contract_start: datetime.date | None = None
    contract_end: datetime.date | None = None
    contract_open_ended: bool | None = None
    contract_has_violation_clause: bool | None = None
    points_from: datetime.date | None = None
    points_to: datetime.date | None = None
    cover_from: datetime.date | None = None
    cover_to: datetime.date | None = None


class WithdrawLine(_OfALine):
    """Take back a line that should never have been, however long ago it was recorded."""


@command(CorrectLine, "roster.correct", may=OFFICE, zh="更正花名册", en="correct a line of the roster")
def correct_line(task: Task, order: CorrectLine) -> Assignment:
    """Correct a line.

    Raises:
        Refusal: no such line, nothing would change, or the days would no longer fit the person's other lines.
        Conflict: the lines were changed since they were seen.
    """
    lines, line = _line(task, order)
    given = order.model_fields_set & set(CorrectLine.model_fields) - set(_OfALine.model_fields)
    new = {name: getattr(order, name) for name in CorrectLine.model_fields if name in given}
    new = {name: value for name, value in _moved(line, new).items() if getattr(line, name) != value}
    if not new:
        same = Text("该行已是如此,没有可改之处", "the line says so already; nothing would change")
        raise Refusal(same, reason="no_change", where=str(order.line))
    held_before = _holding(task, order.worker)
    held = {name: value for name, value in new.items() if name != "from_day"}
    said = {**content(line), **new, "changed": " ".join(dict.fromkeys([*stated_by(line), *held]))}
    corrected = task.work.put(Assignment.model_validate(said))
    _carry(task, lines, line, held)
    _refuse_misfit(task, held_before, corrected)
    return corrected


@command(WithdrawLine, "roster.withdraw", may=OFFICE, zh="撤回花名册变动", en="take back a line of the roster")
def withdraw_line(task: Task, order: WithdrawLine) -> int:
    """End a line; later lines no longer say what only it said. Returns its number.

    Raises:
        Refusal: no such line, or one with which an employment began that has later lines.
        Conflict: the lines were changed since they were seen.
    """
    lines, line = _line(task, order)
    timed = spans(task.work.session, lines)
    base = next((span for span in timed if span.line.line == line.line), None)
    later = later_lines(timed, base) if base is not None else []
    before = next((s for s in reversed(timed) if base is not None and base in later_lines(timed, s)), None)
    if later and before is None:
        first = Text(
            "任职由该行起始,请先撤回其后各行", "the employment begins with it; take back the later lines first"
        )
        raise Refusal(first, reason="later_lines", where=str(order.line))
    if base is not None and before is not None:
        carry_on(task, timed, base, {name: getattr(before.line, name) for name in stated_by(line)})
    task.work.end(line)
    return line.line


def _line(task: Task, order: _OfALine) -> tuple[list[Assignment], Assignment]:
    lines = lines_of(task, order.district, order.worker)
    refuse_changed(lines, order.seen)
    found = next((line for line in lines if line.line == order.line), None)
    if found is None:
        none = Text("花名册上没有此行", "the worker has no such line")
        raise Refusal(none, reason="unknown_line", where=str(order.line))
    return lines, found


def _moved(line: Assignment, new: dict[str, Any]) -> dict[str, Any]:
    """A corrected first day, with the days that a hire or a leave has from it."""
    day = new.get("from_day")
    if day is None:
        return {name: value for name, value in new.items() if name != "from_day"}
    tied = {"employment_start": "hire", "hire_date": "hire", "employment_end": "leave"}
    moved = {
        name: day
        for name, action in tied.items()
        if {action, "transfer_in", "transfer_out"} & set(line.action.split()) and getattr(line, name) == line.from_day
    }
    return {**moved, **new}


def _carry(task: Task, lines: Sequence[Assignment], line: Assignment, new: dict[str, Any]) -> None:
    timed = spans(task.work.session, lines)
    base = next((span for span in timed if span.line.line == line.line), None)
    if base is not None and new:
        carry_on(task, timed, base, new)


def _holding(task: Task, worker: str) -> list[Span]:
    return spans(task.work.session, task.work.all(Assignment, worker=worker))


def _refuse_misfit(task: Task, before: Sequence[Span], corrected: Assignment) -> None:
    """Refuse days on which two lines would hold, and that any line would come to hold on none."""
    after = _holding(task, corrected.worker)
    own = next((span for span in after if _key(span) == (corrected.district, corrected.line)), None)
    lost = {_key(span) for span in before} - {_key(span) for span in after}
    first = own.first or datetime.date.min if own is not None else datetime.date.min
    if own is None or lost or any(span.meets(first, own.last) for span in after if span is not own):
        misfit = Text("更正后与此人其他各行的日期冲突", "the days would no longer fit the person's other lines")
        raise Refusal(misfit, reason="misfit", where=str(corrected.from_day or corrected.line))


def _key(span: Span) -> tuple[str, int]:
    return span.line.district, span.line.line


__all__ = ["CorrectLine", "WithdrawLine", "correct_line", "withdraw_line"]

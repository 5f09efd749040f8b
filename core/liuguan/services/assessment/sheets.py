"""Sheets as commands write them: found or refused, and every change of what they hold voids their signatures."""

from __future__ import annotations

from typing import Any, Final

from liuguan.errors import Refusal, Text
from liuguan.language.written import month_text
from liuguan.records.tables.assessment import AssessmentItem, AssessmentSheet, Signature
from liuguan.services.commands import Task
from liuguan.services.signatures import WHOLE

FORM: Final = "F3"


def sheet_of(task: Task, district: str, month: int, worker: str) -> AssessmentSheet:
    """A worker's sheet of a month.

    Raises:
        Refusal: there is none.
    """
    found = task.work.current(AssessmentSheet, district, month, worker)
    if found is None:
        raise no_sheet(month, worker)
    return found


def open_sheet_of(task: Task, district: str, month: int, worker: str) -> AssessmentSheet:
    """A worker's sheet of a month that is still open.

    Raises:
        Refusal: there is none, or it is closed.
    """
    found = sheet_of(task, district, month, worker)
    if found.state == "closed":
        raise is_closed(month, worker)
    return found


def no_sheet(month: int, worker: str) -> Refusal:
    """There is no such sheet."""
    none = Text(
        f"{month_text(month)} 没有该人员的考核表;请先开启该月",
        f"no sheet of {month_text(month)} for the worker; open the month first",
    )
    return Refusal(none, reason="unknown_sheet", where=worker)


def is_closed(month: int, worker: str) -> Refusal:
    """The sheet takes changes only by a correction."""
    closed = Text(
        f"{month_text(month)} 的考核表已关闭;请写明理由更正",
        f"the sheet of {month_text(month)} is closed; correct it, with a reason",
    )
    return Refusal(closed, reason="closed", where=worker)


def items_of(task: Task, district: str, month: int, worker: str) -> dict[str, AssessmentItem]:
    """The items of a sheet by code, as this unit of work leaves them."""
    found = task.work.all(AssessmentItem, district=district, month=month, worker=worker)
    return {i.item: i for i in found}


def revise(task: Task, sheet: AssessmentSheet, **changes: Any) -> AssessmentSheet:
    """The sheet after a change of what it holds: another revision, and nobody has signed it yet."""
    for worker in (sheet.worker, WHOLE):
        for signature in task.work.all(
            Signature, district=sheet.district, month=sheet.month, form=FORM, worker=worker, void=False
        ):  # fmt: skip
            task.work.change(signature, void=True)
    unsigned = {"sheet_acknowledged": False, "sheet_reviewed": False}
    return task.work.change(sheet, **{**unsigned, "revision": sheet.revision + 1, **changes})

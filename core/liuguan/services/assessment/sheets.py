"""Sheets as commands write them: found or refused, and every change of what they hold voids their signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from liuguan.errors import Refusal, Text
from liuguan.language.written import month_text
from liuguan.records.base import BOOKKEEPING, Version
from liuguan.records.store import content, table_of
from liuguan.records.tables.assessment import AssessmentItem, AssessmentSheet, Signature
from liuguan.services.commands import Task
from liuguan.services.signatures import WHOLE

FORM: Final = "F3"
FEW = 20
"""So many facts are written one by one; more as a set."""


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


def shown(sheet: AssessmentSheet) -> str:
    """Whose sheet it is, in messages: the staff number, else the key; never a name."""
    return sheet.staff_number or sheet.worker


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
    return task.work.change(sheet, **_revised(sheet, changes))


def revise_all(task: Task, changes: Sequence[tuple[AssessmentSheet, Mapping[str, Any]]]) -> None:
    """Several sheets of a month after changes of what they hold, as `revise` does it for one."""
    if len(changes) <= FEW:
        for sheet, own in changes:
            revise(task, sheet, **own)
        return
    first, workers = changes[0][0], {sheet.worker for sheet, _ in changes} | {WHOLE}
    signatures = task.work.all(Signature, district=first.district, month=first.month, form=FORM, void=False)
    change_all(task, [(s, {"void": True}) for s in signatures if s.worker in workers])
    change_all(task, [(sheet, _revised(sheet, own)) for sheet, own in changes])


def change_all(task: Task, changes: Sequence[tuple[Version, Mapping[str, Any]]]) -> None:
    """Facts of one table with some columns changed."""
    if changes:
        put_all(task, type(changes[0][0]), [{**content(row), **own} for row, own in changes])


def put_all(task: Task, model: type[Version], facts: Sequence[Mapping[str, Any]]) -> None:
    """Facts of one table as their columns: one by one where they are few, else as one set.

    A fact that is put as one of many is not put again by the same unit of work.
    """
    if len(facts) <= FEW:
        for fact in facts:
            task.work.put(model.model_validate(fact))
        return
    import polars as pl

    from liuguan.records.frames import frame_schema

    columns = [c for c in table_of(model).columns if c.name not in BOOKKEEPING]
    task.work.put_frame(model, pl.DataFrame(facts, schema=frame_schema(columns)))


def _revised(sheet: AssessmentSheet, changes: Mapping[str, Any]) -> dict[str, Any]:
    unsigned = {"sheet_acknowledged": False, "sheet_reviewed": False}
    return {**unsigned, "revision": sheet.revision + 1, **changes}

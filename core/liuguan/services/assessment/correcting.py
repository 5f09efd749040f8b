"""Correcting a closed sheet: with a reason, as a new version that is signed anew. A pay run settles what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from liuguan.errors import Refusal, Refusals, Text
from liuguan.records.tables.assessment import AssessmentSheet
from liuguan.records.tables.operators import Role
from liuguan.services.assessment.cells import SCORE_COLUMN, Cells, MonthRows, problems_of, write
from liuguan.services.assessment.entering import score_is_entered
from liuguan.services.assessment.scoring import scores
from liuguan.services.assessment.sheets import items_of, sheet_of
from liuguan.services.assessment.staff import check_not_oneself
from liuguan.services.commands import Command, PersonalText, Task, command

if TYPE_CHECKING:
    from liuguan.services.assessment.pending import Row


class CorrectSheet(Command):
    """Change cells of a worker's closed sheet, and say why."""

    month: int
    worker: str
    reason: PersonalText
    cells: Cells


@command(
    CorrectSheet, "assessment.correct", may={Role.HEAD}, zh="更正考核表", en="correct a closed sheet", undoable=False
)  # fmt: skip
def correct_sheet(task: Task, order: CorrectSheet) -> AssessmentSheet:
    """Correct a closed sheet. It stays closed, its signatures are void, and its score is computed anew.

    Raises:
        Refusal: no reason, or one's own sheet.
        Refusals: with everything that is wrong with the cells.
    """
    check_not_oneself(task.account, order.worker)
    if not order.reason.strip():
        raise Refusal(Text("须写明理由", "give a reason"), reason="bad_order", where=order.worker)
    rows = MonthRows.read(task, order.district, order.month, (order.worker, *(c.worker for c in order.cells)))
    asked = any(c.column == SCORE_COLUMN for c in order.cells)
    problems = problems_of(
        order.cells, rows, month=order.month, state="closed",
        score_is_entered=asked and score_is_entered(task, order.district, order.month),
    )  # fmt: skip
    strangers = [c for c in order.cells if c.worker != order.worker]
    other = Text("只更正该人员的考核表", "only this worker's sheet is corrected")
    problems += [Refusal(other, reason="other_worker", where=c.where) for c in strangers]
    if problems:
        raise Refusals(problems, reason="bad_cells")
    write(task, order.cells, rows, correction=order.reason)
    return score_anew(task, order.district, order.month, order.worker)


def score_anew(task: Task, district: str, month: int, worker: str) -> AssessmentSheet:
    """The closed sheet with the score that the standard gives for what this unit of work leaves of it."""
    pending: list[Row] = [sheet_of(task, district, month, worker), *items_of(task, district, month, worker).values()]
    scored = scores(task.work.session, task.city, district, month, pending=pending).sheets.get(worker)
    found: dict[str, Any] = {"recorded_score": None, "recorded_grade": None}
    if scored is not None:
        found = {"recorded_score": scored.score, "recorded_grade": scored.grade}
    return task.work.change(sheet_of(task, district, month, worker), **found)

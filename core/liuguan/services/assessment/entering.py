"""Entering an open month: single cells or whole columns in one order, and baselines copied from the month before."""

from __future__ import annotations

from dataclasses import dataclass

from liuguan.errors import Refusals
from liuguan.records.tables.assessment import AssessmentItem
from liuguan.records.tables.operators import Role
from liuguan.services.assessment.cells import SCORE_COLUMN, Cell, Cells, MonthRows, problems_of, write
from liuguan.services.assessment.sheets import change_all, revise_all
from liuguan.services.assessment.staff import OFFICE, check_own_station, units_above
from liuguan.services.commands import Command, Task, command
from liuguan.vocabulary import WORKER_MONTH

ENTER = {Role.CLERK, Role.HEAD, Role.ASSESSOR}


class EnterCells(Command):
    """Enter cells of a month's open sheets: all of them, or none where any is wrong."""

    month: int
    cells: Cells


class CopyBaselines(Command):
    """Fill the baselines of a month that are empty from another month, the one before without it."""

    month: int
    from_month: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """Baselines that were filled, and how many stay unknown because the other month has none."""

    filled: int
    still_unknown: int


@command(EnterCells, "assessment.enter", may=ENTER, zh="录入考核数据", en="enter cells of sheets")
def enter_cells(task: Task, order: EnterCells) -> int:
    """Enter cells; returns how many differ from what was there.

    Raises:
        Refusals: with everything that is wrong.
    """
    rows = MonthRows.read(task, order.district, order.month, [c.worker for c in order.cells])
    problems = problems_of(
        order.cells, rows, month=order.month, state="open", score_is_entered=_enters_score(task, order)
    )
    if not task.account.roles & OFFICE:
        above = units_above(task.work.session, order.district)
        for worker in {c.worker: None for c in order.cells if c.worker in rows.sheets}:
            refused = check_own_station(task.account, worker, rows.sheets[worker].station, above)
            problems += [refused] if refused is not None else []
    if problems:
        raise Refusals(problems, reason="bad_cells")
    return write(task, order.cells, rows)


@command(CopyBaselines, "assessment.copy_baselines", may={Role.CLERK, Role.HEAD}, zh="沿用基准量", en="copy baselines")
def copy_baselines(task: Task, order: CopyBaselines) -> Copied:
    """Fill empty baselines of open sheets with those of the same worker and item in another month."""
    source = order.from_month if order.from_month is not None else order.month - 1
    before = {
        (i.worker, i.item): i.baseline for i in task.work.all(AssessmentItem, district=order.district, month=source)
    }  # fmt: skip
    rows = MonthRows.read(task, order.district, order.month)
    empty = [i for i in rows.items.values() if i.baseline is None and _is_open(rows, i.worker)]
    filled = [i for i in empty if before.get((i.worker, i.item)) is not None]
    change_all(task, [(i, {"baseline": before[i.worker, i.item]}) for i in filled])
    revise_all(task, [(rows.sheets[w], {}) for w in dict.fromkeys(i.worker for i in filled)])
    return Copied(filled=len(filled), still_unknown=len(empty) - len(filled))


def score_is_entered(task: Task, district: str, month: int) -> bool:
    """Whether the standard of a month takes the score as it is recorded, instead of computing it."""
    from liuguan.services.filings.in_force import standard_in_force

    book = standard_in_force(task.work.session, task.city, district, month).book
    return (WORKER_MONTH, SCORE_COLUMN) in book.closure([(WORKER_MONTH, "assessment_score")])


def _enters_score(task: Task, order: EnterCells) -> bool:
    asked = any(c.column == SCORE_COLUMN for c in order.cells)
    return asked and score_is_entered(task, order.district, order.month)


def _is_open(rows: MonthRows, worker: str) -> bool:
    sheet = rows.sheets.get(worker)
    return sheet is not None and sheet.state == "open"


__all__ = ["Cell", "Copied", "CopyBaselines", "EnterCells", "copy_baselines", "enter_cells", "score_is_entered"]

"""The cells of sheets: which may be entered, what they may hold, and writing many of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from liuguan.errors import Conflict, Refusal, Text
from liuguan.records.store import content
from liuguan.records.tables.assessment import AssessmentItem, AssessmentSheet
from liuguan.services.assessment.sheets import FEW, change_all, is_closed, no_sheet, revise_all
from liuguan.services.commands import Task
from liuguan.vocabulary import ITEM_MONTH, VOCABULARY, WORKER_MONTH

ITEM_COLUMNS = ("baseline", "done", "fed_back", "defects", "false_records")
SHEET_COLUMNS = (
    "conduct_points", "ability_points", "diligence_points", "performance_points", "bonus_points",
    "false_data_records",
)  # fmt: skip
SCORE_COLUMN = "recorded_score"
"""Entered only where the standard leaves the items to the assessor and takes the score as it is recorded."""
_INSPECTED = {
    "defects": "defects_inspected", "false_records": "false_records_inspected",
    "false_data_records": "false_data_inspected",
}  # fmt: skip
"""Counts of which a part comes from findings of inspections, with the column of that part."""

Place = tuple[str, str]
"""A row of the month: worker and item; no item is the sheet itself."""


class Cell(BaseModel):
    """One value of a sheet, in stored units (points in hundredths); without `item` it is the sheet's own.

    Attributes:
        seen: the version of the row (item or sheet) that the operator saw.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(strict=True, extra="forbid", frozen=True)

    worker: str
    item: str = ""
    column: str
    value: int | None
    seen: int

    @property
    def place(self) -> Place:
        return self.worker, self.item

    @property
    def where(self) -> str:
        return " ".join(part for part in (self.worker, self.item, self.column) if part)


Cells = Annotated[tuple[Cell, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class MonthRows:
    """The sheets of a month by worker, and their items by worker and code."""

    sheets: Mapping[str, AssessmentSheet]
    items: Mapping[Place, AssessmentItem]

    @classmethod
    def read(cls, task: Task, district: str, month: int, workers: Iterable[str] | None = None) -> MonthRows:
        """The rows of a month, as this unit of work leaves them; of some workers, or all."""
        items = [i for of in _asked(district, month, workers) for i in task.work.all(AssessmentItem, **of)]
        sheets = cls.read_sheets(task, district, month, workers)
        return cls(sheets, {(i.worker, i.item): i for i in items})

    @staticmethod
    def read_sheets(
        task: Task, district: str, month: int, workers: Iterable[str] | None = None
    ) -> dict[str, AssessmentSheet]:
        """The sheets of a month by worker; of some workers, or all."""
        found = [s for of in _asked(district, month, workers) for s in task.work.all(AssessmentSheet, **of)]
        return {s.worker: s for s in found}

    def row(self, cell: Cell) -> AssessmentSheet | AssessmentItem | None:
        """The row that a cell is of."""
        return self.items.get(cell.place) if cell.item else self.sheets.get(cell.worker)


def problems_of(
    cells: Sequence[Cell], rows: MonthRows, *, month: int, state: str, score_is_entered: bool
) -> list[Refusal]:
    """Everything that is wrong with cells: no such row or column, value out of bounds, row changed since it was seen.

    Args:
        state: that the sheets must be in, `open` or `closed`.
        score_is_entered: whether the standard takes the score as recorded.
    """
    found: list[Refusal] = []
    twice: set[tuple[Place, str]] = set()
    for cell in cells:
        found += _problems(cell, rows, month, state, score_is_entered)
        if (cell.place, cell.column) in twice:
            again = Text("同一单元格出现两次", "the same cell twice")
            found.append(Refusal(again, reason="twice", where=cell.where))
        twice.add((cell.place, cell.column))
    return found


def write(task: Task, cells: Iterable[Cell], rows: MonthRows, **of_sheet: Any) -> int:
    """Write cells that have no problem; returns how many differ from what was there.

    A sheet of which anything changes is revised once, with `of_sheet` besides.
    """
    changes: dict[Place, dict[str, int | None]] = {}
    for cell in cells:
        if getattr(rows.row(cell), cell.column) != cell.value:
            changes.setdefault(cell.place, {})[cell.column] = cell.value
    change_all(task, [(rows.items[place], values) for place, values in changes.items() if place[1]])
    workers = dict.fromkeys(worker for worker, _ in changes)
    revise_all(task, [(rows.sheets[w], {**changes.get((w, ""), {}), **of_sheet}) for w in workers])
    return sum(len(values) for values in changes.values())


def _asked(district: str, month: int, workers: Iterable[str] | None) -> list[dict[str, Any]]:
    """What to ask for: one worker after the other where they are few, else the whole month."""
    few = None if workers is None else list(dict.fromkeys(workers))
    of: dict[str, Any] = {"district": district, "month": month}
    return [of] if few is None or len(few) > FEW else [{**of, "worker": w} for w in few]


def _problems(cell: Cell, rows: MonthRows, month: int, state: str, score_is_entered: bool) -> Iterator[Refusal]:
    sheet, row = rows.sheets.get(cell.worker), rows.row(cell)
    if sheet is None:
        yield no_sheet(month, cell.worker)
        return
    if sheet.state != state:
        still = Text("考核表尚未关闭;直接录入即可", "the sheet is still open; just enter the cell")
        yield is_closed(month, cell.worker) if state == "open" else Refusal(still, reason="open", where=cell.where)
        return
    if row is None:
        none = Text("考核表上没有此项目", "the sheet has no such item")
        yield Refusal(none, reason="unknown_item", where=cell.where)
        return
    if cell.column not in (allowed := _columns(cell, score_is_entered)):
        listed = ", ".join(allowed)
        other = Text(f"不能录入此栏;可录入 {listed}", f"this column is not entered; those that are: {listed}")
        yield Refusal(other, reason="unknown_column", where=cell.where)
        return
    yield from _wrong_value(cell, row)
    if cell.seen != row.version:
        changed = Text("他人已更改,请对照后再保存", "somebody else has changed it; compare and save again")
        yield Conflict(changed, where=cell.where, mine={cell.column: cell.value}, theirs=content(row))


def _columns(cell: Cell, score_is_entered: bool) -> tuple[str, ...]:
    if cell.item:
        return ITEM_COLUMNS
    return (*SHEET_COLUMNS, SCORE_COLUMN) if score_is_entered else SHEET_COLUMNS


def _wrong_value(cell: Cell, row: AssessmentSheet | AssessmentItem) -> Iterator[Refusal]:
    declared = VOCABULARY.find(ITEM_MONTH if cell.item else WORKER_MONTH, cell.column)
    low, high = declared.bounds() if declared is not None else (None, None)
    if cell.value is not None and not (low or 0) <= cell.value <= (high or cell.value):
        bounds = Text(f"应在 {low} 与 {high} 之间(存储单位)", f"between {low} and {high} in stored units")
        yield Refusal(bounds, reason="out_of_range", where=cell.where)
    inspected = getattr(row, _INSPECTED[cell.column]) if cell.column in _INSPECTED else 0
    if inspected and cell.value is not None and cell.value < inspected:
        less = Text(
            f"其中检查发现 {inspected},合计不能更少", f"inspections found {inspected} of them; the sum is no less"
        )
        yield Refusal(less, reason="less_than_inspected", where=cell.where)

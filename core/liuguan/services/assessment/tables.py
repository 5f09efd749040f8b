"""Cells of a month out of a CSV or workbook: a column for each input, a row for each item or sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session

from liuguan.errors import InputError, Problem, Text
from liuguan.exchange.tables import Loaded, read_table
from liuguan.language.written import month_text
from liuguan.records.store import all_current
from liuguan.records.tables.assessment import AssessmentItem, AssessmentSheet
from liuguan.services.assessment.cells import ITEM_COLUMNS, SCORE_COLUMN, SHEET_COLUMNS, Cell
from liuguan.vocabulary import ITEM_MONTH, WORKER_MONTH

if TYPE_CHECKING:
    from liuguan.district import City


def cells_of_table(session: Session, city: City, path: Path, *, district: str, month: int) -> tuple[Cell, ...]:
    """The cells that a table states, each with the version that is there now; an empty cell leaves what is there.

    Args:
        path: a table with `worker` (staff number or key) and `month`, and either `item` with the columns of items,
            or the columns of sheets.

    Raises:
        InputError: with every problem of the file.
    """
    entity = ITEM_MONTH if _has_items(path) else WORKER_MONTH
    loaded = read_table(path, entity, districts=city.config.ids())
    columns = ITEM_COLUMNS if entity == ITEM_MONTH else (*SHEET_COLUMNS, SCORE_COLUMN)
    keys = _keys(session, district, month)
    versions = _versions(session, district, month)
    problems: list[Problem] = []
    cells: list[Cell] = []
    for number, row in zip(loaded.rows, loaded.frame.iter_rows(named=True), strict=True):
        worker = keys.get(row["worker"] or "")
        wrong = _wrong(row["worker"], worker, row["month"], month, row.get("district"), district)
        if wrong is not None or worker is None:
            found, expected = wrong or (Text("没有人员", "no worker"), Text("工号", "a staff number"))
            place = Text(f"第 {number} 行", f"row {number}")
            problems.append(Problem(file=path.name, where=place, found=found, expected=expected))
            continue
        item = row.get("item") or ""
        cells += [
            Cell(worker=worker, item=item, column=c, value=row[c], seen=versions.get((worker, item), 0))
            for c in columns if row.get(c) is not None
        ]  # fmt: skip
    problems += [] if cells or problems else [_nothing(path, loaded)]
    if problems:
        raise InputError(problems)
    return tuple(cells)


def _has_items(path: Path) -> bool:
    """Whether the table has an `item` column; its other problems are for `read_table` to say."""
    try:
        return "item" in read_table(path, ITEM_MONTH).frame.columns
    except InputError:
        return False


def _keys(session: Session, district: str, month: int) -> dict[str, str]:
    """From staff numbers, and from keys themselves, to the keys of the month's sheets."""
    sheets = all_current(session, AssessmentSheet, district=district, month=month)
    return {s.worker: s.worker for s in sheets} | {s.staff_number: s.worker for s in sheets if s.staff_number}


def _versions(session: Session, district: str, month: int) -> dict[tuple[str, str], int]:
    sheets = all_current(session, AssessmentSheet, district=district, month=month)
    items = all_current(session, AssessmentItem, district=district, month=month)
    return {(s.worker, ""): s.version for s in sheets} | {(i.worker, i.item): i.version for i in items}


def _wrong(
    written: str | None, worker: str | None, row_month: int | None, month: int, row_district: str | None, district: str
) -> tuple[Text, Text] | None:
    """What a row says that does not fit, and what would."""
    if worker is None:
        none = Text(
            f"{month_text(month)} 没有工号 {written} 的考核表", f"no sheet of {month_text(month)} for {written}"
        )
        return none, Text("已开启的考核表的工号", "the staff number of an open sheet")
    if row_month != month:
        other = month_text(row_month) if row_month is not None else "-"
        return Text.of(other), Text.of(month_text(month))
    if row_district not in (None, "", district):
        return Text.of(str(row_district)), Text.of(district)
    return None


def _nothing(path: Path, loaded: Loaded) -> Problem:
    columns = ", ".join((*ITEM_COLUMNS, *SHEET_COLUMNS))
    return Problem(
        file=path.name, where="", found=Text("没有可录入的单元格", "no cell to enter"),
        expected=Text(f"列 {columns}", f"columns {columns}"),
    )  # fmt: skip


__all__ = ["cells_of_table"]

"""Findings in sheets: each enters one open sheet once, and one defect counts once (IV.3.5).

A finding goes to the sheet of the month that it is about; where that is closed, to the worker's next sheet that is
open, and it waits where none is. What has entered names its month, in the same transaction as the sheet's counts, so
that neither a second attempt nor one at the same time can enter it again, and taking the event back takes back both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from liuguan.errors import Refusal, Text
from liuguan.records.tables.assessment import AssessmentItem, AssessmentSheet
from liuguan.records.tables.inspections import Inspection, InspectionFinding
from liuguan.records.tables.operators import Role
from liuguan.services.assessment.correcting import score_anew
from liuguan.services.assessment.sheets import items_of, revise
from liuguan.services.commands import Command, Task, command
from liuguan.services.inspections.recording import finding_of

ITEMS_OF: Mapping[str, tuple[str, ...]] = {
    "missed_registration": ("P01", "R01"), "missed_permit": ("P02", "R02"), "missed_check": ("P03", "R06"),
    "missed_feedback": ("P04", "F02"), "wrong_data": ("P05", "E01"), "false_data": ("P06", "E01"),
}  # fmt: skip
"""Items that a kind of defect counts on where the finding names none: the first that is on the sheet."""
_POINTS = {"tracing_back": "recheck_points_lost"}
"""The sheet's column of points lost by the kind of inspection; `inspection_points_lost` without one."""


class EnterFindings(Command):
    """Let findings enter sheets: all that wait, those of one inspection, or a single one."""

    id: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a finding: the month that it entered, or why it waits.

    `why` is `entered`, or one of `contested`, `nobody`, `nothing_found`, `no_open_sheet`.
    """

    inspection: str
    number: int
    why: str
    month: int | None = None
    item: str | None = None


@command(EnterFindings, "inspection.enter", may={Role.CLERK, Role.HEAD}, zh="检查发现计入考核", en="enter findings")
def enter_findings(task: Task, order: EnterFindings) -> list[Outcome]:
    """Enter findings into sheets; those that have entered already are left alone.

    Raises:
        Refusal: a single finding is asked for, and it has entered already, was withdrawn, or cannot enter.
    """
    if order.number is not None:
        return [_single(task, order)]
    of = {"inspection": order.id} if order.id is not None else {}
    waiting = task.work.all(
        InspectionFinding, district=order.district, entered_month=None, withdrawn=False, **of
    )  # fmt: skip
    return [_enter(task, finding) for finding in waiting]


def take_out(task: Task, finding: InspectionFinding, *, reason: str) -> InspectionFinding:
    """Take a finding out of the sheet that it has entered; a closed sheet is corrected, with a reason."""
    month, worker = finding.entered_month, finding.worker
    if month is None or worker is None:
        return finding
    sheet = task.work.current(AssessmentSheet, finding.district, month, worker)
    if sheet is not None:
        _count(task, sheet, finding, by=-1, **({"correction": reason} if sheet.state == "closed" else {}))
        if sheet.state == "closed":
            score_anew(task, finding.district, month, worker)
    return task.work.change(finding, entered_month=None, entered_item=None)


def _single(task: Task, order: EnterFindings) -> Outcome:
    where = f"{order.id} {order.number}"
    finding = finding_of(task, order.district, order.id or "", order.number or 0)
    if finding.entered_month is not None:
        again = Text("已计入考核表;一项发现只计入一次", "it has entered a sheet; a finding enters once")
        raise Refusal(again, reason="entered", where=where)
    if finding.withdrawn:
        raise Refusal(Text("该发现已撤销", "the finding was withdrawn"), reason="withdrawn", where=where)
    outcome = _enter(task, finding)
    if outcome.month is None:
        raise Refusal(_WHY[outcome.why], reason=outcome.why, where=where)
    return outcome


def _enter(task: Task, finding: InspectionFinding) -> Outcome:
    made = Outcome(inspection=finding.inspection, number=finding.number, why=_not_ready(finding))
    if made.why:
        return made
    sheet = _sheet_for(task, finding)
    if sheet is None:
        return replace(made, why="no_open_sheet")
    item = None if finding.points_lost is not None else _item(task, sheet, finding)
    entered = task.work.change(finding, entered_month=sheet.month, entered_item=item)
    _count(task, sheet, entered, by=1)
    return replace(made, why="entered", month=sheet.month, item=item)


def _not_ready(finding: InspectionFinding) -> str:
    if finding.contested:
        return "contested"
    if finding.worker is None:
        return "nobody"
    return "" if finding.found or finding.points_lost is not None else "nothing_found"


def _sheet_for(task: Task, finding: InspectionFinding) -> AssessmentSheet | None:
    """The open sheet of the month that it is about, else the worker's first open one after it."""
    open_ = task.work.all(AssessmentSheet, district=finding.district, worker=finding.worker, state="open")
    about = finding.about_month
    return next((s for s in sorted(open_, key=lambda s: s.month) if about is not None and s.month >= about), None)


def _item(task: Task, sheet: AssessmentSheet, finding: InspectionFinding) -> str:
    """The item that it counts on; one that is not on the sheet is added to it."""
    there = items_of(task, sheet.district, sheet.month, sheet.worker)
    usual = ITEMS_OF[finding.defect]
    return finding.item or next((code for code in usual if code in there), usual[0])


def _count(task: Task, sheet: AssessmentSheet, finding: InspectionFinding, *, by: int, **of_sheet: Any) -> None:
    """Add a finding to a sheet's counts, or take it off: points in points, everything else as defects of its item."""
    if finding.points_lost is not None:
        inspection = task.work.current(Inspection, finding.district, finding.inspection)
        column = _POINTS.get(inspection.kind if inspection else "", "inspection_points_lost")
        of_sheet[column] = (getattr(sheet, column) or 0) + by * finding.points_lost
    found = by * (finding.found or 0)
    if finding.defect == "false_data":
        of_sheet |= _counted(sheet, "false_data_records", "false_data_inspected", found)
    if finding.entered_item is not None:
        _count_on_item(task, sheet, finding, found)
    revise(task, sheet, **of_sheet)


def _count_on_item(task: Task, sheet: AssessmentSheet, finding: InspectionFinding, found: int) -> None:
    code = finding.entered_item or ""
    item = task.work.current(AssessmentItem, sheet.district, sheet.month, sheet.worker, code) or AssessmentItem(
        district=sheet.district, month=sheet.month, worker=sheet.worker, item=code
    )
    changes = _counted(item, "defects", "defects_inspected", found)
    if finding.defect == "false_data":
        changes |= _counted(item, "false_records", "false_records_inspected", found)
    task.work.change(item, **changes)


def _counted(row: AssessmentSheet | AssessmentItem, total: str, inspected: str, found: int) -> dict[str, Any]:
    """A count and the part of it that inspections brought; a count that nobody has entered yet stays unknown."""
    there = getattr(row, total)
    return {
        total: None if there is None else there + found, inspected: getattr(row, inspected) + found,
    }  # fmt: skip


_WHY = {
    "contested": Text("责任人有异议,尚未答复", "it is contested, and not decided yet"),
    "nobody": Text("责任人未定", "nobody is named who answers for it"),
    "nothing_found": Text("没有发现问题", "nothing was found"),
    "no_open_sheet": Text("责任人没有开启的考核表", "the worker has no open sheet"),
}


__all__ = ["EnterFindings", "Outcome", "enter_findings", "take_out"]

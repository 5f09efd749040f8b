"""Signing sheets on screen: the assessor, then the worker as recorded by somebody, then the district office's review.

The assessor signs a score that is known; it is kept on the sheet as the score that was signed. A worker who was shown
the sheet and will not sign is recorded so. A closed sheet that was corrected is signed anew in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from liuguan.errors import Refusal, Refusals, Text
from liuguan.records.store import all_current
from liuguan.records.tables.assessment import AssessmentSheet, Signature
from liuguan.records.tables.operators import Role
from liuguan.records.tables.places import Station
from liuguan.services.assessment.cells import MonthRows
from liuguan.services.assessment.scoring import Scores, scores
from liuguan.services.assessment.sheets import FORM, change_all, put_all, sheet_of, shown
from liuguan.services.assessment.staff import (
    InPost,
    assessor_of,
    check_not_oneself,
    check_own_station,
    staff_of,
    units_above,
)
from liuguan.services.assessment.standing import Standing
from liuguan.services.commands import Command, Task, command
from liuguan.services.signatures import Signatory, sheet_hashes

Workers = Annotated[tuple[str, ...], Field(min_length=1)]


class SignSheets(Command):
    """Sign sheets of a month as their assessor."""

    month: int
    workers: Workers


class AcknowledgeSheet(Command):
    """Record that a worker has signed the sheet, or was shown it and refused to."""

    month: int
    worker: str
    refused: bool = False


class ReviewSheets(Command):
    """Review sheets of a month as the district office."""

    month: int
    workers: Workers


@command(
    SignSheets, "assessment.sign", may={Role.ASSESSOR, Role.CLERK, Role.HEAD}, zh="考核签字", en="sign as assessor"
)  # fmt: skip
def sign_sheets(task: Task, order: SignSheets) -> int:
    """Sign sheets as their assessor, all or none; returns how many.

    Raises:
        Refusals: a sheet is missing or has no score yet, or the operator is not the right assessor for it.
    """
    session = task.work.session
    staff = staff_of(session, order.district, order.month)
    kinds = {s.name: s.kind for s in all_current(session, Station, district=order.district)}
    above = units_above(session, order.district)
    scored = scores(session, task.city, order.district, order.month)
    hashes = sheet_hashes(session, order.district, order.month, FORM)
    sheets = MonthRows.read_sheets(task, order.district, order.month, order.workers)
    refused: list[Refusal] = []
    signed: list[tuple[AssessmentSheet, dict[str, Any]]] = []
    for worker in dict.fromkeys(order.workers):
        try:
            sheet = sheets.get(worker) or sheet_of(task, order.district, order.month, worker)
            who = staff.get(worker) or InPost(worker=worker, station=sheet.station, post=None, full_time=None)
            assessor = assessor_of(task.account, who, kinds, above)
            score, grade = _known_score(scored, sheet)
        except Refusal as e:
            refused.append(e)
            continue
        changes = {"assessor": assessor.value, "recorded_score": score, "recorded_grade": grade}
        signed.append((sheet, changes))
    if refused:
        raise Refusals(refused, reason="not_signed")
    change_all(task, signed)
    put_all(task, Signature, [_signature(task, sheet, "assessor", hashes) for sheet, _ in signed])
    return len(signed)


@command(
    AcknowledgeSheet, "assessment.acknowledge", may={Role.ASSESSOR, Role.CLERK, Role.HEAD}, zh="登记本人签字",
    en="record the worker's signature",
)  # fmt: skip
def acknowledge_sheet(task: Task, order: AcknowledgeSheet) -> Signature:
    """Record that the worker signed, or refused to; by whom it was recorded stays with it.

    Raises:
        Refusal: no such sheet, the assessor has not signed it, or it is of another station.
    """
    sheet = sheet_of(task, order.district, order.month, order.worker)
    above = units_above(task.work.session, order.district)
    elsewhere = check_own_station(task.account, order.worker, sheet.station, above)
    if elsewhere is not None:
        raise elsewhere
    session, standing = task.work.session, Standing.of(task.work.session, order.district, order.month)
    only = None if standing.of_whole else order.worker
    hashes = sheet_hashes(session, order.district, order.month, FORM, only)
    _check_assessed(standing, order.worker, hashes)
    task.work.change(sheet, sheet_acknowledged=not order.refused)
    made = _signature(task, sheet, "worker", hashes)
    return task.work.put(Signature.model_validate({**made, "refused": order.refused}))


@command(ReviewSheets, "assessment.review", may={Role.HEAD}, zh="区流管办审核", en="review sheets")
def review_sheets(task: Task, order: ReviewSheets) -> int:
    """Review sheets, all or none; returns how many.

    Raises:
        Refusals: a sheet is missing, not signed by its assessor, or one's own.
    """
    hashes = sheet_hashes(task.work.session, order.district, order.month, FORM)
    standing = Standing.of(task.work.session, order.district, order.month)
    sheets = MonthRows.read_sheets(task, order.district, order.month, order.workers)
    refused: list[Refusal] = []
    reviewed: list[AssessmentSheet] = []
    for worker in dict.fromkeys(order.workers):
        try:
            check_not_oneself(task.account, worker)
            sheet = sheets.get(worker) or sheet_of(task, order.district, order.month, worker)
            _check_assessed(standing, worker, hashes)
        except Refusal as e:
            refused.append(e)
            continue
        reviewed.append(sheet)
    if refused:
        raise Refusals(refused, reason="not_reviewed")
    change_all(task, [(sheet, {"sheet_reviewed": True}) for sheet in reviewed])
    put_all(task, Signature, [_signature(task, sheet, "district_office", hashes) for sheet in reviewed])
    return len(reviewed)


def _known_score(scored: Scores, sheet: AssessmentSheet) -> tuple[int, str | None]:
    found = scored.sheets.get(sheet.worker)
    if found is None or found.score is None:
        missing = ", ".join(m.where for m in found.missing) if found else ""
        unknown = Text(f"得分未知,缺:{missing or '-'}", f"the score is unknown; missing: {missing or '-'}")
        raise Refusal(unknown, reason="unscored", where=shown(sheet))
    return found.score, found.grade


def _check_assessed(standing: Standing, worker: str, hashes: Mapping[str, str]) -> None:
    if not standing.has(worker, "assessor", hashes):
        first = Text("考核人尚未签字,或签后又有更改", "the assessor has not signed it as it is now")
        raise Refusal(first, reason="not_assessed", where=worker)


def _signature(task: Task, sheet: AssessmentSheet, signatory: Signatory, hashes: Mapping[str, str]) -> dict[str, Any]:
    """The columns of a signature that whoever gives the order sets now."""
    return {
        "district": sheet.district, "month": sheet.month, "form": FORM, "worker": sheet.worker,
        "signatory": signatory, "signed_by": task.account.name, "signed_at": task.work.now,
        "sheet_hash": hashes[sheet.worker], "on_paper": False, "refused": False, "void": False,
    }  # fmt: skip

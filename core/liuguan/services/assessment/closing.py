"""Closing a month: what still blocks it is listed; an open objection does not, it stays noted on the closed sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from liuguan.district import City
from liuguan.errors import Refusal, Refusals, Text
from liuguan.language.written import month_text
from liuguan.records.store import all_current
from liuguan.records.tables.assessment import AssessmentSheet, Objection
from liuguan.records.tables.operators import Role
from liuguan.services.assessment.scoring import Scores, SheetScore, scores
from liuguan.services.assessment.sheets import FORM, change_all, shown
from liuguan.services.assessment.standing import Standing
from liuguan.services.commands import Command, Task, command
from liuguan.services.signatures import Signatory, sheet_hashes


class CloseMonth(Command):
    """Close all open sheets of a month."""

    month: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """Why a sheet cannot be closed: `unscored`, `unsigned`, `unacknowledged`, `unreviewed` or `score_changed`.

    `where` is the staff number, or the worker's key where there is none.
    """

    worker: str
    where: str
    reason: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """What closing a month did.

    Attributes:
        not_due: sheets of workers of whom the month needs none; closed as they are.
        without_grade: sheets whose score has no grade yet, such as those graded by quarter.
        objections: workers whose objection was open, and is noted on the closed sheet.
    """

    month: int
    sheets: int
    not_due: tuple[str, ...]
    without_grade: tuple[str, ...]
    objections: tuple[str, ...]


@command(
    CloseMonth, "assessment.close", may={Role.HEAD}, zh="关闭考核月", en="close a month's assessment", undoable=False
)
def close_month(task: Task, order: CloseMonth) -> Closed:
    """Close a month; the score and grade that the standard gives are kept on each sheet.

    Raises:
        Refusals: with everything that blocks it.
    """
    session = task.work.session
    sheets = task.work.all(AssessmentSheet, district=order.district, month=order.month, state="open")
    if not sheets:
        none = Text("该月没有开启的考核表", "the month has no open sheet")
        raise Refusal(none, reason="nothing_open", where=month_text(order.month))
    scored = scores(session, task.city, order.district, order.month)
    blocking = _blockers(session, order.district, order.month, scored)
    if blocking:
        parts = [Refusal(b.text, reason=b.reason, where=b.where) for b in blocking]
        raise Refusals(parts, reason="blocked")
    kept = {s.worker: scored.sheets.get(s.worker) for s in sheets}
    change_all(task, [(s, {"state": "closed", **_recorded(kept[s.worker])}) for s in sheets])
    return Closed(
        month=order.month, sheets=len(sheets),
        not_due=tuple(w for w, s in kept.items() if not _is_due(s)),
        without_grade=tuple(w for w, s in kept.items() if s is not None and s.score is not None and s.grade is None),
        objections=tuple(s.worker for s in sheets if s.objection_open),
    )  # fmt: skip


def blockers(session: Session, city: City, district: str, month: int) -> list[Blocker]:
    """Everything that keeps a month from being closed, sheet by sheet."""
    return _blockers(session, district, month, scores(session, city, district, month))


def _blockers(session: Session, district: str, month: int, scored: Scores) -> list[Blocker]:
    hashes = sheet_hashes(session, district, month, FORM)
    standing = Standing.of(session, district, month)
    objected = {
        o.worker for o in all_current(session, Objection, district=district, month=month) if o.state != "withdrawn"
    }
    found = []
    for sheet in all_current(session, AssessmentSheet, district=district, month=month, state="open"):
        own = scored.sheets.get(sheet.worker)
        if not _is_due(own):
            continue
        reasons = dict(_unscored(own))
        reasons |= _unsigned(sheet.worker, standing, hashes, objected=sheet.worker in objected)
        if not reasons and own is not None and own.score != sheet.recorded_score:
            reasons["score_changed"] = Text(
                "签字后得分有变(标准或其他依据已改);请考核人重新签字",
                "the score is another than was signed (the standard or what it rests on changed); sign anew",
            )
        found += [Blocker(worker=sheet.worker, where=shown(sheet), reason=r, text=text) for r, text in reasons.items()]
    return found


def _recorded(scored: SheetScore | None) -> dict[str, Any]:
    """The columns of a sheet that keep what the standard gave."""
    if scored is None:
        return {"recorded_score": None, "recorded_grade": None}
    return {"recorded_score": scored.score, "recorded_grade": scored.grade}


def _is_due(scored: SheetScore | None) -> bool:
    """Whether a sheet is needed; one of which that is unknown is."""
    return scored is None or scored.due is not False


def _unscored(scored: SheetScore | None) -> Mapping[str, Text]:
    if scored is not None and scored.score is not None:
        return {}
    missing = ", ".join(m.where for m in scored.missing) if scored is not None else ""
    return {"unscored": Text(f"得分未知,缺:{missing or '-'}", f"the score is unknown; missing: {missing or '-'}")}


def _unsigned(worker: str, standing: Standing, hashes: Mapping[str, str], *, objected: bool) -> dict[str, Text]:
    """Signatures that are missing; a worker who objects need not sign."""
    asked: tuple[tuple[Signatory, str, Text], ...] = (
        ("assessor", "unsigned", Text("考核人未签字", "the assessor has not signed")),
        ("worker", "unacknowledged", Text("被考核人未签字", "the worker has not been shown it")),
        ("district_office", "unreviewed", Text("区流管办未审核", "the district office has not reviewed it")),
    )
    return {
        reason: text for signatory, reason, text in asked
        if not (signatory == "worker" and objected) and not standing.has(worker, signatory, hashes)
    }  # fmt: skip

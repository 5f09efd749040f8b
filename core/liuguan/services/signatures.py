"""Signatures on sheets: the short hash over what is printed, and signatures on paper that stand as long as it does.

A printed F3 or F4 bears its number and the first digits of SHA-256 over the canonical JSON of what the records say of
it. A signature names that hash, and stands while the records still have it; afterwards it is shown as void.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlmodel import Session

from liuguan.errors import Refusal, Text
from liuguan.language.written import month_text
from liuguan.records.chain import canonical
from liuguan.records.store import CHINA, all_current, content
from liuguan.records.tables.assessment import AssessmentItem, AssessmentSheet, Signature
from liuguan.records.tables.operators import Role
from liuguan.records.tables.pay import PayLine
from liuguan.records.tables.people import Worker
from liuguan.services.commands import Command, PersonalText, Task, command

Form = Literal["F3", "F4"]
Signatory = Literal["assessor", "worker", "district_office"]
WHOLE = ""
"""In place of a worker: the whole printed sheet of a district and month."""
SHORT = 12
"""Hex digits that are printed: 48 bits, enough to show that a page is not the one on record."""
_NOT_SIGNED = frozenset(
    {
        "state", "assessor", "recorded_score", "recorded_grade", "sheet_acknowledged", "sheet_reviewed",
        "objection_open", "revision", "correction", "note", "source",
    }
)  # fmt: skip
"""What signing, reviewing and closing a sheet themselves set, and remarks; signatures say nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signature, and whether it stands for what the records say now."""

    signature: Signature
    stands: bool


def sheet_hash(session: Session, district: str, month: int, form: Form, worker: str | None = None) -> str:
    """The short hash of a printed sheet.

    Args:
        month: month assessed (F3), or month in whose payroll it is (F4).
        worker: one person's sheet or line; the whole table of the district without it.

    Raises:
        Refusal: there is nothing to print.
    """
    found = sheet_hashes(session, district, month, form, worker).get(worker or WHOLE)
    if found is None:
        none = Text("该月没有此表", "there is no such sheet of the month")
        raise Refusal(none, reason="unknown_sheet", where=f"{form} {month_text(month)}")
    return found


def sheet_hashes(session: Session, district: str, month: int, form: Form, worker: str | None = None) -> dict[str, str]:
    """The short hashes of a month's sheets by worker, and that of the whole table under "".

    Args:
        worker: only this person's, and not that of the whole table.
    """
    made = _printed(session, district, month, form, {"worker": worker} if worker else {})
    hashes = {w: _short(form, district, month, [part]) for w, part in made.items()}
    return hashes | ({WHOLE: _whole(form, district, month, made)} if made and not worker else {})


def table_hash(session: Session, district: str, month: int, form: Form) -> str:
    """The short hash of a month's whole table alone; empty where there is none."""
    made = _printed(session, district, month, form, {})
    return _whole(form, district, month, made) if made else ""


def sheet_number(form: Form, district: str, month: int, place: int = 0) -> str:
    """The number that a printed sheet bears: `F3-xuanwu-2010-12`, with the place in the list for a single person's."""
    return f"{form}-{district}-{month_text(month)}" + (f"-{place:04d}" if place else "")


def signatures(session: Session, district: str, month: int, form: Form) -> list[Signed]:
    """All signatures of a month's sheets, those that no longer stand too."""
    now = sheet_hashes(session, district, month, form)
    found = all_current(session, Signature, district=district, month=month, form=form)
    return [Signed(signature=s, stands=not s.void and s.sheet_hash == now.get(s.worker)) for s in found]


def _printed(session: Session, district: str, month: int, form: Form, one: dict[str, Any]) -> dict[str, Any]:
    """What is printed of each worker."""
    return _assessments(session, district, month, one) if form == "F3" else _pay_lines(session, district, month, one)


def _whole(form: str, district: str, month: int, made: dict[str, Any]) -> str:
    return _short(form, district, month, [made[w] for w in sorted(made)])


def _short(form: str, district: str, month: int, parts: Sequence[Any]) -> str:
    said = canonical({"form": form, "district": district, "month": month_text(month), "rows": list(parts)})
    return hashlib.sha256(said.encode()).hexdigest()[:SHORT]


def _assessments(session: Session, district: str, month: int, one: dict[str, Any]) -> dict[str, Any]:
    items: dict[str, list[Any]] = {}
    for item in all_current(session, AssessmentItem, district=district, month=month, **one):
        items.setdefault(item.worker, []).append(_plain(content(item), frozenset({"source"})))
    sheets = all_current(session, AssessmentSheet, district=district, month=month, **one)
    return {s.worker: {**_plain(content(s), _NOT_SIGNED), "items": items.get(s.worker, [])} for s in sheets}


def _pay_lines(session: Session, district: str, month: int, one: dict[str, Any]) -> dict[str, Any]:
    lines: dict[str, list[Any]] = {}
    for line in all_current(session, PayLine, district=district, pay_month=month, **one):
        lines.setdefault(line.worker, []).append(_plain(content(line), frozenset({"receipt_signed", "note", "source"})))
    return dict(lines)


def _plain(row: dict[str, Any], but: frozenset[str]) -> dict[str, Any]:
    """A row as JSON holds it; what is unknown is left out, so that a new column changes no old hash."""
    return {k: str(v) if isinstance(v, datetime.date) else v for k, v in row.items() if v is not None and k not in but}


class RecordPaperSignature(Command):
    """Record that a printed sheet was signed: by whom, when, and the hash that stands on it.

    Without `worker` the whole table was signed. `assessed_by` says as what an assessor signed, where that is known.
    """

    month: int
    form: Form
    signatory: Signatory
    signed_by: PersonalText
    signed_on: datetime.date
    sheet_hash: str
    worker: str | None = None
    sheet_number: str | None = None
    assessed_by: Literal["station", "central_station", "district_office"] | None = None


@command(
    RecordPaperSignature, "signature.paper", may={Role.CLERK, Role.HEAD, Role.ASSESSOR}, zh="登记纸面签字",
    en="record a signature on paper",
)  # fmt: skip
def record_paper_signature(task: Task, order: RecordPaperSignature) -> Signature:
    """Keep a signature on paper.

    Raises:
        Refusal: the hash is not that of what the records say now, the day lies ahead, or somebody assesses himself.
    """
    where = f"{order.form} {month_text(order.month)}"
    present = sheet_hash(task.work.session, order.district, order.month, order.form, order.worker)
    if order.sheet_hash.strip().lower() != present:
        other = Text(
            f"纸上的校验码不是现有内容的({present});表已更改,请重新打印后再签",
            f"the hash on the paper is not that of the present content ({present}); print the sheet anew and sign that",
        )
        raise Refusal(other, reason="other_content", where=where)
    if order.signed_on > task.work.now.astimezone(CHINA).date():
        raise Refusal(Text("签字日期晚于今天", "the day of the signature lies ahead"), reason="bad_order", where=where)
    named = task.work.session.get(Worker, order.worker) if order.worker else None
    if order.signatory != "worker" and named is not None and named.name == order.signed_by:
        own = Text("不能考核、审核本人", "nobody assesses or reviews himself or herself")
        raise Refusal(own, reason="own_sheet", where=where)
    signed_at = datetime.datetime.combine(order.signed_on, datetime.time(), tzinfo=CHINA)
    made = Signature(
        district=order.district, month=order.month, form=order.form, worker=order.worker or WHOLE,
        signatory=order.signatory, signed_by=order.signed_by, signed_at=signed_at.astimezone(datetime.UTC),
        on_paper=True, sheet_number=order.sheet_number, sheet_hash=present,
    )  # fmt: skip
    if order.form == "F3":
        _show_on_sheets(task, order)
    return task.work.put(made)


def _show_on_sheets(task: Task, order: RecordPaperSignature) -> None:
    """What the sheets themselves say of the signature; of the assessor's, the score that was signed."""
    one: dict[str, Any] = {"worker": order.worker} if order.worker else {}
    sheets = task.work.all(AssessmentSheet, district=order.district, month=order.month, **one)
    if order.signatory == "assessor":
        from liuguan.services.assessment.scoring import scores

        if order.assessed_by not in (None, "district_office"):
            _check_no_central_staff(task, order, [sheet.worker for sheet in sheets])
        scored = scores(task.work.session, task.city, order.district, order.month).sheets
        for sheet in sheets:
            if (found := scored.get(sheet.worker)) is not None:
                by = order.assessed_by or sheet.assessor
                task.work.change(sheet, assessor=by, recorded_score=found.score, recorded_grade=found.grade)
        return
    shown = {"sheet_acknowledged": True} if order.signatory == "worker" else {"sheet_reviewed": True}
    for sheet in sheets:
        task.work.change(sheet, **shown)


def _check_no_central_staff(task: Task, order: RecordPaperSignature, workers: Sequence[str]) -> None:
    """Refuse a station's signature for those whom the district office assesses (IV.3.0b)."""
    from liuguan.services.assessment.staff import staff_of
    from liuguan.vocabulary import Post

    staff = staff_of(task.work.session, order.district, order.month)
    central = [w for w in workers if w in staff and staff[w].post == Post.CENTRAL]
    if central:
        office = Text("中心站人员由区流管办考核", "the district office assesses central-station staff")
        raise Refusal(office, reason="wrong_assessor", where=", ".join(central))

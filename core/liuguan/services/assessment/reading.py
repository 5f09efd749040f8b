"""A month as it stands: each sheet with its live score, its signatures, and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from liuguan.district import City
from liuguan.records.store import all_current
from liuguan.records.tables.assessment import AssessmentItem, AssessmentSheet
from liuguan.services.assessment.scoring import Missing, Scores, scores
from liuguan.services.assessment.sheets import FORM
from liuguan.services.assessment.standing import Standing
from liuguan.services.signatures import sheet_hashes


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """One sheet of a month, as a list shows it.

    Attributes:
        score: hundredths of a point, as the standard gives them now; None is unknown.
        signed, acknowledged, reviewed: whether these signatures stand for the sheet as it is.
        hash: what a print of it bears.
    """

    sheet: AssessmentSheet
    items: Mapping[str, AssessmentItem]
    score: int | None
    grade: str | None
    points: Mapping[str, int | None]
    missing: tuple[Missing, ...]
    signed: bool
    acknowledged: bool
    reviewed: bool
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthView:
    """All sheets of a month by worker, and the scores that they were given, to be explained."""

    sheets: Mapping[str, SheetView]
    scored: Scores


def read_month(session: Session, city: City, district: str, month: int, *, known: int | None = None) -> MonthView:
    """The sheets of a month with their scores.

    Args:
        known: an event; as the records were right after it (signatures and hashes are those of now).
    """
    scored = scores(session, city, district, month, known=known)
    standing = Standing.of(session, district, month)
    hashes = sheet_hashes(session, district, month, FORM)
    items: dict[str, dict[str, AssessmentItem]] = {}
    for item in all_current(session, AssessmentItem, known=known, district=district, month=month):
        items.setdefault(item.worker, {})[item.item] = item
    made = {}
    for sheet in all_current(session, AssessmentSheet, known=known, district=district, month=month):
        own = scored.sheets.get(sheet.worker)
        made[sheet.worker] = SheetView(
            sheet=sheet, items=items.get(sheet.worker, {}), score=own.score if own else None,
            grade=own.grade if own else None, points=own.items if own else {}, missing=own.missing if own else (),
            signed=standing.has(sheet.worker, "assessor", hashes),
            acknowledged=standing.has(sheet.worker, "worker", hashes),
            reviewed=standing.has(sheet.worker, "district_office", hashes), hash=hashes.get(sheet.worker, ""),
        )  # fmt: skip
    return MonthView(sheets=made, scored=scored)

"""What lists and screens show of filings: one row for each version, and one version in full."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from liuguan.district import City
from liuguan.errors import Refusal
from liuguan.language.written import month_text
from liuguan.records.base import Day
from liuguan.records.store import CHINA, all_current
from liuguan.records.tables.filings import STANDARD_FORM, Content, FiledDocument, Filing
from liuguan.services.filings.drafts import NO_FILING
from liuguan.services.filings.history import STANDINGS, History, Standing, read_filings
from liuguan.services.filings.permission import mergers
from liuguan.services.filings.standard import parts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingRow:
    """One version of a filing as a list shows it.

    Attributes:
        submitted_on: the day in China on which the version was submitted.
        counted_from: the day from which it counts: with the version that it corrects, where that was returned.
        late: whether that is after `due_on`; None where one of them is unknown.
    """

    id: str
    number: int
    form: str
    district: str
    month: str | None
    standing: Standing
    submitted_on: Day | None
    counted_from: Day | None
    due_on: Day | None
    late: bool | None
    effective_from: Day | None
    effective_to: Day | None
    author: str
    approver: str
    sha256: str

    @property
    def standing_words(self) -> tuple[str, str]:
        """What its standing is called, in Chinese and English."""
        return STANDINGS[self.standing]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingView:
    """One version in full: what it holds, what goes with it, and what was done with it."""

    row: FilingRow
    manifest: dict[str, Any]
    documents: tuple[FiledDocument, ...]
    acts: tuple[dict[str, Any], ...]
    report: dict[str, Any] | None


def list_filings(
    session: Session,
    city: City,
    *,
    today: Day,
    district: str = "",
    forms: Iterable[str] = (),
    known: int | None = None,
) -> list[FilingRow]:
    """Every version of filings, by district, form and number; of one district, or of some forms.

    Args:
        today: the day at whose end they stand as shown.
        known: an event; as they stood right after it.
    """
    found = read_filings(session, district=district, forms=forms, known=known)
    return [row_of(history, v, city, today) for history in found for v in history.versions]


def view_filing(session: Session, city: City, filing: str, *, today: Day, number: int | None = None) -> FilingView:
    """One version of a filing, the latest without a number.

    Raises:
        Refusal: there is no such filing, or no such version.
    """
    histories = read_filings(session, only=filing)
    versions = [v for h in histories for v in h.versions if number in (None, v.number)]
    if not versions:
        raise Refusal(NO_FILING, reason="unknown_filing", where=filing)
    version = versions[-1]
    return FilingView(
        row=row_of(histories[0], version, city, today),
        manifest=json.loads(version.manifest),
        documents=tuple(all_current(session, FiledDocument, filing=version.id, number=version.number)),
        acts=tuple(_acts(histories[0], version)),
        report=_report(session, version),
    )


def row_of(history: History, version: Filing, city: City, today: Day) -> FilingRow:
    """One version as a list shows it."""
    counted = history.counted_from(version)
    counted_from = counted.astimezone(CHINA).date() if counted is not None else None
    known = counted_from is not None and version.due_on is not None
    return FilingRow(
        id=version.id, number=version.number, form=version.form, district=version.district,
        month=month_text(version.month) if version.month is not None else None,
        standing=history.standing(version, today, mergers=mergers(city, version.district)),
        submitted_on=version.submitted_at.astimezone(CHINA).date() if version.submitted_at else None,
        counted_from=counted_from, due_on=version.due_on,
        late=counted_from > version.due_on if known and counted_from and version.due_on else None,
        effective_from=version.effective_from, effective_to=version.effective_to, author=version.author,
        approver=version.approver, sha256=version.sha256,
    )  # fmt: skip


def _acts(history: History, version: Filing) -> Sequence[dict[str, Any]]:
    rows = (a.model_dump(exclude={"row_id", "filing", "number", "at"}) for a in history.upon(version.number))
    return [{name: value for name, value in row.items() if value not in (None, "")} for row in rows]


def _report(session: Session, version: Filing) -> dict[str, Any] | None:
    """The lint report that was filed with a standard."""
    if version.form != STANDARD_FORM:
        return None
    content = session.get(Content, parts_of(version).report)
    report: dict[str, Any] | None = json.loads(content.data) if content is not None else None
    return report


__all__ = ["FilingRow", "FilingView", "list_filings", "row_of", "view_filing"]

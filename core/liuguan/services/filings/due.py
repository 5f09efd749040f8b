"""What a district's office has to hand in and by when, and what waits at the city office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session

from liuguan.district import City
from liuguan.language.functions import month_of
from liuguan.records.base import Day, Version
from liuguan.records.store import as_known, table_of
from liuguan.records.tables.assessment import AssessmentSheet
from liuguan.records.tables.filings import NOTICES, PERMISSION_FORM, STANDARD_FORM, Filing
from liuguan.records.tables.pay import PayRun
from liuguan.records.tables.places import Population
from liuguan.services.filings.history import History, Standing, read_filings
from liuguan.services.filings.notices import NOTICE_FORMS, Subject, deadline_of_change, untold_changes
from liuguan.services.filings.permission import mergers
from liuguan.services.filings.standard import standard_due
from liuguan.services.filings.views import FilingRow, row_of
from liuguan.services.working_days import Deadlines

STANDARD_CLAUSE, CORRECTION_CLAUSE = "V.1", "II.13"
_FIRST_RECORDS: tuple[type[Version], ...] = (Population, AssessmentSheet, PayRun)


class Urgency(StrEnum):
    """How a thing to hand in stands."""

    OVERDUE = "overdue"
    DUE = "due"
    UNKNOWN = "unknown"
    RETURNED = "returned"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something to hand in.

    Attributes:
        urgency: `unknown` where no day can be said, `returned` for correction, `draft` waits for the head.
        months: of a monthly or yearly form, each that is missing; the day is that of the first.
        count: staff changes that nobody was told of, or months.
        status: of the deadline: `unverified` where the guidance names no day.
    """

    form: str
    clause: str
    urgency: Urgency
    due_on: Day | None
    months: tuple[int, ...] = ()
    count: int = 1
    filing: str = ""
    reason: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something that waits at the city office, for `registration` or for a `decision`."""

    row: FilingRow
    waits_for: str
    days: int


def due(session: Session, city: City, district: str, today: Day) -> list[Due]:
    """What a district has to hand in, the most urgent first.

    Monthly forms are counted from the first month that the district has records of.
    """
    histories = read_filings(session, district=district)
    found = [*_standard(city, histories, today), *_changes(session, city, district, today)]
    found += _periodic(session, city, district, histories, today)
    found += _unfinished(city, histories, today)
    order = list(Urgency)
    return sorted(found, key=lambda d: (order.index(d.urgency), d.due_on or Day.max, d.form))


def queue(session: Session, city: City, today: Day) -> list[Waiting]:
    """What waits at the city office, the longest waiting first."""
    found = []
    for history in read_filings(session):
        version = history.submitted
        if version is None:
            continue
        row = row_of(history, version, city, today)
        decides = version.form == PERMISSION_FORM and row.standing is Standing.REGISTERED
        if row.standing is Standing.SUBMITTED or decides:
            days = (today - row.submitted_on).days if row.submitted_on else 0
            found.append(Waiting(row=row, waits_for="decision" if decides else "registration", days=days))
    return sorted(found, key=lambda w: (-w.days, w.row.district, w.row.id))


def _standard(city: City, histories: Sequence[History], today: Day) -> Iterable[Due]:
    """V.1: a standard of the district's own."""
    own = [(h, v) for h in histories if (v := h.submitted) is not None and v.form == STANDARD_FORM]
    if any(h.standing(v, today) is not Standing.WITHDRAWN for h, v in own):
        return
    day, status = standard_due(city)
    yield Due(form=STANDARD_FORM, clause=STANDARD_CLAUSE, urgency=_urgency(day, today), due_on=day, status=status)


def _changes(session: Session, city: City, district: str, today: Day) -> Iterable[Due]:
    """F1: staff changes that no notice has told of, together by how they stand."""
    by_urgency: dict[Urgency, list[Day | None]] = {}
    for row in untold_changes(Subject(session=session, city=city, district=district, today=today)):
        ends = deadline_of_change(city, Day.fromisoformat(row["day"]))
        by_urgency.setdefault(_urgency(ends, today), []).append(ends)
    form = NOTICE_FORMS["F1"]
    for urgency, days in by_urgency.items():
        first = min((d for d in days if d is not None), default=None)
        yield Due(
            form=form.code, clause=form.clause, urgency=urgency, due_on=first, count=len(days),
            status=_status(city, today),
        )  # fmt: skip


def _periodic(session: Session, city: City, district: str, histories: Sequence[History], today: Day) -> Iterable[Due]:
    """The monthly and yearly forms whose months are over and that are not handed in, together by how they stand."""
    begins = _first_month(session, district)
    if begins is None:
        return
    subject = Subject(session=session, city=city, district=district, today=today)
    for form in NOTICE_FORMS.values():
        if not form.every:
            continue
        have = {v.month for h in histories if (v := _handed_in(h, today)) is not None and v.form == form.code}
        by_urgency: dict[Urgency, list[int]] = {}
        days: dict[int, Day | None] = {}
        for month in range(begins, month_of(today)):
            if (month + 1) % form.every or month in have or city.config.unit(district, month) is None:
                continue
            days[month] = form.due(replace(subject, month=month), [])
            by_urgency.setdefault(_urgency(days[month], today), []).append(month)
        for urgency, months in by_urgency.items():
            yield Due(
                form=form.code, clause=form.clause, urgency=urgency, due_on=days[months[0]], months=tuple(months),
                count=len(months), status=_status(city, today),
            )  # fmt: skip


def _unfinished(city: City, histories: Sequence[History], today: Day) -> Iterable[Due]:
    """Filings that were returned and not corrected, and drafts that nobody has submitted."""
    for history in histories:
        clause = NOTICE_FORMS[history.latest.form].clause if history.latest.form in NOTICES else "V.2"
        if history.draft is not None:
            yield Due(
                form=history.draft.form, clause=clause, urgency=Urgency.DRAFT, due_on=history.draft.due_on,
                filing=history.id,
            )  # fmt: skip
        version = history.submitted
        ends = mergers(city, history.latest.district)
        if version is not None and history.standing(version, today, mergers=ends) is Standing.RETURNED:
            reason = next((a.reason for a in history.upon(version.number) if a.act == "return"), "")
            yield Due(
                form=version.form, clause=CORRECTION_CLAUSE if version.form in NOTICES else clause,
                urgency=Urgency.RETURNED, due_on=None, filing=history.id, reason=reason,
            )  # fmt: skip


def _handed_in(history: History, today: Day) -> Filing | None:
    """The version that is submitted, and neither withdrawn nor returned without a correction."""
    version = history.submitted
    if version is None or history.standing(version, today) not in (Standing.SUBMITTED, Standing.REGISTERED):
        return None
    return version


def _first_month(session: Session, district: str) -> int | None:
    months = []
    for model in _FIRST_RECORDS:
        table = table_of(model)
        query = sa.select(sa.func.min(table.c.month)).where(table.c.district == district, as_known(table))
        months.append(session.execute(query).scalar())
    return min((m for m in months if m is not None), default=None)


def _urgency(day: Day | None, today: Day) -> Urgency:
    if day is None:
        return Urgency.UNKNOWN
    return Urgency.OVERDUE if day < today else Urgency.DUE


def _status(city: City, day: Day) -> str:
    found = Deadlines.on(city, day)
    return found.status if found is not None else ""


__all__ = ["Due", "Urgency", "Waiting", "due", "queue"]

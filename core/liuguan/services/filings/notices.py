"""Notices: what each form tells the city office, gathered from the records when a clerk prepares it.

A form is one function from the records to rows, with its clause and its deadline. Rows hold keys of workers, never
names or numbers of persons; a printed form fills these in from the roster.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from liuguan.district import City
from liuguan.language.functions import first_day, last_day
from liuguan.records.base import Day
from liuguan.records.store import all_current
from liuguan.records.tables.assessment import AssessmentSheet
from liuguan.records.tables.filings import Filing
from liuguan.records.tables.pay import PayLine, PayRun
from liuguan.records.tables.people import Assignment
from liuguan.services.roster.reading import staff_changes
from liuguan.services.working_days import ONE_DAY, Deadlines, WorkingDays

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a notice is about.

    Attributes:
        today: the day in China; nothing later is told.
        month: of the form; for a yearly form the last month of the year.
        filing: the one that is being prepared anew or amended; what it told of is told again.
    """

    session: Session
    city: City
    district: str
    today: Day
    month: int | None = None
    filing: str = ""

    @property
    def of_month(self) -> int:
        if self.month is None:
            raise ValueError("a form of a month needs one")
        return self.month


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeForm:
    """A form of notice: what it holds, by when, and why.

    Attributes:
        every: how many months one form covers; 0 where events make it due.
    """

    code: str
    zh: str
    en: str
    clause: str
    every: int
    build: Callable[[Subject], list[Row]]
    due: Callable[[Subject, list[Row]], Day | None]


def day_of_next_month(name: str) -> Callable[[Subject, list[Row]], Day | None]:
    """Due on a day of the month that follows, as the city's deadlines name it."""

    def due(subject: Subject, rows: list[Row]) -> Day | None:
        found = Deadlines.on(subject.city, last_day(subject.of_month))
        return first_day(subject.of_month + 1) + (getattr(found, name) - 1) * ONE_DAY if found is not None else None

    return due


def after_the_year(subject: Subject, rows: list[Row]) -> Day | None:
    """Due some days after the end of the year."""
    ends = last_day(subject.of_month)
    found = Deadlines.on(subject.city, ends)
    return ends + found.annual_days_after_year * ONE_DAY if found is not None else None


def after_the_change(subject: Subject, rows: list[Row]) -> Day | None:
    """Due so many working days after the earliest change; unknown where a day between is."""
    days = [Day.fromisoformat(row["day"]) for row in rows]
    return deadline_of_change(subject.city, min(days)) if days else None


def deadline_of_change(city: City, day: Day) -> Day | None:
    """The last day on which a staff change of a day is told in time (II.13); unknown outside the known days."""
    found = Deadlines.on(city, day)
    return WorkingDays.of(city).after(day, found.filing_working_days) if found is not None else None


# F1: changes of staff (II.13).

MADE_BY = {
    "hire": "hire", "leave": "leave", "transfer_in": "transfer_in", "transfer_out": "transfer_out",
    "role": "change_of_post", "employer": "employer", "station": "transfer",
}  # fmt: skip
"""What the city office is told of, and the action of the roster line that an order of that kind makes.

What was read in with an office's old files was told of outside these records, and is never owed.
"""


def untold_changes(subject: Subject) -> list[Row]:
    """Changes up to today that no submitted notice has told of, in the order of their days."""
    since = first_day(subject.city.config.law_from)
    told = _told_already(subject)
    lines = {(a.worker, a.line): a for a in all_current(subject.session, Assignment, district=subject.district)}
    found = staff_changes(subject.session, subject.district, since, subject.today)
    rows = []
    for worker, line, what, day in found.select("worker", "line", "what", "happened_on").iter_rows():
        of_line = lines[worker, line]
        if MADE_BY[what] in of_line.action.split() and (worker, line, what) not in told:
            rows.append(_change(of_line, what, day))
    return rows


def _change(line: Assignment, what: str, day: Day) -> Row:
    return {
        "worker": line.worker, "line": line.line, "change": what, "day": day.isoformat(), "reason": line.reason,
        "station": line.station, "post": line.post, "data_entry": line.data_entry, "employer": line.employer,
    }  # fmt: skip


def _told_already(subject: Subject) -> set[tuple[str, int, str]]:
    told = set()
    for filing in all_current(subject.session, Filing, district=subject.district, form="F1", state="submitted"):
        if filing.id != subject.filing:
            told |= {(row["worker"], row["line"], row["change"]) for row in json.loads(filing.manifest)["rows"]}
    return told


# F3: assessment (IV.3.0b).


def assessment_summary(subject: Subject) -> list[Row]:
    """How many sheets a month has, closed and open, by grade."""
    sheets = all_current(subject.session, AssessmentSheet, district=subject.district, month=subject.of_month)
    scores = [s.recorded_score for s in sheets if s.recorded_score is not None]
    grades = Counter(s.recorded_grade or "" for s in sheets)
    return [
        {
            "sheets": len(sheets), "closed": sum(s.state == "closed" for s in sheets), "scored": len(scores),
            "points_total": sum(scores), "grades": {g or "unknown": n for g, n in sorted(grades.items())},
        }
    ]  # fmt: skip


# F4: payroll (II.2, II.14).


def payroll_summary(subject: Subject) -> list[Row]:
    """The runs paid in a month: lines, and totals in fen; a total with a blank in it is unknown."""
    runs = all_current(subject.session, PayRun, district=subject.district, month=subject.of_month)
    lines = all_current(subject.session, PayLine, district=subject.district, pay_month=subject.of_month)
    return [_run(run, [line for line in lines if line.run == run.number]) for run in runs]


def _run(run: PayRun, lines: list[PayLine]) -> Row:
    return {
        "run": run.number, "kind": run.kind, "state": run.state, "rulebook": run.rulebook, "lines": len(lines),
        "gross_fen": _total([line.paid_gross for line in lines]),
        "net_fen": _total([line.paid_net for line in lines]),
    }  # fmt: skip


def _total(amounts: list[int | None]) -> int | None:
    known = [a for a in amounts if a is not None]
    return sum(known) if len(known) == len(amounts) else None


# F5: staffing (I.7).


def staffing_report(subject: Subject) -> list[Row]:
    """Counts and needs of the district and its units, as judged by what is in force."""
    from liuguan.services.staffing import staffing

    rows = staffing(
        subject.session, subject.city, subject.district, first_month=subject.of_month, last_month=subject.of_month
    )
    return [row.to_json() for row in rows]


# F9: the year (II.14, III.8).


def annual_summary(subject: Subject) -> list[Row]:
    """The year as the city's annual assessment asks for it."""
    from liuguan.services.annual import annual_review

    review = annual_review(
        subject.session, subject.city, subject.district, subject.of_month // 12, last_month=subject.of_month
    )  # fmt: skip
    row: Row = json.loads(json.dumps(review.to_json()))  # a manifest's names are texts
    return [row]


NOTICE_FORMS: Mapping[str, NoticeForm] = {
    form.code: form
    for form in (
        NoticeForm(
            code="F1", zh="人员变动备案表", en="staff changes", clause="II.13", every=0,
            build=untold_changes, due=after_the_change,
        ),
        NoticeForm(
            code="F3", zh="月度考核汇总", en="assessment summary", clause="IV.3.0b", every=1,
            build=assessment_summary, due=day_of_next_month("assessment_day_of_next_month"),
        ),
        NoticeForm(
            code="F4", zh="工资发放汇总", en="payroll summary", clause="II.14", every=1,
            build=payroll_summary, due=day_of_next_month("payroll_day_of_next_month"),
        ),
        NoticeForm(
            code="F5", zh="配备情况表", en="staffing report", clause="I.7", every=1,
            build=staffing_report, due=day_of_next_month("staffing_day_of_next_month"),
        ),
        NoticeForm(
            code="F9", zh="年度汇总", en="annual summary", clause="III.8", every=12,
            build=annual_summary, due=after_the_year,
        ),
    )
}  # fmt: skip
"""Every form of notice, in the order of its number."""

__all__ = [
    "NOTICE_FORMS", "NoticeForm", "Subject", "deadline_of_change", "untold_changes",
]  # fmt: skip

"""A district's candidates with what the rulebook says of each: the rows that a screen or a command shows."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session

from liuguan.district import City
from liuguan.records.store import all_current, content
from liuguan.records.tables.hiring import CANDIDATE_STATES, Candidate
from liuguan.services.candidates.eligibility import Eligibility, judge, rulebook_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A candidate's file without what names the person, and its eligibility."""

    candidate: str
    state: str
    hire_date: datetime.date | None
    told: Eligibility


def judged_candidates(
    city: City,
    session: Session,
    district: str,
    *,
    known: int | None = None,
    states: Collection[str] = CANDIDATE_STATES,
) -> list[Judged]:
    """The candidates of a district, each by the rulebook of its day of hire, in the order of their files.

    Args:
        known: an event; the files as they were right after it.
        states: states of the files that are wanted.
    """
    city.check_id(district)
    files = [f for f in all_current(session, Candidate, known=known, district=district) if f.state in states]
    by_day: dict[datetime.date | None, list[Candidate]] = {}
    for file in files:
        by_day.setdefault(file.hire_date, []).append(file)
    told: dict[str, Eligibility] = {}
    for day, of_the_day in by_day.items():
        answers = judge(rulebook_on(city, session, district, day), [content(f) for f in of_the_day])
        told |= dict(zip((f.id for f in of_the_day), answers, strict=True))
    return [
        Judged(candidate=f.id, state=f.state, hire_date=f.hire_date, told=told[f.id])
        for f in sorted(files, key=lambda f: int(f.id[1:]) if f.id[1:].isdigit() else 0)
    ]


__all__ = ["Judged", "judged_candidates"]

"""A candidate's file: opened, filled field by field, judged live, withdrawn; closed to changes once decided."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlmodel import Session

from liuguan.district import City
from liuguan.errors import Refusal, Text
from liuguan.records.store import content, current
from liuguan.records.tables.hiring import Candidate
from liuguan.services.candidates.eligibility import Eligibility, eligibility_of, rulebook_on
from liuguan.services.candidates.recruitment import recruitment
from liuguan.services.commands import PERSONAL, Command, PersonalText, Task, command
from liuguan.services.roster.changing import OFFICE
from liuguan.services.roster.people import read_id_number
from liuguan.services.roster.words import EducationWord, GenderWord

Outcome = Literal["passed", "failed"]
APPROVED_FOR = ("birth_date", "hire_date")
"""What an age exception was approved for; with another, the approval is void."""


class OpenCandidate(Command):
    """Open a candidate's file."""

    recruitment: str | None = None
    name: PersonalText | None = None


class FillCandidate(Command):
    """Fill fields of a candidate's file; those left out stay, a null that is written makes unknown again.

    Of background and health only yes, no or unknown is kept, with day and issuer.
    """

    candidate: str
    seen: int | None = None
    recruitment: str | None = None
    name: PersonalText | None = None
    id_number: PersonalText | None = None
    station: str | None = None
    gender: GenderWord | None = None
    birth_date: Annotated[datetime.date, PERSONAL] | None = None
    hire_date: datetime.date | None = None
    education: EducationWord | None = None
    data_entry_post: bool | None = None
    collects_and_enters: bool | None = None
    cadre_post: bool | None = None
    background_clear: bool | None = None
    background_checked_on: datetime.date | None = None
    background_issuer: str | None = None
    medically_fit: bool | None = None
    medical_checked_on: datetime.date | None = None
    medical_issuer: str | None = None
    computer_proficient: bool | None = None
    training_passed: bool | None = None
    contract_has_violation_clause: bool | None = None
    examination_result: Outcome | None = None
    panel_score: Annotated[int | None, Field(ge=0, le=10_000)] = None
    writing_result: Outcome | None = None
    speaking_result: Outcome | None = None


class WithdrawCandidate(Command):
    """Record that a candidate no longer seeks the post."""

    candidate: str


@command(OpenCandidate, "candidate.open", may=OFFICE, zh="登记应聘人员", en="open a candidate's file")
def open_candidate(task: Task, order: OpenCandidate) -> Candidate:
    """Open a file.

    Raises:
        Refusal: the district has no such recruitment.
    """
    task.city.check_id(order.district)
    if order.recruitment is not None:
        recruitment(task, order.district, order.recruitment)
    task.subject = f"c{task.work.event}"
    return task.work.put(Candidate(id=task.subject, **order.model_dump()))


@command(FillCandidate, "candidate.fill", may=OFFICE, zh="填写应聘材料", en="fill a candidate's file")
def fill_candidate(task: Task, order: FillCandidate) -> Candidate:
    """Fill fields. An ID number answers birth date and gender where nothing else has; another age voids an approval.

    Raises:
        Refusal: no such file, one that is decided, or an ID number that cannot be right.
        Conflict: it was changed since it was seen.
    """
    found = open_file(task, order.district, order.candidate)
    own = order.model_fields_set - {"district", "candidate", "seen"}
    filled: dict[str, Any] = {name: getattr(order, name) for name in FillCandidate.model_fields if name in own}
    if order.recruitment is not None:
        recruitment(task, order.district, order.recruitment)
    if order.id_number is not None:
        number = read_id_number(order.id_number)
        said = {"birth_date": number.birth_date, "gender": number.gender}
        filled |= {name: value for name, value in said.items() if name not in own and getattr(found, name) is None}
        filled["id_number"] = number.long
    if any(name in filled and filled[name] != getattr(found, name) for name in APPROVED_FOR):
        filled |= {"age_exception_approved": None, "age_exception_approver": None}
    return task.work.change(found, seen=order.seen, **filled)


@command(WithdrawCandidate, "candidate.withdraw", may=OFFICE, zh="应聘人员退出", en="record a candidate's withdrawal")
def withdraw_candidate(task: Task, order: WithdrawCandidate) -> Candidate:
    """Close a file without a decision, or before an accepted candidate begins.

    Raises:
        Refusal: no such file, or one that was rejected or led to a hire.
    """
    found = file_of(task, order.district, order.candidate)
    if found.state not in ("open", "accepted"):
        raise _not_open(found)
    return task.work.change(found, state="withdrawn")


def file_of(task: Task, district: str, candidate: str) -> Candidate:
    """A candidate's file.

    Raises:
        Refusal: there is none.
    """
    found = task.work.current(Candidate, district, candidate)
    if found is None:
        raise _unknown(candidate)
    return found


def open_file(task: Task, district: str, candidate: str) -> Candidate:
    """A candidate's file that is not decided yet.

    Raises:
        Refusal: there is none, or it is decided.
    """
    found = file_of(task, district, candidate)
    if found.state != "open":
        raise _not_open(found)
    return found


def live_eligibility(city: City, session: Session, district: str, candidate: str) -> Eligibility:
    """What the rulebook says of a file as it stands now.

    Raises:
        Refusal: there is no such file.
    """
    found = current(session, Candidate, district, candidate)
    if found is None:
        raise _unknown(candidate)
    return eligibility_of(rulebook_on(city, session, district, found.hire_date), content(found))


def _unknown(candidate: str) -> Refusal:
    none = Text("没有此应聘人员", "there is no such candidate")
    return Refusal(none, reason="unknown_candidate", where=candidate)


def _not_open(found: Candidate) -> Refusal:
    closed = Text(f"材料已定:{found.state};须先重新打开", f"the file is {found.state}; reopen it first")
    return Refusal(closed, reason="closed", where=found.id)


__all__ = [
    "FillCandidate", "OpenCandidate", "WithdrawCandidate", "file_of", "fill_candidate", "live_eligibility",
    "open_candidate", "open_file", "withdraw_candidate",
]  # fmt: skip

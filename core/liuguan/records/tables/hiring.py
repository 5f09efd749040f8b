"""Recruitment: notices, candidates with what is known of their eligibility, and the decisions taken on them."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from liuguan.records.base import Day, Version, one_of, stated, versions
from liuguan.vocabulary import CANDIDATE

CANDIDATE_STATES = ("open", "accepted", "rejected", "withdrawn", "hired")


class Recruitment(Version, table=True):
    """An open selection (IV.1.0): the notice that announced it, and how candidates were examined."""

    __tablename__ = "recruitment"
    KEY: ClassVar[tuple[str, ...]] = ("district", "id")
    __table_args__ = versions(*KEY)

    district: str
    id: str
    notice_reference: str
    notice_date: Day | None = None
    posts: int | None = None
    examination_date: Day | None = None
    panel: str | None = None
    note: str | None = None


class Candidate(Version, table=True):
    """Someone being hired; yes, no or unknown with a date and an issuer, and no diagnosis or offence."""

    __tablename__ = "candidate"
    KEY: ClassVar[tuple[str, ...]] = ("district", "id")
    __table_args__ = versions(*KEY)
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"name", "id_number", "birth_date", "age_exception_reason"})

    district: str
    id: str
    recruitment: str | None = None
    state: str = one_of("state", CANDIDATE_STATES, default="open")
    name: str | None = None
    id_number: str | None = None
    station: str | None = None
    gender: str | None = stated("gender", CANDIDATE)
    birth_date: Day | None = stated("birth_date", CANDIDATE)
    hire_date: Day | None = stated("hire_date", CANDIDATE)
    education: str | None = stated("education", CANDIDATE)
    data_entry_post: bool | None = stated("data_entry_post", CANDIDATE)
    collects_and_enters: bool | None = stated("collects_and_enters", CANDIDATE)
    cadre_post: bool | None = stated("cadre_post", CANDIDATE)
    background_clear: bool | None = stated("background_clear", CANDIDATE)
    background_checked_on: Day | None = stated("background_checked_on", CANDIDATE)
    background_issuer: str | None = None
    medically_fit: bool | None = stated("medically_fit", CANDIDATE)
    medical_checked_on: Day | None = None
    medical_issuer: str | None = None
    computer_proficient: bool | None = stated("computer_proficient", CANDIDATE)
    training_passed: bool | None = stated("training_passed", CANDIDATE)
    contract_has_violation_clause: bool | None = stated("contract_has_violation_clause", CANDIDATE)
    age_exception_approved: bool | None = stated("age_exception_approved", CANDIDATE)
    age_exception_reason: str | None = None
    age_exception_requester: str | None = None
    age_exception_approver: str | None = None
    examination_result: str | None = None
    panel_score: int | None = None
    writing_result: str | None = None
    speaking_result: str | None = None
    worker: str | None = Field(default=None, foreign_key="worker.id")
    """Whom the candidate became."""


class EligibilityDecision(Version, table=True):
    """A decision on a candidate, with the explanation (JSON) and the rulebook (its meaning's hash) as they stood."""

    __tablename__ = "eligibility_decision"
    KEY: ClassVar[tuple[str, ...]] = ("district", "candidate", "number")
    SEALED: ClassVar[str] = "TRUE"
    __table_args__ = versions(*KEY)
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"reason", "explanation"})

    district: str
    candidate: str
    number: int
    decision: str = one_of("decision", ("accept", "reject"))
    eligible: bool | None = None
    reason: str | None = None
    explanation: str
    rulebook: str
    decided_on: Day
    decided_by: str

"""Incidents, rewards, discipline and dismissal files: dates, codes and documents, never offences or diagnoses."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from liuguan.records.base import Day, Version, amount, one_of, versions

PROCEDURE_STATES = ("not_applied", "applied", "granted", "refused", "unknown")
ANSWERS = ("yes", "no", "unknown")
VIOLATION_CODES = tuple(f"IV.2.{n}" for n in range(1, 8))


class Incident(Version, table=True):
    """A worker disabled or killed while stopping crime, and the two procedures that follow (II.10)."""

    __tablename__ = "incident"
    KEY: ClassVar[tuple[str, ...]] = ("district", "id")
    __table_args__ = versions(*KEY)

    district: str
    id: str
    worker: str = Field(foreign_key="worker.id")
    day: Day
    reference: str | None = None
    work_injury_claim: str = one_of("work_injury_claim", PROCEDURE_STATES, default="unknown")
    work_injury_claim_on: Day | None = None
    bravery_application: str = one_of("bravery_application", PROCEDURE_STATES, default="unknown")
    bravery_application_on: Day | None = None


class Reward(Version, table=True):
    """An entry of the reward register (IV.3.4, F11); it is paid only when its unit has confirmed it."""

    __tablename__ = "reward"
    KEY: ClassVar[tuple[str, ...]] = ("district", "reference")
    __table_args__ = versions(*KEY, positive="amount > 0")

    district: str
    reference: str
    kind: str
    day: Day
    amount: int = amount()
    state: str = one_of("state", ("registered", "confirmed", "refused"), default="registered")
    confirming_unit: str | None = None
    confirmed_on: Day | None = None


class RewardShare(Version, table=True):
    """A worker's part of a reward; the parts make up the whole."""

    __tablename__ = "reward_share"
    KEY: ClassVar[tuple[str, ...]] = ("district", "reference", "worker")
    __table_args__ = versions(*KEY, not_negative="amount >= 0")

    district: str
    reference: str
    worker: str = Field(foreign_key="worker.id")
    amount: int = amount()
    paid_month: int | None = None
    """The pay month in whose run it was paid."""


class DisciplineEvent(Version, table=True):
    """A breach of discipline by its code (IV.2.1-7)."""

    __tablename__ = "discipline_event"
    KEY: ClassVar[tuple[str, ...]] = ("district", "id")
    __table_args__ = versions(*KEY)

    district: str
    id: str
    worker: str = Field(foreign_key="worker.id")
    day: Day
    code: str = one_of("code", VIOLATION_CODES)
    serious: bool = False
    document: str | None = None


class Dismissal(Version, table=True):
    """A dismissal file (IV.3.6, F12): each step of the labour-law path with its day, each protection answered."""

    __tablename__ = "dismissal"
    KEY: ClassVar[tuple[str, ...]] = ("district", "id")
    __table_args__ = versions(*KEY)

    district: str
    id: str
    worker: str = Field(foreign_key="worker.id")
    opened_on: Day
    opened_by: str
    ground: str = one_of("ground", ("failed_assessments", "serious_breach"))
    clause: str
    state: str = one_of("state", ("open", "decided", "dropped"), default="open")
    remedy: str | None = None
    """`training` or `transfer`: what was tried first."""
    discipline_event: str | None = None
    """The serious breach that the file rests on."""
    failed_on: Day | None = None
    remedy_on: Day | None = None
    remedy_document: str | None = None
    failed_again_on: Day | None = None
    notice_on: Day | None = None
    pay_in_lieu: bool = False
    leaves_on: Day | None = None
    """Last day in post."""
    union_asked: str = one_of("union_asked", ANSWERS, default="unknown")
    union_asked_on: Day | None = None
    medical_period: str = one_of("medical_period", ANSWERS, default="unknown")
    medical_period_on: Day | None = None
    maternity_protected: str = one_of("maternity_protected", ANSWERS, default="unknown")
    maternity_protected_on: Day | None = None
    work_injured: str = one_of("work_injured", ANSWERS, default="unknown")
    work_injured_on: Day | None = None
    near_retirement: str = one_of("near_retirement", ANSWERS, default="unknown")
    near_retirement_on: Day | None = None
    decided_on: Day | None = None
    decided_by: str | None = None
    document: str | None = None

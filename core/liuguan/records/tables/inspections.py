"""Inspections: unannounced visits (暗查), tracing back (反查), announced checks; what they found and re-checks (F7)."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from liuguan.records.base import Day, Version, one_of, versions

INSPECTION_KINDS = ("unannounced", "tracing_back", "announced")
DEFECT_CODES = (
    "missed_registration", "missed_permit", "missed_check", "missed_feedback", "wrong_data", "false_data",
)  # fmt: skip


class Inspection(Version, table=True):
    """One round at one place; the sample and what was expected of it are kept beside what was found."""

    __tablename__ = "inspection"
    KEY: ClassVar[tuple[str, ...]] = ("district", "id")
    __table_args__ = versions(*KEY)
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"team"})

    district: str
    id: str
    kind: str = one_of("kind", INSPECTION_KINDS)
    day: Day
    team: str | None = None
    station: str | None = None
    frame: str | None = None
    """What the sample was drawn from."""
    sample_size: int | None = None
    pay_verified: bool | None = None
    """The worker's actual receipt agrees with the payroll (II.14)."""
    exclusive_verified: bool | None = None
    """The worker does migrant work only (III.8)."""
    photo_reference: str | None = None
    note: str | None = None
    source: str | None = None


class InspectionFinding(Version, table=True):
    """Defects of one kind laid to the person responsible on that day; each enters one open sheet once."""

    __tablename__ = "inspection_finding"
    KEY: ClassVar[tuple[str, ...]] = ("district", "inspection", "number")
    __table_args__ = versions(
        *KEY,
        found_within_expected="expected IS NULL OR found IS NULL OR found <= expected",
        found_not_negative="found IS NULL OR found >= 0",
        withdrawn_is_in_no_sheet="NOT withdrawn OR entered_month IS NULL",
    )
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"contest_reason", "contest_answer"})

    district: str
    inspection: str
    number: int
    defect: str = one_of("defect", DEFECT_CODES)
    expected: int | None = None
    """The denominator: how many of the sample should have been in order."""
    found: int | None = None
    """How many of the expected were missed or wrong."""
    worker: str | None = Field(default=None, foreign_key="worker.id")
    relevant_day: Day | None = None
    """The day on which it should have been done; who was responsible then answers for it."""
    about_month: int | None = None
    item: str | None = None
    points_lost: int | None = None
    """Points that the order on the inspection takes, in place of the item's own step for each defect."""
    contested: bool = False
    contest_reason: str | None = None
    contest_answer: str | None = None
    withdrawn: bool = False
    """Contested, and the contest upheld: it counts nowhere."""
    entered_month: int | None = None
    """The month of the sheet that it has entered."""
    entered_item: str | None = None
    due_on: Day | None = None
    recheck_on: Day | None = None
    recheck_passed: bool | None = None

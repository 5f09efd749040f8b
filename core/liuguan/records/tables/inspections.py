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
    __table_args__ = versions(*KEY, found_within_expected="expected IS NULL OR found IS NULL OR found <= expected")

    district: str
    inspection: str
    number: int
    defect: str = one_of("defect", DEFECT_CODES)
    expected: int | None = None
    found: int | None = None
    """How many of the expected were missed or wrong."""
    worker: str | None = Field(default=None, foreign_key="worker.id")
    about_month: int | None = None
    item: str | None = None
    contested: bool = False
    entered_month: int | None = None
    """The month of the sheet that it has entered."""
    due_on: Day | None = None
    recheck_on: Day | None = None
    recheck_passed: bool | None = None

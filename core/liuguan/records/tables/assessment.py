"""Monthly assessment: the sheet of each person, its items, signatures and objections (IV.3)."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from liuguan.records.base import Day, Moment, Version, one_of, stated, versions
from liuguan.vocabulary import ITEM_MONTH, WORKER_MONTH

SHEET_STATES = ("open", "closed")
SIGNATURES = ("assessor", "worker", "district_office")


class AssessmentSheet(Version, table=True):
    """One person's sheet of a month. `assessment_sheets` counts how many the workbooks held (one is right).

    `revision` counts the changes of what the sheet holds, items included; a signature stands for one revision.
    `false_data_inspected` is the part of `false_data_records` that came from findings of inspections. `correction`
    says why a closed sheet was changed.
    """

    __tablename__ = "assessment_sheet"
    KEY: ClassVar[tuple[str, ...]] = ("district", "month", "worker")
    __table_args__ = versions(*KEY)
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"correction"})

    district: str
    month: int
    worker: str = Field(foreign_key="worker.id", index=True)
    state: str = one_of("state", SHEET_STATES, default="open")
    station: str | None = None
    staff_number: str | None = None
    assessment_sheets: int | None = stated("assessment_sheets", WORKER_MONTH)
    assessor: str | None = stated("assessor", WORKER_MONTH)
    recorded_score: int | None = stated("recorded_score", WORKER_MONTH)
    recorded_grade: str | None = stated("recorded_grade", WORKER_MONTH)
    conduct_points: int | None = stated("conduct_points", WORKER_MONTH)
    ability_points: int | None = stated("ability_points", WORKER_MONTH)
    diligence_points: int | None = stated("diligence_points", WORKER_MONTH)
    performance_points: int | None = stated("performance_points", WORKER_MONTH)
    inspection_points_lost: int | None = stated("inspection_points_lost", WORKER_MONTH)
    recheck_points_lost: int | None = stated("recheck_points_lost", WORKER_MONTH)
    bonus_points: int | None = stated("bonus_points", WORKER_MONTH)
    false_data_records: int | None = stated("false_data_records", WORKER_MONTH)
    sheet_acknowledged: bool | None = stated("sheet_acknowledged", WORKER_MONTH)
    sheet_reviewed: bool | None = stated("sheet_reviewed", WORKER_MONTH)
    objection_open: bool | None = stated("objection_open", WORKER_MONTH)
    revision: int = 0
    false_data_inspected: int = 0
    correction: str | None = None
    note: str | None = None
    source: str | None = None


class AssessmentItem(Version, table=True):
    """One item of a sheet; the `…_inspected` are the parts of its counts that came from findings of inspections."""

    __tablename__ = "assessment_item"
    KEY: ClassVar[tuple[str, ...]] = ("district", "month", "worker", "item")
    __table_args__ = versions(*KEY)

    district: str
    month: int
    worker: str = Field(foreign_key="worker.id")
    item: str
    baseline: int | None = stated("baseline", ITEM_MONTH)
    done: int | None = stated("done", ITEM_MONTH)
    fed_back: int | None = stated("fed_back", ITEM_MONTH)
    defects: int | None = stated("defects", ITEM_MONTH)
    false_records: int | None = stated("false_records", ITEM_MONTH)
    recorded_item_points: int | None = stated("recorded_item_points", ITEM_MONTH)
    defects_inspected: int = 0
    false_records_inspected: int = 0
    source: str | None = None


class Signature(Version, table=True):
    """Who signed a sheet, on screen or on paper, and the hash of what was signed. A changed sheet voids it.

    `refused` is a worker who was shown the sheet and would not sign.
    """

    __tablename__ = "signature"
    KEY: ClassVar[tuple[str, ...]] = ("district", "month", "form", "worker", "signatory")
    __table_args__ = versions(*KEY)
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"signed_by"})

    district: str
    month: int
    form: str
    """F3 or F4."""
    worker: str
    """The person whose sheet it is; empty where a whole printed sheet is signed."""
    signatory: str = one_of("signatory", SIGNATURES)
    signed_by: str
    signed_at: Moment | None = None
    on_paper: bool = False
    sheet_number: str | None = None
    sheet_hash: str | None = None
    refused: bool = False
    void: bool = False


class Objection(Version, table=True):
    """A worker's objection to a sheet, and what came of it."""

    __tablename__ = "objection"
    KEY: ClassVar[tuple[str, ...]] = ("district", "month", "worker", "number")
    __table_args__ = versions(*KEY)
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"text", "answer"})

    district: str
    month: int
    worker: str = Field(foreign_key="worker.id")
    number: int
    raised_on: Day
    text: str
    late: bool | None = None
    """Raised after the days for it had passed; unknown where no working-day table covers them."""
    state: str = one_of("state", ("open", "upheld", "rejected", "withdrawn"), default="open")
    decided_on: Day | None = None
    answer: str | None = None

"""Workers: who they are, what the roster says of them from a day on, and their certificates."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from liuguan.records.base import Day, Record, Version, current_index, stated, strict, versions
from liuguan.vocabulary import WORKER_MONTH


class Worker(Record, table=True):
    """A person by an opaque key; what names the person stands here alone and can be erased.

    `id_number` has 18 digits where it is known; `id_number_as_written` is kept where that is the 15-digit form.
    `name_search` holds the name, its pinyin and initials, for type-ahead.
    """

    __tablename__ = "worker"
    __table_args__ = strict(
        Index(None, "id_number", unique=True),
        Index(None, "district", "staff_number"),
        Index(None, "name"),
        Index("ix_worker_found_by", "name_search", "id_number", "id", "name"),
    )
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"id_number", "id_number_as_written", "name", "name_search"})

    id: str = Field(primary_key=True)
    since_event: int = Field(sa_type=BigInteger)
    district: str
    staff_number: str | None = None
    id_number: str | None = None
    id_number_as_written: str | None = None
    name: str | None = None
    name_search: str = ""


class Assignment(Version, table=True):
    """A line of the roster: all that holds of a worker in a district from a day on, until the worker's next line.

    `line` numbers the worker's lines in the district as they were recorded; `from_day` orders them. A line without
    a first day holds from the first month on record. Texts such as `fixed_task` say what is fixed; a plain no
    (否, 无) is kept as written and counts as not fixed.
    """

    __tablename__ = "assignment"
    KEY: ClassVar[tuple[str, ...]] = ("district", "worker", "line")
    __table_args__ = (
        current_index("ix_assignment_staff_number", "staff_number", "district", "worker"),
        current_index("ix_assignment_station", "station", "district", "worker"),
        current_index("ix_assignment_roster_month", "district", "roster_month"),
        *versions(*KEY),
    )
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"birth_date", "birth_month"})

    district: str
    worker: str = Field(foreign_key="worker.id", index=True)
    line: int
    action: str = ""
    """What made the line: `import`, `hire`, `transfer`, `change_of_post`, `leave` …; several with blanks between."""
    changed: str = ""
    """Columns that the line itself states, with blanks between; of a line that was read in, all that are filled."""
    reason: str = ""
    roster_month: int | None = None
    """Month of the roster that the line was read from, where a district keeps one for each month."""
    change_type: str | None = None
    change_date: Day | None = None
    from_day: Day | None = None
    to_day: Day | None = None
    staff_number: str | None = None
    street: str | None = None
    station: str | None = None
    area: str | None = None
    employer: str | None = None
    certificate_number: str | None = None
    note: str | None = None
    source: str | None = None

    gender: str | None = stated("gender", WORKER_MONTH)
    birth_date: Day | None = stated("birth_date", WORKER_MONTH)
    birth_month: int | None = None
    education: str | None = stated("education", WORKER_MONTH)
    hire_date: Day | None = stated("hire_date", WORKER_MONTH)
    age_exception_approved: bool | None = stated("age_exception_approved", WORKER_MONTH)
    cadre_post: bool | None = stated("cadre_post", WORKER_MONTH)
    full_time: bool | None = stated("full_time", WORKER_MONTH)
    employment_start: Day | None = stated("employment_start", WORKER_MONTH)
    employment_end: Day | None = stated("employment_end", WORKER_MONTH)
    migrant_work_start: Day | None = stated("migrant_work_start", WORKER_MONTH)
    duty_start_date: Day | None = stated("duty_start_date", WORKER_MONTH)
    post: str | None = stated("post", WORKER_MONTH)
    data_entry: bool | None = stated("data_entry", WORKER_MONTH)
    collects_and_enters: bool | None = stated("collects_and_enters", WORKER_MONTH)
    star: int | None = stated("star", WORKER_MONTH)

    employer_type: str | None = stated("employer_type", WORKER_MONTH)
    managing_body: str | None = stated("managing_body", WORKER_MONTH)
    community_director: str | None = None
    community_officer: str | None = None
    fixed_person: str | None = None
    fixed_post: str | None = None
    fixed_task: str | None = None
    fixed_responsibility: str | None = None

    contract_signed: bool | None = stated("contract_signed", WORKER_MONTH)
    contract_signed_on: Day | None = stated("contract_signed_on", WORKER_MONTH)
    contract_start: Day | None = stated("contract_start", WORKER_MONTH)
    contract_end: Day | None = stated("contract_end", WORKER_MONTH)
    contract_open_ended: bool | None = stated("contract_open_ended", WORKER_MONTH)
    contract_has_violation_clause: bool | None = stated("contract_has_violation_clause", WORKER_MONTH)

    points_from: Day | None = None
    points_to: Day | None = None
    cover_from: Day | None = None
    cover_to: Day | None = None

    pension_exempt: bool | None = stated("pension_exempt", WORKER_MONTH)
    medical_exempt: bool | None = stated("medical_exempt", WORKER_MONTH)
    unemployment_exempt: bool | None = stated("unemployment_exempt", WORKER_MONTH)
    injury_exempt: bool | None = stated("injury_exempt", WORKER_MONTH)
    maternity_exempt: bool | None = stated("maternity_exempt", WORKER_MONTH)
    pension_exemption_document: str | None = None
    medical_exemption_document: str | None = None
    unemployment_exemption_document: str | None = None
    injury_exemption_document: str | None = None
    maternity_exemption_document: str | None = None


class Certificate(Version, table=True):
    """A course with its examination and certificate (III.2, F6); `line` numbers a worker's courses."""

    __tablename__ = "certificate"
    KEY: ClassVar[tuple[str, ...]] = ("district", "worker", "line")
    __table_args__ = versions(*KEY)

    district: str
    worker: str = Field(foreign_key="worker.id", index=True)
    line: int
    course: str | None = None
    organiser: str | None = None
    trained_by_district: bool | None = stated("trained_by_district", WORKER_MONTH)
    trained_on: Day | None = None
    result: str | None = None
    number: str | None = None
    certificate_held: bool | None = stated("certificate_held", WORKER_MONTH)
    certificate_date: Day | None = stated("certificate_date", WORKER_MONTH)
    expires_on: Day | None = None
    note: str | None = None
    source: str | None = None

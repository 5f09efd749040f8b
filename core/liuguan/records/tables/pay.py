"""Pay: runs of a month, their lines, what each line is made of, what the office enters for it, and deltas that wait."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import BigInteger
from sqlmodel import Field

from liuguan.records.base import Day, Version, amount, one_of, stated, versions
from liuguan.vocabulary import WORKER_MONTH

RUN_KINDS = ("regular", "delta", "imported")
RUN_STATES = ("draft", "computed", "closed")
STANDARDS = ("", "filed", "draft", "city")
DELTA_CAUSES = ("data_error", "lower_score", "higher_due", "standard", "other")


class PayRun(Version, table=True):
    """A run of a district for a pay month; `known_event` and `rulebook` say from what it was computed.

    A closed run is never ended, and no line is added to it or taken from it.
    """

    __tablename__ = "pay_run"
    KEY: ClassVar[tuple[str, ...]] = ("district", "month", "number")
    SEALED: ClassVar[str] = "{row}.state = 'closed'"
    __table_args__ = versions(*KEY)

    district: str
    month: int
    """The month in whose run it is paid."""
    number: int
    kind: str = one_of("kind", RUN_KINDS, default="regular")
    state: str = one_of("state", RUN_STATES, default="draft")
    paid_on: Day | None = None
    rulebook: str = ""
    standard: str = ""
    """Content hash of the filed standard that it was computed by; empty where none was in force."""
    computed_by: str = one_of("computed_by", STANDARDS, default="")
    """`filed`, `draft` (the shipped, illustrative standard) or `city` (no standard at all)."""
    known_event: int | None = Field(default=None, sa_type=BigInteger)
    """The last event whose records the computation saw."""
    blocked_by: str = ""
    """What stood against closing when it was computed, as codes with a space between them."""
    accepted: str = ""
    """Why it was closed in spite of that."""
    author: str = ""
    """Who computed it."""
    approver: str = ""
    """Who closed it."""


class PayLine(Version, table=True):
    """One person's pay of a month worked, as it stands on the payroll (F4). In a delta run, the differences."""

    __tablename__ = "pay_line"
    KEY: ClassVar[tuple[str, ...]] = ("district", "pay_month", "run", "month", "worker")
    SEALED: ClassVar[str] = (
        "EXISTS (SELECT 1 FROM pay_run r WHERE r.district = {row}.district AND r.month = {row}.pay_month"
        " AND r.number = {row}.run AND r.until_event IS NULL AND r.state = 'closed')"
    )
    __table_args__ = versions(*KEY)

    district: str
    pay_month: int
    run: int
    month: int
    """The month worked."""
    worker: str = Field(foreign_key="worker.id", index=True)
    station: str | None = None
    staff_number: str | None = None
    post: str | None = stated("post", WORKER_MONTH)
    scheduled_days: int | None = stated("scheduled_days", WORKER_MONTH)
    paid_days: int | None = stated("paid_days", WORKER_MONTH)
    leave_days_unpaid: int | None = stated("leave_days_unpaid", WORKER_MONTH)
    leave_days_reduced: int | None = stated("leave_days_reduced", WORKER_MONTH)
    star: int | None = stated("star", WORKER_MONTH)
    paid_base: int | None = amount(default=None)
    paid_seniority_years: int | None = stated("paid_seniority_years", WORKER_MONTH)
    paid_seniority: int | None = amount(default=None)
    paid_star: int | None = amount(default=None)
    paid_post_supplement: int | None = amount(default=None)
    paid_performance: int | None = amount(default=None)
    payroll_score: int | None = stated("payroll_score", WORKER_MONTH)
    paid_rewards: int | None = amount(default=None)
    paid_overtime: int | None = amount(default=None)
    paid_special_allowances: int | None = amount(default=None)
    paid_reimbursements: int | None = amount(default=None)
    absence_deduction: int | None = amount(default=None)
    penalty_deduction: int | None = amount(default=None)
    paid_gross: int | None = amount(default=None)
    paid_net: int | None = amount(default=None)
    withheld_to_date: int | None = amount(default=None)
    contribution_base: int | None = amount(default=None)
    last_known_wage: int | None = amount(default=None)
    deducted_pension: int | None = amount(default=None)
    deducted_medical: int | None = amount(default=None)
    deducted_unemployment: int | None = amount(default=None)
    deducted_housing_fund: int | None = amount(default=None)
    income_tax: int | None = amount(default=None)
    employer_pension: int | None = amount(default=None)
    employer_medical: int | None = amount(default=None)
    employer_unemployment: int | None = amount(default=None)
    employer_injury: int | None = amount(default=None)
    employer_maternity: int | None = amount(default=None)
    receipt_signed: bool | None = stated("receipt_signed", WORKER_MONTH)
    note: str | None = None
    source: str | None = None


class PayComponent(Version, table=True):
    """An amount that a pay line is made of: a node's by its name, or a reward's as `reward:REFERENCE`.

    Where the node was rounded, `exact` over `parts` is its amount before that.
    """

    __tablename__ = "pay_component"
    KEY: ClassVar[tuple[str, ...]] = ("district", "pay_month", "run", "month", "worker", "node")
    SEALED: ClassVar[str] = PayLine.SEALED
    __table_args__ = versions(*KEY)

    district: str
    pay_month: int
    run: int
    month: int
    worker: str = Field(foreign_key="worker.id")
    node: str
    amount: int | None = amount(default=None)
    exact: int | None = Field(default=None, sa_type=BigInteger)
    parts: int | None = None


class PayDelta(Version, table=True):
    """The difference that a later fact makes to a closed month: what is due, what is taken now, what is carried."""

    __tablename__ = "pay_delta"
    KEY: ClassVar[tuple[str, ...]] = ("district", "pay_month", "run", "month", "worker")
    SEALED: ClassVar[str] = PayLine.SEALED
    __table_args__ = versions(*KEY)

    district: str
    pay_month: int
    run: int
    month: int
    worker: str = Field(foreign_key="worker.id")
    cause: str = one_of("cause", DELTA_CAUSES)
    due: int = amount()
    """New result less all that was paid for the month before, in fen; negative is owed by the worker."""
    by_score: int = amount(default=0)
    """The part of `due` that comes from another score or standard than the month was paid by."""
    settled: int = amount()
    """Paid or taken in this run."""
    carried: int = amount()
    """Still to be taken later."""
    waived: int = amount()
    """Never taken: a lower score does not reach back."""


class PayEntry(Version, table=True):
    """What the office enters for a worker and month because no other record says it; never sealed.

    A later change of an entry reaches a closed month as a delta.
    """

    __tablename__ = "pay_entry"
    KEY: ClassVar[tuple[str, ...]] = ("district", "month", "worker")
    __table_args__ = versions(*KEY)

    district: str
    month: int
    """The month worked."""
    worker: str = Field(foreign_key="worker.id")
    scheduled_days: int | None = stated("scheduled_days", WORKER_MONTH)
    paid_days: int | None = stated("paid_days", WORKER_MONTH)
    paid_overtime: int | None = amount(default=None)
    paid_special_allowances: int | None = amount(default=None)
    paid_reimbursements: int | None = amount(default=None)
    deducted_housing_fund: int | None = amount(default=None)
    income_tax: int | None = amount(default=None)
    last_known_wage: int | None = amount(default=None)


class PayOmission(Version, table=True):
    """A worker who is left out of a run on purpose, and why."""

    __tablename__ = "pay_omission"
    KEY: ClassVar[tuple[str, ...]] = ("district", "pay_month", "run", "worker")
    SEALED: ClassVar[str] = PayLine.SEALED
    __table_args__ = versions(*KEY, a_reason="length(reason) > 0")

    district: str
    pay_month: int
    run: int
    worker: str = Field(foreign_key="worker.id")
    reason: str

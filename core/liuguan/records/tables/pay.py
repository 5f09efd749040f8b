"""Pay: runs of a month, their lines, what each line is made of, and deltas that wait."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import BigInteger
from sqlmodel import Field

from liuguan.records.base import Day, Version, amount, one_of, stated, versions
from liuguan.vocabulary import WORKER_MONTH

RUN_KINDS = ("regular", "delta", "imported")
RUN_STATES = ("draft", "computed", "closed")
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
    """Content hash of the filed standard that it was computed by; empty where it was the city's rules alone."""
    known_event: int | None = Field(default=None, sa_type=BigInteger)
    blocked_by: str = ""
    author: str = ""
    approver: str = ""


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
    """A computed amount that a pay line is made of, by the name of its node; `rounding` is what rounding added."""

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
    settled: int = amount()
    """Paid or taken in this run."""
    carried: int = amount()
    """Still to be taken later."""
    waived: int = amount()
    """Never taken: a lower score does not reach back."""

"""A month's pay as it is shown: its runs, their lines, what rounding did, and what deltas wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from liuguan.errors import Refusal, Text
from liuguan.language.written import month_text
from liuguan.records.store import all_current
from liuguan.records.tables.pay import PayComponent, PayDelta, PayLine, PayOmission, PayRun
from liuguan.records.tables.people import Assignment, Worker
from liuguan.services.pay.runs import DELTA, run_of

Line = tuple[int, str]
"""A line of a month: the month worked, and the worker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPaid:
    """A month's pay.

    Attributes:
        lines: of the regular run and of the run of deltas; a line of deltas has another month worked.
        rounding: for each line of the regular run what rounding its wage added, in fen; exact, often a fraction.
        numbers: staff numbers by worker.
    """

    regular: PayRun
    delta: PayRun | None
    lines: Sequence[PayLine]
    deltas: Sequence[PayDelta]
    omitted: Sequence[PayOmission]
    rounding: Mapping[Line, Fraction]
    numbers: Mapping[str, str]

    @property
    def gross(self) -> int:
        """Sum of the known gross pay, in fen."""
        return sum(line.paid_gross or 0 for line in self.lines)

    @property
    def net(self) -> int:
        """Sum of the known net pay, in fen."""
        return sum(line.paid_net or 0 for line in self.lines)

    @property
    def unknown(self) -> int:
        """Lines whose pay is unknown, and which are in no sum."""
        return sum(line.paid_net is None for line in self.lines)


def read_month(session: Session, district: str, month: int) -> MonthPaid:
    """A month's pay as the records have it.

    Raises:
        Refusal: the month has no pay run.
    """
    runs = all_current(session, PayRun, district=district, month=month)
    regular = run_of(runs)
    if regular is None:
        none = Text("该月没有工资表", "the month has no pay run")
        raise Refusal(none, reason="unknown_run", where=f"{district} {month_text(month)}")
    delta = run_of(runs, DELTA)
    numbers = {r.number for r in (regular, delta) if r is not None}
    where: dict[str, Any] = {"district": district, "pay_month": month}
    lines = [f for f in all_current(session, PayLine, **where) if f.run in numbers]
    deltas, omitted = all_current(session, PayDelta, **where), all_current(session, PayOmission, **where)
    exact = [c for c in all_current(session, PayComponent, **where, run=regular.number) if c.exact is not None]
    workers = {*(f.worker for f in lines), *(d.worker for d in deltas), *(o.worker for o in omitted)}
    return MonthPaid(
        regular=regular, delta=delta, lines=lines, deltas=deltas, omitted=omitted, rounding=_rounding(exact),
        numbers=numbers_of(session, workers),
    )  # fmt: skip


def worker_of(session: Session, district: str, named: str) -> str:
    """The key of a worker by staff number or key.

    Raises:
        Refusal: nobody, or several workers have it.
    """
    if session.get(Worker, named) is not None:
        return named
    found = {a.worker for a in all_current(session, Assignment, district=district, staff_number=named)}
    if len(found) != 1:
        none = Text("没有此工号,或不止一人", "nobody, or more than one worker, has this staff number")
        raise Refusal(none, reason="unknown_worker", where=named)
    return found.pop()


def numbers_of(session: Session, workers: Iterable[str]) -> dict[str, str]:
    """The staff numbers of workers; the key of who has none."""
    found = {w: session.get(Worker, w) for w in workers}
    return {w: (row.staff_number if row is not None else None) or w for w, row in found.items()}


def _rounding(components: Sequence[PayComponent]) -> dict[Line, Fraction]:
    """What rounding the days paid added to each line; a split month's own rounding is within its wage standard."""
    found: dict[Line, Fraction] = {}
    for c in components:
        if c.node == "gross_pay_due" and c.amount is not None and c.exact is not None:
            found[c.month, c.worker] = c.amount - Fraction(c.exact, c.parts or 1)
    return found

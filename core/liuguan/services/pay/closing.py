"""Closing a month's pay: by a second person, on what was computed and still holds, and for good."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import polars as pl
from sqlmodel import Session

from liuguan.errors import Refusal, Text
from liuguan.language.written import month_text
from liuguan.records.frames import read_frame
from liuguan.records.store import table_of
from liuguan.records.tables.operators import Role
from liuguan.records.tables.pay import PayDelta, PayLine, PayRun
from liuguan.services.commands import Command, Task, command
from liuguan.services.pay.blocking import UNKNOWN_PAY, Blocker, listed
from liuguan.services.pay.computing import Computed, computed
from liuguan.services.pay.delta_runs import SHOWN, delta_lines, deltas
from liuguan.services.pay.rewards import mark_paid
from liuguan.services.pay.runs import CLOSED, COMPUTED, of_run, open_runs


class ClosePayRun(Command):
    """Close a month: its regular run, and its run of deltas where there is one.

    Attributes:
        accept: codes of what stands against it and is accepted, with `reason`.
        seen: version of the regular run that was looked at.
    """

    month: int
    paid_on: datetime.date | None = None
    accept: tuple[str, ...] = ()
    reason: str = ""
    seen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedMonth:
    """What closing fixed: lines and sums in fen of both runs together, and shares of rewards marked as paid."""

    month: int
    lines: int
    deltas: int
    gross: int
    net: int
    rewards: int


@command(ClosePayRun, "pay.close", may={Role.HEAD}, zh="工资封账", en="close a month's pay", undoable=False)
def close_pay_run(task: Task, order: ClosePayRun) -> ClosedMonth:
    """Close a month.

    Raises:
        Refusal: no run, not computed, closed already, computed by the same person, changed since it was computed, or
            something stands against it that is not accepted.
        Conflict: the run was changed since it was seen, or a reward was paid in between.
    """
    where = f"{order.district} {month_text(order.month)}"
    _check_seen(task, order)
    regular, delta = open_runs(task, order.district, order.month)
    runs = [run for run in (regular, delta) if run is not None]
    if any(run.state != COMPUTED for run in runs):
        raise Refusal(Text("尚未计算", "it has not been computed"), reason="not_computed", where=where)
    if task.account.name in {run.author for run in runs}:
        own = Text("计算人不能封账;请由另一人封账", "whoever computed it cannot close it; another person has to")
        raise Refusal(own, reason="four_eyes", where=where)
    made = computed(task.work.session, task.city, regular)
    _check_unchanged(task.work.session, task, regular, delta, made, where)
    _check_unblocked(order, regular, delta, made, where)
    rewards = mark_paid(task, order.district, order.month, regular.number)
    for run in runs:
        task.work.change(
            run, state=CLOSED, approver=task.account.name, paid_on=order.paid_on,
            accepted=f"{' '.join(order.accept)}: {order.reason.strip()}" if order.accept else "",
        )  # fmt: skip
    return _summed(task.work.session, order, regular, delta, rewards)


def _check_seen(task: Task, order: ClosePayRun) -> None:
    """A month that somebody else has closed or computed since is a conflict before it is anything else."""
    if order.seen is None:
        return
    for run in task.work.all(PayRun, district=order.district, month=order.month, kind="regular"):
        if run.version != order.seen:
            task.work.put(run, seen=order.seen)


def _check_unchanged(
    session: Session, task: Task, regular: PayRun, delta: PayRun | None, made: Computed, where: str
) -> None:
    """What is closed must be what the records give now; else the difference would have to be made up for later."""
    same = _lines_of(session, regular).equals(_as_kept(made.lines))
    if same and delta is not None:
        found = deltas(session, task.city, regular)
        kept = _lines_of(session, delta), _deltas_of(session, delta)
        same = kept[0].equals(_as_kept(delta_lines(found.rows))) and kept[1].equals(_balances(found.rows))
    if not same:
        stale = Text(
            "计算之后记录有变动;请重新计算", "the records have changed since it was computed; compute it again"
        )
        raise Refusal(stale, reason="stale", where=where)


_COMPARED = ("month", "worker", "paid_gross", "paid_net", "paid_rewards", "contribution_base", "income_tax",
             "deducted_pension", "deducted_medical", "deducted_unemployment", "deducted_housing_fund",
             "employer_pension", "employer_medical", "employer_unemployment", "employer_injury",
             "employer_maternity")  # fmt: skip


def _as_kept(lines: pl.DataFrame) -> pl.DataFrame:
    blank = [pl.lit(None, dtype=pl.Int64).alias(n) for n in _COMPARED if n not in lines.columns]
    typed = [pl.col(n).cast(pl.String if n == "worker" else pl.Int64) for n in _COMPARED]
    return lines.with_columns(blank).select(typed).sort("month", "worker")


def _lines_of(session: Session, run: PayRun) -> pl.DataFrame:
    table = table_of(PayLine)
    return read_frame(session.connection(), PayLine, *of_run(table, run), only=_COMPARED, order=("month", "worker"))


def _deltas_of(session: Session, run: PayRun) -> pl.DataFrame:
    found = read_frame(
        session.connection(), PayDelta, *of_run(table_of(PayDelta), run), only=["month", "worker", *SHOWN]
    )
    return found.sort("month", "worker")


def _balances(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select("month", "worker", *SHOWN).sort("month", "worker")


def _check_unblocked(order: ClosePayRun, regular: PayRun, delta: PayRun | None, made: Computed, where: str) -> None:
    blockers = list(made.blockers)
    if delta is not None and delta.blocked_by and UNKNOWN_PAY not in {b.code for b in blockers}:
        blockers.append(Blocker(code=UNKNOWN_PAY))
    standing = [b for b in blockers if not (b.acceptable and b.code in order.accept)]
    if standing:
        raise Refusal(listed(standing), reason="blocked", where=where)
    if order.accept and not order.reason.strip():
        raise Refusal(Text("须写明接受的理由", "give a reason for what is accepted"), reason="bad_order", where=where)


def _summed(session: Session, order: ClosePayRun, regular: PayRun, delta: PayRun | None, rewards: int) -> ClosedMonth:
    lines = _lines_of(session, regular)
    of_delta = _lines_of(session, delta) if delta is not None else lines.clear()
    both = pl.concat([lines, of_delta])
    return ClosedMonth(
        month=order.month, lines=lines.height, deltas=of_delta.height, gross=int(both["paid_gross"].sum()),
        net=int(both["paid_net"].sum()), rewards=rewards,
    )  # fmt: skip

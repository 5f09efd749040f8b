"""Runs of deltas: what later facts make of closed months, paid or taken in the open month, line by line."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from sqlmodel import Session

from liuguan.district import City
from liuguan.records.tables.operators import Role
from liuguan.records.tables.pay import PayComponent, PayDelta, PayLine, PayRun
from liuguan.services.commands import Command, Task, command
from liuguan.services.pay import paid
from liuguan.services.pay.arrears import NODE_OF, Arrears, arrears
from liuguan.services.pay.blocking import UNKNOWN_PAY
from liuguan.services.pay.computing import standing
from liuguan.services.pay.lines import GROSS, KEY, NET
from liuguan.services.pay.runs import COMPUTED, delta_run, keep_rows, left_out, open_runs

SHOWN = ("cause", "due", "by_score", "settled", "carried", "waived")
_DEDUCTED = tuple(n for n in paid.OTHER if not n.startswith("employer_"))


class ComputeDelta(Command):
    """Compute the deltas of all closed months, to be paid in an open month."""

    month: int
    seen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeltasComputed:
    """A run of deltas as it is kept, None where there is nothing to pay or show; and what was found."""

    run: PayRun | None
    found: Arrears


@command(
    ComputeDelta, "pay.delta", may={Role.CLERK, Role.HEAD}, zh="计算补发补扣", en="compute deltas of closed months"
)
def compute_delta(task: Task, order: ComputeDelta) -> DeltasComputed:
    """Compute the run of deltas of an open month, or compute it again.

    Raises:
        Refusal: the month has no run, or is closed.
        Conflict: the run was changed since it was seen.
    """
    regular, there = open_runs(task, order.district, order.month)
    found = deltas(task.work.session, task.city, regular)
    if not found.rows.height and not found.unknown and there is None:
        return DeltasComputed(run=None, found=found)
    run = task.work.put(delta_run(task, order.district, order.month, there))
    keep_rows(task, run, PayLine, delta_lines(found.rows))
    keep_rows(task, run, PayComponent, delta_components(found.rows))
    keep_rows(task, run, PayDelta, found.rows.select(*KEY, *SHOWN))
    latest = found.months[-1].in_force
    kept = task.work.change(
        run, seen=order.seen, state=COMPUTED, author=task.account.name, known_event=task.work.before.seq,
        rulebook=latest.book.hash, standard=latest.sha256, computed_by=standing(latest),
        blocked_by=UNKNOWN_PAY if found.unknown else "",
    )  # fmt: skip
    return DeltasComputed(run=kept, found=found)


def deltas(session: Session, city: City, regular: PayRun, *, known: int | None = None) -> Arrears:
    """The deltas that a month's run of deltas pays; who is left out of the month is left out here too."""
    found = arrears(session, city, regular.district, regular.month, regular.number, known=known)
    omitted = left_out(session, regular)
    return Arrears(
        rows=found.rows.filter(~pl.col("worker").is_in(omitted)),
        unknown={key: roots for key, roots in found.unknown.items() if key[0] not in omitted},
        months=found.months,
    )


def delta_lines(rows: pl.DataFrame) -> pl.DataFrame:
    """Lines of a run of deltas: in each column the difference to what was paid for the month."""
    net = pl.col("settled") - pl.sum_horizontal(_DEDUCTED)
    return _that_pay(rows).select(*KEY, pl.col("settled").alias("paid_gross"), net.alias("paid_net"), *paid.OTHER)


def delta_components(rows: pl.DataFrame) -> pl.DataFrame:
    """What such a line is made of, by the nodes whose difference it pays."""
    made = delta_lines(rows)
    nodes = {"paid_gross": GROSS, "paid_net": NET, **{n: NODE_OF.get(n, n) for n in paid.OTHER}}
    long = made.unpivot(list(nodes), index=KEY, variable_name="node", value_name="amount")
    return long.filter(pl.col("amount") != 0).with_columns(pl.col("node").replace(nodes))


def _that_pay(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.any_horizontal(pl.col("settled") != 0, *(pl.col(n) != 0 for n in paid.OTHER)))

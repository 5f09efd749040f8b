"""Pay runs and their states: one regular run of a district and month, and a run of deltas beside it.

    draft ──compute──> computed ──close──> closed
                 ^─────compute─────┘

A month is open while its regular run is not closed. Both runs are closed together, and nothing of them changes then.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session

from liuguan.errors import Refusal, Text
from liuguan.language.written import month_text
from liuguan.records.base import Version
from liuguan.records.frames import read_frame
from liuguan.records.store import all_current, table_of
from liuguan.records.tables.operators import Role
from liuguan.records.tables.pay import PayOmission, PayRun
from liuguan.services.commands import Command, Task, command

REGULAR, DELTA, IMPORTED = "regular", "delta", "imported"
DRAFT, COMPUTED, CLOSED = "draft", "computed", "closed"
FIRST_OPEN = ("先用 pay open 开立", "open it with pay open first")


class OpenPayRun(Command):
    """Open the regular run of a month."""

    month: int


@command(OpenPayRun, "pay.open", may={Role.CLERK, Role.HEAD}, zh="开立工资月", en="open a pay run")
def open_pay_run(task: Task, order: OpenPayRun) -> PayRun:
    """Open the regular run of a month, as a draft.

    Raises:
        Refusal: the month has a regular run, lies before the law, or the district does not exist in it.
    """
    task.city.check_id(order.district)
    where = f"{order.district} {month_text(order.month)}"
    if order.month < task.city.config.law_from or task.city.config.unit(order.district, order.month) is None:
        none = Text(
            "该月没有此区县,或早于规定的首月", "no such district in that month, or before the first month of law"
        )
        raise Refusal(none, reason="no_such_month", where=where)
    runs = task.work.all(PayRun, district=order.district, month=order.month)
    if any(r.kind == REGULAR for r in runs):
        raise Refusal(Text("该月已有工资表", "the month has a pay run already"), reason="taken", where=where)
    return task.work.put(PayRun(district=order.district, month=order.month, number=_next(runs), kind=REGULAR))


def run_of(runs: Sequence[PayRun], kind: str = REGULAR) -> PayRun | None:
    """The run of a kind among those of one district and month."""
    return next((r for r in runs if r.kind == kind), None)


def open_runs(task: Task, district: str, month: int) -> tuple[PayRun, PayRun | None]:
    """The regular run of an open month, and its run of deltas where there is one.

    Raises:
        Refusal: the month has no run, or is closed.
    """
    where = f"{district} {month_text(month)}"
    runs = task.work.all(PayRun, district=district, month=month)
    regular = run_of(runs)
    if regular is None:
        none = Text(f"该月没有工资表;{FIRST_OPEN[0]}", f"the month has no pay run; {FIRST_OPEN[1]}")
        raise Refusal(none, reason="unknown_run", where=where)
    if regular.state == CLOSED:
        closed = Text(
            "已封账,不再更改;之后得知的事项用 pay delta 计入未封账的月份",
            "closed and never changed; what is learned later is paid by pay delta in an open month",
        )
        raise Refusal(closed, reason="closed", where=where)
    return regular, run_of(runs, DELTA)


def delta_run(task: Task, district: str, month: int, there: PayRun | None) -> PayRun:
    """The run of deltas of a month; a draft where there was none."""
    if there is not None:
        return there
    runs = task.work.all(PayRun, district=district, month=month)
    return PayRun(district=district, month=month, number=_next(runs), kind=DELTA)


def of_run(table: sa.Table, run: PayRun) -> tuple[sa.ColumnElement[bool], ...]:
    """The rows of a table that belong to a run."""
    return table.c.district == run.district, table.c.pay_month == run.month, table.c.run == run.number


def keep_rows(task: Task, run: PayRun, model: type[Version], frame: pl.DataFrame) -> None:
    """Make the rows of a frame those of a run; what the run had and has no more, ends."""
    table = table_of(model)
    key = [n for n in model.KEY if n not in ("district", "pay_month", "run")]
    there = read_frame(task.work.session.connection(), model, *of_run(table, run), only=key)
    for gone in there.join(frame, on=key, how="anti").iter_rows():
        found = task.work.current(model, run.district, run.month, run.number, *gone)
        if found is not None:
            task.work.end(found)
    named = {"district": pl.lit(run.district), "pay_month": pl.lit(run.month), "run": pl.lit(run.number)}
    task.work.put_frame(model, frame.with_columns(**named))


def left_out(session: Session, regular: PayRun) -> list[str]:
    """Workers who are left out of a month on purpose."""
    found = all_current(session, PayOmission, district=regular.district, pay_month=regular.month, run=regular.number)
    return [o.worker for o in found]


def _next(runs: Sequence[PayRun]) -> int:
    return 1 + max((r.number for r in runs), default=0)

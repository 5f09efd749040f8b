"""What closed runs have paid: for each worker and month worked, by which runs, and what deltas still wait."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from sqlmodel import Session

from liuguan.records.frames import read_frame
from liuguan.records.store import table_of
from liuguan.records.tables.pay import PayComponent, PayDelta, PayLine, PayRun
from liuguan.services.pay.lines import DEDUCTED, EMPLOYER, KEY
from liuguan.services.pay.runs import CLOSED, DELTA, REGULAR

RUN = ["pay_month", "run"]
OTHER = (*DEDUCTED, "deducted_housing_fund", "income_tax", *EMPLOYER)
"""Amounts of a line beside gross and net pay."""


def closed_runs(session: Session, district: str) -> pl.DataFrame:
    """Closed runs of the program's own: `pay_month`, `run`, `kind`, `known_event`, `rulebook`; by month."""
    table = table_of(PayRun)
    runs = read_frame(
        session.connection(), PayRun, table.c.district == district, table.c.state == CLOSED,
        table.c.kind.in_([REGULAR, DELTA]), only=["month", "number", "kind", "known_event", "rulebook"],
    )  # fmt: skip
    return runs.rename({"month": "pay_month", "number": "run"})


def closed_lines(session: Session, district: str, runs: pl.DataFrame) -> pl.DataFrame:
    """Lines of closed runs."""
    table = table_of(PayLine)
    columns = [*RUN, *KEY, "paid_gross", "paid_rewards", *OTHER]
    found = read_frame(session.connection(), PayLine, table.c.district == district, only=columns)
    return found.join(runs.select(*RUN, "kind"), on=RUN, how="inner")


def totals(lines: pl.DataFrame) -> pl.DataFrame:
    """What was paid for each worker and month worked, over all closed runs.

    Returns:
        `worker`, `month`, `paid` (gross without rewards), `paid_rewards` and the other amounts; an amount that no
        run knew stays unknown.
    """
    sums = [pl.when(pl.col(n).is_not_null().any()).then(pl.col(n).sum()).alias(n) for n in OTHER]
    gross = (pl.col("paid_gross") - pl.col("paid_rewards").fill_null(0)).sum().alias("paid")
    return lines.group_by(KEY).agg(gross, pl.col("paid_rewards").sum(), *sums).sort(KEY)


def balances(session: Session, district: str, runs: pl.DataFrame) -> pl.DataFrame:
    """What is carried and waived for each worker and month worked after the last closed run that says so."""
    table = table_of(PayDelta)
    columns = [*RUN, *KEY, "carried", "waived"]
    found = read_frame(session.connection(), PayDelta, table.c.district == district, only=columns)
    closed = found.join(runs.select(RUN), on=RUN, how="inner").sort(RUN)
    return closed.group_by(KEY).agg(pl.col("carried", "waived").last()).sort(KEY)


def paid_by(session: Session, district: str, runs: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """By which runs each month was paid: `worker`, `month`, `known_event`, `rulebook`.

    A run of deltas counts for the months of whose worker it has a row, whether it paid anything or not.
    """
    table = table_of(PayDelta)
    deltas = read_frame(session.connection(), PayDelta, table.c.district == district, only=[*RUN, *KEY])
    regular = lines.filter(pl.col("kind") == REGULAR).select(*RUN, *KEY)
    both = pl.concat([regular, deltas]).join(runs.select(*RUN, "known_event", "rulebook"), on=RUN, how="inner")
    return both.select(*KEY, "known_event", "rulebook").unique(maintain_order=True)


def gross_of_month(session: Session, district: str, pay_month: int, run: int) -> pl.DataFrame:
    """Of a regular run: each worker's gross pay for the days paid, `worker` and `month_pay`."""
    table = table_of(PayComponent)
    found = read_frame(
        session.connection(), PayComponent, table.c.district == district, table.c.pay_month == pay_month,
        table.c.run == run, table.c.node == "gross_pay_due", only=["worker", "amount"],
    )  # fmt: skip
    return found.rename({"amount": "month_pay"})


def months_paid(runs: pl.DataFrame) -> Sequence[int]:
    """Months whose regular run is closed."""
    return sorted(runs.filter(pl.col("kind") == REGULAR)["pay_month"].to_list())

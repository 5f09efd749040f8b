"""Rewards in a pay run (IV.3.4, F11): paid beside gross once their unit has confirmed them, and marked so once."""

from __future__ import annotations

import polars as pl
from sqlmodel import Session

from liuguan.errors import Conflict, Text
from liuguan.records.frames import read_frame
from liuguan.records.store import content, table_of
from liuguan.records.tables.conduct import Reward, RewardShare
from liuguan.records.tables.pay import PayComponent
from liuguan.services.commands import Task

PREFIX = "reward:"
"""Begins the name of a component that is a worker's share of a reward; the reference follows."""


def shares_to_pay(session: Session, district: str, *, known: int | None = None) -> pl.DataFrame:
    """Shares of confirmed rewards that no run has paid: `worker`, `reference`, `amount`."""
    rewards, shares = table_of(Reward), table_of(RewardShare)
    connection = session.connection()
    confirmed = read_frame(
        connection, Reward, rewards.c.district == district, rewards.c.state == "confirmed",
        only=["reference"], known=known,
    )  # fmt: skip
    found = read_frame(
        connection, RewardShare, shares.c.district == district, shares.c.paid_month.is_(None), shares.c.amount > 0,
        only=["worker", "reference", "amount"], known=known,
    )  # fmt: skip
    return found.join(confirmed, on="reference", how="semi").sort("worker", "reference")


def paid_shares(session: Session, district: str, *, known: int | None = None) -> pl.DataFrame:
    """Shares that runs have paid, by the month in whose run: `worker`, `month`, `amount`."""
    table = table_of(RewardShare)
    found = read_frame(
        session.connection(), RewardShare, table.c.district == district, table.c.paid_month.is_not(None),
        only=["worker", "paid_month", "amount"], known=known,
    )  # fmt: skip
    return found.rename({"paid_month": "month"})


def components_of_shares(shares: pl.DataFrame, month: int) -> pl.DataFrame:
    """Shares as components of lines: `worker`, `month`, `node`, `amount`."""
    return shares.select(
        "worker", pl.lit(month, dtype=pl.Int64).alias("month"), (PREFIX + pl.col("reference")).alias("node"), "amount"
    )


def mark_paid(task: Task, district: str, pay_month: int, run: int) -> int:
    """Mark the shares that a run pays; returns how many.

    Raises:
        Conflict: a share has been paid or changed since the run was computed.
    """
    lines = task.work.all(PayComponent, district=district, pay_month=pay_month, run=run)
    paying = [c for c in lines if c.node.startswith(PREFIX)]
    for component in paying:
        share = task.work.current(RewardShare, district, component.node.removeprefix(PREFIX), component.worker)
        if share is None or share.paid_month is not None or share.amount != component.amount:
            changed = Text(
                "奖励已另行发放或有变动;请重新计算", "a reward was paid or changed in between; compute again"
            )
            theirs = content(share) if share is not None else {}
            raise Conflict(changed, where=component.node, mine=content(component), theirs=theirs)
        task.work.change(share, paid_month=pay_month)
    return len(paying)

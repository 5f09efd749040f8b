"""The arithmetic of deltas: what of a difference is paid or taken now, what is carried, and what is never taken.

For each worker and month worked there are three amounts of gross pay, all with the facts known now except where said:

    paid      what all closed runs have paid for the month
    now       by the score and the standard as they are known now
    as_paid   by the score and the standard that the month was paid by; where it was paid by several, by the best of
              them for the worker; unknown where it was never paid

The worker is entitled to the larger of `now` and `as_paid`: neither a lower score nor a lower standard reaches back.
What was paid short of that is paid at once. What was paid beyond it is an error of data: of it so much is taken as
the pay of the open month allows, the oldest month first, and the rest is carried. Therefore always

    paid + settled - carried - waived = now

whatever happened before and in whichever order, since nothing of it depends on earlier deltas but through `paid`.
"""

from __future__ import annotations

import polars as pl

from liuguan.services.pay.limits import Limits

KEY = ["worker", "month"]
COLUMNS = ("cause", "due", "by_score", "settled", "carried", "waived")


def settle(found: pl.DataFrame, open_month: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    """Settle what later facts make of months that have been paid.

    Args:
        found: one row per worker and month worked: `paid`, `now`, `as_paid` in fen (the last may be unknown), and
            `by_standard`, whether the standard has changed since the month was paid.
        open_month: one row per worker of the month in which it is settled: `month_pay`, its gross pay for normal
            work, and `minimum_wage` of a full month. Who is not there, or whose pay is unknown, has nothing
            taken.

    Returns:
        The rows of `found` by worker and month with `cause`, `due` (`now` less `paid`), `by_score` (its part
        that comes from another score or standard), `settled` (negative where it is taken), `carried`, `waived`.
    """
    room = open_month.select("worker", _room(limits).alias("room"))
    rows = found.join(room, on="worker", how="left").sort(KEY)
    as_paid = pl.coalesce("as_paid", "now")
    entitled = pl.col("now") if limits.lower_score_is_taken else pl.max_horizontal("now", as_paid)
    rows = rows.with_columns(
        due=pl.col("now") - pl.col("paid"), by_score=pl.col("now") - as_paid, waived=entitled - pl.col("now"),
        open=entitled - pl.col("paid"),
    ).with_columns(owed=(-pl.col("open")).clip(lower_bound=0))  # fmt: skip
    before = pl.col("owed").cum_sum().over("worker") - pl.col("owed")
    left = (pl.col("room").fill_null(0) - before).clip(lower_bound=0)
    rows = rows.with_columns(taken=pl.min_horizontal("owed", left))
    return rows.with_columns(
        settled=pl.col("open").clip(lower_bound=0) - pl.col("taken"),
        carried=pl.col("owed") - pl.col("taken"),
        cause=_cause(),
    ).select(*found.columns, *COLUMNS)


def _room(limits: Limits) -> pl.Expr:
    """What may be taken from a worker in the open month."""
    most = pl.col("month_pay") * limits.most_percent_taken // 100
    over = pl.col("month_pay") - pl.col("minimum_wage")
    of_both = pl.when(most < over).then(most).when(most >= over).then(over).otherwise(None)
    return (of_both if limits.minimum_wage_is_kept else most).clip(lower_bound=0)


def _cause() -> pl.Expr:
    """What a row is called by: what is taken, else what is waived, else what is paid."""
    waived = pl.when("by_standard").then(pl.lit("standard")).otherwise(pl.lit("lower_score"))
    return (
        pl.when(pl.col("owed") > 0).then(pl.lit("data_error"))
        .when((pl.col("waived") > 0) & (pl.col("open") <= 0)).then(waived)
        .when(pl.col("open") > 0).then(pl.lit("higher_due"))
        .otherwise(pl.lit("other"))
    )  # fmt: skip

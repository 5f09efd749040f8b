"""Months in which districts were merged: each day under the standard of the district that it belonged to.

The month belongs to the successor. Its days before the merger are duty periods of their own: under the
standard of the district that a worker served in the month before, or of the successor's own until then.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import polars as pl

from liuguan.configs import Unit
from liuguan.district import City
from liuguan.language.functions import first_day, last_day, month_of
from liuguan.rulebook.evaluate import evaluate
from liuguan.rulebook.plan import DECIDED
from liuguan.vocabulary import DUTY_PERIOD, VOCABULARY, WORKER_MONTH

STANDARD_WAGE = "standard_wage"


def with_merged_periods(
    city: City, district: str, facts: Mapping[str, pl.DataFrame], everyone: pl.DataFrame
) -> Mapping[str, pl.DataFrame]:
    """Facts of a district with duty periods for the months in which it took another over.

    Args:
        facts: of the district; workers who have duty periods in such a month keep theirs.
        everyone: worker months of all districts: `worker`, `district`, `month`.
    """
    workers = facts.get(WORKER_MONTH)
    if workers is None or "worker" not in workers.columns or "month" not in workers.columns:
        return facts
    made = dict(facts)
    for former in _predecessors(city, district):
        month = month_of(former.valid_to)
        rows = workers.filter(pl.col("month") == month, pl.col("worker").is_not_null())
        there = made.get(DUTY_PERIOD)
        if there is not None and there.height:
            rows = rows.join(there.select("worker", "month"), on=["worker", "month"], how="anti", maintain_order="left")
        if not rows.height or former.valid_to == first_day(month):
            continue
        before = everyone.filter(pl.col("month") == month - 1, pl.col("district") == former.id)["worker"]
        periods = _split(city, rows, former, before, month)
        made[DUTY_PERIOD] = periods if there is None else pl.concat([there, periods], how="diagonal_relaxed")
    return made


def _predecessors(city: City, district: str) -> list[Unit]:
    return [u for u in city.config.units if u.successor == district]


def _split(city: City, rows: pl.DataFrame, former: Unit, moved: pl.Series, month: int) -> pl.DataFrame:
    """Two periods for each worker: before the merger and from it on."""
    shared = [
        i.name
        for i in VOCABULARY.of(DUTY_PERIOD)
        if i.name in rows.columns and VOCABULARY.find(WORKER_MONTH, i.name) and i.name not in ("month", "district")
    ]
    keep = ["worker", "month", "district", *shared]
    eve = former.valid_to - datetime.timedelta(days=1)
    earlier = rows.select(keep).with_columns(pl.lit(first_day(month)).alias("from_day"), pl.lit(eve).alias("to_day"))
    later = rows.select(keep).with_columns(
        pl.lit(former.valid_to).alias("from_day"), pl.lit(last_day(month)).alias("to_day")
    )
    came = earlier.filter(pl.col("worker").is_in(moved.to_list())).with_columns(pl.lit(former.id).alias("district"))
    if came.height:
        book = city.district(former.id).book
        paid = evaluate(book, {DUTY_PERIOD: came}, [(DUTY_PERIOD, STANDARD_WAGE)]).frame(DUTY_PERIOD, [STANDARD_WAGE])
        decided = paid.select("worker", pl.col(STANDARD_WAGE).alias(f"{STANDARD_WAGE}{DECIDED}"))
        earlier = earlier.join(decided, on="worker", how="left", maintain_order="left")
    return pl.concat([earlier, later], how="diagonal_relaxed")

"""District and station months: what the staffing table states, and the heads that roster and payroll count."""

from __future__ import annotations

import polars as pl

from liuguan.facts.workers import finished
from liuguan.language.columns import last_day
from liuguan.language.kinds import COUNT
from liuguan.vocabulary import DISTRICT_MONTH, STATION_MONTH, VOCABULARY

PLACE = ["district", "month"]


def unit_facts(staffing: pl.DataFrame, workers: pl.DataFrame | None) -> dict[str, pl.DataFrame]:
    """Frames of `district_month` and `station_month`, with heads counted on roster and payroll.

    Where only stations are stated, and each of them states a count, the district's count is their sum.

    Args:
        staffing: see `statements.STAFFING`; each unit once a month.
        workers: the frame of `worker_month`.
    """
    stations = staffing.filter(pl.col("station") != "").with_columns(subject=pl.col("station"))
    whole = staffing.filter(pl.col("station") == "").drop("station")
    whole = pl.concat([whole, _sums(whole, stations)], how="diagonal_relaxed")
    if workers is not None:
        whole = whole.join(_heads(workers), on=PLACE, how="full", coalesce=True)
    whole = whole.with_columns(subject=pl.col("district")).sort(PLACE)
    made = {
        STATION_MONTH: finished(
            stations.sort("district", "station", "month"), STATION_MONTH,
            ["district", "station", "month", "subject", "source"],
        ),
        DISTRICT_MONTH: finished(whole, DISTRICT_MONTH, ["district", "month", "subject", "source"]),
    }  # fmt: skip
    return {entity: frame for entity, frame in made.items() if frame.height}


def _sums(whole: pl.DataFrame, stations: pl.DataFrame) -> pl.DataFrame:
    """Districts that state only stations: the sum of each count that every station states."""
    counts = [
        i.name
        for i in VOCABULARY.of(DISTRICT_MONTH)
        if i.name in stations.columns and i.kind == COUNT and not i.name.startswith(("granted_", "reported_"))
    ]
    alone = stations.join(whole.select(PLACE), on=PLACE, how="anti", maintain_order="left")
    sums = [pl.when(pl.col(c).is_not_null().all()).then(pl.col(c).sum()).alias(c) for c in counts]
    return alone.group_by(PLACE, maintain_order=True).agg(*sums, pl.col("source").first())


def _heads(workers: pl.DataFrame) -> pl.DataFrame:
    """Heads at the month's end: those on the roster, and those on the payroll, who had not left by then."""
    left = pl.lit(False)
    if "employment_end" in workers.columns:
        left = (pl.col("employment_end") < last_day(pl.col("month"))).fill_null(False)
    counts = [
        pl.when(pl.col(name).is_not_null().any()).then((pl.col(name) & ~left).sum().cast(pl.Int64)).alias(heads)
        for name, heads in (("on_roster", "roster_headcount"), ("on_payroll", "payroll_headcount"))
        if name in workers.columns
    ]
    return workers.group_by(PLACE, maintain_order=True).agg(counts)

"""Permissions: days on which grants lapse, and the grants in force over the facts of a district (I.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
from sqlmodel import Session

from liuguan.district import City
from liuguan.records.base import Day
from liuguan.records.grants import grants_in_force
from liuguan.records.tables.places import WHOLE_DISTRICT
from liuguan.vocabulary import DISTRICT_MONTH, STATION_MONTH

GRANTED = ("granted_migrants_per_worker", "granted_households_per_worker", "grant_state")


def mergers(city: City, district: str) -> tuple[Day, ...]:
    """The days on which a district was merged into another, or took another over."""
    days = {u.valid_to for u in city.config.units if u.successor and district in (u.id, u.successor)}
    return tuple(sorted(days))


def with_grants(
    session: Session,
    city: City,
    facts: Mapping[str, pl.DataFrame],
    *,
    first_month: int,
    last_month: int,
    known: int | None = None,
) -> dict[str, pl.DataFrame]:
    """Facts with the ratios that the city office granted, in place of what was reported about them.

    A grant to a whole district holds for its stations too. Months and units about which nothing was applied for keep
    what is recorded there.

    Args:
        facts: frames of `district_month` and `station_month` among them.
    """
    made = dict(facts)
    places = [f for e in (DISTRICT_MONTH, STATION_MONTH) if (f := facts.get(e)) is not None and f.height]
    districts: Sequence[str] = sorted({d for f in places for d in f["district"].unique().to_list()})
    grants = grants_in_force(
        session, districts, first_month=first_month, last_month=last_month, known=known,
        mergers={d: mergers(city, d) for d in districts},
    )  # fmt: skip
    if not grants.height:
        return made
    whole = grants.filter(pl.col("station") == WHOLE_DISTRICT).select("district", "month", *GRANTED)
    if DISTRICT_MONTH in made:
        made[DISTRICT_MONTH] = _over(made[DISTRICT_MONTH], whole, ["district", "month"])
    if STATION_MONTH in made:
        own = grants.filter(pl.col("station") != WHOLE_DISTRICT).select("district", "station", "month", *GRANTED)
        everywhere = _over(made[STATION_MONTH], whole, ["district", "month"])
        made[STATION_MONTH] = _over(everywhere, own, ["district", "station", "month"])
    return made


def _over(frame: pl.DataFrame, grants: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """Rows with the columns of grants put over their own, where a grant or an application says something."""
    inputs = [name for name in GRANTED if name in frame.columns]
    joined = frame.join(
        grants.with_columns(pl.lit(True).alias("·told")), on=on, how="left", suffix="·", maintain_order="left"
    )
    told = pl.col("·told").fill_null(False)
    over = [
        pl.when(told).then(pl.col(f"{name}·")).otherwise(pl.col(name)).cast(frame.schema[name]).alias(name)
        if name in inputs
        else pl.col(name)
        for name in GRANTED
    ]
    return joined.with_columns(over).select(*frame.columns, *(n for n in GRANTED if n not in inputs))


__all__ = ["mergers", "with_grants"]

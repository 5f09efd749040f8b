"""Jiangning District: figures are in its TOML; here is a supplement resting on two figures of the station."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from liuguan import WORKER_MONTH, Count, Fen, hookimpl, rules_of, supplement, value

station_migrants = value(
    "actual_migrants",
    along="station",
    entity=WORKER_MONTH,
    cites="local",
    en="Migrants of the worker's station",
    zh="所在站点实有暂住人口",
)
station_households = value(
    "rental_households",
    along="station",
    entity=WORKER_MONTH,
    cites="local",
    en="Renting-out households of the worker's station",
    zh="所在站点出租户数",
)


@supplement(cites=("local", "II.5"), zh="分散居住补贴")
def scattered_homes_supplement(
    station_migrants: Count,
    station_households: Count,
    least_households: Count,
    fewest_migrants_per_home: Count,
    scattered_homes_amount: Fen,
) -> Fen:
    """An amount where many homes hold few migrants each, so that each visit reaches few people."""
    many_homes = station_households >= least_households
    thinly_let = station_migrants < station_households * fewest_migrants_per_home
    return scattered_homes_amount if many_homes and thinly_let else 0


@hookimpl
def manifest() -> Mapping[str, object]:
    """Who this module speaks for."""
    return {"district": "jiangning"}


@hookimpl
def pay_rules() -> Sequence[object]:
    """The supplement and what it looks up."""
    return rules_of(sys.modules[__name__])

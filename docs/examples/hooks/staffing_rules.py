"""A figure of the stations that a district watches."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from liuguan import STATION_MONTH, Count, hookimpl, per, rule, rules_of


@rule(entity=STATION_MONTH, cites=("local", "I.7"), zh="站点人均服务出租户")
def households_per_station_worker(rental_households: Count, effective_headcount: Count) -> Count:
    """Renting-out households of the station for each of its effective workers."""
    return per(rental_households, effective_headcount)


@hookimpl
def staffing_rules() -> Sequence[object]:
    """The figure."""
    return rules_of(sys.modules[__name__])

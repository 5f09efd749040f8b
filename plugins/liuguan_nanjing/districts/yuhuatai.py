"""Yuhuatai District: figures are in its TOML; here is a team share that can lift nobody far."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from liuguan import HALF_UP, Percent, Points, hookimpl, rule, rules_of, share_of


@rule(cites=("local", "IV.3.0b"), zh="个人与站点得分合计，站点加分封顶", reading_of="assessment_score")
def own_and_station_with_capped_lift(
    own_score: Points, station_score: Points, own_share: Percent, most_lift: Points
) -> Points:
    """Own and station score by shares; a good station lifts a score by a few points at most."""
    mixed = station_score + share_of(own_score - station_score, own_share, HALF_UP)
    return min(mixed, own_score + most_lift)


@hookimpl
def manifest() -> Mapping[str, object]:
    """Who this module speaks for."""
    return {"district": "yuhuatai"}


@hookimpl
def assessment_rules() -> Sequence[object]:
    """The reading of the score."""
    return rules_of(sys.modules[__name__])

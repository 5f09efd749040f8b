"""Jiangning District: figures are in its TOML; here is a supplement that two kinds of checks decide."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from liuguan import Fen, Points, hookimpl, rules_of, supplement


@supplement(cites=("local", "II.5", "IV.3.5"), zh="暗查反查无差错补贴")
def clean_checks_supplement(
    inspection_points_lost: Points,
    recheck_points_lost: Points,
    clean_in_both: Fen,
    clean_in_one: Fen,
) -> Fen:
    """An amount where neither unannounced checks nor re-checks found anything, less where one did."""
    inspected_clean = inspection_points_lost == 0
    rechecked_clean = recheck_points_lost == 0
    if inspected_clean and rechecked_clean:
        return clean_in_both
    return clean_in_one if inspected_clean or rechecked_clean else 0


@hookimpl
def manifest() -> Mapping[str, object]:
    """Who this module speaks for."""
    return {"district": "jiangning"}


@hookimpl
def pay_rules() -> Sequence[object]:
    """The supplement."""
    return rules_of(sys.modules[__name__])

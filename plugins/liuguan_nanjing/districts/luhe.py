"""Luhe District: figures are in its TOML; here is a way to withhold that never touches the floor."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from liuguan import HALF_UP, Fen, Percent, hookimpl, rule, rules_of, share_of


@rule(cites=("local", "II.4", "II.12"), zh="按比例暂扣，但不触及工资底线", reading_of="withheld_pay")
def share_above_the_floor(standard_wage: Fen, wage_floor: Fen, withheld_percent: Percent, kept_above_floor: Fen) -> Fen:
    """A share of the standard, cut so that each month pays the floor and an amount above it.

    The amount above leaves room for the employee's contributions, since the floor is a net figure.
    """
    room = max(standard_wage - wage_floor - kept_above_floor, 0)
    return min(share_of(standard_wage, withheld_percent, HALF_UP), room)


@hookimpl
def manifest() -> Mapping[str, object]:
    """Who this module speaks for."""
    return {"district": "luhe"}


@hookimpl
def pay_rules() -> Sequence[object]:
    """The reading of what is withheld."""
    return rules_of(sys.modules[__name__])

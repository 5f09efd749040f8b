"""A reading of the score: bonus points on top of what the sheet says."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from liuguan import Points, hookimpl, rule, rules_of


@rule(cites=("local", "IV.3.0b"), zh="登记得分加奖励分，百分封顶", reading_of="assessment_score")
def recorded_with_bonus(recorded_score: Points, bonus_points: Points) -> Points:
    """The score on the sheet and bonus points, up to 100 points."""
    return min(recorded_score + bonus_points, 10000)


@hookimpl
def assessment_rules() -> Sequence[object]:
    """The reading; a `[[assessment_score]]` section picks it."""
    return rules_of(sys.modules[__name__])

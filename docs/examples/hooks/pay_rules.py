"""A supplement for visits made."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from liuguan import Count, Fen, hookimpl, rules_of, supplement


@supplement(cites=("local", "II.5"), zh="走访津贴")
def visit_allowance(visits: Count, visit_step: Fen) -> Fen:
    """Visit allowance: an amount for each visit."""
    return visits * visit_step


@hookimpl
def pay_rules() -> Sequence[object]:
    """The supplement."""
    return rules_of(sys.modules[__name__])

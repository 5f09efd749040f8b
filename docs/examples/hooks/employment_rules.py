"""A district's own check on the hours of its workers."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from liuguan import WARNING, Flag, Hours, check, hookimpl, rules_of


@check(
    "LOC001",
    cites=("local", "III.7"),
    severity=WARNING,
    zh="主业工时不足一半",
    fix="move other work elsewhere",
    fix_zh="调整其他工作",
)
def less_than_half_on_migrants(core_hours: Hours, other_hours: Hours) -> Flag:
    """More hours of other work than of migrant work."""
    return other_hours > core_hours


@hookimpl
def employment_rules() -> Sequence[object]:
    """The check."""
    return rules_of(sys.modules[__name__])

"""A district's own check on what it files."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from liuguan import INFO, STANDARD, Date, Flag, check, hookimpl, rules_of


@check(
    "LOC002",
    entity=STANDARD,
    cites=("local", "V.1"),
    severity=INFO,
    zh="报送晚于生效",
    fix="submit before the first day",
    fix_zh="在生效前报送",
)
def submitted_after_it_began(submitted_on: Date, effective_from: Date) -> Flag:
    """The standard was submitted after its first day."""
    return submitted_on > effective_from


@hookimpl
def filing_checks() -> Sequence[object]:
    """The check."""
    return rules_of(sys.modules[__name__])

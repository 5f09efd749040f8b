"""One more requirement on whoever is hired for data entry."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from liuguan import Flag, hookimpl, requirement, rules_of


@requirement(cites=("local", "IV.1.3"), zh="录入岗能熟练操作电脑")
def computer_for_data_entry(data_entry_post: Flag, computer_proficient: Flag) -> Flag:
    """Whoever is hired for data entry operates a computer well."""
    return computer_proficient or not data_entry_post


@hookimpl
def eligibility_rules() -> Sequence[object]:
    """Requirements of the district; all of them, and the city's, must be met."""
    return rules_of(sys.modules[__name__])

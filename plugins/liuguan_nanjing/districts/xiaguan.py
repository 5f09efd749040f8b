"""Xiaguan District, until it merged into Gulou in March 2013: figures are in its TOML; here is its own rank.

Equal scores share a rank and the next rank follows on, so that two second places leave a third one to win.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from liuguan import Bands, Count, Fen, hookimpl, rank, rules_of, supplement

rank_without_gaps = rank(
    "assessment_score",
    along="district",
    unknown="left_out",
    ties="dense",
    cites=("local", "IV.3.0c"),
    en="Rank in the district without gaps, 1 the highest score",
    zh="全区排名(并列后不跳号)",
)


@supplement(cites=("local", "IV.3.0c"), zh="名次奖(并列后不跳号)")
def bonus_of_rank_without_gaps(
    rank_without_gaps: Count, rank_from_bottom: Count, bottom_ranks: Count, bonus_by_rank: Bands[Count, Fen]
) -> Fen:
    """Bonus of the rank without gaps; the bottom ranks have none."""
    if rank_from_bottom <= bottom_ranks:
        return 0
    return bonus_by_rank[rank_without_gaps]


@hookimpl
def manifest() -> Mapping[str, object]:
    """Who this module speaks for."""
    return {"district": "xiaguan"}


@hookimpl
def pay_rules() -> Sequence[object]:
    """The rank and the bonus that rests on it."""
    return rules_of(sys.modules[__name__])

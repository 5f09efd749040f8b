"""Scheme V2: points lost for each defect, money lost for each point, and a bonus for the month's best.

The rank only gives: the lowest ranks have no bonus, and nothing else follows from them.
"""

from __future__ import annotations

from liuguan import (
    HALF_UP,
    ITEM_MONTH,
    Bands,
    Count,
    Fen,
    Item,
    Points,
    Table,
    for_points,
    per,
    rank,
    rule,
    supplement,
    total,
)


@rule(entity=ITEM_MONTH, cites="IV.3.5", zh="项目扣分", offered=True)
def points_lost(item: Item, defects: Count, points_per_defect: Table[Item, Points]) -> Points:
    """Points lost for the defects of an item; unknown for defects that the standard sets no step for."""
    return 0 if defects == 0 else defects * points_per_defect[item]


points_lost_total = total(
    "points_lost",
    along="worker",
    offered=True,
    cites="IV.3.5",
    en="Points lost on all items",
    zh="项目扣分合计",
)


@rule(cites=("IV.3.0b", "IV.3.5"), zh="百分起扣", reading_of="assessment_score")
def deducted_from_hundred(
    points_lost_total: Points,
    itemised_sheets: Count,
    inspection_points_lost: Points,
    recheck_points_lost: Points,
) -> Points:
    """100 points, less those lost on items, in unannounced checks and in re-checks.

    Unknown where the month has no items on record.
    """
    lost = points_lost_total + inspection_points_lost + recheck_points_lost
    return per(max(10000 - lost, 0), itemised_sheets)


@rule(cites=("II.12", "IV.3.0c"), zh="浮动额按所扣分数扣减", reading_of="performance_pay")
def less_for_each_point(assessment_score: Points, at_stake: Fen, pay_per_point: Fen) -> Fen:
    """What is at stake, less an amount for each point under 100, never below nothing."""
    lost = for_points(pay_per_point, max(10000 - assessment_score, 0), HALF_UP)
    return at_stake - min(lost, at_stake)


rank_from_top = rank(
    "assessment_score",
    along="district",
    unknown="left_out",
    ties="shared",
    offered=True,
    cites="IV.3.0c",
    en="Rank in the district, 1 the highest score",
    zh="全区排名(从高到低)",
)
rank_from_bottom = rank(
    "assessment_score",
    along="district",
    unknown="left_out",
    ties="shared",
    highest_first=False,
    offered=True,
    cites="IV.3.0c",
    en="Rank in the district, 1 the lowest score",
    zh="全区排名(从低到高)",
)


@supplement(cites=("II.5", "IV.3.0c"), zh="名次奖", offered=True)
def rank_bonus(
    rank_from_top: Count, rank_from_bottom: Count, bottom_ranks: Count, bonus_by_rank: Bands[Count, Fen]
) -> Fen:
    """Bonus of the rank among all posts of the district in the month.

    Reading: equal scores share a rank and the next rank is left out; where the top and the bottom ranks meet
    the bottom rules, so that a tie of all gives nobody a bonus; unknown scores are not ranked.
    """
    if rank_from_bottom <= bottom_ranks:
        return 0
    return bonus_by_rank[rank_from_top]

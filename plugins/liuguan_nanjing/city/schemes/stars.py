"""Scheme V3: a held-back share that the month's grade releases, and stars that are reviewed twice a year.

A star depends on the star before it, so it is a decision: `star` is recorded, pay uses what is recorded, and
`star_due` says what the review gives.
"""

from __future__ import annotations

from liuguan import (
    DOWN,
    HALF_UP,
    Bands,
    Count,
    Fen,
    Flag,
    Grade,
    Month,
    Percent,
    Points,
    Star,
    Table,
    calendar_month,
    last,
    mean,
    month_before,
    rule,
    share_of,
    supplement,
    value,
)


@rule(cites=("II.12", "IV.3.0c"), zh="标准的一定比例，不超过可浮动部分", reading_of="at_stake")
def share_up_to_pool(standard_wage: Fen, floating_pool: Fen, held_percent: Percent) -> Fen:
    """A share of the standard, cut to what lies above the minimum wage."""
    return min(share_of(standard_wage, held_percent, HALF_UP), floating_pool)


@rule(cites=("II.12", "IV.3.0c"), zh="按等次兑现浮动部分", reading_of="performance_pay")
def share_by_grade(at_stake: Fen, assessment_grade: Grade, paid_by_grade: Table[Grade, Percent]) -> Fen:
    """The share of the held-back part that the month's grade releases."""
    return share_of(at_stake, paid_by_grade[assessment_grade], HALF_UP)


@supplement(cites="II.5", zh="星级工资", offered=True)
def star_pay(star: Star, pay_by_star: Table[Star, Fen]) -> Fen:
    """Pay of the star on record."""
    return pay_by_star[star]


half_year_score = mean(
    "assessment_score",
    over=last(6, closed=True),
    rounding=DOWN,
    absent=0,
    offered=True,
    cites=("II.5", "IV.3.0c"),
    en="Mean score of the six months before",
    zh="前六个月平均得分",
)
star_before = value(
    "star",
    over=month_before,
    absent=0,
    offered=True,
    cites="II.5",
    en="Star of the month before, 0 without one",
    zh="上月星级(无则为0)",
)


@rule(cites=("II.5", "IV.3.0c"), zh="应得星级", offered=True)
def star_due(
    month: Month,
    star: Star,
    star_before: Star,
    half_year_score: Points,
    false_data_records: Count,
    star_bands: Bands[Points, Star],
) -> Star:
    """The star that the review gives: in January and July on the six months before, down freely, up by one.

    False data brings it to one star in the same month. Whoever has no star from the month before keeps the
    one on record. The mean is rounded down, so that a border is reached exactly where the total reaches it.
    """
    if false_data_records > 0:
        return 1
    if star_before == 0:
        return star
    if calendar_month(month) in (1, 7):
        return min(star_bands[half_year_score], star_before + 1)
    return star_before


@rule(cites=("II.5", "IV.3.0c"), zh="登记星级即评定星级", reading_of="star_as_due")
def reviewed_star(star: Star, star_due: Star) -> Flag:
    """The star on record is the one that the review gives."""
    return star == star_due

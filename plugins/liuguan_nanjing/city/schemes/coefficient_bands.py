"""Scheme V1: a share of pay multiplied by the coefficient of the score's band."""

from __future__ import annotations

from liuguan import HALF_UP, Bands, Fen, Percent, Points, rule, share_of


@rule(cites=("II.12", "IV.3.0c"), zh="各岗位浮动额相同", reading_of="at_stake")
def fixed_amount(amount_at_stake: Fen) -> Fen:
    """The same amount depends on the assessment in every post."""
    return amount_at_stake


@rule(cites=("II.12", "IV.3.0c"), zh="绩效基数乘以得分段系数", reading_of="performance_pay")
def coefficient_bands(
    assessment_score: Points, performance_base: Fen, coefficient_bands: Bands[Points, Percent]
) -> Fen:
    """The performance base by the coefficient of the band that the score lies in."""
    return share_of(performance_base, coefficient_bands[assessment_score], HALF_UP)

"""Scheme V5: four heads, grades by quota in each quarter, and a bonus in the month after it."""

from __future__ import annotations

from liuguan import (
    HALF_UP,
    Count,
    Fen,
    Grade,
    Month,
    Percent,
    Points,
    Table,
    calendar_month,
    count,
    last,
    mean,
    month_before,
    rank,
    rule,
    share_of,
    value,
)


@rule(cites=("IV.3.0a", "IV.3.0b"), zh="德能勤绩四项之和", reading_of="assessment_score")
def four_heads(
    conduct_points: Points,
    ability_points: Points,
    diligence_points: Points,
    performance_points: Points,
    conduct_most: Points,
    ability_most: Points,
    diligence_most: Points,
    performance_most: Points,
) -> Points:
    """Conduct, ability, diligence and performance, each up to its own most."""
    return (
        min(conduct_points, conduct_most)
        + min(ability_points, ability_most)
        + min(diligence_points, diligence_most)
        + min(performance_points, performance_most)
    )


quarter_score = mean(
    "assessment_score",
    over=last(3),
    rounding=HALF_UP,
    offered=True,
    cites="IV.3.0c",
    en="Mean score of three months, this one included",
    zh="近三个月(含本月)平均得分",
)
quarter_rank = rank(
    "quarter_score",
    along="district",
    unknown="left_out",
    ties="lower",
    offered=True,
    cites="IV.3.0c",
    en="Rank of the three months' score in the district",
    zh="三个月平均得分全区排名",
)
ranked_in_quarter = count(
    "quarter_score",
    along="district",
    unknown="left_out",
    offered=True,
    cites="IV.3.0c",
    en="Workers ranked in the district",
    zh="全区参加排名人数",
)


@rule(cites="IV.3.0c", zh="名次所在的等次序号", offered=True)
def quota_class(
    quarter_rank: Count,
    ranked_in_quarter: Count,
    first_share: Percent,
    second_share: Percent,
    third_share: Percent,
) -> Count:
    """1 to 4: which quota the rank falls into; whoever is left over is in the fourth.

    Reading: quotas are rounded half up and hold at least one person; equal scores take the lower rank, so
    that a tie across a border falls to the lower class.
    """
    first = max(share_of(ranked_in_quarter, first_share, HALF_UP), 1)
    second = first + max(share_of(ranked_in_quarter, second_share, HALF_UP), 1)
    third = second + max(share_of(ranked_in_quarter, third_share, HALF_UP), 1)
    if quarter_rank <= first:
        return 1
    if quarter_rank <= second:
        return 2
    return 3 if quarter_rank <= third else 4


@rule(cites=("IV.3.0b", "IV.3.0c"), zh="按名额定等次", reading_of="assessment_grade")
def by_quota(quota_class: Count, grade_by_class: Table[Count, Grade]) -> Grade:
    """The grade of the quota that the rank falls into."""
    return grade_by_class[quota_class]


grade_month_before = value(
    "assessment_grade",
    over=month_before,
    offered=True,
    cites="IV.3.0c",
    en="Grade of the month before",
    zh="上月等次",
)
graded_month_before = count(
    "assessment_grade",
    over=month_before,
    offered=True,
    cites="IV.3.0c",
    en="Grades of the month before: 0 for whoever was not in post",
    zh="上月等次数(不在岗为0)",
)


@rule(cites=("II.12", "IV.3.0c"), zh="季度奖", reading_of="performance_pay")
def bonus_after_quarter(
    month: Month, graded_month_before: Count, grade_month_before: Grade, bonus_by_grade: Table[Grade, Fen]
) -> Fen:
    """Bonus of the quarter's grade, in January, April, July and October.

    The month before these is the quarter's last: ranked are those in post in it, and paid are those of them
    who are still in post.
    """
    if calendar_month(month) not in (1, 4, 7, 10) or graded_month_before == 0:
        return 0
    return bonus_by_grade[grade_month_before]

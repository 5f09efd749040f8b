"""Scheme V6: own and station score together, part of pay withheld through the year, a bonus at its end."""

from __future__ import annotations

from liuguan import (
    DOWN,
    HALF_UP,
    STATION_MONTH,
    Count,
    Date,
    Fen,
    Flag,
    Month,
    Percent,
    Points,
    Years,
    calendar_month,
    completed_years,
    first_day,
    first_known,
    last,
    mean,
    month_of,
    per,
    rule,
    share_of,
    total,
    year_to_date,
)

# ---- scores


@rule(entity=STATION_MONTH, cites=("IV.3.1", "IV.3.5"), zh="站点得分", offered=True)
def station_score(
    registration_percent: Percent,
    rental_percent: Percent,
    permit_percent: Percent,
    registration_target: Percent,
    rental_target: Percent,
    permit_target: Percent,
    registration_step: Points,
    rental_step: Points,
    permit_step: Points,
) -> Points:
    """100 points, less a step for each percentage point that a rate of the station is under its target.

    Reading: parts of a percentage point count in proportion.
    """
    registration_lost = share_of(100 * registration_step, max(registration_target - registration_percent, 0), HALF_UP)
    rental_lost = share_of(100 * rental_step, max(rental_target - rental_percent, 0), HALF_UP)
    permit_lost = share_of(100 * permit_step, max(permit_target - permit_percent, 0), HALF_UP)
    return max(10000 - registration_lost - rental_lost - permit_lost, 0)


@rule(cites=("IV.3.0b", "IV.3.1"), zh="个人得分", offered=True)
def own_score(
    item_points_total: Points,
    complete_sheets: Count,
    inspection_points_lost: Points,
    recheck_points_lost: Points,
) -> Points:
    """The worker's own points, before the station's are mixed in; unknown while the sheet is incomplete."""
    return per(max(item_points_total - inspection_points_lost - recheck_points_lost, 0), complete_sheets)


@rule(cites=("IV.3.0b", "IV.3.0c"), zh="个人得分与站点得分按比例合计", reading_of="assessment_score")
def own_and_station(own_score: Points, station_score: Points, own_share: Percent) -> Points:
    """A share of the own score and the rest of the station's, rounded once."""
    return station_score + share_of(own_score - station_score, own_share, HALF_UP)


# ---- pay that waits for the end of the year


@rule(cites=("II.12", "IV.3.0c"), zh="按标准比例暂扣", reading_of="withheld_pay")
def share_of_standard(standard_wage: Fen, withheld_percent: Percent) -> Fen:
    """A share of the standard is kept back each month."""
    return share_of(standard_wage, withheld_percent, HALF_UP)


withheld_year_to_date = total(
    "withheld_pay",
    over=year_to_date,
    offered=True,
    cites="II.12",
    en="Withheld since January, this month included",
    zh="本年累计暂扣(含本月)",
)


@rule(cites="II.12", zh="本月离岗", offered=True)
def leaves_this_month(month: Month, employment_end: Date) -> Flag:
    """The last day in post lies in this month; without a last day on record the worker stays."""
    return month_of(first_known(employment_end, first_day(month + 1))) == month


@rule(cites="II.12", zh="年终或离岗时发还", reading_of="released_pay")
def at_year_end(month: Month, leaves_this_month: Flag, withheld_year_to_date: Fen) -> Fen:
    """What was withheld this year comes back in December, or in the last month in post."""
    return withheld_year_to_date if calendar_month(month) == 12 or leaves_this_month else 0


year_score = mean(
    "assessment_score",
    over=year_to_date,
    rounding=DOWN,
    offered=True,
    cites="IV.3.0c",
    en="Mean score since January, this month included",
    zh="本年平均得分(含本月)",
)


@rule(cites=("II.12", "IV.3.0c"), zh="年终奖", reading_of="performance_pay")
def year_end_bonus(
    month: Month,
    year_score: Points,
    standard_wage: Fen,
    year_pass_score: Points,
    year_excellent_score: Points,
    excellent_bonus: Fen,
) -> Fen:
    """In December one month's standard for a passed year, and an amount on top for an excellent one.

    It counts in the month in which it is paid. The mean is rounded down, so that a mark is reached exactly
    where the total reaches it.
    """
    if calendar_month(month) != 12:
        return 0
    if year_score >= year_excellent_score:
        return standard_wage + excellent_bonus
    return standard_wage if year_score >= year_pass_score else 0


# ---- a failed year


@rule(cites=("II.5", "IV.3.6"), zh="不合格年份", offered=True)
def year_lost(month: Month, year_score: Points, least_year_score: Points) -> Years:
    """1 in a December in which the year's mean score is under the pass mark, else 0."""
    return 1 if calendar_month(month) == 12 and year_score < least_year_score else 0


@rule(cites="IV.3.6", zh="全年不合格的应立案处理", reading_of="dismissal_candidate")
def failed_year(year_lost: Years) -> Flag:
    """The year has failed."""
    return year_lost > 0


years_lost = total(
    "year_lost",
    over=last(120, closed=True),
    offered=True,
    cites="II.5",
    en="Failed years of the last ten",
    zh="近十年不合格年数",
)


@rule(cites="II.5", zh="扣除不合格年份的流管工龄", reading_of="migrant_work_years")
def passed_years_only(migrant_work_start: Date, month: Month, years_lost: Years) -> Years:
    """Years of migrant work completed on the first day of the month, without the failed ones.

    It looks back over the records, so it is unknown where they do not reach back to the first month in post.
    """
    return max(completed_years(migrant_work_start, first_day(month)) - years_lost, 0)

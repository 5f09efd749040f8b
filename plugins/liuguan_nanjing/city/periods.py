"""Periods of duty: which post, on what standard, for how many days of the month."""

from __future__ import annotations

from liuguan import (
    DUTY_PERIOD,
    WARNING,
    WORKER_MONTH,
    Count,
    Date,
    Days,
    Fen,
    Flag,
    Month,
    Post,
    Table,
    check,
    days_between,
    days_in_month,
    question,
    rule,
    total,
)

# II.6: who enters data.


@rule(
    entity=(WORKER_MONTH, DUTY_PERIOD),
    cites="II.6",
    zh="属信息录入人员（按岗位）",
    reading_of="counts_as_data_entry",
)
def data_entry_post_only(data_entry: Flag) -> Flag:
    """Enters data (by post).

    Reading: whoever holds the data-entry post; the clause names staff, not a task that everybody does at
    times.
    """
    return data_entry


@rule(
    entity=(WORKER_MONTH, DUTY_PERIOD),
    cites="II.6",
    zh="属信息录入人员（含采集并录入者）",
    reading_of="counts_as_data_entry",
    status="unverified",
)
def whoever_collects_and_enters(data_entry: Flag, collects_and_enters: Flag) -> Flag:
    """Enters data (by what is done).

    Reading: also whoever collects data and enters it, whatever the post is called.
    """
    return data_entry or collects_and_enters


# II.2, II.6, II.11: the standard of a post. Each district answers it.

standard_wage = question(
    entity=DUTY_PERIOD,
    kind=Fen,
    cites=("II.2", "II.6", "II.11"),
    en="Wage standard of the post for a full month",
    zh="岗位月工资标准",
    at_least=0,
)


@rule(
    entity=DUTY_PERIOD,
    cites=("II.2", "II.6", "II.11"),
    zh="按岗位定标准，录入另加",
    reading_of="standard_wage",
)
def by_post(post: Post, counts_as_data_entry: Flag, standard_by_post: Table[Post, Fen], data_entry_uplift: Fen) -> Fen:
    """Wage standard by post, with the data-entry uplift on top.

    Reading: the two uplifts add up; whoever enters data in a central station has both.
    """
    return standard_by_post[post] + (data_entry_uplift if counts_as_data_entry else 0)


@rule(
    entity=DUTY_PERIOD,
    cites=("II.2", "II.6", "II.11"),
    zh="按岗位定标准，录入与中心站取高",
    reading_of="standard_wage",
)
def larger_of_both(
    post: Post, counts_as_data_entry: Flag, standard_by_post: Table[Post, Fen], data_entry_uplift: Fen
) -> Fen:
    """Wage standard by post, or the ordinary one with the data-entry uplift where that is more.

    Reading: the two uplifts do not add up; whoever has both duties gets the larger one.
    """
    own = standard_by_post[post]
    entering = standard_by_post[Post.ORDINARY] + data_entry_uplift
    return max(own, entering) if counts_as_data_entry else own


# The month, put together from its periods.


@rule(entity=DUTY_PERIOD, cites=("II.2", "II.11"), zh="时段天数")
def period_days(from_day: Date, to_day: Date) -> Days:
    """Days of the period, both ends included."""
    return max(days_between(from_day, to_day) + 1, 0)


@rule(entity=DUTY_PERIOD, cites=("II.2", "II.11"), zh="标准×天数")
def standard_wage_times_days(standard_wage: Fen, period_days: Days) -> Fen:
    """The period's standard, once for each of its days."""
    return standard_wage * period_days


standard_wage_days = total(
    "standard_wage_times_days",
    along="worker",
    cites=("II.2", "II.11"),
    en="Standards of all periods, once for each day",
    zh="各时段标准×天数合计",
)

covered_days = total(
    "period_days", along="worker", cites=("II.2", "II.11"), en="Days of all periods", zh="各时段天数合计"
)

duty_periods = total(
    "is_period", along="worker", cites=("II.2", "II.11"), en="Periods of duty in the month", zh="任职时段数"
)


@rule(entity=DUTY_PERIOD, cites=("II.2", "II.11"), zh="计为一个时段")
def is_period(from_day: Date, to_day: Date) -> Flag:
    """The period ends on or after its first day."""
    return to_day >= from_day


@check(
    "PAY022",
    cites=("II.2", "II.11"),
    severity=WARNING,
    zh="任职时段重叠，天数超过当月天数",
    fix="correct the days of the periods: one ends on the day before the next begins",
    fix_zh="更正任职时段起止日：前一段止于后一段起始的前一天",
)
def periods_overlap(covered_days: Days, month: Month, duty_periods: Count) -> Flag:
    """The periods of duty cover more days than the month has."""
    return duty_periods > 1 and covered_days > days_in_month(month)

"""What was really paid, held against floor, minimum wage, standard and its own arithmetic (II.4, II.14)."""

from __future__ import annotations

from liuguan import (
    DISTRICT_MONTH,
    HALF_UP,
    INFO,
    VIOLATION,
    WARNING,
    Days,
    Fen,
    Flag,
    Post,
    check,
    group_check,
    mean,
    rule,
    total,
    year_to_date,
)

# What of a payment counts: pay for normal work.


@rule(cites="II.4", zh="计入口径的实发额")
def counted_net(
    paid_net: Fen,
    paid_rewards: Fen,
    paid_overtime: Fen,
    paid_special_allowances: Fen,
    paid_reimbursements: Fen,
) -> Fen:
    """Net pay for normal work, as paid.

    Reading: rewards, overtime, special allowances and reimbursements never count; bonuses count in the
    month in which they are paid.
    """
    return paid_net - paid_rewards - paid_overtime - paid_special_allowances - paid_reimbursements


@rule(cites=("II.4", "II.12"), zh="计入口径的应发额")
def counted_gross(
    paid_gross: Fen,
    paid_rewards: Fen,
    paid_overtime: Fen,
    paid_special_allowances: Fen,
    paid_reimbursements: Fen,
) -> Fen:
    """Gross pay for normal work, as paid.

    The minimum wage is measured before the employee's insurance share, so it is held against this figure.
    """
    return paid_gross - paid_rewards - paid_overtime - paid_special_allowances - paid_reimbursements


@rule(cites=("II.2", "II.4"), zh="实发额减底线")
def net_over_floor(counted_net: Fen, wage_floor_due: Fen) -> Fen:
    """Net pay less the floor of the month; negative where it falls short."""
    return counted_net - wage_floor_due


@rule(cites=("II.2", "II.4"), zh="应发额减底线")
def gross_over_floor(counted_gross: Fen, wage_floor_due: Fen) -> Fen:
    """Gross pay less the floor of the month; negative where it falls short."""
    return counted_gross - wage_floor_due


@rule(cites=("II.2", "II.3"), zh="实发额减从严底线")
def net_over_strict_floor(counted_net: Fen, wage_floor: Fen, strict_wage_floor: Fen, strict_wage_floor_due: Fen) -> Fen:
    """Net pay less the floor under the strict reading; nothing in months in which both floors are one."""
    return 0 if strict_wage_floor == wage_floor else counted_net - strict_wage_floor_due


# II.4: the average of a district, then of each person, then each month.

district_average_below_floor = group_check(
    "PAY001",
    margin="net_over_floor",
    along="district",
    over=year_to_date,
    where="full_time",
    severity=VIOLATION,
    cites=("II.2", "II.3", "II.4"),
    en="The district's average net pay since January is below the floor",
    zh="本年以来全区平均净收入低于底线",
    fix="raise the standard or cover the employee's insurance share, and make up for past months",
    fix_zh="提高标准或由单位另行承担个人缴费，并补足本年各月差额",
    note="Reading: total net pay of all full-time workers against the total due over the same months of "
    "the calendar year; totals are compared, so nothing is rounded on the way.",
)

district_average_below_strict_floor = group_check(
    "PAY002",
    margin="net_over_strict_floor",
    along="district",
    over=year_to_date,
    where="full_time",
    severity=WARNING,
    cites=("II.2", "II.3", "II.4"),
    en="The district's average net pay since January is below a quarter over the minimum wage",
    zh="本年以来全区平均净收入低于从严读法的底线（高于最低工资四分之一）",
    fix="raise the standard to a quarter over the minimum wage of the district's class",
    fix_zh="把标准提高到本区类别最低工资以上四分之一",
    note="Reading: the strict one, by which the percentage holds from the first day; the district's class "
    "at that time is unverified, hence a warning.",
)

net_over_floor_to_date = total(
    "net_over_floor",
    over=year_to_date,
    cites=("II.2", "II.4"),
    en="Net pay less the floor since January",
    zh="本年累计实发额减底线",
)

district_net_over_floor = total(
    "net_over_floor",
    along="district",
    where="full_time",
    unknown="left_out",
    cites=("II.2", "II.4"),
    en="Net pay of the district less the floor",
    zh="全区实发额减底线",
)
district_gross_over_floor = total(
    "gross_over_floor",
    along="district",
    where="full_time",
    unknown="left_out",
    cites=("II.2", "II.4"),
    en="Gross pay of the district less the floor",
    zh="全区应发额减底线",
)
district_net_over_floor_to_date = total(
    "district_net_over_floor",
    over=year_to_date,
    cites=("II.2", "II.4"),
    en="Net pay of the district less the floor since January",
    zh="本年累计全区实发额减底线",
)
district_gross_over_floor_to_date = total(
    "district_gross_over_floor",
    over=year_to_date,
    cites=("II.2", "II.4"),
    en="Gross pay of the district less the floor since January",
    zh="本年累计全区应发额减底线",
)


@check(
    "PAY003",
    cites=("II.2", "II.4"),
    severity=WARNING,
    zh="个人本年平均净收入低于底线",
    fix="make up for the months since January, or show the months in which more was paid",
    fix_zh="补足本年差额，或核对已多发的月份",
)
def own_average_below_floor(full_time: Flag, net_over_floor_to_date: Fen) -> Flag:
    """The worker's average net pay since January is below the floor.

    Reading: with II.12 a single person may fall below in bad months while the district's average holds,
    hence a warning.
    """
    return full_time and net_over_floor_to_date < 0


@rule(cites=("II.4", "II.12"), zh="当月低于最低工资")
def month_under_minimum_wage(full_time: Flag, counted_gross: Fen, minimum_wage_due: Fen) -> Flag:
    """The month's pay for normal work is less than the minimum wage for the days paid."""
    return full_time and counted_gross < minimum_wage_due


@check(
    "PAY004",
    cites=("II.4", "II.12"),
    severity=VIOLATION,
    zh="当月发放低于最低工资",
    fix="pay the difference for this month; pay released later does not make up for it",
    fix_zh="补足当月差额；以后补发不能抵当月",
)
def paid_under_minimum_wage(month_under_minimum_wage: Flag, leave_days_reduced: Days) -> Flag:
    """The month paid less than the minimum wage for the days paid.

    Reading: gross pay for normal work against the minimum wage, prorated by paid days; months with leave at
    reduced pay are judged by PAY023.
    """
    return month_under_minimum_wage and leave_days_reduced == 0


@check(
    "PAY023",
    cites=("II.4", "II.12"),
    severity=WARNING,
    zh="当月发放低于最低工资，且有减薪假",
    fix="check that only the days of leave were paid at the reduced rate",
    fix_zh="核对是否仅对减薪假天数降低发放",
)
def paid_under_minimum_wage_with_reduced_leave(month_under_minimum_wage: Flag, leave_days_reduced: Days) -> Flag:
    """The month paid less than the minimum wage, and some of it was leave at reduced pay."""
    return month_under_minimum_wage and leave_days_reduced > 0


@check(
    "PAY005",
    entity=DISTRICT_MONTH,
    cites="II.4",
    severity=INFO,
    zh="按应发达到底线，按净收入未达到",
    fix="the clause measures take-home pay; see PAY001",
    fix_zh="条文按到手收入计算，见 PAY001",
)
def floor_met_by_gross_only(district_gross_over_floor_to_date: Fen, district_net_over_floor_to_date: Fen) -> Flag:
    """The district's average reaches the floor before deductions, and misses it in the hand."""
    return district_net_over_floor_to_date < 0 and district_gross_over_floor_to_date >= 0


# IV.3.5, II.12: penalties.


@check(
    "PAY008",
    cites=("II.12", "IV.3.5"),
    severity=VIOLATION,
    zh="考核扣款使当月低于最低工资",
    fix="pay the deduction back as far as the minimum wage; penalties are points or pay not earned",
    fix_zh="在最低工资范围内退还扣款；处罚只能是扣分或少得绩效",
)
def penalty_takes_pay_under_minimum_wage(
    full_time: Flag, counted_gross: Fen, penalty_deduction: Fen, minimum_wage_due: Fen
) -> Flag:
    """A penalty takes the month's pay under the minimum wage."""
    return full_time and counted_gross < minimum_wage_due <= counted_gross + penalty_deduction


@check(
    "PAY009",
    cites="IV.3.5",
    severity=WARNING,
    zh="从工资中直接扣款作处罚",
    fix="put penalties into the score, so that performance pay is not earned, and deduct nothing from wages",
    fix_zh="把处罚计入考核分，体现为少得绩效，不直接扣工资",
    status="unverified",
)
def penalty_taken_from_wages(penalty_deduction: Fen) -> Flag:
    """A penalty was deducted from wages.

    Reading: a penalty is points, or performance pay that is not earned; a fine on wages has no basis in
    labour law.
    """
    return penalty_deduction > 0


# V.3: what was paid against what the standard gives.


@check(
    "PAY010",
    cites=("V.3", "II.14"),
    severity=WARNING,
    zh="发放少于本区备案标准",
    fix="compare the payroll with the standard item by item, and pay the difference",
    fix_zh="逐项对照备案标准核对工资表并补足差额",
)
def paid_less_than_the_standard(
    full_time: Flag, counted_gross: Fen, gross_pay_due: Fen, leave_days_reduced: Days
) -> Flag:
    """Less was paid than the district's own standard gives.

    Five fen are let pass; months with leave at reduced pay are not compared.
    """
    return full_time and leave_days_reduced == 0 and counted_gross + 5 < gross_pay_due


@check(
    "PAY011",
    cites=("V.3", "II.14"),
    severity=INFO,
    zh="发放多于本区备案标准",
    fix="file the standard that is really paid, if this is one",
    fix_zh="如属标准调整，请按实际标准备案",
)
def paid_more_than_the_standard(full_time: Flag, counted_gross: Fen, gross_pay_due: Fen) -> Flag:
    """More was paid than the district's own standard gives."""
    return full_time and counted_gross > gross_pay_due + 5


@rule(cites=("II.6", "II.11"), zh="实发岗位标准")
def paid_standard(paid_base: Fen, paid_post_supplement: Fen) -> Fen:
    """Base wage and post supplement, as paid."""
    return paid_base + paid_post_supplement


@rule(cites="II.4", zh="全月出勤")
def full_month(paid_days: Days, scheduled_days: Days) -> Flag:
    """Every scheduled day is paid."""
    return paid_days >= scheduled_days


@rule(cites=("II.6", "II.11"), zh="全月在岗的普通人员")
def ordinary_for_the_full_month(full_time: Flag, full_month: Flag, post: Post, counts_as_data_entry: Flag) -> Flag:
    """Full-time, in an ordinary post without data entry, paid for the full month."""
    return full_time and full_month and post == Post.ORDINARY and not counts_as_data_entry


ordinary_paid_standard = mean(
    "paid_standard",
    rounding=HALF_UP,
    along="district",
    where="ordinary_for_the_full_month",
    unknown="left_out",
    cites=("II.6", "II.11"),
    en="Average base wage and post supplement of ordinary staff",
    zh="普通人员平均岗位标准（实发）",
)


@check(
    "PAY014",
    cites="II.6",
    severity=VIOLATION,
    zh="录入人员岗位标准不高于普通人员",
    fix="pay data-entry staff more than ordinary staff; the district says how much",
    fix_zh="录入人员标准应高于普通人员，额度由区县定",
)
def data_entry_paid_as_ordinary(
    full_time: Flag,
    full_month: Flag,
    counts_as_data_entry: Flag,
    paid_post_supplement: Fen,
    paid_standard: Fen,
    ordinary_paid_standard: Fen,
) -> Flag:
    """Whoever enters data has no supplement, and no higher base wage than ordinary staff."""
    entering = full_time and full_month and counts_as_data_entry
    return entering and paid_post_supplement == 0 and paid_standard <= ordinary_paid_standard


@check(
    "PAY015",
    cites="II.11",
    severity=WARNING,
    zh="中心站人员实发岗位标准不高于普通人员",
    fix="pay central-station staff more than ordinary staff",
    fix_zh="中心站人员标准应适当高于普通人员",
)
def central_paid_as_ordinary(
    full_time: Flag, full_month: Flag, post: Post, paid_standard: Fen, ordinary_paid_standard: Fen
) -> Flag:
    """Central-station staff are paid no higher standard than ordinary staff.

    Reading: the clause compares standards, which STD004 does; a payroll that shows none is a warning.
    """
    return full_time and full_month and post == Post.CENTRAL and paid_standard <= ordinary_paid_standard

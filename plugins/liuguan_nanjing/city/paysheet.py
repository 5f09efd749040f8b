"""The pay sheet by itself: its arithmetic, and signs that it was not made from the month (II.14)."""

from __future__ import annotations

from liuguan import (
    INFO,
    WARNING,
    Days,
    Fen,
    Flag,
    PayBasis,
    Points,
    Years,
    check,
    first_known,
    month_before,
    value,
)


@check(
    "PAY012",
    cites=("II.4", "II.14"),
    severity=WARNING,
    zh="实发不等于应发减各项扣除",
    fix="correct the payroll: net pay is gross pay less contributions, housing fund and tax",
    fix_zh="更正工资表：实发等于应发减社保、公积金和个税",
)
def net_is_not_gross_less_deductions(
    paid_gross: Fen,
    paid_net: Fen,
    deducted_pension: Fen,
    deducted_medical: Fen,
    deducted_unemployment: Fen,
    deducted_housing_fund: Fen,
    income_tax: Fen,
) -> Flag:
    """Net pay is not gross pay less what was deducted, by more than five fen."""
    deducted = deducted_pension + deducted_medical + deducted_unemployment + deducted_housing_fund + income_tax
    return abs(paid_gross - deducted - paid_net) > 5


@check(
    "PAY013",
    cites=("II.4", "II.14"),
    severity=WARNING,
    zh="把应发当作实发上报",
    fix="report what the worker receives after the employee's contributions",
    fix_zh="按扣除个人缴费后的到手收入上报",
)
def gross_reported_as_net(pay_basis: PayBasis, paid_gross: Fen, paid_net: Fen, employee_contributions: Fen) -> Flag:
    """Net pay equals gross pay, although the standard leaves the employee's share to the worker."""
    return pay_basis == PayBasis.GROSS and paid_net == paid_gross and employee_contributions > 0


@check(
    "PAY016",
    cites=("IV.3.0c", "II.14"),
    severity=WARNING,
    zh="工资表得分与考核表不一致",
    fix="pay by the score on the signed sheet",
    fix_zh="按已签字考核表的得分核发",
)
def paid_on_another_score(payroll_score: Points, recorded_score: Points) -> Flag:
    """The payroll has another score than the assessment sheet."""
    return payroll_score != recorded_score


recorded_score_before = value(
    "recorded_score",
    over=month_before,
    absent=0,
    cites="IV.3.0c",
    en="Score on the sheet in the month before",
    zh="上月登记总分",
)
payroll_score_before = value(
    "payroll_score",
    over=month_before,
    absent=0,
    cites="IV.3.0c",
    en="Score on the payroll in the month before",
    zh="上月工资表得分",
)
paid_gross_before = value(
    "paid_gross",
    over=month_before,
    absent=0,
    cites="II.14",
    en="Gross pay paid in the month before",
    zh="上月应发合计",
)


@check(
    "PAY017",
    cites=("IV.3.0c", "II.14"),
    severity=WARNING,
    zh="得分已变，工资表照抄上月",
    fix="make the payroll from this month's sheets",
    fix_zh="按本月考核表重新编制工资表",
)
def payroll_copied_from_the_month_before(
    recorded_score: Points,
    recorded_score_before: Points,
    payroll_score: Points,
    payroll_score_before: Points,
    paid_gross: Fen,
    paid_gross_before: Fen,
) -> Flag:
    """The score on the sheet changed, and the payroll repeats last month's score and pay."""
    repeated = paid_gross > 0 and payroll_score == payroll_score_before and paid_gross == paid_gross_before
    return repeated and recorded_score != recorded_score_before and recorded_score != payroll_score


@check(
    "PAY018",
    cites="II.5",
    severity=WARNING,
    zh="工资表工龄年限与流管工作起始不符",
    fix="count completed years of migrant work, over all employers and districts",
    fix_zh="按满周年的流管工作年限计算，跨单位、跨区县连续计算",
)
def seniority_years_do_not_match(paid_seniority: Fen, paid_seniority_years: Years, migrant_work_years: Years) -> Flag:
    """Seniority is paid for other years than were served.

    Where no seniority is paid, nothing is compared.
    """
    return first_known(paid_seniority, 0) > 0 and paid_seniority_years != migrant_work_years


@check(
    "PAY019",
    cites="II.14",
    severity=INFO,
    zh="领款人未签字",
    fix="have the receipt signed, or keep the bank's record",
    fix_zh="补签领款，或留存银行发放记录",
)
def receipt_not_signed(receipt_signed: Flag) -> Flag:
    """Nobody signed for the pay."""
    return not receipt_signed


@check(
    "PAY021",
    cites="II.4",
    severity=WARNING,
    zh="计薪天数多于应出勤天数",
    fix="correct the attendance sheet; days beyond the schedule are overtime",
    fix_zh="更正考勤；超出应出勤的天数属加班",
)
def more_days_paid_than_scheduled(paid_days: Days, scheduled_days: Days) -> Flag:
    """More days are paid than were scheduled."""
    return paid_days > scheduled_days

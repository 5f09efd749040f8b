"""The five lines of social insurance and the accident cover (II.7, II.9)."""

from __future__ import annotations

from liuguan import (
    DISTRICT_MONTH,
    HALF_UP,
    VIOLATION,
    WARNING,
    Days,
    District,
    Fen,
    Flag,
    Percent,
    Table,
    check,
    first_known,
    question,
    rule,
    share_of,
)

# The base on which contributions are paid.


@rule(entity=DISTRICT_MONTH, cites="II.7", zh="缴费基数下限（全市）")
def contribution_base_floor(district: District, base_floor_by_district: Table[District, Fen]) -> Fen:
    """Lowest contribution base, as the city published it for the district."""
    return base_floor_by_district[district]


stated_base_floor = question(
    entity=DISTRICT_MONTH,
    kind=Fen,
    cites="II.7",
    en="Lowest contribution base, as a county states it",
    zh="缴费基数下限（县自定）",
    at_least=0,
)


@rule(entity=DISTRICT_MONTH, cites="II.7", zh="县自定基数下限", reading_of="stated_base_floor")
def set_by_the_county(base_floor: Fen) -> Fen:
    """Lowest contribution base that the county set.

    Reading: Lishui and Gaochun stated their own base; a figure that the city published comes before it.
    """
    return base_floor


@rule(entity=DISTRICT_MONTH, cites="II.7", zh="现行缴费基数下限")
def contribution_base_floor_in_force(contribution_base_floor: Fen, stated_base_floor: Fen) -> Fen:
    """Lowest contribution base in force: the city's figure, or the county's where the city has none."""
    return first_known(contribution_base_floor, stated_base_floor)


@rule(entity=DISTRICT_MONTH, cites="II.7", zh="缴费基数上限")
def contribution_base_ceiling(base_ceiling: Fen) -> Fen:
    """Highest contribution base."""
    return base_ceiling


@rule(cites="II.7", zh="应缴基数")
def contribution_base_due(
    last_known_wage: Fen,
    gross_pay: Fen,
    contribution_base_floor_in_force: Fen,
    contribution_base_ceiling: Fen,
) -> Fen:
    """Contribution base that is due.

    Reading: the last known monthly wage, or where none is known the gross pay by the standard, held between
    the lowest and the highest base.
    """
    wage = first_known(last_known_wage, gross_pay)
    return min(max(wage, contribution_base_floor_in_force), contribution_base_ceiling)


# The employee's share: each line half up to the fen.


@rule(cites=("II.7", "II.4"), zh="个人养老（应缴）")
def employee_pension_due(contribution_base_due: Fen, employee_pension_rate: Percent) -> Fen:
    """Employee's pension contribution."""
    return share_of(contribution_base_due, employee_pension_rate, HALF_UP)


@rule(cites=("II.7", "II.4"), zh="个人医疗（应缴）")
def employee_medical_due(
    contribution_base_due: Fen, employee_medical_rate: Percent, employee_medical_fixed: Fen
) -> Fen:
    """Employee's medical contribution: a share of the base and a fixed amount."""
    return share_of(contribution_base_due, employee_medical_rate, HALF_UP) + employee_medical_fixed


@rule(cites=("II.7", "II.4"), zh="个人失业（应缴）")
def employee_unemployment_due(contribution_base_due: Fen, employee_unemployment_rate: Percent) -> Fen:
    """Employee's unemployment contribution."""
    return share_of(contribution_base_due, employee_unemployment_rate, HALF_UP)


@rule(cites=("II.7", "II.4"), zh="个人社保合计")
def employee_contributions(employee_pension_due: Fen, employee_medical_due: Fen, employee_unemployment_due: Fen) -> Fen:
    """Employee's share of social insurance."""
    return employee_pension_due + employee_medical_due + employee_unemployment_due


# The employer's share.


@rule(cites="II.7", zh="单位养老（应缴）")
def employer_pension_due(contribution_base_due: Fen, employer_pension_rate: Percent) -> Fen:
    """Employer's pension contribution."""
    return share_of(contribution_base_due, employer_pension_rate, HALF_UP)


@rule(cites="II.7", zh="单位医疗（应缴）")
def employer_medical_due(contribution_base_due: Fen, employer_medical_rate: Percent) -> Fen:
    """Employer's medical contribution."""
    return share_of(contribution_base_due, employer_medical_rate, HALF_UP)


@rule(cites="II.7", zh="单位失业（应缴）")
def employer_unemployment_due(contribution_base_due: Fen, employer_unemployment_rate: Percent) -> Fen:
    """Employer's unemployment contribution."""
    return share_of(contribution_base_due, employer_unemployment_rate, HALF_UP)


@rule(cites="II.7", zh="单位工伤（应缴）")
def employer_injury_due(contribution_base_due: Fen, employer_injury_rate: Percent) -> Fen:
    """Employer's work-injury contribution."""
    return share_of(contribution_base_due, employer_injury_rate, HALF_UP)


@rule(cites="II.7", zh="单位生育（应缴）")
def employer_maternity_due(contribution_base_due: Fen, employer_maternity_rate: Percent) -> Fen:
    """Employer's maternity contribution; nothing once the line is part of medical insurance."""
    return share_of(contribution_base_due, employer_maternity_rate, HALF_UP)


# II.7: each line is paid in full, within five fen. A line that is not paid at all needs no base to be seen.


@rule(cites="II.7", zh="养老未足额")
def pension_short(employer_pension: Fen, employer_pension_due: Fen) -> Flag:
    """The employer's pension contribution is not paid in full."""
    return employer_pension == 0 or employer_pension + 5 < employer_pension_due


@rule(cites="II.7", zh="医疗未足额")
def medical_short(employer_medical: Fen, employer_medical_due: Fen) -> Flag:
    """The employer's medical contribution is not paid in full."""
    return employer_medical == 0 or employer_medical + 5 < employer_medical_due


@rule(cites="II.7", zh="失业未足额")
def unemployment_short(employer_unemployment: Fen, employer_unemployment_due: Fen) -> Flag:
    """The employer's unemployment contribution is not paid in full."""
    return employer_unemployment == 0 or employer_unemployment + 5 < employer_unemployment_due


@rule(cites="II.7", zh="工伤未缴")
def injury_unpaid(employer_injury: Fen) -> Flag:
    """The employer's work-injury contribution is not paid."""
    return employer_injury == 0


@rule(cites="II.7", zh="生育未足额")
def maternity_short(employer_maternity: Fen, employer_maternity_due: Fen) -> Flag:
    """The employer's maternity contribution is not paid in full."""
    return employer_maternity + 5 < employer_maternity_due


@check(
    "INS001",
    cites="II.7",
    severity=VIOLATION,
    zh="单位养老保险未足额缴纳",
    fix="pay the missing contributions, or record the exemption with its document number",
    fix_zh="补缴；确属免缴的登记文号",
)
def pension_not_paid_in_full(pension_short: Flag, pension_exempt: Flag, pension_exemption_documented: Flag) -> Flag:
    """The employer does not pay pension insurance in full."""
    return pension_short and not (pension_exempt and pension_exemption_documented)


@check(
    "INS002",
    cites="II.7",
    severity=VIOLATION,
    zh="单位医疗保险未足额缴纳",
    fix="pay the missing contributions, or record the exemption with its document number",
    fix_zh="补缴；确属免缴的登记文号",
)
def medical_not_paid_in_full(medical_short: Flag, medical_exempt: Flag, medical_exemption_documented: Flag) -> Flag:
    """The employer does not pay medical insurance in full."""
    return medical_short and not (medical_exempt and medical_exemption_documented)


@check(
    "INS003",
    cites="II.7",
    severity=VIOLATION,
    zh="单位失业保险未足额缴纳",
    fix="pay the missing contributions, or record the exemption with its document number",
    fix_zh="补缴；确属免缴的登记文号",
)
def unemployment_not_paid_in_full(
    unemployment_short: Flag, unemployment_exempt: Flag, unemployment_exemption_documented: Flag
) -> Flag:
    """The employer does not pay unemployment insurance in full."""
    return unemployment_short and not (unemployment_exempt and unemployment_exemption_documented)


@check(
    "INS004",
    cites="II.7",
    severity=VIOLATION,
    zh="单位未缴工伤保险",
    fix="pay the missing contributions, or record the exemption with its document number",
    fix_zh="补缴；确属免缴的登记文号",
)
def injury_not_paid(injury_unpaid: Flag, injury_exempt: Flag, injury_exemption_documented: Flag) -> Flag:
    """The employer does not pay work-injury insurance."""
    return injury_unpaid and not (injury_exempt and injury_exemption_documented)


@check(
    "INS005",
    cites="II.7",
    severity=VIOLATION,
    zh="单位生育保险未足额缴纳",
    fix="pay the missing contributions, or record the exemption with its document number",
    fix_zh="补缴；确属免缴的登记文号",
)
def maternity_not_paid_in_full(
    maternity_short: Flag, maternity_exempt: Flag, maternity_exemption_documented: Flag
) -> Flag:
    """The employer does not pay maternity insurance in full."""
    return maternity_short and not (maternity_exempt and maternity_exemption_documented)


@check(
    "INS006",
    cites="II.7",
    severity=WARNING,
    zh="单位工伤保险少于一般费率",
    fix="record the rate of the employer's industry, or pay the difference",
    fix_zh="核对本行业费率，或补缴差额",
    status="unverified",
)
def injury_below_the_usual_rate(employer_injury: Fen, employer_injury_due: Fen) -> Flag:
    """The employer pays less for work-injury insurance than the usual rate.

    Reading: the rate differs by industry and is unverified, hence a warning.
    """
    return employer_injury > 0 and employer_injury + 5 < employer_injury_due


@check(
    "INS007",
    cites="II.7",
    severity=WARNING,
    zh="凭文号免缴的险种",
    fix="check once a year that the exemption still holds",
    fix_zh="每年核对免缴依据是否仍然有效",
)
def line_unpaid_under_an_exemption(
    pension_short: Flag,
    pension_exempt: Flag,
    pension_exemption_documented: Flag,
    medical_short: Flag,
    medical_exempt: Flag,
    medical_exemption_documented: Flag,
    unemployment_short: Flag,
    unemployment_exempt: Flag,
    unemployment_exemption_documented: Flag,
    injury_unpaid: Flag,
    injury_exempt: Flag,
    injury_exemption_documented: Flag,
    maternity_short: Flag,
    maternity_exempt: Flag,
    maternity_exemption_documented: Flag,
) -> Flag:
    """A line of insurance is not paid in full, under an exemption that has a document number.

    Reading: the clause knows no exemption, but someone past retirement age or insured elsewhere cannot be
    enrolled.
    """
    return (
        (pension_short and pension_exempt and pension_exemption_documented)
        or (medical_short and medical_exempt and medical_exemption_documented)
        or (unemployment_short and unemployment_exempt and unemployment_exemption_documented)
        or (injury_unpaid and injury_exempt and injury_exemption_documented)
        or (maternity_short and maternity_exempt and maternity_exemption_documented)
    )


@check(
    "INS008",
    cites="II.7",
    severity=VIOLATION,
    zh="缴费基数低于下限",
    fix="raise the base to the district's lowest and pay the difference; a county's base does not hold here",
    fix_zh="把基数提高到本区下限并补缴；县里的基数不适用于市区",
)
def base_under_the_lowest(
    contribution_base: Fen,
    contribution_base_floor_in_force: Fen,
    pension_exempt: Flag,
    pension_exemption_documented: Flag,
) -> Flag:
    """Contributions are paid on a base below the lowest one."""
    exempt = pension_exempt and pension_exemption_documented
    return contribution_base < contribution_base_floor_in_force and not exempt


@check(
    "INS009",
    cites="II.7",
    severity=WARNING,
    zh="缴费基数与应缴基数不符",
    fix="compare the base with last year's average wage, held between the lowest and the highest base",
    fix_zh="按上年月均工资核对基数，不低于下限、不高于上限",
)
def base_is_not_the_one_due(
    contribution_base: Fen, contribution_base_due: Fen, contribution_base_floor_in_force: Fen
) -> Flag:
    """Contributions are paid on another base than the one due.

    Reading: wage definitions differ, hence a warning as long as the lowest base is kept; below it see
    INS008.
    """
    return contribution_base >= contribution_base_floor_in_force and contribution_base != contribution_base_due


@check(
    "INS010",
    cites=("II.7", "II.4"),
    severity=WARNING,
    zh="个人扣缴超过应缴部分",
    fix="pay back what was deducted beyond the employee's share",
    fix_zh="退还超过个人应缴部分的扣款",
)
def more_deducted_than_the_employees_share(
    deducted_pension: Fen, deducted_medical: Fen, deducted_unemployment: Fen, employee_contributions: Fen
) -> Flag:
    """More is deducted from the wage than the employee's share."""
    return deducted_pension + deducted_medical + deducted_unemployment > employee_contributions + 5


# II.9: accident cover.


@check(
    "INS012",
    cites="II.9",
    severity=VIOLATION,
    zh="协助积分（分层）管理期间意外险有缺口",
    fix="insure every day of the duty",
    fix_zh="为该项职责的每一天投保意外险",
)
def days_of_duty_without_accident_cover(points_management_days: Days, points_management_days_covered: Days) -> Flag:
    """Some days of assisting points-based management have no accident cover.

    Reading: each day of the duty is covered; the sum insured is information only.
    """
    return points_management_days_covered < points_management_days

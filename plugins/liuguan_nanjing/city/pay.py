"""Pay: the floor under a standard, how a month's pay is put together, and what of it may float (part II)."""

from __future__ import annotations

from liuguan import (
    DISTRICT_MONTH,
    UP,
    VIOLATION,
    WORKER_MONTH,
    Count,
    Date,
    Days,
    District,
    Fen,
    Flag,
    Month,
    PayBasis,
    Percent,
    Table,
    Years,
    calendar_month,
    check,
    completed_years,
    first_day,
    first_known,
    fold,
    month_of,
    question,
    round_half_up,
    rule,
    share_of,
    supplement,
)

# II.2, II.3: minimum wage and floor, of the district and the month.


@rule(entity=DISTRICT_MONTH, cites="II.2", zh="最低工资类区")
def wage_class(district: District, class_by_district: Table[District, Count]) -> Count:
    """Class of the district in the province's list of minimum wages.

    Reading: the class in which the district itself is on that day, not the highest of the city.
    """
    return class_by_district[district]


@rule(entity=DISTRICT_MONTH, cites=("II.2", "II.12"), zh="月最低工资")
def minimum_wage(wage_class: Count, minimum_wage_by_class: Table[Count, Fen]) -> Fen:
    """Minimum wage of a full month."""
    return minimum_wage_by_class[wage_class]


@rule(entity=DISTRICT_MONTH, cites="II.3", zh="暂定底线")
def provisional_floor(district: District, provisional_by_district: Table[District, Fen]) -> Fen:
    """Provisional floor that the guidance names in yuan."""
    return provisional_by_district[district]


@rule(entity=DISTRICT_MONTH, cites="II.2", zh="高于最低工资一定比例的底线")
def percent_floor(minimum_wage: Fen, floor_percent: Percent) -> Fen:
    """Minimum wage and the percentage over it.

    Reading: inclusive, since 960 yuan and a quarter are the 1200 that II.3 accepts; a part of a fen counts
    as one, because the floor must be reached.
    """
    return minimum_wage + share_of(minimum_wage, floor_percent, UP)


@rule(entity=DISTRICT_MONTH, cites=("II.2", "II.3"), zh="工资底线（暂定数）", reading_of="wage_floor")
def provisional_until_next_minimum_wage(provisional_floor: Fen) -> Fen:
    """Wage floor of a full month: the provisional figure.

    Reading: a figure that the guidance names itself cannot break the guidance; it holds until the minimum
    wage next changes.
    """
    return provisional_floor


@rule(entity=DISTRICT_MONTH, cites=("II.2", "II.3"), zh="工资底线（两者取高）", reading_of="wage_floor")
def larger_of_percent_and_provisional(percent_floor: Fen, provisional_floor: Fen) -> Fen:
    """Wage floor of a full month: the percentage over the minimum wage, or the provisional figure.

    Reading: the higher of the two, since the figure was named for the time being and may be passed.
    """
    return max(percent_floor, provisional_floor)


@rule(entity=DISTRICT_MONTH, cites=("II.2", "II.3"), zh="工资底线（仅按比例）", reading_of="wage_floor")
def percent(percent_floor: Fen) -> Fen:
    """Wage floor of a full month: the percentage over the minimum wage alone."""
    return percent_floor


@rule(entity=DISTRICT_MONTH, cites=("II.2", "II.3"), zh="从严读法的底线")
def strict_wage_floor(percent_floor: Fen, provisional_floor: Fen) -> Fen:
    """Wage floor under the strict reading: the percentage from the first day.

    Reading: differs from the floor in force only for Luhe, and only until the minimum wage of February
    2011; what fails only here is a warning.
    """
    return max(percent_floor, provisional_floor)


@rule(entity=DISTRICT_MONTH, cites="II.4", zh="个税起征点")
def income_tax_threshold(monthly_threshold: Fen) -> Fen:
    """Monthly pay up to which no income tax is due."""
    return monthly_threshold


# II.4: what a standard's figures mean. Each district answers it.

pay_basis = question(
    entity=DISTRICT_MONTH,
    kind=PayBasis,
    cites=("II.4", "V.1"),
    en="What the standard's figures mean: net, gross, or with the employee's share covered",
    zh="标准口径：净额、应发或单位代缴个人部分",
)


@rule(entity=DISTRICT_MONTH, cites=("II.4", "V.1"), zh="按备案口径", reading_of="pay_basis")
def stated(basis: PayBasis) -> PayBasis:
    """What the standard's figures mean, as the district filed it."""
    return basis


# How a month's pay is put together. Sealed: districts answer the parts.


@rule(cites=("II.2", "II.11"), zh="月工资标准")
def standard_wage(standard_wage_days: Fen, covered_days: Days) -> Fen:
    """Wage standard of the month.

    Reading: where the post changes within the month, each day counts with the standard of its post, rounded
    down once at the end; rounding each part first would give a wrong total.
    """
    return standard_wage_days // max(covered_days, 1)


at_stake = question(
    kind=Fen,
    cites=("II.12", "IV.3.0c"),
    en="Part of the standard that the assessment decides",
    zh="随考核浮动部分",
    default=0,
    at_least=0,
)
performance_pay = question(
    kind=Fen,
    cites=("II.12", "IV.3.0c"),
    en="Performance pay earned",
    zh="绩效工资",
    at_least=0,
)
withheld_pay = question(kind=Fen, cites="II.12", en="Pay kept back for later", zh="暂扣工资", default=0, at_least=0)
released_pay = question(
    kind=Fen, cites="II.12", en="Pay kept back earlier and paid now", zh="补发暂扣工资", default=0, at_least=0
)
supplements = fold(
    "sum_of_nonnegative",
    entity=WORKER_MONTH,
    kind=Fen,
    cites=("II.5", "IV.3.4"),
    en="Supplements",
    zh="各项补贴",
)


@rule(cites=("II.2", "II.5", "II.12", "IV.3.0c"), zh="应发工资")
def gross_pay(
    standard_wage: Fen,
    at_stake: Fen,
    performance_pay: Fen,
    supplements: Fen,
    withheld_pay: Fen,
    released_pay: Fen,
) -> Fen:
    """Gross pay for full attendance.

    The part at stake leaves the standard, and what the assessment earned of it comes back as performance
    pay.
    """
    return standard_wage - at_stake + performance_pay + supplements - withheld_pay + released_pay


@rule(cites="II.12", zh="可浮动额度")
def floating_pool(standard_wage: Fen, minimum_wage: Fen) -> Fen:
    """What of the standard may float downwards: the part above the minimum wage."""
    return max(standard_wage - minimum_wage, 0)


# II.4: net pay at standard.


@rule(cites="II.4", zh="应扣个税")
def income_tax_due(gross_pay: Fen, employee_contributions: Fen, income_tax_threshold: Fen, income_tax: Fen) -> Fen:
    """Income tax to deduct.

    Reading: none up to the threshold, after the employee's contributions where those are known; above it
    the amount on the payroll, since the tax scale is no matter of this guidance.
    """
    taxable = gross_pay - first_known(employee_contributions, 0)
    return 0 if taxable <= income_tax_threshold else income_tax


@rule(cites="II.4", zh="净收入", status="unverified")
def net_pay(gross_pay: Fen, employee_contributions: Fen, income_tax_due: Fen, pay_basis: PayBasis) -> Fen:
    """Net pay for full attendance.

    Reading: where the standard is a gross figure, the employee's contributions and income tax come off;
    where it is net, or the employer covers the employee's share, the employer pays that share on top and
    only tax comes off.
    """
    if pay_basis == PayBasis.GROSS:
        return gross_pay - employee_contributions - income_tax_due
    return gross_pay - income_tax_due


# Part months: by paid days over scheduled days, half up to the fen.


@rule(cites="II.12", zh="按天折算的最低工资")
def minimum_wage_due(minimum_wage: Fen, paid_days: Days, scheduled_days: Days) -> Fen:
    """Minimum wage for the days paid."""
    return round_half_up(minimum_wage * paid_days, scheduled_days)


@rule(cites=("II.2", "II.4"), zh="按天折算的工资底线")
def wage_floor_due(wage_floor: Fen, paid_days: Days, scheduled_days: Days) -> Fen:
    """Wage floor for the days paid."""
    return round_half_up(wage_floor * paid_days, scheduled_days)


@rule(cites=("II.2", "II.3"), zh="按天折算的从严底线")
def strict_wage_floor_due(strict_wage_floor: Fen, paid_days: Days, scheduled_days: Days) -> Fen:
    """Wage floor under the strict reading, for the days paid."""
    return round_half_up(strict_wage_floor * paid_days, scheduled_days)


@rule(cites=("II.2", "II.12"), zh="按天折算的应发工资")
def gross_pay_due(gross_pay: Fen, paid_days: Days, scheduled_days: Days) -> Fen:
    """Gross pay for the days paid."""
    return round_half_up(gross_pay * paid_days, scheduled_days)


# II.5: seniority. A district names it in its standard to offer it.

migrant_work_years = question(
    kind=Years, cites="II.5", en="Years of migrant work that count for seniority", zh="流管工龄"
)


@rule(cites="II.5", zh="截至当月1日的流管工龄", reading_of="migrant_work_years")
def completed_on_the_first(migrant_work_start: Date, month: Month) -> Years:
    """Years of migrant work completed on the first day of the month.

    Reading: years in migrant work count, over all employers and districts; breaks are taken out where
    `migrant_work_start` is recorded.
    """
    return max(completed_years(migrant_work_start, first_day(month)), 0)


@rule(cites="II.5", zh="截至当年1月1日的流管工龄", reading_of="migrant_work_years")
def completed_on_1_january(migrant_work_start: Date, month: Month) -> Years:
    """Years of migrant work completed on 1 January.

    Reading: steps come once a year, for everybody on the same day, so an anniversary that has passed since
    1 January does not count yet.
    """
    years = completed_years(migrant_work_start, first_day(month))
    began = calendar_month(month_of(migrant_work_start))
    now = calendar_month(month)
    on_a_first = migrant_work_start == first_day(month_of(migrant_work_start))
    passed = (began < now or (began == now and on_a_first)) and not (began == 1 and on_a_first)
    return max(years - 1 if passed else years, 0)


@supplement(cites="II.5", zh="工龄工资", offered=True)
def seniority_pay(migrant_work_years: Years, seniority_cap: Years, seniority_step: Fen) -> Fen:
    """Seniority wage: one step per completed year in migrant-population work, up to the cap."""
    return min(migrant_work_years, seniority_cap) * seniority_step


# II.12: what the assessment and withholding may not do.


@check(
    "PAY006",
    cites="II.12",
    severity=VIOLATION,
    zh="随考核浮动部分超出最低工资以上的额度",
    fix="lower the part at stake to what lies above the minimum wage, or raise the standard",
    fix_zh="把浮动部分降到最低工资以上的额度之内，或提高标准",
)
def more_at_stake_than_floats(at_stake: Fen, floating_pool: Fen) -> Flag:
    """More of the standard is at stake than lies above the minimum wage."""
    return at_stake > floating_pool


@check(
    "PAY007",
    cites="II.12",
    severity=VIOLATION,
    zh="全勤应发工资低于最低工资",
    fix="limit what is at stake or withheld, so that full attendance pays the minimum wage in every month",
    fix_zh="限制浮动或暂扣数额，使全勤的每个月都不低于最低工资",
)
def standard_pays_under_minimum_wage(gross_pay: Fen, minimum_wage: Fen) -> Flag:
    """By the standard, full attendance pays less than the minimum wage.

    What is withheld until later does not count for the month: the minimum wage is due each month.
    """
    return gross_pay < minimum_wage

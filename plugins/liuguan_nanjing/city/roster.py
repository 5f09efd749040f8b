"""Who is on the lists: identity, ages, people on one list only, and districts without a standard."""

from __future__ import annotations

from liuguan import (
    DISTRICT_MONTH,
    VIOLATION,
    WARNING,
    Count,
    Date,
    Days,
    Flag,
    Gender,
    Hours,
    Item,
    Month,
    Months,
    Table,
    Years,
    check,
    completed_months,
    completed_years,
    last_day,
    rule,
)

# II.13, II.14: people who are on one list only.


@check(
    "EMP017",
    cites=("P.2", "II.13"),
    severity=VIOLATION,
    zh="同时在两个区县任职",
    fix="establish where the worker serves, and take the other entry out",
    fix_zh="核实实际任职区县，删除另一处登记",
)
def serves_in_two_districts(other_district_days: Days) -> Flag:
    """Serves in two districts on the same days."""
    return other_district_days > 0


@check(
    "EMP018",
    cites=("II.13", "II.14"),
    severity=WARNING,
    zh="在工资表而不在花名册",
    fix="file the hire, or take the name off the payroll",
    fix_zh="补报聘用，或从工资表中核减",
)
def paid_without_being_on_the_roster(on_payroll: Flag, on_roster: Flag) -> Flag:
    """On the payroll, and not on the roster."""
    return on_payroll and not on_roster


@check(
    "EMP019",
    cites=("II.13", "II.14"),
    severity=WARNING,
    zh="在花名册而不在工资表",
    fix="file the leaving, or pay the worker",
    fix_zh="补报离岗，或补发工资",
)
def on_the_roster_without_being_paid(on_payroll: Flag, on_roster: Flag) -> Flag:
    """On the roster, and not on the payroll."""
    return on_roster and not on_payroll


@check(
    "EMP020",
    cites=("II.14", "IV.3.0b"),
    severity=WARNING,
    zh="有工资而无勤务、无考核",
    fix="establish whether the worker served at all",
    fix_zh="核实是否实际在岗",
)
def paid_without_log_or_sheet(
    on_payroll: Flag,
    core_hours: Hours,
    assistance_hours: Hours,
    training_hours: Hours,
    assessment_sheets: Count,
) -> Flag:
    """Paid, without an hour of work in the log and without an assessment sheet."""
    return on_payroll and assessment_sheets == 0 and core_hours + assistance_hours + training_hours == 0


@check(
    "EMP021",
    cites="II.13",
    severity=WARNING,
    zh="身份证号校验不通过",
    fix="read the number from the card again",
    fix_zh="核对证件后更正",
)
def id_number_is_wrong(id_number_valid: Flag) -> Flag:
    """The ID number is not a valid one."""
    return not id_number_valid


@check(
    "EMP022",
    cites=("II.13", "IV.1.4b"),
    severity=WARNING,
    zh="身份证号与出生日期不一致",
    fix="read both from the card again",
    fix_zh="核对证件后更正",
)
def birth_date_differs_from_the_id_number(id_birth_date: Date, birth_date: Date) -> Flag:
    """The date of birth is not the one in the ID number."""
    return id_birth_date != birth_date


# IV.1.4b: serving staff. The ages are those of eligibility.


@rule(cites="IV.1.4b", zh="当月年龄")
def age(birth_date: Date, last_day_in_post: Date) -> Years:
    """Completed years on the last day in post."""
    return completed_years(birth_date, last_day_in_post)


@rule(cites="IV.1.4b", zh="一般最低年龄")
def age_min(youngest: Years) -> Years:
    """Age from which people are usually hired."""
    return youngest


@rule(cites="IV.1.4b", zh="一般最高年龄")
def age_max(oldest: Years) -> Years:
    """Age up to which people are usually hired."""
    return oldest


@rule(cites="IV.1.4b", zh="放宽后最高年龄")
def age_max_relaxed(oldest_with_approval: Years) -> Years:
    """Age up to which people may be hired with an approval."""
    return oldest_with_approval


@rule(cites="IV.1.4b", zh="法定退休年龄")
def retirement_age(gender: Gender, cadre_post: Flag, retirement_months_by_category: Table[Item, Months]) -> Months:
    """Statutory retirement age in months."""
    if gender == Gender.MAN:
        return retirement_months_by_category["man"]
    if cadre_post:
        return retirement_months_by_category["woman_cadre"]
    return retirement_months_by_category["woman_worker"]


@check(
    "EMP023",
    cites="IV.1.4b",
    severity=WARNING,
    zh="在岗人员满60周岁",
    fix="plan the end of the employment",
    fix_zh="安排离岗",
    status="unverified",
)
def serving_beyond_the_relaxed_age(age: Years, age_max_relaxed: Years) -> Flag:
    """Serves beyond the age up to which people may be hired.

    Reading: the clause is about hiring; that it ends a service is a reading, hence a warning.
    """
    return age > age_max_relaxed


@check(
    "EMP024",
    cites="IV.1.4b",
    severity=WARNING,
    zh="在岗人员年龄在25至55周岁之外且无批准",
    fix="record the approval",
    fix_zh="补登批准",
    status="unverified",
)
def serving_outside_the_usual_age(
    age: Years, age_min: Years, age_max: Years, age_max_relaxed: Years, age_exception_approved: Flag
) -> Flag:
    """Serves outside the usual ages, and no approval is recorded."""
    return (age < age_min or age_max < age <= age_max_relaxed) and not age_exception_approved


@check(
    "EMP025",
    cites=("IV.1.4b", "II.7"),
    severity=WARNING,
    zh="已达法定退休年龄",
    fix="check whether the labour contract and pension enrolment may go on",
    fix_zh="核对能否继续履行劳动合同和参加养老保险",
)
def serving_past_retirement_age(birth_date: Date, last_day_in_post: Date, retirement_age: Months) -> Flag:
    """Past the statutory retirement age, though the guidance would allow it.

    Reading: both ages stand; a labour contract or pension enrolment may not be possible, hence a warning.
    """
    return completed_months(birth_date, last_day_in_post) >= retirement_age


# V.1: a standard must be there.


@rule(entity=DISTRICT_MONTH, cites="V.1", zh="标准出台期限", status="unverified")
def standards_due(due_on: Date) -> Date:
    """Day by which every district has a standard.

    Reading: the clause says promptly; the day is an assumption.
    """
    return due_on


@check(
    "EMP027",
    entity=DISTRICT_MONTH,
    cites=("V.1", "V.2"),
    severity=WARNING,
    zh="没有现行备案标准",
    fix="submit the district's standard; the city's floors are checked all the same",
    fix_zh="报送本区标准；在此之前仍按全市底线检查",
    status="unverified",
)
def no_standard_in_force(standard_in_force: Flag, month: Month, standards_due: Date) -> Flag:
    """The district has no standard in force after the day by which it was due."""
    return not standard_in_force and last_day(month) > standards_due

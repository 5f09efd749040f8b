"""Who may be hired: the requirements on a candidate, and what is wrong where one is not met (IV.1)."""

from __future__ import annotations

from liuguan import (
    CANDIDATE,
    INFO,
    VIOLATION,
    WARNING,
    Date,
    Education,
    Flag,
    Gender,
    Item,
    Months,
    Table,
    Years,
    check,
    completed_months,
    completed_years,
    fold,
    requirement,
    rule,
)

eligible_but_for_training = fold(
    "all_of",
    entity=CANDIDATE,
    kind=Flag,
    cites=("IV.1.0", "III.2"),
    en="Meets every requirement but training: may sign, may not start duty",
    zh="除培训外均符合",
)


@rule(entity=CANDIDATE, cites=("IV.1.0", "IV.1.5"), zh="符合全部录用条件")
def eligible(eligible_but_for_training: Flag, training_met: Flag) -> Flag:
    """Meets every requirement, those of the district included."""
    return eligible_but_for_training and training_met


# IV.1.4b: age. The three ages serve for hiring and for serving staff alike.


@rule(entity=CANDIDATE, cites="IV.1.4b", zh="聘用时年龄")
def age_at_hire(birth_date: Date, hire_date: Date) -> Years:
    """Completed years on the day of hire."""
    return completed_years(birth_date, hire_date)


@rule(entity=CANDIDATE, cites="IV.1.4b", zh="一般最低年龄")
def age_min(youngest: Years) -> Years:
    """Age from which people are usually hired."""
    return youngest


@rule(entity=CANDIDATE, cites="IV.1.4b", zh="一般最高年龄")
def age_max(oldest: Years) -> Years:
    """Age up to which people are usually hired."""
    return oldest


@rule(entity=CANDIDATE, cites="IV.1.4b", zh="放宽后最高年龄")
def age_max_relaxed(oldest_with_approval: Years) -> Years:
    """Age up to which people may be hired with an approval."""
    return oldest_with_approval


@requirement(cites="IV.1.4b", zh="年龄符合")
def age_met(
    age_at_hire: Years, age_exception_approved: Flag, age_min: Years, age_max: Years, age_max_relaxed: Years
) -> Flag:
    """25 to 55 completed years on the day of hire; with a recorded approval also below, and up to 59.

    Reading: both ends included, so 55 lasts until the day before the 56th birthday.
    """
    if age_min <= age_at_hire <= age_max:
        return True
    return age_at_hire <= age_max_relaxed and age_exception_approved


@rule(entity=CANDIDATE, cites="IV.1.4b", zh="法定退休年龄")
def retirement_age(gender: Gender, cadre_post: Flag, retirement_months_by_category: Table[Item, Months]) -> Months:
    """Statutory retirement age in months."""
    if gender == Gender.MAN:
        return retirement_months_by_category["man"]
    if cadre_post:
        return retirement_months_by_category["woman_cadre"]
    return retirement_months_by_category["woman_worker"]


# IV.1.3: schooling and computer.


@requirement(cites="IV.1.3", zh="文化程度符合")
def education_met(education: Education) -> Flag:
    """At least senior high school.

    Reading: vocational and technical schools are of the same level and count alike.
    """
    return education not in (Education.PRIMARY, Education.JUNIOR)


@rule(
    entity=CANDIDATE,
    cites=("II.6", "IV.1.3"),
    zh="属信息录入人员（按岗位）",
    reading_of="counts_as_data_entry",
)
def data_entry_post_only(data_entry_post: Flag) -> Flag:
    """Will enter data (by post)."""
    return data_entry_post


@rule(
    entity=CANDIDATE,
    cites=("II.6", "IV.1.3"),
    zh="属信息录入人员（含采集并录入者）",
    reading_of="counts_as_data_entry",
    status="unverified",
)
def whoever_collects_and_enters(data_entry_post: Flag, collects_and_enters: Flag) -> Flag:
    """Will enter data (by what is done)."""
    return data_entry_post or collects_and_enters


@requirement(cites="IV.1.3", zh="电脑操作符合")
def computer_met(counts_as_data_entry: Flag, computer_proficient: Flag) -> Flag:
    """Operates a computer well, where the post is to enter data."""
    return not counts_as_data_entry or computer_proficient


# IV.1.1, IV.1.4a, IV.1.5: yes or no, with a day; never why.


@requirement(cites="IV.1.1", zh="品行审查符合")
def background_met(background_clear: Flag) -> Flag:
    """No criminal or bad record."""
    return background_clear


@requirement(cites="IV.1.4a", zh="身体条件符合")
def health_met(medically_fit: Flag) -> Flag:
    """Medically fit, by the doctor's answer; no diagnosis is held."""
    return medically_fit


@rule(entity=CANDIDATE, cites=("IV.1.5", "III.2"), zh="培训考核合格")
def training_met(training_passed: Flag) -> Flag:
    """Has taken part in training and passed."""
    return training_passed


# What is wrong.


@check(
    "ELG001",
    entity=CANDIDATE,
    cites="IV.1.4b",
    severity=WARNING,
    zh="不满25周岁且无批准",
    fix="record why, and who in the district office approved",
    fix_zh="登记理由及区县流管办批准人",
)
def under_age_without_approval(age_at_hire: Years, age_min: Years, age_exception_approved: Flag) -> Flag:
    """Younger than the usual age, and no approval is recorded.

    Reading: "usually" softens the lower end, hence a warning.
    """
    return age_at_hire < age_min and not age_exception_approved


@check(
    "ELG002",
    entity=CANDIDATE,
    cites="IV.1.4b",
    severity=VIOLATION,
    zh="超过55周岁且无批准",
    fix="record the ability that justifies it and who in the district office approved, or do not hire",
    fix_zh="登记放宽理由及区县流管办批准人，否则不予聘用",
)
def over_age_without_approval(
    age_at_hire: Years, age_max: Years, age_max_relaxed: Years, age_exception_approved: Flag
) -> Flag:
    """Older than the usual age, and no approval is recorded."""
    return age_max < age_at_hire <= age_max_relaxed and not age_exception_approved


@check(
    "ELG003",
    entity=CANDIDATE,
    cites="IV.1.4b",
    severity=VIOLATION,
    zh="超过放宽后的最高年龄",
    fix="do not hire; no approval reaches beyond 59",
    fix_zh="不予聘用；放宽也不得超过59周岁",
)
def beyond_the_relaxed_age(age_at_hire: Years, age_max_relaxed: Years) -> Flag:
    """Older than even an approval allows."""
    return age_at_hire > age_max_relaxed


@check(
    "ELG004",
    entity=CANDIDATE,
    cites="IV.1.3",
    severity=VIOLATION,
    zh="文化程度低于高中",
    fix="do not hire, or correct the recorded schooling",
    fix_zh="不予聘用，或更正文化程度",
)
def schooling_below_senior_high(education_met: Flag) -> Flag:
    """Less than senior high school."""
    return not education_met


@check(
    "ELG005",
    entity=CANDIDATE,
    cites="IV.1.3",
    severity=VIOLATION,
    zh="录入人员电脑操作不熟练",
    fix="test again after training, or hire for another post",
    fix_zh="培训后重测，或改聘其他岗位",
)
def cannot_operate_a_computer(computer_met: Flag) -> Flag:
    """Hired to enter data, without operating a computer well."""
    return not computer_met


@check(
    "ELG006",
    entity=CANDIDATE,
    cites="IV.1.1",
    severity=VIOLATION,
    zh="品行审查未通过",
    fix="do not hire",
    fix_zh="不予聘用",
)
def background_not_clear(background_met: Flag) -> Flag:
    """The background check found something."""
    return not background_met


@check(
    "ELG007",
    entity=CANDIDATE,
    cites="IV.1.1",
    severity=WARNING,
    zh="品行审查距聘用过久",
    fix="have the check repeated",
    fix_zh="重新审查",
    status="unverified",
)
def background_check_too_old(background_checked_on: Date, hire_date: Date, background_check_months: Months) -> Flag:
    """The background check is too old on the day of hire.

    Reading: the clause names no age of the proof; the months are an assumption.
    """
    return completed_months(background_checked_on, hire_date) >= background_check_months


@check(
    "ELG008",
    entity=CANDIDATE,
    cites="IV.1.4a",
    severity=VIOLATION,
    zh="体检不合格",
    fix="do not hire; keep no diagnosis",
    fix_zh="不予聘用；不得留存诊断内容",
)
def not_medically_fit(health_met: Flag) -> Flag:
    """Not medically fit."""
    return not health_met


@check(
    "ELG009",
    entity=CANDIDATE,
    cites=("IV.1.5", "III.2"),
    severity=INFO,
    zh="尚未培训合格：可签合同，不得上岗",
    fix="train and certify before the first day on duty",
    fix_zh="上岗前完成培训考核并取得上岗证",
)
def hired_before_training(training_met: Flag) -> Flag:
    """Training is not passed yet: may sign, may not start duty.

    Reading: III.2 is about duty, so hiring comes first where it must; the first day on duty is judged by
    EMP008.
    """
    return not training_met


@check(
    "ELG010",
    entity=CANDIDATE,
    cites="IV.1.6",
    severity=VIOLATION,
    zh="合同未载明违规事项和辞退标准",
    fix="add the terms on breaches and dismissal to the contract",
    fix_zh="在合同中补充违规事项和辞退标准条款",
)
def contract_without_its_terms(contract_has_violation_clause: Flag) -> Flag:
    """The contract does not state breaches and grounds for dismissal."""
    return not contract_has_violation_clause


@check(
    "ELG011",
    entity=CANDIDATE,
    cites="IV.1.4b",
    severity=WARNING,
    zh="聘用时已达法定退休年龄",
    fix="check whether a labour contract and pension enrolment are still possible",
    fix_zh="核对能否签订劳动合同和参加养老保险",
)
def hired_past_retirement_age(birth_date: Date, hire_date: Date, retirement_age: Months) -> Flag:
    """Past the statutory retirement age on the day of hire, though the guidance would allow it.

    Reading: both ages stand; a labour contract or pension enrolment may not be possible, hence a warning.
    """
    return completed_months(birth_date, hire_date) >= retirement_age

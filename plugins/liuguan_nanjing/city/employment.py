"""Contracts, certificates, assignments and what staff are used for (I.3, I.4, II.8, IV.1.6, III)."""

from __future__ import annotations

from liuguan import (
    DISTRICT_MONTH,
    INFO,
    VIOLATION,
    WARNING,
    Count,
    Date,
    Days,
    Employer,
    Flag,
    Hours,
    ManagingBody,
    Month,
    Post,
    check,
    count,
    days_between,
    first_known,
    last_day,
    per,
    rule,
)

# Days that the checks look at.


@rule(cites=("II.8", "III.2"), zh="当月在岗最后一天")
def last_day_in_post(employment_end: Date, month: Month) -> Date:
    """Last day of the month on which the worker was in post."""
    return min(first_known(employment_end, last_day(month)), last_day(month))


@rule(cites=("III.2", "IV.1.6"), zh="文件下发后新聘")
def new_hire(hire_date: Date, guidance_issued_on: Date) -> Flag:
    """Hired after the guidance was issued."""
    return hire_date > guidance_issued_on


# P.2, I.3, I.4, I.5: scope, employer, management.


@check(
    "EMP001",
    cites="I.3",
    severity=WARNING,
    zh="聘用单位不是政府或其部门",
    fix="let the government or a department hire; keep employer and using unit apart in the records",
    fix_zh="由政府或部门聘用；聘用单位与使用单位分别登记",
)
def employer_is_no_public_body(employer_type: Employer) -> Flag:
    """A labour-dispatch company or another body is the employer.

    Reading: the clause names government and its departments; elsewhere such companies were used openly,
    hence a warning.
    """
    return employer_type in (Employer.DISPATCH_COMPANY, Employer.OTHER)


@check(
    "EMP002",
    cites="I.4",
    severity=WARNING,
    zh="管理单位不在规定范围",
    fix="place the worker under the government, police, migrant office or public-order body",
    fix_zh="由政府、公安、流管办或综治部门使用管理",
)
def managed_by_another_body(managing_body: ManagingBody) -> Flag:
    """Managed by a body that the clause does not name."""
    return managing_body == ManagingBody.OTHER


@check(
    "EMP003",
    cites="I.4",
    severity=WARNING,
    zh="未明确日常领导",
    fix="name the community director and the community police officer",
    fix_zh="明确社区主任和社区民警",
)
def no_daily_leader(post: Post, community_director_named: Flag, community_officer_named: Flag) -> Flag:
    """Nobody is named to lead the daily work.

    Reading: a central station serves several communities and has no director of its own, so its staff are
    left out.
    """
    return post != Post.CENTRAL and not (community_director_named and community_officer_named)


@rule(cites="I.5", zh="由流管办直管")
def managed_by_migrant_office(managing_body: ManagingBody) -> Flag:
    """Managed by the migrant office itself."""
    return managing_body == ManagingBody.MIGRANT_OFFICE


directly_managed_headcount = count(
    "managed_by_migrant_office",
    along="district",
    unknown="left_out",
    cites="I.5",
    en="Workers managed by the migrant office itself",
    zh="流管办直管人数",
)


@check(
    "EMP028",
    cites="P.2",
    severity=INFO,
    zh="非专职人员，不计入配备和待遇",
    fix="nothing is due; the clause is about full-time staff",
    fix_zh="无须处理；条文只适用于专职人员",
)
def not_full_time(full_time: Flag) -> Flag:
    """Not full time: outside staffing and pay."""
    return not full_time


# II.8, IV.1.6: contract.


@rule(cites="II.8", zh="劳动合同有效")
def contract_in_force(
    contract_signed: Flag,
    contract_signed_on: Date,
    contract_start: Date,
    contract_end: Date,
    contract_open_ended: Flag,
    last_day_in_post: Date,
) -> Flag:
    """A signed contract covers the last day in post."""
    begun = max(first_known(contract_signed_on, contract_start), contract_start) <= last_day_in_post
    return contract_signed and begun and (contract_open_ended or contract_end >= last_day_in_post)


@rule(cites="II.8", zh="在岗天数")
def days_in_post(employment_start: Date, last_day_in_post: Date) -> Days:
    """Days since the first day in post."""
    return days_between(employment_start, last_day_in_post)


@check(
    "EMP004",
    cites="II.8",
    severity=VIOLATION,
    zh="在岗超过30天仍无有效劳动合同",
    fix="sign or renew the contract",
    fix_zh="签订或续签劳动合同",
)
def no_contract_after_thirty_days(contract_in_force: Flag, days_in_post: Days) -> Flag:
    """No contract is in force more than 30 days after the first day in post.

    Reading: labour law allows a month.
    """
    return not contract_in_force and days_in_post > 30


@check(
    "EMP005",
    cites="II.8",
    severity=WARNING,
    zh="尚未签订劳动合同",
    fix="sign the contract within 30 days of the first day in post",
    fix_zh="到岗30天内签订劳动合同",
)
def no_contract_yet(contract_in_force: Flag, days_in_post: Days) -> Flag:
    """No contract is in force in the first 30 days in post."""
    return not contract_in_force and days_in_post <= 30


@check(
    "EMP006",
    cites="II.8",
    severity=INFO,
    zh="劳动合同30天内到期",
    fix="decide on the renewal",
    fix_zh="尽快办理续签",
)
def contract_ends_soon(
    contract_in_force: Flag, contract_open_ended: Flag, contract_end: Date, last_day_in_post: Date
) -> Flag:
    """The contract ends within 30 days."""
    return not contract_open_ended and contract_in_force and days_between(last_day_in_post, contract_end) <= 30


@check(
    "EMP007",
    cites="IV.1.6",
    severity=VIOLATION,
    zh="新聘人员合同未载明违规事项和辞退标准",
    fix="add the terms on breaches and dismissal to the contract",
    fix_zh="在合同中补充违规事项和辞退标准条款",
)
def new_contract_without_its_terms(new_hire: Flag, contract_has_violation_clause: Flag) -> Flag:
    """The contract of a new hire does not state breaches and grounds for dismissal."""
    return new_hire and not contract_has_violation_clause


# III.2: training and certificate.


@rule(cites="III.2", zh="当月未持证")
def uncertified(certificate_held: Flag, certificate_date: Date, last_day_in_post: Date) -> Flag:
    """Holds no certificate on the last day in post.

    Reading: a certificate does not expire, since no term is named.
    """
    return not certificate_held or certificate_date > last_day_in_post


@check(
    "EMP008",
    cites="III.2",
    severity=VIOLATION,
    zh="未取得上岗证即上岗",
    fix="take the worker off duty until training is passed and the certificate issued",
    fix_zh="暂停上岗，培训考核合格取证后再上岗",
)
def duty_before_certificate(
    new_hire: Flag,
    certificate_held: Flag,
    certificate_date: Date,
    duty_start_date: Date,
    employment_start: Date,
    last_day_in_post: Date,
) -> Flag:
    """On duty before the certificate.

    Reading: judged on the first day on duty, not the day of hire, since someone may be hired before
    training. Whoever came after the certificate cannot have been on duty before it.
    """
    on_duty = duty_start_date <= last_day_in_post
    before = employment_start < certificate_date and duty_start_date < certificate_date
    return new_hire and on_duty and (not certificate_held or before)


@check(
    "EMP009",
    cites="III.2",
    severity=WARNING,
    zh="原有人员宽限期后仍未持证",
    fix="train and certify those who were there before the guidance",
    fix_zh="对原有人员补训补考并发证",
    status="unverified",
)
def stock_staff_uncertified(
    new_hire: Flag, uncertified: Flag, last_day_in_post: Date, stock_staff_certified_by: Date
) -> Flag:
    """Someone who was there before the guidance still has no certificate.

    Reading: nobody can pass a test that has not been held; the day until which they had time is an
    assumption.
    """
    return not new_hire and uncertified and last_day_in_post > stock_staff_certified_by


@check(
    "EMP010",
    cites="III.2",
    severity=WARNING,
    zh="培训不是由区县统一组织",
    fix="have the district office train and test",
    fix_zh="由区县流管办统一组织培训考核",
)
def not_trained_by_the_district(trained_by_district: Flag) -> Flag:
    """The training was not organised by the district office."""
    return not trained_by_district


# III.1: assignment.


@check(
    "EMP011",
    cites="III.1",
    severity=WARNING,
    zh="四定不全",
    fix="fix person, post, task and responsibility for the worker",
    fix_zh="补全定人、定岗、定任务、定责任",
)
def assignment_incomplete(fixed_person: Flag, fixed_post: Flag, fixed_task: Flag, fixed_responsibility: Flag) -> Flag:
    """One of the four things to be fixed is missing."""
    return not (fixed_person and fixed_post and fixed_task and fixed_responsibility)


@check(
    "EMP012",
    entity=DISTRICT_MONTH,
    cites="III.1",
    severity=WARNING,
    zh="有责任区无人负责",
    fix="assign someone to every area",
    fix_zh="为每个责任区明确人员",
)
def area_without_anyone(area_without_worker: Count) -> Flag:
    """An area has no worker."""
    return area_without_worker > 0


# III.7: used for other work.


@rule(cites="III.7", zh="非流管工时")
def diverted_hours(patrol_hours: Hours, other_hours: Hours) -> Hours:
    """Hours as patrol guard or on other work. Visits to let homes are listed work, and none of these."""
    return patrol_hours + other_hours


@rule(cites=("III.7", "I.7"), zh="被挪用")
def diverted(standing_secondment: Flag, diverted_hours: Hours, scheduled_days: Days) -> Flag:
    """On standing secondment, or diverted for half the scheduled days or more, at eight hours a day."""
    return standing_secondment or per(diverted_hours * 2, scheduled_days) >= 8


diverted_workers = count(
    "diverted",
    along="district",
    unknown="left_out",
    cites=("III.7", "I.7"),
    en="Workers diverted, by the duty logs",
    zh="按勤务日志被挪用人数",
)
uncertified_workers = count(
    "uncertified",
    along="district",
    where="full_time",
    unknown="left_out",
    cites=("III.2", "I.7"),
    en="Workers without a certificate, by the roster",
    zh="按台账未持证人数",
)


@check(
    "EMP013",
    cites="III.7",
    severity=WARNING,
    zh="从事普通巡逻或其他非流管工作",
    fix="end the use for other work, and record who ordered it",
    fix_zh="停止挪用，并登记安排单位",
)
def used_for_other_work(diverted_hours: Hours) -> Flag:
    """Used as patrol guard or for other work.

    Reading: the clause is sharp and has no lower limit, so any hour is a finding; but a night is not a
    secondment.
    """
    return diverted_hours > 0


@check(
    "EMP014",
    cites="III.7",
    severity=VIOLATION,
    zh="长期借用从事非流管工作",
    fix="end the secondment",
    fix_zh="立即终止借用",
)
def seconded_to_other_work(standing_secondment: Flag) -> Flag:
    """On standing secondment to other work."""
    return standing_secondment


@check(
    "EMP015",
    entity=DISTRICT_MONTH,
    cites=("III.7", "I.7"),
    severity=WARNING,
    zh="上报挪用人数少于勤务日志",
    fix="report everyone whom the duty logs show on other work",
    fix_zh="按勤务日志如实上报挪用人数",
)
def fewer_diverted_reported(diverted_headcount: Count, diverted_workers: Count) -> Flag:
    """Fewer diverted workers are reported than the duty logs show."""
    return diverted_headcount < diverted_workers


@check(
    "EMP016",
    entity=DISTRICT_MONTH,
    cites=("III.2", "I.7"),
    severity=WARNING,
    zh="上报未持证人数少于台账",
    fix="report everyone without a certificate",
    fix_zh="按持证台账如实上报未持证人数",
)
def fewer_uncertified_reported(uncertified_headcount: Count, uncertified_workers: Count) -> Flag:
    """Fewer workers without a certificate are reported than the roster shows."""
    return uncertified_headcount < uncertified_workers


@check(
    "EMP026",
    cites=("III.7", "III.8"),
    severity=INFO,
    zh="有勤务工时而无走访",
    fix="compare the duty log with the records of the day",
    fix_zh="核对勤务日志与当日登记",
)
def hours_without_visits(core_hours: Hours, visits: Count) -> Flag:
    """Hours of migrant work are logged, and not one visit."""
    return core_hours > 0 and visits == 0

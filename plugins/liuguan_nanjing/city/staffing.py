"""How many workers there must be, how many there are, and what was reported about it (I.7, I.8)."""

from __future__ import annotations

from liuguan import (
    DISTRICT_MONTH,
    INFO,
    STATION_MONTH,
    VIOLATION,
    WARNING,
    Count,
    Flag,
    GrantState,
    check,
    first_known,
    round_up,
    rule,
)

HERE = (DISTRICT_MONTH, STATION_MONTH)

# The two ratios: by the guidance, and where the city office granted others (I.8).


@rule(entity=DISTRICT_MONTH, cites="I.7", zh="每人服务流动人口数（原文）")
def statutory_migrants_per_worker(migrants_per_worker: Count) -> Count:
    """Migrants per worker, by the guidance."""
    return migrants_per_worker


@rule(entity=DISTRICT_MONTH, cites="I.7", zh="每人服务出租户数（原文）")
def statutory_households_per_worker(households_per_worker: Count) -> Count:
    """Renting-out households per worker, by the guidance."""
    return households_per_worker


@rule(entity=HERE, cites=("I.7", "I.8"), zh="现行每人服务流动人口数")
def migrants_per_worker_in_force(granted_migrants_per_worker: Count, statutory_migrants_per_worker: Count) -> Count:
    """Migrants per worker in force: as granted by the city office, else by the guidance.

    Reading: only a grant of the city office loosens the ratio, for the units and the measure that it names.
    """
    return first_known(granted_migrants_per_worker, statutory_migrants_per_worker)


@rule(entity=HERE, cites=("I.7", "I.8"), zh="现行每人服务出租户数")
def households_per_worker_in_force(
    granted_households_per_worker: Count, statutory_households_per_worker: Count
) -> Count:
    """Renting-out households per worker in force: as granted by the city office, else by the guidance."""
    return first_known(granted_households_per_worker, statutory_households_per_worker)


@rule(entity=HERE, cites="I.8", zh="有放宽许可")
def ratio_granted(granted_migrants_per_worker: Count, granted_households_per_worker: Count) -> Flag:
    """A relaxed ratio is granted, for one measure at least."""
    return first_known(granted_migrants_per_worker, 0) > 0 or first_known(granted_households_per_worker, 0) > 0


# The need under each measure. Any remainder needs one more: a standing duty leaves nobody out.


@rule(entity=HERE, cites="I.7", zh="应配人数（按人口）")
def required_by_migrants(actual_migrants: Count, migrants_per_worker_in_force: Count) -> Count:
    """Workers needed for the migrants present.

    Reading: rounded up, so exactly 500 need one and 501 need two.
    """
    return round_up(actual_migrants, max(migrants_per_worker_in_force, 1))


@rule(entity=HERE, cites="I.7", zh="应配人数（按出租户）")
def required_by_households(rental_households: Count, households_per_worker_in_force: Count) -> Count:
    """Workers needed for the households that rent out.

    Reading: rounded up, as for migrants.
    """
    return round_up(rental_households, max(households_per_worker_in_force, 1))


@rule(entity=HERE, cites="I.7", zh="应配人数（取高）", reading_of="required_headcount")
def larger_measure(required_by_migrants: Count, required_by_households: Count) -> Count:
    """Workers that there must be: the larger of the two measures.

    Reading: both measure one workload, since tenants live in the homes that are let; adding counts people
    twice, and the smaller lets the measure be chosen that sees nothing.
    """
    return max(required_by_migrants, required_by_households)


@rule(entity=HERE, cites="I.7", zh="应配人数（取低）", reading_of="required_headcount")
def smaller_measure(required_by_migrants: Count, required_by_households: Count) -> Count:
    """Workers that there must be: the smaller of the two measures."""
    return min(required_by_migrants, required_by_households)


@rule(entity=HERE, cites="I.7", zh="应配人数（相加）", reading_of="required_headcount")
def sum_of_measures(required_by_migrants: Count, required_by_households: Count) -> Count:
    """Workers that there must be: both measures added."""
    return required_by_migrants + required_by_households


@rule(entity=HERE, cites="I.7", zh="应配人数（只按人口）", reading_of="required_headcount")
def migrants_only(required_by_migrants: Count) -> Count:
    """Workers that there must be: by migrants alone."""
    return required_by_migrants


@rule(entity=HERE, cites="I.7", zh="应配人数（只按出租户）", reading_of="required_headcount")
def households_only(required_by_households: Count) -> Count:
    """Workers that there must be: by households alone."""
    return required_by_households


@rule(entity=HERE, cites="I.7", zh="从宽应配人数")
def required_headcount_lenient(
    actual_migrants: Count,
    rental_households: Count,
    required_by_migrants: Count,
    required_by_households: Count,
) -> Count:
    """Workers needed under the milder measure.

    Reading: a measure that counts nothing is blind and left out, so the other one decides; a blank count
    leaves the milder need unknown.
    """
    if actual_migrants == 0:
        return required_by_households
    if rental_households == 0:
        return required_by_migrants
    return min(required_by_migrants, required_by_households)


@rule(entity=HERE, cites=("I.7", "I.8"), zh="按原文比例应配人数")
def required_without_grant(
    actual_migrants: Count,
    rental_households: Count,
    statutory_migrants_per_worker: Count,
    statutory_households_per_worker: Count,
) -> Count:
    """Workers that the guidance's own ratios would need, whatever was granted: the larger measure."""
    by_migrants = round_up(actual_migrants, max(statutory_migrants_per_worker, 1))
    return max(by_migrants, round_up(rental_households, max(statutory_households_per_worker, 1)))


# Who counts, and who is missing.


@rule(entity=HERE, cites=("I.7", "III.2", "III.7"), zh="有效在岗人数")
def effective_headcount(
    headcount: Count, uncertified_headcount: Count, diverted_headcount: Count, absent_headcount: Count
) -> Count:
    """Workers who count: in post, certified, not diverted and not away for long.

    Reading: whoever may not work, or does other work, leaves the duty undone; the figure stands beside the
    headcount.
    """
    return max(headcount - uncertified_headcount - diverted_headcount - absent_headcount, 0)


@rule(entity=HERE, cites="I.7", zh="缺额")
def headcount_shortage(required_headcount: Count, effective_headcount: Count) -> Count:
    """Workers missing."""
    return max(required_headcount - effective_headcount, 0)


# I.7: short of the need. The duty is the district's; a station that is short is warned about.


@check(
    "STF001",
    entity=DISTRICT_MONTH,
    cites="I.7",
    severity=VIOLATION,
    zh="有效人数按两种口径都不足",
    fix="hire, end a diversion, or apply for a relaxed ratio (I.8)",
    fix_zh="增聘、停止挪用，或申请放宽比例（I.8）",
)
def headcount_short_on_every_measure(
    ratio_granted: Flag, effective_headcount: Count, required_headcount_lenient: Count
) -> Flag:
    """Fewer qualified workers than either measure requires."""
    return not ratio_granted and effective_headcount < required_headcount_lenient


@check(
    "STF002",
    entity=DISTRICT_MONTH,
    cites="I.7",
    severity=WARNING,
    zh="有效人数低于应配人数，但达到从宽口径",
    fix="hire, end a diversion, or apply for a relaxed ratio (I.8)",
    fix_zh="增聘、停止挪用，或申请放宽比例（I.8）",
)
def headcount_short_on_the_larger_measure(
    ratio_granted: Flag,
    effective_headcount: Count,
    required_headcount: Count,
    required_headcount_lenient: Count,
) -> Flag:
    """Fewer qualified workers than required, but enough under the milder measure."""
    return not ratio_granted and required_headcount_lenient <= effective_headcount < required_headcount


@check(
    "STF003",
    entity=DISTRICT_MONTH,
    cites=("I.7", "I.8"),
    severity=VIOLATION,
    zh="有效人数低于许可放宽后的应配人数",
    fix="hire or end a diversion: the relaxed ratio is the last that was permitted",
    fix_zh="增聘或停止挪用：放宽后的比例是许可的底线",
)
def headcount_below_the_grant(ratio_granted: Flag, effective_headcount: Count, required_headcount: Count) -> Flag:
    """Fewer qualified workers than the granted ratio requires.

    Reading: the grant settles the ratio for the district, so nothing is open any more.
    """
    return ratio_granted and effective_headcount < required_headcount


@check(
    "STF004",
    entity=DISTRICT_MONTH,
    cites=("I.7", "I.8"),
    severity=INFO,
    zh="低于原文比例，但在许可范围内",
    fix="keep the grant in force, and count again before it ends",
    fix_zh="留意许可期限，到期前重新核定",
)
def headcount_within_the_grant(
    ratio_granted: Flag, effective_headcount: Count, required_headcount: Count, required_without_grant: Count
) -> Flag:
    """Fewer qualified workers than the guidance's own ratio, within what was granted."""
    return ratio_granted and required_headcount <= effective_headcount < required_without_grant


@check(
    "STF005",
    entity=STATION_MONTH,
    cites="I.7",
    severity=WARNING,
    zh="站点有效人数低于应配人数",
    fix="move workers between stations, or hire",
    fix_zh="在站点之间调剂，或增聘",
)
def station_short(effective_headcount: Count, required_headcount: Count) -> Flag:
    """The station has fewer qualified workers than its own counts require.

    Reading: the duty is the district's, on pooled counts; rounded up station by station the sum is more
    than the clause asks, hence a warning.
    """
    return effective_headcount < required_headcount


# What was reported.


@check(
    "STF006",
    entity=DISTRICT_MONTH,
    cites=("I.7", "V.3"),
    severity=WARNING,
    zh="上报应配人数与核算不符",
    fix="compute the need from the counts of the month; any remainder needs one more",
    fix_zh="按当月口径重新核算，余数进一",
)
def reported_need_differs(reported_required_headcount: Count, required_headcount: Count) -> Flag:
    """The required headcount that was reported is not the one computed."""
    return reported_required_headcount != required_headcount


@check(
    "STF007",
    entity=DISTRICT_MONTH,
    cites=("I.7", "V.3"),
    severity=WARNING,
    zh="上报缺额与核算不符",
    fix="compute the shortage from qualified workers: without those uncertified, diverted or away for long",
    fix_zh="按有效人数核算缺额，扣除未持证、被挪用和长期不在岗人员",
)
def reported_shortage_differs(reported_shortage: Count, headcount_shortage: Count) -> Flag:
    """The shortage that was reported is not the one computed."""
    return reported_shortage != headcount_shortage


@check(
    "STF008",
    entity=HERE,
    cites="I.7",
    severity=INFO,
    zh="人口数恰在增配线之下",
    fix="have the count checked by someone else",
    fix_zh="由他人复核人口数",
)
def population_just_under_a_step(actual_migrants: Count, migrants_per_worker_in_force: Count) -> Flag:
    """The count of migrants lies at most one person under the number that needs one more worker."""
    ratio = max(migrants_per_worker_in_force, 1)
    return actual_migrants > 0 and round_up(actual_migrants + 2, ratio) > round_up(actual_migrants, ratio)


@check(
    "STF009",
    entity=DISTRICT_MONTH,
    cites="I.8",
    severity=WARNING,
    zh="已获许可，但未填批准文号",
    fix="record the document number of the grant",
    fix_zh="填写批准文号",
)
def grant_without_its_document(reported_relaxed: Flag, ratio_granted: Flag, grant_document_recorded: Flag) -> Flag:
    """A granted ratio is used, and the number of the grant is not recorded."""
    return reported_relaxed and ratio_granted and not grant_document_recorded


@check(
    "STF010",
    entity=DISTRICT_MONTH,
    cites="I.8",
    severity=VIOLATION,
    zh="无有效许可而使用放宽比例",
    fix="use the guidance's ratio until the city office grants another",
    fix_zh="在市流管办许可之前按原文比例配备",
)
def relaxed_without_a_grant(
    reported_relaxed: Flag, ratio_granted: Flag, grant_document_recorded: Flag, grant_state: GrantState
) -> Flag:
    """A relaxed ratio is used although no grant is in force.

    Reading: only the city office permits, and never backwards; an application that waits, was refused, or
    has ended, permits nothing. A document number alone is not enough: the city office's own record says
    where it stands.
    """
    unproven = not grant_document_recorded or grant_state != GrantState.GRANTED
    return reported_relaxed and not ratio_granted and unproven


@check(
    "STF011",
    entity=DISTRICT_MONTH,
    cites="II.13",
    severity=VIOLATION,
    zh="花名册人数与实配人数不符",
    fix="file every hire, leaving and transfer that is missing",
    fix_zh="补报漏报的聘用、离职和调动",
)
def roster_is_not_the_headcount(roster_headcount: Count, headcount: Count) -> Flag:
    """The roster at the end of the month has another number of workers than were reported in post."""
    return roster_headcount != headcount


@check(
    "STF012",
    entity=DISTRICT_MONTH,
    cites=("II.13", "II.14"),
    severity=WARNING,
    zh="工资表人数与花名册人数不符",
    fix="compare payroll and roster name by name",
    fix_zh="逐人核对工资表与花名册",
)
def payroll_is_not_the_roster(payroll_headcount: Count, roster_headcount: Count) -> Flag:
    """The payroll has another number of workers than the roster."""
    return payroll_headcount != roster_headcount


@check(
    "STF013",
    entity=HERE,
    cites="I.7",
    severity=WARNING,
    zh="不计入人数多于实配人数",
    fix="count each worker once: uncertified, diverted, or away for long",
    fix_zh="未持证、被挪用、长期不在岗三项不得重复计算",
)
def more_left_out_than_in_post(
    headcount: Count, uncertified_headcount: Count, diverted_headcount: Count, absent_headcount: Count
) -> Flag:
    """More workers are left out than there are in post."""
    return uncertified_headcount + diverted_headcount + absent_headcount > headcount

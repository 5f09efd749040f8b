"""Monthly assessment (IV.3): what a district answers, and what is checked on every sheet.

A district's standard answers the questions with readings (see `schemes`). Coming last in a ranking is no
reading of `dismissal_candidate`: only failed scores are, and all they do is open a case.
"""

from __future__ import annotations

from liuguan import (
    DOWN,
    INFO,
    ITEM_MONTH,
    STATION_MONTH,
    WARNING,
    Assessor,
    Count,
    Days,
    Flag,
    Grade,
    Item,
    Points,
    Post,
    Table,
    check,
    count,
    first_known,
    mean,
    question,
    rule,
)

# ---- what a district answers

units_counted = question(
    entity=ITEM_MONTH,
    kind=Count,
    cites=("III.5", "IV.3.1"),
    en="Units of an item that count",
    zh="计入考核的件数",
)
item_points = question(
    entity=ITEM_MONTH,
    kind=Points,
    cites=("IV.3.1", "IV.3.2", "IV.3.3", "IV.3.5"),
    en="Points of an item",
    zh="项目得分",
)
assessment_score = question(
    kind=Points,
    cites=("IV.3.0a", "IV.3.0b"),
    at_least=0,
    en="Score of the month",
    zh="月度考核得分",
)
assessment_grade = question(
    kind=Grade,
    cites=("IV.3.0b", "IV.3.0c"),
    en="Grade of the assessment",
    zh="考核等次",
)
retraining_due = question(
    kind=Flag,
    cites="IV.3.6",
    default=False,
    en="Training and a new test are due",
    zh="应当再培训、补考",
)
dismissal_candidate = question(
    kind=Flag,
    cites="IV.3.6",
    default=False,
    en="Scores have failed so often that a case is to be opened",
    zh="多次不合格，应立案处理",
)
star_as_due = question(
    kind=Flag,
    cites=("II.5", "IV.3.0c"),
    default=True,
    en="The star on file is the one that the review gives",
    zh="登记星级与评定结果相符",
)


@rule(entity=ITEM_MONTH, cites="III.5", zh="各部门业务均计办理件数", reading_of="units_counted")
def done_only(done: Count) -> Count:
    """Work done counts, whichever department it is for.

    Reading: for districts in which every department's mode is `full`, or `none` and without items.
    """
    return done


@rule(entity=ITEM_MONTH, cites="III.5", zh="协查部门的项目计反馈件数", reading_of="units_counted")
def fed_back_for(item: Item, done: Count, fed_back: Count, assisted_items: Table[Item, Flag]) -> Count:
    """Reports count in place of cases handled, for items of departments with which nothing is settled."""
    return fed_back if first_known(assisted_items[item], False) else done


# ---- one sheet for each person and month (IV.3.0b)


@rule(cites="IV.3.0b", zh="当月应有考核表", status="unverified")
def sheet_due(full_time: Flag, scheduled_days: Days, paid_days: Days) -> Flag:
    """A monthly sheet is due.

    Reading: for full-time workers who attended at least half of the scheduled days; the clause says
    "each person" and is silent on absence.
    """
    return full_time and 2 * paid_days >= scheduled_days


@check(
    "ASM001",
    cites="IV.3.0b",
    severity=WARNING,
    status="unverified",
    zh="应考核而没有考核表",
    fix="make the sheet of the month, or record the absence",
    fix_zh="补做当月考核表，或补记缺勤",
)
def sheet_missing(sheet_due: Flag, assessment_sheets: Count) -> Flag:
    """No assessment sheet for someone who attended at least half of the month."""
    return sheet_due and assessment_sheets == 0


@check(
    "ASM002",
    cites="IV.3.0b",
    severity=WARNING,
    zh="同一人同一月有两份考核表",
    fix="withdraw all sheets but the valid one",
    fix_zh="保留有效的一份，撤回其余",
)
def two_sheets(assessment_sheets: Count) -> Flag:
    """More than one assessment sheet for one person and month."""
    return assessment_sheets > 1


@check(
    "ASM003",
    cites=("IV.3.0b", "IV.3.0c"),
    severity=WARNING,
    zh="登记总分与按标准计算的得分不符",
    fix="compare the items with the standard in force that month, then correct the sheet",
    fix_zh="按当月有效的标准核对各项目，更正考核表",
)
def score_not_as_computed(sheet_due: Flag, recorded_score: Points, assessment_score: Points) -> Flag:
    """The score on the sheet is not what the district's own standard gives."""
    return sheet_due and recorded_score != assessment_score


@check(
    "ASM004",
    cites="IV.3.0b",
    severity=WARNING,
    zh="总分超过满分与加分之和",
    fix="correct the score, or record the bonus points it rests on",
    fix_zh="更正总分，或补记加分依据",
)
def score_over_limit(recorded_score: Points, bonus_points: Points) -> Flag:
    """The score on the sheet is above 100 points and the bonus points recorded."""
    return recorded_score > 10000 + bonus_points


@check(
    "ASM005",
    cites="IV.3.0b",
    severity=WARNING,
    status="unverified",
    zh="考核表没有被考核人签字",
    fix="show the sheet to the worker; five days to object",
    fix_zh="交被考核人确认，五日内可提异议",
)
def sheet_not_acknowledged(sheet_due: Flag, assessment_sheets: Count, sheet_acknowledged: Flag) -> Flag:
    """A sheet that the assessed worker has not signed.

    Reading: the clause does not mention acknowledgement; pay that rests on a sheet nobody showed is not safe.
    """
    return sheet_due and assessment_sheets > 0 and not sheet_acknowledged


@check(
    "ASM006",
    cites="IV.3.0b",
    severity=WARNING,
    zh="考核表未经区流管办审核",
    fix="let the district office review the sheet",
    fix_zh="报区流管办审核",
)
def sheet_not_reviewed(sheet_due: Flag, assessment_sheets: Count, sheet_reviewed: Flag) -> Flag:
    """A sheet that the district office has not reviewed."""
    return sheet_due and assessment_sheets > 0 and not sheet_reviewed


@check(
    "ASM007",
    cites="IV.3.0b",
    severity=INFO,
    zh="异议未处理",
    fix="answer the objection before pay is settled",
    fix_zh="先答复异议，再兑现",
)
def objection_open_on_sheet(objection_open: Flag) -> Flag:
    """An objection to the sheet is still open."""
    return objection_open


# ---- who assesses


@check(
    "ASM008",
    cites="IV.3.0b",
    severity=WARNING,
    status="unverified",
    zh="中心站人员未由区流管办考核",
    fix="let the district office assess central-station staff",
    fix_zh="改由区流管办考核中心站人员",
)
def central_staff_assessed_elsewhere(post: Post, assessor: Assessor, sheet_due: Flag, assessment_sheets: Count) -> Flag:
    """Someone in a central station was not assessed by the district office.

    Reading: the clause lets stations, central ones included, assess; who assesses the central station itself
    it does not say.
    """
    elsewhere = post == Post.CENTRAL and assessor != Assessor.DISTRICT_OFFICE
    return sheet_due and assessment_sheets > 0 and elsewhere


@check(
    "ASM009",
    cites="IV.3.0b",
    severity=WARNING,
    status="unverified",
    zh="自己考核自己",
    fix="let the station or the district office assess",
    fix_zh="改由站点或区流管办考核",
)
def assesses_oneself(assessor: Assessor, sheet_due: Flag, assessment_sheets: Count) -> Flag:
    """Someone assessed himself or herself."""
    return sheet_due and assessment_sheets > 0 and assessor == Assessor.SELF


# ---- what follows from scores


@check(
    "ASM010",
    cites="IV.3.6",
    severity=INFO,
    zh="连续不合格，应再培训、补考",
    fix="record the training or transfer and its test",
    fix_zh="安排并记录培训或调岗及补考",
)
def retraining_to_record(retraining_due: Flag) -> Flag:
    """Failed twice running: training and a new test are due."""
    return retraining_due


@check(
    "ASM011",
    cites="IV.3.6",
    severity=INFO,
    zh="达到立案条件，须走劳动法程序",
    fix="open a case: training or transfer, second failure, protections, notice, union, filing",
    fix_zh="立案：培训或调岗、再次不胜任、核对保护情形、通知、征求工会意见、备案",
)
def case_to_open(dismissal_candidate: Flag) -> Flag:
    """A case is to be opened on the labour-law path; it decides nothing by itself."""
    return dismissal_candidate


@check(
    "ASM012",
    cites=("II.5", "IV.3.0c"),
    severity=WARNING,
    zh="登记星级与评定结果不符",
    fix="correct the star on file, or record why it differs",
    fix_zh="更正登记星级，或说明理由",
)
def star_not_as_due(star_as_due: Flag) -> Flag:
    """The star on file is not the one that the district's review gives."""
    return not star_as_due


# ---- scores that say nothing

station_mean_score = mean(
    "recorded_score",
    along="station",
    rounding=DOWN,
    unknown="left_out",
    cites="IV.3.0b",
    en="Mean score on the station's sheets",
    zh="本站登记总分平均",
)
scored_workers = count(
    "recorded_score",
    along="station",
    unknown="left_out",
    cites="IV.3.0b",
    en="Workers of the station with a score",
    zh="本站有得分人数",
)


@rule(cites="IV.3.0b", zh="得分等于本站平均")
def scored_at_the_mean(recorded_score: Points, station_mean_score: Points) -> Flag:
    """The score on the sheet equals the station's mean."""
    return recorded_score == station_mean_score


workers_at_the_mean = count(
    "scored_at_the_mean",
    along="station",
    unknown="left_out",
    cites="IV.3.0b",
    en="Workers whose score equals the mean",
    zh="得分等于平均的人数",
)


@check(
    "ASM013",
    entity=STATION_MONTH,
    cites=("IV.3.0b", "IV.3.0c"),
    severity=INFO,
    zh="全站得分毫无差别",
    fix="look at the sheets: an assessment that tells nobody apart decides nothing",
    fix_zh="抽查考核表：人人一样的考核起不到作用",
)
def scores_without_variance(scored_workers: Count, workers_at_the_mean: Count) -> Flag:
    """Five or more workers of a station, and all have the same score.

    All scores equal the mean only where all are equal.
    """
    return scored_workers >= 5 and workers_at_the_mean == scored_workers

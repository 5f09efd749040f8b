"""What is wrong with a standard that a district files (part V, and the clauses that a standard must keep)."""

from __future__ import annotations

from liuguan import (
    INFO,
    STANDARD,
    VIOLATION,
    WARNING,
    Count,
    Date,
    Days,
    Fen,
    Flag,
    Points,
    check,
)

# II.2 to II.4: the floor.


@check(
    "STD001",
    entity=STANDARD,
    cites=("II.2", "II.3"),
    severity=VIOLATION,
    zh="普通岗位标准低于底线",
    fix="raise the ordinary standard to the floor of the month, and file a new version",
    fix_zh="把普通岗位标准提高到当月底线，并重新报备",
)
def standard_below_the_floor(standard_ordinary: Fen, wage_floor: Fen) -> Flag:
    """The ordinary standard is below the floor.

    Reading: the filed figure as it stands; it fails as a gross and as a net figure alike. A standard that
    was enough when it was filed falls below when the minimum wage rises.
    """
    return standard_ordinary < wage_floor


@check(
    "STD002",
    entity=STANDARD,
    cites=("II.2", "II.4"),
    severity=WARNING,
    zh="普通岗位标准的净额低于底线",
    fix="raise the standard, or let the employer pay the employee's share on top",
    fix_zh="提高标准，或由单位另行承担个人缴费",
)
def net_standard_below_the_floor(standard_ordinary: Fen, standard_net_ordinary: Fen, wage_floor: Fen) -> Flag:
    """The ordinary standard reaches the floor, and its net pay does not.

    Reading: the yardstick of II.4 is net; bonuses may still lift the average, which PAY001 measures.
    """
    return standard_net_ordinary < wage_floor <= standard_ordinary


@check(
    "STD003",
    entity=STANDARD,
    cites=("II.2", "II.3"),
    severity=WARNING,
    zh="普通岗位标准低于从严读法的底线",
    fix="raise the ordinary standard to a quarter over the minimum wage of the district's class",
    fix_zh="把普通岗位标准提高到本区类别最低工资以上四分之一",
)
def standard_below_the_strict_floor(standard_ordinary: Fen, wage_floor: Fen, strict_wage_floor: Fen) -> Flag:
    """The ordinary standard reaches the provisional figure, but not a quarter over the minimum wage."""
    return wage_floor <= standard_ordinary < strict_wage_floor


# II.6, II.11: uplifts.


@check(
    "STD004",
    entity=STANDARD,
    cites="II.11",
    severity=VIOLATION,
    zh="中心站标准不高于普通岗位",
    fix="set the central-station standard above the ordinary one",
    fix_zh="中心站标准应适当高于普通岗位",
)
def central_not_above_ordinary(standard_central: Fen, standard_ordinary: Fen) -> Flag:
    """The central-station standard is not above the ordinary one."""
    return standard_central <= standard_ordinary


@check(
    "STD005",
    entity=STANDARD,
    cites="II.6",
    severity=VIOLATION,
    zh="录入岗位标准不高于普通岗位",
    fix="set the data-entry standard above the ordinary one",
    fix_zh="录入岗位标准应高于普通岗位",
)
def data_entry_not_above_ordinary(standard_data_entry: Fen, standard_ordinary: Fen) -> Flag:
    """The data-entry standard is not above the ordinary one."""
    return standard_data_entry <= standard_ordinary


@check(
    "STD006",
    entity=STANDARD,
    cites="II.6",
    severity=INFO,
    zh="采集并录入者的标准不高于普通岗位",
    fix="say whether whoever collects and enters has the uplift too",
    fix_zh="明确采集并录入者是否同样提高",
    status="unverified",
)
def collecting_not_above_ordinary(standard_collecting: Fen, standard_ordinary: Fen) -> Flag:
    """Whoever collects and enters data has no standard above the ordinary one.

    Reading: fails only where data entry means what is done, not which post is held.
    """
    return standard_collecting <= standard_ordinary


# II.12: what may float.


@check(
    "STD007",
    entity=STANDARD,
    cites="II.12",
    severity=VIOLATION,
    zh="浮动部分超出最低工资以上的额度",
    fix="lower the part at stake to what lies above the minimum wage, or raise the standard",
    fix_zh="把浮动部分降到最低工资以上的额度之内，或提高标准",
)
def more_floats_than_the_pool(most_at_stake_over_pool: Fen) -> Flag:
    """More of the standard floats downwards than lies above the minimum wage."""
    return most_at_stake_over_pool > 0


@check(
    "STD008",
    entity=STANDARD,
    cites="II.12",
    severity=VIOLATION,
    zh="最差月份发放低于最低工资",
    fix="limit what is at stake or withheld, so that full attendance pays the minimum wage in every month",
    fix_zh="限制浮动或暂扣数额，使全勤的每个月都不低于最低工资",
)
def worst_month_under_minimum_wage(lowest_month_paid: Fen, minimum_wage: Fen) -> Flag:
    """With the worst score, a month of full attendance pays less than the minimum wage."""
    return lowest_month_paid < minimum_wage


# IV.3: the assessment.


@check(
    "STD009",
    entity=STANDARD,
    cites=("IV.3.1", "IV.3.2", "IV.3.3", "IV.3.4", "IV.3.5", "IV.3.6"),
    severity=VIOLATION,
    zh="考核六类内容不全",
    fix="answer each of IV.3.1 to IV.3.6 in assessment_groups",
    fix_zh="在 assessment_groups 中逐项答复 IV.3.1 至 IV.3.6",
)
def assessment_groups_missing(assessment_groups_answered: Count) -> Flag:
    """Not all six groups of the assessment are answered."""
    return assessment_groups_answered < 6


@check(
    "STD010",
    entity=STANDARD,
    cites=("IV.3.0a", "IV.3.0c"),
    severity=WARNING,
    zh="项目权重之和不是100分",
    fix="let the weights of all items sum to 100.00",
    fix_zh="各项目权重合计应为100.00",
)
def weights_are_not_a_hundred(has_item_weights: Flag, item_weights_total: Points) -> Flag:
    """The weights of the items do not sum to 100 points."""
    return has_item_weights and item_weights_total != 10_000


@check(
    "STD011",
    entity=STANDARD,
    cites="IV.3.0b",
    severity=VIOLATION,
    zh="不是按月考核",
    fix="assess every month",
    fix_zh="改为按月考核",
)
def not_assessed_monthly(assessed_monthly: Flag) -> Flag:
    """The assessment is not monthly."""
    return not assessed_monthly


@check(
    "STD012",
    entity=STANDARD,
    cites="IV.3.0b",
    severity=VIOLATION,
    zh="未定考核主体",
    fix="name who assesses whom: the station guided by the district office, or the district office",
    fix_zh="明确考核主体：站点在区县流管办指导下，或由区县流管办直接考核",
)
def nobody_assesses(assessor_defined: Flag) -> Flag:
    """The standard does not say who assesses."""
    return not assessor_defined


@check(
    "STD013",
    entity=STANDARD,
    cites="IV.3.0b",
    severity=WARNING,
    zh="单位自己考核自己",
    fix="let the district office assess central stations",
    fix_zh="中心站人员由区县流管办考核",
    status="unverified",
)
def a_unit_assesses_its_own(assesses_itself: Flag) -> Flag:
    """A unit assesses its own staff without anyone above it.

    Reading: sharper than the text, which lets stations assess under guidance; hence a warning.
    """
    return assesses_itself


@check(
    "STD014",
    entity=STANDARD,
    cites="IV.3.6",
    severity=VIOLATION,
    zh="辞退未走劳动法律程序",
    fix="let a failed assessment open a case: training, a second failure, protections, notice, union",
    fix_zh="考核不合格只能立案：培训或调岗、再次不合格、核对保护情形、通知、征求工会意见",
)
def dismissal_outside_labour_law(dismissal_by_labour_law: Flag) -> Flag:
    """Dismissal does not take the path of labour law."""
    return not dismissal_by_labour_law


@check(
    "STD015",
    entity=STANDARD,
    cites="III.5",
    severity=WARNING,
    zh="部门协作方式未全部声明",
    fix="declare full, assist_feedback or none for each of the six departments",
    fix_zh="对六个部门逐一声明全办、协查反馈或不办",
)
def department_modes_missing(department_modes_declared: Count) -> Flag:
    """The way of working is not declared for each of the six other departments."""
    return department_modes_declared < 6


@check(
    "STD016",
    entity=STANDARD,
    cites="I.8",
    severity=VIOLATION,
    zh="自行改变配备比例",
    fix="take the ratio out, and apply to the city office for a relaxed one",
    fix_zh="删除自定比例，向市流管办申请放宽",
)
def ratio_overridden(overrides_ratio: Flag) -> Flag:
    """The standard sets a staffing ratio of its own."""
    return overrides_ratio


# V.2: the filing itself.


@check(
    "STD017",
    entity=STANDARD,
    cites="V.2",
    severity=WARNING,
    zh="生效日早于报送日",
    fix="let it start after it is submitted, or declare it retroactive",
    fix_zh="改为报送之后生效，或声明追溯",
)
def starts_before_it_was_submitted(effective_from: Date, submitted_on: Date, retroactive_declared: Flag) -> Flag:
    """The standard starts before it was submitted, and is not declared retroactive."""
    return effective_from < submitted_on and not retroactive_declared


@check(
    "STD018",
    entity=STANDARD,
    cites="V.2",
    severity=WARNING,
    zh="与前一版之间有间断",
    fix="let the new version start where the last one ends",
    fix_zh="使新版本自前一版终止之日起生效",
)
def gap_to_the_version_before(gap_days: Days) -> Flag:
    """Days between the previous version and this one have no standard."""
    return gap_days > 0


@check(
    "STD019",
    entity=STANDARD,
    cites="V.2",
    severity=WARNING,
    zh="与前一版重叠",
    fix="let the new version start where the last one ends",
    fix_zh="使新版本自前一版终止之日起生效",
)
def overlap_with_the_version_before(overlap_days: Days) -> Flag:
    """Days have two standards, the previous version and this one."""
    return overlap_days > 0


@check(
    "STD020",
    entity=STANDARD,
    cites="V.2",
    severity=WARNING,
    zh="有规则未注条款",
    fix='cite the clause of each rule, or "local"',
    fix_zh="为每条规则注明条款，本区自定的注 local",
)
def rules_cite_no_clause(rules_without_clause: Count) -> Flag:
    """Some rules cite no clause."""
    return rules_without_clause > 0


@check(
    "STD021",
    entity=STANDARD,
    cites="IV.3.0a",
    severity=VIOLATION,
    zh="没有独立的考核体系",
    fix="write an assessment for these staff; that of community staff will not do",
    fix_zh="单独制定考核办法，不能套用社区人员考核",
)
def no_scheme_of_its_own(own_scheme: Flag) -> Flag:
    """The assessment is not a system of its own."""
    return not own_scheme


@check(
    "STD022",
    entity=STANDARD,
    cites="V.2",
    severity=WARNING,
    zh="不是自月初生效",
    fix="let the standard start on the first of a month; only a merger may start another day",
    fix_zh="标准应自某月1日起生效；仅区划调整可以例外",
)
def starts_within_a_month(starts_on_first_of_month: Flag) -> Flag:
    """The standard does not start on the first of a month."""
    return not starts_on_first_of_month


@check(
    "STD023",
    entity=STANDARD,
    cites="IV.3.5",
    severity=WARNING,
    zh="虚假数据处罚过轻",
    fix="let false data weigh five times as much as wrong data",
    fix_zh="虚假数据的处罚不低于错误数据的五倍",
    status="unverified",
)
def false_data_weighs_too_little(false_over_wrong_penalty: Count, false_data_factor: Count) -> Flag:
    """False data does not weigh much more than wrong data.

    Reading: the clause wants a penalty for both and names no ratio; the factor is a recommendation.
    """
    return false_over_wrong_penalty < false_data_factor


@check(
    "STD024",
    entity=STANDARD,
    cites="I.2",
    severity=WARNING,
    zh="四项基本要求未全部落到考核项目",
    fix="give each of the four core duties an item",
    fix_zh="四项基本要求各对应至少一个考核项目",
)
def core_duty_without_an_item(work_group_tags: Count) -> Flag:
    """One of the four core duties has no assessment item."""
    return work_group_tags < 4


@check(
    "STD025",
    entity=STANDARD,
    cites=("V.1", "V.3"),
    severity=INFO,
    zh="含示例性取值",
    fix="replace the illustrative values by those of the district's own document",
    fix_zh="以本区文件的实际数值替换示例值",
)
def values_are_illustrative(illustrative_values: Count) -> Flag:
    """The standard holds values that no document of the district supports."""
    return illustrative_values > 0

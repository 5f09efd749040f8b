"""The monthly sheet, as schemes share it: items, weights, rewards, grades, and what failing leads to."""

from __future__ import annotations

from liuguan import (
    ITEM_MONTH,
    Bands,
    Count,
    Fen,
    Flag,
    Grade,
    Item,
    Points,
    Table,
    count,
    first_known,
    last,
    month_before,
    per,
    round_half_up,
    rule,
    total,
    value,
)

# ---- items


@rule(entity=ITEM_MONTH, cites=("IV.3.1", "IV.3.2", "IV.3.3"), zh="项目权重", offered=True)
def item_weight(item: Item, item_weights: Table[Item, Points]) -> Points:
    """Points that an item can give; an item without a weight gives none."""
    return first_known(item_weights[item], 0)


@rule(
    entity=ITEM_MONTH,
    cites=("IV.3.1", "IV.3.5"),
    zh="按完成比例计分，缺陷扣分",
    reading_of="item_points",
)
def share_of_baseline(
    item: Item,
    units_counted: Count,
    baseline: Count,
    item_weight: Points,
    defects: Count,
    defect_steps: Table[Item, Points],
) -> Points:
    """The weight by the share of the baseline that was reached, less a step for each defect.

    Reading: nothing is due where the baseline is 0, so that the weight is full (a verified zero, IV.3.2).
    """
    if item_weight == 0:
        return 0
    reached = min(round_half_up(item_weight * units_counted, max(baseline, 1)), item_weight)
    earned = item_weight if baseline == 0 else reached
    return max(earned - defects * first_known(defect_steps[item], 0), 0)


items_on_sheet = count(
    "defects",
    along="worker",
    offered=True,
    cites="IV.3.0b",
    en="Items on the sheet",
    zh="考核表项目数",
)
item_weight_total = total(
    "item_weight",
    along="worker",
    offered=True,
    cites="IV.3.1",
    en="Weights of the items on the sheet",
    zh="考核表项目权重合计",
)
item_points_total = total(
    "item_points",
    along="worker",
    offered=True,
    cites="IV.3.0b",
    en="Points of all items",
    zh="项目得分合计",
)


@rule(cites="IV.3.0b", zh="有项目记录的考核表", offered=True)
def itemised_sheets(items_on_sheet: Count) -> Count:
    """1 where the month has items on record, 0 where it has none: no sheet is not a sheet without work."""
    return min(items_on_sheet, 1)


@rule(cites=("IV.3.0b", "IV.3.1"), zh="项目齐全的考核表", offered=True)
def complete_sheets(item_weight_total: Points) -> Count:
    """1 where every item that carries weight is on the sheet, else 0."""
    return 1 if item_weight_total == 10000 else 0


@rule(cites=("IV.3.0b", "IV.3.1"), zh="项目得分之和，减暗查反查扣分", reading_of="assessment_score")
def sum_of_items(
    item_points_total: Points,
    complete_sheets: Count,
    inspection_points_lost: Points,
    recheck_points_lost: Points,
) -> Points:
    """Points of all items, less those lost in unannounced checks and re-checks.

    Unknown while an item that carries weight is missing from the sheet.
    """
    return per(max(item_points_total - inspection_points_lost - recheck_points_lost, 0), complete_sheets)


@rule(cites="IV.3.0b", zh="以考核表登记的总分为准", reading_of="assessment_score")
def as_recorded(recorded_score: Points) -> Points:
    """The score that stands on the sheet, where the standard leaves the items to the assessor."""
    return recorded_score


@rule(cites=("IV.3.0b", "IV.3.0c"), zh="按分数段定等次", reading_of="assessment_grade")
def by_score(assessment_score: Points, grade_bands: Bands[Points, Grade]) -> Grade:
    """The grade of the band that the score lies in."""
    return grade_bands[assessment_score]


# ---- rewards, outside gross pay


@rule(entity=ITEM_MONTH, cites="IV.3.4", zh="按件奖励", offered=True)
def reward_due(item: Item, done: Count, reward_rates: Table[Item, Fen]) -> Fen:
    """Reward for finds, leads and captures; it is no wage and stands outside gross pay."""
    rate = first_known(reward_rates[item], 0)
    return 0 if rate == 0 else done * rate


rewards_due = total(
    "reward_due",
    along="worker",
    offered=True,
    cites="IV.3.4",
    en="Rewards of the month by the standard",
    zh="按标准应得奖励合计",
)

# ---- failing


@rule(cites=("IV.3.0c", "IV.3.6"), zh="当月不合格", offered=True)
def failed(assessment_score: Points, pass_score: Points) -> Flag:
    """The month's score is under the pass mark."""
    return assessment_score < pass_score


failed_month_before = value(
    "failed",
    over=month_before,
    absent=False,
    offered=True,
    cites="IV.3.6",
    en="Failed in the month before",
    zh="上月不合格",
)
fails_in_six_months = count(
    "failed",
    over=last(6),
    offered=True,
    cites="IV.3.6",
    en="Failed months of the last six, this one included",
    zh="近六个月(含本月)不合格次数",
)


@rule(cites="IV.3.6", zh="连续两月不合格", reading_of="retraining_due")
def two_fails_running(failed: Flag, failed_month_before: Flag) -> Flag:
    """Failed this month and the month before."""
    return failed and failed_month_before


@rule(cites="IV.3.6", zh="六个月内第三次不合格", reading_of="dismissal_candidate")
def third_fail_in_six_months(failed: Flag, fails_in_six_months: Count) -> Flag:
    """Failed this month, for the third time or more within six months."""
    return failed and fails_in_six_months >= 3

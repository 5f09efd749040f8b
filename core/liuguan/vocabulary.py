"""The words that rules are written in: entities, how they are linked, closed enums and declared inputs.

An input declares its kind, its bounds, its labels in both languages and, where the law gives one, what an
empty cell means (`absent`); without that an empty cell is unknown. Names are fixed once released: files and
other programs use them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from liuguan.language.kinds import (
    COUNT,
    DATE,
    DAYS,
    DISTRICT,
    FEN,
    FLAG,
    GRADE,
    HOURS,
    ITEM,
    MONTH,
    PERCENT,
    POINTS,
    STAR,
    YEARS,
    Group,
    Kind,
    enum_kind,
)  # fmt: skip


class Post(StrEnum):
    """Where a worker serves (II.11)."""

    ORDINARY = "ordinary"
    CENTRAL = "central"


class Education(StrEnum):
    """Levels of schooling (IV.1.3); the three in the middle count alike."""

    PRIMARY = "primary"
    JUNIOR = "junior"
    SENIOR_HIGH = "senior_high"
    VOCATIONAL = "vocational"
    TECHNICAL = "technical"
    COLLEGE = "college"
    BACHELOR = "bachelor"
    POSTGRADUATE = "postgraduate"


class Gender(StrEnum):
    """As on the identity card; retirement ages differ by it."""

    MAN = "man"
    WOMAN = "woman"


class Employer(StrEnum):
    """Who signs the labour contract (I.3)."""

    GOVERNMENT = "government"
    DEPARTMENT = "department"
    DISPATCH_COMPANY = "dispatch_company"
    OTHER = "other"


class ManagingBody(StrEnum):
    """Who uses and manages the worker (I.4)."""

    GOVERNMENT = "government"
    POLICE = "police"
    MIGRANT_OFFICE = "migrant_office"
    PUBLIC_ORDER = "public_order"
    OTHER = "other"


class Assessor(StrEnum):
    """Who makes a monthly assessment sheet (IV.3.0b)."""

    STATION = "station"
    CENTRAL_STATION = "central_station"
    DISTRICT_OFFICE = "district_office"
    SELF = "self"


class DepartmentMode(StrEnum):
    """How the work of another department is done (III.5)."""

    FULL = "full"
    ASSIST_FEEDBACK = "assist_feedback"
    NONE = "none"


class Insurance(StrEnum):
    """The five lines of II.7."""

    PENSION = "pension"
    MEDICAL = "medical"
    UNEMPLOYMENT = "unemployment"
    INJURY = "injury"
    MATERNITY = "maternity"


class PayBasis(StrEnum):
    """What a standard's figures mean (II.4)."""

    NET = "net"
    EMPLOYEE_SHARE_COVERED = "employee_share_covered"
    GROSS = "gross"


class GrantState(StrEnum):
    """Where an application for a relaxed ratio stands (I.8)."""

    REGISTERED = "registered"
    GRANTED = "granted"
    REFUSED = "refused"
    EXPIRED = "expired"
    REVOKED = "revoked"
    LAPSED = "lapsed"


CLOSED_ENUMS: tuple[type[StrEnum], ...] = (
    Post, Education, Gender, Employer, ManagingBody, Assessor, DepartmentMode, Insurance, PayBasis, GrantState,
)  # fmt: skip

MEMBERS: Mapping[str, tuple[str, str]] = {
    "ordinary": ("普通岗位", "ordinary post"), "central": ("中心站岗位", "central-station post"),
    "primary": ("小学", "primary school"), "junior": ("初中", "junior high school"),
    "senior_high": ("高中", "senior high school"), "vocational": ("职高", "vocational school"),
    "technical": ("中专技校", "technical school"), "college": ("大专", "college"),
    "bachelor": ("本科", "bachelor's degree"), "postgraduate": ("研究生", "postgraduate degree"),
    "man": ("男", "man"), "woman": ("女", "woman"),
    "government": ("政府", "government"), "department": ("政府部门", "government department"),
    "dispatch_company": ("劳务派遣公司", "dispatch company"), "other": ("其他", "other"),
    "police": ("公安", "police"), "migrant_office": ("流管办", "migrant office"),
    "public_order": ("综治办", "public-order office"),
    "station": ("站点", "station"), "central_station": ("中心站", "central station"),
    "district_office": ("区流管办", "district office"), "self": ("本人", "the assessed"),
    "full": ("全程办理", "handled in full"), "assist_feedback": ("协查反馈", "assist and report"),
    "none": ("不办理", "not handled"),
    "pension": ("养老", "pension"), "medical": ("医疗", "medical"), "unemployment": ("失业", "unemployment"),
    "injury": ("工伤", "injury"), "maternity": ("生育", "maternity"),
    "net": ("净额", "net"), "employee_share_covered": ("单位代缴个人部分", "employee's share covered"),
    "gross": ("应发额", "gross"),
    "registered": ("已登记", "registered"), "granted": ("已许可", "granted"), "refused": ("未许可", "refused"),
    "expired": ("已到期", "expired"), "revoked": ("已撤销", "revoked"), "lapsed": ("已失效", "lapsed"),
}  # fmt: skip
"""What members of closed enums are called, in Chinese and English; no two enums use a word differently."""

LINKS: Mapping[str, tuple[str, str]] = {
    "worker": ("人员", "worker"), "station": ("站点", "station"), "district": ("区县", "district"),
}  # fmt: skip
"""What links are called, in Chinese and English."""

DISTRICT_MONTH = "district_month"
STATION_MONTH = "station_month"
WORKER_MONTH = "worker_month"
DUTY_PERIOD = "duty_period"
ITEM_MONTH = "item_month"
CANDIDATE = "candidate"
STANDARD = "standard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """What one row of a table is; `links` go from a link's name to the entity it leads to.

    `as_of` names the input that holds the day on which the row is judged; without it the row has a month and
    is judged by what is in force on that month's last day.
    """

    name: str
    zh: str
    en: str
    links: Mapping[str, str] = field(default_factory=dict)
    as_of: str | None = None

    @property
    def is_monthly(self) -> bool:
        return self.as_of is None


ENTITIES: Mapping[str, Entity] = {
    e.name: e
    for e in (
        Entity(name=DISTRICT_MONTH, zh="区县月度", en="district and month"),
        Entity(name=STATION_MONTH, zh="站点月度", en="station and month", links={"district": DISTRICT_MONTH}),
        Entity(
            name=WORKER_MONTH, zh="人员月度", en="worker and month",
            links={"station": STATION_MONTH, "district": DISTRICT_MONTH},
        ),
        Entity(name=DUTY_PERIOD, zh="任职时段", en="period of duty", links={"worker": WORKER_MONTH}),
        Entity(name=ITEM_MONTH, zh="考核项目月度", en="assessment item and month", links={"worker": WORKER_MONTH}),
        Entity(name=CANDIDATE, zh="应聘人员", en="person being hired", as_of="hire_date"),
        Entity(name=STANDARD, zh="区县标准", en="district standard", links={"district": DISTRICT_MONTH}),
    )
}  # fmt: skip

KEYS: Mapping[str, tuple[str, ...]] = {
    DISTRICT_MONTH: ("district",),
    STATION_MONTH: ("district", "station"),
    WORKER_MONTH: ("worker",),
    DUTY_PERIOD: ("worker", "from_day"),
    ITEM_MONTH: ("worker", "item"),
    CANDIDATE: (),
    STANDARD: ("district",),
}
"""Columns that, with the month where there is one, tell the rows of an entity apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A declared input: what a cell may hold and how it is called; what is `personal` stands in no finding.

    `absent` is what an empty cell means where the law or the form says so, `unless_supplied` what it means that
    no table has such a column at all. Without them the input is unknown.
    """

    name: str
    kind: Kind
    entities: tuple[str, ...]
    zh: str
    en: str
    low: int | None = None
    high: int | None = None
    absent: object = None
    unless_supplied: object = None
    personal: bool = False

    @property
    def where_not_supplied(self) -> object:
        """What the input is worth where no table has such a column at all; None is unknown."""
        return self.unless_supplied if self.absent is None else self.absent

    def bounds(self) -> tuple[int | None, int | None]:
        """Lowest and highest value allowed, in stored units; dates and flags have none."""
        if self.low is not None or self.high is not None or not self.kind.is_number:
            return self.low, self.high
        return 0, (1_000_000_000 if self.kind is FEN else 10_000_000)


def _inputs(*entities: str, rows: Iterable[tuple[object, ...]]) -> list[Input]:
    made = []
    for name, kind, zh, en, *rest in rows:
        options = rest[0] if rest else {}
        made.append(Input(name=name, kind=kind, entities=entities, zh=zh, en=en, **options))  # type: ignore[arg-type]
    return made


_NO = {"absent": False}
_YES = {"absent": True}  # only a stated no counts; without one the dates beside it decide
_ZERO = {"absent": 0}
_NONE_KEPT = {"unless_supplied": 0}  # an office that keeps no such column has none; a blank in one is unknown
_MONTH_DAYS = {"low": 0, "high": 31}

_STAFFING = _inputs(DISTRICT_MONTH, STATION_MONTH, rows=[
    ("actual_migrants", COUNT, "实有暂住人口", "migrants actually present"),
    ("rental_households", COUNT, "出租户数", "renting-out households"),
    ("headcount", COUNT, "实配人数", "workers in post"),
    ("uncertified_headcount", COUNT, "未持证人数", "workers without a certificate", _NONE_KEPT),
    ("diverted_headcount", COUNT, "挪用人数", "workers diverted to other work", _NONE_KEPT),
    ("absent_headcount", COUNT, "长期不在岗人数", "workers away for more than 30 days", _NONE_KEPT),
    ("granted_migrants_per_worker", COUNT, "许可的每人服务人口", "migrants per worker under a grant", {"low": 1, "high": 10_000_000}),
    ("granted_households_per_worker", COUNT, "许可的每人服务出租户", "households per worker under a grant", {"low": 1, "high": 10_000_000}),
])  # fmt: skip

_DISTRICT = _inputs(DISTRICT_MONTH, rows=[
    ("reported_required_headcount", COUNT, "上报应配人数", "required headcount as reported"),
    ("reported_shortage", COUNT, "上报缺额", "shortage as reported"),
    ("reported_relaxed", FLAG, "上报已放宽比例", "reported as using a relaxed ratio"),
    ("grant_state", enum_kind(GrantState), "放宽许可状态", "state of the grant for a relaxed ratio"),
    ("grant_document_recorded", FLAG, "填有批准文号", "document number of a grant is recorded"),
    ("roster_headcount", COUNT, "花名册人数", "workers on the roster"),
    ("payroll_headcount", COUNT, "工资表人数", "workers on the payroll"),
    ("standard_in_force", FLAG, "有现行标准", "a standard is in force"),
    ("area_without_worker", COUNT, "无人负责的责任区", "areas without a worker"),
])  # fmt: skip

_STATION = _inputs(STATION_MONTH, rows=[
    ("registration_percent", PERCENT, "登记率", "registration rate", {"low": 0, "high": 10_000}),
    ("rental_percent", PERCENT, "出租屋登记率", "rental registration rate", {"low": 0, "high": 10_000}),
    ("permit_percent", PERCENT, "办证率", "permit rate", {"low": 0, "high": 10_000}),
])  # fmt: skip

_PERSON = _inputs(WORKER_MONTH, CANDIDATE, rows=[
    ("gender", enum_kind(Gender), "性别", "gender"),
    ("birth_date", DATE, "出生日期", "date of birth", {"personal": True}),
    ("hire_date", DATE, "聘用日期", "day of hire"),
    ("education", enum_kind(Education), "文化程度", "education"),
    ("age_exception_approved", FLAG, "年龄放宽已批准", "age exception approved"),
    ("cadre_post", FLAG, "干部（管理）岗", "cadre or managerial post", _NO),
])  # fmt: skip

_CANDIDATE = _inputs(CANDIDATE, rows=[
    ("data_entry_post", FLAG, "信息录入岗", "data-entry post"),
    ("collects_and_enters", FLAG, "从事信息采集录入", "collects and enters data", _NO),
    ("background_clear", FLAG, "无前科劣迹", "background clear"),
    ("background_checked_on", DATE, "审查日期", "day of the background check"),
    ("medically_fit", FLAG, "体检合格", "medically fit"),
    ("computer_proficient", FLAG, "熟练操作电脑", "operates a computer well"),
    ("training_passed", FLAG, "培训考核合格", "training passed"),
    ("contract_has_violation_clause", FLAG, "合同载明违规辞退条款", "contract states violations and dismissal"),
])  # fmt: skip

_EMPLOYMENT = _inputs(WORKER_MONTH, rows=[
    ("full_time", FLAG, "专职", "full time"),
    ("employment_start", DATE, "到岗日期", "first day in post"),
    ("employment_end", DATE, "离岗日期", "last day in post"),
    ("migrant_work_start", DATE, "流管工作起始", "start of migrant work"),
    ("duty_start_date", DATE, "上岗日期", "first day on duty"),
    ("certificate_held", FLAG, "持有上岗证", "holds a certificate", _YES),
    ("certificate_date", DATE, "发证日期", "day of the certificate"),
    ("trained_by_district", FLAG, "区县统一培训", "trained by the district office"),
    ("contract_signed", FLAG, "已签合同", "has a contract", _YES),
    ("contract_signed_on", DATE, "合同签订日期", "day the contract was signed"),
    ("contract_start", DATE, "合同起始日期", "first day of the contract"),
    ("contract_end", DATE, "合同终止日期", "last day of the contract"),
    ("contract_open_ended", FLAG, "无固定期限合同", "open-ended contract", _NO),
    ("contract_has_violation_clause", FLAG, "合同载明违规辞退条款", "contract states violations and dismissal"),
    ("employer_type", enum_kind(Employer), "聘用单位类型", "type of employer"),
    ("managing_body", enum_kind(ManagingBody), "管理单位", "managing body"),
    ("community_director_named", FLAG, "有社区主任领导", "community director named"),
    ("community_officer_named", FLAG, "有社区民警领导", "community officer named"),
    ("fixed_person", FLAG, "定人", "person fixed"),
    ("fixed_post", FLAG, "定岗", "post fixed"),
    ("fixed_task", FLAG, "定任务", "task fixed"),
    ("fixed_responsibility", FLAG, "定责任", "responsibility fixed"),
    ("points_management_days", DAYS, "协助积分管理天数", "days assisting points-based management", {**_MONTH_DAYS, **_ZERO}),
    ("points_management_days_covered", DAYS, "其中有意外险天数", "of them covered by accident insurance", {**_MONTH_DAYS, **_ZERO}),
    ("other_district_days", DAYS, "与其他区县重叠天数", "days also served in another district", {**_MONTH_DAYS, **_ZERO}),
    ("id_number_valid", FLAG, "身份证号有效", "ID number valid"),
    ("id_birth_date", DATE, "身份证出生日期", "date of birth by the ID number", {"personal": True}),
    ("on_roster", FLAG, "在花名册", "on the roster"),
    ("on_payroll", FLAG, "在工资表", "on the payroll"),
])  # fmt: skip

_DUTY = _inputs(WORKER_MONTH, rows=[
    ("scheduled_days", DAYS, "应出勤天数", "scheduled days", {"low": 1, "high": 31}),
    ("paid_days", DAYS, "计薪天数", "paid days", _MONTH_DAYS),
    ("leave_days_unpaid", DAYS, "无薪假天数", "unpaid leave", {**_MONTH_DAYS, **_NONE_KEPT}),
    ("leave_days_reduced", DAYS, "减薪假天数", "leave at reduced pay", {**_MONTH_DAYS, **_NONE_KEPT}),
    ("core_hours", HOURS, "主业工时", "hours of migrant work", {"low": 0, "high": 744}),
    ("assistance_hours", HOURS, "协查工时", "hours for other departments' matters", {"low": 0, "high": 744}),
    ("training_hours", HOURS, "培训工时", "hours of training", {"low": 0, "high": 744}),
    ("administration_hours", HOURS, "相关事务工时", "hours of related administration", {"low": 0, "high": 744}),
    ("patrol_hours", HOURS, "普通巡逻工时", "hours of ordinary patrol", {"low": 0, "high": 744}),
    ("other_hours", HOURS, "其他工作工时", "hours of other work", {"low": 0, "high": 744}),
    ("standing_secondment", FLAG, "长期借用", "on standing secondment", _NO),
    ("visits", COUNT, "走访次数", "visits made"),
])  # fmt: skip

_ASSESSMENT = _inputs(WORKER_MONTH, rows=[
    ("assessment_sheets", COUNT, "考核表份数", "assessment sheets of the month"),
    ("assessor", enum_kind(Assessor), "考核单位", "assessor"),
    ("recorded_score", POINTS, "登记总分", "score on the sheet", {"low": 0, "high": 20_000}),
    ("recorded_grade", GRADE, "登记等次", "grade on the sheet"),
    ("conduct_points", POINTS, "德", "conduct points", {"low": 0, "high": 10_000}),
    ("ability_points", POINTS, "能", "ability points", {"low": 0, "high": 10_000}),
    ("diligence_points", POINTS, "勤", "diligence points", {"low": 0, "high": 10_000}),
    ("performance_points", POINTS, "绩", "performance points", {"low": 0, "high": 10_000}),
    ("inspection_points_lost", POINTS, "暗查扣分", "points lost in unannounced checks", {"low": 0, "high": 10_000, **_ZERO}),
    ("recheck_points_lost", POINTS, "反查扣分", "points lost in re-checks", {"low": 0, "high": 10_000, **_ZERO}),
    ("bonus_points", POINTS, "加分", "bonus points", {"low": 0, "high": 10_000, **_ZERO}),
    ("false_data_records", COUNT, "虚假数据条数", "false records found"),
    ("sheet_acknowledged", FLAG, "被考核人已签字", "signed by the assessed"),
    ("sheet_reviewed", FLAG, "区流管办已审核", "reviewed by the district office"),
    ("objection_open", FLAG, "有未决异议", "open objection", _NO),
])  # fmt: skip

_PAY = _inputs(WORKER_MONTH, rows=[
    ("star", STAR, "星级", "star grade", {"low": 0, "high": 5}),
    ("paid_base", FEN, "实发基本工资", "base wage paid"),
    ("paid_seniority_years", YEARS, "工龄年限", "seniority years on the payroll", {"low": 0, "high": 60}),
    ("paid_seniority", FEN, "实发工龄工资", "seniority wage paid"),
    ("paid_star", FEN, "实发星级工资", "star wage paid"),
    ("paid_post_supplement", FEN, "实发岗位补贴", "post supplement paid"),
    ("paid_performance", FEN, "实发绩效工资", "performance pay paid"),
    ("payroll_score", POINTS, "工资表考核得分", "score on the payroll", {"low": 0, "high": 20_000}),
    ("paid_rewards", FEN, "奖励", "rewards", _ZERO),
    ("paid_overtime", FEN, "加班费", "overtime pay", _ZERO),
    ("paid_special_allowances", FEN, "特殊津贴", "special allowances", _ZERO),
    ("paid_reimbursements", FEN, "报销", "reimbursements", _ZERO),
    ("absence_deduction", FEN, "缺勤扣款", "deduction for absence", _ZERO),
    ("penalty_deduction", FEN, "考核扣款", "deduction as a penalty", _ZERO),
    ("paid_gross", FEN, "应发合计", "gross pay paid"),
    ("paid_net", FEN, "实发合计", "net pay paid"),
    ("withheld_to_date", FEN, "累计暂扣", "withheld since the year's start"),
    ("contribution_base", FEN, "缴费基数", "contribution base"),
    ("last_known_wage", FEN, "上年月均工资", "last known monthly wage"),
    ("deducted_pension", FEN, "个人养老", "employee pension deducted"),
    ("deducted_medical", FEN, "个人医疗", "employee medical deducted"),
    ("deducted_unemployment", FEN, "个人失业", "employee unemployment deducted"),
    ("deducted_housing_fund", FEN, "公积金", "housing fund deducted", _ZERO),
    ("income_tax", FEN, "个人所得税", "income tax deducted"),
    ("receipt_signed", FLAG, "领款人已签字", "receipt signed"),
    *[
        row for line, zh in (("pension", "养老"), ("medical", "医疗"), ("unemployment", "失业"), ("injury", "工伤"), ("maternity", "生育"))
        for row in (
            (f"employer_{line}", FEN, f"单位{zh}", f"employer {line} contribution paid"),
            (f"{line}_exempt", FLAG, f"{zh}免缴", f"exempt from {line} insurance", _NO),
            (f"{line}_exemption_documented", FLAG, f"{zh}免缴有文号", f"{line} exemption has a document number", _NO),
        )
    ],
])  # fmt: skip

_PERIOD = _inputs(DUTY_PERIOD, rows=[
    ("from_day", DATE, "起", "from"),
    ("to_day", DATE, "止", "to (last day)"),
])  # fmt: skip

_POST = _inputs(WORKER_MONTH, DUTY_PERIOD, rows=[
    ("post", enum_kind(Post), "岗位", "post"),
    ("data_entry", FLAG, "信息录入", "data entry"),
    ("collects_and_enters", FLAG, "从事信息采集录入", "collects and enters data", _NO),
])  # fmt: skip

_ITEM = _inputs(ITEM_MONTH, rows=[
    ("item", ITEM, "项目", "item"),
    ("baseline", COUNT, "基准量", "baseline"),
    ("done", COUNT, "完成量", "done"),
    ("fed_back", COUNT, "反馈量", "fed back"),
    ("defects", COUNT, "缺陷数", "defects", _NONE_KEPT),
    ("false_records", COUNT, "虚假数据", "false records", _NONE_KEPT),
    ("recorded_item_points", POINTS, "登记得分", "points on the sheet", {"low": 0, "high": 20_000}),
])  # fmt: skip

_STANDARD = _inputs(STANDARD, rows=[
    ("effective_from", DATE, "生效日期", "effective from"),
    ("submitted_on", DATE, "报送日期", "day it was submitted"),
    ("retroactive_declared", FLAG, "声明追溯", "declared retroactive", _NO),
    ("standard_ordinary", FEN, "普通岗位标准", "standard of an ordinary post"),
    ("standard_central", FEN, "中心站标准", "standard of a central-station post"),
    ("standard_data_entry", FEN, "录入岗位标准", "standard of a data-entry post"),
    ("standard_collecting", FEN, "采集录入人员标准", "standard of one who collects and enters"),
    ("lowest_month_paid", FEN, "最低月发放额", "least that a month pays"),
    ("standard_net_ordinary", FEN, "普通岗位标准净额", "net pay of an ordinary post at standard", {"low": -1_000_000_000, "high": 1_000_000_000}),
    ("most_at_stake_over_pool", FEN, "浮动超出部分", "floating part over the pool", {"low": -1_000_000_000, "high": 1_000_000_000}),
    ("assessment_groups_answered", COUNT, "已答考核类别数", "assessment groups answered"),
    ("item_weights_total", POINTS, "权重合计", "sum of item weights", {"low": 0, "high": 1_000_000}),
    ("has_item_weights", FLAG, "有项目权重", "has item weights", _NO),
    ("assessed_monthly", FLAG, "按月考核", "assessed monthly"),
    ("own_scheme", FLAG, "独立考核体系", "assessment system of its own"),
    ("assessor_defined", FLAG, "已定考核主体", "assessor defined"),
    ("assesses_itself", FLAG, "自我考核", "a unit assesses its own"),
    ("dismissal_by_labour_law", FLAG, "辞退依劳动法", "dismissal takes the labour-law path"),
    ("department_modes_declared", COUNT, "已声明部门协作方式数", "department modes declared"),
    ("overrides_ratio", FLAG, "自定配备比例", "overrides the ratio", _NO),
    ("starts_on_first_of_month", FLAG, "月初生效", "starts on the first of a month"),
    ("gap_days", DAYS, "与前一版间断天数", "days since the previous version's end", _ZERO),
    ("overlap_days", DAYS, "与前一版重叠天数", "days shared with the previous version", _ZERO),
    ("rules_without_clause", COUNT, "未注条款的规则数", "rules that cite no clause", _ZERO),
    ("illustrative_values", COUNT, "示例性取值数", "illustrative values", _ZERO),
    ("false_over_wrong_penalty", COUNT, "虚假与错误处罚倍数", "penalty for false data, as a multiple of wrong data"),
    ("work_group_tags", COUNT, "已覆盖基本要求数", "core duties with an item"),
])  # fmt: skip

_EVERYWHERE = [
    Input(name="month", kind=MONTH, entities=tuple(n for n, e in ENTITIES.items() if e.is_monthly), zh="月份", en="month"),
    Input(name="district", kind=DISTRICT, entities=tuple(ENTITIES), zh="区县", en="district"),
]  # fmt: skip


class Vocabulary:
    """All declared inputs, by entity and name."""

    def __init__(self, inputs: Iterable[Input]) -> None:
        self._inputs = {(entity, i.name): i for i in inputs for entity in i.entities}

    def find(self, entity: str, name: str) -> Input | None:
        """The input of an entity, or None."""
        return self._inputs.get((entity, name))

    def of(self, entity: str) -> tuple[Input, ...]:
        """All inputs of an entity, in declared order."""
        return tuple(i for (e, _), i in self._inputs.items() if e == entity)


VOCABULARY = Vocabulary([
    *_EVERYWHERE, *_STAFFING, *_DISTRICT, *_STATION, *_PERSON, *_CANDIDATE, *_EMPLOYMENT, *_POST, *_DUTY,
    *_ASSESSMENT, *_PAY, *_PERIOD, *_ITEM, *_STANDARD,
])  # fmt: skip

ENUM_KINDS: Mapping[str, Kind] = {e.__name__: enum_kind(e) for e in CLOSED_ENUMS}

__all__ = [
    "CANDIDATE", "CLOSED_ENUMS", "DISTRICT_MONTH", "DUTY_PERIOD", "ENTITIES", "ENUM_KINDS", "ITEM_MONTH", "KEYS",
    "LINKS", "MEMBERS", "STANDARD", "STATION_MONTH", "VOCABULARY", "WORKER_MONTH", "Assessor", "DepartmentMode", "Education", "Employer",
    "Entity", "Gender", "GrantState", "Group", "Input", "Insurance", "ManagingBody", "PayBasis", "Post", "Vocabulary",
]  # fmt: skip

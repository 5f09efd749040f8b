"""What the forms of a sample hold: which columns an office keeps, and what stands in a row of each."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from liuguan.sample.figures import Figures
from liuguan.sample.months import HEADS, LINES
from liuguan.sample.offices import Office
from liuguan.sample.people import Person

Cell = str | int | float | datetime.date | None
POSTS = {
    ("ordinary", False): "普通",
    ("ordinary", True): "录入",
    ("central", False): "中心站",
    ("central", True): "中心站/录入",
}
STARS = ("无", "一星", "二星", "三星", "四星", "五星")
ASSESSORS = {"station": "社区站", "central_station": "中心站", "district_office": "区流管办", "self": "本人"}
GRANTS = {"granted": "已批准", "refused": "未批准", "registered": "已登记", "expired": "到期"}
FIXED = ("定人", "定岗", "定任务", "定责任")
HEAD_NAMES = dict(zip(HEADS, "德能勤绩", strict=True))
LINE_NAMES = {"pension": "养老", "medical": "医疗", "unemployment": "失业", "injury": "工伤", "maternity": "生育"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its header, the group header that may stand over it, and whether subtotals add it up."""

    header: str
    group: str = ""
    leaf: str = ""
    adds: bool = False


@dataclass(slots=True, kw_only=True)
class Page:
    """A sheet to be written: rows of cells in blocks, each of which ends with a subtotal."""

    name: str
    title: str
    columns: Sequence[Column]
    blocks: list[tuple[str, list[list[Cell]]]] = field(default_factory=list)


def money(fen: int | None) -> float | None:
    """Fen as yuan, the way a spreadsheet holds them."""
    return None if fen is None else fen / 100


def yes(value: bool | None) -> str | None:
    """A flag as offices tick it."""
    return None if value is None else "是" if value else "否"


def day_written(day: datetime.date | None, style: str) -> Cell:
    """A day as an office of this habit writes it; ISO days are real date cells."""
    if day is None:
        return None
    if style == "han":
        return f"{day.year}年{day.month}月{day.day}日"
    return day.strftime("%Y.%m.%d") if style == "dots" else day


def month_written(day: datetime.date, style: str) -> str:
    """A month as an office of this habit writes it."""
    if style == "han":
        return f"{day.year}年{day.month}月"
    return day.strftime("%Y.%m") if style == "dots" else day.strftime("%Y-%m")


def wide(text: str) -> str:
    """Digits in full width."""
    return text.translate({ord("0") + i: ord("０") + i for i in range(10)})


def roster_columns() -> list[Column]:
    """The roster (F2)."""
    plain = (
        "序号",
        "街道",
        "中心站/社区",
        "工号",
        "姓名",
        "性别",
        "身份证号",
        "出生日期",
        "文化程度",
        "聘用单位类型",
        "管理单位",
        "专职",
        "岗位",
        "流管工作起始年月",
        "聘用日期",
        "到岗日期",
        "离岗日期",
        "上岗日期",
        "年龄放宽已批准",
    )
    return [
        *(Column(header=h) for h in plain),
        Column(header="合同签订日期"),
        Column(header="合同起始日期", group="合同起止", leaf="起"),
        Column(header="合同终止日期", group="合同起止", leaf="止"),
        Column(header="无固定期限合同"),
        Column(header="已签合同"),
        Column(header="合同载明违规辞退条款"),
        Column(header="社区主任"),
        Column(header="社区民警"),
        *(Column(header=h, group="四定") for h in FIXED),
        Column(header="协助积分管理起", group="协助积分管理", leaf="起"),
        Column(header="协助积分管理止", group="协助积分管理", leaf="止"),
        Column(header="意外险起", group="意外险", leaf="起"),
        Column(header="意外险止", group="意外险", leaf="止"),
        Column(header="备注"),
    ]


def roster_row(office: Office, person: Person, number: int) -> list[Cell]:
    """One person on the roster."""
    p, style = person, office.figures.dates
    number_text = wide(p.id_number) if office.figures.digits == "full" else p.id_number
    return [
        number,
        p.street,
        p.station,
        p.staff_no,
        p.name,
        "男" if p.man else "女",
        number_text,
        day_written(p.birth_date, style),
        p.education,
        p.employer,
        p.manager,
        "专职",
        POSTS[p.post, p.data_entry],
        month_written(p.migrant_work_start, style),
        *(day_written(d, style) for d in (p.hired_on, p.hired_on, p.left_on, p.duty_from)),
        yes(p.age_approved),
        *(day_written(d, style) for d in (p.contract_signed_on, p.contract_start, p.contract_end)),
        yes(p.contract_open_ended),
        yes(p.contract_signed),
        yes(p.contract_terms),
        "有" if p.director_named else "无",
        "有" if p.officer_named else "无",
        *("有" if f else "无" for f in p.fixed),
        *(day_written(d, style) for d in (p.points_from, p.points_to, p.cover_from, p.cover_to)),
        "样本",
    ]


def certificate_columns() -> list[Column]:
    """The register of certificates (F6)."""
    return [
        Column(header=h)
        for h in (
            "序号",
            "工号",
            "姓名",
            "身份证号",
            "期次",
            "组织单位",
            "成绩",
            "证号",
            "发证日期",
            "持有上岗证",
            "备注",
        )
    ]


def certificate_row(office: Office, person: Person, number: int) -> list[Cell]:
    """One person in the register of certificates."""
    p, style = person, office.figures.dates
    held = p.certificate_on is not None
    kind = "县" if office.unit.county else "区"
    organiser = (
        f"{office.unit.name_zh.removesuffix(kind)}{kind}流管办" if p.trained_by_district else f"{p.street}办事处"
    )
    mark = 60 + len(p.name) * 3 + number % 30
    return [
        number,
        p.staff_no,
        p.name,
        p.id_number,
        f"样本第{number % 9 + 1}期" if held else None,
        organiser,
        mark if held else None,
        f"样本{number:05d}" if held else None,
        day_written(p.certificate_on, style),
        yes(held),
        "样本",
    ]


def assessment_columns(office: Office, figures: Figures) -> list[Column]:
    """The monthly assessment (F3): items side by side, or heads."""
    codes = office.item_codes
    names = office.item_names
    found = [Column(header=h) for h in ("序号", "中心站/社区", "工号", "姓名", "身份证号")]
    for code in codes:
        label = f"{code} {names.get(code, '')}".strip()
        parts = ("基准量", "完成量", *(("反馈量",) if code in office.fed_back else ()), "缺陷数", "得分")
        found += [Column(header=f"{label}{p}", group=label, leaf=p) for p in parts]
    if codes:
        label = f"{figures.reward_item} {names.get(figures.reward_item, '')}".strip()
        found += [Column(header=f"{label}{p}", group=label, leaf=p) for p in ("完成量", "缺陷数")]
    found += [Column(header=HEAD_NAMES[h]) for h in office.months.columns if h in HEAD_NAMES]
    rest = (
        "加分",
        "暗查扣分",
        "反查扣分",
        "虚假数据条数",
        "总分",
        "等次",
        "考核单位",
        "被考核人签字",
        "异议",
        "区流管办审核",
    )
    return found + [Column(header=h) for h in rest]


def assessment_row(office: Office, figures: Figures, person: Person, place: int, number: int) -> list[Cell]:
    """One assessment."""
    rows, items = office.months.columns, office.items[place]
    cells: list[Cell] = [number, person.station, person.staff_no, person.name, person.id_number]
    for code in office.item_codes:
        baseline, done, defects, points = items[code]
        cells += [baseline, done, *((done,) if code in office.fed_back else ()), defects, money(points)]
    if office.item_codes:
        cells += items[figures.reward_item][1:3] if figures.reward_item in items else [None, None]
    cells += [money(rows[h][place]) for h in rows if h in HEAD_NAMES]
    return [
        *cells,
        money(rows["bonus_points"][place]) or None,
        money(rows["inspection_points_lost"][place]) or None,
        money(rows["recheck_points_lost"][place]) or None,
        rows["false_data_records"][place],
        money(rows["recorded_score"][place]),
        rows["recorded_grade"][place],
        ASSESSORS[rows["assessor"][place]],
        "已签" if rows["sheet_acknowledged"][place] else "无",
        None if not rows["objection_open"][place] else "未决",
        "已审" if rows["sheet_reviewed"][place] else "无",
    ]


def payroll_columns() -> list[Column]:
    """The payroll (F4)."""
    shares = [Column(header=f"个人{LINE_NAMES[x]}", group="个人缴费", leaf=LINE_NAMES[x], adds=True) for x in LINES[:3]]
    employer = [Column(header=f"单位{LINE_NAMES[x]}", group="单位缴费", leaf=LINE_NAMES[x], adds=True) for x in LINES]
    first = (
        "序号",
        "中心站/社区",
        "工号",
        "姓名",
        "身份证号",
        "岗位",
        "应出勤天数",
        "计薪天数",
        "无薪假天数",
        "减薪假天数",
    )
    amounts = (
        "基本工资",
        "工龄年限",
        "工龄工资",
        "星级",
        "星级工资",
        "录入/中心站补贴",
        "考核得分",
        "绩效工资",
        "奖励",
        "加班费",
        "缺勤扣款",
        "考核扣款",
    )
    plain = ("工龄年限", "星级", "考核得分")
    return [
        *(Column(header=h) for h in first),
        *(Column(header=h, adds=h not in plain) for h in amounts),
        Column(header="应发合计", adds=True),
        Column(header="缴费基数"),
        Column(header="上年月均工资"),
        *shares,
        Column(header="公积金", adds=True),
        Column(header="个税", adds=True),
        Column(header="实发合计", adds=True),
        Column(header="累计暂扣"),
        *employer,
        Column(header="领款人签字"),
    ]


PAYROLL = (
    "paid_base", "paid_seniority_years", "paid_seniority", "star", "paid_star", "paid_post_supplement", "payroll_score",
    "paid_performance", "paid_rewards", "paid_overtime", "absence_deduction", "penalty_deduction", "paid_gross",
    "contribution_base", "last_known_wage", "deducted_pension", "deducted_medical", "deducted_unemployment",
    "deducted_housing_fund", "income_tax", "paid_net", "withheld_to_date", *(f"employer_{x}" for x in LINES),
)  # fmt: skip


BLANK_IF_NOTHING = frozenset((
    "paid_star", "paid_rewards", "paid_overtime", "absence_deduction", "penalty_deduction", "deducted_housing_fund",
    "withheld_to_date",
))  # fmt: skip


def payroll_row(office: Office, person: Person, place: int, number: int) -> list[Cell]:
    """One line of the payroll."""
    rows = office.months.columns
    signed = rows["receipt_signed"][place]
    cells: list[Cell] = [
        number, person.station, person.staff_no, person.name, person.id_number, POSTS[person.post, person.data_entry],
        rows["scheduled_days"][place], rows["paid_days"][place],
        rows["leave_days_unpaid"][place], rows["leave_days_reduced"][place],
    ]  # fmt: skip
    for name in PAYROLL:
        value: Any = rows[name][place] if name in rows else None
        if name == "star":
            cells.append(None if value is None else STARS[value])
        elif name in BLANK_IF_NOTHING:
            cells.append(money(value) if value else None)
        else:
            cells.append(value if name == "paid_seniority_years" else money(value))
    return [*cells, None if signed is None else "已领" if signed else "无"]


def duty_columns() -> list[Column]:
    """The summary of duty (F10)."""
    hours = {
        "主业": "主业工时",
        "协查": "协查工时",
        "培训": "培训工时",
        "相关事务": "相关事务工时",
        "普通巡逻": "普通巡逻工时",
        "其他工作": "其他工作工时",
    }
    return [
        *(Column(header=h) for h in ("序号", "中心站/社区", "工号", "姓名", "身份证号", "应出勤天数", "无薪假天数")),
        *(Column(header=h, group="工时", leaf=leaf, adds=True) for leaf, h in hours.items()),
        Column(header="长期借用"), Column(header="走访次数", adds=True), Column(header="备注"),
    ]  # fmt: skip


DUTY = (
    "scheduled_days",
    "leave_days_unpaid",
    "core_hours",
    "assistance_hours",
    "training_hours",
    "administration_hours",
    "patrol_hours",
    "other_hours",
)


def duty_row(office: Office, person: Person, place: int, number: int) -> list[Cell]:
    """One line of the summary of duty."""
    rows, full = office.months.columns, office.figures.digits == "full"

    def shown(value: int | None) -> Cell:
        return wide(str(value)) if full and value is not None else value

    seconded = rows["standing_secondment"][place]
    return [
        number,
        person.station,
        person.staff_no,
        person.name,
        person.id_number,
        *(shown(rows[n][place]) for n in DUTY[:1]),
        shown(rows[DUTY[1]][place]),
        *(shown(rows[n][place]) for n in DUTY[2:]),
        "是" if seconded else None,
        shown(rows["visits"][place]),
        "样本",
    ]


def staffing_columns() -> list[Column]:
    """The staffing table (F5)."""
    return [
        Column(header="单位"),
        Column(header="实有暂住人口"),
        Column(header="出租户数"),
        Column(header="应配(按人口)", group="应配人数", leaf="按人口"),
        Column(header="应配(按户)", group="应配人数", leaf="按户"),
        Column(header="应配", group="应配人数", leaf="合计"),
        Column(header="实配"),
        Column(header="未持证人数"),
        Column(header="挪用人数"),
        Column(header="长期不在岗人数"),
        Column(header="缺额"),
        Column(header="是否放宽"),
        Column(header="批准文号"),
        Column(header="放宽许可状态"),
        Column(header="许可的每人服务人口"),
        Column(header="许可的每人服务出租户"),
        Column(header="无人负责的责任区"),
        Column(header="登记率"),
        Column(header="出租屋登记率"),
        Column(header="办证率"),
        Column(header="备注"),
    ]


def staffing_row(office: Office, unit: str, cell: Callable[[str], Any]) -> list[Cell]:
    """One unit of the staffing table."""
    documented, grant = cell("grant_document_recorded"), office.figures.grant
    document = grant.document if grant else "样本文号"
    return [
        unit,
        cell("actual_migrants"),
        cell("rental_households"),
        cell("required_by_migrants"),
        cell("required_by_households"),
        cell("reported_required_headcount"),
        cell("headcount"),
        cell("uncertified_headcount") or 0,
        cell("diverted_headcount") or 0,
        cell("absent_headcount") or 0,
        cell("reported_shortage"),
        yes(cell("reported_relaxed")),
        None if documented is None else document if documented else "无",
        GRANTS.get(cell("grant_state") or ""),
        cell("granted_migrants_per_worker"),
        cell("granted_households_per_worker"),
        cell("area_without_worker"),
        *(
            None if (p := cell(n)) is None else f"{p / 100:.1f}%"
            for n in ("registration_percent", "rental_percent", "permit_percent")
        ),
        "样本",
    ]


def by_station(people: Iterable[Person]) -> dict[str, list[Person]]:
    """People by station, in the order of the roster."""
    found: dict[str, list[Person]] = {}
    for person in people:
        found.setdefault(person.station, []).append(person)
    return found

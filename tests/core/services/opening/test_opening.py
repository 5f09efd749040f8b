"""The first day of an office: one workbook, taken in whole or not at all, and again without harm."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from tests.core.services.conftest import DISTRICT, OfficeOf

from liuguan.district import City
from liuguan.errors import InputError, Refusal
from liuguan.exchange.forms import forms_of
from liuguan.exchange.out.setup import HELP, setup_document
from liuguan.exchange.out.workbook import save_workbook
from liuguan.records.migrate import prepare
from liuguan.records.store import Store, all_current, table_of
from liuguan.records.tables import Assignment, Certificate, Operator, Population, Station
from liuguan.records.tables.audit import AuditEvent
from liuguan.records.tables.operators import Role
from liuguan.services.office import Office
from liuguan.services.opening import InitOffice, OperatorLine, init_from, init_with, new_operators
from liuguan.services.operators import log_in

PASSWORD = "a first password"
ID_ONE, ID_TWO = "32999919750412001X", "329999197504120028"
STATIONS = [
    {"站点名称": "梅园街道", "站点类型": "街道", "设立日期": "2010-01-01"},
    {"站点名称": "梅园中心站", "站点类型": "中心站", "上级站点": "梅园街道", "设立日期": "2010年1月1日"},
    {"站点名称": "梅园社区", "站点类型": "社区", "上级站点": "梅园中心站", "设立日期": "2010.1.1"},
]
OPERATORS = [
    {"登录名": "zhao", "操作员姓名": "赵某", "角色": "经办人"},
    {"登录名": "wang", "操作员姓名": "王某", "角色": "负责人"},
]
PEOPLE = [
    {"姓名": "张三", "身份证号": ID_ONE, "工号": "X01", "中心站/社区": "梅园社区", "岗位": "普通", "到岗日期": "2008-05-01",
     "流管工作起始年月": "2006-03", "星级": "三星", "任职起": "2008-05-01"},
    {"姓名": "张三", "身份证号": ID_ONE, "工号": "X01", "中心站/社区": "梅园中心站", "岗位": "中心站/录入", "任职起": "2010-06-01",
     "流管工作起始年月": "2006-03", "星级": "三星"},
    {"姓名": "李四", "身份证号": ID_TWO, "工号": "X02", "中心站/社区": "梅园社区", "岗位": "录入", "到岗日期": "2009-01-05"},
]  # fmt: skip
CERTIFICATES = [{"姓名": "张三", "身份证号": ID_ONE, "发证日期": "2010-11-30", "证号": "宁001"}]
COUNTS = [{"单位": "玄武区", "月份": "2010-12", "实有暂住人口": 900, "出租户数": 80, "实配": 2}]
FILLED: Mapping[str, Sequence[Mapping[str, object]]] = {
    "站点": STATIONS, "操作员": OPERATORS, "人员": PEOPLE, "证书": CERTIFICATES, "人口": COUNTS,
}  # fmt: skip
Write = Callable[..., Path]


@pytest.fixture
def empty(tmp_path: Path, city: City) -> Iterator[Office]:
    """An office in which nobody is entered."""
    store = Store(str(tmp_path / "new.sqlite"), clock=lambda: datetime.datetime(2011, 1, 6, tzinfo=datetime.UTC))
    prepare(store)
    yield Office(store, city)
    store.close()


@pytest.fixture
def filled(tmp_path: Path, city: City) -> Write:
    """Fill the template: rows by sheet, each a mapping of header to cell."""

    def write(
        sheets: Mapping[str, Sequence[Mapping[str, object]]] = FILLED,
        *,
        name: str = "启用.xlsx",
        district: str = "xuanwu",
    ) -> Path:
        path = tmp_path / name
        save_workbook(setup_document(forms_of(city.data), city="南京市", district=district), path)
        book = openpyxl.load_workbook(path)
        for title, rows in sheets.items():
            sheet = book[title]
            head = (
                2 if title == "区县" else next(r for r in range(1, 6) if sum(c.value is not None for c in sheet[r]) > 1)
            )
            columns = {c.value: c.column for c in sheet[head]}
            for at, row in enumerate(rows, head + 1):
                for header, value in row.items():
                    sheet.cell(at, columns[header], value)
        book.save(path)
        return path

    return write


def passwords() -> dict[str, str]:
    return {"zhao": PASSWORD, "wang": PASSWORD}


def events(office: Office) -> int:
    with office.store.reading() as session:
        return int(session.execute(sa.select(sa.func.count()).select_from(table_of(AuditEvent))).scalar_one())


def test_the_template_explains_itself_in_both_languages_and_offers_words(filled: Write) -> None:
    book = openpyxl.load_workbook(filled({}))
    assert book.sheetnames == [HELP, "区县", "站点", "操作员", "人口", "人员", "证书"]
    told = [[c.value for c in row] for row in book[HELP].iter_rows()]
    assert [row[4] for row in told if row[4] and "EXAMPLE" in str(row[4])] == ["示例 EXAMPLE"]
    role = next(row for row in told if row[1] == "角色")
    assert all(role[2:4])
    assert role[4] == "负责人"
    assert book["站点"].data_validations.dataValidation[0].formula1 == '"街道,中心站,社区,村"'
    assert book["人员"]["A3"].value is None


def test_a_filled_workbook_opens_the_office_in_one_event(empty: Office, filled: Write) -> None:
    path = filled()
    assert new_operators(empty, path) == ["zhao", "wang"]
    opened = init_from(empty, path, passwords=passwords())
    assert (opened.district, opened.stations, opened.operators) == (DISTRICT, 3, 2)
    assert events(empty) == 1
    with empty.store.reading() as session:
        stations = all_current(session, Station)
        lines = all_current(session, Assignment)
        certificate = all_current(session, Certificate)[0]
        counts = all_current(session, Population)[0]
        event = session.get(AuditEvent, 1)
    assert {(s.name, s.kind, s.parent) for s in stations} == {
        ("梅园街道", "street", None), ("梅园中心站", "central", "梅园街道"), ("梅园社区", "community", "梅园中心站"),
    }  # fmt: skip
    assert len(lines) == 3
    second = next(a for a in lines if a.from_day == datetime.date(2010, 6, 1))
    assert (second.post, second.data_entry, second.star) == ("central", True, 3)
    assert second.migrant_work_start == datetime.date(2006, 3, 1)
    assert (certificate.number, counts.actual_migrants) == ("宁001", 900)
    assert event is not None
    assert (event.command, event.district) == ("office.init", DISTRICT)
    for secret in (PASSWORD, ID_ONE, "张三", "王某"):
        assert secret not in event.payload
    assert log_in(empty.store, "wang", PASSWORD).roles == {Role.HEAD}


def test_the_same_workbook_again_changes_nothing_and_a_corrected_one_only_that(empty: Office, filled: Write) -> None:
    init_from(empty, filled(), passwords=passwords())
    again = Office(empty.store, empty.city, operator="wang")
    opened = init_from(again, filled())
    assert (opened.stations, opened.operators, dict(opened.rows)) == (0, 0, {})
    corrected = {
        **FILLED,
        "站点": [*STATIONS[:2], {**STATIONS[2], "设立日期": "2010-02-01"}],
        "人员": [*PEOPLE[:2], {**PEOPLE[2], "星级": "一星"}],
        "操作员": [{**OPERATORS[0], "角色": "考核员", "考核站点": "梅园社区"}, OPERATORS[1]],
    }
    opened = init_from(again, filled(corrected, name="改.xlsx"))
    assert (opened.stations, opened.operators, dict(opened.rows)) == (1, 1, {"assignment": 1})
    with empty.store.reading() as session:
        assert [s.valid_from.month for s in all_current(session, Station, name="梅园社区")] == [2]
        assert {o.name: o.role for o in all_current(session, Operator)} == {"zhao": "assessor", "wang": "head"}


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_kept(empty: Office, filled: Write) -> None:
    wrong = {
        "区县": [{"区县代号": "xuanwu"}, {"区县代号": "火星区"}],
        "站点": [
            {"站点名称": "甲", "站点类型": "街坊", "设立日期": "2010-01-01"},
            {"站点名称": "乙", "站点类型": "社区", "上级站点": "不在", "设立日期": "2010-01-01"},
            {"站点名称": "丙", "站点类型": "街道", "设立日期": "某天"},
            {"站点名称": "丁", "站点类型": "街道", "设立日期": "2010-01-01", "撤销日期": "2009-01-01"},
            {"站点类型": "街道", "设立日期": "2010-01-01"},
            {"站点名称": "戊", "站点类型": "街道", "设立日期": "2010-01-01"},
            {"站点名称": "戊", "站点类型": "街道", "设立日期": "2010-01-01"},
        ],
        "操作员": [
            {"登录名": "a", "角色": "老板"},
            {"登录名": "b", "角色": "经办人"},
            {"登录名": "b", "角色": "经办人"},
        ],
        "人员": [{**PEOPLE[0], "岗位": "没有这岗", "到岗日期": "昨天"}],
        "人口": [{**COUNTS[0], "实有暂住人口": "很多"}],
    }
    with pytest.raises(InputError) as e:
        init_from(empty, filled(wrong))
    told = [str(p) for p in e.value.problems]
    for place in (
        "区县!A4", "站点!B3", "站点!row 4", "站点!D5", "站点!row 6", "站点!A7", "站点!row 9", "操作员!C3", "操作员!row 5",
        "人员!", "人口!",
    ):  # fmt: skip
        assert any(place in text for text in told), (place, told)
    assert all(text.startswith("启用.xlsx: ") for text in told)
    assert events(empty) == 0


def test_a_dry_run_reports_and_keeps_nothing(empty: Office, filled: Write) -> None:
    opened = init_from(empty, filled(), passwords=passwords(), dry=True)
    assert (opened.stations, opened.operators, opened.rows["assignment"]) == (3, 2, 3)
    assert events(empty) == 0
    with empty.store.reading() as session:
        assert all_current(session, Station) == []


def test_without_a_first_password_nothing_is_kept(empty: Office, filled: Write) -> None:
    with pytest.raises(Refusal):
        init_from(empty, filled(), passwords={"zhao": PASSWORD})
    assert events(empty) == 0


def test_an_office_without_anybody_who_can_enter_others_is_refused(empty: Office) -> None:
    clerk = OperatorLine(name="zhao", role=Role.CLERK, password=PASSWORD)
    with pytest.raises(Refusal, match="first operator"):
        init_with(empty, InitOffice(district=DISTRICT, operators=(clerk,)))


def test_the_least_is_a_district_and_an_operator(empty: Office) -> None:
    head = OperatorLine(name="wang", role=Role.HEAD, password=PASSWORD)
    assert init_with(empty, InitOffice(district=DISTRICT, operators=(head,))).operators == 1
    assert log_in(empty.store, "wang", PASSWORD).districts == frozenset({DISTRICT})


@pytest.mark.parametrize("role", [Role.CLERK, Role.ASSESSOR, Role.CITY_OFFICER])
def test_only_heads_and_the_city_s_approver_open_an_office(office_of: OfficeOf, filled: Write, role: Role) -> None:
    with pytest.raises(Refusal) as e:
        init_from(office_of(role), filled())
    assert e.value.reason == "not_allowed"


def test_a_workbook_that_is_none_of_ours_says_what_is_expected(empty: Office, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(InputError, match="not a setup workbook"):
        init_from(empty, tmp_path / "other.xlsx", district=DISTRICT)


def test_a_template_without_a_district_needs_it_filled_in_or_named(empty: Office, filled: Write) -> None:
    head = {"操作员": [OPERATORS[1]]}
    with pytest.raises(InputError, match="no district"):
        init_from(empty, filled(head, district=""), passwords=passwords())
    assert init_from(empty, filled(head, district=""), district=DISTRICT, passwords=passwords()).operators == 1

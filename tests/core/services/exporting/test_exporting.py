"""Forms out of the records: who may see ID numbers, what a sheet says of its status, what stands on which page."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from tests.core.services.conftest import DISTRICT, OfficeOf

from liuguan.errors import ConfigError, Refusal
from liuguan.exchange.out.cells import shown
from liuguan.exchange.out.page import Document, Page
from liuguan.exchange.out.workbook import save_workbook
from liuguan.records.store import Store
from liuguan.records.tables import (
    AssessmentItem,
    AssessmentSheet,
    Assignment,
    Inspection,
    InspectionFinding,
    PayLine,
    PayRun,
    Population,
    Worker,
)
from liuguan.records.tables.audit import AuditEvent
from liuguan.records.tables.operators import Role
from liuguan.services.exporting import FORMS, Asked, export
from liuguan.services.signatures import sheet_hash

DECEMBER = 2010 * 12 + 11
ID_NUMBER = "32999919750412001X"
SINCE = datetime.date(2009, 1, 5)


def asked(*, first: int = DECEMBER, last: int = DECEMBER, **more: Any) -> Asked:
    return Asked(district=DISTRICT, first_month=first, last_month=last, **more)


def cells(page: Page) -> list[dict[str, str | None]]:
    """The cells of a page by header; of items, by group and leaf."""
    headers = [f"{c.group}/{c.leaf}" if c.group else c.header for c in page.columns]
    return [dict(zip(headers, row, strict=True)) for row in shown(page.rows, page.columns).iter_rows()]


@pytest.fixture
def filled(store: Store) -> Store:
    """One worker with everything, in December 2010."""
    with store.writing(operator="test") as work:
        work.add(
            Worker(
                id="w1", since_event=work.event, district=DISTRICT, staff_number="X01", name="张三", id_number=ID_NUMBER
            )
        )
        work.put(
            Assignment(
                district=DISTRICT, worker="w1", line=1, action="import", staff_number="X01", station="梅园", post="ordinary",
                data_entry=True, employment_start=SINCE, community_director="李主任", fixed_task="登记",
            )
        )  # fmt: skip
        work.put(
            AssessmentSheet(
                district=DISTRICT,
                month=DECEMBER,
                worker="w1",
                staff_number="X01",
                station="梅园",
                recorded_score=9250,
                assessor="station",
            )
        )
        work.put(
            AssessmentItem(
                district=DISTRICT,
                month=DECEMBER,
                worker="w1",
                item="R01",
                baseline=90,
                done=92,
                recorded_item_points=2500,
            )
        )
        line = PayLine(district=DISTRICT, pay_month=DECEMBER, run=1, month=DECEMBER, worker="w1", staff_number="X01", paid_gross=138413, paid_net=120000,
                       employer_pension=1, employer_medical=2, employer_unemployment=3, employer_injury=4, employer_maternity=5)  # fmt: skip
        work.put(line)
        work.put(PayRun(district=DISTRICT, month=DECEMBER, number=1, state="computed", computed_by="draft"))
        work.put(
            Population(
                district=DISTRICT,
                month=DECEMBER,
                station="梅园",
                actual_migrants=501,
                rental_households=40,
                headcount=1,
            )
        )
        work.put(Population(district=DISTRICT, month=DECEMBER, actual_migrants=501, rental_households=40, headcount=1,
                            uncertified_headcount=0, diverted_headcount=0, absent_headcount=0))  # fmt: skip
        work.put(
            Inspection(district=DISTRICT, id="A1", kind="unannounced", day=datetime.date(2010, 12, 20), sample_size=12)
        )
        for number, defect, expected, found in (
            (1, "missed_registration", 10, 2),
            (2, "missed_permit", 8, 1),
            (3, "missed_registration", 4, 1),
        ):
            work.put(
                InspectionFinding(
                    district=DISTRICT,
                    inspection="A1",
                    number=number,
                    defect=defect,
                    expected=expected,
                    found=found,
                    worker="w1",
                )
            )
        work.record(command="test", district=DISTRICT, subject="", payload={})
    return store


def of(office_of: OfficeOf, form: str, role: Role = Role.HEAD, **more: Any) -> Document:
    flat = more.pop("flat", False)
    return export(office_of(role), form, asked(**more), flat=flat)


def test_id_numbers_are_masked_for_everybody_who_did_not_ask_for_them(filled: Store, office_of: OfficeOf) -> None:
    for form in ("F2", "F3", "F4", "F7"):
        row = cells(of(office_of, form, Role.CLERK).pages[0])[0]
        assert row["身份证号"] == "329***********001X"


def test_a_head_takes_numbers_out_in_full_and_the_audit_says_how_many_rows(filled: Store, office_of: OfficeOf) -> None:
    assert cells(of(office_of, "F2", full=True).pages[0])[0]["身份证号"] == ID_NUMBER
    with filled.reading() as session:
        event = session.get(AuditEvent, 3)
        assert event is not None
        assert (event.command, event.operator, event.district) == ("export.full", "head", DISTRICT)
        said = json.loads(event.payload)
    assert (said["form"], said["rows"], said["first_month"]) == ("F2", 1, DECEMBER)
    assert ID_NUMBER not in event.payload


@pytest.mark.parametrize("role", [Role.CLERK, Role.ASSESSOR, Role.CITY_OFFICER])
def test_a_role_that_may_not_see_numbers_is_refused(filled: Store, office_of: OfficeOf, role: Role) -> None:
    with pytest.raises(Refusal) as e:
        of(office_of, "F2", role, full=True)
    assert e.value.reason == "not_allowed"


def test_an_operator_of_another_district_reads_nothing(filled: Store, office_of: OfficeOf) -> None:
    with pytest.raises(Refusal):
        export(office_of(Role.CLERK), "F2", Asked(district="gulou", first_month=DECEMBER, last_month=DECEMBER))


def test_there_is_no_form_beyond_those_of_the_city(office_of: OfficeOf) -> None:
    with pytest.raises(ConfigError, match="no form F99"):
        of(office_of, "F99")


def test_the_roster_says_the_post_in_one_word_and_keeps_texts_as_they_are(filled: Store, office_of: OfficeOf) -> None:
    row = cells(of(office_of, "F2").pages[0])[0]
    assert (row["岗位"], row["社区主任"], row["定任务"], row["到岗日期"]) == ("录入", "李主任", "登记", "2009-01-05")


def test_a_payroll_that_is_not_closed_is_a_draft_by_the_shipped_standard(filled: Store, office_of: OfficeOf) -> None:
    page = of(office_of, "F4").pages[0]
    assert [m.word.zh for m in page.marks] == ["草案", "示例"]
    row = cells(page)[0]
    assert (row["应发合计"], row["岗位"], row["单位五险合计"]) == ("1384.13", "录入", "0.15")


def test_a_payroll_that_came_in_as_it_was_paid_is_no_draft(filled: Store, office_of: OfficeOf) -> None:
    with filled.writing(operator="test") as work:
        work.put(PayRun(district=DISTRICT, month=DECEMBER, number=1, kind="imported", state="computed"))
        work.record(command="test", district=DISTRICT, subject="", payload={})
    assert of(office_of, "F4").pages[0].marks == ()


def test_sheets_to_be_signed_bear_their_number_and_the_hash_of_the_records(filled: Store, office_of: OfficeOf) -> None:
    for form in ("F3", "F4"):
        page = of(office_of, form).pages[0]
        with filled.reading() as session:
            assert page.digest == sheet_hash(session, DISTRICT, DECEMBER, form)
        assert page.number == f"{form}-xuanwu-2010-12"
        assert page.signed
        signature = {"F3": "被考核人签字", "F4": "领款人签字"}[form]
        assert [c.header for c in page.columns if c.prints][-1] in (signature, "区流管办审核")
        assert not next(c for c in page.columns if c.header == "身份证号").prints


def test_items_of_an_assessment_stand_under_their_names(filled: Store, office_of: OfficeOf) -> None:
    row = cells(of(office_of, "F3").pages[0])[0]
    group = next(key.split("/")[0] for key in row if key.startswith("R01 "))
    assert (row[f"{group}/完成量"], row[f"{group}/得分"], row["考核单位"]) == ("92", "25.00", "社区站")


def test_staffing_shows_the_need_beside_the_count(filled: Store, office_of: OfficeOf) -> None:
    document = of(office_of, "F5")
    station, district = cells(document.pages[0])
    assert (station["单位"], district["单位"]) == ("梅园", "玄武区")
    assert (district["应配(按人口)"], district["应配(按户)"], district["实配"]) == ("2", "1", "1")
    assert document.charts == ()


def test_a_chart_needs_several_months(filled: Store, office_of: OfficeOf) -> None:
    with filled.writing(operator="test") as work:
        work.put(
            Population(district=DISTRICT, month=DECEMBER + 1, actual_migrants=499, rental_households=40, headcount=1)
        )
        work.record(command="test", district=DISTRICT, subject="", payload={})
    document = of(office_of, "F5", last=DECEMBER + 1)
    assert [p.name for p in document.pages] == ["2010年12月", "2011年1月"]
    assert document.charts[0].rows["required_headcount"].to_list() == [2, 1]


def test_a_second_finding_of_one_kind_is_a_row_of_its_own(filled: Store, office_of: OfficeOf) -> None:
    first, second = cells(of(office_of, "F7").pages[0])
    assert (first["检查方式"], first["应登"], first["漏登"], first["应办"], first["漏办"]) == (
        "暗查",
        "10",
        "2",
        "8",
        "1",
    )
    assert (second["应登"], second["漏登"], second["应办"]) == ("4", "1", None)


def test_the_year_adds_up_what_is_on_record(filled: Store, office_of: OfficeOf) -> None:
    document = of(office_of, "F9", first=2010 * 12)
    (row,) = cells(document.pages[0])
    assert (row["月份"], row["应配"], row["缺额"], row["平均分"]) == ("2010-12", "2", "1", "92.50")
    assert (row["发放人数"], row["应发合计"], row["人均实发"], row["检查次数"], row["漏登"]) == (
        "1",
        "1384.13",
        "1200.00",
        "1",
        "3",
    )
    figures = {r["指标"]: (r["数值"], r["依据"]) for r in cells(document.pages[1])}
    assert figures["缺员的月份"] == ("1", "已知 1/1 个月")
    assert figures["暗查、反查次数"][0] == "1"
    assert document.rows == 1


def test_a_span_over_two_years_has_no_figures_of_a_year(filled: Store, office_of: OfficeOf) -> None:
    assert len(of(office_of, "F9", last=DECEMBER + 1).pages) == 1


def test_an_empty_month_is_a_sheet_with_a_header_and_no_rows(office_of: OfficeOf, tmp_path: Path) -> None:
    for form in FORMS:
        document = of(office_of, form)
        assert document.rows == 0
        assert document.pages[0].columns
        save_workbook(document, tmp_path / f"{form}.xlsx")


def test_csv_says_district_and_month_in_every_row(filled: Store, office_of: OfficeOf) -> None:
    (page,) = of(office_of, "F4", flat=True).pages
    row = cells(page)[0]
    assert (row["区县"], row["月份"]) == ("玄武区", "2010-12")


def test_what_was_known_before_is_what_is_written(filled: Store, office_of: OfficeOf) -> None:
    with filled.writing(operator="test") as work:
        line = work.all(Assignment, district=DISTRICT)[0]
        work.change(line, station="后宰门")
        work.record(command="test", district=DISTRICT, subject="", payload={})
    assert cells(of(office_of, "F2").pages[0])[0]["中心站/社区"] == "后宰门"
    assert cells(of(office_of, "F2", known=2).pages[0])[0]["中心站/社区"] == "梅园"


def test_differences_that_a_later_run_pays_stand_on_their_own_sheet(filled: Store, office_of: OfficeOf) -> None:
    with filled.writing(operator="test") as work:
        work.put(
            PayLine(
                district=DISTRICT,
                pay_month=DECEMBER + 1,
                run=1,
                month=DECEMBER,
                worker="w1",
                paid_gross=100,
                paid_net=100,
            )
        )
        work.put(PayRun(district=DISTRICT, month=DECEMBER + 1, number=1, kind="delta", state="closed"))
        work.record(command="test", district=DISTRICT, subject="", payload={})
    assert of(office_of, "F4", first=DECEMBER + 1, last=DECEMBER + 1).rows == 0
    page = of(office_of, "F4", first=DECEMBER + 1, last=DECEMBER + 1, run=1).pages[0]
    assert "补差" in page.name
    assert cells(page)[0]["月份"] == "2010-12"

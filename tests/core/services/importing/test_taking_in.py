"""Workbooks into the records: whole or not at all, once, by ID number, and never over what is closed."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import sqlalchemy as sa
from tests.core.exchange.conftest import DECEMBER, PAYROLL_HEAD, ROSTER_HEAD, id_number, write_workbook

from liuguan.exchange.intake import read_city
from liuguan.records.base import Record
from liuguan.records.facts import read_facts
from liuguan.records.store import table_of
from liuguan.records.tables.assessment import AssessmentSheet, Signature
from liuguan.records.tables.imports import ImportedFile, ToFix
from liuguan.records.tables.operators import Role
from liuguan.records.tables.pay import PayLine, PayRun
from liuguan.records.tables.people import Assignment, Certificate, Worker
from liuguan.records.tables.places import Population
from liuguan.services.importing.report import Outcome
from liuguan.services.to_fix import SettleFix

TEN = (
    [1, "张三", id_number(1), 21, 21, 1200, 1384.13, 1200],
    [2, "李四", id_number(2), 21, 20, "1300.00", "1384.13", "1200"],
)


def people(store: Any) -> list[Worker]:
    with store.reading() as session:
        return list(session.execute(sa.select(Worker).order_by(table_of(Worker).c.name)).scalars())


def outcomes(report: Any) -> dict[str, str]:
    return {Path(f.path).name: f.outcome.value for f in report.files}


# ---- what comes in


def test_a_complete_district_comes_in_whole(take_in, current, store):  # type: ignore[no-untyped-def]
    report = take_in()
    assert report.exit_code == 0
    assert set(outcomes(report).values()) == {"taken"}
    assert [p.name for p in people(store)] == ["张三", "李四"]
    assert sorted(r["staff_number"] for r in current(Assignment)) == ["X01", "X02"]
    assert sorted(r["paid_gross"] for r in current(PayLine)) == [138_413, 138_413]
    assert sorted(r["recorded_score"] for r in current(AssessmentSheet)) == [8800, 9250]
    assert {r["station"] for r in current(Population)} == {"", "梅园"}
    assert [(r["kind"], r["state"], r["month"]) for r in current(PayRun)] == [("imported", "computed", DECEMBER)]


def test_facts_of_the_records_are_those_of_the_files(take_in, papers, store, city):  # type: ignore[no-untyped-def]
    take_in()
    files = read_city(
        papers.folder, forms=papers.forms, districts=city.config.units, first_month=DECEMBER, last_month=DECEMBER + 1
    )
    with store.reading() as session:
        records = read_facts(session, ["xuanwu"], first_month=DECEMBER, last_month=DECEMBER + 1)
    assert set(records) == set(files.facts)
    for entity, frame in files.facts.items():
        assert plain(records[entity]) == plain(frame), entity


def plain(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows without keys of people and without what is unknown, in an order of their own."""
    rows = [{k: v for k, v in r.items() if v is not None and k != "worker"} for r in frame.to_dicts()]
    return sorted(rows, key=str)


def test_texts_that_forms_need_are_kept_and_what_nobody_needs_is_not(take_in, papers, current, store):  # type: ignore[no-untyped-def]
    papers.roster(
        [["张三", "X01", id_number(1), "普通", "二片区", "走访", "无", "13900000000", "团员", "某路1号"]],
        head=["姓名", "工号", "身份证号", "岗位", "责任区", "定任务", "定责任", "联系电话", "政治面貌", "户籍地址"],
    )
    take_in()
    (line,) = current(Assignment)
    assert (line["area"], line["fixed_task"], line["fixed_responsibility"]) == ("二片区", "走访", "无")
    with store.reading() as session:
        facts = read_facts(session, ["xuanwu"], first_month=DECEMBER, last_month=DECEMBER)["worker_month"]
    row = facts.filter(subject="X01").to_dicts()[0]
    assert (row["fixed_task"], row["fixed_responsibility"]) == (True, False)
    assert not any(word in everything(store) for word in ("13900000000", "团员", "某路1号"))


def everything(store: Any) -> str:
    """All that stands in any table."""
    with store.engine.connect() as connection:
        rows = [row for t in Record.metadata.sorted_tables for row in connection.execute(sa.select(t))]
    return "\n".join(map(str, rows))


# ---- again


def test_the_same_files_again_change_nothing_and_say_so(take_in, events, store):  # type: ignore[no-untyped-def]
    take_in()
    before = everything(store)
    again = take_in()
    assert set(outcomes(again).values()) == {Outcome.KNOWN.value}
    assert everything(store) == before
    assert len(events()) == 1


def test_the_same_content_in_other_bytes_makes_no_new_version(take_in, papers, current, events):  # type: ignore[no-untyped-def]
    take_in()
    papers.payroll([[*TEN[0]], [*TEN[1]]], title="南京市玄武区2010年12月工资发放表(重印)")
    again = take_in()
    assert outcomes(again)["工资.xlsx"] == "taken"
    assert {r["version"] for r in current(PayLine)} == {1}
    assert len(events()) == 2


def test_a_corrected_file_gives_new_versions_of_what_it_corrects(take_in, papers, current):  # type: ignore[no-untyped-def]
    take_in()
    papers.payroll([[1, "张三", id_number(1), 21, 21, 1250, 1434.13, 1250], TEN[1]])
    take_in()
    found = {r["staff_number"] or r["paid_gross"]: r["version"] for r in current(PayLine)}
    assert found == {143_413: 2, 138_413: 1}


def test_a_corrected_roster_finds_its_lines_and_adds_none(take_in, papers, current):  # type: ignore[no-untyped-def]
    take_in()
    papers.roster(
        [
            [1, "梅园", "X01", "张三", "男", id_number(1), "高中", "中心站", "2009-01-05", None],
            [2, "梅园", "X02", "李四", "女", id_number(2), "大专", "录入", "2010年2月5日", None],
        ]
    )
    take_in()
    lines = sorted(current(Assignment), key=lambda r: str(r["staff_number"]))
    assert [(r["line"], r["version"], r["post"]) for r in lines] == [(1, 2, "central"), (1, 2, "ordinary")]
    assert lines[1]["employment_start"] == datetime.date(2010, 2, 5)


def test_a_second_register_of_certificates_takes_no_line_of_the_first(take_in, papers, current):  # type: ignore[no-untyped-def]
    head = ["姓名", "身份证号", "期次", "发证日期"]
    for year in ("2010", "2011"):
        sheet = [["玄武区培训持证台账"], head, ["张三", id_number(1), f"{year}期", f"{year}-06-01"]]
        write_workbook(papers.folder / "xuanwu" / f"培训{year}.xlsx", {"台账": sheet})
        take_in()
    assert sorted((r["line"], r["course"]) for r in current(Certificate)) == [(1, "2010期"), (2, "2011期")]


# ---- whole or not at all


BAD = ([1, "张三", id_number(1), 21, "二十", 1200, 1384.13, 1200], TEN[1])


def test_a_file_with_a_bad_cell_stays_out_whole_and_the_others_come_in(take_in, papers, current):  # type: ignore[no-untyped-def]
    papers.payroll(BAD)
    report = take_in()
    assert report.exit_code == 2
    assert outcomes(report)["工资.xlsx"] == "refused"
    assert outcomes(report)["花名册.xlsx"] == "taken"
    assert current(PayLine) == []
    assert current(PayRun) == []
    assert len(current(Assignment)) == 2
    (told,) = report.rejected
    assert (str(told.where), str(told.found)) == ("12月!E3", '"二十"')
    assert current(ToFix) == []


def test_parked_good_rows_come_in_and_the_rest_waits_on_the_list(take_in, papers, current):  # type: ignore[no-untyped-def]
    papers.payroll(BAD)
    report = take_in(park=True)
    assert report.exit_code == 0
    assert outcomes(report)["工资.xlsx"] == "partly"
    (line,) = current(PayLine)
    assert line["paid_days"] == 20
    (waiting,) = current(ToFix)
    assert (waiting["district"], waiting["place"], waiting["kind"], waiting["state"]) == (
        "xuanwu", "12月!E3", "rejected_cell", "open",
    )  # fmt: skip
    assert '"应发合计": "1384.13"' in str(waiting["written"])
    assert [r["rows_parked"] for r in current(ImportedFile) if "工资" in str(r["path"])] == [1]


def test_a_corrected_file_settles_what_was_parked(take_in, papers, current):  # type: ignore[no-untyped-def]
    papers.payroll(BAD)
    take_in(park=True)
    papers.payroll(list(TEN))
    take_in()
    assert len(current(PayLine)) == 2
    assert [r["state"] for r in current(ToFix)] == ["done"]


def test_of_two_rows_about_one_person_and_month_neither_is_guessed(take_in, papers, current):  # type: ignore[no-untyped-def]
    papers.payroll([TEN[0], [3, "张三", id_number(1), 21, 21, 1, 2, 3], TEN[1]])
    take_in(park=True)
    assert [r["paid_days"] for r in current(PayLine)] == [20]


def test_a_dry_run_tells_the_same_and_writes_nothing(take_in, papers, store, events):  # type: ignore[no-untyped-def]
    papers.payroll(BAD)
    before = everything(store)
    report = take_in(park=True, dry=True)
    assert outcomes(report)["工资.xlsx"] == "partly"
    assert len(report.rejected) == 1
    assert report.districts[0].totals["roster.workers"] == 2
    assert everything(store) == before
    assert events() == []


# ---- who is who


def two_names(papers: Any) -> None:
    papers.payroll([[1, "张三丰", id_number(1), 21, 21, 1200, 1384.13, 1200], TEN[1]])


def both_forms(papers: Any) -> None:
    long = id_number(1)
    papers.payroll([[1, "张三", long[:6] + long[8:17], 21, 21, 1200, 1384.13, 1200], TEN[1]])


def no_number(papers: Any) -> None:
    rows = [
        [1, "梅园", "X01", "张三", "男", None, "高中", "普通", "2009-01-05", None],
        [2, "梅园", "X02", "李四", "女", id_number(2), "大专", "录入", "2010年1月5日", None],
    ]
    papers.roster(rows)
    head = [h for h in PAYROLL_HEAD if h != "身份证号"]
    papers.payroll([[c for c in row if c not in (id_number(1), id_number(2))] for row in TEN], head=head)


QUESTIONS = pytest.mark.parametrize("ask", [two_names, both_forms, no_number])


@QUESTIONS
def test_a_question_keeps_its_file_out_until_it_is_parked(take_in, papers, current, ask):  # type: ignore[no-untyped-def]
    ask(papers)
    report = take_in()
    assert report.exit_code == 2
    assert len(report.questions) == 1
    assert "refused" in outcomes(report).values()


@QUESTIONS
def test_parked_the_row_comes_in_and_the_question_stays_open(take_in, papers, current, store, ask):  # type: ignore[no-untyped-def]
    ask(papers)
    report = take_in(park=True)
    assert report.exit_code == 0
    assert [p.name for p in people(store)] == ["张三", "李四"]
    assert len(current(PayLine)) == 2
    assert [(r["kind"], r["state"]) for r in current(ToFix)] == [("question", "open")]


@QUESTIONS
def test_an_answered_question_is_asked_no_more(take_in, papers, office_of, current, ask):  # type: ignore[no-untyped-def]
    ask(papers)
    take_in(park=True)
    (row,) = current(ToFix)
    office_of(Role.CLERK).run(SettleFix(district="xuanwu", id=str(row["id"]), state="done"))
    papers.staffing([["玄武区", "2010-12", 901, 80, 2]])
    report = take_in()
    assert report.questions == []
    assert report.exit_code == 0


def test_somebody_on_record_is_found_by_the_number_and_gets_no_second_key(take_in, papers, store):  # type: ignore[no-untyped-def]
    take_in()
    before = {p.id for p in people(store)}
    papers.payroll(list(TEN), title="玄武区2011年1月工资发放表", file="xuanwu/一月.xlsx")
    (papers.folder / "xuanwu" / "花名册.xlsx").unlink()
    take_in()
    assert {p.id for p in people(store)} == before


def test_a_file_alone_finds_people_of_an_earlier_roster_by_name(take_in, papers, store, current):  # type: ignore[no-untyped-def]
    take_in()
    head = [h for h in PAYROLL_HEAD if h != "身份证号"]
    rows = [[c for c in row if c not in (id_number(1), id_number(2))] for row in TEN]
    papers.payroll(rows, head=head, title="玄武区2011年1月工资发放表", file="xuanwu/一月.xlsx")
    take_in(papers.folder / "xuanwu" / "一月.xlsx")
    assert len(people(store)) == 2
    assert sorted(r["month"] for r in current(PayLine)) == [DECEMBER, DECEMBER, DECEMBER + 1, DECEMBER + 1]


def test_a_key_says_nothing_of_the_number(take_in, store):  # type: ignore[no-untyped-def]
    from liuguan.exchange.people import BY_NUMBER
    from liuguan.facts.identity import worker_key

    take_in()
    assert worker_key(BY_NUMBER, id_number(1)) not in {p.id for p in people(store)}


# ---- what is closed


def test_a_closed_run_is_never_overwritten(take_in, papers, current, store):  # type: ignore[no-untyped-def]
    take_in()
    with store.writing(operator="test") as work:
        (run,) = work.all(PayRun)
        work.change(run, state="closed")
        work.record(command="test", district="xuanwu", subject="", payload={})
    papers.payroll([[1, "张三", id_number(1), 21, 21, 9999, 9999, 9999], TEN[1]])
    report = take_in()
    assert report.exit_code == 2
    assert "closed" in report.districts[0].kept_closed[0].said("en")
    assert {r["version"] for r in current(PayLine)} == {1}


def test_a_closed_sheet_is_never_overwritten(take_in, papers, current, store):  # type: ignore[no-untyped-def]
    take_in()
    with store.writing(operator="test") as work:
        for sheet in work.all(AssessmentSheet):
            work.change(sheet, state="closed")
        work.record(command="test", district="xuanwu", subject="", payload={})
    papers.assessment([["张三", "X01", "2010-12", 10, "合格"]])
    take_in()
    assert 1000 not in {r["recorded_score"] for r in current(AssessmentSheet)}


def test_what_files_do_not_state_at_all_stays_as_it_is_on_record(take_in, papers, current, store):  # type: ignore[no-untyped-def]
    take_in()
    with store.writing(operator="test") as work:
        for sheet in work.all(AssessmentSheet):
            work.change(sheet, revision=3, conduct_points=9000)
        work.record(command="test", district="xuanwu", subject="", payload={})
    papers.assessment([["张三", "X01", "2010-12", 95, "合格"], ["李四", "X02", "2010.12", 88, "合格"]])
    take_in()
    found = {r["recorded_score"]: (r["revision"], r["conduct_points"]) for r in current(AssessmentSheet)}
    assert found == {9500: (4, 9000), 8800: (3, 9000)}


def test_a_changed_sheet_voids_its_signatures(take_in, papers, current, store):  # type: ignore[no-untyped-def]
    take_in()
    with store.writing(operator="test") as work:
        for sheet in work.all(AssessmentSheet):
            work.put(
                Signature(
                    district="xuanwu", month=DECEMBER, form="F3", worker=sheet.worker, signatory="worker", signed_by="x"
                )
            )  # fmt: skip
        work.record(command="test", district="xuanwu", subject="", payload={})
    papers.assessment([["张三", "X01", "2010-12", 95, "合格"], ["李四", "X02", "2010.12", 88, "合格"]])
    take_in()
    assert sorted(r["void"] for r in current(Signature)) == [False, True]


# ---- the audit


def test_the_audit_holds_hashes_counts_and_totals_and_nobody_s_data(take_in, events):  # type: ignore[no-untyped-def]
    take_in()
    (event,) = events()
    assert event.district == "xuanwu"
    assert '"payroll.paid_gross":276826' in event.payload
    assert '"roster":2' in event.payload
    assert '"sha256":' in event.payload
    for secret in ("张三", id_number(1), "梅园"):
        assert secret not in event.payload


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.CITY_APPROVER])
def test_an_assessor_or_approver_takes_no_files_in(take_in, current, role):  # type: ignore[no-untyped-def]
    from liuguan.errors import Refusal

    with pytest.raises(Refusal, match="may not"):
        take_in(role=role)
    assert current(Assignment) == []


def test_a_roster_for_each_month_keeps_a_line_for_each(take_in, papers, current):  # type: ignore[no-untyped-def]
    for month in (12, 13):
        year, number = (2010, 12) if month == 12 else (2011, 1)
        rows = [[1, "梅园", "X01", "张三", "男", id_number(1), "高中", "普通", "2009-01-05", None]]
        papers.roster(rows, file=f"xuanwu/名册{month}.xlsx", title=f"玄武区{year}年{number}月花名册", head=ROSTER_HEAD)
    (papers.folder / "xuanwu" / "花名册.xlsx").unlink()
    take_in(park=True)
    take_in(park=True)
    lines = [(r["roster_month"], r["line"]) for r in current(Assignment)]
    assert sorted(lines) == [(DECEMBER, 1), (DECEMBER + 1, 2)]


def test_a_standard_beside_the_files_is_filed_once_and_in_force(take_in, papers, store, city, events):  # type: ignore[no-untyped-def]
    from liuguan.services.filings.in_force import standard_in_force

    shipped = city.folder / "xuanwu.toml"
    beside = papers.folder / "standards" / "xuanwu.toml"
    beside.parent.mkdir()
    beside.write_bytes(shipped.read_bytes())
    assert take_in().districts[0].standards >= 1
    with store.reading() as session:
        found = standard_in_force(session, city, "xuanwu", DECEMBER + 3)
    assert found.filing is not None
    assert (found.filing.author, found.filing.approver) == ("file:xuanwu.toml", "clerk")
    take_in()
    assert len(events()) == 1


def test_a_faulty_standard_is_told_and_keeps_no_file_out(take_in, papers, current):  # type: ignore[no-untyped-def]
    beside = papers.folder / "standards" / "xuanwu.toml"
    beside.parent.mkdir()
    beside.write_text('[district]\nid = "xuanwu"\n[[no_such_node]]\nx = 1\n', encoding="utf-8")
    report = take_in()
    assert len(report.faults) == 1
    assert report.exit_code != 0
    assert len(current(PayLine)) == 2

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from liuguan.exchange.intake import Intake
from liuguan.facts.identity import read_numbers
from liuguan.language.columns import dtype_of
from liuguan.vocabulary import VOCABULARY

from .conftest import City, id_number, write_workbook

DECEMBER = 2010 * 12 + 11
JANUARY = DECEMBER + 1
ROSTER = ["姓名", "工号", "身份证号", "岗位", "到岗日期", "离岗日期"]


def workers(found: Intake) -> dict[tuple[str, int], dict[str, Any]]:
    """Worker months by staff number and month."""
    return {(row["subject"], row["month"]): row for row in found.facts["worker_month"].to_dicts()}


def told(found: Intake, district: str = "xuanwu") -> list[str]:
    return [str(p) for p in found.problems.get(district, ())]


def test_a_complete_district_is_read_whole(city: City) -> None:
    found = city.read()
    assert found.problems == {}
    assert found.districts == ("xuanwu",)
    first = workers(found)["X01", DECEMBER]
    assert {k: first[k] for k in ("district", "station", "gender", "education", "post", "data_entry", "full_time")} == {
        "district": "xuanwu", "station": "梅园", "gender": "man", "education": "senior_high", "post": "ordinary",
        "data_entry": False, "full_time": True,
    }  # fmt: skip
    assert (first["paid_gross"], first["paid_net"], first["scheduled_days"]) == (138413, 120000, 21)
    assert (first["recorded_score"], first["recorded_grade"], first["assessment_sheets"]) == (9250, "合格", 1)
    assert (first["on_roster"], first["on_payroll"], first["id_number_valid"]) == (True, True, True)
    assert first["employment_start"] == datetime.date(2009, 1, 5)
    assert first["id_birth_date"] == datetime.date(1975, 4, 12)
    assert workers(found)["X02", DECEMBER]["data_entry"] is True


def test_frames_have_the_types_of_the_vocabulary(city: City) -> None:
    for entity, frame in city.read().facts.items():
        for name, dtype in frame.schema.items():
            declared = VOCABULARY.find(entity, name)
            if declared is not None:
                assert dtype == dtype_of(declared.kind), name


def test_an_input_that_no_file_supplied_is_no_column(city: City) -> None:
    assert "visits" not in city.read().facts["worker_month"].columns


def test_district_and_station_months_come_from_the_staffing_form(city: City) -> None:
    found = city.read().facts
    district = found["district_month"].row(0, named=True)
    assert (
        district["actual_migrants"],
        district["headcount"],
        district["roster_headcount"],
        district["payroll_headcount"],
    ) == (900, 2, 2, 2)
    assert found["station_month"].select("station", "actual_migrants").rows() == [("梅园", 900)]


def test_stations_add_up_where_the_district_states_nothing(city: City) -> None:
    city.staffing(
        [["梅园", "2010-12", 900, 80, 2], ["后宰门", "2010-12", 100, None, 1], ["合计", "2010-12", 1000, 80, 3]]
    )
    row = city.read().facts["district_month"].row(0, named=True)
    assert (row["actual_migrants"], row["rental_households"], row["headcount"]) == (1000, None, 3)


def test_files_say_what_was_read_and_skipped(city: City) -> None:
    city.payroll(
        [
            [1, "张三", id_number(1), 21, 21, 1200, 1384.13, 1200],
            [None, "合计", None, None, None, 1200, 1384.13, 1200],
            [None],
            ["制表：王五"],
        ]
    )
    file = next(f for f in city.read().files if f.path.endswith("工资.xlsx"))
    assert (file.rows_read, file.rows_skipped, file.forms, file.districts) == (1, 3, ("F4",), ("xuanwu",))
    assert len(file.sha256) == 64


def test_nothing_that_leaves_holds_an_id_number_or_a_name(city: City) -> None:
    city.payroll([[1, "张三", id_number(1), 21, "x", 1200, 1384.13, 1200]])
    found = city.read()
    text = (
        json.dumps([f.to_dicts() for f in found.facts.values()], default=str) + str(found.problems) + str(found.notices)
    )
    assert id_number(1) not in text
    assert "张三" not in text


# ---- bad cells


def test_all_problems_of_a_file_are_told_at_once_with_their_cells(city: City) -> None:
    city.payroll(
        [
            [1, "张三", id_number(1), 21, 21, "1,200", 1384.13, 1200],
            [2, "李四", id_number(2), 40, 20, 1300, 1384.125, 1200],
        ]
    )
    found = told(city.read())
    assert len(found) == 3
    assert any("12月!F3" in p and '"1,200"' in p and "thousands" in p for p in found)
    assert any("12月!D4" in p and "from 1 to 31" in p for p in found)
    assert any("12月!G4" in p and "at most two decimals" in p for p in found)


def test_a_district_with_a_problem_is_left_out_and_the_others_are_whole(city: City) -> None:
    city.roster(
        [[1, "中央门", "G01", "赵六", "男", id_number(3), "高中", "普通", "2010-02-30", None]],
        file="gulou/花名册.xlsx",
        title="鼓楼区花名册",
    )
    found = city.read()
    assert list(found.problems) == ["gulou"]
    assert set(found.facts["worker_month"]["district"]) == {"xuanwu"}
    assert any("a day that exists" in p for p in told(found, "gulou"))
    assert any("no F4 Payroll (工资发放表)" in p for p in told(found, "gulou"))


def test_a_numeric_id_number_is_refused(city: City) -> None:
    city.payroll(
        [[1, "张三", int(id_number(2)) if id_number(2).isdigit() else 329999197504120011, 21, 21, 1200, 1384.13, 1200]]
    )
    found = told(city.read())
    assert ["stored as a number" in p and "12月!C3" in p for p in found] == [True]


def test_an_id_number_in_scientific_notation_is_refused(city: City) -> None:
    city.payroll([[1, "张三", "3.2E+17", 21, 21, 1200, 1384.13, 1200]])
    assert "all 18 digits" in told(city.read())[0]


def test_a_formula_error_in_a_row_is_a_problem(city: City, tmp_path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "xuanwu" / "工资.xlsx")
    sheet = book.add_worksheet("12月")
    sheet.write_row(0, 0, ["玄武区2010年12月工资"])
    sheet.write_row(1, 0, ["姓名", "身份证号", "应发合计", "实发合计"])
    sheet.write_row(2, 0, ["张三", id_number(1)])
    sheet.write_formula(2, 2, "=1/0", None, "#DIV/0!")
    sheet.write_number(2, 3, 1200)
    book.close()
    assert told(city.read()) == ["xuanwu/工资.xlsx: 12月!C3: found an error value; expected a value"]


def test_many_problems_are_counted_not_listed(city: City) -> None:
    city.payroll(
        [[i, f"人{i}", id_number(i % 1000, f"1960{i // 1000 + 1:02d}01"), 21, "?", 1, 1, 1] for i in range(1300)]
    )
    found = told(city.read())
    assert len(found) == 1001
    assert "300 more problems" in found[-1]


def test_a_wrong_encoding_is_a_problem_of_the_district_that_the_folder_names(city: City) -> None:
    (city.folder / "xuanwu" / "勤务.csv").write_bytes("姓名,月份\n".encode("utf-16"))
    assert "UTF-16" in told(city.read())[0]


def test_an_old_workbook_is_a_problem_and_a_lock_file_is_none(city: City) -> None:
    (city.folder / "xuanwu" / "旧表.xls").write_bytes(b"x")
    (city.folder / "xuanwu" / "~$工资.xlsx").write_bytes(b"x")
    (city.folder / "xuanwu" / "truth.csv").write_bytes(b"x")
    (city.folder / "standards").mkdir()
    (city.folder / "standards" / "x.csv").write_bytes(b"x")
    assert told(city.read()) == ["xuanwu/旧表.xls: found a .xls file; expected the same workbook, saved as .xlsx"]


# ---- where and when


def test_a_file_of_no_district_is_nobody_s_problem(city: City) -> None:
    write_workbook(
        city.folder / "某表.xlsx",
        {"a": [["工资"], ["姓名", "应发合计", "实发合计", "月份"], ["张三", 1, 1, "2010-12"]]},
    )
    found = city.read()
    assert list(found.problems) == [""]
    assert "no district" in told(found, "")[0]


def test_a_column_and_a_title_at_odds_over_the_district_are_a_problem(city: City) -> None:
    head = ["区县", "姓名", "身份证号", "应发合计", "实发合计"]
    city.payroll([["鼓楼区", "张三", id_number(1), 1, 1]], head=head)
    assert "district gulou" in told(city.read())[0]


def test_a_city_wide_file_gives_each_row_to_its_district(city: City) -> None:
    head = ["区县", "姓名", "工号", "身份证号", "岗位", "到岗日期"]
    rows = [
        ["玄武区", "张三", "X01", id_number(1), "普通", "2009-01-05"],
        ["鼓楼", "赵六", "G01", id_number(3), "普通", "2009-01-05"],
    ]
    (city.folder / "xuanwu" / "花名册.xlsx").unlink()
    city.roster(rows, head=head, file="花名册.xlsx", title="全市花名册")
    found = city.read()
    assert found.districts == ("xuanwu", "gulou")
    assert list(found.problems) == ["gulou"]
    assert all("no F" in p for p in told(found, "gulou"))


def test_a_column_and_a_title_at_odds_over_the_month_are_a_problem(city: City) -> None:
    head = ["月份", "姓名", "身份证号", "应发合计", "实发合计"]
    city.payroll([["2011-01", "张三", id_number(1), 1, 1]], head=head)
    assert told(city.read()) == [
        "xuanwu/工资.xlsx: 12月!A3: found 2011-01; expected 2010-12, as title, sheet or file name say"
    ]


def test_sheets_named_after_months_take_the_year_from_the_file(city: City) -> None:
    rows = [["姓名", "身份证号", "应发合计", "实发合计"], ["张三", id_number(1), 1384.13, 1200]]
    (city.folder / "xuanwu" / "工资.xlsx").unlink()
    write_workbook(city.folder / "xuanwu" / "2011年度工资.xlsx", {"1月": rows, "2月": rows})
    found = city.read(last=JANUARY + 1)
    assert found.problems == {}
    paid = found.facts["worker_month"].filter("on_payroll").select("subject", "month").sort("month")
    assert paid.rows() == [("X01", JANUARY), ("X01", JANUARY + 1)]


def test_a_payroll_without_a_month_is_a_problem(city: City) -> None:
    (city.folder / "xuanwu" / "工资.xlsx").unlink()
    write_workbook(
        city.folder / "xuanwu" / "工资.xlsx",
        {"a": [["姓名", "身份证号", "应发合计", "实发合计"], ["张三", id_number(1), 1, 1]]},
    )
    assert "no month" in told(city.read())[0]


def test_rows_of_other_months_are_left_out_with_a_notice(city: City) -> None:
    found = city.read(first=JANUARY, last=JANUARY)
    assert any("not judged were left out" in str(n) for n in found.notices)
    assert set(found.facts["worker_month"]["month"]) == {JANUARY}


def test_a_dissolved_district_names_its_successor(city: City) -> None:
    city.payroll(
        [[1, "赵六", id_number(3), 21, 21, 1, 1, 1]], file="baixia/工资.xlsx", title="白下区2013年3月工资发放表"
    )
    found = city.read(first=2013 * 12 + 2, last=2013 * 12 + 2)
    assert any("found baixia in 2013-03; expected qinhuai" in p for p in told(found, "baixia"))


def test_only_the_asked_district_is_read(city: City) -> None:
    (city.folder / "gulou").mkdir()
    (city.folder / "gulou" / "坏.xlsx").write_bytes(b"")
    assert city.read(only=["xuanwu"]).problems == {}
    assert list(city.read().problems) == ["gulou"]


# ---- who


def test_without_an_id_number_a_name_that_is_unique_is_enough(city: City) -> None:
    city.payroll([["张三", 1384.13, 1200]], head=["姓名", "应发合计", "实发合计"])
    found = workers(city.read())
    assert found["X01", DECEMBER]["paid_net"] == 120000
    assert found["X02", DECEMBER]["on_payroll"] is False


def test_a_name_that_two_people_have_needs_a_number(city: City) -> None:
    rows = [["王芳", f"X0{i}", id_number(i), "普通", "2009-01-05", None] for i in (1, 2)]
    city.roster(rows, head=ROSTER)
    city.payroll([["王芳", 1384.13, 1200]], head=["姓名", "应发合计", "实发合计"])
    city.assessment([])
    assert any("several people" in p and "row 3" in p for p in told(city.read()))


def test_a_roster_without_id_numbers_gets_them_from_the_payroll(city: City) -> None:
    city.roster([["张三", "普通", "2009-01-05"]], head=["姓名", "岗位", "到岗日期"])
    city.payroll([[1, "张三", id_number(1), 21, 21, 1200, 1384.13, 1200]])
    city.assessment([])
    rows = city.read().facts["worker_month"]
    assert rows.select("on_roster", "on_payroll", "id_number_valid", "gender").rows() == [(True, True, True, "man")]


def test_who_left_before_the_month_ended_is_no_head_at_its_end(city: City) -> None:
    rows = [
        ["张三", "X01", id_number(1), "普通", "2009-01-05", "2010-12-30"],
        ["李四", "X02", id_number(2), "普通", "2009-01-05", "2010-12-31"],
    ]
    city.roster(rows, head=ROSTER)
    assert city.read().facts["district_month"].select("roster_headcount", "payroll_headcount").rows() == [(1, 1)]


def test_a_row_about_nobody_is_a_problem(city: City) -> None:
    city.payroll([[None, 1384.13, 1200]], head=["姓名", "应发合计", "实发合计"])
    assert "neither an ID number nor a name" in told(city.read())[0]


def test_one_id_number_with_two_names_is_noted(city: City) -> None:
    city.payroll([[1, "章三", id_number(1), 21, 21, 1200, 1384.13, 1200]])
    found = city.read()
    assert found.problems == {}
    assert any("one ID number with two names" in str(n) for n in found.notices)


def test_fifteen_and_eighteen_digits_are_one_person(city: City) -> None:
    long = id_number(1)
    city.payroll([[1, "张三", long[:6] + long[8:17], 21, 21, 1200, 1384.13, 1200]])
    found = city.read()
    assert workers(found)["X01", DECEMBER]["on_payroll"] is True
    assert any("15 digits" in str(n) for n in found.notices)


def test_an_invalid_id_number_is_a_fact_not_a_problem(city: City) -> None:
    wrong = id_number(1)[:-1] + ("0" if id_number(1)[-1] != "0" else "1")
    city.roster([["张三", "X01", wrong, "普通", "2009-01-05", None]], head=ROSTER)
    city.payroll([[1, "张三", wrong, 21, 21, 1200, 1384.13, 1200]])
    city.assessment([])
    assert workers(city.read())["X01", DECEMBER]["id_number_valid"] is False


def test_someone_paid_who_is_not_on_the_roster_has_a_row(city: City) -> None:
    city.payroll([[1, "赵六", id_number(3), 21, 21, 1200, 1384.13, 1200]])
    found = workers(city.read())
    assert found["xuanwu/工资.xlsx#12月!3", DECEMBER]["on_roster"] is False


def test_a_staff_number_that_is_an_id_number_names_nobody(city: City) -> None:
    city.roster([["张三", id_number(1), id_number(1), "普通", "2009-01-05", None]], head=ROSTER)
    city.payroll([])
    city.assessment([])
    assert city.read().facts["worker_month"]["subject"].to_list() == ["xuanwu/花名册.xlsx#花名册!3"]


def test_two_payroll_rows_of_a_month_are_a_problem(city: City) -> None:
    row = [1, "张三", id_number(1), 21, 21, 1200, 1384.13, 1200]
    city.payroll([row, row])
    assert told(city.read()) == [
        "xuanwu/工资.xlsx: 12月!row 4: found a second row for one person and month; expected one row"
    ]


def test_a_second_assessment_is_counted_and_the_first_one_counts(city: City) -> None:
    city.assessment([["张三", "X01", "2010-12", 92.5, "合格"], ["张三", "X01", "2010-12", 60, "不合格"]])
    found = city.read()
    row = workers(found)["X01", DECEMBER]
    assert (row["assessment_sheets"], row["recorded_score"]) == (2, 9250)
    assert workers(found)["X02", DECEMBER]["assessment_sheets"] == 0
    assert any("further assessment" in str(n) for n in found.notices)


# ---- the roster over time


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2010-12-01", None, [DECEMBER, JANUARY]),
        ("2010-12-31", "2010-12-31", [DECEMBER]),
        ("2011-01-01", None, [JANUARY]),
        ("2009-01-01", "2011-01-01", [DECEMBER, JANUARY]),
        ("2009-01-01", "2010-11-30", []),
        (None, None, [DECEMBER, JANUARY]),
    ],
)
def test_a_worker_has_a_row_for_each_month_in_post(
    city: City, start: str | None, end: str | None, months: list[int]
) -> None:
    city.roster(
        [["钱七", "X07", id_number(7), "普通", start, end], ["张三", "X01", id_number(1), "普通", "2009-01-05", None]],
        head=ROSTER,
    )
    found = workers(city.read(last=JANUARY))
    assert sorted(m for subject, m in found if subject == "X07") == months


def test_pay_after_leaving_has_a_row_that_is_not_on_the_roster(city: City) -> None:
    city.roster(
        [
            ["张三", "X01", id_number(1), "普通", "2009-01-05", "2010-11-30"],
            ["李四", "X02", id_number(2), "录入", "2009-01-05", None],
        ],
        head=ROSTER,
    )
    row = workers(city.read())["X01", DECEMBER]
    assert (row["on_roster"], row["on_payroll"], row["employment_end"]) == (False, True, datetime.date(2010, 11, 30))


def test_where_the_district_has_no_payroll_for_a_month_presence_is_unknown(city: City) -> None:
    found = workers(city.read(last=JANUARY))
    assert (found["X01", DECEMBER]["on_payroll"], found["X01", JANUARY]["on_payroll"]) == (True, None)
    assert found["X01", JANUARY]["on_roster"] is True


def test_each_month_s_own_roster_counts(city: City) -> None:
    (city.folder / "xuanwu" / "花名册.xlsx").unlink()
    one, two = (
        ["姓名", "工号", "身份证号", "岗位"],
        [["张三", "X01", id_number(1), "普通"], ["李四", "X02", id_number(2), "普通"]],
    )
    write_workbook(
        city.folder / "xuanwu" / "花名册.xlsx",
        {
            "a": [["玄武区2010年12月花名册"], one, *two],
            "b": [["玄武区2011年1月花名册"], one, ["张三", "X01", id_number(1), "中心站"]],
        },
    )
    found = workers(city.read(last=JANUARY))
    assert (found["X01", DECEMBER]["post"], found["X01", JANUARY]["post"]) == ("ordinary", "central")
    assert ("X02", DECEMBER) in found
    assert ("X02", JANUARY) not in found


def test_a_change_within_a_month_gives_two_periods_of_duty(city: City) -> None:
    head = ["姓名", "工号", "身份证号", "岗位", "到岗日期", "变动类型", "变动日期"]
    rows = [
        ["张三", "X01", id_number(1), "普通", "2009-01-05", None, None],
        ["张三", "X01", id_number(1), "中心站", "2009-01-05", "变更", "2010-12-16"],
    ]
    city.roster(rows, head=head)
    found = city.read(last=JANUARY)
    periods = found.facts["duty_period"].select("month", "from_day", "to_day", "post").rows()
    assert periods == [
        (DECEMBER, datetime.date(2010, 12, 1), datetime.date(2010, 12, 15), "ordinary"),
        (DECEMBER, datetime.date(2010, 12, 16), datetime.date(2010, 12, 31), "central"),
    ]
    assert workers(found)["X01", DECEMBER]["post"] == "central"
    assert found.facts["worker_month"].filter(subject="X01").height == 2


def test_two_roster_rows_from_the_same_day_are_a_problem(city: City) -> None:
    row = ["张三", "X01", id_number(1), "普通", "2009-01-05", None]
    city.roster([row, row], head=ROSTER)
    assert "twice from the same day" in told(city.read())[0]


def test_days_in_two_districts_at_once_are_counted_for_both(city: City) -> None:
    head = [*ROSTER]
    city.roster(
        [["张三", "G01", id_number(1), "普通", "2010-12-22", None]],
        head=head,
        file="gulou/花名册.xlsx",
        title="鼓楼区花名册",
    )
    city.payroll(
        [[1, "张三", id_number(1), 21, 7, 400, 400, 300]], file="gulou/工资.xlsx", title="鼓楼区2010年12月工资发放表"
    )
    write_workbook(
        city.folder / "gulou" / "配备.xlsx",
        {"a": [["鼓楼区配备"], ["单位", "月份", "实有暂住人口", "出租户数", "实配"], ["鼓楼区", "2010-12", 1, 1, 1]]},
    )
    write_workbook(
        city.folder / "gulou" / "考核.xlsx",
        {"a": [["鼓楼区考核"], ["姓名", "工号", "考核月份", "总分"], ["张三", "G01", "2010-12", 90]]},
    )
    read = city.read()
    assert "duty_period" not in read.facts
    found = workers(read)
    assert found["X01", DECEMBER]["other_district_days"] == 10
    assert found["G01", DECEMBER]["other_district_days"] == 10
    assert found["X02", DECEMBER]["other_district_days"] == 0
    assert found["X01", DECEMBER]["worker"] == found["G01", DECEMBER]["worker"]


def test_points_management_days_and_their_cover_are_counted(city: City) -> None:
    head = ["姓名", "工号", "身份证号", "岗位", "到岗日期", "协助积分管理起", "协助积分管理止", "意外险起", "意外险止"]
    rows = [
        ["张三", "X01", id_number(1), "普通", "2009-01-05", "2010-12-11", None, "2010-12-21", "2011-12-20"],
        ["李四", "X02", id_number(2), "普通", "2009-01-05", None, None, None, None],
    ]
    city.roster(rows, head=head)
    found = workers(city.read())
    counted = [
        (r["points_management_days"], r["points_management_days_covered"])
        for r in (found["X01", DECEMBER], found["X02", DECEMBER])
    ]
    assert counted == [(21, 11), (0, 0)]


@pytest.mark.parametrize(
    ("written", "born"),
    [
        ("1975.04", datetime.date(1975, 4, 12)),
        ("1976-04", datetime.date(1976, 4, 1)),
        ("1975-04-12", datetime.date(1975, 4, 12)),
    ],
)
def test_a_month_of_birth_takes_its_day_from_the_id_number(city: City, written: str, born: datetime.date) -> None:
    city.roster([["张三", "X01", id_number(1), "普通", written]], head=["姓名", "工号", "身份证号", "岗位", "出生年月"])
    city.payroll([])
    city.assessment([])
    assert workers(city.read())["X01", DECEMBER]["birth_date"] == born


# ---- other forms


def test_items_side_by_side_become_item_months(city: City) -> None:
    rows = [
        ["玄武区2010年12月考核表"],
        ["姓名", "R01 暂住登记", None, "R02 办证", None, "总分"],
        [None, "基准量", "完成量", "基准量", "完成量", None],
        ["张三", 100, 90, 50, None, 95],
        ["李四", 100, "九十", 50, 50, 95],
    ]
    write_workbook(city.folder / "xuanwu" / "考核.xlsx", {"考核": rows})
    found = city.read()
    assert [p for p in told(found) if "C5" not in p] == []
    rows[4] = ["李四", 100, 90, 50, 50, 95]
    write_workbook(city.folder / "xuanwu" / "考核.xlsx", {"考核": rows})
    items = city.read().facts["item_month"].filter(subject="X01").select("item", "baseline", "done").rows()
    assert items == [("R01", 100, 90), ("R02", 50, None)]


def test_items_one_per_row_are_one_assessment(city: City) -> None:
    head = ["姓名", "工号", "考核月份", "项目", "基准量", "完成量", "总分"]
    city.assessment(
        [["张三", "X01", "2010-12", "R01", 100, 90, 95], ["张三", "X01", "2010-12", "R02", 50, 50, None]], head=head
    )
    found = city.read()
    row = workers(found)["X01", DECEMBER]
    assert (row["assessment_sheets"], row["recorded_score"]) == (1, 9500)
    assert found.facts["item_month"].select("item", "done").rows() == [("R01", 90), ("R02", 50)]


def test_the_first_certificate_counts(city: City) -> None:
    head = ["姓名", "身份证号", "组织单位", "发证日期"]
    rows = [["张三", id_number(1), "玄武区流管办", "2011-03-01"], ["张三", id_number(1), "某街道", "2010.11.5"]]
    write_workbook(city.folder / "xuanwu" / "培训.xlsx", {"a": [["玄武区培训持证台账"], head, *rows]})
    row = workers(city.read())["X01", DECEMBER]
    assert (row["certificate_date"], row["trained_by_district"]) == (datetime.date(2010, 11, 5), False)


def test_hours_by_category_join_the_month(city: City) -> None:
    head = ["姓名", "工号", "月份", "主业工时", "普通巡逻工时", "长期借用", "走访次数"]
    write_workbook(
        city.folder / "xuanwu" / "勤务.xlsx",
        {"a": [["玄武区勤务汇总"], head, ["张三", "X01", "2010年12月", 160, 8, "否", 45]]},
    )
    row = workers(city.read())["X01", DECEMBER]
    assert (row["core_hours"], row["patrol_hours"], row["standing_secondment"], row["visits"]) == (160, 8, False, 45)


def test_serious_illness_money_is_added_to_the_medical_deduction(city: City) -> None:
    head = ["姓名", "身份证号", "应发合计", "实发合计", "医疗(个人)", "大病"]
    city.payroll([["张三", id_number(1), 1, 1, 31.66, 10], ["李四", id_number(2), 1, 1, 41.66, None]], head=head)
    found = workers(city.read())
    assert [found[n, DECEMBER]["deducted_medical"] for n in ("X01", "X02")] == [4166, 4166]


def test_a_gbk_csv_with_full_width_digits_and_a_total_is_read(city: City) -> None:
    (city.folder / "xuanwu" / "工资.xlsx").unlink()
    title, head = "玄武区２０１０年１２月工资发放表,,,", "姓名,身份证号,应发合计,实发合计"
    lines = [title, head, f"张三,{id_number(1)},１３８４．１３,１２００", "合计,,1384.13,1200"]
    (city.folder / "xuanwu" / "工资.csv").write_bytes("\n".join(lines).encode("gbk"))
    found = city.read()
    assert found.problems == {}
    assert workers(found)["X01", DECEMBER]["paid_gross"] == 138413


def test_the_order_of_files_changes_nothing(city: City) -> None:
    before = city.read().facts["worker_month"]
    (city.folder / "xuanwu" / "花名册.xlsx").rename(city.folder / "xuanwu" / "zz花名册.xlsx")
    after = city.read().facts["worker_month"]
    assert before.drop("source").equals(after.drop("source").select(before.drop("source").columns))
    assert isinstance(before, pl.DataFrame)


def test_the_builder_of_these_tests_makes_valid_numbers() -> None:
    assert read_numbers(pl.Series([id_number(i) for i in range(50)]))["valid"].all()

"""`evaluate` as its users call it."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

CANDIDATE = "id,birth_date,hire_date,education,data_entry_post,background_clear,medically_fit,computer_proficient,training_passed,age_exception_approved\n"
DISTRICT = "id,district,month,actual_migrants,rental_households,headcount\n"


def given(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "input.csv"
    file.write_bytes(text.encode(encoding))
    return file


def test_rows_come_back_in_order_with_id_district_and_month(liuguan, tmp_path):  # type: ignore[no-untyped-def]
    file = given(tmp_path, DISTRICT + "b,luhe,2010-12,501,50,1\na,xuanwu,2011-01,500,50,1\n")
    done = liuguan("evaluate", file, "--entity", "district_month", "--only", "required_headcount,minimum_wage")
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        "id,district,month,required_headcount,minimum_wage\nb,luhe,2010-12,2,960.00\na,xuanwu,2011-01,1,960.00\n"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_encodings_that_offices_use(liuguan, tmp_path, encoding):  # type: ignore[no-untyped-def]
    file = given(tmp_path, DISTRICT + "一,xuanwu,2010-12,500,50,1\n", encoding)
    done = liuguan("evaluate", file, "--entity", "district_month", "--only", "required_headcount")
    assert done.stdout.splitlines()[1] == "一,xuanwu,2010-12,1"


def test_json_has_money_as_text_and_unknown_as_null(liuguan, tmp_path):  # type: ignore[no-untyped-def]
    file = given(tmp_path, "district,month\nxuanwu,2010-12\n,2010-12\n")
    done = liuguan("evaluate", file, "--entity", "district_month", "--only", "minimum_wage", "--format", "json")
    told = json.loads(done.stdout)
    assert told["schema"] == 1
    assert [r["minimum_wage"] for r in told["rows"]] == ["960.00", None]


def test_a_candidate_s_month_is_that_of_the_hire(liuguan, tmp_path):  # type: ignore[no-untyped-def]
    file = given(tmp_path, CANDIDATE + "a1,1955-12-03,2010-12-02,senior_high,no,yes,yes,yes,yes,no\n")
    done = liuguan("evaluate", file, "--entity", "candidate", "--only", "age_at_hire,eligible")
    assert done.stdout.splitlines()[1] == "a1,,2010-12,54,true"


def test_bad_input_names_every_cell_and_writes_nothing(liuguan, tmp_path):  # type: ignore[no-untyped-def]
    file = given(tmp_path, 'district,month,post,paid_gross\nxuanwu,2010-13,boss,"1,200"\nnowhere,2011-02,central,-5\n')
    out = tmp_path / "out.csv"
    done = liuguan("evaluate", file, "--entity", "worker_month", "-o", out)
    assert done.returncode == 2
    assert done.stdout == ""
    assert not out.exists()
    for said in (
        "row 2, column month",
        "row 2, column post",
        "row 2, column paid_gross",
        "row 3, column paid_gross",
        "nowhere",
    ):
        assert said in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--entity", "district_months"), "did you mean district_month?"),
        (("--entity", "district_month", "--district", "xuanwo"), "did you mean xuanwu?"),
        (("--entity", "district_month", "--district", "玄武区"), "did you mean xuanwu?"),
        (("--entity", "DISTRICT_MONTH"), "did you mean district_month?"),
        (("--entity", "district_month", "--only", "required_headcoun"), "did you mean required_headcount?"),
        (("--entity", "district_month", "--format", "parquet"), "needs -o"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(liuguan, tmp_path, arguments, said):  # type: ignore[no-untyped-def]
    done = liuguan("evaluate", given(tmp_path, DISTRICT + "a,xuanwu,2010-12,1,1,1\n"), *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_district_that_was_merged_away_is_named_with_its_successor(liuguan, tmp_path):  # type: ignore[no-untyped-def]
    done = liuguan("evaluate", given(tmp_path, "district,month\nbaixia,2013-03\n"), "--entity", "district_month")
    assert done.returncode == 2
    assert "qinhuai" in done.stderr


@pytest.mark.parametrize(
    ("entity", "text", "row"),
    [
        ("district_month", "month\n2013-02\n\n2013-03\n", 4),
        ("worker_month", "worker,month\na,2014-01\n", 2),
        ("candidate", "birth_date,hire_date\n1980-01-01,2013-04-01\n", 2),
    ],
)
def test_a_district_named_for_all_rows_is_held_to_its_days_too(liuguan, tmp_path, entity, text, row):  # type: ignore[no-untyped-def]
    done = liuguan("evaluate", given(tmp_path, text), "--entity", entity, "--district", "baixia")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"row {row}" in done.stderr
    assert "qinhuai" in done.stderr


def test_figures_of_a_district_without_any_row_since_the_law_are_empty(liuguan, tmp_path):  # type: ignore[no-untyped-def]
    file = given(tmp_path, "district,month\nxuanwu,2010-11\nluhe,2010-10\n")
    done = liuguan("evaluate", file, "--entity", "worker_month", "--only", "minimum_wage")
    assert (done.returncode, done.stdout.splitlines()[1:]) == (0, [",xuanwu,2010-11,", ",luhe,2010-10,"])
    assert "2 rows lie before 2010-12" in done.stderr


@pytest.mark.parametrize(
    ("entity", "text", "only"),
    [
        ("candidate", "birth_date,hire_date\n1980-01-01,2012-01-01\n", "age_met"),
        ("item_month", "worker,month,item\na,2012-01,R01\n", "wage_floor"),
    ],
)
def test_the_district_of_the_command_is_that_of_every_row(liuguan, tmp_path, entity, text, only):  # type: ignore[no-untyped-def]
    done = liuguan("evaluate", given(tmp_path, text), "--entity", entity, "--district", "luhe", "--only", only)
    assert done.stdout.splitlines()[1] in (",luhe,2012-01,true", ",luhe,2012-01,1425.00")


def test_beyond_known_law_is_empty_and_said(liuguan, tmp_path):  # type: ignore[no-untyped-def]
    file = given(tmp_path, "district,month\nxuanwu,2010-11\nxuanwu,2027-01\nxuanwu,2026-12\n")
    done = liuguan("evaluate", file, "--entity", "district_month", "--only", "minimum_wage")
    assert done.stdout.splitlines()[1:] == ["xuanwu,2010-11,", "xuanwu,2027-01,", "xuanwu,2026-12,2660.00"] or (
        [line.rpartition(",")[2] for line in done.stdout.splitlines()[1:]] == ["", "", "2660.00"]
    )
    assert "beyond known law" in done.stderr


def test_a_result_given_as_a_column_is_taken_and_noted(liuguan, tmp_path):  # type: ignore[no-untyped-def]
    file = given(tmp_path, "district,month,contribution_base_due\nxuanwu,2010-12,1583.00\n")
    done = liuguan("evaluate", file, "--entity", "worker_month", "--only", "employee_contributions")
    assert done.stdout.splitlines()[1].endswith(",184.13")
    assert "taken as given" in done.stderr


def test_parquet_and_xlsx_are_written_whole(liuguan, tmp_path):  # type: ignore[no-untyped-def]
    file = given(tmp_path, "district,month\nxuanwu,2010-12\n")
    for format_ in ("parquet", "xlsx"):
        out = tmp_path / f"out.{format_}"
        done = liuguan(
            "evaluate", file, "--entity", "district_month", "--only", "minimum_wage", "--format", format_, "-o", out
        )
        assert done.returncode == 0, done.stderr
        assert out.stat().st_size > 0
    assert pl.read_parquet(tmp_path / "out.parquet")["minimum_wage"].dtype == pl.Decimal(18, 2)


def test_a_plugin_s_refused_rule_is_exit_4_with_its_line(liuguan, tmp_path):  # type: ignore[no-untyped-def]
    plugin = tmp_path / "ours.py"
    plugin.write_text(
        "from liuguan import *\n@supplement(cites='II.5')\ndef half(paid_gross: Fen) -> Fen:\n    return paid_gross / 2\n",
        encoding="utf-8",
    )
    file = given(tmp_path, "district,month\nxuanwu,2010-12\n")
    done = liuguan("evaluate", file, "--entity", "worker_month", "--district", "xuanwu", "--plugin", plugin)
    assert done.returncode == 4
    assert "ours.py:4" in done.stderr


def test_explain_names_clause_parameter_date_and_status(liuguan, tmp_path):  # type: ignore[no-untyped-def]
    file = given(tmp_path, "district,month\nxuanwu,2011-02\n")
    done = liuguan("explain", file, "wage_floor", "--entity", "district_month", "--depth", "5")
    assert done.returncode == 0, done.stderr
    for said in ("1425.00", "II.2", "2011-02-01", "sourced"):
        assert said in done.stdout


def test_what_the_city_says_of_any_district_holds_where_none_is_named(liuguan, tmp_path):  # type: ignore[no-untyped-def]
    rows = "district,station,month,actual_migrants,rental_households,headcount\nxuanwu,a,2010-12,501,50,1\n,b,2010-12,1000,51,3\n,,2010-12,0,0,0\n"
    file = given(tmp_path, rows)
    done = liuguan("evaluate", file, "--entity", "station_month", "--only", "required_headcount,headcount_shortage")
    assert done.stdout.splitlines()[1:] == [",xuanwu,2010-12,2,1", ",,2010-12,2,0", ",,2010-12,0,0"]
    told = liuguan("explain", file, "required_headcount", "--entity", "station_month", "--row", "2")
    assert told.stdout.splitlines()[0].startswith("required headcount (required_headcount) = 2")


def test_a_blank_count_of_reports_is_unknown_and_not_none(liuguan, tmp_path):  # type: ignore[no-untyped-def]
    rows = (
        "id,district,month,item,done,fed_back\na,luhe,2010-12,R07,4,\nb,luhe,2010-12,R01,4,\nc,luhe,2010-12,R07,4,3\n"
    )
    done = liuguan("evaluate", given(tmp_path, rows), "--entity", "item_month", "--only", "units_counted")
    assert done.stdout.splitlines()[1:] == ["a,luhe,2010-12,", "b,luhe,2010-12,4", "c,luhe,2010-12,3"]

"""`office` as it is run on the first day: template, init, headers, and the to-fix list."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from tests.end_to_end.conftest import Run

PASSWORD = "a first password"


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "office.sqlite")


def filled(path: Path) -> None:
    """Fill a template with a street and a head."""
    book = openpyxl.load_workbook(path)
    for sheet, row in (("站点", ("梅园街道", "街道", None, "2010-01-01")), ("操作员", ("wang", "王某", "负责人"))):
        for column, value in enumerate(row, 1):
            book[sheet].cell(3, column, value)
    book.save(path)


def test_an_office_opens_from_the_template_and_again_without_harm(liuguan: Run, database: str, tmp_path: Path) -> None:
    done = liuguan("office", "template", "-o", "t.xlsx", "--district", "xuanwu")
    assert (done.returncode, done.stdout, done.stderr.strip()) == (0, "", "the template is in t.xlsx")
    filled(tmp_path / "t.xlsx")
    first = liuguan(
        "office", "init", "t.xlsx", "--format", "json", LIUGUAN_DATABASE_URL=database, LIUGUAN_FIRST_PASSWORD=PASSWORD
    )
    assert first.returncode == 0, first.stderr
    assert {r["table"]: r["changed"] for r in json.loads(first.stdout)["rows"]} == {"station": 1, "operator": 1}
    logged_in = {"LIUGUAN_DATABASE_URL": database, "LIUGUAN_OPERATOR": "wang", "LIUGUAN_PASSWORD": PASSWORD}
    again = liuguan("office", "init", "t.xlsx", "--format", "json", **logged_in)
    assert {r["changed"] for r in json.loads(again.stdout)["rows"]} == {0}


def test_a_dry_run_writes_nothing_and_problems_name_their_cells(liuguan: Run, database: str, tmp_path: Path) -> None:
    liuguan("office", "template", "-o", "t.xlsx", "--district", "xuanwu")
    filled(tmp_path / "t.xlsx")
    environment = {"LIUGUAN_DATABASE_URL": database, "LIUGUAN_FIRST_PASSWORD": PASSWORD}
    dry = liuguan("office", "init", "t.xlsx", "--dry-run", **environment)
    assert "a dry run" in dry.stderr
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    book["站点"]["B3"], book["操作员"]["C3"] = "街坊", "老板"
    book.save(tmp_path / "t.xlsx")
    wrong = liuguan("--lang", "zh", "office", "init", "t.xlsx", **environment)
    assert wrong.returncode == 2
    assert "站点!B3" in wrong.stderr
    assert "操作员!C3" in wrong.stderr


def test_without_a_workbook_a_district_and_a_head_are_enough(liuguan: Run, database: str) -> None:
    none = liuguan("office", "init", LIUGUAN_DATABASE_URL=database)
    assert none.returncode == 2
    silent = liuguan("office", "init", "--district", "xuanwu", "--operator", "wang:head", LIUGUAN_DATABASE_URL=database)
    assert "LIUGUAN_FIRST_PASSWORD" in silent.stderr
    role = liuguan("office", "init", "--district", "xuanwu", "--operator", "wang:boss", LIUGUAN_DATABASE_URL=database)
    assert "NAME:ROLE" in role.stderr
    done = liuguan(
        "office", "init", "--district", "xuanwu", "--operator", "wang:head", "--operator", "zhao:clerk",
        LIUGUAN_DATABASE_URL=database, LIUGUAN_FIRST_PASSWORD=PASSWORD,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_own_headers_are_kept_listed_and_forgotten(liuguan: Run, database: str) -> None:
    known = {"LIUGUAN_DATABASE_URL": database}
    assert (
        liuguan("office", "mapping", "set", "F2", "人员名称", "姓名", "--district", "xuanwu", **known).returncode == 0
    )
    wrong = liuguan("office", "mapping", "set", "F2", "人员名称", "没有此列", "--district", "xuanwu", **known)
    assert (wrong.returncode, "没有此列" in wrong.stderr) == (2, True)
    listed = liuguan("office", "mapping", "list", "--district", "xuanwu", "--format", "csv", **known)
    assert listed.stdout.splitlines()[1] == "F2,人员名称,姓名"
    liuguan("office", "mapping", "drop", "F2", "人员名称", "--district", "xuanwu", **known)
    assert liuguan("office", "mapping", "list", "--district", "xuanwu", **known).stdout == ""


def test_parked_rows_are_listed_and_closed(liuguan: Run, database: str, tmp_path: Path) -> None:
    path = tmp_path / "玄武区花名册.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["玄武区花名册"], ["姓名", "身份证号", "工号", "岗位", "到岗日期"],
        ["张三", "329999197504120010", "X01", "普通", "2009-01-05"],
        ["李四", "329999197504120029", "X02", "没有这岗", "2009-01-05"],
    ):  # fmt: skip
        sheet.append(row)
    book.save(path)
    known = {"LIUGUAN_DATABASE_URL": database}
    liuguan("import", path.name, "--park", "--fix-out", "fix", **known)
    assert openpyxl.load_workbook(tmp_path / "fix" / path.name).active["D4"].comment is not None
    listed = json.loads(liuguan("office", "fix", "list", "--district", "xuanwu", "--format", "json", **known).stdout)[
        "rows"
    ]
    cell = next(row for row in listed if row["place"].endswith("D4"))
    done = liuguan("office", "fix", "done", cell["id"], "--district", "xuanwu", **known)
    assert done.returncode == 0, done.stderr
    left = liuguan("office", "fix", "list", "--district", "xuanwu", "--format", "json", **known).stdout
    assert cell["id"] not in left
    assert liuguan("office", "fix", "drop", "zzz", "--district", "xuanwu", **known).returncode == 2

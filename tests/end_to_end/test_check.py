"""`check` over small folders: whole districts, bad files, and the code it ends with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

ROSTER = ["区县", "工号", "姓名", "身份证号", "性别", "出生日期", "文化程度", "岗位", "聘用日期", "到岗日期"]
PAY = ["区县", "月份", "姓名", "身份证号", "岗位", "应出勤天数", "计薪天数", "应发合计", "实发合计"]
SHEET = ["区县", "考核月份", "姓名", "身份证号", "总分", "等次", "考核单位", "被考核人签字"]
STAFFING = ["单位", "月份", "实有暂住人口", "出租户数", "应配", "实配", "缺额"]
ZHANG = "11010519491231002X"
SPAN = ("--from", "2010-12", "--to", "2010-12")


def one_district(net: str = "1500.00", migrants: int = 500, headcount: int = 1) -> dict[str, list[list[Any]]]:
    person = ["玄武区", "XW001", "张三", ZHANG, "女", "1949-12-31", "高中", "普通", "2010-12-01", "2010-12-01"]
    return {
        "花名册": [[*ROSTER], person],
        "月度考核表": [[*SHEET], ["玄武区", "2010-12", "张三", ZHANG, "92", "A", "区流管办", "张三"]],
        "工资发放表": [[*PAY], ["玄武区", "2010-12", "张三", ZHANG, "普通", 21, 21, net, net]],
        "配备情况表": [[*STAFFING], ["玄武区", "2010-12", migrants, 50, 1, headcount, 0]],
    }


def found(done: Any) -> list[dict[str, Any]]:
    told = json.loads(done.stdout)
    assert told["schema"] == 1
    return list(told["findings"])


def test_findings_carry_clause_figures_and_source(liuguan, workbook, tmp_path):  # type: ignore[no-untyped-def]
    workbook("xuanwu.xlsx", one_district(migrants=1200, headcount=0))
    done = liuguan("check", tmp_path / "files", *SPAN, "--format", "json")
    assert done.returncode == 1, done.stderr
    short = [f for f in found(done) if f["code"] == "STF001" and f["entity"] == "district_month"]
    assert [(f["severity"], f["clause"], f["month"]) for f in short] == [("violation", "I.7", "2010-12")]
    assert short[0]["figures"]["effective_headcount"] == "0"
    assert short[0]["parameters"]
    assert all(f["rulebook"] for f in found(done))


def test_no_id_number_stands_in_any_output(liuguan, workbook, tmp_path):  # type: ignore[no-untyped-def]
    workbook("xuanwu.xlsx", one_district(net="900.00"))
    for format_ in ("text", "json", "csv"):
        done = liuguan("check", tmp_path / "files", *SPAN, "--format", format_)
        assert ZHANG not in done.stdout + done.stderr
        assert "张三" not in done.stdout


def test_pay_under_the_minimum_wage_is_a_violation(liuguan, workbook, tmp_path):  # type: ignore[no-untyped-def]
    workbook("xuanwu.xlsx", one_district(net="900.00"))
    done = liuguan("check", tmp_path / "files", *SPAN, "--format", "json")
    assert any(f["severity"] == "violation" and "II.12" in f["clause"] for f in found(done))


def test_a_bad_file_is_a_finding_and_the_other_districts_are_whole(liuguan, workbook, tmp_path):  # type: ignore[no-untyped-def]
    workbook("xuanwu.xlsx", one_district())
    broken = one_district()
    broken["工资发放表"][1][5] = "many"
    broken["花名册"][1][5] = "1949-02-31"
    for rows in broken.values():
        for row in rows[1:]:
            row[0] = "六合区"
    workbook("luhe.xlsx", broken)
    done = liuguan("check", tmp_path / "files", *SPAN, "--format", "json")
    assert done.returncode == 2
    told = found(done)
    assert {f["district"] for f in told} >= {"xuanwu", "luhe"}
    unread = [f for f in told if f["district"] == "luhe"]
    assert {f["code"] for f in unread} == {"FIL001"}
    assert len(unread) >= 2
    assert "many" in done.stderr
    assert "1949-02-31" in done.stderr


@pytest.mark.parametrize(
    "content", [b"", b"not a workbook at all", b"PK\x03\x04 broken"], ids=["0 bytes", "text", "broken zip"]
)
def test_a_file_that_is_no_workbook_is_exit_2(liuguan, workbook, tmp_path, content):  # type: ignore[no-untyped-def]
    workbook("xuanwu.xlsx", one_district())
    (tmp_path / "files" / "luhe.xlsx").write_bytes(content)
    done = liuguan("check", tmp_path / "files", *SPAN)
    assert done.returncode == 2
    assert "luhe.xlsx" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_standard_beside_the_workbooks_is_used(liuguan, workbook, tmp_path):  # type: ignore[no-untyped-def]
    workbook("xuanwu.xlsx", one_district())
    standards = tmp_path / "files" / "standards"
    standards.mkdir()
    (standards / "xuanwu.toml").write_text('[district]\nid = "xuanwu"\n[[no_such_node]]\nx = 1\n', encoding="utf-8")
    done = liuguan("check", tmp_path / "files", *SPAN, "--format", "json")
    assert done.returncode == 4
    assert any(f["code"] == "STD901" for f in found(done))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--from", "2010-12", "--to", "2010-11"), 2),
        (("--from", "Dec 2010", "--to", "2010-11"), 2),
        ((*SPAN, "--district", "xuanwo"), 2),
        ((*SPAN, "--fail-on", "grave"), 2),
    ],
)
def test_wrong_options_are_exit_2(liuguan, tmp_path: Path, arguments, code):  # type: ignore[no-untyped-def]
    (tmp_path / "files").mkdir()
    assert liuguan("check", tmp_path / "files", *arguments).returncode == code


def test_an_empty_folder_says_so(liuguan, tmp_path):  # type: ignore[no-untyped-def]
    (tmp_path / "files").mkdir()
    done = liuguan("check", tmp_path / "files", *SPAN)
    assert done.returncode == 2
    assert "no workbooks" in done.stderr

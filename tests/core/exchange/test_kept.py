"""What the records keep of a form beside what rules read: texts as written, days and counts in their kind."""

from __future__ import annotations

import datetime
from pathlib import Path

import polars as pl

from liuguan.exchange.forms import Form
from liuguan.exchange.gathering import Gathered, gather
from liuguan.exchange.places import Districts
from liuguan.exchange.reading import read_form

from .conftest import UNITS, City, write_workbook

HEADERS = ["姓名", "身份证号", "期次", "组织单位", "培训日期", "成绩", "证号", "发证日期", "备注"]
ROW = [
    "张三",
    "329999197504120010",
    "第１期",
    " 玄武区流管办（代） ",
    "2010.11.5",
    "85",
    "宁流〔2010〕1",
    "2010-11-30",
    "ＡＢ",
]


def read(folder: Path, forms: tuple[Form, ...], *rows: list[str]) -> tuple[Gathered, pl.DataFrame]:
    write_workbook(folder / "玄武区培训持证台账.xlsx", {"台账": [HEADERS, *rows]})
    gathered = gather(folder, forms, Districts(UNITS), only=None, progress=None)
    form = next(f for f in forms if f.code == "F6")
    return gathered, read_form(gathered, form, pl.concat(gathered.rows["F6"]))


def test_texts_are_kept_as_they_were_written(tmp_path: Path, forms: tuple[Form, ...]) -> None:
    _, rows = read(tmp_path, forms, ROW)
    kept = rows.select("@kept_course", "@kept_organiser", "@kept_number", "@kept_note").row(0)
    assert kept == ("第１期", "玄武区流管办（代）", "宁流〔2010〕1", "ＡＢ")
    assert rows["trained_by_district"].to_list() == [True]


def test_a_kept_day_is_a_day(tmp_path: Path, forms: tuple[Form, ...]) -> None:
    _, rows = read(tmp_path, forms, ROW)
    assert rows["@kept_trained_on"].to_list() == [datetime.date(2010, 11, 5)]


def test_a_kept_cell_that_cannot_be_read_is_a_notice_and_keeps_nothing_from_being_judged(
    tmp_path: Path, forms: tuple[Form, ...]
) -> None:
    gathered, rows = read(tmp_path, forms, [*ROW[:4], "去年秋天", *ROW[5:]])
    assert rows["@kept_trained_on"].to_list() == [None]
    assert gathered.problems == []
    assert "台账!E2" in str(gathered.notices[0][1])


def test_a_form_that_no_rule_reads_is_recognised_and_judges_nothing(city: City) -> None:
    rows = [["检查编号", "检查方式", "检查日期", "检查组", "抽查数"], ["A1", "暗查", "2010-12-20", "一组", "12"]]
    write_workbook(city.folder / "玄武区" / "玄武区暗查反查记录.xlsx", {"记录": rows})
    found = city.read()
    assert found.problems == {}
    assert next(f for f in found.files if "暗查" in f.path).forms == ("F7",)

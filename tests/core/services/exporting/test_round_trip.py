"""A sample city imported, exported, and imported again into other records: the same rows and the same facts."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from tests.core.records.conftest import LONG

from liuguan.district import City
from liuguan.exchange.out.separated import save_separated
from liuguan.exchange.out.workbook import save_workbook
from liuguan.records.base import Version
from liuguan.records.facts import read_facts
from liuguan.records.frames import read_frame
from liuguan.records.migrate import prepare
from liuguan.records.store import Store
from liuguan.records.tables import (
    AssessmentItem,
    AssessmentSheet,
    Assignment,
    Certificate,
    DutyMonth,
    PayLine,
    PayRun,
    Population,
    Worker,
)
from liuguan.sample.generate import generate
from liuguan.services.exporting import Asked, export
from liuguan.services.importing import import_files, read_files
from liuguan.services.office import Office

FIRST = 2010 * 12 + 11
LAST = FIRST + 11
KEPT: tuple[type[Version], ...] = (
    Assignment, AssessmentItem, AssessmentSheet, Certificate, DutyMonth, PayLine, PayRun, Population,
)  # fmt: skip
FORMS = ("F2", "F3", "F4", "F5", "F6", "F10")
ABOUT_FILES = ("source", "changed")
"""Columns that say where a row was read, and in what order of columns."""

WORKERS = 400 if LONG else 130

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


@pytest.fixture(scope="module")
def city() -> City:
    return City()


def office(folder: Path, city: City) -> Office:
    store = Store(str(folder / "office.sqlite"))
    prepare(store)
    return Office(store, city)


def taken_in(made: Office, folder: Path) -> None:
    """Import a folder; nothing of it may be turned away."""
    with made.reading() as session:
        readout = read_files(made.city, session, [folder])
    report = import_files(made, readout)
    assert [d.problem for d in report.doubts] == []
    assert {f.outcome.value for f in report.files} == {"taken"}


def written_out(made: Office, folder: Path, ending: str) -> None:
    """Every form of every district."""
    folder.mkdir()
    for district in made.city.config.ids():
        for form in FORMS:
            asked = Asked(district=district, first_month=FIRST, last_month=LAST, full=True)
            document = export(made, form, asked, flat=ending == "csv")
            if document.rows:
                save = save_separated if ending == "csv" else save_workbook
                save(document, folder / f"{district}-{form}.{ending}")


def kept(made: Office) -> dict[str, pl.DataFrame]:
    """All current rows, people by their ID number, without what speaks of files."""
    with made.reading() as session:
        connection = session.connection()
        people = read_frame(connection, Worker, order=("id",))
        by_number = people.select(pl.col("id").alias("worker"), pl.coalesce("id_number", "name").alias("@person"))
        found = {"worker": people.select("id_number", "id_number_as_written", "name", "name_search")}
        for model in KEPT:
            rows = read_frame(connection, model)
            if "worker" in rows.columns:
                rows = rows.join(by_number, on="worker", how="left").drop("worker")
            found[str(model.__tablename__)] = rows.drop(ABOUT_FILES, strict=False)
    return {name: rows.select(sorted(rows.columns)).sort(sorted(rows.columns)) for name, rows in found.items()}


def facts(made: Office) -> dict[str, pl.DataFrame]:
    """What the rules see of all districts, people by their staff number, without sources."""
    with made.reading() as session:
        read = read_facts(session, made.city.config.ids(), first_month=FIRST, last_month=LAST)
    plain = {entity: f.drop("source", "worker", strict=False) for entity, f in read.items()}
    return {entity: f.select(sorted(f.columns)).sort(sorted(f.columns)) for entity, f in plain.items()}


@pytest.mark.parametrize(("seed", "ending"), [(1, "xlsx"), (2, "csv")])
def test_what_was_imported_comes_back_and_is_judged_alike(city: City, tmp_path: Path, seed: int, ending: str) -> None:
    generate(city, tmp_path / "sample", seed=seed, workers=WORKERS, first_month=FIRST)
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
    before, after = office(tmp_path / "before", city), office(tmp_path / "after", city)
    taken_in(before, tmp_path / "sample")
    written_out(before, tmp_path / "out", ending)
    taken_in(after, tmp_path / "out")
    there, again = kept(before), kept(after)
    for name, rows in there.items():
        assert rows.height, name
        assert rows.equals(again[name]), name
    seen, seen_again = facts(before), facts(after)
    assert seen.keys() == seen_again.keys()
    for entity, rows in seen.items():
        assert rows.equals(seen_again[entity]), entity
    if ending == "xlsx":
        compared = cells_compared(tmp_path / "sample", tmp_path / "out")
        assert compared > 10_000
    before.store.close()
    after.store.close()


# ---- cell by cell, by a reader that knows nothing of the program's own

PLAIN = {
    "花名册": ("F2", ("街道", "中心站/社区", "姓名", "身份证号", "性别", "出生日期", "文化程度", "岗位", "聘用日期", "到岗日期",
                      "离岗日期", "上岗日期", "合同签订日期", "社区主任", "社区民警", "备注")),
    "工资发放表": ("F4", ("中心站/社区", "姓名", "身份证号", "应出勤天数", "计薪天数", "基本工资", "工龄年限", "工龄工资", "星级",
                          "星级工资", "绩效工资", "奖励", "加班费", "应发合计", "缴费基数", "实发合计")),
    "培训持证台账": ("F6", ("姓名", "身份证号", "期次", "组织单位", "成绩", "证号", "发证日期", "持有上岗证", "备注")),
    "配备情况表": ("F5", ("实有暂住人口", "出租户数", "应配", "实配", "缺额", "是否放宽", "批准文号", "登记率", "办证率", "备注")),
    "月度考核表": ("F3", ("中心站/社区", "姓名", "身份证号", "总分", "等次", "考核单位", "加分", "虚假数据条数")),
    "勤务汇总表": ("F10", ("中心站/社区", "姓名", "身份证号", "应出勤天数", "无薪假天数", "走访次数", "备注")),
}  # fmt: skip
SAME = {"政府部门": "部门", "无": ""}


def cells_compared(sample: Path, out: Path) -> int:
    """Compare the workbooks of the districts whose sample is in .xlsx files of one form each; how many cells."""
    count = 0
    names = {"玄武区": "xuanwu", "鼓楼区": "gulou", "六合区": "luhe", "江宁区": "jiangning", "栖霞区": "qixia"}
    for name, district in names.items():
        for path in sorted((sample / name).glob("*.xlsx")) if (sample / name).is_dir() else ():
            found = next(((form, headers) for title, (form, headers) in PLAIN.items() if title in path.name), None)
            if found is None:
                continue
            form, headers = found
            before, after = dict(rows_of(path, headers)), dict(rows_of(out / f"{district}-{form}.xlsx", headers))
            assert before.keys() <= after.keys(), (path.name, before.keys() - after.keys())
            for key, row in before.items():
                for header, cell in row.items():
                    assert after[key].get(header, "") == cell, (path.name, key, header)
                    count += 1
    return count


def rows_of(path: Path, headers: tuple[str, ...]) -> Iterator[tuple[tuple[str, str], Mapping[str, str]]]:
    """Rows by month and staff number (of F5 the unit), each with its cells; of a row that stands twice the first."""
    seen: set[tuple[str, str]] = set()
    for sheet in openpyxl.load_workbook(path, data_only=True).worksheets:
        rows = [[plain(c) for c in row] for row in sheet.iter_rows(values_only=True)]
        head = next((i for i, row in enumerate(rows[:6]) if "姓名" in row or "单位" in row), None)
        if head is None:
            continue
        month = next(iter(re.findall(r"(20\d\d)年0?(\d+)月", sheet.title + "".join(rows[0]))), ("", ""))
        own = rows[head].index("工号" if "工号" in rows[head] else "单位")
        for row in rows[head + 1 :]:
            key = ("-".join(month), row[own])
            if not row[own] or row[own].startswith(("工号", "单位", "制表")) or key in seen:
                continue
            seen.add(key)
            yield key, {h: row[rows[head].index(h)] for h in headers if h in rows[head]}


def plain(cell: Any) -> str:
    """A cell as what it says: days in ISO, numbers without needless decimals, half-width."""
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, int | float):
        return f"{cell:.2f}".rstrip("0").rstrip(".")
    text = str(cell).strip().translate({ord("０") + i: ord("0") + i for i in range(10)})
    day = re.fullmatch(r"(\d{4})[年.\-](\d{1,2})[月.\-](\d{1,2})日?", text)
    if day:
        return f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}"
    percent = re.fullmatch(r"(\d+)\.(\d+)%", text)
    if percent:
        return f"{float(text[:-1]):.2f}%"
    return SAME.get(text, text)

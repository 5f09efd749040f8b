"""Builders of files as offices make them."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import xlsxwriter

from liuguan.exchange.forms import Form, forms_of
from liuguan.exchange.intake import Intake, read_city
from liuguan.exchange.places import Districts

ROOT = Path(__file__).parents[3]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
Rows: TypeAlias = Sequence[Any]


@dataclass(frozen=True)
class Unit:
    id: str
    name_zh: str
    name_en: str
    aliases: tuple[str, ...] = ()
    valid_from: datetime.date = datetime.date(2003, 1, 1)
    valid_to: datetime.date = datetime.date.max
    successor: str = ""


MERGER = datetime.date(2013, 3, 28)
UNITS = (
    Unit("xuanwu", "玄武区", "Xuanwu", ("玄武",)),
    Unit("gulou", "鼓楼区", "Gulou", ("鼓楼",)),
    Unit("baixia", "白下区", "Baixia", ("白下",), valid_to=MERGER, successor="qinhuai"),
    Unit("qinhuai", "秦淮区", "Qinhuai", ("秦淮",), valid_to=MERGER),
    Unit("qinhuai", "秦淮区", "Qinhuai", ("秦淮",), valid_from=MERGER),
)


def id_number(number: int, born: str = "19750412") -> str:
    """A valid ID number that belongs to nobody: its area code was never given out."""
    body = f"329999{born}{number:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def write_workbook(path: Path, sheets: Mapping[str, Rows], merges: Mapping[str, Sequence[str]] | None = None) -> Path:
    """Sheets from rows of cells; None leaves a cell blank, dates become date cells, texts stay texts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at in (merges or {}).get(name, ()):
            sheet.merge_range(at, "")
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if isinstance(cell, datetime.date):
                    sheet.write_datetime(i, j, datetime.datetime(cell.year, cell.month, cell.day), date)  # noqa: DTZ001
                elif isinstance(cell, bool):
                    sheet.write_boolean(i, j, cell)
                elif isinstance(cell, int | float):
                    sheet.write_number(i, j, cell)
                elif cell is not None:
                    sheet.write_string(i, j, str(cell))
    book.close()
    return path


@pytest.fixture(scope="session")
def forms() -> tuple[Form, ...]:
    file = ROOT / "plugins" / "liuguan_nanjing" / "city" / "forms.toml"
    return forms_of(tomllib.loads(file.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def districts() -> Districts:
    return Districts(UNITS, ["花名册", "工资"])


DECEMBER = 2010 * 12 + 11
ROSTER_HEAD = [
    "序号",
    "中心站/社区",
    "工号",
    "姓名",
    "性别",
    "身份证号",
    "文化程度",
    "岗位",
    "到岗日期",
    "离岗日期",
]
PAYROLL_HEAD = ["序号", "姓名", "身份证号", "应出勤天数", "计薪天数", "基本工资", "应发合计", "实发合计"]
STAFFING_HEAD = ["单位", "月份", "实有暂住人口", "出租户数", "实配"]
ASSESSMENT_HEAD = ["姓名", "工号", "考核月份", "总分", "等次"]


class City:
    """A folder with one small district, complete and right; a test then changes one file."""

    def __init__(self, folder: Path, forms: tuple[Form, ...]) -> None:
        self.folder, self.forms = folder, forms

    def roster(
        self,
        rows: Rows,
        *,
        head: Sequence[str] = ROSTER_HEAD,
        file: str = "xuanwu/花名册.xlsx",
        title: str = "玄武区专职人员花名册",
    ) -> None:
        write_workbook(self.folder / file, {"花名册": [[title], head, *rows]})

    def payroll(
        self,
        rows: Rows,
        *,
        head: Sequence[str] = PAYROLL_HEAD,
        file: str = "xuanwu/工资.xlsx",
        title: str = "南京市玄武区2010年12月工资发放表",
    ) -> None:
        write_workbook(self.folder / file, {"12月": [[title], head, *rows]})

    def assessment(self, rows: Rows, *, head: Sequence[str] = ASSESSMENT_HEAD, file: str = "xuanwu/考核.xlsx") -> None:
        write_workbook(self.folder / file, {"考核": [["玄武区月度考核表"], head, *rows]})

    def staffing(self, rows: Rows, *, head: Sequence[str] = STAFFING_HEAD, file: str = "xuanwu/配备.xlsx") -> None:
        write_workbook(self.folder / file, {"配备": [["玄武区配备情况表"], head, *rows]})

    def complete(self) -> None:
        self.roster(
            [
                [1, "梅园", "X01", "张三", "男", id_number(1), "高中", "普通", "2009-01-05", None],
                [2, "梅园", "X02", "李四", "女", id_number(2), "大专", "录入", "2010年1月5日", None],
            ]
        )
        self.payroll(
            [
                [1, "张三", id_number(1), 21, 21, 1200, 1384.13, 1200],
                [2, "李四", id_number(2), 21, 20, "1300.00", "1384.13", "1200"],
            ]
        )
        self.assessment([["张三", "X01", "2010-12", 92.5, "合格"], ["李四", "X02", "2010.12", 88, "合格"]])
        self.staffing([["玄武区", "2010-12", 900, 80, 2], ["梅园", "2010-12", 900, 80, 2]])

    def read(self, *, first: int = DECEMBER, last: int = DECEMBER, only: Sequence[str] | None = None) -> Intake:
        return read_city(self.folder, forms=self.forms, districts=UNITS, first_month=first, last_month=last, only=only)


@pytest.fixture
def city(tmp_path: Path, forms: tuple[Form, ...]) -> City:
    made = City(tmp_path, forms)
    made.complete()
    return made


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    def make(
        sheets: Mapping[str, Rows], merges: Mapping[str, Sequence[str]] | None = None, name: str = "book.xlsx"
    ) -> Path:
        return write_workbook(tmp_path / name, sheets, merges)

    return make

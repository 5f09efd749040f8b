"""The setup workbook of an office: its own sheets (district, stations, operators) beside forms that importers read.

The same description writes the empty workbook and reads the filled one. What is wrong is told cell by cell, all at
once; nothing is guessed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from liuguan.errors import Problem, Text, Words
from liuguan.exchange.archive import Refused
from liuguan.exchange.cells import Cell, clean_text, stored
from liuguan.exchange.forms import header_key
from liuguan.exchange.reasons import expected, one_of, row_of, shown, unopened
from liuguan.exchange.sheets import Sheet, cell_name, read_book
from liuguan.language.kinds import DATE

HEADER_WITHIN = 5
STATION_KINDS = {"街道": "street", "中心站": "central", "社区": "community", "村": "community"}
ROLES = {
    "经办人": "clerk", "负责人": "head", "考核员": "assessor", "市级经办人": "city_officer",
    "市级审批人": "city_approver",
}  # fmt: skip
FORMS = ("F5", "F2", "F6")
"""Forms whose sheets a setup workbook has: counts, people with what holds of them, certificates."""
_DAY = Cell(kind=DATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column of an own sheet: its header, what it means, an example, and words to choose from."""

    name: str
    header: str
    means: Text
    example: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    is_day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSheet:
    """A sheet that only the setup workbook has."""

    name: str
    means: Text
    fields: tuple[Field, ...]


DISTRICT = OwnSheet(
    name="区县", means=Text("本工作簿属于哪个区县,只填一行", "which district the workbook is of; one row"),
    fields=(
        Field(name="district", header="区县代号", required=True, example="xuanwu",
              means=Text("区县代号或名称", "id or name of the district")),
    ),
)  # fmt: skip
STATIONS = OwnSheet(
    name="站点", means=Text("街道、中心站和社区,上级先列", "streets, central stations and communities"),
    fields=(
        Field(name="name", header="站点名称", required=True, example="梅园新村街道中心站",
              means=Text("名称,与花名册所写一致", "name, as the roster writes it")),
        Field(name="kind", header="站点类型", required=True, words=STATION_KINDS, example="中心站",
              means=Text("街道、中心站或社区", "street, central station or community, in the words of the list")),
        Field(name="parent", header="上级站点", example="梅园新村街道",
              means=Text("所属街道或中心站", "the street or central station that it belongs to")),
        Field(name="valid_from", header="设立日期", required=True, is_day=True, example="2010-12-01",
              means=Text("自哪一天起存在", "the first day on which it exists")),
        Field(name="valid_to", header="撤销日期", is_day=True, example="",
              means=Text("自哪一天起不再存在;仍在则空", "the first day on which it no longer exists; else empty")),
    ),
)  # fmt: skip
OPERATORS = OwnSheet(
    name="操作员", means=Text("谁使用本程序;不在此填写密码", "who uses the program; no passwords here"),
    fields=(
        Field(name="name", header="登录名", required=True, example="wang.head",
              means=Text("登录时用的名称", "the name to log in with")),
        Field(name="full_name", header="操作员姓名", example="王某", means=Text("姓名", "the person's name")),
        Field(name="role", header="角色", required=True, words=ROLES, example="负责人",
              means=Text("经办人、负责人、考核员;市级另有两种", "clerk, head, assessor or a city role, as listed")),
        Field(name="station", header="考核站点", example="",
              means=Text("考核员所在站点", "the station of an assessor")),
    ),
)  # fmt: skip
OWN = (DISTRICT, STATIONS, OPERATORS)
Row = dict[str, str | datetime.date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of an own sheet with where it stands."""

    sheet: str
    row: int
    values: Row

    def where(self) -> Text:
        return Text.joined((self.sheet, row_of(self.row)), "!")


@dataclass(slots=True, kw_only=True)
class Setup:
    """What the own sheets of a workbook say, and what is wrong with them."""

    file: str
    sha256: str = ""
    lines: dict[str, list[Line]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def of(self, sheet: OwnSheet) -> Sequence[Line]:
        return self.lines.get(sheet.name, ())

    def problem(self, where: Words, found: Words, wanted: Words) -> None:
        self.problems.append(Problem(file=self.file, where=where, found=found, expected=wanted))


def read_setup(path: Path) -> Setup:
    """Read the own sheets of a setup workbook; a sheet that is not there says nothing."""
    setup = Setup(file=path.name)
    try:
        book = read_book(path)
    except Refused as e:
        setup.problem("", e.found, e.expected)
        return setup
    except OSError as e:
        setup.problem("", *unopened(e))
        return setup
    setup.sha256 = book.sha256
    sheets = {s.name: s for s in book.sheets}
    if not any(own.name in sheets for own in OWN):
        names = "、".join(own.name for own in OWN)
        template = Text(f"含 {names} 工作表的设置工作簿", f"a setup workbook with the sheets {names}")
        setup.problem("", Text("不是设置工作簿", "not a setup workbook"), template)
    for own in OWN:
        if own.name in sheets:
            setup.lines[own.name] = list(_lines(setup, own, sheets[own.name]))
    return setup


def _lines(setup: Setup, own: OwnSheet, sheet: Sheet) -> Iterator[Line]:
    head, columns = _header(own, sheet)
    missing = [f for f in own.fields if f.required and f.name not in columns]
    if missing:
        named = "、".join(f.header for f in missing)
        none = Text(f"没有“{named}”列", f"no column {named}")
        setup.problem(own.name, none, Text("模板中的表头", "the headers of the template"))
        return
    for row, cells in enumerate(sheet.grid.iter_rows(), 1):
        texts = {name: clean_text(cells[i]) for name, i in columns.items()}
        if row <= head or not any(texts.values()):
            continue
        yield Line(sheet=own.name, row=row, values=dict(_values(setup, own, row, texts, columns)))


def _header(own: OwnSheet, sheet: Sheet) -> tuple[int, dict[str, int]]:
    """The row of the header, from 1, and the place of each field in a row; nothing where there is none."""
    names = {header_key(f.header): f.name for f in own.fields}
    best: tuple[int, dict[str, int]] = (0, {})
    for row, cells in enumerate(sheet.grid.head(HEADER_WITHIN).iter_rows(), 1):
        found = {names[key]: i for i, cell in enumerate(cells) if (key := header_key(cell)) in names}
        if len(found) > len(best[1]):
            best = (row, found)
    return best


def _values(
    setup: Setup, own: OwnSheet, row: int, texts: Mapping[str, str | None], columns: Mapping[str, int]
) -> Iterator[tuple[str, str | datetime.date | None]]:
    for f in own.fields:
        text = texts.get(f.name)
        where = f"{own.name}!{cell_name(row, columns[f.name])}" if f.name in columns else own.name
        value: str | datetime.date | None = text
        if text is None and f.required:
            setup.problem(where, Text("空单元格", "an empty cell"), f.means)
        elif text is not None and f.words:
            value = f.words.get(text, text if text in f.words.values() else None)
            if value is None:
                setup.problem(where, shown(text), one_of(f.words))
        elif text is not None and f.is_day:
            value = pl.DataFrame({"t": [text]}).select(stored(pl.col("t"), _DAY)).item()
            if value is None:
                setup.problem(where, shown(text), expected(text, _DAY))
        yield f.name, value

"""Writing the forms as offices keep them: titles, merged headers, subtotals, blank rows, signatures, GBK CSV."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import xlsxwriter

from liuguan.language.functions import first_day
from liuguan.sample import layouts
from liuguan.sample.figures import Figures
from liuguan.sample.layouts import Cell, Column, Page
from liuguan.sample.offices import Office
from liuguan.sample.people import Person
from liuguan.sample.tables import Rows

TITLES = {
    "F2": "专职流动人口服务管理工作人员花名册",
    "F3": "月度考核表",
    "F4": "工资发放表",
    "F5": "配备情况表",
    "F6": "培训持证台账",
    "F10": "勤务汇总表",
}
MONTHLY = ("F3", "F4", "F10")
AS_CSV = ("F4", "F10")
MANY_ROWS = 2_000
WRITTEN_ON = datetime.datetime(2011, 12, 1, tzinfo=datetime.UTC)
_SIGNATURE = "制表：样本　　审核：样本　　负责人：样本　　SAMPLE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file of the sample and how many rows of facts it holds."""

    path: Path
    rows: int


def write_office(office: Office, figures: Figures, folder: Path) -> list[Written]:
    """All workbooks of a district: one for everything, or one or more for each form in a folder of its own."""
    name, mark = office.unit.name_zh, figures.mark
    pages = {
        "F2": [_roster(office, mark)],
        "F6": [_certificates(office, mark)],
        "F5": list(_staffing(office, mark)),
        **{form: [_monthly(office, figures, form, m) for m in office.span] for form in MONTHLY},
    }
    if office.figures.books == "one":
        for form, found in pages.items():
            for page in found if len(found) > 1 else ():
                page.name = f"{TITLES[form]}{page.name}"
        path = folder / f"{mark['en']}_{name}_流管专职人员台账.xlsx"
        return [_workbook(path, [page for found in pages.values() for page in found], mark)]
    target = folder / name
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for form, found in pages.items():
        stem = f"{mark['en']}_{name}_{form}{TITLES[form]}" if form != "F2" else f"{mark['en']}_{name}_F2花名册"
        written += _form_files(office, form, found, target / stem, mark)
    return written


def _form_files(office: Office, form: str, pages: list[Page], stem: Path, mark: Mapping[str, str]) -> list[Written]:
    """The files of one form: a workbook a year, a workbook a month with a sheet a street, or a CSV file a month."""
    by_month = form in MONTHLY and (office.figures.books == "streets" or _is_csv(office, form))
    if not by_month:
        return [_workbook(stem.with_name(f"{stem.name}.xlsx"), pages, mark)]
    if _is_csv(office, form):
        return [_csv(stem.with_name(f"{stem.name}_{page.name}.csv"), page) for page in pages]
    return [
        _workbook(stem.with_name(f"{stem.name}_{page.name}.xlsx"), _by_street(office, page), mark) for page in pages
    ]


def _is_csv(office: Office, form: str) -> bool:
    return office.figures.books == "csv" and form in AS_CSV


def title(office: Office, form: str, mark: Mapping[str, str], month: int | None = None) -> str:
    """`（样本）南京市玄武区2010年12月工资发放表 SAMPLE`."""
    when = "" if month is None else f"{first_day(month).year}年{first_day(month).month}月"
    return f"{mark['zh']}{office.city_zh}{office.unit.name_zh}{when}{TITLES[form]} {mark['en']}"


def _roster(office: Office, mark: Mapping[str, str]) -> Page:
    page = Page(name="花名册", title=title(office, "F2", mark), columns=layouts.roster_columns())
    listed = [p for p in office.people if p.on_roster]
    numbers = {p.staff_no: i for i, p in enumerate(listed, 1)}
    for station, people in layouts.by_station(listed).items():
        page.blocks.append((station, [layouts.roster_row(office, p, numbers[p.staff_no]) for p in people]))
    return page


def _certificates(office: Office, mark: Mapping[str, str]) -> Page:
    page = Page(name="持证台账", title=title(office, "F6", mark), columns=layouts.certificate_columns())
    rows = [layouts.certificate_row(office, p, i) for i, p in enumerate(office.people, 1)]
    page.blocks.append(("", rows))
    return page


def _staffing(office: Office, mark: Mapping[str, str]) -> Iterator[Page]:
    for month in office.span:
        page = Page(
            name=f"{first_day(month):%Y年%m月}",
            title=title(office, "F5", mark, month),
            columns=layouts.staffing_columns(),
        )
        rows = [
            layouts.staffing_row(office, s, partial(_look, office.stations, s, m))
            for s, m in office.stations.index if m == month
        ]  # fmt: skip
        whole = layouts.staffing_row(office, office.unit.name_zh, partial(_look, office.totals, office.id, month))
        page.blocks += [("", rows), ("", [whole])]
        yield page


def _look(rows: Rows, unit: str, month: int, name: str) -> Any:
    return rows.look(name, unit, month)


def _monthly(office: Office, figures: Figures, form: str, month: int) -> Page:
    if form == "F3":
        columns = layouts.assessment_columns(office, figures)
    else:
        columns = layouts.payroll_columns() if form == "F4" else layouts.duty_columns()
    page = Page(name=f"{first_day(month):%Y年%m月}", title=title(office, form, figures.mark, month), columns=columns)
    missing = office.without.get(form, set())
    number = 0
    there = [p for p in office.people if office.months.has(p.staff_no, month) and (p.staff_no, month) not in missing]
    for station, people in layouts.by_station(there).items():
        rows = []
        for person in people:
            number += 1
            rows += _rows(office, figures, form, person, month, number)
        page.blocks.append((station, rows))
    return page


def _rows(office: Office, figures: Figures, form: str, person: Person, month: int, number: int) -> list[list[Cell]]:
    place = office.months.at(person.staff_no, month)
    if form == "F4":
        return [layouts.payroll_row(office, person, place, number)]
    if form == "F10":
        return [layouts.duty_row(office, person, place, number)]
    row = layouts.assessment_row(office, figures, person, place, number)
    second = office.doubled.get((person.staff_no, month))
    if second is None:
        return [row]
    total = [c.header for c in layouts.assessment_columns(office, figures)].index("总分")
    return [row, [*row[:total], layouts.money(second), *row[total + 1 :]]]


def _by_street(office: Office, page: Page) -> list[Page]:
    street = {p.station: p.street for p in office.people}
    pages: dict[str, Page] = {}
    for station, rows in page.blocks:
        own = pages.setdefault(street[station], Page(name=street[station], title=page.title, columns=page.columns))
        own.blocks.append((station, rows))
    return list(pages.values())


# ---- writing


def _lines(page: Page) -> Iterator[tuple[str, list[Cell]]]:
    """The body of a page: facts, and after each block its subtotal, now and then a blank row; the total last."""
    width = len(page.columns)
    adding = [i for i, c in enumerate(page.columns) if c.adds]
    grand = [0.0] * width
    for nth, (_, rows) in enumerate(page.blocks):
        for row in rows:
            yield "fact", row
        if adding:
            sums = _sums(rows, adding)
            for i in adding:
                grand[i] += sums[i]
            yield "sum", _sum_row("小计", sums, adding, width)
        if nth % 3 == 2:
            yield "blank", [None] * width
    if adding:
        yield "sum", _sum_row("合计", grand, adding, width)


def _sums(rows: Sequence[Sequence[Cell]], adding: Sequence[int]) -> list[float]:
    sums = [0.0] * (max(adding) + 1)
    for row in rows:
        for i in adding:
            cell = row[i]
            if isinstance(cell, int | float):
                sums[i] += cell
    return sums


def _sum_row(word: str, sums: Sequence[float], adding: Sequence[int], width: int) -> list[Cell]:
    row: list[Cell] = [None] * width
    row[0] = word
    for i in adding:
        row[i] = round(sums[i], 2)
    return row


def _workbook(path: Path, pages: Sequence[Page], mark: Mapping[str, str]) -> Written:
    rows = sum(len(block) for page in pages for _, block in page.blocks)
    kept = (
        "constant_memory" if rows > MANY_ROWS else "in_memory"
    )  # temporary files cost more than they save on small books
    book = xlsxwriter.Workbook(str(path), {kept: True, "strings_to_urls": False})
    book.set_properties({
        "title": f"{mark['en']} {path.stem}", "subject": mark["en"], "author": mark["en"], "keywords": mark["en"],
        "comments": f"{mark['zh']}{mark['en']}", "created": WRITTEN_ON.replace(tzinfo=None),
    })  # fmt: skip
    formats = {
        "title": book.add_format({"bold": True, "align": "center"}),
        "head": book.add_format({"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1}),
        "money": book.add_format({"num_format": "0.00"}),
        "text": book.add_format({"num_format": "@"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    count = 0
    for page in pages:
        count += _sheet(book.add_worksheet(page.name), page, formats)
    book.close()
    return Written(path=path, rows=count)


def _sheet(sheet: Any, page: Page, formats: Mapping[str, Any]) -> int:
    width = len(page.columns)
    sheet.merge_range(0, 0, 0, width - 1, page.title, formats["title"])
    depth = _head(sheet, page.columns, formats["head"])
    sheet.freeze_panes(1 + depth, 0)
    money, plain, day = formats["money"], formats["text"], formats["day"]
    row, count = 1 + depth, 0
    for kind, cells in _lines(page):
        for i, cell in enumerate(cells):
            if cell is None:
                continue
            if isinstance(cell, str):
                sheet.write_string(row, i, cell, plain)
            elif isinstance(cell, float):
                sheet.write_number(row, i, cell, money)
            elif isinstance(cell, int):
                sheet.write_number(row, i, cell)
            else:
                sheet.write_datetime(row, i, datetime.datetime.combine(cell, datetime.time()), day)
        row += 1
        count += kind == "fact"
    sheet.write_string(row + 1, 0, _SIGNATURE)
    return count


def _head(sheet: Any, columns: Sequence[Column], form: Any) -> int:
    """One header row, or two with the groups merged over their columns; gives how many."""
    if not any(c.group for c in columns):
        for i, column in enumerate(columns):
            sheet.write_string(1, i, column.header, form)
        return 1
    i = 0
    leaves = []
    while i < len(columns):
        group = columns[i].group
        end = i
        while group and end + 1 < len(columns) and columns[end + 1].group == group:
            end += 1
        if group and end > i:
            sheet.merge_range(1, i, 1, end, group, form)
        elif group:
            sheet.write_string(1, i, group, form)
        else:
            sheet.write_string(1, i, columns[i].header, form)
        leaves += [(k, columns[k].leaf or columns[k].header) for k in range(i, end + 1) if group]
        i = end + 1
    for k, leaf in leaves:
        sheet.write_string(2, k, leaf, form)
    return 2


def _csv(path: Path, page: Page) -> Written:
    count = 0
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([page.title])
        writer.writerow([c.header for c in page.columns])
        for kind, cells in _lines(page):
            writer.writerow(["" if c is None else f"{c:.2f}" if isinstance(c, float) else str(c) for c in cells])
            count += kind == "fact"
        writer.writerow([_SIGNATURE])
    return Written(path=path, rows=count)

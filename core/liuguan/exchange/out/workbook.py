"""A document as an .xlsx workbook: texts as texts, numbers as numbers, headers frozen, lists to choose from, charts."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from liuguan.errors import ConfigError, Language, Text
from liuguan.exchange.guarding import begins_a_formula
from liuguan.exchange.out.cells import shown, totals
from liuguan.exchange.out.page import Chart, Column, Document, Page, Style
from liuguan.exchange.out.paper import FOOT, named_columns, page_breaks, set_up_paper
from liuguan.exchange.saving import replacing

MANY_CELLS = 500_000
"""From here on a workbook is written row by row, and headers are not merged over two rows."""
LONGEST_CELL = 32_767
"""UTF-16 units that a spreadsheet program holds in one cell."""
NARROWEST = 4
NARROW_TEXT = 12
"""On a sheet to be signed longer texts shrink, so that more columns stand on a page."""
_FIRST_SAFE_DAY = datetime.date(1900, 3, 1)  # before it spreadsheet programs count a day that never was
_LOOKED_AT = 200
_ONE_LINE = 8
_EVERYWHERE = "A1:XFD1048576"
_NUMBERS = {Style.WHOLE: "0", Style.MONEY: "0.00", Style.POINTS: "0.00"}


def save_workbook(document: Document, output: Path, *, language: Language = "zh") -> None:
    """Write a workbook; it appears whole or not at all.

    Raises:
        ConfigError: a text is longer than a cell, or the file cannot be written.
    """
    import xlsxwriter

    cells = sum(p.rows.height * len(p.columns) for p in document.pages)
    with replacing(output) as part:
        many = cells > MANY_CELLS
        book = xlsxwriter.Workbook(
            str(part), {"constant_memory": many, "strings_to_formulas": False, "strings_to_urls": False}
        )
        looks = _Looks(book)
        for page in document.pages:
            _Sheet(book, page, looks, merges_down=not many).write()
        for nth, chart in enumerate(document.charts, 1):
            _draw(book, chart, nth, looks, language)
        book.close()


class _Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:  # xlsxwriter ships no types
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def __call__(self, **properties: object) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_size": 10, "valign": "vcenter", **properties})
        return self._made[key]

    @property
    def title(self) -> Any:
        return self(bold=True, font_size=14, align="center")

    @property
    def head(self) -> Any:
        return self(bold=True, align="center", text_wrap=True, border=1, bg_color="#F2F2F2")

    def cell(self, column: Column, *, guarded: bool = False, bold: bool = False, signed: bool = False) -> Any:
        shape = _NUMBERS.get(column.style) or ("yyyy-mm-dd" if column.style is Style.DAY else "@")
        more: dict[str, object] = {"bold": True} if bold else {}
        if guarded:
            more["quote_prefix"] = True
        if column.style in (Style.PERCENT, Style.WORD, Style.DAY):
            more["align"] = "right" if column.style is Style.PERCENT else "center"
        if column.style is Style.TEXT:
            more["shrink" if signed else "text_wrap"] = True
        return self(num_format=shape, border=1, **more)


class _Sheet:
    """One page on its sheet, written from the top down."""

    def __init__(self, book: Any, page: Page, looks: _Looks, *, merges_down: bool) -> None:
        self.page, self.looks, self.merges_down = page, looks, merges_down
        self.sheet = book.add_worksheet(page.name)
        self.row = 0

    def write(self) -> None:
        page, sheet = self.page, self.sheet
        cells = shown(page.rows, page.columns)
        sums = totals(page.rows, page.columns)
        widths = _widths(page, [*cells.head(_LOOKED_AT).iter_rows(), *([sums] if sums else [])])
        for i, width in enumerate(widths):
            sheet.set_column(i, i, width)
        if page.signed:
            sheet.set_default_row(20)  # room to sign
        self._title()
        head = self.row
        self._head()
        sheet.freeze_panes(self.row, _frozen(page.columns))
        first = self.row
        for row in cells.iter_rows():
            self._heighten(row, widths)
            self._cells(row)
        if sums:
            self._cells(sums, bold=True)
        if page.rows.height and not page.is_deep:
            sheet.autofilter(first - 1, 0, first + page.rows.height - 1, len(page.columns) - 1)
        self._choices(first, first + page.rows.height - 1 + page.spare)
        if page.signed:
            aside = named_columns(page.columns) if page_breaks(page.columns, widths) else 0
            sheet.write_string(self.row + 1, aside, FOOT)  # on the first page only
            self.row += 2  # a blank row before it
        for note in page.notes:
            sheet.write_string(self.row, 0, note)
            self.row += 1
        sheet.ignore_errors({"number_stored_as_text": _EVERYWHERE})  # an ID number is no mistake
        set_up_paper(sheet, page, widths, head=head, body=first, last=self.row - 1)

    def _title(self) -> None:
        width = max(sum(c.prints for c in self.page.columns), 2)
        self.sheet.merge_range(self.row, 0, self.row, width - 1, self.page.title, self.looks.title)
        self.sheet.set_row(self.row, 24)
        self.row += 1
        for mark in self.page.marks:
            said = f"{mark.word.zh} {mark.word.en}:{mark.meaning.zh} / {mark.meaning.en}"
            self.sheet.write_string(self.row, 0, said, self.looks(bold=True, font_color="#C00000"))
            self.row += 1

    def _head(self) -> None:
        """One header row, or two with the groups merged over their columns."""
        columns, look = self.page.columns, self.looks.head
        if not self.page.is_deep:
            for i, column in enumerate(columns):
                self.sheet.write_string(self.row, i, column.header, look)
            self.sheet.set_row(self.row, 30)
            self.row += 1
            return
        for start, end, group in _groups(columns):
            label = group or columns[start].header
            if end > start:
                self.sheet.merge_range(self.row, start, self.row, end, label, look)
            elif not group and self.merges_down:
                self.sheet.merge_range(self.row, start, self.row + 1, start, label, look)
            else:
                self.sheet.write_string(self.row, start, label, look)
        for i, column in enumerate(columns):
            if column.group or not self.merges_down:
                self.sheet.write_string(self.row + 1, i, column.leaf if column.group else "", look)
        self.sheet.set_row(self.row, 30)
        self.sheet.set_row(self.row + 1, 30)
        self.row += 2

    def _heighten(self, row: Sequence[str | None], widths: Sequence[float]) -> None:
        """Room for texts that are broken over several lines."""
        broken = [
            -(-_width(text) // max(int(width) - 1, 1))
            for c, text, width in zip(self.page.columns, row, widths, strict=True)
            if text and c.style is Style.TEXT and len(text) >= width / 2
        ]
        if not self.page.signed and max(broken, default=1) > 1:
            self.sheet.set_row(self.row, min(13 * max(broken) + 3, 200))

    def _cells(self, row: Sequence[str | None], *, bold: bool = False) -> None:
        for i, (column, text) in enumerate(zip(self.page.columns, row, strict=True)):
            self._cell(i, column, text, bold=bold)
        self.row += 1

    def _cell(self, i: int, column: Column, text: str | None, *, bold: bool) -> None:
        sheet, row = self.sheet, self.row
        if text is None:
            sheet.write_blank(row, i, None, self.looks.cell(column))
        elif column.is_number and not (bold and i == 0):
            sheet.write_number(row, i, Decimal(text), self.looks.cell(column, bold=bold))
        elif column.style is Style.DAY and datetime.date.fromisoformat(text) >= _FIRST_SAFE_DAY:
            sheet.write_datetime(row, i, datetime.date.fromisoformat(text), self.looks.cell(column))
        else:
            if len(text.encode("utf-16-le", "replace")) > 2 * LONGEST_CELL:
                raise _too_long(self.page.name, column.header)
            guarded = begins_a_formula(text)
            look = self.looks.cell(column, guarded=guarded, bold=bold, signed=self.page.signed)
            sheet.write_string(row, i, text, look)

    def _choices(self, first: int, last: int) -> None:
        for i, column in enumerate(self.page.columns):
            if column.choices and last >= first and len(",".join(column.choices)) <= 255:
                self.sheet.data_validation(
                    first, i, last, i,
                    {"validate": "list", "source": list(column.choices), "error_type": "warning",
                     "error_title": "不在所列词中", "error_message": "请选所列的词,否则导入时会被退回"},
                )  # fmt: skip


def _groups(columns: Sequence[Column]) -> Iterator[tuple[int, int, str]]:
    """First and last column of each group, and of each column that has none."""
    start = 0
    while start < len(columns):
        end, group = start, columns[start].group
        while group and end + 1 < len(columns) and columns[end + 1].group == group:
            end += 1
        yield start, end, group
        start = end + 1


def _frozen(columns: Sequence[Column]) -> int:
    """Columns that stay in sight: up to the name, where that is near."""
    named = next((i for i, c in enumerate(columns) if c.sources[0] in ("name", "unit")), 0)
    return named + 1 if named < 6 else 0


def _widths(page: Page, rows: Iterable[Sequence[str | None]]) -> list[float]:
    """Widths that fit: the widest cell, or a header that is broken over two lines where it is long."""
    heads = [_width(c.leaf if c.group else c.header) for c in page.columns]
    wide = [
        max(head + 1 if head <= _ONE_LINE and not c.group else head / 2 + 1.5, 10 if c.signs else NARROWEST)
        for c, head in zip(page.columns, heads, strict=True)
    ]
    for row in rows:
        wide = [max(w, _width(text or "") + 1) for w, text in zip(wide, row, strict=True)]
    return [
        min(w, NARROW_TEXT if page.signed and c.style is Style.TEXT else c.widest)
        for c, w in zip(page.columns, wide, strict=True)
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text[:_LOOKED_AT])


def _too_long(sheet: str, header: str) -> ConfigError:
    long = Text(
        f"“{header}”列有超过 {LONGEST_CELL} 字的文字,工作簿放不下;请导出为 csv",
        f"a text in the column {header} has more than {LONGEST_CELL} characters, more than a cell holds; write csv",
    )
    return ConfigError([long], where=sheet)


def _draw(book: Any, chart: Chart, nth: int, looks: _Looks, language: Language) -> None:
    """A chart with the small table that it shows, on a sheet that no form is looked for on (说明)."""
    name = f"图表说明{nth if nth > 1 else ''}"
    sheet = book.add_worksheet(name)
    sheet.set_column(0, len(chart.columns) - 1, 14)
    for i, column in enumerate(chart.columns):
        sheet.write_string(0, i, column.header, looks.head)
    cells = shown(chart.rows, chart.columns)
    for at, row in enumerate(cells.iter_rows(), 1):
        for i, (column, text) in enumerate(zip(chart.columns, row, strict=True)):
            if text is None:
                sheet.write_blank(at, i, None, looks.cell(column))
            elif column.is_number:
                sheet.write_number(at, i, Decimal(text), looks.cell(column))
            else:
                sheet.write_string(at, i, text, looks.cell(column))
    lines = book.add_chart({"type": "line"})
    height = chart.rows.height
    for i, column in enumerate(chart.columns[1:], 1):
        lines.add_series({
            "name": column.header, "categories": [name, 1, 0, height, 0], "values": [name, 1, i, height, i],
            "marker": {"type": "automatic"},
        })  # fmt: skip
    lines.set_title({"name": chart.title.said(language), "name_font": {"size": 12}})
    lowest = {"min": 0} if chart.from_nothing else {}
    lines.set_y_axis({**lowest, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    lines.set_legend({"position": "bottom"})
    lines.set_size({"width": 860, "height": 380})
    lines.show_blanks_as("gap")
    sheet.insert_chart(height + 2, 0, lines)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)

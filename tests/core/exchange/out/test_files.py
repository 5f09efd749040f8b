"""Workbooks and CSV files that are written, opened again by the program's own reader and by another library."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuguan.errors import ConfigError, Text
from liuguan.exchange.guarding import guarded, guarded_column, unguarded, unguarded_column
from liuguan.exchange.out.page import NUMBER, Chart, Column, Document, Mark, Page, Style
from liuguan.exchange.out.separated import save_separated, separated
from liuguan.exchange.out.workbook import LONGEST_CELL, save_workbook
from liuguan.exchange.sheets import read_book

ID_NUMBER = "32999919750412001X"
COLUMNS = (
    Column(header="序号", sources=(NUMBER,), style=Style.WHOLE),
    Column(header="姓名", sources=("name",)),
    Column(header="身份证号", sources=("id_number",)),
    Column(header="到岗日期", sources=("employment_start",), style=Style.DAY),
    Column(header="登记率", sources=("percent",), style=Style.PERCENT),
    Column(
        header="岗位", sources=("post",), style=Style.WORD, words={("ordinary",): "普通"}, choices=("普通", "中心站")
    ),
    Column(header="实发合计", sources=("paid_net",), style=Style.MONEY, adds=True),
    Column(header="领款人签字", sources=("signed",), signs=True),
    Column(header="备注", sources=("note",), prints=False),
)
NAMES = [
    "=1+1",
    "+86",
    "-张",
    "@sum",
    "＝cmd",
    "\ttab",
    "'quoted",
    "'=quoted",
    "𠮷野",
    "１２３",
    "a\nb",
    "_x0041_",
    "-12",
]
FORMULA_BEGINS = tuple("=+-@\t\r\0＝＋－＠")


def page(rows: pl.DataFrame, **more: object) -> Page:
    given: dict[str, object] = {
        "code": "F4", "name": "2010年12月", "title": "南京市玄武区2010年12月工资发放表", "columns": COLUMNS, "rows": rows,
    }  # fmt: skip
    return Page(**{**given, **more})  # type: ignore[arg-type]


def rows(*names: str) -> pl.DataFrame:
    count = len(names)
    return pl.DataFrame(
        {
            "name": list(names), "id_number": [ID_NUMBER] * count, "employment_start": [datetime.date(2009, 1, 5)] * count,
            "percent": [50] * count, "post": ["ordinary"] * count, "paid_net": [120005] * count, "signed": [None] * count,
            "note": [None] * count,
        },
        schema_overrides={"signed": pl.String, "note": pl.String},
    )  # fmt: skip


def read_back(path: Path, header: str) -> list[str | None]:
    """The cells under a header, as the program's own reader has them."""
    grid = read_book(path).sheets[0].grid
    head = next(i for i, row in enumerate(grid.iter_rows()) if header in row)
    column = grid.row(head).index(header)
    return grid[:, column].to_list()[head + 1 :]


def test_what_is_written_to_a_workbook_is_read_back(tmp_path: Path) -> None:
    save_workbook(Document(pages=(page(rows(*NAMES)),)), tmp_path / "out.xlsx")
    count = len(NAMES)
    assert read_back(tmp_path / "out.xlsx", "姓名")[:count] == NAMES
    assert read_back(tmp_path / "out.xlsx", "身份证号")[:count] == [ID_NUMBER] * count
    assert read_back(tmp_path / "out.xlsx", "到岗日期")[0] == "2009-01-05 00:00:00"
    assert read_back(tmp_path / "out.xlsx", "登记率")[0] == "0.50%"
    assert read_back(tmp_path / "out.xlsx", "实发合计")[: count + 1] == [*["1200.05"] * count, "15600.65"]


def test_a_workbook_s_cells_are_texts_numbers_and_dates_and_never_formulas(tmp_path: Path) -> None:
    save_workbook(Document(pages=(page(rows(*NAMES)),)), tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["2010年12月"]
    first = list(sheet[3])
    assert first[2].number_format == "@"
    assert (first[2].value, first[2].data_type) == (ID_NUMBER, "s")
    assert first[3].value == datetime.datetime(2009, 1, 5)  # noqa: DTZ001  # spreadsheets know no zones
    assert first[6].number_format == "0.00"
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert sheet["B3"].quotePrefix is True


def test_a_sheet_stands_as_it_is_printed(tmp_path: Path) -> None:
    mark = Mark(word=Text("草案", "draft"), meaning=Text("尚未结账", "not closed"))
    made = page(rows("张三"), marks=[mark], number="F4-xuanwu-2010-12", digest="0123456789ab", signed=True)
    save_workbook(Document(pages=(made,)), tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.freeze_panes == "C4"
    assert "第 &P 页 共 &N 页" in str(sheet.oddFooter.center.text)
    assert "F4-xuanwu-2010-12 0123456789ab" in str(sheet.oddFooter.left.text)
    assert sheet.print_area.endswith("$H$7")
    assert "草案 draft" in sheet["A2"].value
    assert sheet["A7"].value.startswith("制表:")


def test_words_of_a_closed_column_are_offered(tmp_path: Path) -> None:
    save_workbook(Document(pages=(page(rows("张三"), spare=10),)), tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    offered = sheet.data_validations.dataValidation[0]
    assert (offered.formula1, str(offered.sqref)) == ('"普通,中心站"', "F3:F13")


def test_a_chart_stands_beside_the_numbers_on_a_sheet_that_is_no_form(tmp_path: Path) -> None:
    columns = (
        Column(header="统计年月", sources=("month",), style=Style.MONTH),
        Column(header="需要", sources=("need",), style=Style.WHOLE),
    )
    months = pl.DataFrame({"month": [24131, 24132], "need": [3, None]}, schema_overrides={"need": pl.Int64})
    chart = Chart(title=Text("配备", "staffing"), columns=columns, rows=months)
    save_workbook(Document(pages=(page(rows("张三")),), charts=(chart,)), tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["2010年12月", "图表说明"]
    assert len(book["图表说明"]._charts) == 1


def test_a_text_that_no_cell_holds_is_refused_and_no_file_is_left(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="csv"):
        save_workbook(Document(pages=(page(rows("长" * (LONGEST_CELL + 1))),)), tmp_path / "out.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_day_before_the_calendars_of_spreadsheets_is_written_as_text(tmp_path: Path) -> None:
    early = rows("张三").with_columns(pl.lit(datetime.date(1900, 2, 1)).alias("employment_start"))
    save_workbook(Document(pages=(page(early),)), tmp_path / "out.xlsx")
    assert read_back(tmp_path / "out.xlsx", "到岗日期")[0] == "1900-02-01"


def test_what_is_written_to_csv_is_read_back(tmp_path: Path) -> None:
    texts = [*NAMES, "长" * 40_000]
    save_separated(Document(pages=(page(rows(*texts)),)), tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_back(tmp_path / "out.csv", "姓名") == texts
    assert read_back(tmp_path / "out.csv", "身份证号") == [ID_NUMBER] * len(texts)
    assert read_back(tmp_path / "out.csv", "实发合计")[0] == "1200.05"


def test_pages_of_a_csv_stand_below_one_header() -> None:
    text = separated(Document(pages=(page(rows("张三")), page(rows("李四")))))
    assert text.count("身份证号") == 1
    assert len(text.splitlines()) == 3


@pytest.mark.parametrize("text", NAMES)
def test_guarding_is_undone_by_reading(text: str) -> None:
    assert unguarded(guarded(text)) == text


HOSTILE = st.text(min_size=0, max_size=30).map(lambda t: t.encode("utf-8", "replace").decode())
PREFIXED = st.builds(lambda sign, rest: sign + rest, st.sampled_from([*FORMULA_BEGINS, "'", "''=", ""]), HOSTILE)


@settings(max_examples=100)
@given(st.lists(PREFIXED, min_size=100, max_size=100))
def test_no_text_becomes_a_formula_and_every_text_comes_back(texts: list[str]) -> None:
    """100 lists of 100: 10,000 strings."""
    there = [t.replace("\0", "") for t in texts]
    out = separated(Document(pages=(page(rows(*texts)),)))
    written = [row[1] for row in list(csv.reader(io.StringIO(out.removeprefix("\ufeff"), newline="")))[1:]]
    risky = [t for t in written if t.startswith(FORMULA_BEGINS)]
    assert all(t.lstrip("-").replace(".", "", 1).isdecimal() for t in risky)
    assert [unguarded(t) for t in written] == there
    column = pl.DataFrame({"t": texts})
    assert column.select(guarded_column(pl.col("t"))).to_series().to_list() == written
    assert pl.DataFrame({"t": written}).select(unguarded_column(pl.col("t"))).to_series().to_list() == there


_NO_XML = st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff\r")


@settings(max_examples=100, deadline=None)
@given(texts=st.lists(st.builds(str.__add__, st.sampled_from(["=", "+", "'", "_x000D_", " ", ""]),
                                st.text(_NO_XML, min_size=1, max_size=30)), min_size=100, max_size=100))  # fmt: skip
def test_every_text_comes_back_from_a_workbook(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("hostile") / "out.xlsx"
    save_workbook(Document(pages=(page(rows(*texts)),)), path)
    assert read_back(path, "姓名")[: len(texts)] == texts

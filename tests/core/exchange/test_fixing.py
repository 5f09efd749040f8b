"""A copy of a workbook in which each rejected cell is coloured and says what was found and what is expected."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from liuguan.errors import ConfigError, Problem, Text
from liuguan.exchange.fixing import MARKED, Place, place_of, write_fixed_copy

from .conftest import City

Workbook = Callable[..., Path]
NOTHING = Text("空", "nothing")


def problem(where: Text | str, found: str = '"x"', zh: str = "日期", en: str = "a date") -> Problem:
    return Problem(file="book.xlsx", where=where, found=found, expected=Text(zh, en))


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("花名册!C7", Place("花名册", "C7")),
        ("C7", Place("", "C7")),
        (Text("花名册!第 7 行", "花名册!row 7"), Place("花名册", "A7")),
        (Text("第 3 行 单位 列", "row 3, column 单位"), Place("", "A3")),
        (Text("花名册!标题", "花名册!title"), Place("花名册", "A1")),
        ("花名册", Place("花名册", "A1")),
        ("", Place("", "A1")),
        ("没有这张表", Place("", "A1")),
        ("a!b!AA10", Place("a!b", "AA10")),
    ],
)
def test_a_problem_is_told_on_its_cell_or_on_the_first_of_its_row_or_sheet(where: Text | str, place: Place) -> None:
    assert place_of(problem(where), ["花名册", "a!b"]) == place


@pytest.fixture
def book(workbook: Workbook) -> Path:
    return workbook(
        {"花名册": [["姓名", "出生日期"], ["张三", "某天"], ["李四", "1980-01-01"]], "别的": [["不动", 1.5]]}
    )


def test_a_rejected_cell_is_coloured_and_says_what_is_wrong_and_nothing_else_changes(
    book: Path, tmp_path: Path
) -> None:
    assert write_fixed_copy(book, [problem("花名册!B2", '"某天"')], tmp_path / "fix.xlsx", language="zh") is None
    before, after = openpyxl.load_workbook(book), openpyxl.load_workbook(tmp_path / "fix.xlsx")
    cell = after["花名册"]["B2"]
    assert cell.fill.fgColor.rgb == f"00{MARKED}"
    assert cell.comment.text == '花名册!B2\n发现:"某天"\n应为:日期'
    for sheet in before.worksheets:
        for row in sheet.iter_rows():
            for was in row:
                now = after[sheet.title][was.coordinate]
                assert (now.value, now.number_format) == (was.value, was.number_format)
                if was.coordinate != "B2" or sheet.title != "花名册":
                    assert now.comment is None
                    assert now.fill.fgColor.rgb == was.fill.fgColor.rgb


def test_several_problems_of_one_cell_stand_in_one_comment_in_the_run_s_language(book: Path, tmp_path: Path) -> None:
    problems = [problem("花名册!B2"), problem("花名册!B2", en="a day that exists"), problem("花名册!B2")]
    write_fixed_copy(book, problems, tmp_path / "fix.xlsx", language="en")
    text = openpyxl.load_workbook(tmp_path / "fix.xlsx")["花名册"]["B2"].comment.text
    assert text.count("expected:") == 2
    assert "a day that exists" in text


def test_an_old_comment_and_a_cell_s_look_stay(workbook: Workbook, tmp_path: Path) -> None:
    path = workbook({"表": [["姓名"], ["张三"]]})
    edited = openpyxl.load_workbook(path)
    edited["表"]["A2"].comment = openpyxl.comments.Comment("我的批注", "我")
    edited["表"]["A2"].font = Font(bold=True)
    edited["表"].merge_cells("A2:B3")
    edited.save(path)
    write_fixed_copy(path, [problem("表!B3"), problem("表!A2", "y")], tmp_path / "fix.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "fix.xlsx")["表"]["A2"]
    assert cell.comment.text.startswith("我的批注")
    assert cell.comment.text.count("应为") == 2
    assert cell.font.bold is True


def test_a_csv_comes_back_as_a_workbook_of_texts(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("姓名,身份证号\n=张,329999197504120010\n", encoding="utf-8")
    write_fixed_copy(tmp_path / "a.csv", [problem("B2")], tmp_path / "fix.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "fix.xlsx").active
    assert sheet is not None
    assert [(c.value, c.data_type) for c in sheet[2]] == [("=张", "s"), ("329999197504120010", "s")]
    assert sheet["B2"].comment is not None


def test_the_file_itself_is_never_replaced(book: Path) -> None:
    with pytest.raises(ConfigError, match="another name"):
        write_fixed_copy(book, [problem("花名册!B2")], book)


def test_a_copy_is_a_workbook(book: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="xlsx"):
        write_fixed_copy(book, [], tmp_path / "fix.csv")


def test_without_openpyxl_the_message_says_what_to_install(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(ConfigError, match=r"liuguan\[fix\]"):
        write_fixed_copy(book, [], tmp_path / "fix.xlsx")


def test_what_an_intake_rejects_is_marked_where_it_stands(city: City, tmp_path: Path) -> None:
    city.roster([[1, "梅园", "X01", "张三", "不详", "329999197504120010", "高中", "没有这岗", "2009-01-05", None]])
    problems = [p for p in city.read().problems["xuanwu"] if p.file.endswith("花名册.xlsx")]
    assert len(problems) == 2
    write_fixed_copy(city.folder / "xuanwu" / "花名册.xlsx", problems, tmp_path / "fix.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "fix.xlsx")["花名册"]
    marked = [c.coordinate for row in sheet.iter_rows() for c in row if c.comment is not None]
    assert marked == ["E3", "H3"]

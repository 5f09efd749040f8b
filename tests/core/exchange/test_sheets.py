from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from liuguan.exchange.archive import MIB, Refused, column_letters, column_number, examine
from liuguan.exchange.sheets import cell_name, decoded, read_book

Workbook = Callable[..., Path]


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as e:
        read_book(path)
    return str(e.value)


def repacked(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The workbook with its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    path.write_bytes(out.getvalue())
    return path


def test_rows_keep_their_true_numbers(workbook: Workbook) -> None:
    sheet = read_book(workbook({"a": [[], [None, "x"], [], [None, 1380.1]]})).sheets[0]
    assert sheet.grid.columns == ["1"]
    assert sheet.grid["1"].to_list() == [None, "x", None, "1380.1"]
    assert cell_name(4, 1) == "B4"


def test_the_noise_behind_a_sum_is_gone(workbook: Workbook) -> None:
    def with_noise(name: str, data: bytes) -> bytes:
        return data.replace(b"<v>1380.3</v>", b"<v>1380.3000000000002</v>") if "sheet1" in name else data

    sheet = read_book(repacked(workbook({"a": [[1380.3], [100.005], [1.0]]}), with_noise)).sheets[0]
    assert sheet.grid["0"].to_list() == ["1380.3", "100.005", "1"]


def test_a_numeric_cell_is_told_from_a_text_cell(workbook: Workbook) -> None:
    sheet = read_book(workbook({"a": [["329999197504120011"], [329999197504120011], [True], [None], ["x"]]})).sheets[0]
    assert sheet.numeric_rows(0).to_list() == [False, True, False, False, False]


@pytest.mark.parametrize("number", [123, 1.5, 320104198001011, 320104198001011008, 3.2e30], ids=str)
def test_a_number_of_any_length_is_told_from_the_same_text(workbook: Workbook, number: float) -> None:
    sheet = read_book(workbook({"a": [[number], ["320104198001011230"]], "b": [[str(number)], ["x"]]})).sheets
    assert [s.numeric_rows(0).to_list() for s in sheet] == [[True, False], [False, False]]


def test_merged_ranges_are_known(workbook: Workbook) -> None:
    path = workbook({"a": [["head"], ["x", "y"]]}, {"a": ["A2:A4"]})
    assert read_book(path).sheets[0].merges == ((1, 0, 3, 0),)


def test_errors_and_formulas_without_a_value_are_no_blanks(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B2"], sheet["C3"] = "x", "=1+1", 5
    book.save(tmp_path / "formula.xlsx")
    assert faults(tmp_path / "formula.xlsx") == {"B2": "a formula without a saved value"}
    made = xlsxwriter.Workbook(tmp_path / "error.xlsx")
    made.add_worksheet().write_formula(1, 2, "=1/0", None, "#DIV/0!")
    made.close()
    assert faults(tmp_path / "error.xlsx") == {"C2": "an error value"}


def faults(path: Path) -> dict[str, str]:
    return {cell: str(what) for cell, what in read_book(path).sheets[0].faults.items()}


def test_hidden_sheets_say_so(tmp_path: Path) -> None:
    made = xlsxwriter.Workbook(tmp_path / "hidden.xlsx")
    made.add_worksheet("open").write(0, 0, 1)
    hidden = made.add_worksheet("lists")
    hidden.write(0, 0, 1)
    hidden.hide()
    made.close()
    assert [s.visible for s in read_book(tmp_path / "hidden.xlsx").sheets] == [True, False]


@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        ("a.xlsx", b"", "an empty file"),
        ("a.csv", b"", "an empty file"),
        ("a.xlsx", os.urandom(4000), "not a workbook"),
        ("a.xlsx", b"PK\x03\x04" + os.urandom(400), "not a workbook"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "saved as .xlsx without a password"),
        ("a.xls", b"x", "saved as .xlsx"),
        ("a.et", b"x", "saved as .xlsx"),
        ("a.csv", "姓名\n".encode("utf-16"), "UTF-16"),
        ("a.csv", b"a,b\n\0,1\n", "a zero byte at byte 5"),
        ("a.csv", b"a\xff\xff\xff,b\n", "neither UTF-8 (byte 2) nor GBK (byte 2)"),
        ("a.csv", b'a,b\n"x,1\n', "breaks off"),
    ],
)
def test_a_hostile_file_is_refused_with_a_reason(tmp_path: Path, name: str, data: bytes, part: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert part in refusal(path)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert "not a workbook" in refusal(tmp_path / "a.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(workbook: Workbook) -> None:
    path = workbook({"a": [["x"]]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.bin", b"\0" * (64 * MIB))
    assert "inflates" in refusal(path)


def test_a_bomb_that_lies_about_its_size_is_refused(workbook: Workbook) -> None:
    path = workbook({"a": [["x"]]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.bin", b"\0" * (64 * MIB))
    data = path.read_bytes().replace((64 * MIB).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(Refused, match="inflates"):
        examine(data)


@pytest.mark.parametrize(
    ("cell", "part"), [("XFD1", "beyond column 500"), ("A1048576", "beyond row 200000"), ("SG1", "beyond column 500")]
)
def test_a_far_cell_is_refused_before_a_grid_is_made(workbook: Workbook, cell: str, part: str) -> None:
    def far(name: str, data: bytes) -> bytes:
        return data.replace(b'r="A1"', f'r="{cell}"'.encode()) if "sheet1" in name else data

    assert part in refusal(repacked(workbook({"a": [["x"]]}), far))


def test_the_last_allowed_column_is_read(tmp_path: Path) -> None:
    made = xlsxwriter.Workbook(tmp_path / "wide.xlsx")
    made.add_worksheet().write(0, 499, "last")
    made.close()
    assert read_book(tmp_path / "wide.xlsx").sheets[0].grid.columns == ["499"]


def test_xml_with_entities_is_refused(workbook: Workbook) -> None:
    def entity(name: str, data: bytes) -> bytes:
        return data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1) if "sheet1" in name else data

    assert "no spreadsheet program" in refusal(repacked(workbook({"a": [["x"]]}), entity))


def test_a_truncated_workbook_is_refused(workbook: Workbook) -> None:
    path = workbook({"a": [["x"] * 20] * 20})
    path.write_bytes(path.read_bytes()[:-200])
    assert "expected an .xlsx workbook" in refusal(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_csv_file_is_read_in_the_encodings_that_offices_use(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes('姓名,备注\r\n张三,"一,二"\r\n'.encode(encoding))
    assert read_book(path).sheets[0].grid.rows() == [("姓名", "备注"), ("张三", "一,二")]


def test_rare_characters_of_gb18030_are_read() -> None:
    assert decoded("𠮷㛃".encode("gb18030")) == "𠮷㛃"


def test_rows_of_a_csv_file_may_differ_in_length(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("标题\n姓名,月份\n张三\n", encoding="utf-8")
    assert read_book(path).sheets[0].grid.rows() == [("标题", None), ("姓名", "月份"), ("张三", None)]


@pytest.mark.parametrize(
    ("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (499, "SF"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_letters(number: int, letters: str) -> None:
    assert column_letters(number) == letters
    assert column_number(letters) == number

from __future__ import annotations

import csv
import datetime
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from liuguan.errors import ConfigError
from liuguan.exchange.guarding import guarded
from liuguan.exchange.results import save_results, written_rows
from liuguan.exchange.saving import replacing, save_text
from liuguan.exchange.tables import read_table
from liuguan.language.kinds import COUNT, DATE, FEN, FLAG, GRADE, MONTH, POINTS, Kind

DECEMBER = 2010 * 12 + 11
KINDS: dict[str, Kind] = {
    "gross_pay": FEN,
    "score": POINTS,
    "ok": FLAG,
    "heads": COUNT,
    "day": DATE,
    "grade": GRADE,
    "due": MONTH,
}


@pytest.fixture
def frame() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "id": ["001", "=1+1"], "district": ["xuanwu", None], "month": [DECEMBER, DECEMBER + 1],
            "gross_pay": [138000, None], "score": [8500, -5], "ok": [True, None], "heads": [3, None],
            "day": [datetime.date(2010, 12, 31), None], "grade": ["A", "-x"], "due": [DECEMBER, None],
        },
        schema_overrides={"gross_pay": pl.Int64, "score": pl.Int64},
    )  # fmt: skip


def test_csv_has_yuan_points_words_and_empty_unknowns(frame: pl.DataFrame) -> None:
    text = save_results(frame, KINDS, "csv", None)
    assert text == (
        "id,district,month,gross_pay,score,ok,heads,day,grade,due\n"
        "001,xuanwu,2010-12,1380.00,85.00,true,3,2010-12-31,A,2010-12\n"
        "'=1+1,,2011-01,,-0.05,,,,'-x,\n"
    )


def test_json_has_money_as_text_counts_as_numbers_and_null(frame: pl.DataFrame) -> None:
    made = json.loads(save_results(frame, KINDS, "json", None) or "")
    assert made["schema"] == 1
    assert made["rows"][0] == {
        "id": "001", "district": "xuanwu", "month": "2010-12", "gross_pay": "1380.00", "score": "85.00", "ok": True,
        "heads": 3, "day": "2010-12-31", "grade": "A", "due": "2010-12",
    }  # fmt: skip
    assert made["rows"][1]["gross_pay"] is None
    assert made["rows"][1]["id"] == "=1+1"


def test_parquet_has_exact_decimals(frame: pl.DataFrame, tmp_path: Path) -> None:
    assert save_results(frame, KINDS, "parquet", tmp_path / "out.parquet") is None
    made = pl.read_parquet(tmp_path / "out.parquet")
    assert made.schema["gross_pay"] == pl.Decimal(18, 2)
    assert made["gross_pay"].to_list() == [Decimal("1380.00"), None]
    assert made["month"].to_list() == ["2010-12", "2011-01"]


def test_a_workbook_keeps_texts_as_texts_and_freezes_its_header(frame: pl.DataFrame, tmp_path: Path) -> None:
    save_results(frame, KINDS, "xlsx", tmp_path / "out.xlsx", language="en")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert (sheet["A2"].value, sheet["A2"].number_format) == ("001", "@")
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=1+1", "s")
    assert (sheet["D2"].value, sheet["D2"].number_format) == (1380, "0.00")
    assert sheet["D3"].value is None


def test_what_was_written_reads_back(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"id": ["a", "b"], "month": [DECEMBER, DECEMBER], "paid_gross": [138005, None], "data_entry": [True, None]}
    )
    kinds = {"paid_gross": FEN, "data_entry": FLAG}
    for name in ("out.csv", "out.xlsx", "out.parquet"):
        save_results(frame, kinds, name.split(".")[1], tmp_path / name, language="en")
        read = read_table(tmp_path / name, "worker_month").frame
        assert read.select("id", "month", "paid_gross", "data_entry").equals(frame), name


@pytest.mark.parametrize("format_", ["xlsx", "parquet", "pdf"])
def test_a_format_that_cannot_be_is_refused(frame: pl.DataFrame, format_: str) -> None:
    with pytest.raises(ConfigError):
        save_results(frame, KINDS, format_, None)


def test_rows_may_be_taken_one_by_one(frame: pl.DataFrame) -> None:
    assert written_rows(frame, KINDS)[0]["gross_pay"] == "1380.00"


@pytest.mark.parametrize("text", ["=1", "+1x", "-x", "@a", "\tx", "\rx", "＝1", "＋x", "－x", "＠x"])
def test_what_begins_like_a_formula_is_guarded(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("text", ["-1", "-1380.00", "x=1", "", "1"])
def test_numbers_and_plain_texts_stay(text: str) -> None:
    assert guarded(text) == text


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    save_text(path, "old\n")

    def fail() -> None:
        with replacing(path) as part:
            part.write_text("half", encoding="utf-8")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert path.read_text(encoding="utf-8") == "old\n"
    assert list(tmp_path.iterdir()) == [path]


def test_csv_of_many_rows_parses(frame: pl.DataFrame) -> None:
    rows: list[list[Any]] = list(csv.reader(io.StringIO(save_results(frame, KINDS, "csv", None))))
    assert {len(row) for row in rows} == {10}

from __future__ import annotations

import datetime
from dataclasses import astuple

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuguan.exchange.cells import Cell, cell_of, clean, clean_text, stored
from liuguan.exchange.reasons import expected, shown
from liuguan.vocabulary import VOCABULARY

DECEMBER = 2010 * 12 + 11


def cell(name: str, entity: str = "worker_month", **options: object) -> Cell:
    declared = VOCABULARY.find(entity, name)
    assert declared is not None
    return cell_of(declared, **options)  # type: ignore[arg-type]


def parse(text: str | None, how: Cell) -> object:
    frame = pl.DataFrame({"text": [text]}, schema={"text": pl.String})
    return frame.select(stored(clean(pl.col("text")), how).alias("value")).item()


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1380.00", 138000), ("1200", 120000), ("1200.5", 120050), ("0", 0), ("0.01", 1),
        ("１３８０．００", 138000), (" 1380.00 ", 138000), ("\u30001380\u00a0", 138000),
        ("10000000.00", 1_000_000_000), ("10000000.01", None), ("-0.01", None), ("1,380.00", None),
        ("1.234", None), ("1380.0000000000002", None), ("1.3E3", None), ("1380元", None), ("12.", None),
        (".5", None), ("--1", None), ("999999999999999999999", None), ("", None), ("   ", None), (None, None),
    ],
)  # fmt: skip
def test_an_amount_in_yuan_becomes_fen(text: str | None, fen: int | None) -> None:
    assert parse(text, cell("paid_gross")) == fen


@pytest.mark.parametrize(("text", "fen"), [("138000", 138000), ("138000.00", None), ("1", 1)])
def test_an_amount_in_a_fen_column_is_fen(text: str, fen: int | None) -> None:
    assert parse(text, cell("paid_gross", fen=True)) == fen


def test_a_negative_amount_is_read_where_the_input_declares_it() -> None:
    assert parse("-1.50", cell("standard_net_ordinary", "standard")) == -150


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12", 12),
        ("１２", 12),
        ("12.0", None),
        ("10000000", 10_000_000),
        ("10000001", None),
        ("-1", None),
        ("1 2", None),
    ],
)
def test_a_count_is_a_whole_number_within_its_bounds(text: str, count: int | None) -> None:
    assert parse(text, cell("visits")) == count


@pytest.mark.parametrize(("text", "days"), [("0", None), ("1", 1), ("31", 31), ("32", None)])
def test_scheduled_days_lie_within_a_month(text: str, days: int | None) -> None:
    assert parse(text, cell("scheduled_days")) == days


@pytest.mark.parametrize(
    ("text", "points"),
    [("92.5", 9250), ("100", 10000), ("200.00", 20000), ("200.01", None), ("85.125", None)],
)
def test_points_have_two_decimals(text: str, points: int | None) -> None:
    assert parse(text, cell("recorded_score")) == points


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("85%", 8500),
        ("85.5", 8550),
        ("0.85%", 85),
        ("0.85", None),
        ("1", None),
        ("1%", 100),
        ("0", 0),
        ("100.01", None),
    ],
)
def test_a_percentage_up_to_one_needs_its_sign_in_a_workbook(text: str, rate: int | None) -> None:
    assert parse(text, cell("registration_percent", "station_month", workbook=True)) == rate


@pytest.mark.parametrize("text", ["true", "TRUE", "1", "yes", "Yes", "是", "１"])
def test_yes_is_written_in_several_ways(text: str) -> None:
    assert parse(text, cell("data_entry")) is True


@pytest.mark.parametrize("text", ["false", "0", "no", "否"])
def test_no_is_written_in_several_ways(text: str) -> None:
    assert parse(text, cell("data_entry")) is False


@pytest.mark.parametrize(
    ("text", "flag"), [("有", True), ("√", True), ("无", False), ("×", False), ("也许", None), ("2", None)]
)
def test_ticks_count_in_workbooks(text: str, flag: bool | None) -> None:
    assert parse(text, cell("data_entry", workbook=True)) is flag


def test_ticks_do_not_count_in_flat_files() -> None:
    assert parse("√", cell("data_entry")) is None


@pytest.mark.parametrize(
    "text",
    [
        "2010-12-02",
        "2010-12-2",
        "2010/12/2",
        "2010.12.2",
        "2010.12.02",
        "2010年12月2日",
        "２０１０年１２月２日",
        "20101202",
        "2010-12-02 00:00:00",
        "2010-12-02T00:00:00",
    ],
)
def test_a_date_is_written_in_several_ways(text: str) -> None:
    assert parse(text, cell("birth_date")) == datetime.date(2010, 12, 2)


@pytest.mark.parametrize(
    "text",
    [
        "2010-02-30",
        "2010-13-01",
        "2011-02-29",
        "40513",
        "2010-12",
        "10-12-02",
        "2010-12/02",
        "2010-12-02 08:30:00",
        "1899-12-31",
        "2101-01-01",
        "去年",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert parse(text, cell("birth_date")) is None


@pytest.mark.parametrize(
    "text",
    [
        "2010-12",
        "2010.12",
        "2010/12",
        "2010年12月",
        "2010年12月份",
        "201012",
        "２０１０．１２",
        "2010-12-01 00:00:00",
    ],
)
def test_a_month_is_written_in_several_ways(text: str) -> None:
    assert parse(text, cell("month")) == DECEMBER


@pytest.mark.parametrize("text", ["2010-13", "2010-00", "2010.1", "201013", "12", "2010-12-01", "12月"])
def test_what_is_no_month_is_refused(text: str) -> None:
    assert parse(text, cell("month")) is None


def test_2010_1_may_be_january_or_october_and_the_message_says_so() -> None:
    assert "2010-01 or 2010-10" in str(expected("2010.1", cell("month")))


def test_a_month_stands_for_its_first_day_where_the_form_says_so() -> None:
    how = cell("migrant_work_start", month_as_day=True)
    assert parse("2008.03", how) == datetime.date(2008, 3, 1)
    assert parse("2008-03-15", how) == datetime.date(2008, 3, 15)
    assert parse("2008.03", cell("migrant_work_start")) is None


def test_an_enum_is_read_by_value_and_by_the_words_of_the_form() -> None:
    how = cell("gender", words={"男": "man", "女": "woman"})
    assert [parse(t, how) for t in ("man", "男", "WOMAN", "女", "其他")] == [
        "man",
        "man",
        "woman",
        "woman",
        None,
    ]


def test_words_may_stand_for_numbers() -> None:
    how = cell("star", words={"三星": "3", "无": "0"}, workbook=True)
    assert [parse(t, how) for t in ("三星", "无", "2", "6", "六星")] == [3, 0, 2, None, None]


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("paid_gross", "1,380.00", "without thousands separators"),
        ("paid_gross", "1.234", "at most two decimals"),
        ("paid_gross", "1E3", "written out in full"),
        ("paid_gross", "10000000.01", "from 0.00 to 10000000.00"),
        ("visits", "12.5", "without decimals"),
        ("birth_date", "2010-02-30", "a day that exists"),
        ("birth_date", "40513", "no date"),
        ("gender", "x", "man, woman"),
    ],
)
def test_a_message_says_what_is_expected(name: str, text: str, part: str) -> None:
    assert part in str(expected(text, cell(name)))


def test_a_message_never_shows_an_id_number() -> None:
    assert shown("证号329999197504120011") == '"证号329***********0011"'


@given(st.integers(0, 1_000_000_000))
def test_every_amount_reads_back(fen: int) -> None:
    assert parse(f"{fen // 100}.{fen % 100:02d}", cell("paid_gross")) == fen


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)))
def test_every_date_reads_back(day: datetime.date) -> None:
    how = cell("birth_date")
    forms = (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day.year}.{day.month}.{day.day}")
    assert {parse(text, how) for text in forms} == {day}


@given(
    st.text(max_size=30),
    st.sampled_from(["paid_gross", "visits", "birth_date", "month", "data_entry", "gender", "recorded_grade", "star"]),
)
def test_no_text_breaks_a_cell_and_what_is_refused_is_explained(text: str, name: str) -> None:
    how = cell(name)
    value, plain = parse(text, how), clean_text(text)
    assert plain is not None or value is None
    assert value is not None or plain is None or all(astuple(expected(plain, how)))

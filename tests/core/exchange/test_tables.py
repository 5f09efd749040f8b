from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Literal

import polars as pl
import pytest

from liuguan.errors import InputError
from liuguan.exchange.tables import Loaded, read_table
from liuguan.language.kinds import FEN, FLAG, Kind

DECEMBER = 2010 * 12 + 11
RESULTS: dict[str, Kind] = {"gross_pay": FEN, "age_met": FLAG}


def load(path: Path, text: str | bytes, entity: str = "worker_month") -> Loaded:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_table(path, entity, results=RESULTS, districts=["xuanwu", "gulou"])


def refusals(path: Path, text: str | bytes, entity: str = "worker_month") -> list[str]:
    with pytest.raises(InputError) as e:
        load(path, text, entity)
    return [str(p) for p in e.value.problems]


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    return tmp_path / "in.csv"


def test_rows_keep_their_order_and_their_numbers(csv: Path) -> None:
    found = load(csv, "id,month,paid_gross\nb,2010-12,1380.00\n\na,2011-01,\n")
    assert found.frame.select("id", "month", "paid_gross").rows() == [
        ("b", DECEMBER, 138000),
        ("a", DECEMBER + 1, None),
    ]
    assert found.rows == (2, 4)
    assert found.frame["district"].to_list() == [None, None]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_encodings_of_offices_are_read(csv: Path, encoding: str) -> None:
    found = load(csv, "id,month\n张三,2010-12\n".encode(encoding))
    assert found.frame["id"].to_list() == ["张三"]


def test_quoted_cells_may_hold_commas_and_line_ends(csv: Path) -> None:
    found = load(csv, 'id,month\r\n"a,\r\nb",2010-12\r\n')
    assert found.frame.height == 1


def test_headers_alone_are_an_empty_table(csv: Path) -> None:
    assert load(csv, "id,month,paid_gross\n").frame.height == 0


def test_amounts_may_be_fen(csv: Path) -> None:
    assert load(csv, "month,paid_gross_fen\n2010-12,138000\n").frame["paid_gross"].to_list() == [138000]


def test_a_given_flag_is_written_like_any_other(csv: Path) -> None:
    text = "hire_date,age_met\n" + "".join(f"2011-01-01,{flag}\n" for flag in ("yes", "No", "是", "0"))
    assert load(csv, text, "candidate").frame["age_met"].to_list() == [True, False, True, False]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("month,visits\n\n2010-12,1\n", (3,)),
        ("\nmonth,visits\n2010-12,1\n", (3,)),
        ("month,visits\n2010-12,1\n\n,\n2011-01,2\n\n", (2, 5)),
        ("month,visits\n2010-12\n2011-01,2\n", (2, 3)),
    ],
)
def test_blank_and_short_lines_do_not_move_the_others(csv: Path, text: str, rows: tuple[int, ...]) -> None:
    assert load(csv, text).rows == rows


def test_a_result_is_taken_as_given_and_an_unknown_column_is_named(csv: Path) -> None:
    found = load(csv, "month,gross_pay,paid_gros\n2010-12,-1.50,1\n")
    assert found.frame["gross_pay"].to_list() == [-150]
    assert any("gross_pay is a result; it is taken as given" in str(w) for w in found.warnings)
    assert any("paid_gros is no input" in w and "did you mean paid_gross?" in w for w in map(str, found.warnings))


def test_all_problems_are_told_at_once_with_row_and_column(csv: Path) -> None:
    text = "month,district,paid_gross,birth_date\n2010-13,xuanwu,1.234,1970-02-30\n,xuan,-1,1970-01-01\n"
    found = refusals(csv, text)
    assert len(found) == 6
    assert [p for p in found if "row 2, column month" in p]
    assert [p for p in found if "row 3, column month" in p and "nothing" in p]
    assert [p for p in found if "row 3, column district" in p and "xuanwu" in p]
    assert [p for p in found if "row 2, column birth_date" in p and "a day that exists" in p]


@pytest.mark.parametrize(
    ("text", "entity", "part"),
    [
        ("", "worker_month", "an empty file"),
        ("id,paid_gross\na,1\n", "worker_month", "no column month"),
        ("id,birth_date\na,1970-01-01\n", "candidate", "no column hire_date"),
        ("month,paid_gross,paid_gross_fen\n2010-12,1,1\n", "worker_month", "one column for paid_gross"),
        ("month,month\n2010-12,2010-12\n", "worker_month", 'two columns named "month"'),
        ("month,paid_gross\n2010-12,1,380.00\n", "worker_month", "3 cells in row 2 under 2 headers"),
        ("worker,month\na,2010-12\na,2010-12\n", "worker_month", "row 3: found a second row of the same worker, month"),
        ("district,month\ngulou,2010-12\ngulou,2010-12\n", "district_month", "a second row"),
        ("worker,month,item\na,2010-12,R01\na,2010-12,R01\n", "item_month", "a second row"),
        ("month,visits\n2010-12,12.0\n", "worker_month", "without decimals"),
    ],
)
def test_a_bad_table_is_refused(csv: Path, text: str, entity: str, part: str) -> None:
    assert any(part in p for p in refusals(csv, text, entity))


def test_a_candidate_needs_no_month(csv: Path) -> None:
    found = load(csv, "id,hire_date,education\na,2010-12-06,college\n", "candidate")
    assert found.frame["hire_date"].to_list() == [datetime.date(2010, 12, 6)]
    assert "month" not in found.frame.columns


def test_rows_without_a_worker_are_each_their_own(csv: Path) -> None:
    assert "worker" not in load(csv, "month\n2010-12\n2010-12\n").frame.columns


def test_an_ending_that_is_no_table_is_refused(tmp_path: Path) -> None:
    assert "found a .txt file" in refusals(tmp_path / "in.txt", "month\n")[0]


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        read_table(tmp_path / "none.csv", "worker_month")


def test_a_workbook_s_first_sheet_is_read(workbook: Callable[..., Path]) -> None:
    path = workbook(
        {
            "a": [
                ["id", "month", "paid_gross"],
                ["001", datetime.date(2010, 12, 1), 1200.1 + 180.2],
                [],
                ["002", "2010-12", "1,2"],
            ]
        }
    )
    with pytest.raises(InputError, match="row 4, column paid_gross"):
        read_table(path, "worker_month")
    path = workbook({"a": [[], ["id", "month", "paid_gross"], ["001", datetime.date(2010, 12, 1), 1200.1 + 180.2]]})
    found = read_table(path, "worker_month")
    assert found.frame.select("id", "month", "paid_gross").rows() == [("001", DECEMBER, 138030)]
    assert found.rows == (3,)


def test_parquet_keeps_its_types_but_money_is_never_a_float(tmp_path: Path) -> None:
    path = tmp_path / "in.parquet"
    frame = pl.DataFrame(
        {
            "month": ["2010-12"],
            "paid_gross": [Decimal("1380.5000")],
            "visits": [3.0],
            "birth_date": [datetime.date(1970, 1, 1)],
            "data_entry": [True],
        }
    )
    frame.write_parquet(path)
    found = read_table(path, "worker_month").frame.row(0, named=True)
    assert (found["paid_gross"], found["visits"], found["birth_date"], found["data_entry"]) == (
        138050,
        3,
        datetime.date(1970, 1, 1),
        True,
    )
    frame.with_columns(pl.col("paid_gross").cast(pl.Float64)).write_parquet(path)
    with pytest.raises(InputError, match="floating-point money"):
        read_table(path, "worker_month")


@pytest.mark.parametrize("unit", [None, "ms", "us", "ns"])
def test_a_month_of_parquet_may_be_a_day_as_in_a_workbook(
    tmp_path: Path, unit: Literal["ms", "us", "ns"] | None
) -> None:
    path = tmp_path / "in.parquet"
    months = pl.Series("month", [datetime.date(2010, 12, 1), datetime.date(2011, 1, 31)])
    pl.DataFrame([months if unit is None else months.cast(pl.Datetime(unit))]).write_parquet(path)
    assert read_table(path, "worker_month").frame["month"].to_list() == [DECEMBER, DECEMBER + 1]


@pytest.mark.parametrize("data", [b"PAR1", b"x" * 100])
def test_a_damaged_parquet_file_is_refused(tmp_path: Path, data: bytes) -> None:
    assert "damaged" in refusals(tmp_path / "in.parquet", data)[0]


def test_an_id_number_in_the_wrong_column_is_masked_in_the_message(csv: Path) -> None:
    found = refusals(csv, "month,paid_gross\n2010-12,329999197504120011\n")
    assert "329***********0011" in found[0]
    assert "329999197504120011" not in found[0]

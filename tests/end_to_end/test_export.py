"""`export` as an office runs it: a form to a file, masked or in full, in both languages."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
from tests.end_to_end.conftest import Run

from liuguan.exchange.sheets import read_book
from liuguan.records.migrate import prepare
from liuguan.records.store import Store
from liuguan.records.tables import Assignment, PayLine, PayRun, Worker

DECEMBER = 2010 * 12 + 11
ID_NUMBER = "32999919750412001X"


@pytest.fixture
def database(tmp_path: Path) -> str:
    """Records of one person with a month's pay."""
    path = str(tmp_path / "office.sqlite")
    store = Store(path)
    prepare(store)
    with store.writing(operator="test") as work:
        work.add(
            Worker(
                id="w1",
                since_event=work.event,
                district="xuanwu",
                staff_number="X01",
                name="=张三",
                id_number=ID_NUMBER,
            )
        )
        work.put(Assignment(district="xuanwu", worker="w1", line=1, station="梅园", post="ordinary", data_entry=False,
                            employment_start=datetime.date(2009, 1, 5)))  # fmt: skip
        work.put(
            PayLine(
                district="xuanwu",
                pay_month=DECEMBER,
                run=1,
                month=DECEMBER,
                worker="w1",
                paid_gross=138413,
                paid_net=120000,
            )
        )
        work.put(PayRun(district="xuanwu", month=DECEMBER, number=1, state="computed"))
        work.record(command="test", district="", subject="", payload={})
    store.close()
    return path


def test_a_roster_is_written_with_numbers_masked(liuguan: Run, database: str, tmp_path: Path) -> None:
    done = liuguan("export", "F2", "--district", "xuanwu", "-o", "f2.xlsx", LIUGUAN_DATABASE_URL=database)
    assert (done.returncode, done.stdout) == (0, "")
    assert "F2: 1 rows written to f2.xlsx" in done.stderr
    sheet = openpyxl.load_workbook(tmp_path / "f2.xlsx").active
    assert sheet is not None
    row = {head.value: cell.value for head, cell in zip(sheet[2], sheet[3], strict=True)}
    assert (row["姓名"], row["身份证号"]) == ("=张三", "329***********001X")


def test_what_was_known_before_there_were_records_is_nothing(liuguan: Run, database: str) -> None:
    day = ("--as-known-on", "2010-12-31")
    done = liuguan("export", "F2", "--district", "xuanwu", "-o", "f2.csv", *day, LIUGUAN_DATABASE_URL=database)
    assert "F2: 0 rows" in done.stderr


def test_csv_in_full_is_read_again_as_it_was(liuguan: Run, database: str, tmp_path: Path) -> None:
    done = liuguan("export", "f2", "--district", "xuanwu", "-o", "f2.csv", "--full", LIUGUAN_DATABASE_URL=database)
    assert done.returncode == 0, done.stderr
    grid = read_book(tmp_path / "f2.csv").sheets[0].grid
    row = dict(zip(grid.row(0), grid.row(1), strict=True))
    assert (row["姓名"], row["身份证号"], row["区县"]) == ("=张三", ID_NUMBER, "玄武区")


def test_a_payroll_says_in_chinese_that_it_is_a_draft(liuguan: Run, database: str, tmp_path: Path) -> None:
    done = liuguan(
        "--lang", "zh", "export", "F4", "--district", "xuanwu", "--month", "2010-12", "-o", "f4.xlsx",
        LIUGUAN_DATABASE_URL=database,
    )  # fmt: skip
    assert "F4:1 行已写入 f4.xlsx" in done.stderr
    sheet = openpyxl.load_workbook(tmp_path / "f4.xlsx").active
    assert sheet is not None
    assert "草案" in str(sheet["A2"].value)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("F99", "--district", "xuanwu", "-o", "a.xlsx"), "FORM"),
        (("F2", "--district", "xuanwo", "-o", "a.xlsx"), "xuanwu"),
        (("F2", "--district", "xuanwu", "-o", "a.pdf"), "write xlsx or csv"),
        (("F4", "--district", "xuanwu", "-o", "a.xlsx"), "--month"),
        (("F4", "--district", "xuanwu", "-o", "a.xlsx", "--month", "2010-12", "--year", "2011"), "one of"),
        (("F4", "--district", "xuanwu", "-o", "a.xlsx", "--from", "2011-02", "--to", "2011-01"), "before --from"),
        (("F2", "--district", "xuanwu", "-o", "nowhere/a.xlsx"), "no such folder"),
    ],
)
def test_what_cannot_be_written_is_said_and_no_file_is_left(
    liuguan: Run, database: str, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = liuguan("export", *arguments, LIUGUAN_DATABASE_URL=database)
    assert done.returncode == 2
    assert said in done.stderr
    assert not list(tmp_path.glob("a.*"))

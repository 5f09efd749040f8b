"""A month of assessment, an inspection and the year's review, over a database and without a screen."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.core.services.staffed import ONE, items, sheet, staff

from liuguan.records.migrate import prepare
from liuguan.records.store import Store

Run = Callable[..., subprocess.CompletedProcess[str]]
MONTH = ("--district", "xuanwu", "--month", "2010-12")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An office with four workers, at LIUGUAN_DATABASE_URL."""
    path = tmp_path / "office.sqlite"
    monkeypatch.setenv("LIUGUAN_DATABASE_URL", str(path))
    made = Store(str(path))
    prepare(made)
    staff(made)
    return made


def said(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr
    return done.stderr


def columns(folder: Path, **values: int) -> Path:
    """A CSV with all items of three workers."""
    codes = ("R01", "R02", "R04", "R05", "R06", "F01", "F02", "E01", "E02", "P05", "P06")
    names = ("baseline", "done", "defects")
    rows = [
        [worker, "2010-12", code, 100, values.get(code, 100), 0] for worker in ("A001", "A002", "A003") for code in codes
    ]  # fmt: skip
    path = folder / "december.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["worker", "month", "item", *names], *rows])
    return path


def test_a_month_is_opened_entered_shown_signed_and_closed(liuguan: Run, store: Store, tmp_path: Path) -> None:
    assert "3 sheets and 45 items added" in said(liuguan("assess", "open", *MONTH))
    assert "illustrative standard" in said(liuguan("assess", "open", *MONTH))

    file = columns(tmp_path, R01=60)
    dry = said(liuguan("assess", "enter", file, *MONTH, "--dry-run"))
    assert "99 of them changed" in dry
    assert "nothing is kept" in dry
    assert items(store, ONE)["R01"].done is None
    said(liuguan("assess", "enter", file, *MONTH))

    shown = liuguan("assess", "show", *MONTH, "--format", "json")
    rows = json.loads(shown.stdout)["rows"]
    assert [(r["worker"], r["score"], r["grade"]) for r in rows] == [
        ("A003", "90.00", "优秀"), ("A001", "90.00", "优秀"), ("A002", "90.00", "优秀"),
    ]  # fmt: skip

    blocked = liuguan("assess", "close", *MONTH)
    assert blocked.returncode == 2
    assert blocked.stderr.count("the assessor has not signed") == 3
    for as_ in ("assessor", "worker", "district_office"):
        assert "3 sheets signed" in said(liuguan("assess", "sign", *MONTH, "--as", as_))
    assert "nothing is kept" in said(liuguan("assess", "close", *MONTH, "--dry-run"))
    assert sheet(store, ONE).state == "open"
    assert "3 sheets closed" in said(liuguan("assess", "close", *MONTH))
    assert (sheet(store, ONE).state, sheet(store, ONE).recorded_score) == ("closed", 9000)


def test_bad_rows_of_a_file_are_all_said_and_nothing_is_entered(liuguan: Run, store: Store, tmp_path: Path) -> None:
    said(liuguan("assess", "open", *MONTH))
    file = tmp_path / "bad.csv"
    file.write_text("worker,month,item,done\nA009,2010-12,R01,5\nA001,2011-01,R01,5\nA001,2010-12,R02,6\n", "utf-8")
    done = liuguan("assess", "enter", file, *MONTH)
    assert done.returncode == 2
    assert "bad.csv: row 2: found no sheet of 2010-12 for A009" in done.stderr
    assert "bad.csv: row 3: found 2011-01; expected 2010-12" in done.stderr
    assert items(store, ONE)["R02"].done is None


def test_points_of_the_sheet_are_written_with_two_decimals(liuguan: Run, store: Store, tmp_path: Path) -> None:
    said(liuguan("assess", "open", *MONTH))
    file = tmp_path / "points.csv"
    file.write_text("worker,month,bonus_points\nA001,2010-12,2.50\n", "utf-8")
    said(liuguan("assess", "enter", file, *MONTH))
    assert sheet(store, ONE).bonus_points == 250


def test_a_signature_on_paper_needs_the_hash_of_the_present_content(liuguan: Run, store: Store, tmp_path: Path) -> None:
    said(liuguan("assess", "open", *MONTH))
    rows = json.loads(liuguan("assess", "show", *MONTH, "--format", "json").stdout)["rows"]
    printed = next(r["hash"] for r in rows if r["worker"] == "A001")
    paper = ("assess", "paper", *MONTH, "--worker", "A001", "--as", "worker", "--by", "王一", "--on", "2011-01-05")
    assert "recorded" in said(liuguan(*paper, "--hash", printed))
    said(liuguan("assess", "enter", columns(tmp_path), *MONTH))
    refused = liuguan(*paper, "--hash", printed)
    assert (refused.returncode, "not that of the present content" in refused.stderr) == (2, True)


def test_an_inspection_is_added_enters_a_sheet_and_is_checked_again(liuguan: Run, store: Store) -> None:
    said(liuguan("assess", "open", *MONTH))
    added = liuguan(
        "inspect", "add", "AC-1", "--district", "xuanwu", "--day", "2010-12-15", "--station", "梅园社区",
        "--sample", 20, "--finding", "missed_registration:3/12", "--finding", "wrong_data:1/40:A002",
    )  # fmt: skip
    assert "by the roster one answers for it" in said(added)
    entered = liuguan("inspect", "enter", "--district", "xuanwu", "--format", "json")
    assert [(r["why"], r["month"], r["item"]) for r in json.loads(entered.stdout)["rows"]] == [
        ("entered", "2010-12", "R01"), ("entered", "2010-12", "P05"),
    ]  # fmt: skip
    recheck = ("inspect", "recheck", "AC-1", 1, "--district", "xuanwu", "--on", "2011-01-04")
    said(liuguan(*recheck, "--passed"))
    shown = json.loads(liuguan("inspect", "show", "AC-1", "--district", "xuanwu", "--format", "json").stdout)["rows"]
    assert [(r["found"], r["expected"], r["worker"], r["entered"], r["recheck_passed"]) for r in shown] == [
        (3, 12, "one", "2010-12", True), (1, 40, "two", "2010-12", None),
    ]  # fmt: skip
    listed = list(
        csv.DictReader(io.StringIO(liuguan("inspect", "list", "--district", "xuanwu", "--format", "csv").stdout))
    )
    assert [(r["id"], r["found"]) for r in listed] == [("AC-1", "registration missed 3/12, wrong data 2.50% (1/40)")]
    bad = liuguan("inspect", "add", "AC-2", "--district", "xuanwu", "--day", "2010-12-15", "--finding", "theft:1/2")
    assert (bad.returncode, "write it like missed_registration:3/12" in bad.stderr) == (2, True)


def test_the_year_is_reviewed_with_denominators(liuguan: Run, store: Store, tmp_path: Path) -> None:
    said(liuguan("assess", "open", *MONTH))
    said(liuguan("assess", "enter", columns(tmp_path), *MONTH))
    done = liuguan("review", "--year", 2010, "--district", "xuanwu", "--format", "json")
    (row,) = json.loads(done.stdout)["rows"]
    assert (row["scores"]["mean"], row["scores"]["known"], row["scores"]["members"]) == (10_000, 3, 3)
    assert (row["net"]["known"], row["net"]["reached"]) == (0, None)
    table = list(csv.DictReader(io.StringIO(liuguan("review", "--year", 2010, "--format", "csv").stdout)))
    assert len(table) == 13
    own = next(r for r in table if r["district"] == "xuanwu")
    assert (own["best"], own["worst"], own["average_net"]) == ("100.00 ×3", "100.00 ×3", "")


def test_in_chinese(liuguan: Run, store: Store) -> None:
    said_open = said(liuguan("assess", "open", *MONTH, LIUGUAN_LANG="zh"))
    assert "新增考核表 3 份、项目 45 条" in said_open
    closed = liuguan("assess", "close", *MONTH, LIUGUAN_LANG="zh")
    assert (closed.returncode, "得分未知,缺:" in closed.stderr) == (2, True)
    added = liuguan("inspect", "add", "1", "--district", "xuanwu", "--day", "2010-12-15", LIUGUAN_LANG="zh")
    assert "已登记 1,发现 0 项" in said(added)
    assert "“已知/全部”" in said(liuguan("review", "--year", 2010, "--district", "xuanwu", LIUGUAN_LANG="zh"))

"""`filing` and `staffing` over a database: clerk, head, city officer and approver, each with their own login."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.end_to_end.conftest import Run

from liuguan.district import City
from liuguan.records.migrate import prepare
from liuguan.records.store import Store
from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command
from liuguan.services.filings.contents import Document
from liuguan.services.filings.decisions import RegisterFiling
from liuguan.services.filings.drafts import DraftApplication, DraftNotice
from liuguan.services.filings.submitting import SubmitFiling
from liuguan.services.office import Office
from liuguan.services.operators import AddOperator
from liuguan.services.population import EnterPopulation

CITY = City()
PASSWORD = "kept-in-a-safe-place"
As = Callable[..., Any]


def give(database: Path, operator: str | None, order: Command) -> Any:
    """Carry out an order in this process; what a command is not tested on."""
    store = Store(str(database))
    prepare(store)
    try:
        return Office(store, CITY, operator=operator).run(order)
    finally:
        store.close()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Records with an operator in each role, and the counts of 2010-12."""
    path = tmp_path / "office.sqlite"
    give(path, None, AddOperator(name="city_approver", role=Role.CITY_APPROVER, password=PASSWORD))
    give(path, "city_approver", AddOperator(name="city_officer", role=Role.CITY_OFFICER, password=PASSWORD))
    for role in (Role.CLERK, Role.HEAD):
        own = AddOperator(name=role.value, role=role, password=PASSWORD, district="xuanwu", districts=("xuanwu",))
        give(path, "city_approver", own)
    counts = EnterPopulation(
        district="xuanwu", month=2010 * 12 + 11, actual_migrants=501, rental_households=100, headcount=2,
        uncertified_headcount=1, diverted_headcount=0, absent_headcount=0,
    )  # fmt: skip
    give(path, "clerk", counts)
    return path


@pytest.fixture
def as_(liuguan: Run, database: Path) -> As:
    """Run a command as an operator."""

    def run(operator: str, *arguments: str | Path, **environment: str) -> Any:
        known = {"LIUGUAN_DATABASE_URL": str(database), "LIUGUAN_OPERATOR": operator, "LIUGUAN_PASSWORD": PASSWORD}
        return liuguan(*arguments, **{**known, **environment})

    return run


def done(run: Any) -> str:
    """What a command that succeeded printed."""
    assert run.returncode == 0, run.stderr
    printed: str = run.stdout.strip()
    return printed


def rows(run: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(done(run))["rows"]
    return found


def test_a_standard_goes_from_the_clerk_over_the_head_to_the_citys_register(as_: As, tmp_path: Path) -> None:
    opinion = tmp_path / "opinion.pdf"
    opinion.write_bytes(b"%PDF opinion")
    made = as_("clerk", "filing", "new", "F13", "--document", f"implementing_opinion:玄政办发2号:2011-01-04:{opinion}")
    assert (made.returncode, made.stdout) == (0, "F13-xuanwu\n")
    assert "filing submit F13-xuanwu" in made.stderr
    lint = as_("head", "filing", "submit", "F13-xuanwu", "--dry-run")
    assert lint.returncode == 0
    assert "STD" in lint.stdout or "find nothing" in lint.stdout
    assert "nothing was submitted" in lint.stderr
    denied = as_("clerk", "filing", "submit", "F13-xuanwu")
    assert (denied.returncode, denied.stdout) == (2, "")
    done(as_("head", "filing", "submit", "F13-xuanwu"))
    (waiting,) = rows(as_("city_officer", "filing", "queue", "--format", "json"))
    assert (waiting["id"], waiting["waits_for"]) == ("F13-xuanwu", "registration")
    done(as_("city_officer", "filing", "register", "F13-xuanwu"))
    shown = json.loads(as_("city_officer", "filing", "show", "F13-xuanwu").stdout)
    assert [a["act"] for a in shown["acts"]] == ["submit", "register"]
    assert [d["kind"] for d in shown["documents"]] == ["implementing_opinion"]


def test_a_returned_notice_is_due_for_correction(as_: As, database: Path) -> None:
    give(database, "clerk", DraftNotice(district="xuanwu", form="F5", month=2010 * 12 + 11))
    give(database, "head", SubmitFiling(district="xuanwu", filing="F5-xuanwu-1"))
    done(as_("city_officer", "filing", "return", "F5-xuanwu-1", "--reason", "缺出租户数"))
    due = rows(as_("clerk", "filing", "due", "--format", "json"))
    assert [(r["filing"], r["reason"]) for r in due if r["urgency"] == "returned"] == [("F5-xuanwu-1", "缺出租户数")]


def test_applications_for_a_relaxed_ratio_end_as_the_city_decides(as_: As, database: Path, tmp_path: Path) -> None:
    evidence = tmp_path / "evidence.pdf"
    evidence.write_bytes(b"%PDF evidence")
    granted = done(
        as_(
            "clerk", "filing", "new", "F8", "--migrants-per-worker", "800", "--reason", "聚集一般", "--document",
            f"evidence:玄流管3号:2011-01-04:{evidence}",
        )
    )  # fmt: skip
    document = Document(kind="evidence", number="玄流管3号", date=datetime.date(2011, 1, 4), data=b"%PDF")
    other = DraftApplication(district="xuanwu", households_per_worker=80, reason="聚集一般", documents=(document,))
    refused, withdrawn, discarded = (give(database, "clerk", other).id for _ in range(3))
    for filing in (granted, refused, withdrawn):
        give(database, "head", SubmitFiling(district="xuanwu", filing=filing))
        give(database, "city_officer", RegisterFiling(district="xuanwu", filing=filing))
    number = ("--document-number", "宁流管5号")
    back = as_("city_approver", "filing", "grant", granted, *number, "--from", "2011-01-01")
    assert (back.returncode, "never retroactive" in back.stderr) == (2, True)
    done(as_("city_approver", "filing", "grant", granted, *number))
    done(as_("city_approver", "filing", "refuse", refused, *number, "--reason", "压力较大"))
    done(as_("head", "filing", "withdraw", withdrawn, "--reason", "不再需要"))
    done(as_("clerk", "filing", "discard", discarded))
    listed = ("clerk", "filing", "list", "--form", "F8", "--format", "json")
    assert [r["standing"] for r in rows(as_(*listed))] == ["granted", "refused", "withdrawn", "discarded"]
    done(as_("city_approver", "filing", "revoke", granted, *number, "--reason", "人口激增"))
    assert rows(as_(*listed))[0]["standing"] == "revoked"


def test_staffing_shows_need_and_shortage(as_: As) -> None:
    (row,) = rows(as_("clerk", "staffing", "--from", "2010-12", "--to", "2011-01", "--format", "json"))
    assert (row["month"], row["required_headcount"], row["effective_headcount"], row["headcount_shortage"]) == (
        "2010-12", 2, 1, 1,
    )  # fmt: skip
    (line,) = csv.DictReader(io.StringIO(as_("clerk", "staffing", "--format", "csv").stdout))
    assert line["headcount_shortage"] == "1"
    assert rows(as_("clerk", "staffing", "--as-known-on", "2010-12-31", "--format", "json")) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("filing", "new", "F13", "--document", "photo:x:2011-01-04:f.pdf"), "write one of implementing_opinion"),
        (("filing", "submit", "F13-xuanwu"), "no such filing"),
        (("staffing", "--district", "gulou"), "not a district of this operator"),
    ],
    ids=lambda value: " ".join(value[1:3]) if isinstance(value, tuple) else "",
)
def test_what_is_wrong_is_said_and_nothing_goes_to_stdout(as_: As, arguments: tuple[str, ...], said: str) -> None:
    run = as_("clerk", *arguments)
    assert (run.returncode, run.stdout) == (2, "")
    assert said in run.stderr


def test_in_chinese_too(as_: As) -> None:
    due = as_("clerk", "filing", "due", LIUGUAN_LANG="zh")
    assert "逾期" in due.stdout
    made = as_("clerk", "filing", "new", "F5", "--month", "2010-12", LIUGUAN_LANG="zh")
    assert "由负责人报送" in made.stderr
    denied = as_("clerk", "filing", "submit", "F5-xuanwu-1", LIUGUAN_LANG="zh")
    assert "该操作员不能报送备案" in denied.stderr

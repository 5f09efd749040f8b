"""`pay` over a database: a clerk computes, the head closes, deltas follow, every amount can be asked why."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.core.services.pay.desk import DECEMBER, Desk
from tests.end_to_end.conftest import Run

from liuguan.district import City
from liuguan.records.migrate import prepare
from liuguan.records.store import Store
from liuguan.records.tables.operators import Role
from liuguan.services.office import Office
from liuguan.services.operators import AddOperator

PASSWORD = "kept-in-a-safe-place"
DISTRICT = ("--district", "xuanwu")
DEC, JAN = (*DISTRICT, "--month", "2010-12"), (*DISTRICT, "--month", "2011-01")
ACCEPT = ("--accept", "draft_standard", "--reason", "首月")
As = Callable[..., Any]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two workers who have worked December, scored 85, under the shipped standard; a clerk and a head."""
    store = Store(str(tmp_path / "office.sqlite"))
    prepare(store)
    city = City()
    machine = Office(store, city)
    machine.run(AddOperator(name="approver", role=Role.CITY_APPROVER, password=PASSWORD))
    approver = Office(store, city, operator="approver")
    for role in (Role.CLERK, Role.HEAD):
        approver.run(
            AddOperator(name=role.value, role=role, password=PASSWORD, district="xuanwu", districts=("xuanwu",))
        )
    made = Desk(store, city)
    made.hire("A001", "A002")
    made.month_of_work("A001", "A002")
    return made


@pytest.fixture
def as_(liuguan: Run, desk: Desk) -> As:
    """Run a command as an operator."""

    def run(operator: str, *arguments: str, **environment: str) -> Any:
        known = {
            "LIUGUAN_DATABASE_URL": str(desk.store.engine.url.database), "LIUGUAN_OPERATOR": operator,
            "LIUGUAN_PASSWORD": PASSWORD,
        }  # fmt: skip
        return liuguan("pay", *arguments, **{**known, **environment})

    return run


def rows(done: Any) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["rows"]
    return found


def test_a_month_goes_from_open_to_closed_and_its_deltas_into_the_next(as_: As, desk: Desk) -> None:
    assert "the pay run of xuanwu for 2010-12 is open" in as_("clerk", "open", *DEC).stderr
    dry = as_("clerk", "compute", *DEC, "--dry-run", "--format", "json")
    assert "nothing is kept" in dry.stderr
    assert [r["gross"] for r in rows(dry)] == ["1417.00", "1417.00"]
    assert "illustrative standard" in dry.stderr
    assert rows(as_("clerk", "show", *DEC, "--format", "json")) == []

    assert len(rows(as_("clerk", "compute", *DEC, "--format", "json"))) == 2
    shown = as_("head", "show", *DEC, "--format", "csv")
    table = list(csv.DictReader(io.StringIO(shown.stdout)))
    assert [(r["worker"], r["base"], r["performance"], r["net"]) for r in table] == [
        ("A001", "1000.00", "357.00", "1417.00"), ("A002", "1000.00", "357.00", "1417.00"),
    ]  # fmt: skip
    assert "gross 2834.00, net 2834.00 in all" in shown.stderr

    blocked = as_("head", "close", *DEC)
    assert blocked.returncode == 2
    assert "draft_standard" in blocked.stderr
    assert as_("clerk", "close", *DEC, *ACCEPT).returncode == 2
    assert "it can be closed" in as_("head", "close", *DEC, *ACCEPT, "--dry-run").stderr
    assert "closed: 2 lines, 0 deltas" in as_("head", "close", *DEC, *ACCEPT, "--paid-on", "2011-01-14").stderr
    again = as_("clerk", "compute", *DEC)
    assert again.returncode == 2
    assert "closed and never changed" in again.stderr

    desk.assess("A001", score=95_00)
    desk.month_of_work("A001", "A002", month=DECEMBER + 1)
    as_("clerk", "open", *JAN)
    as_("clerk", "compute", *JAN)
    found = as_("clerk", "delta", *JAN, "--format", "json")
    assert [(r["worker"], r["month"], r["settled"], r["cause"]) for r in rows(found)] == [
        ("A001", "2010-12", "63.00", "higher_due")
    ]
    assert "[unverified]" in found.stderr
    assert "closed: 2 lines, 1 deltas" in as_("head", "close", *JAN, *ACCEPT).stderr
    assert len(rows(as_("head", "show", *JAN, "--deltas", "--format", "json"))) == 1


def test_an_amount_is_explained_as_the_run_knew_it(as_: As, desk: Desk) -> None:
    desk.pay()
    desk.assess("A001", score=50_00)
    told = as_("clerk", "explain", "A001", *DEC, "--node", "paid_gross", "--depth", "4")
    assert told.returncode == 0, told.stderr
    assert "gross_to_pay" in told.stdout
    assert "1417.00" in told.stdout
    assert "85.00" in told.stdout
    assert "from the records as of event" in told.stderr
    tree = json.loads(as_("clerk", "explain", "A001", *DEC, "--format", "json").stdout)
    assert tree["explanation"]["value"] == "1417.00"


def test_what_the_office_enters_and_whom_it_leaves_out(as_: As) -> None:
    assert as_("clerk", "open", *DEC).returncode == 0
    entered = as_("clerk", "enter", "A001", *DEC, "--set", "paid_days=20", "--set", "paid_overtime=50.00")
    assert entered.returncode == 0, entered.stderr
    assert as_("clerk", "leave-out", "A002", *DEC, "--reason", "待核").returncode == 0
    (row,) = rows(as_("clerk", "compute", *DEC, "--format", "json"))
    assert (row["paid_days"], row["overtime"], row["gross"]) == (20, "50.00", "1399.52")
    shown = as_("clerk", "show", *DEC, "--format", "json")
    assert rows(shown)[0]["rounding_fen"] == "-8/21"
    assert "left out: A002: 待核" in shown.stderr
    assert as_("clerk", "take-in", "A002", *DEC).returncode == 0
    wrong = as_("clerk", "enter", "A001", *DEC, "--set", "paid_dayz=20")
    assert wrong.returncode == 2
    assert "scheduled_days" in wrong.stderr


def test_the_same_in_chinese(as_: As) -> None:
    assert "已开立" in as_("clerk", "open", *DEC, LIUGUAN_LANG="zh").stderr
    assert "按所附示例标准(草案)计算" in as_("clerk", "compute", *DEC, LIUGUAN_LANG="zh").stderr
    assert "已封账" in as_("head", "close", *DEC, *ACCEPT, LIUGUAN_LANG="zh").stderr
    assert "应发合计 2834.00" in as_("head", "show", *DEC, LIUGUAN_LANG="zh").stderr

"""A pay office that is killed in the middle leaves every month whole: draft, computed or closed, and nothing between."""

from __future__ import annotations

import datetime
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.core.services.conftest import DISTRICT
from tests.core.services.pay.desk import DECEMBER, Desk, city_with

from liuguan.records import chain
from liuguan.records.store import Store, all_current
from liuguan.records.tables.conduct import Reward, RewardShare
from liuguan.records.tables.pay import PayComponent, PayLine, PayRun

WORKERS = tuple("abcdefgh")
MONTHS = 20
KILLS = 6
PAYING = """
import sys
from tests.core.services.pay.desk import DECEMBER, Desk
from liuguan.district import City
from liuguan.records.store import Store, all_current
from liuguan.records.tables.pay import PayRun
from pathlib import Path
desk = Desk(Store(sys.argv[1]), City(config_dir=Path(sys.argv[2])))
for month in range(DECEMBER, DECEMBER + int(sys.argv[3])):
    with desk.store.reading() as session:
        runs = all_current(session, PayRun, month=month)
    if runs and runs[0].state == "closed":
        continue
    for step in (desk.compute, desk.close):
        print("next", flush=True)
        step(month)
"""


@pytest.fixture
def office(store: Store, tmp_path: Path) -> Desk:
    """Months of eight workers, one of whom has a confirmed reward."""
    desk = Desk(store, city_with(tmp_path / "configs", "v1"))
    desk.hire(*WORKERS)
    for month in range(DECEMBER, DECEMBER + MONTHS):
        desk.month_of_work(*WORKERS, month=month)
    with desk.writing() as work:
        day = datetime.date(2010, 12, 9)
        work.put(
            Reward(district=DISTRICT, reference="1", kind="W04", day=day, amount=20_00, state="confirmed",
                   confirming_unit="派出所")
        )  # fmt: skip
        work.put(RewardShare(district=DISTRICT, reference="1", worker="a", amount=20_00))
    return desk


def test_months_stay_whole_whenever_the_process_is_killed(office: Desk, tmp_path: Path) -> None:
    seed = random.randrange(1 << 30)
    moments = random.Random(seed)
    for _ in range(KILLS):
        folder = str(tmp_path / "configs")
        paying = subprocess.Popen(
            [sys.executable, "-c", PAYING, str(office.store.engine.url.database), folder, str(MONTHS)],
            stdout=subprocess.PIPE, cwd=Path(__file__).parents[4],
        )  # fmt: skip
        assert paying.stdout is not None
        assert paying.stdout.readline() == b"next\n"
        began, steps = time.monotonic(), moments.randrange(1, 4)
        for _ in range(steps):
            assert paying.stdout.readline() == b"next\n"
        time.sleep(moments.random() * (time.monotonic() - began) / steps)
        paying.send_signal(signal.SIGKILL)
        paying.wait()
        paying.stdout.close()
        assert not broken(office), f"seed {seed}"
    with office.store.reading() as session:
        states = {r.state for r in all_current(session, PayRun)}
    assert "closed" in states, "no month was closed before the kills, so little was tried"


def broken(desk: Desk) -> list[str]:
    """What is not whole, in words."""
    found = []
    with desk.store.reading() as session:
        if chain.verify(session.connection()) is not None:
            found.append("the audit chain")
        paid_in = {s.paid_month for s in all_current(session, RewardShare)}
        for run in all_current(session, PayRun):
            lines = all_current(session, PayLine, pay_month=run.month)
            parts = {(c.worker, c.node): c.amount for c in all_current(session, PayComponent, pay_month=run.month)}
            whole = 0 if run.state == "draft" else len(WORKERS)
            if len(lines) != whole or {w for w, _ in parts} != {f.worker for f in lines}:
                found.append(f"{run.month} {run.state}: {len(lines)} lines")
            if any(parts[f.worker, "gross_to_pay"] != f.paid_gross for f in lines):
                found.append(f"{run.month} {run.state}: a line is not what it is made of")
            rewarded = any(node.startswith("reward:") for _, node in parts)
            if (run.state == "closed" and rewarded) != (run.month in paid_in):
                found.append(f"{run.month} {run.state}: a reward is marked and not paid, or paid and not marked")
    return found

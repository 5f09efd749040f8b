"""A pay office for tests: a city whose xuanwu has a fictional standard, and records written as plainly as can be.

A sheet of the fictional standards V1 and V2 gives 100 points less those lost in inspections, so a score is entered
as what is lacking of 100.
"""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.core.services.conftest import DISTRICT

from liuguan.configs import config_folder
from liuguan.district import City
from liuguan.records.store import Store, Work, all_current
from liuguan.records.tables.assessment import AssessmentItem, AssessmentSheet
from liuguan.records.tables.duty import DutyMonth
from liuguan.records.tables.operators import Operator, Role
from liuguan.records.tables.pay import PayEntry, PayRun
from liuguan.records.tables.people import Assignment, Worker
from liuguan.services.office import Office
from liuguan.services.pay.closing import ClosedMonth, ClosePayRun
from liuguan.services.pay.computing import ComputePayRun
from liuguan.services.pay.delta_runs import ComputeDelta
from liuguan.services.pay.runs import OpenPayRun

DECEMBER = 2010 * 12 + 11
DAYS = 21
FICTIONAL = Path(__file__).parents[3] / "cases" / "fictional"
ITEMS = ("R01", "R02", "R04", "R05", "R06", "F01", "F02", "E01", "E02", "P05", "P06", "D01")
"""Every item that carries weight in the fictional standards or in the shipped one."""
ACCEPT = ("draft_standard", "signatures")


def city_with(folder: Path, standard: str) -> City:
    """Nanjing, but for xuanwu a standard of the fictional city."""
    if not folder.exists():
        shutil.copytree(config_folder(), folder)
    text = (FICTIONAL / f"{standard}.toml").read_text("utf-8")
    (folder / f"{DISTRICT}.toml").write_text(text.replace(f'id = "{standard}"', f'id = "{DISTRICT}"'), "utf-8")
    return City(config_dir=folder)


class Desk:
    """One district's records and its pay, with a clerk who computes and a head who closes."""

    def __init__(self, store: Store, city: City) -> None:
        self.store = store
        self.city = city
        self.clerk = Office(store, city, operator=Role.CLERK.value)
        self.head = Office(store, city, operator=Role.HEAD.value)

    @contextmanager
    def writing(self) -> Iterator[Work]:
        with self.store.writing(operator="test") as work:
            yield work
            work.record(command="test", district=DISTRICT, subject="", payload={})

    def hire(self, *workers: str, since: datetime.date = datetime.date(2010, 1, 1), **said: Any) -> None:
        """Put workers on the roster: ordinary posts, three full years of migrant work in December 2010."""
        with self.writing() as work:
            for worker in workers:
                work.add(Worker(id=worker, since_event=work.event, district=DISTRICT, staff_number=worker))
                line = {
                    "line": 1, "action": "hire", "from_day": since, "employment_start": since, "full_time": True,
                    "post": "ordinary", "data_entry": False, "migrant_work_start": datetime.date(2007, 12, 1), **said,
                }  # fmt: skip
                work.put(Assignment(district=DISTRICT, worker=worker, staff_number=worker, **line))

    def amend(self, worker: str, number: int = 1, **said: Any) -> None:
        """Correct a line of a worker's roster, the first without `number`."""
        with self.writing() as work:
            found = work.current(Assignment, DISTRICT, worker, number)
            assert found is not None
            work.change(found, **said)

    def line(self, worker: str, number: int, from_day: datetime.date, **said: Any) -> None:
        """A further line of the roster from a day on."""
        with self.writing() as work:
            before = work.current(Assignment, DISTRICT, worker, 1)
            assert before is not None
            work.put(Assignment.model_validate({
                **before.model_dump(), "line": number, "action": "change_of_post", "from_day": from_day, **said
            }))  # fmt: skip

    def attend(self, *workers: str, month: int = DECEMBER, unpaid: int = 0, scheduled: int = DAYS) -> None:
        """The month's duty: scheduled days, and unpaid leave among them."""
        with self.writing() as work:
            for worker in workers:
                work.put(DutyMonth(
                    district=DISTRICT, month=month, worker=worker, scheduled_days=scheduled, leave_days_unpaid=unpaid
                ))  # fmt: skip

    def assess(self, *workers: str, score: int, month: int = DECEMBER, signed: bool = True) -> None:
        """A sheet with a score, in hundredths of a point."""
        with self.writing() as work:
            for worker in workers:
                work.put(AssessmentSheet(
                    district=DISTRICT, month=month, worker=worker, state="closed", assessment_sheets=1,
                    inspection_points_lost=100_00 - score, sheet_reviewed=signed, sheet_acknowledged=signed,
                ))  # fmt: skip
                for item in ITEMS:
                    work.put(AssessmentItem(
                        district=DISTRICT, month=month, worker=worker, item=item, baseline=0, done=0, fed_back=0,
                        defects=0, false_records=0,
                    ))  # fmt: skip

    def enter(self, worker: str, month: int = DECEMBER, **said: Any) -> None:
        """What the office enters for a month's pay."""
        with self.writing() as work:
            work.put(PayEntry(district=DISTRICT, month=month, worker=worker, **said))

    def month_of_work(self, *workers: str, month: int = DECEMBER, score: int = 85_00, unpaid: int = 0) -> None:
        """Duty and sheets of a month."""
        self.attend(*workers, month=month, unpaid=unpaid)
        self.assess(*workers, month=month, score=score)

    def compute(self, month: int = DECEMBER) -> Any:
        """Open a month where it is not, and compute its run."""
        with self.store.reading() as session:
            there = all_current(session, PayRun, district=DISTRICT, month=month)
        if not there:
            self.clerk.run(OpenPayRun(district=DISTRICT, month=month))
        return self.clerk.run(ComputePayRun(district=DISTRICT, month=month)).run

    def delta(self, month: int) -> Any:
        """The run of deltas that an open month then has, if any."""
        return self.clerk.run(ComputeDelta(district=DISTRICT, month=month)).run

    def close(self, month: int = DECEMBER, **said: Any) -> ClosedMonth:
        given = {"accept": ACCEPT, "reason": "tried out", **said}
        closed: ClosedMonth = self.head.run(ClosePayRun(district=DISTRICT, month=month, **given))
        return closed

    def pay(self, month: int = DECEMBER) -> ClosedMonth:
        """Compute and close a month."""
        self.compute(month)
        return self.close(month)


def enter_head(store: Store, name: str) -> None:
    """One more head of the district."""
    with store.writing(operator="test") as work:
        work.put(Operator(name=name, role=Role.HEAD, districts=DISTRICT))
        work.record(command="test", district=DISTRICT, subject="", payload={})

"""A small office for tests: stations, workers on the roster, and sheets filled to a wanted score."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from tests.core.services.conftest import DISTRICT, OfficeOf

from liuguan.records.store import Store, all_current
from liuguan.records.tables.assessment import AssessmentItem, AssessmentSheet
from liuguan.records.tables.operators import Operator, Role
from liuguan.records.tables.people import Assignment, Worker
from liuguan.records.tables.places import Station
from liuguan.services.assessment.cells import Cell
from liuguan.services.assessment.entering import EnterCells
from liuguan.services.assessment.opening import Opened, OpenMonth
from liuguan.services.assessment.signing import AcknowledgeSheet, ReviewSheets, SignSheets

DECEMBER = 2010 * 12 + 11
JANUARY = DECEMBER + 1
SINCE = datetime.date(2010, 1, 1)
HERE, THERE, CENTRAL = "梅园社区", "后宰门社区", "梅园中心站"
ONE, TWO, IN_CENTRAL, PART_TIME = "one", "two", "central", "part"
"""Workers: `one` at HERE, `two` at THERE, both ordinary; one in the central station; one who is not full-time."""

_POSTS: Mapping[str, Mapping[str, Any]] = {
    ONE: {"station": HERE, "post": "ordinary", "full_time": True},
    TWO: {"station": THERE, "post": "ordinary", "full_time": True},
    IN_CENTRAL: {"station": CENTRAL, "post": "central", "full_time": True},
    PART_TIME: {"station": THERE, "post": "ordinary", "full_time": False},
}


def staff(store: Store, district: str = DISTRICT) -> None:
    """Stations and workers of a district, in post since before the guidance; the assessor, if any, is of HERE."""
    with store.writing(operator="test") as work:
        units = (("梅园街道", "street", None), (CENTRAL, "central", "梅园街道"), (HERE, "community", CENTRAL),
                 (THERE, "community", "梅园街道"))  # fmt: skip
        for name, kind, parent in units:
            work.put(Station(district=district, name=name, kind=kind, parent=parent, valid_from=SINCE))
        for number, (worker, said) in enumerate(_POSTS.items(), 1):
            work.add(
                Worker(id=worker, since_event=work.event, district=district, staff_number=f"A{number:03d}", name=worker)
            )
            work.put(
                Assignment(
                    district=district, worker=worker, line=1, action="hire", from_day=SINCE, employment_start=SINCE,
                    migrant_work_start=SINCE, staff_number=f"A{number:03d}", data_entry=False, **said,
                )
            )  # fmt: skip
        assessor = work.current(Operator, "assessor")
        if assessor is not None:
            work.change(assessor, station=HERE)
        work.record(command="test", district=district, subject="", payload={})


def move(store: Store, worker: str, *, line: int, **said: Any) -> None:
    """Add a line of the roster."""
    with store.writing(operator="test") as work:
        before = next(a for a in work.all(Assignment, district=DISTRICT, worker=worker) if a.line == line - 1)
        work.put(Assignment.model_validate({**before.model_dump(), "line": line, **said}))
        work.record(command="test", district=DISTRICT, subject="", payload={})


def opened(office_of: OfficeOf, month: int = DECEMBER, district: str = DISTRICT) -> Opened:
    """Open a month's assessment."""
    made: Opened = office_of(Role.CLERK).run(OpenMonth(district=district, month=month))
    return made


def sheet(store: Store, worker: str, month: int = DECEMBER, district: str = DISTRICT) -> AssessmentSheet:
    """A worker's sheet as it is now."""
    with store.reading() as session:
        return all_current(session, AssessmentSheet, district=district, month=month, worker=worker)[0]


def items(store: Store, worker: str, month: int = DECEMBER, district: str = DISTRICT) -> dict[str, AssessmentItem]:
    """The items of a worker's sheet by code."""
    with store.reading() as session:
        found = all_current(session, AssessmentItem, district=district, month=month, worker=worker)
        return {i.item: i for i in found}


def cell(store: Store, worker: str, item: str, column: str, value: int | None, month: int = DECEMBER) -> Cell:
    """A cell with the version that is there now."""
    seen = items(store, worker, month)[item].version if item else sheet(store, worker, month).version
    return Cell(worker=worker, item=item, column=column, value=value, seen=seen)


def fill(
    store: Store, office_of: OfficeOf, workers: Sequence[str], *, lost: int = 0, month: int = DECEMBER,
    **columns: int,
) -> None:  # fmt: skip
    """Enter whole columns: every item reached, no defects, but `lost` of 100 units of R01 not done."""
    said = {"baseline": 100, "done": 100, "fed_back": 0, "defects": 0, "false_records": 0, **columns}
    cells = [
        Cell(
            worker=w, item=code, column=column, seen=row.version,
            value=value - lost if (code, column) == ("R01", "done") else value,
        )
        for w in workers for code, row in items(store, w, month).items() for column, value in said.items()
    ]  # fmt: skip
    office_of(Role.CLERK).run(EnterCells(district=DISTRICT, month=month, cells=tuple(cells)))


EVERYBODY = (ONE, TWO, IN_CENTRAL)


def scored(office_of: OfficeOf, month: int = DECEMBER) -> None:
    """A month with staff, opened, in which everybody reached everything."""
    store = office_of(Role.CLERK).store
    staff(store)
    opened(office_of, month)
    fill(store, office_of, EVERYBODY, month=month)


def complete(office_of: OfficeOf, month: int = DECEMBER) -> None:
    """Sign all sheets of a month: by the office as assessor, by each worker, by the head in review."""
    office_of(Role.CLERK).run(SignSheets(district=DISTRICT, month=month, workers=EVERYBODY))
    for worker in EVERYBODY:
        office_of(Role.CLERK).run(AcknowledgeSheet(district=DISTRICT, month=month, worker=worker))
    office_of(Role.HEAD).run(ReviewSheets(district=DISTRICT, month=month, workers=EVERYBODY))

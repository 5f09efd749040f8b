"""Whatever is recorded, entered, contested, decided, undone and closed in whatever order: a defect counts once."""

from __future__ import annotations

import contextlib
import datetime
import tempfile
from functools import cache
from pathlib import Path

from hypothesis import assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.core.services.conftest import DISTRICT, TODAY
from tests.core.services.staffed import DECEMBER, HERE, JANUARY, ONE, staff

from liuguan.district import City
from liuguan.errors import Refusal
from liuguan.records import chain
from liuguan.records.migrate import prepare
from liuguan.records.store import Store, all_current
from liuguan.records.tables.assessment import AssessmentItem, AssessmentSheet
from liuguan.records.tables.inspections import InspectionFinding
from liuguan.records.tables.operators import Operator, Role
from liuguan.services.assessment.cells import Cell
from liuguan.services.assessment.entering import EnterCells
from liuguan.services.assessment.opening import OpenMonth
from liuguan.services.inspections.contesting import ContestFinding, DecideContest
from liuguan.services.inspections.entering import EnterFindings
from liuguan.services.inspections.recording import FindingGiven, RecordInspection
from liuguan.services.office import Office
from liuguan.services.undo import UndoEvent

CITY = City()


@cache
def opened_office() -> bytes:
    """The records of an office with its operators, staff and December's sheets."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "office.sqlite"
        store = Store(str(path), clock=lambda: TODAY)
        prepare(store)
        with store.writing(operator="test") as work:
            for role in (Role.CLERK, Role.HEAD):
                work.put(Operator(name=role.value, role=role, districts=DISTRICT))
            work.record(command="test", district="", subject="", payload={})
        staff(store)
        Office(store, CITY, operator="clerk").run(OpenMonth(district=DISTRICT, month=DECEMBER))
        store.close()
        return path.read_bytes()


class Histories(RuleBasedStateMachine):
    """An office in which findings about one worker come and go."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "office.sqlite"
        path.write_bytes(opened_office())
        self.store = Store(str(path), clock=lambda: TODAY)
        self.rounds = 0
        self.clerk = Office(self.store, CITY, operator="clerk")
        self.head = Office(self.store, CITY, operator="head")

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
        if hasattr(self, "folder"):
            self.folder.cleanup()

    @rule(
        defect=st.sampled_from(["missed_registration", "wrong_data", "false_data"]), found=st.integers(0, 4),
        points=st.none() | st.integers(1, 300), day=st.sampled_from([15, 20]),
    )  # fmt: skip
    def record(self, defect: str, found: int, points: int | None, day: int) -> None:
        self.rounds += 1
        given = FindingGiven.model_validate(
            {"defect": defect, "expected": 10, "found": found, "points_lost": points if found else None}
        )
        self.clerk.run(
            RecordInspection(
                district=DISTRICT, id=str(self.rounds), kind="unannounced", day=datetime.date(2010, 12, day),
                station=HERE, findings=(given,),
            )
        )  # fmt: skip

    @rule()
    def enter_all(self) -> None:
        self.clerk.run(EnterFindings(district=DISTRICT))

    @precondition(lambda self: self.rounds)
    @rule(data=st.data())
    def enter_one(self, data: st.DataObject) -> None:
        self._try(self.clerk, EnterFindings(district=DISTRICT, id=self._one(data), number=1))

    @precondition(lambda self: self.rounds)
    @rule(data=st.data())
    def contest(self, data: st.DataObject) -> None:
        self._try(self.clerk, ContestFinding(district=DISTRICT, id=self._one(data), number=1, reason="住户不在"))

    @precondition(lambda self: self.rounds)
    @rule(data=st.data(), upheld=st.booleans())
    def decide(self, data: st.DataObject, upheld: bool) -> None:
        order = DecideContest(district=DISTRICT, id=self._one(data), number=1, upheld=upheld, answer="已核")
        self._try(self.head, order)

    @rule(own=st.integers(0, 3), code=st.sampled_from(["R01", "P05"]))
    def enter_own_count(self, own: int, code: str) -> None:
        with self.store.reading() as session:
            rows = all_current(session, AssessmentItem, district=DISTRICT, month=DECEMBER, worker=ONE, item=code)
        assume(rows)  # the month's opening may have been undone
        (row,) = rows
        value = own + row.defects_inspected
        cell = Cell(worker=ONE, item=code, column="defects", value=value, seen=row.version)
        self._try(self.clerk, EnterCells(district=DISTRICT, month=DECEMBER, cells=(cell,)))

    @rule()
    def close_december_and_open_january(self) -> None:
        with self.store.writing(operator="test") as work:
            for sheet in work.all(AssessmentSheet, district=DISTRICT, month=DECEMBER, state="open"):
                work.change(sheet, state="closed")
            work.record(command="assessment.close", district=DISTRICT, subject="", payload={})
        self.clerk.run(OpenMonth(district=DISTRICT, month=JANUARY))

    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        with self.store.reading() as session:
            last = chain.head(session.connection()).seq
        self._try(self.clerk, UndoEvent(district=DISTRICT, event=data.draw(st.integers(3, last))))

    @invariant()
    def every_finding_counts_exactly_once_where_it_says_it_has_entered(self) -> None:
        if not hasattr(self, "store"):
            return
        with self.store.reading() as session:
            findings = [f for f in all_current(session, InspectionFinding) if f.entered_month is not None]
            sheets = [s for s in all_current(session, AssessmentSheet) if s.worker == ONE]
            items = [i for i in all_current(session, AssessmentItem) if i.worker == ONE]
        assert not [f for f in findings if f.withdrawn]
        for sheet in sheets:
            own = [f for f in findings if f.entered_month == sheet.month]
            assert (sheet.inspection_points_lost or 0) == sum(f.points_lost or 0 for f in own)
            assert sheet.false_data_inspected == sum(f.found or 0 for f in own if f.defect == "false_data")
        for item in items:
            own = [f for f in findings if (f.entered_month, f.entered_item) == (item.month, item.item)]
            assert item.defects_inspected == sum(f.found or 0 for f in own)
            assert item.defects is None or item.defects >= item.defects_inspected

    def _one(self, data: st.DataObject) -> str:
        return str(data.draw(st.integers(1, self.rounds)))

    def _try(self, office: Office, order: object) -> None:
        with contextlib.suppress(Refusal):
            office.run(order)  # type: ignore[arg-type]


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=8, stateful_step_count=15, deadline=None)

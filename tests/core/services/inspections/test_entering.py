"""Findings of inspections in sheets: each once, on the right month, whatever is undone, contested or tried twice."""

from __future__ import annotations

import datetime
import threading

import pytest
from tests.core.services.conftest import DISTRICT, TODAY, OfficeOf
from tests.core.services.staffed import (
    DECEMBER,
    HERE,
    JANUARY,
    ONE,
    TWO,
    cell,
    items,
    opened,
    sheet,
    staff,
)

from liuguan.district import City
from liuguan.errors import Refusal, Refusals
from liuguan.records.store import Store, all_current
from liuguan.records.tables.assessment import AssessmentSheet
from liuguan.records.tables.inspections import InspectionFinding
from liuguan.records.tables.operators import Role
from liuguan.services.assessment.entering import EnterCells
from liuguan.services.inspections.contesting import ContestFinding, DecideContest
from liuguan.services.inspections.entering import EnterFindings, Outcome
from liuguan.services.inspections.recording import AddFinding, AssignFinding, FindingGiven, RecordInspection
from liuguan.services.office import Office
from liuguan.services.undo import UndoEvent

ON = datetime.date(2010, 12, 15)


@pytest.fixture(autouse=True)
def month(office_of: OfficeOf, store: Store) -> None:
    """December, opened, and the clerk at work."""
    staff(store)
    opened(office_of)


def inspect(office_of: OfficeOf, *findings: FindingGiven, id_: str = "暗查1", kind: str = "unannounced") -> None:
    office_of(Role.CLERK).run(
        RecordInspection(
            district=DISTRICT, id=id_, kind=kind, day=ON, station=HERE, sample_size=20, findings=findings  # type: ignore[arg-type]
        )
    )  # fmt: skip


def enter(office_of: OfficeOf, id_: str | None = None, number: int | None = None) -> list[Outcome]:
    done: list[Outcome] = office_of(Role.CLERK).run(EnterFindings(district=DISTRICT, id=id_, number=number))
    return done


def finding(store: Store, number: int = 1, id_: str = "暗查1") -> InspectionFinding:
    with store.reading() as session:
        return all_current(session, InspectionFinding, district=DISTRICT, inspection=id_, number=number)[0]


def close(store: Store, month: int = DECEMBER) -> None:
    """Close sheets without ceremony."""
    with store.writing(operator="test") as work:
        for made in work.all(AssessmentSheet, district=DISTRICT, month=month):
            work.change(made, state="closed")
        work.record(command="test", district=DISTRICT, subject="", payload={})


MISSED = FindingGiven(defect="missed_registration", expected=12, found=3)


def test_who_was_at_the_station_alone_on_the_day_answers_for_it(office_of: OfficeOf, store: Store) -> None:
    inspect(office_of, MISSED)
    assert (finding(store).worker, finding(store).relevant_day, finding(store).about_month) == (ONE, ON, DECEMBER)


def test_a_finding_enters_the_open_sheet_of_its_month_as_defects_of_its_item(office_of: OfficeOf, store: Store) -> None:
    office_of(Role.CLERK).run(
        EnterCells(district=DISTRICT, month=DECEMBER, cells=(cell(store, ONE, "R01", "defects", 1),))
    )
    inspect(office_of, MISSED)
    assert enter(office_of) == [Outcome(inspection="暗查1", number=1, why="entered", month=DECEMBER, item="R01")]
    now = items(store, ONE)["R01"]
    assert (now.defects, now.defects_inspected) == (4, 3)


def test_a_count_that_nobody_has_entered_yet_stays_unknown(office_of: OfficeOf, store: Store) -> None:
    inspect(office_of, MISSED)
    enter(office_of)
    now = items(store, ONE)["R01"]
    assert (now.defects, now.defects_inspected) == (None, 3)


def test_defects_are_not_entered_below_what_inspections_found(office_of: OfficeOf, store: Store) -> None:
    inspect(office_of, MISSED)
    enter(office_of)
    with pytest.raises(Refusals, match="no less"):
        office_of(Role.CLERK).run(
            EnterCells(district=DISTRICT, month=DECEMBER, cells=(cell(store, ONE, "R01", "defects", 2),))
        )


def test_the_kind_of_defect_goes_to_its_own_item_before_the_work_item(office_of: OfficeOf, store: Store) -> None:
    inspect(office_of, FindingGiven(defect="wrong_data", expected=50, found=2))
    enter(office_of)
    assert (items(store, ONE)["P05"].defects_inspected, items(store, ONE)["E01"].defects_inspected) == (2, 0)


def test_false_data_counts_as_false_records_of_the_item_and_of_the_sheet(office_of: OfficeOf, store: Store) -> None:
    inspect(office_of, FindingGiven(defect="false_data", expected=50, found=2, item="E01"))
    enter(office_of)
    now = items(store, ONE)["E01"]
    assert (now.false_records_inspected, now.defects_inspected, sheet(store, ONE).false_data_inspected) == (2, 2, 2)


@pytest.mark.parametrize(
    ("kind", "column"),
    [("unannounced", "inspection_points_lost"), ("tracing_back", "recheck_points_lost")],
)
def test_points_that_an_order_takes_count_in_place_of_defects(
    kind: str, column: str, office_of: OfficeOf, store: Store
) -> None:
    inspect(office_of, FindingGiven(defect="missed_check", expected=12, found=3, points_lost=150), kind=kind)
    enter(office_of)
    assert getattr(sheet(store, ONE), column) == 150
    assert items(store, ONE)["R06"].defects_inspected == 0


def test_a_finding_about_a_closed_month_enters_the_open_month_once(office_of: OfficeOf, store: Store) -> None:
    inspect(office_of, MISSED)
    close(store)
    assert enter(office_of)[0].why == "no_open_sheet"
    opened(office_of, JANUARY)
    assert enter(office_of)[0].month == JANUARY
    assert enter(office_of) == []
    assert items(store, ONE)["R01"].defects_inspected == 0
    assert items(store, ONE, JANUARY)["R01"].defects_inspected == 3


def test_what_has_entered_is_refused_a_second_time(office_of: OfficeOf, store: Store) -> None:
    inspect(office_of, MISSED)
    enter(office_of, "暗查1", 1)
    with pytest.raises(Refusal) as e:
        enter(office_of, "暗查1", 1)
    assert e.value.reason == "entered"
    assert items(store, ONE)["R01"].defects_inspected == 3


def test_undo_takes_the_finding_out_of_the_sheet_and_it_enters_again_once(office_of: OfficeOf, store: Store) -> None:
    inspect(office_of, MISSED)
    enter(office_of)
    event = finding(store).since_event
    office_of(Role.CLERK).run(UndoEvent(district=DISTRICT, event=event))
    assert (items(store, ONE)["R01"].defects_inspected, finding(store).entered_month) == (0, None)
    enter(office_of)
    assert items(store, ONE)["R01"].defects_inspected == 3


def test_undo_of_an_entry_is_refused_once_the_sheet_was_entered_further(office_of: OfficeOf, store: Store) -> None:
    inspect(office_of, MISSED)
    enter(office_of)
    event = finding(store).since_event
    office_of(Role.CLERK).run(
        EnterCells(district=DISTRICT, month=DECEMBER, cells=(cell(store, ONE, "R01", "defects", 5),))
    )
    with pytest.raises(Refusal) as e:
        office_of(Role.CLERK).run(UndoEvent(district=DISTRICT, event=event))
    assert e.value.reason == "changed_since"
    assert (items(store, ONE)["R01"].defects, items(store, ONE)["R01"].defects_inspected) == (5, 3)


def test_eight_attempts_at_once_enter_a_finding_once(store: Store, city: City, office_of: OfficeOf) -> None:
    inspect(office_of, MISSED)
    outcomes: list[str] = []

    def attempt() -> None:
        own = Store(str(store.engine.url.database), clock=lambda: TODAY)
        try:
            Office(own, city, operator="clerk").run(EnterFindings(district=DISTRICT, id="暗查1", number=1))
            outcomes.append("entered")
        except Refusal as e:
            outcomes.append(f"refused: {e.reason}")
        finally:
            own.close()

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["entered"] + ["refused: entered"] * 7
    assert items(store, ONE)["R01"].defects_inspected == 3


def test_while_it_is_contested_a_finding_does_not_enter(office_of: OfficeOf, store: Store) -> None:
    inspect(office_of, MISSED)
    office_of(Role.ASSESSOR).run(ContestFinding(district=DISTRICT, id="暗查1", number=1, reason="住户不在"))
    assert enter(office_of)[0].why == "contested"
    decide = DecideContest(district=DISTRICT, id="暗查1", number=1, upheld=False, answer="有记录")
    office_of(Role.HEAD).run(decide)
    assert enter(office_of)[0].why == "entered"


def test_a_contest_that_is_upheld_takes_the_finding_out_and_it_never_enters_again(
    office_of: OfficeOf, store: Store
) -> None:
    inspect(office_of, MISSED)
    enter(office_of)
    office_of(Role.ASSESSOR).run(ContestFinding(district=DISTRICT, id="暗查1", number=1, reason="住户不在"))
    assert items(store, ONE)["R01"].defects_inspected == 3
    office_of(Role.HEAD).run(DecideContest(district=DISTRICT, id="暗查1", number=1, upheld=True, answer="属实"))
    assert (finding(store).withdrawn, items(store, ONE)["R01"].defects_inspected) == (True, 0)
    assert enter(office_of) == []


def test_who_answers_for_it_can_be_put_right_until_it_has_entered(office_of: OfficeOf, store: Store) -> None:
    inspect(office_of, MISSED)
    assign = AssignFinding(district=DISTRICT, id="暗查1", number=1, worker=TWO)
    office_of(Role.CLERK).run(assign)
    enter(office_of)
    assert items(store, TWO)["R01"].defects_inspected == 3
    with pytest.raises(Refusal) as e:
        office_of(Role.CLERK).run(assign.model_copy(update={"worker": ONE}))
    assert e.value.reason == "entered"


def test_a_finding_that_says_nothing_was_found_waits_and_keeps_its_denominator(
    office_of: OfficeOf, store: Store
) -> None:
    inspect(office_of, FindingGiven(defect="missed_check", expected=12, found=0))
    assert enter(office_of)[0].why == "nothing_found"
    assert (finding(store).expected, finding(store).found) == (12, 0)


def test_more_found_than_expected_is_refused_with_the_whole_inspection(office_of: OfficeOf, store: Store) -> None:
    with pytest.raises(Refusals) as e:
        inspect(office_of, MISSED, FindingGiven(defect="wrong_data", expected=1, found=2))
    assert [(p.reason, p.where) for p in e.value.parts] == [("more_than_expected", "暗查1 2")]


def test_a_finding_added_later_has_the_next_number(office_of: OfficeOf, store: Store) -> None:
    inspect(office_of, MISSED)
    office_of(Role.CLERK).run(AddFinding(district=DISTRICT, id="暗查1", finding=MISSED))
    assert finding(store, 2).found == 3

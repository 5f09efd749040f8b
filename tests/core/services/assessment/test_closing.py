"""Closing a month, objections that do not hold it open, and corrections afterwards."""

from __future__ import annotations

import datetime

import pytest
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.staffed import (
    DECEMBER,
    HERE,
    IN_CENTRAL,
    JANUARY,
    ONE,
    TWO,
    cell,
    complete,
    fill,
    items,
    opened,
    scored,
    sheet,
)

from liuguan.district import City
from liuguan.errors import Conflict, Refusal, Refusals
from liuguan.records.store import Store, all_current
from liuguan.records.tables.assessment import AssessmentSheet, Objection
from liuguan.records.tables.duty import DutyMonth
from liuguan.records.tables.operators import Role
from liuguan.services.assessment.closing import Closed, CloseMonth, blockers
from liuguan.services.assessment.correcting import CorrectSheet
from liuguan.services.assessment.entering import EnterCells
from liuguan.services.assessment.objections import DecideObjection, RaiseObjection, WithdrawObjection
from liuguan.services.assessment.signing import AcknowledgeSheet, ReviewSheets, SignSheets
from liuguan.services.inspections.contesting import ContestFinding, DecideContest
from liuguan.services.inspections.entering import EnterFindings
from liuguan.services.inspections.recording import FindingGiven, RecordInspection
from liuguan.services.undo import UndoEvent

CLOSE = CloseMonth(district=DISTRICT, month=DECEMBER)
OBJECT = RaiseObjection(district=DISTRICT, month=DECEMBER, worker=ONE, text="漏记")


@pytest.fixture(autouse=True)
def month(office_of: OfficeOf) -> None:
    """December, scored 100 for everybody."""
    scored(office_of)


def close(office_of: OfficeOf) -> Closed:
    done: Closed = office_of(Role.HEAD).run(CLOSE)
    return done


def blocking(store: Store, city: City) -> list[tuple[str, str]]:
    with store.reading() as session:
        return [(b.worker, b.reason) for b in blockers(session, city, DISTRICT, DECEMBER)]


def test_a_signed_month_closes_with_the_score_and_grade_that_the_standard_gives(
    office_of: OfficeOf, store: Store
) -> None:
    complete(office_of)
    assert (close(office_of).sheets, close_again(office_of)) == (3, "nothing_open")
    made = sheet(store, TWO)
    assert (made.state, made.recorded_score, made.recorded_grade) == ("closed", 10_000, "优秀")


def close_again(office_of: OfficeOf) -> str:
    with pytest.raises(Refusal) as e:
        close(office_of)
    return e.value.reason


def test_everything_that_blocks_is_listed_sheet_by_sheet(office_of: OfficeOf, store: Store, city: City) -> None:
    complete(office_of)
    office_of(Role.CLERK).run(
        EnterCells(district=DISTRICT, month=DECEMBER, cells=(cell(store, ONE, "R04", "done", None),))
    )
    found = [(ONE, "unscored"), (ONE, "unsigned"), (ONE, "unacknowledged"), (ONE, "unreviewed")]
    assert blocking(store, city) == found
    with pytest.raises(Refusals, match="R04 done") as e:
        close(office_of)
    assert [(p.where, p.reason) for p in e.value.parts] == [("A001", reason) for _, reason in found]
    assert sheet(store, TWO).state == "open"


def test_the_clerk_does_not_close_a_month(office_of: OfficeOf) -> None:
    with pytest.raises(Refusal) as e:
        office_of(Role.CLERK).run(CLOSE)
    assert e.value.reason == "not_allowed"


def test_a_sheet_that_the_month_does_not_need_blocks_nothing(office_of: OfficeOf, store: Store, city: City) -> None:
    complete(office_of)
    with store.writing(operator="test") as work:
        work.put(DutyMonth(district=DISTRICT, month=DECEMBER, worker=ONE, scheduled_days=23, leave_days_unpaid=12))
        work.record(command="test", district=DISTRICT, subject="", payload={})
    office_of(Role.CLERK).run(
        EnterCells(district=DISTRICT, month=DECEMBER, cells=(cell(store, ONE, "R04", "done", None),))
    )
    assert blocking(store, city) == []
    assert close(office_of).not_due == (ONE,)
    assert sheet(store, ONE).recorded_score is None


def test_an_open_objection_never_holds_a_month_open_and_is_noted(office_of: OfficeOf, store: Store) -> None:
    complete(office_of)
    office_of(Role.CLERK).run(OBJECT)
    assert close(office_of).objections == (ONE,)
    assert (sheet(store, ONE).state, sheet(store, ONE).objection_open) == ("closed", True)


def test_whoever_objects_need_not_sign(office_of: OfficeOf, store: Store, city: City) -> None:
    office_of(Role.CLERK).run(SignSheets(district=DISTRICT, month=DECEMBER, workers=(ONE, TWO, IN_CENTRAL)))
    for worker in (TWO, IN_CENTRAL):
        office_of(Role.CLERK).run(AcknowledgeSheet(district=DISTRICT, month=DECEMBER, worker=worker))
    office_of(Role.HEAD).run(ReviewSheets(district=DISTRICT, month=DECEMBER, workers=(ONE, TWO, IN_CENTRAL)))
    assert blocking(store, city) == [(ONE, "unacknowledged")]
    office_of(Role.CLERK).run(OBJECT)
    assert blocking(store, city) == []
    office_of(Role.CLERK).run(WithdrawObjection(district=DISTRICT, month=DECEMBER, worker=ONE, number=1))
    assert blocking(store, city) == [(ONE, "unacknowledged")]


@pytest.mark.parametrize(("upheld", "state"), [(True, "upheld"), (False, "rejected")])
def test_an_objection_is_decided_once_with_an_answer_even_after_the_month_has_closed(
    upheld: bool, state: str, office_of: OfficeOf, store: Store
) -> None:
    complete(office_of)
    office_of(Role.CLERK).run(OBJECT)
    close(office_of)
    decide = DecideObjection(district=DISTRICT, month=DECEMBER, worker=ONE, number=1, upheld=upheld, answer="已核对")
    made = office_of(Role.HEAD).run(decide)
    assert (made.state, made.decided_on) == (state, datetime.date(2011, 1, 6))
    assert sheet(store, ONE).objection_open is False
    with pytest.raises(Refusal) as e:
        office_of(Role.HEAD).run(decide)
    assert e.value.reason == "unknown_objection"


def test_one_of_two_objections_decided_leaves_the_other_open(office_of: OfficeOf, store: Store) -> None:
    office_of(Role.CLERK).run(OBJECT)
    office_of(Role.CLERK).run(OBJECT)
    office_of(Role.CLERK).run(WithdrawObjection(district=DISTRICT, month=DECEMBER, worker=ONE, number=1))
    assert sheet(store, ONE).objection_open is True
    with store.reading() as session:
        assert [o.state for o in all_current(session, Objection)] == ["withdrawn", "open"]


def test_an_objection_seen_in_another_version_is_a_conflict(office_of: OfficeOf) -> None:
    office_of(Role.CLERK).run(OBJECT)
    with pytest.raises(Conflict):
        office_of(Role.CLERK).run(WithdrawObjection(district=DISTRICT, month=DECEMBER, worker=ONE, number=1, seen=2))


@pytest.mark.parametrize(
    ("raised_on", "late"),
    [(datetime.date(2010, 12, 24), False), (datetime.date(2010, 12, 25), True)],
    ids=["fifth working day", "one day over"],
)
def test_an_objection_after_five_working_days_is_kept_and_marked_late(
    raised_on: datetime.date, late: bool, office_of: OfficeOf, store: Store
) -> None:
    from liuguan.services.signatures import RecordPaperSignature, sheet_hash

    with store.reading() as session:
        printed = sheet_hash(session, DISTRICT, DECEMBER, "F3", ONE)
    office_of(Role.CLERK).run(
        RecordPaperSignature(
            district=DISTRICT, month=DECEMBER, form="F3", signatory="worker", worker=ONE, signed_by="王一",
            signed_on=datetime.date(2010, 12, 17), sheet_hash=printed,
        )
    )  # fmt: skip
    made = office_of(Role.CLERK).run(OBJECT.model_copy(update={"raised_on": raised_on}))
    assert made.late is late


def test_a_closed_sheet_takes_no_cell_and_no_undo_of_an_earlier_one(office_of: OfficeOf, store: Store) -> None:
    entered = items(store, ONE)["R01"].since_event
    complete(office_of)
    close(office_of)
    with pytest.raises(Refusals) as e:
        office_of(Role.CLERK).run(
            EnterCells(district=DISTRICT, month=DECEMBER, cells=(cell(store, ONE, "R01", "done", 1),))
        )
    assert [p.reason for p in e.value.parts] == ["closed"]
    with pytest.raises(Refusal) as undone:
        office_of(Role.CLERK).run(UndoEvent(district=DISTRICT, event=entered))
    assert undone.value.reason == "changed_since"


def test_a_correction_has_a_reason_stays_closed_scores_anew_and_is_signed_anew(
    office_of: OfficeOf, store: Store, city: City
) -> None:
    complete(office_of)
    close(office_of)
    cells = (cell(store, ONE, "R01", "done", 60),)
    correct = CorrectSheet(district=DISTRICT, month=DECEMBER, worker=ONE, reason="重复计数", cells=cells)
    with pytest.raises(Refusal):
        office_of(Role.HEAD).run(correct.model_copy(update={"reason": " "}))
    made = office_of(Role.HEAD).run(correct)
    assert (made.state, made.recorded_score, made.correction) == ("closed", 9000, "重复计数")
    assert (made.sheet_acknowledged, made.sheet_reviewed) == (False, False)
    office_of(Role.CLERK).run(SignSheets(district=DISTRICT, month=DECEMBER, workers=(ONE,)))
    assert sheet(store, ONE).recorded_score == 9000
    with store.reading() as session:
        before = all_current(session, AssessmentSheet, district=DISTRICT, worker=ONE, known=made.since_event - 1)
    assert before[0].recorded_score == 10_000


def test_a_correction_is_for_closed_sheets_of_the_worker_it_names(office_of: OfficeOf, store: Store) -> None:
    cells = (cell(store, ONE, "R01", "done", 60),)
    order = CorrectSheet(district=DISTRICT, month=DECEMBER, worker=TWO, reason="重复计数", cells=cells)
    with pytest.raises(Refusals) as e:
        office_of(Role.HEAD).run(order)
    assert [p.reason for p in e.value.parts] == ["open", "other_worker"]


def test_a_score_that_changed_after_signing_blocks_until_it_is_signed_anew(
    office_of: OfficeOf, store: Store, city: City
) -> None:
    complete(office_of)
    with store.writing(operator="test") as work:  # as if another standard had been signed under
        signed = work.current(AssessmentSheet, DISTRICT, DECEMBER, ONE)
        assert signed is not None
        work.change(signed, recorded_score=9900)
        work.record(command="test", district=DISTRICT, subject="", payload={})
    assert blocking(store, city) == [(ONE, "score_changed")]


def test_a_finding_upheld_against_after_closing_corrects_the_closed_sheet(office_of: OfficeOf, store: Store) -> None:
    found = FindingGiven(defect="missed_registration", expected=12, found=3)
    on = datetime.date(2010, 12, 15)
    office_of(Role.CLERK).run(
        RecordInspection(district=DISTRICT, id="1", kind="announced", day=on, station=HERE, findings=(found,))
    )
    office_of(Role.CLERK).run(EnterFindings(district=DISTRICT))
    complete(office_of)
    close(office_of)
    assert sheet(store, ONE).recorded_score == 9850
    office_of(Role.CLERK).run(ContestFinding(district=DISTRICT, id="1", number=1, reason="住户不在"))
    office_of(Role.HEAD).run(DecideContest(district=DISTRICT, id="1", number=1, upheld=True, answer="属实"))
    assert (sheet(store, ONE).state, sheet(store, ONE).recorded_score) == ("closed", 10_000)
    assert items(store, ONE)["R01"].defects == 0


def test_what_is_found_later_about_a_closed_month_is_scored_in_the_open_one(office_of: OfficeOf, store: Store) -> None:
    complete(office_of)
    close(office_of)
    opened(office_of, JANUARY)
    fill(store, office_of, [ONE], month=JANUARY)
    found = FindingGiven(defect="false_data", expected=40, found=1)
    on = datetime.date(2010, 12, 15)
    office_of(Role.CLERK).run(
        RecordInspection(district=DISTRICT, id="1", kind="tracing_back", day=on, station=HERE, findings=(found,))
    )
    office_of(Role.CLERK).run(EnterFindings(district=DISTRICT))
    office_of(Role.CLERK).run(SignSheets(district=DISTRICT, month=JANUARY, workers=(ONE,)))
    assert (sheet(store, ONE).recorded_score, sheet(store, ONE, JANUARY).recorded_score) == (10_000, 9900)

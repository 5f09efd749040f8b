"""Who signs a sheet, in which order, on screen and on paper, and what a change does to signatures."""

from __future__ import annotations

import datetime

import pytest
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.staffed import (
    CENTRAL,
    DECEMBER,
    IN_CENTRAL,
    ONE,
    TWO,
    cell,
    complete,
    items,
    scored,
    sheet,
)

from liuguan.errors import Refusal, Refusals
from liuguan.records.store import Store
from liuguan.records.tables.operators import Operator, Role
from liuguan.services.assessment.entering import EnterCells
from liuguan.services.assessment.signing import AcknowledgeSheet, ReviewSheets, SignSheets
from liuguan.services.signatures import RecordPaperSignature, Signed, sheet_hash, signatures
from liuguan.services.undo import UndoEvent


def operator(store: Store, name: str, **said: object) -> None:
    """Enter what an account is, or change it."""
    with store.writing(operator="test") as work:
        there = work.current(Operator, name)
        base = there.model_dump() if there is not None else {"name": name}
        work.put(Operator.model_validate({**base, **said}))
        work.record(command="test", district=DISTRICT, subject="", payload={})


def sign(office_of: OfficeOf, *workers: str, by: Role) -> int:
    done: int = office_of(by).run(SignSheets(district=DISTRICT, month=DECEMBER, workers=workers))
    return done


def reasons(office_of: OfficeOf, *workers: str, by: Role) -> list[str]:
    with pytest.raises(Refusals) as e:
        sign(office_of, *workers, by=by)
    return [p.reason for p in e.value.parts]


def kept(store: Store) -> dict[tuple[str, str], Signed]:
    with store.reading() as session:
        return {
            (s.signature.worker, s.signature.signatory): s for s in signatures(session, DISTRICT, DECEMBER, "F3")
        }  # fmt: skip


@pytest.fixture(autouse=True)
def month(office_of: OfficeOf) -> None:
    """December, scored 100 for everybody."""
    scored(office_of)


def test_a_station_assesses_its_own_people(office_of: OfficeOf, store: Store) -> None:
    assert sign(office_of, ONE, by=Role.ASSESSOR) == 1
    made = sheet(store, ONE)
    assert (made.assessor, made.recorded_score, made.recorded_grade) == ("station", 10_000, "优秀")


def test_a_station_assesses_nobody_of_another_station(office_of: OfficeOf) -> None:
    assert reasons(office_of, TWO, by=Role.ASSESSOR) == ["not_own_station"]


def test_a_central_station_assesses_the_stations_that_belong_to_it(office_of: OfficeOf, store: Store) -> None:
    operator(store, "assessor", station=CENTRAL)
    sign(office_of, ONE, by=Role.ASSESSOR)
    assert sheet(store, ONE).assessor == "central_station"
    assert reasons(office_of, TWO, by=Role.ASSESSOR) == ["not_own_station"]


def test_central_station_staff_are_assessed_by_the_district_office_and_not_by_the_station(
    office_of: OfficeOf, store: Store
) -> None:
    operator(store, "assessor", station=CENTRAL)
    assert reasons(office_of, IN_CENTRAL, by=Role.ASSESSOR) == ["wrong_assessor"]
    sign(office_of, IN_CENTRAL, by=Role.CLERK)
    assert sheet(store, IN_CENTRAL).assessor == "district_office"


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.CLERK, Role.HEAD], ids=str)
def test_nobody_assesses_himself_or_herself(role: Role, office_of: OfficeOf, store: Store) -> None:
    operator(store, role.value, worker=ONE)
    assert reasons(office_of, ONE, by=role) == ["own_sheet"]


def test_nobody_reviews_himself_or_herself(office_of: OfficeOf, store: Store) -> None:
    sign(office_of, ONE, by=Role.CLERK)
    operator(store, "head", worker=ONE)
    with pytest.raises(Refusals, match="himself"):
        office_of(Role.HEAD).run(ReviewSheets(district=DISTRICT, month=DECEMBER, workers=(ONE,)))


def test_a_score_that_is_unknown_is_not_signed_and_the_missing_input_is_named(
    office_of: OfficeOf, store: Store
) -> None:
    office_of(Role.CLERK).run(
        EnterCells(district=DISTRICT, month=DECEMBER, cells=(cell(store, ONE, "R04", "done", None),))
    )
    with pytest.raises(Refusals, match="R04 done"):
        sign(office_of, ONE, TWO, by=Role.CLERK)
    assert kept(store) == {}


def test_the_worker_and_the_office_sign_only_what_the_assessor_has_signed(office_of: OfficeOf) -> None:
    with pytest.raises(Refusal) as e:
        office_of(Role.CLERK).run(AcknowledgeSheet(district=DISTRICT, month=DECEMBER, worker=ONE))
    assert e.value.reason == "not_assessed"
    with pytest.raises(Refusals) as several:
        office_of(Role.HEAD).run(ReviewSheets(district=DISTRICT, month=DECEMBER, workers=(ONE,)))
    assert [p.reason for p in several.value.parts] == ["not_assessed"]


def test_who_recorded_the_workers_signature_stays_with_it(office_of: OfficeOf, store: Store) -> None:
    sign(office_of, ONE, by=Role.CLERK)
    office_of(Role.ASSESSOR).run(AcknowledgeSheet(district=DISTRICT, month=DECEMBER, worker=ONE))
    made = kept(store)[ONE, "worker"]
    assert (made.signature.signed_by, made.signature.refused, made.stands) == ("assessor", False, True)
    assert sheet(store, ONE).sheet_acknowledged is True


def test_a_worker_who_will_not_sign_is_recorded_so_and_has_not_signed(office_of: OfficeOf, store: Store) -> None:
    sign(office_of, ONE, by=Role.CLERK)
    office_of(Role.CLERK).run(AcknowledgeSheet(district=DISTRICT, month=DECEMBER, worker=ONE, refused=True))
    assert kept(store)[ONE, "worker"].signature.refused
    assert sheet(store, ONE).sheet_acknowledged is False


def test_a_changed_sheet_voids_its_signatures_shows_them_and_leaves_those_of_others(
    office_of: OfficeOf, store: Store
) -> None:
    complete(office_of)
    office_of(Role.CLERK).run(
        EnterCells(district=DISTRICT, month=DECEMBER, cells=(cell(store, ONE, "R01", "done", 99),))
    )
    found = kept(store)
    assert {(s.stands, s.signature.void) for (w, _), s in found.items() if w == ONE} == {(False, True)}
    assert len(found) == 9
    assert {s.stands for (w, _), s in found.items() if w == TWO} == {True}
    assert (sheet(store, ONE).sheet_acknowledged, sheet(store, ONE).sheet_reviewed) == (False, False)


def test_undo_of_the_change_lets_the_signatures_stand_again(office_of: OfficeOf, store: Store) -> None:
    complete(office_of)
    office_of(Role.CLERK).run(
        EnterCells(district=DISTRICT, month=DECEMBER, cells=(cell(store, ONE, "R01", "done", 99),))
    )
    event = items(store, ONE)["R01"].since_event
    office_of(Role.CLERK).run(UndoEvent(district=DISTRICT, event=event))
    assert {s.stands for s in kept(store).values()} == {True}
    assert sheet(store, ONE).sheet_acknowledged is True


def printed(store: Store, worker: str | None = None) -> str:
    with store.reading() as session:
        return sheet_hash(session, DISTRICT, DECEMBER, "F3", worker)


def on_paper(sheet_hash: str, **said: object) -> RecordPaperSignature:
    return RecordPaperSignature.model_validate(
        {
            "district": DISTRICT, "month": DECEMBER, "form": "F3", "signatory": "worker", "worker": ONE,
            "signed_by": "王一", "signed_on": datetime.date(2011, 1, 5), "sheet_hash": sheet_hash, **said,
        }
    )  # fmt: skip


def test_a_signature_on_paper_stands_for_the_hash_that_was_printed(office_of: OfficeOf, store: Store) -> None:
    made = office_of(Role.CLERK).run(on_paper(printed(store, ONE), sheet_number="F3-xuanwu-2010-12-0001"))
    assert (made.on_paper, made.sheet_number, made.signed_by) == (True, "F3-xuanwu-2010-12-0001", "王一")
    assert kept(store)[ONE, "worker"].stands
    assert sheet(store, ONE).sheet_acknowledged is True


def test_a_signature_under_another_hash_is_refused_with_the_present_one(office_of: OfficeOf, store: Store) -> None:
    old = printed(store, ONE)
    office_of(Role.CLERK).run(
        EnterCells(district=DISTRICT, month=DECEMBER, cells=(cell(store, ONE, "R01", "done", 99),))
    )
    with pytest.raises(Refusal, match=printed(store, ONE)) as e:
        office_of(Role.CLERK).run(on_paper(old))
    assert e.value.reason == "other_content"


def test_signing_on_screen_leaves_the_printed_hash_as_it_is(office_of: OfficeOf, store: Store) -> None:
    before = printed(store, ONE), printed(store)
    complete(office_of)
    assert (printed(store, ONE), printed(store)) == before


def test_the_whole_table_signed_on_paper_signs_every_sheet_until_one_changes(office_of: OfficeOf, store: Store) -> None:
    whole = on_paper(printed(store), worker=None, signatory="assessor", signed_by="赵主任")
    office_of(Role.CLERK).run(whole)
    assert sheet(store, TWO).recorded_score == 10_000
    office_of(Role.CLERK).run(AcknowledgeSheet(district=DISTRICT, month=DECEMBER, worker=TWO))
    office_of(Role.CLERK).run(
        EnterCells(district=DISTRICT, month=DECEMBER, cells=(cell(store, ONE, "R01", "done", 99),))
    )
    assert not kept(store)["", "assessor"].stands
    with pytest.raises(Refusal):
        office_of(Role.CLERK).run(AcknowledgeSheet(district=DISTRICT, month=DECEMBER, worker=IN_CENTRAL))


@pytest.mark.parametrize(
    ("worker", "by", "kept_as"),
    [(ONE, "station", "station"), (IN_CENTRAL, "district_office", "district_office"), (IN_CENTRAL, "station", None)],
)
def test_on_paper_too_a_station_does_not_assess_central_station_staff(
    worker: str, by: str, kept_as: str | None, office_of: OfficeOf, store: Store
) -> None:
    signed = on_paper(printed(store, worker), worker=worker, signatory="assessor", signed_by="赵", assessed_by=by)
    if kept_as is None:
        with pytest.raises(Refusal) as e:
            office_of(Role.CLERK).run(signed)
        assert e.value.reason == "wrong_assessor"
    else:
        office_of(Role.CLERK).run(signed)
        assert sheet(store, worker).assessor == kept_as


def test_nobody_signs_the_own_sheet_on_paper_as_assessor(office_of: OfficeOf, store: Store) -> None:
    own = on_paper(printed(store, ONE), signatory="assessor", signed_by=ONE)
    with pytest.raises(Refusal) as e:
        office_of(Role.CLERK).run(own)
    assert e.value.reason == "own_sheet"


def test_a_signature_is_not_dated_ahead(office_of: OfficeOf, store: Store) -> None:
    with pytest.raises(Refusal, match="lies ahead"):
        office_of(Role.CLERK).run(on_paper(printed(store, ONE), signed_on=datetime.date(2011, 1, 7)))


def test_a_payroll_that_is_not_there_has_no_hash(store: Store) -> None:
    with store.reading() as session, pytest.raises(Refusal) as e:
        sheet_hash(session, DISTRICT, DECEMBER, "F4")
    assert e.value.reason == "unknown_sheet"

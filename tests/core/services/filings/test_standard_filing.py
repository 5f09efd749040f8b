"""The life-line of a standard: in force from its date once submitted, whatever the register says (V.2, V.3)."""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import Any

import pytest
import sqlalchemy as sa
from tests.core.services.conftest import DISTRICT, TODAY, OfficeOf
from tests.core.services.filings.steps import (
    OPINION,
    enter_operator,
    file_standard,
    register,
    send_back,
    set_clock,
    write_past_services,
)

from liuguan.district import City
from liuguan.errors import Conflict, IntegrityError, Refusal, StorageError
from liuguan.records.base import IS_CURRENT
from liuguan.records.store import Store, all_current, event_known_on
from liuguan.records.tables.audit import AuditEvent
from liuguan.records.tables.filings import Content, FiledDocument, Filing
from liuguan.records.tables.operators import Role
from liuguan.services.commands import registered
from liuguan.services.filings.drafts import DiscardDraft, DraftStandard, draft_of
from liuguan.services.filings.history import Standing, read_filings
from liuguan.services.filings.in_force import InForce, standard_in_force
from liuguan.services.filings.standard import Composed, compose, parts_of
from liuguan.services.filings.submitting import SubmitFiling, WithdrawFiling
from liuguan.services.office import Office
from liuguan.services.undo import UndoEvent

JAN, FEB, MAR, APR = (2011 * 12 + n for n in range(4))


@pytest.fixture(scope="module")
def composed(city: City) -> Composed:
    return compose(city, DISTRICT)


def in_force(store: Store, city: City, month: int = FEB, known: int | None = None) -> InForce:
    with store.reading() as session:
        return standard_in_force(session, city, DISTRICT, month, known=known)


def standing(store: Store, number: int, on: datetime.date = datetime.date(2011, 12, 1)) -> Standing:
    with store.reading() as session:
        (history,) = read_filings(session, district=DISTRICT)
        return history.standing(history.versions[number - 1], on)


def test_nothing_filed_the_shipped_standard_stands_in_as_a_draft(store: Store, city: City) -> None:
    found = in_force(store, city)
    assert (found.is_draft, found.city_only, found.sha256) == (True, False, "")
    assert found.book is city.district(DISTRICT).book


def test_a_prepared_standard_is_not_in_force(office_of: OfficeOf, store: Store, city: City, composed: Composed) -> None:
    office_of(Role.CLERK).run(draft_of(composed))
    assert in_force(store, city).is_draft


def test_a_submitted_standard_judges_from_its_date_on(office_of: OfficeOf, store: Store, city: City) -> None:
    filed = file_standard(office_of, city)
    found = in_force(store, city)
    assert filed.effective_from == datetime.date(2011, 2, 1)
    assert (found.is_draft, found.filing) == (False, filed)
    assert in_force(store, city, JAN).is_draft
    assert found.book.hash == city.district(DISTRICT).book.hash


def test_registration_is_a_receipt(office_of: OfficeOf, store: Store, city: City) -> None:
    filed = file_standard(office_of, city)
    register(office_of, filed.id)
    assert in_force(store, city).filing == filed
    assert standing(store, 1) is Standing.REGISTERED


def test_an_unanswered_return_suspends_and_the_amended_version_answers_it(
    office_of: OfficeOf, store: Store, city: City, composed: Composed
) -> None:
    filed = file_standard(office_of, city)
    set_clock(store, "2011-03-10")
    send_back(office_of, filed.id)
    assert [in_force(store, city, m).filing for m in (FEB, MAR)] == [filed, None]
    set_clock(store, "2011-04-05")
    draft = office_of(Role.CLERK).run(draft_of(composed, documents=(OPINION,)))
    assert in_force(store, city, MAR).is_draft, "a draft answers nothing"
    amended = office_of(Role.HEAD).run(SubmitFiling(district=DISTRICT, filing=draft.id))
    assert (amended.number, amended.amended_from) == (2, 1)
    assert [in_force(store, city, m).filing for m in (FEB, MAR, APR)] == [amended] * 3
    assert [standing(store, n) for n in (1, 2)] == [Standing.AMENDED, Standing.SUBMITTED]
    with store.reading() as session:
        suspended = event_known_on(session, datetime.date(2011, 3, 31))
        assert standard_in_force(session, city, DISTRICT, MAR, known=suspended).is_draft
        (history,) = read_filings(session, district=DISTRICT)
        assert history.counted_from(amended) == history.versions[0].submitted_at, "the first submission counts"


def test_a_withdrawn_standard_ends(office_of: OfficeOf, store: Store, city: City) -> None:
    filed = file_standard(office_of, city)
    set_clock(store, "2011-03-10")
    office_of(Role.HEAD).run(WithdrawFiling(district=DISTRICT, filing=filed.id, reason="重新制定"))
    assert [in_force(store, city, m).filing for m in (FEB, MAR)] == [filed, None]


def test_what_is_filed_is_found_by_its_hash(office_of: OfficeOf, store: Store, city: City, composed: Composed) -> None:
    filed = file_standard(office_of, city)
    parts = parts_of(filed)
    with store.reading() as session:
        contents = {c.sha256: c.data for c in session.execute(sa.select(Content)).scalars()}
        (document,) = all_current(session, FiledDocument, filing=filed.id)
    assert all(hashlib.sha256(data).hexdigest() == at for at, data in contents.items())
    assert contents[parts.toml] == (city.folder / f"{DISTRICT}.toml").read_bytes()
    assert contents[parts.layer] == composed.layer.dumps()
    assert contents[document.sha256] == OPINION.data
    assert (document.document_number, document.document_date) == (OPINION.number, OPINION.date)
    assert filed.sha256 == hashlib.sha256(filed.manifest.encode()).hexdigest()


def test_the_audit_holds_files_by_their_hashes(office_of: OfficeOf, store: Store, composed: Composed) -> None:
    scan = OPINION.model_copy(update={"data": bytes(range(256))})
    office_of(Role.CLERK).run(draft_of(composed, documents=(scan,)))
    with store.reading() as session:
        event = session.get(AuditEvent, 2)
        assert event is not None
        payload = json.loads(event.payload)
    assert payload["documents"][0]["data"] == f"sha256:{hashlib.sha256(scan.data).hexdigest()}"
    assert payload["toml"] == f"sha256:{hashlib.sha256(composed.toml).hexdigest()}"


def test_a_changed_content_is_an_integrity_error(office_of: OfficeOf, store: Store, city: City) -> None:
    filed = file_standard(office_of, city)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("DROP TRIGGER content_never_changes")
        connection.exec_driver_sql(
            "UPDATE content SET data = CAST('{}' AS BLOB) WHERE sha256 = ?", (parts_of(filed).layer,)
        )
        connection.commit()
    fresh = City()
    with pytest.raises(IntegrityError):
        in_force(store, fresh)


@pytest.mark.parametrize("table", ["filing", "filed_document"])
def test_the_database_keeps_a_submitted_version_as_it_is(
    office_of: OfficeOf, store: Store, city: City, table: str
) -> None:
    file_standard(office_of, city)
    with store.engine.connect() as connection:
        for change in (f"UPDATE {table} SET until_event = 99 WHERE {IS_CURRENT}", f"DELETE FROM {table}"):
            with pytest.raises(sa.exc.DatabaseError, match="liuguan: "):
                connection.exec_driver_sql(change)
            connection.rollback()


def test_no_document_is_added_to_a_submitted_version(office_of: OfficeOf, store: Store, city: City) -> None:
    filed = file_standard(office_of, city)
    more = FiledDocument(filing=filed.id, number=1, kind="other", document_number="x", sha256=OPINION_AT)
    with pytest.raises(Refusal, match="sealed"):
        write_past_services(store, lambda work: work.put(more))


OPINION_AT = hashlib.sha256(OPINION.data).hexdigest()


def test_a_draft_may_change_until_it_is_submitted(office_of: OfficeOf, store: Store, composed: Composed) -> None:
    clerk = office_of(Role.CLERK)
    first = clerk.run(draft_of(composed, documents=(OPINION,)))
    again = clerk.run(draft_of(composed))
    assert (first.number, again.number, again.version) == (1, 1, 2)
    with store.reading() as session:
        assert all_current(session, FiledDocument, filing=first.id) == []


def test_who_prepared_it_does_not_submit_it(office_of: OfficeOf, store: Store, city: City, composed: Composed) -> None:
    draft = office_of(Role.CLERK).run(draft_of(composed))
    enter_operator(store, "second", Role.CLERK)
    Office(store, city, operator="second").run(draft_of(composed, documents=(OPINION,)))
    enter_operator(store, "clerk", Role.HEAD)
    with pytest.raises(Refusal) as e:
        Office(store, city, operator="clerk").run(SubmitFiling(district=DISTRICT, filing=draft.id))
    assert e.value.reason == "four_eyes", "an earlier author of the draft is an author"


def test_the_database_holds_to_four_eyes_itself(office_of: OfficeOf, store: Store, composed: Composed) -> None:
    draft = office_of(Role.CLERK).run(draft_of(composed))
    alone: Any = {"state": "submitted", "approver": draft.author, "submitted_at": TODAY}
    with pytest.raises(StorageError, match="four_eyes"):
        write_past_services(store, lambda work: work.change(draft, **alone))


def test_a_layer_of_another_district_is_refused(office_of: OfficeOf, city: City) -> None:
    other = draft_of(compose(city, "gulou"))
    with pytest.raises(Refusal) as e:
        office_of(Role.CLERK).run(DraftStandard(**{**dict(other), "district": DISTRICT}))
    assert e.value.reason == "other_district"


def test_nothing_to_submit_is_refused(office_of: OfficeOf, city: City) -> None:
    filed = file_standard(office_of, city)
    for filing, reason in ((filed.id, "no_draft"), ("F13-nowhere", "unknown_filing")):
        with pytest.raises(Refusal) as e:
            office_of(Role.HEAD).run(SubmitFiling(district=DISTRICT, filing=filing))
        assert e.value.reason == reason


def test_a_returned_version_is_not_registered_and_a_registered_one_not_returned(
    office_of: OfficeOf, store: Store, city: City, composed: Composed
) -> None:
    filed = file_standard(office_of, city)
    send_back(office_of, filed.id)
    with pytest.raises(Refusal) as e:
        register(office_of, filed.id)
    assert e.value.reason == "is_returned"
    office_of(Role.CLERK).run(draft_of(composed))
    office_of(Role.HEAD).run(SubmitFiling(district=DISTRICT, filing=filed.id))
    register(office_of, filed.id)
    with pytest.raises(Refusal) as e:
        send_back(office_of, filed.id)
    assert e.value.reason == "is_registered"


def test_events_of_filings_are_final() -> None:
    final = {n for n, c in registered().items() if n.startswith("filing.") and not c.undoable}
    assert final == {
        "filing.submit", "filing.withdraw", "filing.register", "filing.return", "filing.grant", "filing.refuse",
        "filing.revoke",
    }  # fmt: skip


def test_a_draft_is_undone_and_a_submission_is_final(office_of: OfficeOf, store: Store, composed: Composed) -> None:
    office_of(Role.CLERK).run(draft_of(composed))
    office_of(Role.CLERK).run(UndoEvent(district=DISTRICT, event=2))
    with store.reading() as session:
        assert read_filings(session, district=DISTRICT) == []
    draft = office_of(Role.CLERK).run(draft_of(composed))
    office_of(Role.HEAD).run(SubmitFiling(district=DISTRICT, filing=draft.id))
    with pytest.raises(Refusal) as e:
        office_of(Role.HEAD).run(UndoEvent(district=DISTRICT, event=5))
    assert e.value.reason == "final"


def test_a_discarded_draft_keeps_its_number(office_of: OfficeOf, store: Store, composed: Composed) -> None:
    clerk = office_of(Role.CLERK)
    draft = clerk.run(draft_of(composed))
    clerk.run(DiscardDraft(district=DISTRICT, filing=draft.id))
    again = clerk.run(draft_of(composed))
    assert (again.number, again.amended_from) == (2, None)
    assert [standing(store, n) for n in (1, 2)] == [Standing.DISCARDED, Standing.DRAFT]


def test_two_clerks_over_one_draft_are_a_conflict(office_of: OfficeOf, composed: Composed) -> None:
    clerk = office_of(Role.CLERK)
    seen = clerk.run(draft_of(composed)).version
    clerk.run(draft_of(composed, documents=(OPINION,)))
    with pytest.raises(Conflict):
        clerk.run(draft_of(composed).model_copy(update={"seen": seen}))


def test_the_clerk_of_another_district_prepares_and_sees_nothing(office_of: OfficeOf, city: City) -> None:
    with pytest.raises(Refusal) as e:
        office_of(Role.CLERK).run(draft_of(compose(city, "gulou")))
    assert e.value.reason == "not_allowed"
    with pytest.raises(Refusal), office_of(Role.CLERK).reading("gulou"):
        pass


def test_every_version_of_a_filing_names_the_event_that_made_it(office_of: OfficeOf, store: Store, city: City) -> None:
    filed = file_standard(office_of, city)
    with store.reading() as session:
        rows = session.execute(sa.select(Filing).where(Filing.id == filed.id)).scalars().all()  # type: ignore[arg-type]
    assert [(r.state, r.since_event, r.until_event) for r in rows] == [("draft", 2, 3), ("submitted", 3, None)]

"""Hiring, leaving and transfers between districts (II.5, II.13)."""

from __future__ import annotations

import pytest
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.roster.people import START, D, hire, id_number, short

from liuguan.district import City
from liuguan.errors import Refusal
from liuguan.records.store import Store, all_current
from liuguan.records.tables.audit import AuditEvent
from liuguan.records.tables.operators import Operator, Role
from liuguan.records.tables.people import Assignment, Worker
from liuguan.services.office import Office
from liuguan.services.roster.hiring import Hired, TransferToDistrict
from liuguan.services.roster.leaving import Leave
from liuguan.services.roster.reading import history_of, roster_on, staff_changes

GULOU = "gulou"


@pytest.fixture
def both(store: Store, city: City) -> Office:
    """A clerk of two districts."""
    with store.writing(operator="test") as work:
        work.put(Operator(name="both", role=Role.CLERK, districts=f"{DISTRICT} {GULOU}"))
        work.record(command="test", district="", subject="", payload={})
    return Office(store, city, operator="both")


def test_a_hire_begins_a_line_under_a_key_that_says_nothing(office_of: OfficeOf, store: Store) -> None:
    hired: Hired = office_of(Role.CLERK).run(hire())
    assert hired.line.employment_start == hired.line.from_day == hired.line.hire_date == START
    assert hired.line.migrant_work_start == START
    assert (hired.line.birth_date, hired.line.gender) == (D(1970, 5, 17), "man")
    assert "IV.1.0" in hired.notes[0].en
    with store.reading() as session:
        event = session.get(AuditEvent, hired.line.since_event)
        assert event is not None
        assert event.subject == hired.worker
        who = session.get(Worker, hired.worker)
        assert who is not None
        assert who.name_search.split()[:2] == ["王晓明", "wangxiaoming"]


def test_an_id_number_that_cannot_be_right_is_refused_and_not_repeated(office_of: OfficeOf) -> None:
    wrong = id_number()[:-1] + ("0" if id_number()[-1] != "0" else "1")
    with pytest.raises(Refusal) as e:
        office_of(Role.CLERK).run(hire(id_number=wrong))
    assert e.value.reason == "bad_id_number"
    assert wrong not in str(e.value)


@pytest.mark.parametrize("written", [id_number(), short(id_number())], ids=["18 digits", "15 digits"])
def test_a_person_in_post_is_not_hired_again_on_the_same_days_whatever_form_the_number_has(
    both: Office, written: str
) -> None:
    both.run(hire())
    with pytest.raises(Refusal) as e:
        both.run(hire(district=GULOU, id_number=written, first_day=D(2011, 1, 1)))
    assert e.value.reason == "two_employments"
    assert e.value.where == DISTRICT


def test_one_number_with_two_names_is_a_question(both: Office, store: Store) -> None:
    first = both.run(hire(last_day=D(2010, 12, 31)))
    again = hire(district=GULOU, name="王小明", first_day=D(2011, 1, 1))
    with pytest.raises(Refusal) as e:
        both.run(again)
    assert e.value.reason == "two_names"
    assert both.run(again.model_copy(update={"same_person": True})).worker == first.worker
    with store.reading() as session:
        who = session.get(Worker, first.worker)
        assert who is not None
        assert who.name == "王小明"


@pytest.mark.parametrize(
    ("first_day", "refused"),
    [(D(2011, 3, 31), True), (D(2011, 4, 1), False), (D(2011, 6, 1), False)],
    ids=["on the last day", "on the day after", "later"],
)
def test_a_new_employment_begins_after_the_last_day_of_the_one_before(
    office_of: OfficeOf, first_day: D, refused: bool
) -> None:
    office = office_of(Role.CLERK)
    key = office.run(hire()).worker
    office.run(Leave(district=DISTRICT, worker=key, last_day=D(2011, 3, 31), kind="resigned"))
    again = hire(first_day=first_day)
    if refused:
        with pytest.raises(Refusal):
            office.run(again)
    else:
        assert office.run(again).worker == key


def test_days_between_two_employments_do_not_count_as_seniority(office_of: OfficeOf) -> None:
    office = office_of(Role.CLERK)
    key = office.run(hire(migrant_work_start=D(2008, 1, 1))).worker
    office.run(Leave(district=DISTRICT, worker=key, last_day=D(2011, 3, 31), kind="resigned"))
    again = office.run(hire(first_day=D(2011, 4, 11)))
    assert again.line.migrant_work_start == D(2008, 1, 11)


def test_a_transfer_to_another_district_ends_here_begins_there_and_seniority_goes_on(
    both: Office, store: Store
) -> None:
    key = both.run(hire(migrant_work_start=D(2007, 3, 1))).worker
    order = TransferToDistrict(
        district=DISTRICT, worker=key, from_day=D(2011, 2, 15), to_district=GULOU, station="湖南路", staff_number="GL7"
    )
    there = both.run(order)
    assert (there.migrant_work_start, there.employment_start, there.post) == (D(2007, 3, 1), D(2011, 2, 15), "ordinary")
    with store.reading() as session:
        spells = history_of(session, key).select("district", "holds_from", "holds_to").rows()
        assert spells[0] == (DISTRICT, START, D(2011, 2, 13))
        assert spells[1] == (DISTRICT, D(2011, 2, 14), D(2011, 2, 14))
        assert spells[2] == (GULOU, D(2011, 2, 15), None)
        gone = staff_changes(session, DISTRICT, D(2011, 2, 1), D(2011, 2, 28))
        come = staff_changes(session, GULOU, D(2011, 2, 1), D(2011, 2, 28))
    assert gone.select("what", "happened_on").rows() == [("transfer_out", D(2011, 2, 14))]
    assert come.select("what", "happened_on").rows() == [("transfer_in", D(2011, 2, 15))]


def test_a_clerk_of_one_district_cannot_write_into_another(office_of: OfficeOf) -> None:
    office = office_of(Role.CLERK)
    key = office.run(hire()).worker
    with pytest.raises(Refusal) as e:
        office.run(TransferToDistrict(district=DISTRICT, worker=key, from_day=D(2011, 2, 15), to_district=GULOU))
    assert e.value.reason == "not_allowed"


def test_nobody_is_hired_in_a_district_that_was_merged(store: Store, city: City) -> None:
    with store.writing(operator="test") as work:
        work.put(Operator(name="baixia", role=Role.CLERK, districts="baixia"))
        work.record(command="test", district="", subject="", payload={})
    office = Office(store, city, operator="baixia")
    with pytest.raises(Refusal) as e:
        office.run(hire(district="baixia", first_day=D(2013, 3, 28)))
    assert e.value.reason == "district_gone"
    assert "qinhuai" in e.value.text.en
    assert office.run(hire(district="baixia", first_day=D(2013, 3, 27))).worker


def test_a_staff_number_in_use_is_refused(office_of: OfficeOf) -> None:
    office = office_of(Role.CLERK)
    office.run(hire())
    other = hire(name="李红", id_number=id_number(sequence=2))
    with pytest.raises(Refusal) as e:
        office.run(other)
    assert e.value.reason == "taken"


def test_who_has_left_is_not_on_the_roster_the_day_after(office_of: OfficeOf, store: Store) -> None:
    office = office_of(Role.CLERK)
    key = office.run(hire()).worker
    office.run(Leave(district=DISTRICT, worker=key, last_day=D(2011, 3, 31), kind="retired"))
    with store.reading() as session:
        assert roster_on(session, DISTRICT, D(2011, 3, 31))["worker"].to_list() == [key]
        assert roster_on(session, DISTRICT, D(2011, 4, 1)).height == 0
        assert roster_on(session, DISTRICT, D(2010, 11, 30)).height == 0
        before_leave = all_current(session, Assignment)[0].since_event
        assert roster_on(session, DISTRICT, D(2011, 4, 1), known=before_leave).height == 1


def test_a_dismissal_without_a_decided_file_is_refused(office_of: OfficeOf) -> None:
    office = office_of(Role.CLERK)
    key = office.run(hire()).worker
    with pytest.raises(Refusal) as e:
        office.run(Leave(district=DISTRICT, worker=key, last_day=D(2011, 3, 31), kind="dismissed", dismissal="d9"))
    assert e.value.reason == "not_decided"


def test_a_hire_that_is_taken_back_leaves_nobody_in_post(office_of: OfficeOf, store: Store) -> None:
    from liuguan.services.undo import UndoEvent

    office = office_of(Role.CLERK)
    hired = office.run(hire())
    office.run(UndoEvent(district=DISTRICT, event=hired.line.since_event))
    with store.reading() as session:
        assert roster_on(session, DISTRICT, START).height == 0
    assert office.run(hire()).worker == hired.worker

"""Stations of a district, through the office as an operator uses it."""

from __future__ import annotations

import datetime

import pytest
from tests.core.services.conftest import DISTRICT, OfficeOf

from liuguan.errors import Conflict, Refusal
from liuguan.records.store import Store, all_current
from liuguan.records.tables.audit import AuditEvent
from liuguan.records.tables.operators import Role
from liuguan.records.tables.places import Station
from liuguan.services.stations import CloseStation, OpenStation
from liuguan.services.undo import UndoEvent

SINCE = datetime.date(2010, 12, 1)
STREET = OpenStation(district=DISTRICT, name="玄武门街道", kind="street", valid_from=SINCE)
CENTRAL = OpenStation(district=DISTRICT, name="玄武门中心站", kind="central", valid_from=SINCE, parent="玄武门街道")


def test_a_central_station_belongs_to_a_street(office_of: OfficeOf) -> None:
    office = office_of(Role.CLERK)
    office.run(STREET)
    assert office.run(CENTRAL).parent == "玄武门街道"


def test_a_station_under_an_unknown_street_is_refused_and_nothing_is_kept(office_of: OfficeOf, store: Store) -> None:
    with pytest.raises(Refusal) as e:
        office_of(Role.CLERK).run(CENTRAL)
    assert e.value.reason == "unknown_parent"
    with store.reading() as session:
        assert all_current(session, Station) == []
        assert session.get(AuditEvent, 2) is None


def test_a_station_that_was_changed_since_it_was_seen_is_a_conflict(office_of: OfficeOf) -> None:
    office = office_of(Role.CLERK)
    seen = office.run(STREET).version
    office.run(CloseStation(district=DISTRICT, name=STREET.name, valid_to=datetime.date(2012, 1, 1), seen=seen))
    again = OpenStation(district=DISTRICT, name=STREET.name, kind="street", valid_from=datetime.date(2012, 1, 1))
    reopened = office.run(again)
    late = CloseStation(
        district=DISTRICT, name=STREET.name, valid_to=datetime.date(2013, 1, 1), seen=reopened.version + 1
    )
    with pytest.raises(Conflict):
        office.run(late)


def test_undo_takes_a_station_back_and_says_so_in_the_audit(office_of: OfficeOf, store: Store) -> None:
    office = office_of(Role.CLERK)
    office.run(STREET)
    assert office.run(UndoEvent(district=DISTRICT, event=2)) == 1
    with store.reading() as session:
        assert all_current(session, Station) == []
        assert len(all_current(session, Station, known=2)) == 1
        undone = session.get(AuditEvent, 3)
        assert undone is not None
        assert (undone.command, undone.operator) == ("event.undo", "clerk")


def test_a_role_that_is_not_named_is_refused_and_the_attempt_is_audited(office_of: OfficeOf, store: Store) -> None:
    with pytest.raises(Refusal) as e:
        office_of(Role.CITY_OFFICER).run(STREET)
    assert e.value.reason == "not_allowed"
    with store.reading() as session:
        denied = session.get(AuditEvent, 2)
        assert denied is not None
        assert (denied.command, denied.operator) == ("denied", "city_officer")


def test_a_clerk_of_another_district_is_refused(office_of: OfficeOf) -> None:
    other = OpenStation(district="gulou", name="湖南路街道", kind="street", valid_from=SINCE)
    with pytest.raises(Refusal) as e:
        office_of(Role.CLERK).run(other)
    assert e.value.reason == "not_allowed"

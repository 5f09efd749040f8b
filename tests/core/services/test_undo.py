"""Undo: what an event changed is as it was before, and no later change is lost."""

from __future__ import annotations

import datetime

import polars as pl
import pytest
from tests.core.services.conftest import DISTRICT, OfficeOf

from liuguan.errors import Refusal
from liuguan.records import chain
from liuguan.records.store import Store, all_current
from liuguan.records.tables.operators import Role
from liuguan.records.tables.places import Population, Station
from liuguan.services.stations import CloseStation, OpenStation
from liuguan.services.undo import UndoEvent, last_undoable

NAME = "玄武门街道"
OPEN = OpenStation(district=DISTRICT, name=NAME, kind="street", valid_from=datetime.date(2010, 12, 1))
CLOSE = CloseStation(district=DISTRICT, name=NAME, valid_to=datetime.date(2012, 1, 1))
OPENED, CLOSED = 2, 3
"""Events; the first one of the fixture entered the operators."""


def stations(store: Store, known: int | None = None) -> list[datetime.date | None]:
    with store.reading() as session:
        return [s.valid_to for s in all_current(session, Station, known=known)]


def undo(office_of: OfficeOf, event: int, role: Role = Role.CLERK) -> int:
    return int(office_of(role).run(UndoEvent(district=DISTRICT, event=event)))


def reason(office_of: OfficeOf, event: int) -> str:
    with pytest.raises(Refusal) as e:
        undo(office_of, event)
    return e.value.reason


@pytest.fixture
def closed(office_of: OfficeOf) -> OfficeOf:
    """A station that was opened and then closed."""
    office_of(Role.CLERK).run(OPEN)
    office_of(Role.CLERK).run(CLOSE)
    return office_of


def test_a_change_is_taken_back_by_what_held_before(closed: OfficeOf, store: Store) -> None:
    assert undo(closed, CLOSED) == 1
    assert stations(store) == [None]
    assert stations(store, known=CLOSED) == [CLOSE.valid_to]


def test_an_undo_is_undone_like_any_event(closed: OfficeOf, store: Store) -> None:
    undo(closed, CLOSED)
    undo(closed, CLOSED + 1)
    assert stations(store) == [CLOSE.valid_to]


def test_an_event_that_was_built_upon_is_not_undone_before_what_was_built(closed: OfficeOf, store: Store) -> None:
    assert reason(closed, OPENED) == "changed_since"
    undo(closed, CLOSED)
    undo(closed, OPENED)
    assert stations(store) == []


@pytest.mark.parametrize(("event", "why"), [(1, "unknown_event"), (99, "unknown_event")])
def test_an_event_that_is_none_of_the_district_is_not_undone(closed: OfficeOf, event: int, why: str) -> None:
    assert reason(closed, event) == why


def test_a_set_of_rows_is_taken_back_as_one(office_of: OfficeOf, store: Store) -> None:
    with store.writing(operator="clerk") as work:
        work.put_frame(Population, pl.DataFrame({"district": DISTRICT, "month": [24132, 24133]}))
        work.record(command="station.open", district=DISTRICT, subject="", payload={})
    assert undo(office_of, 2) == 2
    with store.reading() as session:
        assert all_current(session, Population) == []
        assert chain.verify(session.connection()) is None


def test_the_last_event_that_can_be_undone_is_named_until_it_is(closed: OfficeOf, store: Store) -> None:
    with store.reading() as session:
        found = last_undoable(session, operator="clerk", district=DISTRICT)
    assert found is not None
    assert (found.event, found.command, found.subject) == (CLOSED, "station.close", NAME)
    undo(closed, CLOSED)
    with store.reading() as session:
        found = last_undoable(session, operator="clerk", district=DISTRICT)
    assert found is not None
    assert found.event == OPENED


def test_whoever_may_not_give_an_order_cannot_take_it_back(closed: OfficeOf, store: Store) -> None:
    with pytest.raises(Refusal) as e:
        undo(closed, CLOSED, Role.ASSESSOR)
    assert e.value.reason == "not_allowed"
    assert stations(store) == [CLOSE.valid_to]

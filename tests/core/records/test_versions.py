"""Facts are versions: the newest is current, each event's knowledge stays readable, and nobody overwrites unseen."""

from __future__ import annotations

import datetime

import pytest
from tests.core.records.conftest import event

from liuguan.errors import Conflict
from liuguan.records.store import Store, all_current, current, event_known_on
from liuguan.records.tables.places import Population, Station

MONTH = 2011 * 12
SINCE = datetime.date(2010, 12, 1)


def population(migrants: int | None, *, district: str = "xuanwu", month: int = MONTH) -> Population:
    return Population(district=district, month=month, station="", actual_migrants=migrants)


def migrants(store: Store, known: int | None = None) -> list[int | None]:
    with store.reading() as session:
        return [p.actual_migrants for p in all_current(session, Population, known=known)]


def test_the_newest_version_is_current_and_each_event_reads_what_was_known_then(store: Store) -> None:
    for value in (500, 501, None):
        with event(store) as work:
            work.put(population(value))
    assert migrants(store) == [None]
    assert [migrants(store, known) for known in (0, 1, 2, 3)] == [[], [500], [501], [None]]


def test_versions_count_from_one(store: Store) -> None:
    with event(store) as work:
        assert work.put(population(500)).version == 1
    with event(store) as work:
        assert work.put(population(501)).version == 2


def test_the_same_content_again_writes_no_version(store: Store) -> None:
    with event(store) as work:
        work.put(population(500))
    with event(store) as work:
        work.put(population(500))
        assert not work.writes
    with store.reading() as session:
        (found,) = all_current(session, Population)
    assert (found.version, found.since_event) == (1, 1)


def test_an_ended_fact_is_known_until_its_end(store: Store) -> None:
    with event(store) as work:
        work.put(population(500))
    with event(store) as work:
        work.end(work.all(Population)[0])
    assert (migrants(store), migrants(store, 1), migrants(store, 2)) == ([], [500], [])


def test_a_unit_of_work_reads_what_it_writes(store: Store) -> None:
    with event(store) as work:
        work.put(population(500))
        work.put(population(7, district="gulou"))
        assert [p.actual_migrants for p in work.all(Population)] == [7, 500]
        found = work.current(Population, "xuanwu", MONTH, "")
        assert found is not None
        work.end(found)
        assert [p.actual_migrants for p in work.all(Population)] == [7]


def test_a_fact_that_was_changed_since_it_was_seen_is_a_conflict_that_shows_both(store: Store) -> None:
    with event(store) as work:
        work.put(population(500), seen=0)
    with event(store) as work:
        work.put(population(501), seen=1)
    with pytest.raises(Conflict) as e, event(store) as work:
        work.put(population(502), seen=1)
    assert (e.value.mine["actual_migrants"], e.value.theirs["actual_migrants"]) == (502, 501)
    assert migrants(store) == [501]


def test_a_fact_that_somebody_made_first_is_a_conflict(store: Store) -> None:
    with event(store) as work:
        work.put(population(500))
    with pytest.raises(Conflict), event(store) as work:
        work.put(population(500), seen=0)


def test_a_unit_of_work_that_says_nothing_of_itself_writes_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError), store.writing(operator="test") as work:
        work.put(population(500))
    assert migrants(store) == []


def test_a_unit_of_work_that_is_over_takes_nothing(store: Store) -> None:
    with event(store) as work:
        pass
    with pytest.raises(RuntimeError):
        work.put(population(500))
    with pytest.raises(ZeroDivisionError), event(store) as work:
        _ = 1 // 0
    with pytest.raises(RuntimeError):
        work.end(population(500))


def test_days_of_recording_are_days_in_china(store: Store) -> None:
    moments = ["2011-01-05T15:59:59+00:00", "2011-01-05T16:00:00+00:00"]
    for i, moment in enumerate(moments):
        store.clock = lambda moment=moment: datetime.datetime.fromisoformat(moment)  # type: ignore[misc]
        with event(store) as work:
            work.put(population(i))
    with store.reading() as session:
        known = [event_known_on(session, datetime.date(2011, 1, day)) for day in (4, 5, 6)]
    assert known == [0, 1, 2]


def test_moments_are_aware_and_in_utc(store: Store) -> None:
    from liuguan.records.tables.audit import AuditEvent

    east = datetime.timezone(datetime.timedelta(hours=8))
    store.clock = lambda: datetime.datetime(2011, 1, 6, 8, 0, 0, 123456, tzinfo=east)
    with event(store):
        pass
    with store.reading() as session:
        at = session.get_one(AuditEvent, 1).at
    assert (at.isoformat(), at.utcoffset()) == ("2011-01-06T00:00:00.123456+00:00", datetime.timedelta(0))


def test_the_current_version_of_a_fact_is_found_by_its_key(store: Store) -> None:
    with event(store) as work:
        work.put(Station(district="xuanwu", name="玄武门街道", kind="street", valid_from=SINCE))
    with store.reading() as session:
        found = current(session, Station, "xuanwu", "玄武门街道", SINCE)
    assert found is not None
    assert (found.kind, found.valid_from) == ("street", SINCE)

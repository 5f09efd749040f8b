"""The roster's own queries on both databases: lines in order, search, changes of staff, and erasing."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.services.conftest import DISTRICT
from tests.core.services.roster.people import START, D, hire, id_number

from liuguan.district import City
from liuguan.errors import Refusal
from liuguan.records import chain
from liuguan.records.store import Store
from liuguan.records.tables.people import Worker
from liuguan.services.office import Office
from liuguan.services.roster.duties import GradeStar, TransferToStation
from liuguan.services.roster.hiring import TransferToDistrict
from liuguan.services.roster.leaving import Leave
from liuguan.services.roster.persons import Erase
from liuguan.services.roster.reading import history_of, roster_on, staff_changes
from liuguan.services.roster.searching import search


@pytest.fixture(scope="module")
def city() -> City:
    return City()


@pytest.fixture
def office(store: Store, city: City) -> Office:
    """The machine's own account, which may do everything while nobody is entered."""
    return Office(store, city)


def test_a_history_is_the_same_on_both(office: Office, store: Store) -> None:
    key = office.run(hire()).worker
    of: dict[str, Any] = {"district": DISTRICT, "worker": key}
    office.run(GradeStar(**of, from_day=D(2011, 2, 1), star=2))
    office.run(TransferToStation(**of, from_day=D(2011, 1, 1), station="孝陵卫"))
    office.run(TransferToDistrict(**of, from_day=D(2011, 3, 1), to_district="gulou", staff_number="GL1"))
    with pytest.raises(Refusal):
        office.run(hire(first_day=D(2011, 3, 1)))
    with store.reading() as session:
        assert history_of(session, key).select("district", "holds_from", "station", "star").rows() == [
            (DISTRICT, START, "新街口", None),
            (DISTRICT, D(2011, 1, 1), "孝陵卫", None),
            (DISTRICT, D(2011, 2, 1), "孝陵卫", 2),
            (DISTRICT, D(2011, 2, 28), "孝陵卫", 2),
            ("gulou", D(2011, 3, 1), None, None),
        ]
        assert roster_on(session, "gulou", D(2011, 3, 1))["worker"].to_list() == [key]
        changes = staff_changes(session, DISTRICT, START, D(2011, 3, 31))
        assert changes["what"].to_list() == ["hire", "station", "transfer_out"]


@pytest.mark.parametrize("typed", ["王", "wxm", "xw001", id_number()[-4:], "新街口", "新街口 王"])
def test_a_search_finds_the_same_on_both(office: Office, store: Store, typed: str) -> None:
    office.run(hire())
    office.run(hire(name="李红", id_number=id_number(sequence=4), staff_number="XW002", station="孝陵卫"))
    with store.reading() as session:
        assert [hit.staff_number for hit in search(session, typed, on=D(2011, 1, 6))] == ["XW001"]


def test_erasing_works_against_the_guards_of_both(office: Office, store: Store) -> None:
    key = office.run(hire()).worker
    office.run(Leave(district=DISTRICT, worker=key, last_day=D(2010, 12, 31), kind="resigned"))
    office.run(Erase(district=DISTRICT, worker=key, reason="保存期满"))
    with store.reading() as session:
        assert chain.verify(session.connection()) is None
        who = session.get(Worker, key)
        assert who is not None
        assert who.id_number is None
        assert search(session, "王", on=D(2011, 1, 6)) == []

"""Workers of a merged district go on in the successor (2013-03-28)."""

from __future__ import annotations

import pytest
from tests.core.services.roster.people import D, hire, id_number

from liuguan.district import City
from liuguan.errors import Refusal
from liuguan.records.store import Store
from liuguan.records.tables.operators import Operator, Role
from liuguan.services.office import Office
from liuguan.services.roster.leaving import Leave
from liuguan.services.roster.merging import TakeOver
from liuguan.services.roster.reading import roster_on, staff_changes
from liuguan.services.roster.terms import SignContract

MERGED = D(2013, 3, 28)


@pytest.fixture
def office(store: Store, city: City) -> Office:
    """A clerk of the former district and of its successor."""
    with store.writing(operator="test") as work:
        work.put(Operator(name="both", role=Role.CLERK, districts="baixia qinhuai"))
        work.record(command="test", district="", subject="", payload={})
    return Office(store, city, operator="both")


def test_everybody_in_post_on_the_eve_goes_on_with_contract_and_seniority(office: Office, store: Store) -> None:
    key = office.run(hire(district="baixia", migrant_work_start=D(2006, 5, 1))).worker
    office.run(SignContract(district="baixia", worker=key, from_day=D(2012, 12, 1), signed_on=D(2012, 11, 30)))
    gone = office.run(hire(district="baixia", name="李红", id_number=id_number(sequence=2), staff_number="BX2")).worker
    office.run(Leave(district="baixia", worker=gone, last_day=D(2013, 3, 27), kind="retired"))
    assert office.run(TakeOver(district="qinhuai", former="baixia")) == 1
    with pytest.raises(Refusal):
        office.run(TakeOver(district="qinhuai", former="baixia"))
    with store.reading() as session:
        assert roster_on(session, "baixia", MERGED).height == 0
        there = roster_on(session, "qinhuai", MERGED).row(0, named=True)
        changes = staff_changes(session, "qinhuai", MERGED, MERGED)
    assert (there["worker"], there["migrant_work_start"], there["station"]) == (key, D(2006, 5, 1), "新街口")
    assert (there["contract_start"], there["employment_start"]) == (D(2012, 12, 1), MERGED)
    assert changes.select("what", "happened_on").rows() == [("transfer_in", MERGED)]


@pytest.mark.parametrize(
    ("district", "former", "reason"),
    [("qinhuai", "xuanwu", "not_merged"), ("baixia", "qinhuai", "not_merged"), ("qinhuai", "baixia", "nobody")],
)
def test_nothing_goes_over_where_nothing_was_merged_or_nobody_serves(
    office: Office, district: str, former: str, reason: str
) -> None:
    with pytest.raises(Refusal) as e:
        office.run(TakeOver(district=district, former=former))
    assert e.value.reason == reason

"""Counts of a month as an office enters them, and the staffing that they need (I.7, I.8)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.filings.steps import apply, day, enter_operator, grant, register, set_clock

from liuguan.district import City
from liuguan.errors import Conflict, Refusal
from liuguan.records.store import Store, all_current, event_known_on
from liuguan.records.tables.operators import Operator, Role
from liuguan.records.tables.places import Population
from liuguan.services.judging import judge
from liuguan.services.office import Office
from liuguan.services.population import EnterPopulation
from liuguan.services.staffing import NEEDS, StaffingRow, staffing
from liuguan.services.stations import OpenStation
from liuguan.vocabulary import DISTRICT_MONTH

DEC, JAN = 2010 * 12 + 11, 2011 * 12


def counts(**given: Any) -> EnterPopulation:
    """501 migrants, 100 homes, and two workers, one of them without a certificate."""
    values: dict[str, Any] = {
        "district": DISTRICT, "month": DEC, "actual_migrants": 501, "rental_households": 100, "headcount": 2,
        "uncertified_headcount": 1, "diverted_headcount": 0, "absent_headcount": 0,
    }  # fmt: skip
    return EnterPopulation(**{**values, **given})


def rows(store: Store, city: City, last: int = DEC, known: int | None = None) -> list[StaffingRow]:
    with store.reading() as session:
        return staffing(session, city, DISTRICT, first_month=DEC, last_month=last, known=known)


def need(row: StaffingRow) -> tuple[int | None, ...]:
    return (
        row.required_by_migrants, row.required_by_households, row.required_headcount, row.required_headcount_lenient,
        row.effective_headcount, row.headcount_shortage,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "needs"),
    [
        ({}, (2, 2, 2, 2, 1, 1)),
        ({"actual_migrants": 500}, (1, 2, 2, 1, 1, 1)),
        ({"rental_households": 0}, (2, 0, 2, 2, 1, 1)),
        ({"actual_migrants": 0, "rental_households": 0}, (0, 0, 0, 0, 1, 0)),
        ({"rental_households": None}, (2, None, None, None, 1, None)),
        ({"uncertified_headcount": None}, (2, 2, 2, 2, None, None)),
    ],
    ids=["one over", "exactly 500", "no homes", "nobody", "homes unknown", "certificates unknown"],
)
def test_the_need_of_a_district(
    office_of: OfficeOf, store: Store, city: City, given: dict[str, Any], needs: tuple[int | None, ...]
) -> None:
    office_of(Role.CLERK).run(counts(**given))
    (row,) = rows(store, city)
    assert need(row) == needs
    assert (row.month, row.station, row.standard) == ("2010-12", "", "draft")


def test_where_only_units_are_counted_the_district_is_their_sum(office_of: OfficeOf, store: Store, city: City) -> None:
    clerk = office_of(Role.CLERK)
    for name in ("玄武门街道", "锁金村街道"):
        clerk.run(OpenStation(district=DISTRICT, name=name, kind="street", valid_from=day("2010-12-01")))
        clerk.run(counts(station=name, actual_migrants=300, rental_households=10, headcount=1, uncertified_headcount=0))
    district, *units = rows(store, city)
    assert (district.actual_migrants, *need(district)) == (600, 2, 1, 2, 1, 2, 0)
    assert [(u.station, u.required_headcount) for u in units] == [("玄武门街道", 1), ("锁金村街道", 1)]


def test_a_granted_ratio_is_what_the_need_is_computed_by(office_of: OfficeOf, store: Store, city: City) -> None:
    for month in (DEC, JAN):
        office_of(Role.CLERK).run(counts(month=month, actual_migrants=800))
    filing = apply(office_of, households_per_worker=None)
    register(office_of, filing)
    grant(office_of, filing)
    before, after = rows(store, city, JAN)
    assert (before.migrants_per_worker_in_force, before.required_by_migrants, before.grant_state) == (500, 2, None)
    assert (after.migrants_per_worker_in_force, after.required_by_migrants, after.grant_state) == (800, 1, "granted")
    assert after.households_per_worker_in_force == 50, "that measure was not applied for"


def test_a_grant_to_one_unit_relaxes_that_unit_alone(office_of: OfficeOf, store: Store, city: City) -> None:
    clerk = office_of(Role.CLERK)
    for name in ("玄武门街道", "锁金村街道"):
        clerk.run(OpenStation(district=DISTRICT, name=name, kind="street", valid_from=day("2010-12-01")))
        clerk.run(counts(month=JAN, station=name))
    clerk.run(counts(month=JAN))
    filing = apply(office_of, units=("锁金村街道",))
    register(office_of, filing)
    grant(office_of, filing)
    found = {r.station: r.migrants_per_worker_in_force for r in rows(store, city, JAN)}
    assert found == {"": 500, "玄武门街道": 500, "锁金村街道": 800}


def test_a_correction_needs_its_reason_and_is_a_new_version(office_of: OfficeOf, store: Store, city: City) -> None:
    clerk = office_of(Role.CLERK)
    clerk.run(counts(actual_migrants=None))
    filled = clerk.run(counts())
    assert filled.version == 2, "a blank that is filled needs no reason"
    with pytest.raises(Refusal) as e:
        clerk.run(counts(actual_migrants=520))
    assert e.value.reason == "no_reason"
    set_clock(store, "2011-01-20")
    clerk.run(counts(actual_migrants=520, correction="漏计工地宿舍"))
    with store.reading() as session:
        known = event_known_on(session, datetime.date(2011, 1, 10))
        (row,) = all_current(session, Population, district=DISTRICT)
    assert (row.version, row.correction) == (3, "漏计工地宿舍")
    assert [rows(store, city, known=k)[0].actual_migrants for k in (known, None)] == [501, 520]


def test_counts_that_were_changed_since_they_were_seen_are_a_conflict(office_of: OfficeOf) -> None:
    clerk = office_of(Role.CLERK)
    clerk.run(counts())
    clerk.run(counts(headcount=3, correction="新聘一人"))
    with pytest.raises(Conflict):
        clerk.run(counts(headcount=4, correction="新聘二人", seen=1))


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"month": DEC - 1}, "no_such_month"),
        ({"month": JAN + 1}, "no_such_month"),
        ({"station": "无此街道"}, "unknown_station"),
    ],
    ids=["before the first month of law", "a month to come", "an unknown unit"],
)
def test_counts_that_cannot_be_are_refused(office_of: OfficeOf, given: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refusal) as e:
        office_of(Role.CLERK).run(counts(**given))
    assert e.value.reason == reason


def test_a_dissolved_district_has_no_counts_in_the_month_of_its_merger(store: Store, city: City) -> None:
    enter_operator(store, "of_baixia", Role.CLERK)
    with store.writing(operator="test") as work:
        work.put(Operator(name="of_baixia", role=Role.CLERK, districts="baixia"))
        work.record(command="test", district="", subject="", payload={})
    set_clock(store, "2013-04-01")
    office = Office(store, city, operator="of_baixia")
    office.run(counts(district="baixia", month=2013 * 12 + 1))
    with pytest.raises(Refusal) as e:
        office.run(counts(district="baixia", month=2013 * 12 + 2))
    assert e.value.reason == "no_such_month"


def test_staffing_is_what_judging_the_records_gives(office_of: OfficeOf, store: Store, city: City) -> None:
    for month, migrants in ((DEC, 501), (JAN, 1301)):
        office_of(Role.CLERK).run(counts(month=month, actual_migrants=migrants))
    filing = apply(office_of)
    register(office_of, filing)
    grant(office_of, filing)
    with store.reading() as session:
        results = judge(
            city, session, DISTRICT, first_month=DEC, last_month=JAN, wanted=[(DISTRICT_MONTH, n) for n in NEEDS]
        )
    judged = results.frame(DISTRICT_MONTH, NEEDS).select(NEEDS).to_dicts()
    assert [{n: getattr(r, n) for n in NEEDS} for r in rows(store, city, JAN)] == judged


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.CITY_OFFICER, Role.CITY_APPROVER])
def test_only_the_districts_office_enters_counts(office_of: OfficeOf, role: Role) -> None:
    with pytest.raises(Refusal) as e:
        office_of(role).run(counts())
    assert e.value.reason == "not_allowed"

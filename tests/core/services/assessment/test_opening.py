"""Opening a month: whose sheets, with which items, and what opening again does."""

from __future__ import annotations

import datetime

import pytest
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.staffed import (
    CENTRAL,
    DECEMBER,
    IN_CENTRAL,
    ONE,
    PART_TIME,
    TWO,
    cell,
    items,
    move,
    opened,
    sheet,
    staff,
)

from liuguan.district import City
from liuguan.errors import Refusal
from liuguan.records.store import Store, all_current
from liuguan.records.tables.assessment import AssessmentSheet
from liuguan.records.tables.operators import Role
from liuguan.services.assessment.entering import EnterCells
from liuguan.services.assessment.items import catalogue, items_in_force
from liuguan.services.assessment.opening import OpenMonth

WEIGHTED = ["E01", "E02", "F01", "F02", "P05", "P06", "R01", "R02", "R04", "R05", "R06"]
REWARDED = ["W01", "W03", "W04", "W05"]


def workers_with_sheets(store: Store) -> list[str]:
    with store.reading() as session:
        return [s.worker for s in all_current(session, AssessmentSheet, district=DISTRICT, month=DECEMBER)]


def test_every_full_time_worker_in_post_gets_one_sheet_with_the_items_of_the_standard(
    office_of: OfficeOf, store: Store
) -> None:
    staff(store)
    made = opened(office_of)
    assert workers_with_sheets(store) == sorted([ONE, TWO, IN_CENTRAL])
    assert (made.sheets, made.items, made.there, made.unknown) == (3, 3 * 15, 0, ())
    assert sorted(items(store, ONE)) == sorted([*WEIGHTED, *REWARDED])


def test_a_new_sheet_knows_nothing_yet_but_where_and_that_nobody_signed(office_of: OfficeOf, store: Store) -> None:
    staff(store)
    opened(office_of)
    made, item = sheet(store, IN_CENTRAL), items(store, IN_CENTRAL)["R01"]
    assert (made.state, made.station, made.staff_number) == ("open", CENTRAL, "A003")
    assert (made.sheet_acknowledged, made.sheet_reviewed, made.recorded_score) == (False, False, None)
    assert (item.baseline, item.done, item.defects) == (None, None, None)


def test_opening_again_adds_what_is_missing_and_changes_nothing_else(office_of: OfficeOf, store: Store) -> None:
    staff(store)
    opened(office_of)
    office_of(Role.CLERK).run(
        EnterCells(district=DISTRICT, month=DECEMBER, cells=(cell(store, ONE, "R01", "done", 7),))
    )
    before = sheet(store, ONE)
    move(store, PART_TIME, line=2, full_time=True, from_day=datetime.date(2010, 12, 20))
    again = opened(office_of)
    assert (again.sheets, again.items, again.there) == (1, 15, 3)
    assert sheet(store, ONE) == before
    assert items(store, ONE)["R01"].done == 7
    assert opened(office_of).sheets == 0


def test_who_left_before_the_month_has_no_sheet_and_who_left_in_it_has(office_of: OfficeOf, store: Store) -> None:
    staff(store)
    move(store, ONE, line=2, employment_end=datetime.date(2010, 11, 30), from_day=datetime.date(2010, 11, 30))
    move(store, TWO, line=2, employment_end=datetime.date(2010, 12, 1), from_day=datetime.date(2010, 12, 1))
    opened(office_of)
    assert workers_with_sheets(store) == sorted([TWO, IN_CENTRAL])


def test_of_whom_it_is_unknown_whether_full_time_no_sheet_is_made_and_the_name_is_given(
    office_of: OfficeOf, store: Store
) -> None:
    staff(store)
    move(store, PART_TIME, line=2, full_time=None, from_day=datetime.date(2010, 12, 1))
    assert opened(office_of).unknown == (PART_TIME,)
    assert PART_TIME not in workers_with_sheets(store)


@pytest.mark.parametrize("month", [DECEMBER - 1, DECEMBER + 2], ids=["before the guidance", "still ahead"])
def test_a_month_that_cannot_be_assessed_is_refused(month: int, office_of: OfficeOf, store: Store) -> None:
    staff(store)
    with pytest.raises(Refusal) as e:
        opened(office_of, month)
    assert e.value.reason == "bad_month"


def test_without_anybody_on_the_roster_there_is_nothing_to_open(office_of: OfficeOf) -> None:
    with pytest.raises(Refusal) as e:
        opened(office_of)
    assert e.value.reason == "nobody_in_post"


def test_a_station_assessor_opens_no_month(office_of: OfficeOf) -> None:
    with pytest.raises(Refusal) as e:
        office_of(Role.ASSESSOR).run(OpenMonth(district=DISTRICT, month=DECEMBER))
    assert e.value.reason == "not_allowed"


def test_an_item_ends_with_its_time_in_the_catalogue(city: City) -> None:
    at_last, ended = 2021 * 12 + 11, 2022 * 12
    assert "R08" in catalogue(city, at_last)
    assert "R08" not in catalogue(city, ended)
    assert catalogue(city, 2015 * 12 + 11)["R02"].en != catalogue(city, 2016 * 12)["R02"].en


def test_four_heads_have_the_items_that_the_standard_names_without_any_weight(city: City) -> None:
    found = items_in_force(city, city.district("gaochun").book, DECEMBER)
    assert found[:5] == ("R01", "R04", "R06", "F01", "F02")
    assert "R07" not in found  # only how it counts is said of it


def test_a_district_without_items_of_its_own_has_none_from_the_city_alone(city: City) -> None:
    assert items_in_force(city, city.book, DECEMBER) == ()

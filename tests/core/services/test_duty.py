"""The duty log: 24 hours are a day, months are summed from days, and diverted work shows in person-days (III.7)."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.staffed import DECEMBER, HERE, ONE, TWO, move, staff

from liuguan.errors import Refusals
from liuguan.records.store import Store, all_current
from liuguan.records.tables.duty import DUTY_CATEGORIES, DutyEntry
from liuguan.records.tables.operators import Role
from liuguan.services.duty import Category, Hours, LogDuty, SetSecondment, month_summary

DAY = datetime.date(2010, 12, 6)


@pytest.fixture(autouse=True)
def workers(store: Store) -> None:
    staff(store)


def hours(category: Category, n: int, *, worker: str = ONE, day: datetime.date = DAY, seen: int | None = None) -> Hours:
    return Hours(worker=worker, day=day, category=category, hours=n, seen=seen)


def log(office_of: OfficeOf, *entries: Hours, by: Role = Role.CLERK) -> int:
    done: int = office_of(by).run(LogDuty(district=DISTRICT, entries=entries))
    return done


def reasons(office_of: OfficeOf, *entries: Hours, by: Role = Role.CLERK) -> list[str]:
    with pytest.raises(Refusals) as e:
        log(office_of, *entries, by=by)
    return [p.reason for p in e.value.parts]


def summary(store: Store) -> dict[str, dict[str, object]]:
    with store.reading() as session:
        return {row["worker"]: row for row in month_summary(session, DISTRICT, DECEMBER).to_dicts()}


def test_24_hours_over_all_categories_are_a_day_and_25_are_not(office_of: OfficeOf) -> None:
    assert log(office_of, hours("core", 16), hours("patrol", 8)) == 2
    assert reasons(office_of, hours("other", 1)) == ["too_long"]


def test_hours_that_replace_others_of_the_same_day_do_not_add_up(office_of: OfficeOf, store: Store) -> None:
    log(office_of, hours("core", 20))
    assert log(office_of, hours("core", 8), hours("training", 16)) == 2
    assert summary(store)[ONE]["core_hours"] == 8


def test_hours_of_nought_take_an_entry_away(office_of: OfficeOf, store: Store) -> None:
    log(office_of, hours("core", 8))
    log(office_of, hours("core", 0))
    with store.reading() as session:
        assert all_current(session, DutyEntry) == []


def test_whoever_is_not_in_post_on_the_day_has_no_duty(office_of: OfficeOf, store: Store) -> None:
    move(store, ONE, line=2, from_day=datetime.date(2010, 12, 1), employment_end=datetime.date(2010, 12, 5))
    assert reasons(office_of, hours("core", 8), hours("core", 8, worker="stranger")) == ["not_in_post"] * 2


def test_a_station_assessor_logs_the_own_station_only(office_of: OfficeOf) -> None:
    assert log(office_of, hours("core", 8), by=Role.ASSESSOR) == 1
    assert reasons(office_of, hours("core", 8, worker=TWO), by=Role.ASSESSOR) == ["not_own_station"]


def test_a_day_ahead_a_cell_twice_and_an_old_version_are_all_said_at_once(office_of: OfficeOf) -> None:
    log(office_of, hours("core", 8))
    ahead = hours("core", 8, worker=TWO, day=datetime.date(2011, 1, 7))
    old = hours("core", 9, seen=0)
    assert sorted(reasons(office_of, ahead, old, old)) == ["bad_order", "conflict", "conflict", "twice"]


def test_a_month_is_summed_from_its_days_with_diverted_person_days(office_of: OfficeOf, store: Store) -> None:
    second = DAY + datetime.timedelta(days=1)
    log(office_of, hours("core", 8), hours("patrol", 6, day=second), hours("other", 9, day=second))
    found = summary(store)[ONE]
    assert (found["station"], found["core_hours"], found["patrol_hours"], found["days_logged"]) == (HERE, 8, 6, 2)
    assert (found["diverted_hours"], found["diverted_days"]) == (15, 1)
    assert found["visits"] is None


def test_a_secondment_without_a_log_leaves_the_hours_unknown(office_of: OfficeOf, store: Store) -> None:
    office_of(Role.CLERK).run(SetSecondment(district=DISTRICT, month=DECEMBER, worker=TWO, seconded=True))
    found = summary(store)[TWO]
    assert (found["standing_secondment"], found["diverted_hours"], found["diverted_days"]) == (True, None, None)


@settings(max_examples=50)
@given(st.lists(st.integers(0, 24), min_size=6, max_size=6))
def test_a_day_is_taken_exactly_when_its_categories_are_at_most_24(parts: list[int]) -> None:
    from liuguan.services.duty import too_long

    entries = [hours(c, n) for c, n in zip(DUTY_CATEGORIES, parts, strict=True)]  # type: ignore[arg-type]
    assert bool(too_long(entries, {})) == (sum(parts) > 24)

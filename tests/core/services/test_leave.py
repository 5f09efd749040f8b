"""Leave by its effect on pay, and attendance by the day."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.roster.people import D, hire

from liuguan.errors import Refusal
from liuguan.records.store import Store, all_current
from liuguan.records.tables.duty import AttendanceDay
from liuguan.records.tables.operators import Role
from liuguan.services.leave import Attended, CorrectLeave, RecordAttendance, RecordLeave, WithdrawLeave
from liuguan.services.office import Office


@pytest.fixture
def office(office_of: OfficeOf) -> Office:
    return office_of(Role.CLERK)


@pytest.fixture
def of(office: Office) -> dict[str, Any]:
    return {"district": DISTRICT, "worker": office.run(hire()).worker}


def test_leave_over_the_end_of_a_month_is_a_spell_in_each_month_with_its_working_days(
    office: Office, of: dict[str, Any]
) -> None:
    # 2010-12-30 is a Thursday; 2011-01-01 to 01-03 was New Year
    spells = office.run(RecordLeave(**of, from_day=D(2010, 12, 30), to_day=D(2011, 1, 5), effect="unpaid"))
    assert [(s.from_day, s.to_day, s.scheduled_days) for s in spells] == [
        (D(2010, 12, 30), D(2010, 12, 31), 2),
        (D(2011, 1, 1), D(2011, 1, 5), 2),
    ]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"from_day": D(2010, 12, 16), "to_day": D(2010, 12, 20)}, "overlaps"),
        ({"from_day": D(2010, 12, 21), "to_day": D(2010, 12, 20)}, "bad_order"),
        ({"from_day": D(2010, 11, 30), "to_day": D(2010, 12, 2)}, "not_in_post"),
        ({"from_day": D(2011, 1, 5), "to_day": D(2011, 1, 5), "scheduled_days": 2}, "bad_order"),
        ({"from_day": D(2010, 12, 30), "to_day": D(2011, 1, 5), "scheduled_days": 4}, "over_months"),
    ],
    ids=["shares a day", "ends before it begins", "begins before the post", "more than days", "over the month"],
)
def test_leave_that_cannot_be_is_refused(
    office: Office, of: dict[str, Any], values: dict[str, Any], reason: str
) -> None:
    office.run(RecordLeave(**of, from_day=D(2010, 12, 13), to_day=D(2010, 12, 16), effect="paid"))
    with pytest.raises(Refusal) as e:
        office.run(RecordLeave(**of, effect="unpaid", **values))
    assert e.value.reason == reason


def test_leave_is_corrected_and_taken_back(office: Office, of: dict[str, Any]) -> None:
    office.run(RecordLeave(**of, from_day=D(2010, 12, 13), to_day=D(2010, 12, 16), effect="paid"))
    corrected = office.run(CorrectLeave(**of, from_day=D(2010, 12, 13), effect="reduced"))
    assert (corrected.effect, corrected.scheduled_days) == ("reduced", 4)
    office.run(WithdrawLeave(**of, from_day=D(2010, 12, 13)))
    with pytest.raises(Refusal):
        office.run(WithdrawLeave(**of, from_day=D(2010, 12, 13)))


def test_attendance_is_recorded_by_the_day_and_corrected_by_recording_it_again(
    office: Office, of: dict[str, Any], store: Store
) -> None:
    days = (Attended(day=D(2011, 1, 4), attended=True), Attended(day=D(2011, 1, 5), attended=True))
    assert office.run(RecordAttendance(**of, days=days)) == 2
    office.run(RecordAttendance(**of, days=(Attended(day=D(2011, 1, 5), attended=False),)))
    with store.reading() as session:
        assert [day.attended for day in all_current(session, AttendanceDay)] == [True, False]


@pytest.mark.parametrize(
    ("day", "reason"),
    [(D(2011, 1, 7), "bad_order"), (D(2010, 12, 14), "on_leave"), (D(2010, 11, 30), "not_in_post")],
    ids=["tomorrow", "on leave", "before the post"],
)
def test_attendance_that_cannot_be_is_refused(office: Office, of: dict[str, Any], day: D, reason: str) -> None:
    office.run(RecordLeave(**of, from_day=D(2010, 12, 13), to_day=D(2010, 12, 16), effect="paid"))
    with pytest.raises(Refusal) as e:
        office.run(RecordAttendance(**of, days=(Attended(day=day, attended=True),)))
    assert e.value.reason == reason

"""Facts out of what services write: the daily log, leave, attendance, signatures, entries; and a district judged."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import pytest

from liuguan.district import City
from liuguan.records.base import Version
from liuguan.records.facts import read_facts
from liuguan.records.store import Store
from liuguan.records.tables.assessment import AssessmentSheet, Objection, Signature
from liuguan.records.tables.duty import AttendanceDay, DutyEntry, DutyMonth, LeaveSpell
from liuguan.records.tables.pay import PayEntry, PayLine, PayRun
from liuguan.records.tables.people import Assignment, Worker
from liuguan.records.tables.places import Population
from liuguan.services.judging import judge
from liuguan.vocabulary import DISTRICT_MONTH, WORKER_MONTH

DECEMBER = 2010 * 12 + 11
JANUARY = DECEMBER + 1
D = datetime.date
WHOSE: dict[str, Any] = {"district": "xuanwu", "worker": "w1"}
OF_MONTH: dict[str, Any] = {**WHOSE, "month": DECEMBER}


@pytest.fixture
def written(store: Store) -> Any:
    """Write rows in one event, after a worker in post since 2009."""
    with store.writing(operator="test") as work:
        work.add(Worker(id="w1", since_event=work.event, district="xuanwu", id_number="11010519491231002X"))
        work.put(
            Assignment(
                **WHOSE, line=1, action="hire", from_day=D(2009, 1, 5), employment_start=D(2009, 1, 5), post="ordinary"
            )
        )  # fmt: skip
        work.record(command="test", district="xuanwu", subject="", payload={})

    def write(*rows: Version) -> None:
        with store.writing(operator="test") as work:
            for row in rows:
                work.put(row)
            work.record(command="test", district="xuanwu", subject="", payload={})

    return write


def months(store: Store, *, last: int = DECEMBER, known: int | None = None) -> list[dict[str, Any]]:
    with store.reading() as session:
        facts = read_facts(session, ["xuanwu"], first_month=DECEMBER, last_month=last, known=known)
    return facts[WORKER_MONTH].sort("month").to_dicts() if WORKER_MONTH in facts else []


def attended(days: Iterable[D]) -> list[AttendanceDay]:
    return [AttendanceDay(**WHOSE, day=day, attended=True) for day in days]


def test_hours_of_the_log_are_summed_where_the_month_states_none(store: Store, written: Any) -> None:
    written(
        DutyEntry(**WHOSE, day=D(2010, 12, 2), category="core", hours=6, visits=3),
        DutyEntry(**WHOSE, day=D(2010, 12, 3), category="core", hours=5),
        DutyEntry(**WHOSE, day=D(2010, 12, 3), category="patrol", hours=2),
        DutyEntry(**WHOSE, day=D(2011, 1, 3), category="core", hours=8),
    )
    (row,) = months(store)
    assert (row["core_hours"], row["patrol_hours"], row["other_hours"], row["visits"]) == (11, 2, 0, 3)
    written(DutyMonth(**OF_MONTH, core_hours=150))
    (row,) = months(store)
    assert (row["core_hours"], row["patrol_hours"]) == (150, 2)


def test_paid_days_are_the_scheduled_less_the_unpaid_where_nothing_states_them(store: Store, written: Any) -> None:
    written(
        DutyMonth(**OF_MONTH, scheduled_days=22),
        LeaveSpell(**WHOSE, from_day=D(2010, 12, 6), to_day=D(2010, 12, 8), effect="unpaid", scheduled_days=3),
        LeaveSpell(**WHOSE, from_day=D(2010, 12, 13), to_day=D(2010, 12, 13), effect="reduced", scheduled_days=1),
        LeaveSpell(**WHOSE, from_day=D(2010, 12, 20), to_day=D(2010, 12, 20), effect="paid", scheduled_days=1),
    )
    (row,) = months(store)
    assert (row["leave_days_unpaid"], row["leave_days_reduced"], row["paid_days"]) == (3, 1, 19)
    written(PayEntry(**OF_MONTH, paid_days=18))
    assert months(store)[0]["paid_days"] == 18


def test_of_a_month_that_a_file_states_only_the_file_says_what_was_paid(store: Store, written: Any) -> None:
    written(DutyMonth(**OF_MONTH, scheduled_days=22, leave_days_unpaid=2, source="勤务.xlsx!12月!3"))
    assert "paid_days" not in months(store)[0]


def test_a_spell_over_two_months_is_divided_by_the_days_on_record(store: Store, written: Any) -> None:
    spell = LeaveSpell(**WHOSE, from_day=D(2010, 12, 30), to_day=D(2011, 1, 4), effect="unpaid", scheduled_days=4)
    written(spell, DutyMonth(**OF_MONTH, scheduled_days=22), DutyMonth(**WHOSE, month=JANUARY, scheduled_days=20))
    assert [r.get("paid_days") for r in months(store, last=JANUARY)] == [None, None]
    written(*attended([D(2010, 12, 30), D(2010, 12, 31), D(2011, 1, 4), D(2011, 1, 5)]))
    assert [r["leave_days_unpaid"] for r in months(store, last=JANUARY)] == [2, 1]


def test_signatures_and_objections_answer_what_a_sheet_leaves_open(store: Store, written: Any) -> None:
    signed: dict[str, Any] = {"district": "xuanwu", "month": DECEMBER, "form": "F3", "signed_by": "x"}
    written(AssessmentSheet(**OF_MONTH))
    assert months(store)[0].get("sheet_acknowledged") is None
    written(
        Signature(**signed, worker="w1", signatory="worker"),
        Signature(**signed, worker="", signatory="district_office"),
        Objection(**OF_MONTH, number=1, raised_on=D(2011, 1, 5), text="x"),
    )
    (row,) = months(store)
    assert (row["sheet_acknowledged"], row["sheet_reviewed"], row["objection_open"]) == (True, True, True)
    written(
        Signature(**signed, worker="w1", signatory="worker", void=True),
        Objection(**OF_MONTH, number=1, raised_on=D(2011, 1, 5), text="x", state="rejected"),
    )
    (row,) = months(store)
    assert (row.get("sheet_acknowledged"), row["objection_open"]) == (None, False)


def run(number: int, kind: str, state: str, *, month: int = DECEMBER) -> PayRun:
    return PayRun(district="xuanwu", month=month, number=number, kind=kind, state=state)


def line(number: int, *, pay_month: int = DECEMBER, **columns: Any) -> PayLine:
    return PayLine(**OF_MONTH, pay_month=pay_month, run=number, **columns)


def test_what_is_not_closed_was_not_paid(store: Store, written: Any) -> None:
    written(run(1, "regular", "computed"), line(1, paid_net=120_000))
    assert months(store)[0]["on_payroll"] is None
    written(run(1, "regular", "closed"))
    assert (months(store)[0]["on_payroll"], months(store)[0]["paid_net"]) == (True, 120_000)


def test_a_later_difference_counts_in_the_month_worked(store: Store, written: Any) -> None:
    written(
        run(1, "regular", "draft"), line(1, paid_net=120_000, paid_days=21),
        run(1, "delta", "draft", month=JANUARY), line(1, pay_month=JANUARY, paid_net=5_000),
    )  # fmt: skip
    written(run(1, "regular", "closed"), run(1, "delta", "closed", month=JANUARY))
    (row,) = months(store)
    assert (row["paid_net"], row["paid_days"]) == (125_000, 21)


def test_facts_are_those_that_were_known_at_an_event(store: Store, written: Any) -> None:
    with store.reading() as session:
        from liuguan.records.chain import head

        before = head(session.connection()).seq
    written(DutyMonth(**OF_MONTH, core_hours=100))
    assert "core_hours" not in months(store, known=before)[0]
    assert months(store)[0]["core_hours"] == 100
    assert months(store, known=0) == []


def test_a_district_is_judged_by_its_records(store: Store, written: Any, city: City) -> None:
    written(
        Population(district="xuanwu", month=DECEMBER, actual_migrants=1200, rental_households=100, headcount=1),
    )
    with store.reading() as session:
        results = judge(
            city, session, "xuanwu", first_month=DECEMBER, last_month=DECEMBER,
            wanted=[(DISTRICT_MONTH, "headcount_shortage"), (DISTRICT_MONTH, "minimum_wage")],
        )  # fmt: skip
    (row,) = results.frame(DISTRICT_MONTH, ["headcount_shortage", "minimum_wage"]).to_dicts()
    assert (row["headcount_shortage"], row["minimum_wage"]) == (2, 96_000)

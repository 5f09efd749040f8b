"""The life-line of a notice: it is done once submitted, counts from its first submission, and tells each thing once."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.filings.steps import apply, day, file_standard, register, send_back, set_clock

from liuguan.district import City
from liuguan.errors import Refusal
from liuguan.records.store import Store
from liuguan.records.tables.filings import Filing
from liuguan.records.tables.operators import Role
from liuguan.services.filings.drafts import DraftNotice
from liuguan.services.filings.due import Due, Urgency, due, queue
from liuguan.services.filings.history import Standing
from liuguan.services.filings.notices import NOTICE_FORMS
from liuguan.services.filings.submitting import SubmitFiling
from liuguan.services.filings.views import FilingRow, list_filings, view_filing
from liuguan.services.population import EnterPopulation
from liuguan.services.roster.duties import ChangePost, GradeStar
from liuguan.services.roster.hiring import Hire
from liuguan.services.roster.leaving import Leave

DEC, JAN = 2010 * 12 + 11, 2011 * 12


def enter_counts(office_of: OfficeOf, month: int = DEC) -> None:
    counts = EnterPopulation(
        district=DISTRICT, month=month, actual_migrants=501, rental_households=100, headcount=2,
        uncertified_headcount=0, diverted_headcount=0, absent_headcount=0,
    )  # fmt: skip
    office_of(Role.CLERK).run(counts)


def hire(office_of: OfficeOf, first_day: str, staff_number: str) -> str:
    order = Hire(district=DISTRICT, first_day=day(first_day), staff_number=staff_number, name="测试甲", post="ordinary")
    worker: str = office_of(Role.CLERK).run(order).worker
    return worker


def draft(office_of: OfficeOf, form: Any, **given: Any) -> Filing:
    made: Filing = office_of(Role.CLERK).run(DraftNotice(district=DISTRICT, form=form, **given))
    return made


def submit(office_of: OfficeOf, filing: str) -> Filing:
    filed: Filing = office_of(Role.HEAD).run(SubmitFiling(district=DISTRICT, filing=filing))
    return filed


def rows(filing: Filing) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(filing.manifest)["rows"]
    return found


def listed(store: Store, city: City, today: str = "2011-12-01") -> list[FilingRow]:
    with store.reading() as session:
        return list_filings(session, city, today=day(today), district=DISTRICT)


def owed(store: Store, city: City, today: str) -> dict[str, Due]:
    with store.reading() as session:
        return {d.form: d for d in due(session, city, DISTRICT, day(today))}


def test_a_submitted_notice_is_done_without_the_citys_doing(office_of: OfficeOf, store: Store, city: City) -> None:
    enter_counts(office_of)
    assert "F5" in owed(store, city, "2011-01-06")
    filed = submit(office_of, draft(office_of, "F5", month=DEC).id)
    assert (filed.id, filed.due_on) == ("F5-xuanwu-1", day("2011-01-10"))
    assert "F5" not in owed(store, city, "2011-01-31")


def test_a_staffing_report_holds_the_judged_need(office_of: OfficeOf) -> None:
    enter_counts(office_of)
    (row,) = rows(draft(office_of, "F5", month=DEC))
    assert (row["required_headcount"], row["headcount_shortage"], row["standard"]) == (2, 0, "draft")


def test_the_first_submission_counts_after_a_return(office_of: OfficeOf, store: Store, city: City) -> None:
    enter_counts(office_of)
    set_clock(store, "2011-01-10", hour=23)
    filing = submit(office_of, draft(office_of, "F5", month=DEC).id).id
    set_clock(store, "2011-01-20")
    send_back(office_of, filing, reason="缺出租户数")
    returned = owed(store, city, "2011-01-20")["F5"]
    assert (returned.urgency, returned.reason, returned.filing) == (Urgency.RETURNED, "缺出租户数", filing)
    set_clock(store, "2011-01-25")
    draft(office_of, "F5", month=DEC, filing=filing)
    submit(office_of, filing)
    first, corrected = listed(store, city)
    assert (first.standing, corrected.standing) == (Standing.AMENDED, Standing.SUBMITTED)
    assert (corrected.submitted_on, corrected.counted_from, corrected.late) == (
        day("2011-01-25"), day("2011-01-10"), False,
    )  # fmt: skip
    assert "F5" not in owed(store, city, "2011-01-26")


def test_a_late_notice_is_shown_as_late(office_of: OfficeOf, store: Store, city: City) -> None:
    enter_counts(office_of)
    set_clock(store, "2011-01-11", hour=0)
    submit(office_of, draft(office_of, "F5", month=DEC).id)
    (row,) = listed(store, city)
    assert (row.submitted_on, row.late) == (day("2011-01-11"), True)


def test_an_amended_notice_that_was_not_returned_counts_from_its_own_day(
    office_of: OfficeOf, store: Store, city: City
) -> None:
    enter_counts(office_of)
    filing = submit(office_of, draft(office_of, "F5", month=DEC).id).id
    set_clock(store, "2011-01-25")
    draft(office_of, "F5", month=DEC, filing=filing)
    submit(office_of, filing)
    assert [r.counted_from for r in listed(store, city)] == [day("2011-01-06"), day("2011-01-25")]


def test_staff_changes_are_told_within_five_working_days_and_once(
    office_of: OfficeOf, store: Store, city: City
) -> None:
    worker = hire(office_of, "2011-01-04", "X001")
    change = owed(store, city, "2011-01-06")["F1"]
    assert (change.urgency, change.due_on, change.count, change.status) == (
        Urgency.DUE, day("2011-01-11"), 1, "unverified",
    )  # fmt: skip
    assert owed(store, city, "2011-01-12")["F1"].urgency is Urgency.OVERDUE
    told = submit(office_of, draft(office_of, "F1").id)
    assert [(r["worker"], r["change"], r["day"]) for r in rows(told)] == [(worker, "hire", "2011-01-04")]
    assert told.due_on == day("2011-01-11")
    assert "F1" not in owed(store, city, "2011-01-12")
    office_of(Role.CLERK).run(Leave(district=DISTRICT, worker=worker, last_day=day("2011-01-05"), kind="resigned"))
    assert [r["change"] for r in rows(draft(office_of, "F1"))] == ["leave"]


def test_a_move_to_the_central_station_is_a_change_and_a_star_is_none(office_of: OfficeOf) -> None:
    worker = hire(office_of, "2011-01-04", "X001")
    submit(office_of, draft(office_of, "F1").id)
    clerk = office_of(Role.CLERK)
    clerk.run(GradeStar(district=DISTRICT, worker=worker, from_day=day("2011-01-05"), star=2))
    with pytest.raises(Refusal) as e:
        draft(office_of, "F1")
    assert e.value.reason == "nothing_to_tell"
    clerk.run(ChangePost(district=DISTRICT, worker=worker, from_day=day("2011-01-06"), post="central"))
    (row,) = rows(draft(office_of, "F1"))
    assert (row["change"], row["day"], row["post"]) == ("role", "2011-01-06", "central")


def test_a_notice_of_staff_names_no_person(office_of: OfficeOf) -> None:
    hire(office_of, "2011-01-04", "X001")
    assert "测试甲" not in draft(office_of, "F1").manifest


def test_over_the_spring_festival_the_deadline_follows_the_days_worked(
    office_of: OfficeOf, store: Store, city: City
) -> None:
    set_clock(store, "2011-01-28")
    hire(office_of, "2011-01-28", "X001")
    assert owed(store, city, "2011-01-28")["F1"].due_on == day("2011-02-10")


def test_a_deadline_beyond_the_known_days_is_unknown(office_of: OfficeOf, store: Store, city: City) -> None:
    set_clock(store, "2026-12-24")
    hire(office_of, "2026-12-24", "X001")
    change = owed(store, city, "2026-12-24")["F1"]
    assert (change.urgency, change.due_on) == (Urgency.UNKNOWN, None)
    submit(office_of, draft(office_of, "F1").id)
    assert listed(store, city, "2026-12-31")[0].late is None


def test_what_is_owed_is_counted_from_the_first_month_on_record(office_of: OfficeOf, store: Store, city: City) -> None:
    assert set(owed(store, city, "2011-03-15")) == {"F13"}
    enter_counts(office_of)
    found = owed(store, city, "2011-03-12")
    assert {form: (d.urgency, d.months) for form, d in found.items() if d.months} == {
        "F3": (Urgency.OVERDUE, (DEC, JAN, JAN + 1)),
        "F4": (Urgency.DUE, (JAN + 1,)),
        "F5": (Urgency.OVERDUE, (DEC, JAN, JAN + 1)),
        "F9": (Urgency.OVERDUE, (DEC,)),
    }
    assert [(d.clause, d.due_on) for d in (found["F13"], found["F9"])] == [
        ("V.1", day("2011-01-31")), ("III.8", day("2011-01-31")),
    ]  # fmt: skip


@pytest.mark.parametrize(("today", "urgency"), [("2011-01-31", Urgency.DUE), ("2011-02-01", Urgency.OVERDUE)])
def test_a_standard_is_due_sixty_days_after_the_guidance(
    store: Store, city: City, today: str, urgency: Urgency
) -> None:
    standard = owed(store, city, today)["F13"]
    assert (standard.urgency, standard.clause, standard.status) == (urgency, "V.1", "unverified")


def test_a_filed_standard_is_owed_no_more(office_of: OfficeOf, store: Store, city: City) -> None:
    file_standard(office_of, city)
    assert "F13" not in owed(store, city, "2011-03-15")


def test_a_standard_after_sixty_days_is_late(office_of: OfficeOf, store: Store, city: City) -> None:
    set_clock(store, "2011-02-01")
    file_standard(office_of, city)
    (row,) = listed(store, city)
    assert (row.due_on, row.late) == (day("2011-01-31"), True)


def test_a_draft_waits_for_the_head(office_of: OfficeOf, store: Store, city: City) -> None:
    hire(office_of, "2011-01-04", "X001")
    filing = draft(office_of, "F1").id
    with store.reading() as session:
        drafts = [d for d in due(session, city, DISTRICT, day("2011-01-06")) if d.urgency is Urgency.DRAFT]
    assert [d.filing for d in drafts] == [filing]


def test_the_city_office_sees_what_waits_for_it(office_of: OfficeOf, store: Store, city: City) -> None:
    filed = file_standard(office_of, city)
    set_clock(store, "2011-01-12")
    applied = apply(office_of)
    with store.reading() as session:
        waiting = queue(session, city, day("2011-01-14"))
    assert [(w.row.id, w.waits_for, w.days) for w in waiting] == [
        (filed.id, "registration", 8), (applied, "registration", 2),
    ]  # fmt: skip
    register(office_of, filed.id)
    register(office_of, applied)
    with store.reading() as session:
        waiting = queue(session, city, day("2011-01-14"))
    assert [(w.row.id, w.waits_for) for w in waiting] == [(applied, "decision")]


def test_a_filing_is_shown_with_what_it_holds_and_what_was_done(office_of: OfficeOf, store: Store, city: City) -> None:
    filed = file_standard(office_of, city)
    send_back(office_of, filed.id, reason="缺待遇标准")
    with store.reading() as session:
        view = view_filing(session, city, filed.id, today=day("2011-02-01"))
    assert [(a["act"], a["operator"], a.get("reason")) for a in view.acts] == [
        ("submit", "head", None), ("return", "city_officer", "缺待遇标准"),
    ]  # fmt: skip
    assert view.report is not None
    assert view.report["layer"]["meaning"] == view.manifest["parts"]["meaning"]
    assert [d.kind for d in view.documents] == ["implementing_opinion"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"form": "F5"}, "no_month"),
        ({"form": "F1"}, "nothing_to_tell"),
        ({"form": "F4", "month": DEC}, "nothing_to_tell"),
        ({"form": "F5", "month": DEC, "filing": "F5-xuanwu-7"}, "unknown_filing"),
    ],
    ids=["no month", "no change of staff", "no payroll", "no such filing"],
)
def test_a_notice_of_nothing_is_refused(office_of: OfficeOf, given: dict[str, Any], reason: str) -> None:
    enter_counts(office_of)
    with pytest.raises(Refusal) as e:
        office_of(Role.CLERK).run(DraftNotice(district=DISTRICT, **given))
    assert e.value.reason == reason


def test_a_yearly_form_is_of_the_last_month_of_its_year(office_of: OfficeOf) -> None:
    enter_counts(office_of)
    filed = draft(office_of, "F9", month=DEC - 3)
    assert (filed.month, filed.due_on) == (DEC, datetime.date(2011, 1, 31))
    (year,) = rows(filed)
    assert (year["year"], [m["required_headcount"] for m in year["staffing"]]) == (2010, [2])


@pytest.mark.parametrize("form", NOTICE_FORMS.values(), ids=list(NOTICE_FORMS))
def test_every_form_has_its_names_and_its_clause(city: City, form: Any) -> None:
    assert form.zh
    assert form.en
    assert form.clause in city.law

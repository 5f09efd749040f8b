"""Candidates: answers while a file is filled, exceptions of age, decisions, and the hire that follows (IV.1)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.core.services.candidates.files import ELIGIBLE, accepted, opened
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.roster.people import D, hire, id_number

from liuguan.district import City
from liuguan.errors import Refusal
from liuguan.records.candidates import candidate_frame
from liuguan.records.store import Store, all_current
from liuguan.records.tables.hiring import Candidate, EligibilityDecision
from liuguan.records.tables.operators import Role
from liuguan.services.candidates.deciding import AcceptCandidate, RejectCandidate, ReopenCandidate
from liuguan.services.candidates.eligibility import eligibility_of
from liuguan.services.candidates.exceptions import DecideAgeException, RequestAgeException
from liuguan.services.candidates.files import FillCandidate, live_eligibility
from liuguan.services.candidates.hiring import HireCandidate
from liuguan.services.undo import UndoEvent


def of(candidate: str) -> dict[str, Any]:
    return {"district": DISTRICT, "candidate": candidate}


def answers(city: City, store: Store, candidate: str) -> dict[str, bool | None]:
    with store.reading() as session:
        told = live_eligibility(city, session, DISTRICT, candidate)
    return {answer.name: answer.met for answer in told.answers}


def test_an_empty_file_is_unknown_in_every_requirement_and_never_a_no(
    office_of: OfficeOf, store: Store, city: City
) -> None:
    assert set(answers(city, store, opened(office_of)).values()) == {None}


def test_each_field_that_is_filled_answers_its_requirement(office_of: OfficeOf, store: Store, city: City) -> None:
    candidate = opened(office_of, education="junior")
    assert answers(city, store, candidate)["education_met"] is False
    office_of(Role.CLERK).run(FillCandidate(**of(candidate), education="vocational"))
    assert answers(city, store, candidate)["education_met"] is True
    office_of(Role.CLERK).run(FillCandidate(**of(candidate), education=None))
    assert answers(city, store, candidate)["education_met"] is None


@pytest.mark.parametrize(
    ("born", "hired", "approved", "met"),
    [
        (D(1955, 12, 3), D(2010, 12, 2), None, True),
        (D(1955, 12, 3), D(2011, 12, 3), None, None),
        (D(1955, 12, 3), D(2011, 12, 3), False, False),
        (D(1955, 12, 3), D(2011, 12, 3), True, True),
        (D(1951, 1, 1), D(2010, 12, 31), True, True),
        (D(1951, 1, 1), D(2011, 1, 1), True, False),
        (D(1986, 1, 2), D(2011, 1, 1), False, False),
        (D(1986, 1, 1), D(2011, 1, 1), None, True),
    ],
    ids=["54", "56 unknown", "56 refused", "56 approved", "59 approved", "60 approved", "24", "25 on the day"],
)
def test_age_is_judged_on_the_day_of_hire(city: City, born: D, hired: D, approved: bool | None, met: bool) -> None:
    told = eligibility_of(
        city.district(DISTRICT).book, {"birth_date": born, "hire_date": hired, "age_exception_approved": approved}
    )
    (age,) = (answer for answer in told.answers if answer.name == "age_met")
    assert (age.met, age.clauses) == (met, ("IV.1.4b",))


def test_a_no_says_why_not_and_by_how_much(city: City) -> None:
    told = eligibility_of(
        city.district(DISTRICT).book,
        {"birth_date": D(1949, 1, 1), "hire_date": D(2011, 1, 1), "age_exception_approved": True},
    )
    (age,) = told.failing()
    assert any("short by 3" in miss.en for miss in age.why_not)


def test_an_age_exception_needs_a_reason_and_another_person_s_approval(office_of: OfficeOf) -> None:
    candidate = opened(office_of, **ELIGIBLE, birth_date=D(1953, 1, 1))
    head, clerk = office_of(Role.HEAD), office_of(Role.CLERK)
    with pytest.raises(Refusal) as not_requested:
        head.run(DecideAgeException(**of(candidate), approve=True))
    assert not_requested.value.reason == "not_requested"
    head.run(RequestAgeException(**of(candidate), reason="业务能力强"))
    with pytest.raises(Refusal) as same:
        head.run(DecideAgeException(**of(candidate), approve=True))
    assert same.value.reason == "four_eyes"
    clerk.run(RequestAgeException(**of(candidate), reason="业务能力强"))
    approved = head.run(DecideAgeException(**of(candidate), approve=True))
    assert (approved.age_exception_approved, approved.age_exception_approver) == (True, "head")


def test_another_birth_date_voids_the_approval(office_of: OfficeOf) -> None:
    candidate = opened(office_of, **ELIGIBLE, birth_date=D(1953, 1, 1))
    office_of(Role.CLERK).run(RequestAgeException(**of(candidate), reason="业务能力强"))
    office_of(Role.HEAD).run(DecideAgeException(**of(candidate), approve=True))
    filled = office_of(Role.CLERK).run(FillCandidate(**of(candidate), birth_date=D(1952, 1, 1)))
    assert filled.age_exception_approved is None


def test_a_candidate_who_does_not_meet_a_requirement_is_accepted_by_nobody(office_of: OfficeOf) -> None:
    candidate = opened(office_of, **{**ELIGIBLE, "education": "junior"})
    with pytest.raises(Refusal) as e:
        office_of(Role.HEAD).run(AcceptCandidate(**of(candidate), reason="关系户"))
    assert e.value.reason == "not_eligible"
    assert "IV.1.3" in e.value.text.en


def test_what_is_unknown_is_accepted_with_a_reason_only_and_stays_unknown_on_the_decision(office_of: OfficeOf) -> None:
    candidate = opened(office_of, **{**ELIGIBLE, "medically_fit": None})
    with pytest.raises(Refusal) as e:
        office_of(Role.HEAD).run(AcceptCandidate(**of(candidate)))
    assert e.value.reason == "unknown_needs_reason"
    decided = office_of(Role.HEAD).run(AcceptCandidate(**of(candidate), reason="体检报告在途"))
    assert decided.decision.eligible is None


def test_who_is_not_trained_yet_may_be_accepted_but_not_start_duty(office_of: OfficeOf) -> None:
    candidate = accepted(office_of, training_passed=None)
    with pytest.raises(Refusal) as e:
        office_of(Role.CLERK).run(HireCandidate(**of(candidate), duty_start_date=D(2011, 1, 1)))
    assert e.value.reason == "not_trained"
    assert office_of(Role.CLERK).run(HireCandidate(**of(candidate))).line.duty_start_date is None


def test_a_decision_keeps_its_explanation_and_rulebook_and_no_one_changes_it(
    office_of: OfficeOf, store: Store, city: City
) -> None:
    candidate = accepted(office_of)
    with store.reading() as session:
        (decision,) = all_current(session, EligibilityDecision, candidate=candidate)
    assert decision.rulebook == city.district(DISTRICT).book.hash
    tree = json.loads(decision.explanation)["explanation"]
    assert (tree["name"], tree["value"]) == ("eligible", "true")
    with pytest.raises(Refusal) as e:
        office_of(Role.CLERK).run(UndoEvent(district=DISTRICT, event=decision.since_event))
    assert e.value.reason == "final"
    with pytest.raises(Refusal):
        office_of(Role.CLERK).run(FillCandidate(**of(candidate), education="junior"))


def test_a_reopened_file_takes_a_second_decision_beside_the_first(office_of: OfficeOf, store: Store) -> None:
    candidate = accepted(office_of)
    office_of(Role.HEAD).run(ReopenCandidate(**of(candidate), reason="复查"))
    office_of(Role.HEAD).run(RejectCandidate(**of(candidate), reason="名额已满"))
    with store.reading() as session:
        taken = all_current(session, EligibilityDecision, candidate=candidate)
    assert [(d.number, d.decision) for d in taken] == [(1, "accept"), (2, "reject")]


def test_rejecting_whom_nothing_excludes_needs_a_reason(office_of: OfficeOf) -> None:
    with pytest.raises(Refusal) as e:
        office_of(Role.HEAD).run(RejectCandidate(**of(opened(office_of, **ELIGIBLE))))
    assert e.value.reason == "no_reason"


def test_the_hire_says_what_the_file_said(office_of: OfficeOf, store: Store) -> None:
    candidate = accepted(office_of)
    hired = office_of(Role.CLERK).run(HireCandidate(**of(candidate), staff_number="XW009", station="新街口"))
    line = hired.line
    assert (line.hire_date, line.birth_date, line.gender) == (D(2011, 1, 1), D(1975, 6, 1), "woman")
    with store.reading() as session:
        (file,) = all_current(session, Candidate, id=candidate)
        assert (file.state, file.worker) == ("hired", line.worker)
        assert candidate_frame(session, DISTRICT)["subject"].to_list() == [candidate]
        before = line.since_event - 1
        assert candidate_frame(session, DISTRICT, before)["state"].to_list() == ["accepted"]


def test_a_candidate_who_is_in_post_is_the_same_person_and_not_hired_twice(office_of: OfficeOf) -> None:
    office_of(Role.CLERK).run(hire(name="陈静", id_number=id_number(D(1975, 6, 1), 2)))
    candidate = accepted(office_of)
    with pytest.raises(Refusal) as e:
        office_of(Role.CLERK).run(HireCandidate(**of(candidate)))
    assert e.value.reason == "two_employments"


def test_rejected_candidates_are_no_facts(office_of: OfficeOf, store: Store) -> None:
    candidate = opened(office_of, **{**ELIGIBLE, "education": "junior"})
    office_of(Role.HEAD).run(RejectCandidate(**of(candidate)))
    with store.reading() as session:
        assert candidate_frame(session, DISTRICT).height == 0

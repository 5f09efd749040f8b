"""IV.1: who may be hired."""

from __future__ import annotations

from datetime import date

import pytest

from liuguan import Education, Gender, Table
from liuguan.language import reference
from liuguan_nanjing.city import eligibility as elg
from liuguan_nanjing.city import roster


def met(born: str, hired: str, *, approved: bool) -> tuple[int, bool]:
    """Age at hire, and whether it is met."""
    age = elg.age_at_hire(date.fromisoformat(born), date.fromisoformat(hired))
    return age, elg.age_met(age, approved, 25, 55, 59)


@pytest.mark.parametrize(
    ("born", "hired", "age", "alone", "approved"),
    [
        pytest.param("1955-12-03", "2010-12-02", 54, True, True, id="a1 the day before 55"),
        pytest.param("1955-12-03", "2011-12-02", 55, True, True, id="a1 the last day of 55"),
        pytest.param("1955-12-03", "2011-12-03", 56, False, True, id="a1 56"),
        pytest.param("1951-01-01", "2010-12-31", 59, False, True, id="a2 the last day of 59"),
        pytest.param("1951-01-01", "2011-01-01", 60, False, False, id="a2 60"),
        pytest.param("1985-12-02", "2010-12-02", 25, True, True, id="25 on the day"),
        pytest.param("1985-12-03", "2010-12-02", 24, False, True, id="24"),
        pytest.param("1984-02-29", "2009-02-28", 24, False, True, id="29 February: not yet"),
        pytest.param("1984-02-29", "2009-03-01", 25, True, True, id="29 February: on 1 March"),
    ],
)
def test_age_is_met(born: str, hired: str, age: int, alone: bool, approved: bool) -> None:
    assert met(born, hired, approved=False) == (age, alone)
    assert met(born, hired, approved=True) == (age, approved)


@pytest.mark.parametrize(("age", "known"), [(25, True), (60, False), (56, None), (24, None)])
def test_a_blank_approval_matters_only_outside_the_usual_ages(age: int, known: bool | None) -> None:
    row = {
        "age_at_hire": age,
        "age_exception_approved": None,
        "age_min": 25,
        "age_max": 55,
        "age_max_relaxed": 59,
    }
    assert reference.evaluate(elg.age_met.definition.formula.tree, row) is known


@pytest.mark.parametrize("education", Education)
def test_senior_high_vocational_and_technical_schools_are_enough(education: Education) -> None:
    assert elg.education_met(education) is (education not in {Education.PRIMARY, Education.JUNIOR})


def test_only_data_entry_needs_a_computer() -> None:
    assert elg.computer_met(False, False)
    assert elg.computer_met(True, True)
    assert not elg.computer_met(True, False)
    assert not elg.data_entry_post_only(False)
    assert elg.whoever_collects_and_enters(False, True)


def test_training_stands_between_signing_and_starting_duty() -> None:
    assert elg.eligible(True, True)
    assert not elg.eligible(True, False)
    assert not elg.eligible(False, True)
    assert not elg.training_met(False)


@pytest.mark.parametrize(
    ("gender", "cadre", "months"),
    [
        (Gender.MAN, False, 720),
        (Gender.MAN, True, 720),
        (Gender.WOMAN, True, 660),
        (Gender.WOMAN, False, 600),
    ],
)
def test_the_retirement_age_is_one_for_candidates_and_staff(gender: Gender, cadre: bool, months: int) -> None:
    table: Table[str, int] = Table({"man": 720, "woman_cadre": 660, "woman_worker": 600})
    assert elg.retirement_age(gender, cadre, table) == roster.retirement_age(gender, cadre, table) == months


def test_everything_that_the_guidance_requires_goes_into_the_fold() -> None:
    required = {
        rule.definition.node
        for rule in (
            elg.age_met,
            elg.education_met,
            elg.computer_met,
            elg.background_met,
            elg.health_met,
        )
        if rule.definition.into == "eligible_but_for_training"
    }
    assert len(required) == 5

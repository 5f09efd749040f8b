"""Golden cases by clause, through the engine."""

from __future__ import annotations

import datetime
from typing import Any

import polars as pl
import pytest

from liuguan.district import City
from liuguan.language.written import month_number
from liuguan.rulebook.evaluate import evaluate
from liuguan.rulebook.findings import findings

DEC = month_number("2010-12")


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def district_row(city: City, **inputs: Any) -> dict[str, Any]:
    frame = pl.DataFrame([{"district": "xuanwu", "month": DEC, **inputs}])
    return evaluate(city.book, {"district_month": frame}).frame("district_month").row(0, named=True)


@pytest.mark.parametrize(
    ("migrants", "households", "required", "lenient"),
    [
        pytest.param(0, 0, 0, 0, id="q1 nobody"),
        pytest.param(500, 50, 1, 1, id="q2 exactly one step"),
        pytest.param(501, 50, 2, 1, id="q3 one over"),
        pytest.param(12_340, 980, 25, 20, id="q4 two measures"),
        pytest.param(1_200, 0, 3, 3, id="q5 site barracks without landlords"),
        pytest.param(0, 51, 2, 2, id="landlords without migrants"),
        pytest.param(None, 50, None, None, id="a blank count is unknown"),
    ],
)
def test_workers_for_migrants_or_households(
    city: City, migrants: int | None, households: int, required: int | None, lenient: int | None
) -> None:
    row = district_row(city, actual_migrants=migrants, rental_households=households, headcount=5)
    assert (row["required_headcount"], row["required_headcount_lenient"]) == (required, lenient)


@pytest.mark.parametrize(
    ("district", "month", "minimum", "floor"),
    [
        ("xuanwu", "2010-12", 960_00, 1200_00),
        ("lishui", "2010-12", 790_00, 1000_00),
        ("luhe", "2011-01", 960_00, 1000_00),
        ("xuanwu", "2011-01", 960_00, 1200_00),
        ("xuanwu", "2011-02", 1140_00, 1425_00),
        ("lishui", "2011-02", 930_00, 1162_50),
        ("luhe", "2011-02", 1140_00, 1425_00),
        ("qinhuai", "2013-07", 1480_00, 1850_00),
        ("lishui", "2016-01", 1770_00, 2212_50),
        ("gaochun", "2015-12", 1460_00, 1825_00),
    ],
)
def test_minimum_wage_and_floor_by_district_and_month(
    city: City, district: str, month: str, minimum: int, floor: int
) -> None:
    frame = pl.DataFrame({"district": [district], "month": [month_number(month)]})
    row = evaluate(city.book, {"district_month": frame}).frame("district_month").row(0, named=True)
    assert (row["minimum_wage"], row["wage_floor"]) == (minimum, floor)


def test_a_month_before_the_law_is_beyond_it(city: City) -> None:
    frame = pl.DataFrame({"district": ["xuanwu"], "month": [DEC - 1]})
    assert evaluate(city.book, {"district_month": frame}).frame("district_month")["minimum_wage"].to_list() == [None]


def candidate(city: City, **inputs: Any) -> dict[str, Any]:
    whole = {
        "education": "senior_high", "data_entry_post": False, "background_clear": True, "medically_fit": True,
        "computer_proficient": True, "training_passed": True, "age_exception_approved": False,
        "contract_has_violation_clause": True, "gender": "man",
    }  # fmt: skip
    results = evaluate(city.book, {"candidate": pl.DataFrame([{**whole, **inputs}], infer_schema_length=None)})
    codes = {f.code: f.severity.value for f in findings(results) if f.severity.value != "unknown"}
    return {**results.frame("candidate").row(0, named=True), "codes": codes}


@pytest.mark.parametrize(
    ("born", "hired", "approved", "age", "met"),
    [
        pytest.param("1955-12-03", "2010-12-02", False, 54, True, id="a1 the day before the birthday"),
        pytest.param("1955-12-03", "2011-12-03", False, 56, False, id="a1 56 without approval"),
        pytest.param("1955-12-03", "2011-12-03", True, 56, True, id="56 with approval"),
        pytest.param("1951-01-01", "2010-12-31", True, 59, True, id="a2 59 with approval"),
        pytest.param("1951-01-01", "2011-01-01", True, 60, False, id="a2 60 the next day"),
        pytest.param("1985-12-02", "2010-12-02", False, 25, True, id="25 on the day"),
        pytest.param("1985-12-03", "2010-12-02", False, 24, False, id="24"),
        pytest.param("1985-12-03", "2010-12-02", True, 24, True, id="24 with approval"),
        pytest.param("1956-02-29", "2011-02-28", False, 54, True, id="a leap day's birthday is on 1 March"),
        pytest.param("1956-02-29", "2012-02-29", False, 56, False, id="a leap day's birthday in a leap year"),
    ],
)
def test_age_on_the_day_of_hire(city: City, born: str, hired: str, approved: bool, age: int, met: bool) -> None:
    row = candidate(city, birth_date=day(born), hire_date=day(hired), age_exception_approved=approved)
    assert (row["age_at_hire"], row["age_met"]) == (age, met)
    assert row["eligible"] is met


def test_sixty_is_a_violation_and_under_25_a_warning(city: City) -> None:
    old = candidate(city, birth_date=day("1951-01-01"), hire_date=day("2011-01-01"))
    young = candidate(city, birth_date=day("1990-01-01"), hire_date=day("2011-01-01"))
    assert "violation" in old["codes"].values()
    assert set(young["codes"].values()) == {"warning"}


@pytest.mark.parametrize("level", ["senior_high", "vocational", "technical", "college", "postgraduate"])
def test_senior_high_and_what_counts_alike_is_enough(city: City, level: str) -> None:
    assert candidate(city, birth_date=day("1980-01-01"), hire_date=day("2011-01-01"), education=level)["education_met"]


def test_one_failure_decides_even_where_something_else_is_unknown(city: City) -> None:
    row = candidate(
        city, birth_date=day("1980-01-01"), hire_date=day("2011-01-01"), education="junior", medically_fit=None
    )
    assert row["eligible"] is False


def test_a_blank_answer_is_unknown_and_not_a_pass(city: City) -> None:
    row = candidate(city, birth_date=day("1980-01-01"), hire_date=day("2011-01-01"), medically_fit=None)
    assert row["eligible"] is None


def test_who_lacks_only_the_training_may_sign(city: City) -> None:
    row = candidate(city, birth_date=day("1980-01-01"), hire_date=day("2011-01-01"), training_passed=False)
    assert (row["eligible"], row["eligible_but_for_training"]) == (False, True)


def test_contributions_on_the_lowest_base_of_2010(city: City) -> None:
    frame = pl.DataFrame({"district": ["xuanwu"], "month": [DEC], "gross_pay": [1200_00], "last_known_wage": [1200_00]})
    row = evaluate(city.book, {"worker_month": frame}).frame("worker_month").row(0, named=True)
    assert (row["contribution_base_due"], row["employee_contributions"]) == (1583_00, 184_13)


def test_a_column_that_no_office_keeps_is_none_and_a_blank_in_one_is_unknown(city: City) -> None:
    assert district_row(city, headcount=5)["effective_headcount"] == 5
    assert district_row(city, headcount=5, uncertified_headcount=None)["effective_headcount"] is None

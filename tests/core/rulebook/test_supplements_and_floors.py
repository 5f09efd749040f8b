"""What a district may add to the city's rules, and what it can never take away."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.rulebook.builders import LAW_FROM, Row, answers, book, run

from liuguan.errors import RulebookError
from liuguan.rulebook.book import Rulebook
from liuguan.rulebook.declare import REQUIREMENTS as ALL_MET

D = LAW_FROM
ROW: Row = {"worker": "a", "district": "xuanwu", "month": D}

SUPPLEMENTS = """
supplements = fold("sum_of_nonnegative", entity=WORKER_MONTH, kind=Fen, cites="II.5", en="x", zh="x")


@supplement(cites="II.5")
def seniority(paid_seniority: Fen) -> Fen:
    return paid_seniority


@rule(cites="II.4")
def gross(paid_base: Fen, supplements: Fen) -> Fen:
    return paid_base + supplements
"""
DEDUCTION = """
@supplement(cites="local")
def bonus(paid_star: Fen, penalty_deduction: Fen) -> Fen:
    return paid_star - penalty_deduction


@supplement(cites="local")
def negative(penalty_deduction: Fen) -> Fen:
    return -penalty_deduction
"""
amounts = st.integers(0, 10**9)


@given(base=amounts, seniority=amounts, star=amounts, penalty=amounts)
def test_supplements_never_reduce_pay(base: int, seniority: int, star: int, penalty: int) -> None:
    row = {**ROW, "paid_base": base, "paid_seniority": seniority, "paid_star": star, "penalty_deduction": penalty}
    [alone] = answers(CITY_PAY, "gross", "worker_month", [row])
    [more] = answers(DISTRICT_PAY, "gross", "worker_month", [row])
    assert alone == base + seniority
    assert more == base + seniority + max(star - penalty, 0)


CITY_PAY = book(SUPPLEMENTS)
DISTRICT_PAY = book(SUPPLEMENTS, own_source=DEDUCTION)


def test_an_unknown_supplement_makes_pay_unknown() -> None:
    row = {**ROW, "paid_base": 1, "paid_seniority": 2, "paid_star": None, "penalty_deduction": 0}
    assert answers(DISTRICT_PAY, "gross", "worker_month", [row]) == [None]
    assert answers(CITY_PAY, "gross", "worker_month", [row]) == [3]


def test_without_contributions_there_is_nothing_to_add() -> None:
    fold_alone = SUPPLEMENTS.split("\n\n\n", maxsplit=1)[0] + "\n"
    assert answers(book(fold_alone), "supplements", "worker_month", [ROW]) == [0]


def test_a_supplement_is_worth_nothing_outside_its_dates() -> None:
    of = book(
        SUPPLEMENTS,
        own='[[per_record]]\neffective_from = 2011-02-01\neffective_to = 2011-03-01\nrate = "10"\n',
        own_source='@supplement(cites="local")\ndef per_record(false_data_records: Count, rate: Fen) -> Fen:\n    return false_data_records * rate\n',
    )
    rows = [{**ROW, "month": D + n, "paid_base": 1, "paid_seniority": 0, "false_data_records": 2} for n in range(4)]
    assert answers(of, "gross", "worker_month", rows) == [1, 1, 2001, 1]
    assert answers(of, "per_record", "worker_month", rows) == [None, None, 2000, None]


REQUIREMENTS = f"""
{ALL_MET} = fold("all_of", entity=CANDIDATE, kind=Flag, cites="IV.1", en="x", zh="x")


@requirement(cites="IV.1.3")
def schooled(education: Education) -> Flag:
    return education != Education.PRIMARY


@requirement(cites="IV.1.4b")
def of_age(birth_date: Date, hire_date: Date, age_min: Years) -> Flag:
    return completed_years(birth_date, hire_date) >= age_min
"""
STRICTER = '@requirement(cites="local")\ndef healthy(medically_fit: Flag) -> Flag:\n    return medically_fit\n'
AGES = "[[of_age]]\neffective_from = 2010-12-01\nknown_until = 2012-12-31\nage_min = 25\n"
candidates = st.fixed_dictionaries(
    {
        "birth_date": st.none() | st.dates(date(1950, 1, 1), date(1995, 1, 1)),
        "hire_date": st.none() | st.dates(date(2010, 12, 1), date(2013, 6, 1)),
        "education": st.sampled_from(["primary", "college", None]),
        "medically_fit": st.sampled_from([True, False, None]),
    }
)


@given(candidate=candidates)
def test_requirements_only_add(candidate: Row) -> None:
    [alone] = answers(CITY_GATE, ALL_MET, "candidate", [candidate])
    [more] = answers(DISTRICT_GATE, ALL_MET, "candidate", [candidate])
    fit = candidate["medically_fit"]
    assert more == (False if alone is False or fit is False else None if alone is None or fit is None else True)


CITY_GATE = book(REQUIREMENTS, AGES)
DISTRICT_GATE = book(REQUIREMENTS, AGES, own_source=STRICTER)
COLLEGE: Row = {"birth_date": date(1980, 1, 1), "education": "college"}


def test_on_an_unknown_day_of_hire_nobody_is_eligible_by_default() -> None:
    known = {**COLLEGE, "hire_date": date(2011, 1, 1)}
    unknown = {**COLLEGE, "hire_date": None}
    assert answers(CITY_GATE, ALL_MET, "candidate", [known, unknown]) == [True, None]
    assert answers(CITY_GATE, ALL_MET, "candidate", [unknown]) == [None]


def test_after_the_last_known_age_limit_the_limit_does_not_fall_away() -> None:
    late = {**COLLEGE, "hire_date": date(2013, 1, 1)}
    early = {**COLLEGE, "hire_date": date(2011, 1, 1)}
    assert answers(CITY_GATE, ALL_MET, "candidate", [late]) == [None]
    assert answers(CITY_GATE, ALL_MET, "candidate", [early, late]) == [True, None]


def test_a_districts_own_requirement_may_start_later() -> None:
    dated = "[[at_least_age]]\neffective_from = 2012-01-01\nown_min = 40\n"
    source = (
        '@requirement(cites="local")\ndef at_least_age(birth_date: Date, hire_date: Date, own_min: Years) -> Flag:\n'
        "    return completed_years(birth_date, hire_date) >= own_min\n"
    )
    of = book(REQUIREMENTS, AGES, own=dated, own_source=source)
    rows = [{**COLLEGE, "hire_date": d} for d in (date(2011, 1, 1), date(2012, 1, 1), None)]
    assert answers(of, ALL_MET, "candidate", rows) == [True, False, None]


# ---- questions

QUESTION = """
at_stake = question(kind=Fen, cites="II.12", en="x", zh="x", default=0)
performance = question(kind=Fen, cites="IV.3", en="x", zh="x", at_least=0)
standard = question(kind=Fen, cites="II.2", en="x", zh="x")


@rule(cites="IV.3", reading_of="performance")
def by_points(recorded_score: Points, base: Fen, rate: Fen) -> Fen:
    return base - for_points(rate, recorded_score, HALF_UP)


@rule(cites="IV.3", reading_of="performance")
def flat(flat_amount: Fen) -> Fen:
    return flat_amount


@rule(cites="II.2", reading_of="standard")
def fixed(amount: Fen) -> Fen:
    return amount


@rule(cites="II.12", reading_of="at_stake")
def part(amount_at_stake: Fen) -> Fen:
    return amount_at_stake
"""


def test_a_question_without_an_answer_has_its_default_or_is_unknown() -> None:
    of = book(QUESTION)
    found = run(of, worker_month=[ROW]).frame("worker_month")
    assert found.select("at_stake", "performance", "standard").rows() == [(0, None, None)]


def test_the_default_holds_outside_the_dates_of_the_answer() -> None:
    of = book(
        QUESTION, own='[[at_stake]]\neffective_from = 2011-01-01\neffective_to = 2011-02-01\namount_at_stake = "4"\n'
    )
    rows = [{**ROW, "month": D + n} for n in range(3)]
    assert answers(of, "at_stake", "worker_month", rows) == [0, 400, 0]
    assert [answers(of, "at_stake", "worker_month", [r]) for r in rows] == [[0], [400], [0]]


def test_an_answer_is_never_less_than_the_question_allows() -> None:
    of = book(QUESTION, own='[[performance]]\nreading = "by_points"\nbase = "10"\nrate = "1"\n')
    rows = [{**ROW, "recorded_score": s} for s in (0, 500, 1_000, 1_001, 5_000, None)]
    assert answers(of, "performance", "worker_month", rows) == [1000, 500, 0, 0, 0, None]


def test_an_answer_in_python_needs_no_section() -> None:
    own = '@rule(cites="local", reading_of="standard")\ndef own_standard(paid_base: Fen) -> Fen:\n    return paid_base * 2\n'
    of = book(QUESTION, own_source=own)
    assert answers(of, "standard", "worker_month", [{**ROW, "paid_base": 3}]) == [6]


# ---- nodes with a bound

BOUNDED = """
@rule(cites="II.5", declaration="at_least")
def allowance(data_entry: Flag, entry_allowance: Fen) -> Fen:
    return entry_allowance if data_entry else 0


@rule(cites="III.4", declaration="at_most")
def overtime_cap(cap_of_hours: Count) -> Count:
    return cap_of_hours


@rule(cites="II.5")
def pay(paid_base: Fen, allowance: Fen) -> Fen:
    return paid_base + allowance
"""
CITY_SECTIONS = '[[allowance]]\nentry_allowance = "100"\n\n[[overtime_cap]]\ncap_of_hours = 36\n'
OWN_FORMULA = """
@rule(cites="local", reading_of="allowance")
def own_allowance(false_data_records: Count, each: Fen) -> Fen:
    return false_data_records * each
"""


def bounded(own: str = "", own_source: str = "") -> Rulebook:
    return book(BOUNDED, CITY_SECTIONS, own=own, own_source=own_source)


@given(records=st.integers(0, 100), each=st.integers(0, 500), entry=st.booleans())
def test_a_district_can_only_raise_what_is_declared_at_least(records: int, each: int, entry: bool) -> None:
    of = bounded(f'[[allowance]]\neach = "{each}"\n', OWN_FORMULA)
    row = {**ROW, "data_entry": entry, "false_data_records": records, "paid_base": 1}
    lowest = 10_000 if entry else 0
    assert answers(of, "allowance", "worker_month", [row]) == [max(lowest, records * each * 100)]
    assert answers(of, "pay", "worker_month", [row]) == [1 + max(lowest, records * each * 100)]


@pytest.mark.parametrize(("own", "expected"), [("20", 20), ("40", 36)])
def test_a_district_can_only_lower_what_is_declared_at_most(own: str, expected: int) -> None:
    of = bounded(f"[[overtime_cap]]\ncap_of_hours = {own}\n")
    assert answers(of, "overtime_cap", "worker_month", [ROW]) == [expected]


def test_a_district_may_use_the_citys_own_formula_with_a_figure_of_its_own() -> None:
    rows = [{**ROW, "data_entry": True}, {**ROW, "data_entry": False}, {**ROW, "data_entry": None}]
    assert answers(bounded('[[allowance]]\nentry_allowance = "150"\n'), "allowance", "worker_month", rows) == [
        15_000,
        0,
        None,
    ]
    assert answers(bounded('[[allowance]]\nentry_allowance = "50"\n'), "allowance", "worker_month", rows) == [
        10_000,
        0,
        None,
    ]


def test_outside_the_dates_of_the_answer_the_citys_figure_stands() -> None:
    of = bounded('[[allowance]]\neffective_from = 2011-01-01\neffective_to = 2011-02-01\nentry_allowance = "150"\n')
    rows = [{**ROW, "month": D + n, "data_entry": True} for n in range(3)]
    assert answers(of, "allowance", "worker_month", rows) == [10_000, 15_000, 10_000]
    assert [answers(of, "allowance", "worker_month", [r]) for r in rows] == [[10_000], [15_000], [10_000]]


def test_an_unknown_answer_is_unknown_and_not_the_citys() -> None:
    of = bounded('[[allowance]]\neach = "1"\n', OWN_FORMULA)
    row = {**ROW, "data_entry": True, "false_data_records": None}
    assert answers(of, "allowance", "worker_month", [row]) == [None]


def test_an_answer_without_parameters_needs_no_section() -> None:
    own = '@rule(cites="local", reading_of="allowance")\ndef as_paid(paid_star: Fen) -> Fen:\n    return paid_star\n'
    row = {**ROW, "data_entry": True, "paid_star": 20_000}
    assert answers(bounded(own_source=own), "allowance", "worker_month", [row]) == [20_000]
    assert answers(bounded(), "allowance", "worker_month", [row]) == [10_000]


def test_only_numbers_have_bounds() -> None:
    with pytest.raises(RulebookError, match="declared at_least, which needs a number"):
        book('@rule(cites="II.5", declaration="at_least")\ndef f(data_entry: Flag) -> Flag:\n    return data_entry\n')


def test_on_an_unknown_day_the_default_is_no_answer() -> None:
    asked = 'age_limit = question(entity=CANDIDATE, kind=Years, cites="IV.1", en="x", zh="x", default=25)\n\n\n'
    given_by = '@rule(entity=CANDIDATE, cites="IV.1", reading_of="age_limit")\ndef own(years: Years) -> Years:\n    return years\n'
    of = book(asked + given_by, own="[[age_limit]]\neffective_from = 2011-01-01\nyears = 30\n")
    rows: list[Row] = [{"hire_date": date(2010, 12, 31)}, {"hire_date": date(2011, 1, 1)}, {"hire_date": None}]
    assert answers(of, "age_limit", "candidate", rows) == [25, 30, None]
    assert [answers(of, "age_limit", "candidate", [r]) for r in rows] == [[25], [30], [None]]
    unanswered = book(asked + given_by)
    assert answers(unanswered, "age_limit", "candidate", rows) == [25, 25, 25]


def test_on_an_unknown_day_a_dated_requirement_does_not_fall_away() -> None:
    schooled = REQUIREMENTS[: REQUIREMENTS.rindex("@requirement")]
    source = '@requirement(cites="local")\ndef fit(medically_fit: Flag, needed: Flag) -> Flag:\n    return medically_fit or not needed\n'
    of = book(schooled, own="[[fit]]\neffective_from = 2011-01-01\nneeded = true\n", own_source=source)
    rows: list[Row] = [
        {**COLLEGE, "medically_fit": False, "hire_date": d} for d in (None, date(2010, 12, 31), date(2011, 1, 1))
    ]
    assert answers(of, ALL_MET, "candidate", rows) == [None, True, False]
    assert [answers(of, ALL_MET, "candidate", [r]) for r in rows] == [[None], [True], [False]]

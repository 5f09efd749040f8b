"""The named functions: their edges, and that plain Python, kinds, columns and words cover the same names."""

from __future__ import annotations

import datetime
import inspect
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuguan.language import columns, functions, words
from liuguan.language.functions import (
    DOWN,
    HALF_UP,
    UP,
    Rounding,
    completed_months,
    completed_years,
    days_between,
    days_in_month,
    divided,
    first_day,
    last_day,
    month_of,
    per,
    round_half_up,
    round_up,
    share_of,
)  # fmt: skip
from liuguan.language.signatures import SIGNATURES

DAYS = st.dates(datetime.date(1930, 1, 1), datetime.date(2040, 12, 31))
MONTHS = st.integers(1930 * 12, 2041 * 12 - 1)
NUMBERS = st.integers(-(10**9), 10**9)
LEAP_DAY = datetime.date(2008, 2, 29)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("on", "years"),
    [("2009-02-28", 0), ("2009-03-01", 1), ("2012-02-28", 3), ("2012-02-29", 4), ("2012-03-01", 4)],
)
def test_a_birthday_on_29_february_falls_on_1_march_in_other_years(on: str, years: int) -> None:
    assert completed_years(LEAP_DAY, day(on)) == years


@pytest.mark.parametrize(
    ("since", "on", "months"),
    [
        ("2010-12-31", "2011-01-30", 0),
        ("2010-12-31", "2011-01-31", 1),
        ("2011-01-31", "2011-02-28", 0),
        ("2011-01-31", "2011-03-01", 1),
        ("2011-01-15", "2010-12-15", -1),
        ("2011-01-15", "2011-01-14", -1),
    ],
)
def test_completed_months(since: str, on: str, months: int) -> None:
    assert completed_months(day(since), day(on)) == months


def test_days_between_counts_nights() -> None:
    assert days_between(day("2012-02-28"), day("2012-03-01")) == 2
    assert days_between(LEAP_DAY, LEAP_DAY) == 0
    assert days_between(day("2011-01-02"), day("2011-01-01")) == -1


@pytest.mark.parametrize(
    ("month", "days"), [("2011-02-01", 28), ("2012-02-01", 29), ("2011-04-01", 30), ("2011-12-01", 31)]
)
def test_days_of_a_month(month: str, days: int) -> None:
    assert days_in_month(month_of(day(month))) == days


@pytest.mark.parametrize(
    ("numerator", "half_up", "up", "down"),
    [(5, 3, 3, 2), (4, 2, 2, 2), (1, 1, 1, 0), (-1, 0, 0, -1), (-3, -1, -1, -2), (-5, -2, -2, -3)],
)
def test_roundings_of_halves(numerator: int, half_up: int, up: int, down: int) -> None:
    assert [divided(numerator, 2, r) for r in (HALF_UP, UP, DOWN)] == [half_up, up, down]


def test_exactly_500_need_one_and_501_need_two() -> None:
    assert (round_up(500, 500), round_up(501, 500), round_up(0, 500)) == (1, 2, 0)


def test_a_share_is_rounded_as_it_says() -> None:
    assert [share_of(50, 2500, r) for r in (HALF_UP, UP, DOWN)] == [13, 13, 12]
    assert round_half_up(25, 10) == 3


def test_per_nobody_is_unknown() -> None:
    assert per(10, 0) is None
    assert per(10, 3) == 3


@given(NUMBERS, st.integers(1, 10**6), st.sampled_from(Rounding))
def test_a_rounded_division_is_next_to_the_exact_one(numerator: int, divisor: int, rounding: Rounding) -> None:
    off = divided(numerator, divisor, rounding) * divisor - numerator
    assert abs(off) < divisor
    if rounding is HALF_UP:
        assert -divisor < 2 * off <= divisor


@given(DAYS, st.integers(0, 80))
def test_years_are_completed_on_the_birthday_and_not_the_day_before(birth: datetime.date, years: int) -> None:
    leaps = (birth.month, birth.day) == (2, 29)
    try:
        birthday = birth.replace(year=birth.year + years)
    except ValueError:
        birthday = datetime.date(birth.year + years, 3, 1)
    assert completed_years(birth, birthday) == years
    assert completed_years(birth, birthday - datetime.timedelta(days=1)) == years - 1
    assert not leaps or birthday.day in (1, 29)


@given(MONTHS)
def test_a_month_runs_from_its_first_to_its_last_day(month: int) -> None:
    assert month_of(first_day(month)) == month_of(last_day(month)) == month
    assert first_day(month + 1) - last_day(month) == datetime.timedelta(days=1)


# ---- the four descriptions of a function


def test_columns_kinds_and_words_cover_the_same_functions() -> None:
    assert set(columns._CALLS) == set(SIGNATURES)
    calls: Any = words._CALLS
    assert set(calls) >= set(SIGNATURES)


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_signature_is_that_of_the_plain_function(name: str) -> None:
    signature = SIGNATURES[name]
    assert signature.plain is getattr(functions, name)
    assert len(inspect.signature(signature.plain).parameters) == signature.arity + signature.rounded


def test_every_plain_function_is_in_the_language() -> None:
    plain = {n for n, f in vars(functions).items() if inspect.isfunction(f) and f.__module__ == functions.__name__}
    assert plain - {"divided"} == set(SIGNATURES)


ARGUMENTS: dict[str, tuple[st.SearchStrategy[Any], ...]] = {
    "share_of": (NUMBERS, st.integers(0, 20_000)),
    "for_points": (NUMBERS, st.integers(-10_000, 20_000)),
    "round_up": (NUMBERS, st.integers(1, 10**6)),
    "round_half_up": (NUMBERS, st.integers(1, 10**6)),
    "per": (NUMBERS, st.integers(-3, 5)),
    "first_known": (st.none() | NUMBERS, st.none() | NUMBERS),
    "completed_years": (DAYS, DAYS),
    "completed_months": (DAYS, DAYS),
    "days_between": (DAYS, DAYS),
    "first_day": (MONTHS,),
    "last_day": (MONTHS,),
    "month_of": (DAYS,),
    "calendar_month": (MONTHS,),
    "days_in_month": (MONTHS,),
}


def test_every_function_is_held_against_its_column_form() -> None:
    assert set(ARGUMENTS) == set(SIGNATURES)


@pytest.mark.parametrize("name", ARGUMENTS)
@given(data=st.data())
def test_the_column_form_gives_what_the_plain_function_gives(name: str, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.tuples(*ARGUMENTS[name]), min_size=1, max_size=12))
    rounding = data.draw(st.sampled_from(Rounding)) if SIGNATURES[name].rounded else None
    plain: Callable[..., object] = SIGNATURES[name].plain
    expected = [plain(*row, *([] if rounding is None else [rounding])) for row in rows]
    names = [f"v{n}" for n in range(SIGNATURES[name].arity)]
    dtype = pl.Date() if isinstance(rows[0][0], datetime.date) else pl.Int64()
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, dtype), orient="row")
    how = rounding.value if rounding else None
    found = frame.select(columns._CALLS[name](*(pl.col(n) for n in names), how).alias("r"))["r"]
    assert found.to_list() == expected
    assert found.dtype in (pl.Int64(), pl.Date(), pl.Null())


@pytest.mark.parametrize("name", [n for n in SIGNATURES if n != "first_known"])
def test_an_unknown_argument_makes_the_result_unknown(name: str) -> None:
    dtypes = [
        pl.Date() if "day" in p or p in ("since", "on", "until") else pl.Int64()
        for p in inspect.signature(SIGNATURES[name].plain).parameters
    ]
    frame = pl.DataFrame(
        {f"v{n}": [None] for n in range(SIGNATURES[name].arity)},
        schema={f"v{n}": dtypes[n] for n in range(SIGNATURES[name].arity)},
    )
    found = frame.select(columns._CALLS[name](*(pl.col(n) for n in frame.columns), "half_up").alias("r"))
    assert found["r"].to_list() == [None]

"""Three readings of a rule give one answer: columns, the slow reference, and the plain Python call."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.language.authors import Author, row_of
from tests.core.language.sources import function_of

from liuguan import (
    HALF_UP,
    UP,
    Bands,
    Count,
    Date,
    Days,
    Fen,
    Flag,
    Grade,
    Item,
    Month,
    Percent,
    Points,
    Post,
    Star,
    Table,
    Years,
    completed_years,
    days_between,
    days_in_month,
    first_known,
    for_points,
    last_day,
    per,
    round_half_up,
    round_up,
    share_of,
)  # fmt: skip
from liuguan.language.columns import Argument, LookUps, column, dtype_of, operations
from liuguan.language.compiler import Formula, compile_function
from liuguan.language.kinds import Kind, TableKind
from liuguan.language.reference import evaluate
from liuguan.language.tree import Tree

Row = Mapping[str, object]


def in_columns(formula: Formula, rows: Sequence[Row]) -> list[object]:
    """The answers of the column reading; tables come from the first row."""
    scalars = {n: k for n, k in formula.arguments if isinstance(k, Kind)}
    frame = pl.DataFrame(
        {"·row": range(len(rows)), **{n: [r[n] for r in rows] for n in scalars}},
        schema={"·row": pl.Int64(), **{n: dtype_of(k) for n, k in scalars.items()}},
    )

    def argument(name: str) -> Argument:
        return column(name) if name in scalars else LookUps((rows[0][name],))  # type: ignore[arg-type]  # a table

    for operation in operations(formula.tree, argument, dict(formula.arguments), result="answer"):
        frame = frame.with_columns(operation.expression.alias(operation.name))
    return frame["answer"].to_list()


def is_known_throughout(tree: Tree, row: Row) -> bool:
    """Whether no step of a formula is unknown, so that plain Python can follow."""
    return all(evaluate(Tree(tree.steps[: n + 1]), row) is not None for n in range(len(tree)))


def check_readings(function: Callable[..., object], rows: Sequence[Row]) -> None:
    formula = compile_function(function)
    fast = in_columns(formula, rows)
    slow = [evaluate(formula.tree, row) for row in rows]
    assert fast == slow
    assert [type(v) for v in fast] == [type(v) for v in slow]
    for row, answer in zip(rows, slow, strict=True):
        if is_known_throughout(formula.tree, row):
            assert function(**row) == answer
    for at in (0, len(rows) - 1):
        alone = {n: rows[0][n] if isinstance(k, TableKind) else rows[at][n] for n, k in formula.arguments}
        assert in_columns(formula, [alone]) == [fast[at]]


def rows_for(formula: Formula, random: Random, count: int) -> list[Row]:
    kinds = {n: k.name for n, k in formula.arguments}
    rows = [row_of(kinds, random) for _ in range(count)]
    tables = {n: rows[0][n] for n, k in formula.arguments if isinstance(k, TableKind)}
    return [{**row, **tables} for row in rows]


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(random=st.randoms(use_true_random=False), seed=st.integers(0, 2**32))
def test_columns_reference_and_plain_call_agree_on_random_rules(random: Random, seed: int) -> None:
    function = function_of(Author(random).rule())
    check_readings(function, rows_for(compile_function(function), Random(seed), 24))


# ---- rules as authors write them


def seniority_pay(migrant_work_years: Years, seniority_cap: Years, seniority_step: Fen) -> Fen:
    return min(migrant_work_years, seniority_cap) * seniority_step


def age_met(birth: Date, on: Date, age_min: Years, age_max: Years, age_max_relaxed: Years, approved: Flag) -> Flag:
    age = completed_years(birth, on)
    if age_min <= age <= age_max:
        return True
    return age <= age_max_relaxed and approved


def required(migrants: Count, households: Count, granted: Count, statutory: Count) -> Count:
    by_migrants = round_up(migrants, max(first_known(granted, statutory), 1))
    return max(by_migrants, round_up(households, 150))


def item_points(weight: Points, done: Count, baseline: Count, defects: Count, step: Points) -> Points:
    reached = weight if baseline == 0 else min(round_half_up(weight * done, max(baseline, 1)), weight)
    return max(reached - defects * step, 0)


def banded(base: Fen, score: Points, bands: Bands[Points, Percent]) -> Fen:
    return share_of(base, bands[score], HALF_UP)


def piece(item: Item, done: Count, rates: Table[Item, Fen], cap: Fen) -> Fen:
    return min(first_known(rates[item], 0) * done, cap)


def star_pay(star: Star, post: Post, by_star: Table[Star, Fen]) -> Fen:
    if post == Post.CENTRAL:
        return by_star[star] * 2
    elif star in (0, 1):
        return 0
    return by_star[star]


def prorated(gross: Fen, since: Date, month: Month) -> Fen:
    days = days_between(since, last_day(month)) + 1
    return round_half_up(gross * max(min(days, days_in_month(month)), 0), days_in_month(month))


def grade(score: Points, by_score: Bands[Points, Grade]) -> Grade:
    return by_score[score]


def graded(grade: Grade, by_grade: Table[Grade, Fen]) -> Fen:
    return 0 if grade == "D" else by_grade[grade]


def lost(rate: Fen, points: Points, pool: Fen) -> Fen:
    return pool - min(for_points(rate, points, UP), pool)


def average(total: Fen, people: Count, days: Days) -> Fen:
    return per(total, people) if days > 0 else total - total


HAND_WRITTEN = [
    seniority_pay, age_met, required, item_points, banded, piece, star_pay, prorated, grade, graded, lost, average,
]  # fmt: skip


@pytest.mark.parametrize("function", HAND_WRITTEN, ids=lambda f: f.__name__)
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_readings_agree_on_hand_written_rules(function: Callable[..., object], seed: int) -> None:
    random = Random(seed)
    formula = compile_function(function)
    check_readings(function, [{**row, **tables_of(formula)} for row in rows_for(formula, random, 40)])


def tables_of(formula: Formula) -> dict[str, object]:
    known: dict[str, object] = {
        "bands": Bands({9000: 10_000, 8000: 8_000, 0: 0}),
        "rates": Table({"leads": 500, "permits": None}),
        "by_star": Table({0: 0, 1: 5_000, 5: 20_000}),
        "by_score": Bands({9000: "A", 6000: "B", 100: "C"}),
        "by_grade": Table({"A": 30_000, "B": 0}),
    }
    return {n: known[n] for n, k in formula.arguments if isinstance(k, TableKind)}


# ---- unknown


def both(a: Flag, b: Flag) -> Flag:
    return a and b


def either(a: Flag, b: Flag) -> Flag:
    return a or b


def negated(a: Flag, b: Flag) -> Flag:
    return not (a or b)


def chosen(a: Flag, b: Flag) -> Flag:
    return b if a else False


@pytest.mark.parametrize(
    ("function", "a", "b", "expected"),
    [
        (both, False, None, False), (both, None, False, False), (both, True, None, None), (both, None, None, None),
        (either, True, None, True), (either, None, True, True), (either, False, None, None), (either, None, None, None),
        (negated, None, True, False), (negated, None, False, None), (chosen, None, True, None), (chosen, False, None, False),
        (chosen, True, None, None),
    ],
)  # fmt: skip
def test_unknown_spreads_by_three_valued_logic(
    function: Callable[..., object], a: bool | None, b: bool | None, expected: bool | None
) -> None:
    formula = compile_function(function)
    assert evaluate(formula.tree, {"a": a, "b": b}) is expected
    assert in_columns(formula, [{"a": a, "b": b}]) == [expected]


def test_an_unknown_condition_gives_an_unknown_value_even_where_both_branches_agree() -> None:
    def same_either_way(a: Flag, b: Fen) -> Fen:
        return b if a else b * 1

    formula = compile_function(same_either_way)
    assert in_columns(formula, [{"a": None, "b": 5}]) == [None]


def test_an_unknown_table_makes_the_look_up_unknown() -> None:
    formula = compile_function(graded)
    assert evaluate(formula.tree, {"grade": "A", "by_grade": None}) is None
    assert in_columns(formula, [{"grade": "A", "by_grade": None}]) == [None]


def test_a_table_can_be_keyed_and_valued_by_dates() -> None:
    def since(day: Date, by_day: Bands[Date, Date]) -> Date:
        return by_day[day]

    first, later = datetime.date(2011, 1, 1), datetime.date(2011, 7, 1)
    formula, table = compile_function(since), Bands({later: later, first: first})
    days = [datetime.date(2010, 12, 31), first, datetime.date(2011, 6, 30), later, None]
    rows: list[Row] = [{"day": d, "by_day": table} for d in days]
    assert in_columns(formula, rows) == [None, first, first, later, None] == [evaluate(formula.tree, r) for r in rows]


def test_deep_rules_do_not_multiply() -> None:
    chain = "".join(f"    a = min(a, b + {i}) + max(b, a)\n" for i in range(150))
    formula = compile_function(
        function_of(f"def f(a: Count, b: Count) -> Count:\n{chain}    return a % 7\n".replace(" % 7", ""))
    )
    rows: list[Row] = [{"a": 1, "b": 0}, {"a": None, "b": 2}]
    assert in_columns(formula, rows) == [evaluate(formula.tree, r) for r in rows]


def test_columns_of_no_rows() -> None:
    formula = compile_function(seniority_pay)
    assert in_columns(formula, []) == []


def test_a_value_used_twice_becomes_a_step_of_its_own() -> None:
    formula = compile_function(item_points)
    made = operations(formula.tree, column, dict(formula.arguments), result="r")
    assert made[-1].name == "r"
    assert sum(str(o.expression).count('col("done")') for o in made) == 1


def test_a_computed_key_of_a_band_is_a_step_of_its_own() -> None:
    def looked_up(a: Count, b: Count, bands: Bands[Count, Fen]) -> Fen:
        return bands[a * b]

    formula = compile_function(looked_up)
    table: Any = Bands({n: n for n in range(20)})

    def argument(name: str) -> Argument:
        return LookUps((table,)) if name == "bands" else column(name)

    made = operations(formula.tree, argument, dict(formula.arguments), result="r")
    assert [o.name for o in made] == ["r·2", "r"]

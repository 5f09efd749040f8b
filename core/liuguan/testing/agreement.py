"""Whether the readings of a rule agree: columns, the slow reference, and the plain Python call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from types import ModuleType
from typing import Any

import polars as pl

from liuguan.language.columns import Argument, LookUps, column, dtype_of, operations
from liuguan.language.compiler import Formula
from liuguan.language.kinds import Kind, Table, TableKind
from liuguan.language.reference import trace
from liuguan.rulebook.declare import Rule, rules_of
from liuguan.rulebook.definitions import Computed, Definition
from liuguan.testing.made_up import made_up_rows

Row = Mapping[str, object]
Rules = ModuleType | Rule[..., Any] | Sequence[Definition]


def check_readings_agree(rules: Rules, *, rows: int | Sequence[Row] = 200, seed: int = 0) -> int:
    """Hold every formula of `rules` to one answer, however it is read.

    Args:
        rules: a module, one decorated function, or definitions such as `rules_of(module)` gives.
        rows: how many rows to make up for each formula, or rows in stored units (fen, hundredths, month numbers)
            that have all arguments; None is unknown.
        seed: where made-up rows begin; the same seed makes the same rows.

    Returns:
        How many formulas were tried.

    Raises:
        AssertionError: two readings differ; the message has the rule, the row and both answers.
    """
    tried = 0
    for formula, call in _formulas(rules):
        given = made_up_rows(formula, rows, Random(seed)) if isinstance(rows, int) else list(rows)
        if given:
            _compare(formula, call, given)
        tried += 1
    return tried


def _formulas(rules: Rules) -> list[tuple[Formula, Callable[..., object] | None]]:
    if isinstance(rules, ModuleType):
        calls = {t.definition.reading: t.function for t in vars(rules).values() if isinstance(t, Rule)}
        return [(d.formula, calls.get(d.reading)) for d in rules_of(rules) if isinstance(d, Computed)]
    if isinstance(rules, Rule):
        return [(rules.definition.formula, rules.function)]
    return [(d.formula, None) for d in rules if isinstance(d, Computed)]


def _compare(formula: Formula, call: Callable[..., object] | None, rows: Sequence[Row]) -> None:
    fast = in_columns(formula, rows)
    for row, answer in zip(rows, fast, strict=True):
        values = trace(formula.tree, row)
        _same(formula, row, "columns", answer, "the reference", values[-1])
        if call is not None and None not in values:
            _same(formula, row, "the plain call", call(**row), "the reference", values[-1])


def _same(formula: Formula, row: Row, one: str, a: object, other: str, b: object) -> None:
    if a != b or (a is None) != (b is None):
        raise AssertionError(
            f"{formula.file}:{formula.line}: {formula.name}: {one} gives {a!r}, {other} {b!r}, for {row!r}"
        )


def in_columns(formula: Formula, rows: Sequence[Row]) -> list[object]:
    """The answers of the column reading, one for each row; rows that share their tables are read together."""
    scalars = {n: k for n, k in formula.arguments if isinstance(k, Kind)}
    tables = [n for n, k in formula.arguments if isinstance(k, TableKind)]
    if any(row[n] != rows[0][n] for row in rows for n in tables):
        return [in_columns(formula, [row])[0] for row in rows]
    frame = pl.DataFrame(
        {"·row": range(len(rows)), **{n: [r[n] for r in rows] for n in scalars}},
        schema={"·row": pl.Int64(), **{n: dtype_of(k) for n, k in scalars.items()}},
    )

    def argument(name: str) -> Argument:
        if name in scalars:
            return column(name)
        table = rows[0][name]
        return LookUps((table if isinstance(table, Table) else None,))

    for made in operations(formula.tree, argument, dict(formula.arguments), result="·answer"):
        frame = frame.with_columns(made.expression.alias(made.name))
    return frame["·answer"].to_list()

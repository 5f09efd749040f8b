"""The fast reading of a tree: Polars expressions for any number of rows.

Unknown is null and spreads by three-valued logic: never a bare `otherwise`, never a horizontal minimum over
values that may be null. A value that is used twice becomes a named step of its own and is never inlined twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polars as pl

from liuguan.language.kinds import Group, Kind, Table, TableKind
from liuguan.language.tree import Step, Tree

NO_COLUMNS: frozenset[str] = frozenset()
FEW = 8
"""Up to so many rows of a table, comparing one after the other is quicker than a look-up by hash."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One column to compute: its name, its expression and the columns that the expression reads."""

    name: str
    expression: pl.Expr
    reads: frozenset[str]


@dataclass(frozen=True, slots=True)
class Value:
    """An expression with what it reads; `plain` when it is a column or a literal and costs nothing to repeat."""

    expression: pl.Expr
    reads: frozenset[str] = NO_COLUMNS
    plain: bool = False


@dataclass(frozen=True, slots=True)
class LookUps:
    """A table argument: one table, or one for each version of the law that `version` tells apart."""

    tables: tuple[Table[object, object] | None, ...]
    version: str | None = None


Argument = Value | LookUps


def dtype_of(kind: Kind) -> pl.DataType:
    """The column type of a kind: 64-bit integers for all numbers and months."""
    if kind.is_number or kind.group is Group.MONTH:
        return pl.Int64()
    if kind.group is Group.FLAG:
        return pl.Boolean()
    if kind.group is Group.DATE:
        return pl.Date()
    return pl.String()


@lru_cache(maxsize=10_000, typed=True)
def literal(value: object, kind: Kind) -> pl.Expr:
    """A literal of a kind; None is the unknown value."""
    return pl.lit(value, dtype=dtype_of(kind))


def column(name: str) -> Value:
    """A column that is there already."""
    return Value(pl.col(name), frozenset((name,)), plain=True)


def operations(
    tree: Tree, argument: Callable[[str], Argument], kinds: Mapping[str, Kind | TableKind], *, result: str
) -> list[Operation]:
    """The columns that compute a formula; the last is named `result`, helpers are named after it.

    Args:
        argument: for each argument of the formula, the column or tables that give it.
        kinds: the kinds of the arguments.
    """
    return _Reading(tree, argument, kinds, result).operations()


class _Reading:
    def __init__(
        self, tree: Tree, argument: Callable[[str], Argument], kinds: Mapping[str, Kind | TableKind], result: str
    ) -> None:
        self.tree, self.argument, self.kinds, self.result = tree, argument, kinds, result
        self.done: list[Operation] = []

    def operations(self) -> list[Operation]:
        uses, repeated = self.tree.uses(), self.repeated()
        values: list[Value] = []
        for i, step in enumerate(self.tree.steps):
            value = self.value(step, values)
            if i == self.tree.result:
                self.done.append(Operation(self.result, value.expression, value.reads))
                break
            if uses[i] > 1 or i in repeated:
                value = self.named(f"{self.result}·{i}", value)
            values.append(value)
        return self.done

    def repeated(self) -> set[int]:
        """Steps that a later step writes down more than once."""
        found: set[int] = set()
        for step in self.tree.steps:
            match step:
                case ("if", int(guard), _, _):
                    found.add(guard)
                case ("min" | "max" | "div", int(a), int(b)):
                    found |= {a, b}
                case ("in", int(a), _) | ("table" | "bands", _, int(a)):
                    found.add(a)
                case ("call", _, tuple(given), _):
                    found.update(given)
        return found

    def named(self, name: str, value: Value) -> Value:
        if value.plain:
            return value
        self.done.append(Operation(name, value.expression, value.reads))
        return column(name)

    def value(self, step: Step, values: Sequence[Value]) -> Value:
        match step:
            case ("lit", value, _):
                return Value(_literal_of(value), plain=True)
            case ("name", str(name)):
                given = self.argument(name)
                if not isinstance(given, Value):
                    raise TypeError(f"{name} is a table")
                return given
            case ("table" | "bands" as op, str(name), int(key)):
                return self.look_up(op, name, values[key])
            case ("in", int(a), tuple(allowed)):
                return _combine([values[a]], lambda x: _any_of(x, allowed))
            case ("call", str(name), tuple(arguments), rounding):
                return _combine([values[i] for i in arguments], lambda *xs: _CALLS[name](*xs, rounding))
            case ("if", int(guard), int(yes), int(no)):
                return _combine([values[guard], values[yes], values[no]], choose)
            case (str(op), int(a), int(b)):
                return _combine([values[a], values[b]], _BINARY[op])
            case ("not", int(a)):
                return _combine([values[a]], lambda x: ~x)
            case ("abs", int(a)):
                return _combine([values[a]], lambda x: x.abs())
        raise ValueError(f"not a step: {step!r}")

    def look_up(self, op: str, name: str, key: Value) -> Value:
        given, kind = self.argument(name), self.kinds[name]
        if not isinstance(given, LookUps) or not isinstance(kind, TableKind):
            raise TypeError(f"{name} is not a table")
        find = _in_bands if op == "bands" else _in_table
        if given.version is None:
            return _combine([key], lambda x: find(x, given.tables[0], kind.value))
        version = pl.col(given.version)
        chain: Any = pl.when(pl.lit(False)).then(literal(None, kind.value))
        for i, table in enumerate(given.tables):
            chain = chain.when(version == i).then(find(key.expression, table, kind.value))
        return Value(chain.otherwise(literal(None, kind.value)), key.reads | {given.version})


def _combine(values: Sequence[Value], build: Callable[..., pl.Expr]) -> Value:
    return Value(build(*(v.expression for v in values)), frozenset().union(*(v.reads for v in values)))


@lru_cache(maxsize=10_000, typed=True)
def _literal_of(value: object) -> pl.Expr:
    if isinstance(value, bool):
        return pl.lit(value)
    return pl.lit(value, dtype=pl.Int64) if isinstance(value, int) else pl.lit(value)


def choose(guard: pl.Expr, yes: pl.Expr, no: pl.Expr) -> pl.Expr:
    """One of two values, unknown where the guard is."""
    return pl.when(guard).then(yes).when(~guard).then(no).otherwise(None)


def _any_of(x: pl.Expr, allowed: Sequence[object]) -> pl.Expr:
    found = x == _literal_of(allowed[0])
    for other in allowed[1:]:
        found = found | (x == _literal_of(other))
    return found


def _divide(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    return pl.when(b != 0).then(a // b).otherwise(None)


def smaller(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """The smaller value, unknown where either is."""
    return pl.when(a <= b).then(a).when(a > b).then(b).otherwise(None)


def larger(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """The larger value, unknown where either is."""
    return pl.when(a >= b).then(a).when(a < b).then(b).otherwise(None)


_BINARY: Mapping[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": _divide,
    "min": smaller,
    "max": larger,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "and": lambda a, b: a & b,
    "or": lambda a, b: a | b,
}


def _in_table(key: pl.Expr, table: Table[object, object] | None, kind: Kind) -> pl.Expr:
    if table is None or not table.rows:
        return key.is_null().replace_strict([], [], default=None, return_dtype=dtype_of(kind))
    if len(table.rows) > FEW:
        return key.replace_strict(
            list(table.rows), list(table.rows.values()), default=None, return_dtype=dtype_of(kind)
        )
    (first, value), *others = table.rows.items()
    chain: Any = pl.when(key == _literal_of(first)).then(literal(value, kind))
    for other, value in others:
        chain = chain.when(key == _literal_of(other)).then(literal(value, kind))
    found: pl.Expr = chain.otherwise(literal(None, kind))
    return found


def _in_bands(key: pl.Expr, table: Table[object, object] | None, kind: Kind) -> pl.Expr:
    nothing = literal(None, kind)
    if table is None:
        return nothing
    chain: Any = pl.when(key.is_null()).then(nothing)
    for start in sorted(table.rows, reverse=True):  # type: ignore[type-var]
        chain = chain.when(key >= _literal_of(start)).then(literal(table.rows[start], kind))
    found: pl.Expr = chain.otherwise(nothing)
    return found


# ---- named functions; a numerator is never negative where it matters: // rounds towards minus infinity


def _rounded(numerator: pl.Expr, divisor: pl.Expr, rounding: object) -> pl.Expr:
    if rounding == "half_up":
        return (2 * numerator + divisor) // (2 * divisor)
    if rounding == "up":
        return -((-numerator) // divisor)
    return numerator // divisor


def _whole(x: pl.Expr) -> pl.Expr:
    return x.cast(pl.Int64)


def _month_day(x: pl.Expr) -> pl.Expr:
    return _whole(x.dt.month()) * 100 + _whole(x.dt.day())


def _completed_years(since: pl.Expr, on: pl.Expr) -> pl.Expr:
    return _whole(on.dt.year()) - _whole(since.dt.year()) - _whole(_month_day(on) < _month_day(since))


def _completed_months(since: pl.Expr, on: pl.Expr) -> pl.Expr:
    return _month_of(on) - _month_of(since) - _whole(on.dt.day() < since.dt.day())


def _month_of(day: pl.Expr) -> pl.Expr:
    return _whole(day.dt.year()) * 12 + _whole(day.dt.month()) - 1


def first_day(month: pl.Expr) -> pl.Expr:
    """The first day of a month, by whole-number arithmetic: many times faster than building dates by parts."""
    return _as_day(_days_until(month))


def last_day(month: pl.Expr) -> pl.Expr:
    """The last day of a month."""
    return _as_day(_days_until(month + 1) - 1)


def _as_day(days: pl.Expr) -> pl.Expr:
    return days.cast(pl.Int32, strict=False).cast(pl.Date)


def _days_until(month: pl.Expr) -> pl.Expr:
    """Days from 1970-01-01 to the first of a month; years run from March, so that a leap day comes last."""
    year, place = (month - 2) // 12, (month - 2) % 12
    return year * 365 + year // 4 - year // 100 + year // 400 + (153 * place + 2) // 5 - 719_468


_CALLS: Mapping[str, Callable[..., pl.Expr]] = {
    "share_of": lambda amount, percent, how: _rounded(amount * percent, pl.lit(10_000, dtype=pl.Int64), how),
    "for_points": lambda rate, points, how: _rounded(rate * points, pl.lit(100, dtype=pl.Int64), how),
    "round_up": lambda a, b, _: _rounded(a, b, "up"),
    "round_half_up": lambda a, b, _: _rounded(a, b, "half_up"),
    "per": lambda a, b, _: _divide(a, b),
    "first_known": lambda a, b, _: pl.coalesce(a, b),
    "completed_years": lambda since, on, _: _completed_years(since, on),
    "completed_months": lambda since, on, _: _completed_months(since, on),
    "days_between": lambda since, until, _: (until - since).dt.total_days(),
    "first_day": lambda month, _: first_day(month),
    "last_day": lambda month, _: last_day(month),
    "month_of": lambda day, _: _month_of(day),
    "calendar_month": lambda month, _: month % 12 + 1,
    "days_in_month": lambda month, _: _days_until(month + 1) - _days_until(month),
}

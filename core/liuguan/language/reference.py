"""The slow reading of a tree: one row, plain Python, None for unknown. It is the oracle of the tests."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from liuguan.language.functions import Rounding
from liuguan.language.kinds import Table
from liuguan.language.signatures import SIGNATURES
from liuguan.language.tree import Step, Tree

_STRICT: Mapping[str, Callable[[Any, Any], Any]] = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "min": min, "max": max,
    "lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge,
    "eq": operator.eq, "ne": operator.ne,
}  # fmt: skip


def evaluate(tree: Tree, values: Mapping[str, object]) -> Any:
    """The value of a formula for one row; None when it is unknown.

    Args:
        values: for each argument its value in stored units, None when unknown; for a table argument a
            `Table` or `Bands`, or None.
    """
    return trace(tree, values)[-1]


def trace(tree: Tree, values: Mapping[str, object]) -> list[Any]:
    """The value of every step for one row, in the tree's order."""
    memo: list[Any] = []
    for step in tree.steps:
        memo.append(_value(step, memo, values))
    return memo


def _value(step: Step, memo: list[Any], values: Mapping[str, object]) -> Any:
    match step:
        case ("lit", value, _):
            return value
        case ("name", name):
            return values[str(name)]
        case ("and" | "or" as op, int(a), int(b)):
            decides = op == "or"
            if memo[a] is decides or memo[b] is decides:
                return decides
            return None if memo[a] is None or memo[b] is None else not decides
        case ("not", int(a)):
            return None if memo[a] is None else not memo[a]
        case ("abs", int(a)):
            return None if memo[a] is None else abs(memo[a])
        case ("if", int(guard), int(yes), int(no)):
            return None if memo[guard] is None else memo[yes if memo[guard] else no]
        case ("in", int(a), tuple(allowed)):
            return None if memo[a] is None else memo[a] in allowed
        case ("table" | "bands", name, int(key)):
            table = values[str(name)]
            return table[memo[key]] if isinstance(table, Table) and memo[key] is not None else None
        case ("call", name, tuple(arguments), rounding):
            given = [memo[i] for i in arguments]
            if name == "first_known":
                return given[1] if given[0] is None else given[0]
            if any(v is None for v in given):
                return None
            how = [] if rounding is None else [Rounding(rounding)]
            return SIGNATURES[str(name)].plain(*given, *how)
        case ("div", int(a), int(b)):
            return None if memo[a] is None or not memo[b] else memo[a] // memo[b]
        case (str(op), int(a), int(b)):
            return None if memo[a] is None or memo[b] is None else _STRICT[op](memo[a], memo[b])
    raise ValueError(f"not a step: {step!r}")

"""Made-up rows for a formula: edges often, blanks sometimes, divisors at least 1."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from random import Random

from liuguan.language.compiler import Formula
from liuguan.language.kinds import Bands, Group, Kind, Table, TableKind
from liuguan.language.signatures import SIGNATURES
from liuguan.language.tree import Tree

BLANK_IN = 12
"""One value in so many is unknown."""

_LIMITS: Mapping[str, tuple[int, ...]] = {
    "Fen": (0, 1, 96_000, 120_000, 300_000), "Count": (0, 1, 2, 500, 2_000), "Years": (0, 1, 25, 55, 60),
    "Months": (0, 1, 6, 12, 120), "Days": (0, 1, 15, 30, 31), "Hours": (0, 1, 40, 160, 744),
    "Points": (0, 1, 6_000, 8_000, 10_000), "Percent": (0, 50, 2_500, 10_000, 15_000), "Star": (0, 1, 3, 5),
}  # fmt: skip
_FIRST_MONTH, _LAST_MONTH = 2010 * 12 + 11, 2013 * 12 + 11
_KEYS = ("A", "B", "R01", "R02", "xuanwu", "luhe")


def made_up_rows(formula: Formula, count: int, random: Random) -> list[dict[str, object]]:
    """Rows in stored units with every argument of a formula; they share one made-up table for each table argument."""
    tables = {n: _table(k, random) for n, k in formula.arguments if isinstance(k, TableKind)}
    divisors = _divisors(formula.tree)
    rows = []
    for _ in range(count):
        row: dict[str, object] = {}
        for name, kind in formula.arguments:
            row[name] = tables[name] if isinstance(kind, TableKind) else _value(kind, random, int(name in divisors))
        rows.append(row)
    return rows


def _divisors(tree: Tree) -> set[str]:
    """Arguments that stand alone as a divisor; the rulebook holds them to at least 1."""
    found = set()
    for step in tree.steps:
        if step[0] == "div" and isinstance(step[2], int):
            found.add(step[2])
        if step[0] == "call" and SIGNATURES[str(step[1])].divides and isinstance(step[2], tuple):
            found.add(step[2][1])
    return {str(tree.steps[i][1]) for i in found if tree.steps[i][0] == "name"}


def _value(kind: Kind, random: Random, least: int = 0) -> object:
    return None if random.randrange(BLANK_IN) == 0 else _known(kind, random, least)


def _known(kind: Kind, random: Random, least: int = 0) -> object:
    if kind.is_number:
        limits = _LIMITS.get(kind.name, (0, 1, 100))
        edge = random.choice(limits) + random.choice((-1, 0, 0, 1))
        return max(random.choice((edge, random.randint(0, limits[-1]))), least)
    if kind.group is Group.FLAG:
        return random.random() < 0.5
    if kind.group is Group.DATE:
        year = random.randint(1945, 2014)
        ordinary = datetime.date(year, random.randint(1, 12), random.randint(1, 28))
        return random.choice((ordinary, ordinary, datetime.date(2008, 2, 29), datetime.date(year, 12, 31)))
    if kind.group is Group.MONTH:
        return random.randint(_FIRST_MONTH, _LAST_MONTH)
    return random.choice(kind.members or _KEYS)


def _table(kind: TableKind, random: Random) -> Table[object, object]:
    if kind.key.group in (Group.OPEN, Group.CLOSED):
        keys: list[object] = list(kind.key.members or _KEYS[:-1])
    else:
        keys = [_known(kind.key, random) for _ in range(5)]
    rows = {key: _value(kind.value, random) for key in keys}
    return Bands(rows) if kind.banded else Table(rows)

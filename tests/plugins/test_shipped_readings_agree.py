"""Every shipped formula, of the city and of each district, gives the same in columns as in the slow reading."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
from tests.core.language.authors import value_of
from tests.core.language.test_readings_agree import in_columns

from liuguan.district import City
from liuguan.language.compiler import Formula
from liuguan.language.kinds import Bands, Kind, Table, TableKind
from liuguan.language.reference import evaluate
from liuguan.rulebook.definitions import Computed
from liuguan.rulebook.layer import Layer

ROWS = 60


@cache
def formulas() -> dict[str, Formula]:
    """All formulas of all shipped layers, by author and reading."""
    city = City()
    districts = [city.district(d) for d in city.config.ids()]
    layers: list[Layer] = [city.layer, *(d.layer for d in districts if d.layer is not None)]
    return {
        f"{layer.owner}:{d.node}:{d.reading}": d.formula
        for layer in layers
        for d in layer.definitions
        if isinstance(d, Computed)
    }


def known_value(kind: Kind, random: Random) -> object:
    return random.choice(kind.members) if kind.members else value_of(kind.name, random)


def value(kind: Kind | TableKind, random: Random) -> object:
    if not isinstance(kind, TableKind):
        return None if random.random() < 0.1 else known_value(kind, random)
    rows = {known_value(kind.key, random): known_value(kind.value, random) for _ in range(4)}
    return Bands(rows) if kind.banded else Table(rows)


def never_divides_by_nothing(formula: Formula, row: dict[str, object]) -> bool:
    """Merging has made sure of it for real inputs; made-up ones may have a divisor of 0."""
    try:
        evaluate(formula.tree, row)
    except ZeroDivisionError:
        return False
    return True


@pytest.mark.parametrize("part", range(8))
def test_columns_give_what_the_slow_reading_gives(part: int) -> None:
    for name, formula in sorted(formulas().items())[part::8]:
        random = Random(name)
        tables = {n: value(k, random) for n, k in formula.arguments if isinstance(k, TableKind)}
        made = [{n: value(k, random) for n, k in formula.arguments} | tables for _ in range(ROWS)]
        rows = [row for row in made if never_divides_by_nothing(formula, row)]
        slow = [evaluate(formula.tree, row) for row in rows]
        assert in_columns(formula, rows) == slow, name
        assert in_columns(formula, rows[:1]) == slow[:1], name


def test_there_are_formulas() -> None:
    assert len(formulas()) > 200

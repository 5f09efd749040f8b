"""A district's rulebook is the same whether it is merged by itself or after others."""

from __future__ import annotations

import pytest

from liuguan.district import City
from liuguan.rulebook.merge import merge

CITY = City()


@pytest.mark.parametrize("district", CITY.config.ids())
def test_what_the_city_alone_decides_can_be_taken_from_its_own_rulebook(district: str) -> None:
    layer = CITY.district(district).layer
    by_itself = merge(CITY.layer, layer, district=district, clauses=frozenset(CITY.law))
    after_others = merge(CITY.layer, layer, district=district, clauses=frozenset(CITY.law), alone=CITY.book)
    assert by_itself == after_others
    assert list(by_itself.nodes) == list(after_others.nodes)
    assert by_itself.order == after_others.order

"""A district's names are its own, and the order of writing never changes a result."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.rulebook.builders import DISTRICT, LAW_FROM, a_rule, book, city, frame, standard
from tests.core.rulebook.examples import CITY_RULES, CITY_SECTIONS, DISTRICT_RULES, DISTRICT_SECTIONS, HISTORY

from liuguan.rulebook.evaluate import evaluate
from liuguan.rulebook.layer import Layer
from liuguan.rulebook.merge import merge


def test_a_districts_node_never_takes_the_place_of_the_citys_parameter() -> None:
    source = a_rule("pay(paid_net: Fen, cap: Fen)", "return min(paid_net, cap)")
    own = a_rule("cap(paid_gross: Fen)", "return paid_gross", options='cites="local"')
    rows = [{"worker": "a", "district": DISTRICT, "month": LAW_FROM, "paid_net": 500, "paid_gross": 1}]
    found = evaluate(
        book(source, '[[pay]]\ncap = "3"\n', own_source=own), {"worker_month": frame("worker_month", rows)}
    )
    assert found.frame("worker_month").select("pay", "cap").rows() == [(300, 1)]


def test_a_districts_node_never_hides_what_the_citys_rule_is_linked_to() -> None:
    source = a_rule(
        "judged(roster_headcount: Count, paid_days: Days)",
        "return roster_headcount if paid_days > 0 else 0",
        returns="Count",
    )
    own = a_rule("roster_headcount(paid_days: Days)", "return paid_days", returns="Days", options='cites="local"')
    own += a_rule("own(roster_headcount: Days)", "return roster_headcount", returns="Days", options='cites="local"')
    rows = [{"worker": "a", "district": DISTRICT, "month": LAW_FROM, "paid_days": 20}]
    groups = [{"district": DISTRICT, "month": LAW_FROM, "roster_headcount": 7}]
    found = evaluate(
        book(source, own_source=own),
        {"worker_month": frame("worker_month", rows), "district_month": frame("district_month", groups)},
    )
    assert found.frame("worker_month").select("judged", "own").rows() == [(7, 20)]


# ---- order of writing


def shuffled(layer: Layer, random: Random) -> Layer:
    definitions, sections = list(layer.definitions), list(layer.sections)
    random.shuffle(definitions)
    random.shuffle(sections)
    return replace(layer, definitions=tuple(definitions), sections=tuple(sections))


CITY = city(CITY_RULES, CITY_SECTIONS)
OWN = standard(CITY, DISTRICT_SECTIONS, DISTRICT_RULES)
FACTS: Any = {entity: frame(entity, rows) for entity, rows in HISTORY.items()}
PLAIN = evaluate(merge(CITY, OWN, district=DISTRICT), FACTS)


@settings(max_examples=15)
@given(seed=st.integers(0, 2**32))
def test_the_order_of_definitions_and_sections_never_changes_results_or_meaning(seed: int) -> None:
    random = Random(seed)
    of, own = shuffled(CITY, random), shuffled(OWN, random)
    assert (of.meaning, own.meaning) == (CITY.meaning, OWN.meaning)
    assert (of.document, own.document) == (CITY.document, OWN.document)
    mixed = merge(of, own, district=DISTRICT)
    assert mixed.hash == PLAIN.book.hash
    found = evaluate(mixed, FACTS)
    for entity in FACTS:
        names = sorted(n.name for n in PLAIN.book.of(entity))
        assert sorted(n.name for n in mixed.of(entity)) == names
        assert found.frame(entity).select(names).equals(PLAIN.frame(entity).select(names))

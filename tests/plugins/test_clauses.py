"""The guidance's clauses, as the city ships them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from liuguan.law import ClauseRegistry

CLAUSES = Path(__file__).parents[2] / "plugins" / "liuguan_nanjing" / "city" / "clauses.toml"

# fmt: off
IN_ORDER = [
    "P.1", "P.2",
    "I.1", "I.2", "I.3", "I.4", "I.5", "I.6", "I.7", "I.8",
    "II.1", "II.2", "II.3", "II.4", "II.5", "II.6", "II.7",
    "II.8", "II.9", "II.10", "II.11", "II.12", "II.13", "II.14",
    "III.1", "III.2", "III.3", "III.4", "III.5", "III.6", "III.7", "III.8",
    "IV.1.0", "IV.1.1", "IV.1.2", "IV.1.3", "IV.1.4a", "IV.1.4b", "IV.1.5", "IV.1.6",
    "IV.2.0", "IV.2.1", "IV.2.2", "IV.2.3", "IV.2.4", "IV.2.5", "IV.2.6", "IV.2.7",
    "IV.3.0a", "IV.3.0b", "IV.3.0c", "IV.3.1", "IV.3.2", "IV.3.3", "IV.3.4", "IV.3.5", "IV.3.6",
    "V.1", "V.2", "V.3",
]
PRINCIPLES = {"I.1", "I.2", "I.5", "I.6", "II.1", "III.3", "III.6", "IV.1.2", "IV.2.0"}
# fmt: on


@pytest.fixture(scope="module")
def registry() -> ClauseRegistry:
    return ClauseRegistry.from_mapping(tomllib.loads(CLAUSES.read_text("utf-8")), where=CLAUSES.name)


def test_every_clause_is_there_in_the_order_of_the_guidance(registry: ClauseRegistry) -> None:
    assert list(registry) == IN_ORDER


def test_the_guidance_is_law_from_december_2010_and_its_force_today_is_unknown(
    registry: ClauseRegistry,
) -> None:
    assert (registry.document.law_from, registry.document.status) == ("2010-12", "unknown")


@pytest.mark.parametrize("clause_id", IN_ORDER)
def test_a_clause_is_worded_in_both_languages(registry: ClauseRegistry, clause_id: str) -> None:
    clause = registry[clause_id]
    for wording in filter(None, (clause.wording, clause.why_not, clause.planned)):
        assert re.search(r"[一-鿿]", wording.zh)
        assert re.fullmatch(r"[\x20-\x7e]+", wording.en)


def test_no_two_clauses_say_the_same(registry: ClauseRegistry) -> None:
    assert len({clause.wording for clause in registry.values()}) == len(IN_ORDER)


def test_only_principles_are_left_without_anything_that_acts_on_them(registry: ClauseRegistry) -> None:
    assert {clause.id for clause in registry.values() if clause.why_not} == PRINCIPLES

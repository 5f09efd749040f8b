"""The fictional city: its six districts stand in for real ones of the same tier, so that the city's floors apply."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from liuguan.configs import read_standard
from liuguan.district import City
from liuguan.rulebook.book import Rulebook
from liuguan.rulebook.layer import Layer
from liuguan.rulebook.merge import merge, typed_sections

STANDS_FOR = {"v1": "xuanwu", "v2": "xuanwu", "v3": "xuanwu", "v4": "xuanwu", "v5": "lishui", "v6": "luhe"}

BookOf = Callable[[str], Rulebook]


@pytest.fixture(scope="session")
def city() -> City:
    return City()


@pytest.fixture(scope="session")
def fictional(city: City) -> BookOf:
    """The rulebook of a fictional district, by the name of its file."""

    def book_of(name: str) -> Rulebook:
        config = read_standard(Path(__file__).parent / "fictional" / f"{name}.toml")
        district = STANDS_FOR[name]
        layer = Layer(
            owner=district, law_from=city.config.law_from,
            sections=typed_sections(config.sections, (), city.layer, owner=district),
            manifest={**config.manifest, "versions": list(config.versions)},
        )  # fmt: skip
        return merge(city.layer, layer, district=district, clauses=frozenset(city.law))

    return book_of

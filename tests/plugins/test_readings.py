"""The page of readings, in both languages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGLISH = (ROOT / "docs" / "readings.md").read_text("utf-8")
CHINESE = (ROOT / "docs" / "readings.zh.md").read_text("utf-8")
CITY = tomllib.loads((ROOT / "district_configs" / "_city.toml").read_text("utf-8"))
CLAUSES = tomllib.loads((ROOT / "plugins/liuguan_nanjing/city/clauses.toml").read_text("utf-8"))

CLAUSE_OF_HEADING = re.compile(r"^## (\S+) ", re.MULTILINE)
# A reading is bold where it is the recommended one.
READING = re.compile(r"^- (?:\*\*)?`.*?(?=[:：])", re.MULTILINE)
NAME = re.compile(r"(\*\*)?`(\w+)`")


def readings(page: str) -> list[tuple[str, str]]:
    return [pair for line in READING.findall(page) for pair in NAME.findall(line)]


def test_both_languages_have_the_same_clauses_in_the_same_order() -> None:
    assert CLAUSE_OF_HEADING.findall(ENGLISH) == CLAUSE_OF_HEADING.findall(CHINESE) != []


def test_both_languages_name_and_recommend_the_same_readings() -> None:
    assert readings(ENGLISH) == readings(CHINESE) != []


def test_every_heading_is_a_clause() -> None:
    assert set(CLAUSE_OF_HEADING.findall(ENGLISH)) <= {clause["id"] for clause in CLAUSES["clause"]}


@pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_every_ambiguity_recommends_a_reading(page: str) -> None:
    ambiguities = page.split("\n## ")[1:]
    assert all("**`" in ambiguity for ambiguity in ambiguities)


def test_every_reading_that_the_city_names_is_recommended() -> None:
    named = {s["reading"] for node in CITY.values() if isinstance(node, list) for s in node if "reading" in s}
    assert named <= {name for bold, name in readings(ENGLISH) if bold}


@pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_every_section_that_the_page_names_exists(page: str) -> None:
    assert set(re.findall(r"\[\[(\w+)\]\]", page)) <= set(CITY)

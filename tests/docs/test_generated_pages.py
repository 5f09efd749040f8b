"""The pages that are written from the rules and the hooks are those that the rules and hooks would write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from liuguan import plugins
from liuguan.district import City
from liuguan.hookspecs import AREAS, CityHooks
from liuguan.rulebook.definitions import Check, Computed, GroupCheck
from liuguan.services.hook_page import hook_names, hook_page
from liuguan.services.rule_pages import rule_pages

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLES = DOCS / "examples" / "hooks"
FRESH = "write it anew with: liuguan rules document -o docs"


@pytest.fixture(scope="module")
def city() -> City:
    return City()


@pytest.mark.parametrize("name", ["rules.md", "rules.zh.md"])
def test_the_rule_reference_is_fresh(city: City, name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == rule_pages(city)[name], FRESH


def test_the_hook_reference_is_fresh() -> None:
    assert (DOCS / "hooks.md").read_text("utf-8") == hook_page(EXAMPLES), FRESH


@pytest.mark.parametrize("name", ["rules.md", "rules.zh.md"])
def test_every_rule_check_and_reading_has_its_place(city: City, name: str) -> None:
    text = (DOCS / name).read_text("utf-8")
    headings = set(re.findall(r"^### (?:[A-Z]+\d+ )?`(\w+)`$", text, re.MULTILINE))
    assert {d.node for d in city.layer.definitions} - headings == set()
    codes = set(re.findall(r"^### ([A-Z]+\d+) `", text, re.MULTILINE))
    assert {d.code for d in city.layer.definitions if isinstance(d, Check | GroupCheck)} - codes == set()
    readings = set(re.findall(r"^- (?:reading|读法) `(\w+)`", text, re.MULTILINE))
    offered = {d.reading for d in city.layer.definitions if isinstance(d, Computed) and d.reading != d.node}
    assert offered - readings == set()


def test_the_chinese_reference_has_no_english_words_but_names() -> None:
    text = (DOCS / "rules.zh.md").read_text("utf-8")
    prose = re.sub(r"`[^`]*`|\[English\]\(rules\.md\)|\blocal\b|assessment_groups", "", text)
    tables = [line for line in prose.splitlines() if line.startswith("|")]
    rest = [line for line in prose.splitlines() if line not in tables and re.search(r"[a-z]{3,}", line)]
    assert rest == []


# ---- hooks


def test_every_hook_has_a_heading() -> None:
    assert tuple(re.findall(r"^### (\w+)$", (DOCS / "hooks.md").read_text("utf-8"), re.MULTILINE)) == hook_names()
    assert set(AREAS) < set(hook_names())


def test_every_hook_says_what_it_asks() -> None:
    assert [n for n in hook_names() if len((getattr(CityHooks, n).__doc__ or "").split()) < 5] == []


EXPECTED = {
    "manifest": {"district": "xuanwu", "terms": {"visit_step": {"zh": "每次走访津贴", "en": "amount for each visit"}}},
    "staffing_rules": "households_per_station_worker",
    "employment_rules": "less_than_half_on_migrants",
    "pay_rules": "visit_allowance",
    "eligibility_rules": "computer_for_data_entry",
    "assessment_rules": "recorded_with_bonus",
    "filing_checks": "submitted_after_it_began",
    "law": {"clause": "I.7"},
    "city_data": {"forms": {"title": "F1"}},
}
"""What each hook's example gives; a hook without an entry has no test."""


def test_every_hook_has_an_example_and_a_test() -> None:
    assert {p.stem for p in EXAMPLES.glob("*.py")} == set(hook_names()) == set(EXPECTED)


@pytest.mark.parametrize("name", [n for n in EXPECTED if n in AREAS])
def test_the_example_of_a_rule_hook_gives_its_rule_in_a_child_process(name: str) -> None:
    found = plugins.isolated(EXAMPLES / f"{name}.py", district="xuanwu")
    (rule,) = found.definitions
    assert isinstance(rule, Computed)
    assert rule.reading == EXPECTED[name]
    assert rule.area == name


@pytest.mark.parametrize("name", [n for n in EXPECTED if n not in AREAS])
def test_the_example_of_a_city_hook_gives_its_data(name: str, tmp_path: Path) -> None:
    folder = tmp_path / f"example_{name}"
    folder.mkdir()
    (folder / "__init__.py").write_text((EXAMPLES / f"{name}.py").read_text("utf-8"), "utf-8")
    (folder / "clauses.toml").write_text('clause = "I.7"\n', "utf-8")
    (folder / "forms.toml").write_text('title = "F1"\n', "utf-8")
    assert plugins.ask(plugins.import_file(folder), name) == EXPECTED[name]


def test_every_rule_of_the_examples_joins_a_rulebook(city: City, tmp_path: Path) -> None:
    figures = '\n[[visit_allowance]]\neffective_from = 2010-12-01\ncites = "II.5"\nvisit_step = "2.00"\n'
    shipped = (city.folder / "xuanwu.toml").read_text("utf-8")
    (tmp_path / "with_figures.toml").write_text(shipped + figures, "utf-8")
    for name in AREAS:
        standard = tmp_path / "with_figures.toml" if name == "pay_rules" else None
        book = city.district("xuanwu", plugin=EXAMPLES / f"{name}.py", standard=standard).book
        assert book.standard is not None
        assert [d.area for d in book.standard.definitions] == [name]

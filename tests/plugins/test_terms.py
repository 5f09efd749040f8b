"""Whatever a shipped rulebook says, it says in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from liuguan.district import City
from liuguan.language.words import Language
from liuguan.rulebook.book import Node, Rulebook, Version
from liuguan.rulebook.definitions import Check, Computed, GroupCheck
from liuguan.rulebook.labels import composed_label, known_term, label, reading_of
from liuguan.services.rules import formula_words
from liuguan.vocabulary import ENTITIES, LINKS, VOCABULARY

CODE = re.compile(r"\b[A-Z]{1,4}[0-9]{1,3}\b")
LATIN = re.compile(r"[A-Za-z]+")


@pytest.fixture(scope="module")
def books() -> dict[str, Rulebook]:
    city = City()
    return {city.layer.owner: city.book} | {d: city.district(d).book for d in city.config.ids()}


def formulas(books: dict[str, Rulebook]) -> Iterator[tuple[Rulebook, Node, Version]]:
    for book in books.values():
        for node in book.nodes.values():
            for version in (*node.versions, *node.answers):
                yield book, node, version


def test_every_parameter_is_called_something_in_both_languages(books: dict[str, Rulebook]) -> None:
    missing = {
        (book.district, node.name, name)
        for book, node, version in formulas(books)
        for name in version.values
        if not all(known_term(book, name, lang) for lang in ("zh", "en"))
    }
    assert missing == set()


def test_every_parameter_of_a_reading_that_nobody_picks_is_called_something(books: dict[str, Rulebook]) -> None:
    layers = {layer.owner: layer for book in books.values() for layer in (book.city, book.standard) if layer}
    known = {i.name for e in ENTITIES for i in VOCABULARY.of(e)}
    known |= {d.node for layer in layers.values() for d in layer.definitions}
    missing = {
        (owner, d.reading, name)
        for owner, layer in layers.items()
        for d in layer.definitions
        if isinstance(d, Computed)
        for name, _ in d.formula.arguments
        if name not in known and not all(known_term(books[owner], name, lang) for lang in ("zh", "en"))
    }
    assert missing == set()


def test_no_term_is_left_over(books: dict[str, Rulebook]) -> None:
    used = {name for _, _, version in formulas(books) for name in version.values}
    used |= {str(s[1]) for _, _, v in formulas(books) for s in v.formula.tree if s[0] == "lit"}
    for book in books.values():
        definitions = [d for layer in (book.city, book.standard) if layer for d in layer.definitions]
        used |= {n for d in definitions if isinstance(d, Computed) for n, _ in d.formula.arguments}
    written = {n for b in books.values() for layer in (b.city, b.standard) if layer for n in terms_of(layer.manifest)}
    assert written - used == set()


def terms_of(manifest: object) -> list[str]:
    found = manifest.get("terms", {}) if isinstance(manifest, dict) else {}
    return list(found)


def test_every_node_check_and_reading_is_called_something_in_chinese(books: dict[str, Rulebook]) -> None:
    layers = {layer.owner: layer for book in books.values() for layer in (book.city, book.standard) if layer}
    definitions = [(owner, d) for owner, layer in layers.items() for d in layer.definitions]
    assert [
        (owner, d.node) for owner, d in definitions if not d.zh or not d.en or LATIN.search(CODE.sub("", d.zh))
    ] == []


def test_every_check_says_what_to_do_in_both_languages(books: dict[str, Rulebook]) -> None:
    checks = {
        n.definition.code: n.definition
        for book in books.values()
        for n in book.nodes.values()
        if isinstance(n.definition, Check | GroupCheck)
    }
    assert [code for code, d in checks.items() if not d.fix_zh or not d.fix_en] == []


def test_a_reading_in_force_is_called_something_in_both_languages(books: dict[str, Rulebook]) -> None:
    for book, node, version in formulas(books):
        chosen = reading_of(book, node, version.reading)
        assert chosen is not None, (book.district, node.name, version.reading)
        assert chosen.zh
        assert chosen.en


def test_no_chinese_formula_holds_a_latin_name(books: dict[str, Rulebook]) -> None:
    found = {
        (book.district, node.name, word)
        for book, node, version in formulas(books)
        for word in LATIN.findall(CODE.sub("", formula_words(book, node, version, "zh")))
    }
    assert found == set()


def test_no_english_formula_holds_a_chinese_one(books: dict[str, Rulebook]) -> None:
    found = {
        (book.district, node.name)
        for book, node, version in formulas(books)
        if re.search(r"[\u4e00-\u9fff]", formula_words(book, node, version, "en"))
    }
    assert found == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_figures_over_groups_and_windows_read_in_the_language(books: dict[str, Rulebook], language: Language) -> None:
    foreign = LATIN if language == "zh" else re.compile(r"[\u4e00-\u9fff]")
    said = {
        (book.district, node.name): composed_label(book, node, language)
        for book in books.values()
        for node in book.nodes.values()
    }
    assert {key: text for key, text in said.items() if foreign.search(text)} == {}
    assert any("合计" in text or "total" in text for text in said.values())


def test_links_and_inputs_are_called_something() -> None:
    assert {link for e in ENTITIES.values() for link in e.links} == set(LINKS)
    assert [i.name for e in ENTITIES for i in VOCABULARY.of(e) if not i.zh or not i.en] == []


def test_an_unlabelled_name_falls_back_to_words(books: dict[str, Rulebook]) -> None:
    assert label(books["nanjing"], "worker_month", "no_such_name", "zh") == "no such name"

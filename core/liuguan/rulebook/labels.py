"""What nodes, inputs and parameters are called, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from liuguan.rulebook.book import Rulebook
from liuguan.vocabulary import VOCABULARY

Language = str


def plain(name: str) -> str:
    """A name as words: `minimum_wage` as `minimum wage`."""
    return name.replace("_", " ")


def label(book: Rulebook, entity: str, name: str, language: Language) -> str:
    """The label of a node or input; a node's English label is its name, its sentence explains it."""
    node = book.nodes.get((entity, name))
    if node is not None:
        return node.definition.zh or plain(name) if language == "zh" else plain(name)
    declared = VOCABULARY.find(entity, name)
    if declared is not None:
        return declared.zh if language == "zh" else declared.en
    return term(book, name, language)


def term(book: Rulebook, name: str, language: Language) -> str:
    """The label of a parameter: as the manifest's `terms` of the city or of the district have it, else its name."""
    for layer in (book.standard, book.city):
        terms = layer.manifest.get("terms") if layer is not None else None
        words = terms.get(name) if isinstance(terms, Mapping) else None
        if isinstance(words, Mapping) and isinstance(words.get(language), str):
            return str(words[language])
    return plain(name)

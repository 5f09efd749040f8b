"""What nodes, inputs and parameters are called, in Chinese and English."""

from __future__ import annotations

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
    return plain(name)

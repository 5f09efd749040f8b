"""What nodes, readings, parameters, links and windows are called, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from liuguan.language.kinds import Group, Kind
from liuguan.language.words import Language, amount
from liuguan.rulebook.book import Node, Rulebook
from liuguan.rulebook.definitions import Aggregate, Computed, Fold, FoldBy, GroupCheck, How, Question
from liuguan.rulebook.windows import Window
from liuguan.vocabulary import ENTITIES, LINKS, VOCABULARY


def plain(name: str) -> str:
    """A name as words: `minimum_wage` as `minimum wage`."""
    return name.replace("_", " ")


def label(book: Rulebook, entity: str, name: str, language: str) -> str:
    """The label of a node or input; a node's English label is its name, its sentence explains it."""
    node = book.nodes.get((entity, name))
    if node is not None:
        return node.definition.zh or plain(name) if language == "zh" else plain(name)
    declared = VOCABULARY.find(entity, name)
    if declared is not None:
        return declared.zh if language == "zh" else declared.en
    return term(book, name, language)


def argument_label(book: Rulebook, node: Node, name: str, language: str) -> str:
    """The label of what a formula's argument stands for: a node, an input or a parameter."""
    found = node.references.get(name)
    return label(book, found.entity, found.name, language) if found else term(book, name, language)


def term(book: Rulebook, name: str, language: str) -> str:
    """The label of a parameter: as the manifest's `terms` of the city or of the district have it, else its name."""
    return known_term(book, name, language) or plain(name)


def member(book: Rulebook, value: str, language: Language) -> str:
    """A key of open data, such as an item or a grade: as the manifests' `terms` have it, else as it is."""
    return known_term(book, value, language) or value


def shown(book: Rulebook, value: object, kind: Kind, language: Language) -> str:
    """A value as people read it, keys of open data by their labels."""
    if kind.group is Group.OPEN and isinstance(value, str):
        return member(book, value, language)
    return amount(value, kind, language)


def known_term(book: Rulebook, name: str, language: str) -> str | None:
    """The label of a name in the manifests' `terms`, or None."""
    for layer in (book.standard, book.city):
        terms = layer.manifest.get("terms") if layer is not None else None
        words = terms.get(name) if isinstance(terms, Mapping) else None
        if isinstance(words, Mapping) and isinstance(words.get(language), str):
            return str(words[language])
    return None


def reading_of(book: Rulebook, node: Node, reading: str) -> Computed | None:
    """The rule behind a reading's name: the district's own, else the city's."""
    for layer in (book.standard, book.city):
        for d in layer.definitions if layer is not None else ():
            if isinstance(d, Computed) and d.reading == reading and d.node == node.name and node.entity in d.entities:
                return d
    return None


_STATUS: Mapping[str, tuple[str, str]] = {
    "sourced": ("有依据", "sourced"),
    "unverified": ("待核实", "unverified"),
    "illustrative": ("示例", "illustrative"),
    "filed": ("已备案", "filed"),
}


def status_label(status: str, language: str) -> str:
    """How certain a value or a reading is."""
    return _STATUS.get(status, (status, status))[language != "zh"]


# ---- groups and windows


def window_label(window: Window, language: Language) -> str:
    """A window: `last month`, `this year to date`, `the last 6 months`."""
    zh = language == "zh"
    if window.anchor == "year":
        return "本年累计" if zh else "this year to date"
    if window.anchor == "quarter":
        return "上季度" if zh else "the quarter before"
    months = window.last - window.first + 1
    if window.last == 0:
        return f"最近 {months} 个月(含本月)" if zh else f"the last {months} months, this one included"
    if months == 1:
        return "上月" if zh else "the month before"
    return f"此前 {months} 个月" if zh else f"the {months} months before"


_HOW: Mapping[How, tuple[str, str]] = {
    How.TOTAL: ("合计", "total"), How.COUNT: ("计数", "count"), How.MEAN: ("平均", "mean"), How.RANK: ("名次", "rank"),
    How.VALUE: ("取值", "value"),
}  # fmt: skip


def aggregate_label(book: Rulebook, d: Aggregate, language: Language) -> str:
    """A figure over a group or a window, in words."""
    zh = language == "zh"
    reached = ENTITIES[d.holder].links[d.along] if d.along and d.how is How.VALUE else d.holder
    of, how = label(book, reached, d.of, language), _HOW[d.how][not zh]
    if d.over is not None:
        when = window_label(d.over, language)
        return f"{when}的{of}" + ("" if d.how is How.VALUE else how) if zh else f"{how} of {of} over {when}"
    link = LINKS[d.along or ""][not zh]
    if d.how is How.VALUE:
        return f"所属{link}的{of}" if zh else f"{of} of the {link}"
    if d.how is How.RANK:
        order = (
            ("从高到低" if d.highest_first else "从低到高")
            if zh
            else ("highest first" if d.highest_first else "lowest first")
        )
        return f"{of} 在{link}内的名次({order})" if zh else f"rank of {of} in the {link}, {order}"
    members = ENTITIES[d.holder]
    where = f"({label(book, d.holder, d.where, language)})" if d.where else ""
    return (
        f"{of} 按{link}{how}{where}" if zh else f"{how} of {of} over the {link}'s rows of {members.en} {where}".rstrip()
    )


def composed_label(book: Rulebook, node: Node, language: Language) -> str:
    """What gives a node that has no formula of its own, in words; empty where a formula does."""
    zh, d = language == "zh", node.definition
    if isinstance(d, Aggregate):
        return aggregate_label(book, d, language)
    if isinstance(d, GroupCheck):
        of, link = label(book, d.holder, d.margin, language), LINKS[d.along][not zh]
        when = f"{window_label(d.over, language)}," if d.over else ""
        said = f"{when}{of} 按{link}合计 < 0" if zh else f"{when and when + ' '}the {link}'s total of {of} < 0"
        only = label(book, d.holder, d.where, language) if d.where else ""
        return f"{said}({only})" if only and zh else f"{said} ({only})" if only else said
    if isinstance(d, Fold):
        joint = {"zh": (" + ", " 且 "), "en": (" + ", " and ")}[language][d.by is FoldBy.ALL_OF]
        return joint.join(label(book, node.entity, p, language) for p in node.contributions) or (
            "无" if zh else "nothing"
        )
    if isinstance(d, Question) and not node.versions:
        said = "区县标准未作规定" if zh else "no standard answers this"
        return said if d.default is None else said + (",取默认值" if zh else "; the default holds")
    return ""

"""Why a value is what it is: rule, clause, reading, inputs, dated parameters, the branch taken, and why not.

Explaining is asking for every node that a value needs, and writing the answer as a tree. A node is opened once;
later mentions point up.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from liuguan.language import reference, words
from liuguan.language.compiler import Formula
from liuguan.language.kinds import COUNT, Group, Kind, Table, TableKind
from liuguan.language.tree import Tree, operands
from liuguan.language.words import Language, amount
from liuguan.language.written import write
from liuguan.parameters import Section
from liuguan.rulebook.book import Key, Node, Rulebook, Version
from liuguan.rulebook.definitions import Aggregate, Computed, GroupCheck
from liuguan.rulebook.evaluate import Results
from liuguan.rulebook.facts import DAY, ROW, link_column
from liuguan.rulebook.labels import composed_label, label, member, reading_of, shown, term
from liuguan.vocabulary import ENTITIES, VOCABULARY

SCHEMA = 1
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A parameter as used: its value, since when, from where, and how certain."""

    name: str
    label_zh: str
    label_en: str
    value: str
    effective_from: str
    announced_on: str
    source: str
    status: str
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One value of one row, and what it rests on.

    `why_not` says for each comparison that failed, by how much. `repeated` marks a node opened further up.
    """

    entity: str
    name: str
    label_zh: str
    label_en: str
    value: str
    text_zh: str
    text_en: str
    clauses: tuple[str, ...] = ()
    reading: str = ""
    reading_zh: str = ""
    reading_en: str = ""
    sentence_en: str = ""
    formula_zh: str = ""
    formula_en: str = ""
    branch_zh: tuple[str, ...] = ()
    branch_en: tuple[str, ...] = ()
    why_not_zh: tuple[str, ...] = ()
    why_not_en: tuple[str, ...] = ()
    parameters: tuple[Given, ...] = ()
    because: tuple[Explained, ...] = ()
    repeated: bool = False
    unknown_input: bool = False

    def to_json(self) -> dict[str, Any]:
        """The tree as plain values, schema version 1."""
        made: dict[str, Any] = {
            "entity": self.entity, "name": self.name, "label": {"zh": self.label_zh, "en": self.label_en},
            "value": self.value or None, "text": {"zh": self.text_zh, "en": self.text_en},
            "clauses": list(self.clauses), "reading": self.reading, "sentence": self.sentence_en,
            "reading_label": {"zh": self.reading_zh, "en": self.reading_en},
            "formula": {"zh": self.formula_zh, "en": self.formula_en},
            "branch": {"zh": list(self.branch_zh), "en": list(self.branch_en)},
            "why_not": {"zh": list(self.why_not_zh), "en": list(self.why_not_en)},
            "parameters": [
                {
                    "name": p.name, "label": {"zh": p.label_zh, "en": p.label_en}, "value": p.value,
                    "effective_from": p.effective_from or None, "announced_on": p.announced_on or None,
                    "source": p.source, "status": p.status, "note": {"zh": p.note_zh, "en": p.note_en},
                }
                for p in self.parameters
            ],
            "because": [b.to_json() for b in self.because], "repeated": self.repeated,
        }  # fmt: skip
        return made


def explain(results: Results, entity: str, row: int, name: str) -> Explained:
    """Why a node has its value in one row.

    Args:
        results: an evaluation of every node that the value needs.
        row: the row's place in the facts.

    Raises:
        KeyError: no such node or row.
    """
    frame = results.frames[entity].with_row_index("·at").filter(pl.col(ROW) == row)
    if not frame.height:
        raise KeyError(f"row {row} of {entity}")
    return _Explainer(results).node(entity, int(frame["·at"][0]), name)


class _Explainer:
    def __init__(self, results: Results) -> None:
        self.results = results
        self.book = results.book
        self.opened: set[tuple[Key, int]] = set()

    def node(self, entity: str, at: int, name: str) -> Explained:
        key = (entity, name)
        node = self.book.nodes.get(key)
        if node is None:
            return self.input(entity, at, name)
        value = self.value(entity, at, name)
        head = self.head(entity, name, node.kind, value)
        if (key, at) in self.opened:
            return Explained(**head, repeated=True, clauses=node.definition.cites)
        if key in self.results.given:
            return Explained(
                **head, clauses=node.definition.cites, branch_zh=("直接取自输入",), branch_en=("taken as given",)
            )
        self.opened.add((key, at))
        version = self.version(node, at)
        if version is None:
            return self.composed(node, at, head)
        return self.computed(node, version, at, head)

    def head(self, entity: str, name: str, kind: Kind, value: object) -> dict[str, Any]:
        return {
            "entity": entity, "name": name, "label_zh": label(self.book, entity, name, "zh"),
            "label_en": label(self.book, entity, name, "en"), "value": write(value, kind),
            "text_zh": shown(self.book, value, kind, "zh"), "text_en": shown(self.book, value, kind, "en"),
        }  # fmt: skip

    def value(self, entity: str, at: int, name: str) -> Any:
        frame = self.results.frames[entity]
        return frame[name][at] if name in frame.columns else None

    def version(self, node: Node, at: int) -> Version | None:
        if not node.versions:
            return None
        day = self.results.frames[node.entity][DAY][at]
        if not isinstance(day, datetime.date):
            return node.versions[0] if node.versions[0].start == datetime.date.min else None
        return node.version_on(day)

    def input(self, entity: str, at: int, name: str) -> Explained:
        declared = VOCABULARY.find(entity, name)
        value = self.value(entity, at, name)
        kind = declared.kind if declared else Kind(name, Group.OPEN)
        return Explained(**self.head(entity, name, kind, value), unknown_input=value is None)

    def composed(self, node: Node, at: int, head: dict[str, Any]) -> Explained:
        d = node.definition
        parts: list[Explained] = []
        said: dict[Language, str] = {
            "zh": composed_label(self.book, node, "zh"),
            "en": composed_label(self.book, node, "en"),
        }
        if isinstance(d, Aggregate):
            counted = self.counted(node, at)
            said = {"zh": said["zh"] + counted, "en": said["en"] + counted}
            if d.over is not None or d.how.value in ("rank",):
                parts = [self.node(node.entity, at, d.of)]
            elif d.how.value == "value" and d.along:
                parts = [self.linked(node.entity, at, (d.along,), ENTITIES[d.holder].links[d.along], d.of)]
        elif isinstance(d, GroupCheck):
            said["zh"], said["en"] = self.margin_words(node, at)
        elif node.fold is not None:
            parts = [self.node(node.entity, at, p) for p in node.contributions]
        return Explained(
            **head,
            clauses=d.cites,
            sentence_en=d.en,
            formula_zh=said["zh"],
            formula_en=said["en"],
            because=tuple(parts),
        )

    def counted(self, node: Node, at: int) -> str:
        """Known members of all members, of a figure over a group."""
        aggregate = node.aggregate
        members = self.value(node.entity, at, f"{node.name}·members")
        if aggregate is None or aggregate.over is not None or members is None:
            return ""
        return f" ({self.value(node.entity, at, f'{node.name}·known')}/{members})"

    def margin_words(self, node: Node, at: int) -> tuple[str, str]:
        suffix = "·window" if node.group_check and node.group_check.over else ""
        found = {
            part: self.value(node.entity, at, f"{node.name}·{part}{suffix}")
            for part in ("sum", "known", "members", "repair")
        }
        total = write(found["sum"], Kind("Fen", Group.AMOUNT, 100)) if found["sum"] is not None else ""
        return (
            f"已知 {found['known']}/{found['members']} 项差额合计 {total or '未知'}",
            f"margins of the known {found['known']} of {found['members']} sum to {total or 'unknown'}",
        )

    def computed(self, node: Node, version: Version, at: int, head: dict[str, Any]) -> Explained:
        formula, d = version.formula, node.definition
        values: dict[str, Any] = dict(version.values)
        because: list[Explained] = []
        texts: dict[Language, dict[str, str]] = {"zh": {}, "en": {}}
        for argument, kind in formula.arguments:
            if argument in version.values:
                for language in LANGUAGES:
                    texts[language][argument] = self.parameter_text(argument, version.values[argument], kind, language)
                continue
            found = node.references[argument]
            part = self.linked(node.entity, at, found.links, found.entity, found.name)
            because.append(part)
            values[argument] = self.linked_value(node.entity, at, found.links, found.entity, found.name)
            texts["zh"][argument] = f"{part.label_zh} {part.text_zh}"
            texts["en"][argument] = f"{part.label_en} {part.text_en}"
        memo = reference.trace(formula.tree, values)
        in_words = {lang: _Words(self.book, texts[lang], lang) for lang in LANGUAGES}
        branches = {lang: tuple(_branches(formula.tree, memo, in_words[lang])) for lang in LANGUAGES}
        misses = {lang: tuple(_misses(formula, memo, in_words[lang])) for lang in LANGUAGES}
        reading = version.reading if version.reading != node.name else ""
        chosen = reading_of(self.book, node, reading) if reading else None
        picked = d if isinstance(d, Computed) else None
        return Explained(
            **head, clauses=d.cites, reading=reading, reading_zh=chosen.zh if chosen else "",
            reading_en=chosen.en if chosen else "", sentence_en=formula.en or (picked.en if picked else d.en),
            formula_zh=in_words["zh"].of(formula.tree), formula_en=in_words["en"].of(formula.tree),
            branch_zh=branches["zh"], branch_en=branches["en"], why_not_zh=misses["zh"], why_not_en=misses["en"],
            parameters=tuple(self.given(version.section, n, v, formula.kind_of(n)) for n, v in version.values.items()),
            because=tuple(because),
        )  # fmt: skip

    def parameter_text(self, name: str, value: object, kind: Kind | TableKind, language: Language) -> str:
        said = term(self.book, name, language)
        return (
            said
            if isinstance(kind, TableKind) or isinstance(value, Table)
            else f"{said} {shown(self.book, value, kind, language)}"
        )

    def given(self, section: Section | None, name: str, value: object, kind: Kind | TableKind) -> Given:
        if isinstance(kind, TableKind):
            rows = value.rows.items() if isinstance(value, Table) else ()
            text = "; ".join(f"{write(k, kind.key)}: {write(v, kind.value) or '?'}" for k, v in rows)
        else:
            text = write(value, kind)
        source = section or Section(node=name, status="")
        return Given(
            name=name, label_zh=term(self.book, name, "zh"), label_en=term(self.book, name, "en"), value=text,
            source=source.source, status=source.status, note_zh=source.note_zh, note_en=source.note_en,
            effective_from=source.effective_from.isoformat() if source.effective_from else "",
            announced_on=source.announced_on.isoformat() if source.announced_on else "",
        )  # fmt: skip

    def linked(self, entity: str, at: int, links: tuple[str, ...], target: str, name: str) -> Explained:
        place = self.follow(entity, at, links)
        if place is None:
            declared = VOCABULARY.find(target, name)
            node = self.book.nodes.get((target, name))
            kind = node.kind if node else declared.kind if declared else Kind(name, Group.OPEN)
            return Explained(**self.head(target, name, kind, None), unknown_input=True)
        return self.node(target, place, name)

    def linked_value(self, entity: str, at: int, links: tuple[str, ...], target: str, name: str) -> Any:
        place = self.follow(entity, at, links)
        return None if place is None else self.value(target, place, name)

    def follow(self, entity: str, at: int, links: tuple[str, ...]) -> int | None:
        place: int | None = at
        for link in links:
            if place is None:
                return None
            place = self.results.frames[entity][link_column(link)][place]
            entity = ENTITIES[entity].links[link]
        return place


@dataclass(frozen=True, slots=True)
class _Words:
    """Writes parts of one formula with the numbers of one row."""

    book: Rulebook
    texts: Mapping[str, str]
    language: Language

    def of(self, tree: Tree) -> str:
        return words.formula(tree, self.texts.__getitem__, self.language, lambda v: member(self.book, v, self.language))


def _branches(tree: Tree, memo: list[Any], said: _Words) -> Iterator[str]:
    """For each condition that decided, what it was and how it came out."""
    for step in tree.steps:
        if step[0] == "if" and isinstance(step[1], int) and memo[step[1]] is not None:
            answer = ("否", "是") if said.language == "zh" else ("no", "yes")
            yield f"{said.of(_until(tree, step[1]))}: {answer[memo[step[1]]]}"


_ORDERS = {"lt", "le", "gt", "ge", "eq"}


def _misses(formula: Formula, memo: list[Any], said: _Words) -> Iterator[str]:
    """For each comparison of numbers that failed, by how much."""
    tree = formula.tree
    for i, step in enumerate(tree.steps):
        if step[0] not in _ORDERS or memo[i] is not False:
            continue
        a, b = (memo[j] for j in operands(step))
        if not isinstance(a, int) or not isinstance(b, int) or isinstance(a, bool):
            continue
        gap = abs(a - b) + (step[0] in ("lt", "gt"))
        missing = amount(gap, _kind_of(formula, (step[1], step[2])), said.language)
        text = said.of(_until(tree, i))
        yield f"{text}:差 {missing}" if said.language == "zh" else f"{text}: short by {missing}"


def _kind_of(formula: Formula, sides: tuple[object, ...]) -> Kind:
    """The kind of a comparison: that of the first argument that either side rests on."""
    for side in sides:
        for name in _until(formula.tree, int(str(side))).names():
            kind = formula.kind_of(name)
            if isinstance(kind, Kind) and kind.is_number:
                return kind
            if isinstance(kind, TableKind):
                return kind.value
    return COUNT


def _until(tree: Tree, i: int) -> Tree:
    """The part of a tree that leads to one of its steps."""
    return Tree(tree.steps[: i + 1])

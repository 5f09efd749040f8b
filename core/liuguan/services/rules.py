"""What there is to read about the law: rules, checks, clauses and what acts on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from liuguan.district import City
from liuguan.language import words
from liuguan.language.kinds import FLAG, Table, TableKind
from liuguan.language.words import Language
from liuguan.language.written import write
from liuguan.law.coverage import Act, Coverage, coverage
from liuguan.rulebook.book import Node, Rulebook, Version
from liuguan.rulebook.definitions import Check, Computed, Definition, GroupCheck
from liuguan.rulebook.labels import argument_label, composed_label, label, member, reading_of, term

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """One line of the list of rules."""

    name: str
    entity: str
    kind: str
    code: str
    severity: str
    clauses: tuple[str, ...]
    owner: str
    label_zh: str
    label_en: str


def list_rules(book: Rulebook, *, clause: str = "") -> list[RuleRow]:
    """The rules of a rulebook, those that cite a clause where one is named."""
    found = []
    for node in book.nodes.values():
        d = node.definition
        if clause and clause not in d.cites:
            continue
        check = d if isinstance(d, Check | GroupCheck) else None
        found.append(
            RuleRow(
                name=node.name, entity=node.entity, kind=_sort(d), code=check.code if check else "",
                severity=check.severity.value if check else "", clauses=d.cites, owner=node.owner,
                label_zh=d.zh or node.name, label_en=d.en or node.name,
            )
        )  # fmt: skip
    return found


def _sort(d: Definition) -> str:
    if isinstance(d, Check | GroupCheck):
        return "check"
    if isinstance(d, Computed):
        return "requirement" if d.formula.returns is FLAG and d.into else "supplement" if d.into else "rule"
    return type(d).__name__.lower()


def show_rule(book: Rulebook, name: str) -> list[dict[str, Any]]:
    """Everything about the rules of a name or check code, in both languages, one entry per entity."""
    return [_shown(book, n) for n in book.nodes.values() if name in (n.name, getattr(n.definition, "code", None))]


def _shown(book: Rulebook, node: Node) -> dict[str, Any]:
    d = node.definition
    shown: dict[str, Any] = {
        "name": node.name, "entity": node.entity, "kind": node.kind.name, "sort": _sort(d), "owner": node.owner,
        "clauses": list(d.cites), "label": {"zh": d.zh, "en": d.en}, "note": getattr(d, "note", ""), "where": d.place,
        "needs": _named(book, book.needs.get(node.key, ())),
        "used_by": _named(book, (key for key, needs in book.needs.items() if node.key in needs)),
        "versions": [_version(book, node, v) for v in (*node.versions, *node.answers)],
    }  # fmt: skip
    if isinstance(d, Check | GroupCheck):
        shown |= {"code": d.code, "severity": d.severity.value, "fix": {"zh": d.fix_zh, "en": d.fix_en}}
    composed = {lang: composed_label(book, node, lang) for lang in LANGUAGES}
    if composed["en"]:
        shown["composed"] = composed
    return shown


def _named(book: Rulebook, keys: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Names with their labels, each name once."""
    found = {
        name: {"name": name, **{lang: label(book, entity, name, lang) for lang in LANGUAGES}} for entity, name in keys
    }
    return [found[name] for name in sorted(found)]


def _version(book: Rulebook, node: Node, version: Version) -> dict[str, Any]:
    """A dated formula in words, with its parameters."""
    kinds = dict(version.formula.arguments)
    section = version.section
    chosen = reading_of(book, node, version.reading)
    return {
        "reading": version.reading, "by": version.owner,
        "reading_label": {"zh": chosen.zh if chosen else "", "en": chosen.en if chosen else ""},
        "effective_from": section.effective_from.isoformat() if section and section.effective_from else None,
        "announced_on": section.announced_on.isoformat() if section and section.announced_on else None,
        "source": section.source if section else "", "status": section.status if section else "",
        "formula": {lang: formula_words(book, node, version, lang) for lang in LANGUAGES},
        "parameters": [
            {"name": n, "label": {lang: term(book, n, lang) for lang in LANGUAGES}, "value": written(v, kinds[n])}
            for n, v in version.values.items()
        ],
    }  # fmt: skip


def formula_words(book: Rulebook, node: Node, version: Version, language: Language) -> str:
    """The formula of a version as one line of labels."""
    return words.formula(
        version.formula.tree,
        lambda n: argument_label(book, node, n, language),
        language,
        lambda v: member(book, v, language),
    )


def written(value: object, kind: Any) -> object:
    """A parameter as people write it; a table as a mapping; None where it is unknown."""
    if isinstance(kind, TableKind):
        rows = value.rows.items() if isinstance(value, Table) else ()
        return {write(k, kind.key): write(v, kind.value) or None for k, v in rows} or None
    return write(value, kind) or None


def cover(city: City) -> tuple[Coverage, ...]:
    """For every clause what acts on it: rules, checks and parameters that cite it, of the city and what it offers."""
    acts: dict[str, list[Act]] = {}
    for d in city.layer.definitions:
        kind = "check" if isinstance(d, Check | GroupCheck) else "rule"
        name = getattr(d, "code", None) or d.node
        _cite(acts, d.cites, Act(kind=kind, name=name, where=d.place))  # type: ignore[arg-type]
    for section in city.layer.sections:
        act = Act(kind="parameter", name=section.node, where="_city.toml")
        _cite(acts, section.cites, act)
    for name, rows in city.config.data.items():
        for row in rows if isinstance(rows, list) else ():
            cites = row.get("cites", ())
            _cite(
                acts, (cites,) if isinstance(cites, str) else cites, Act(kind="record", name=name, where="_city.toml")
            )
    return coverage(city.law, acts)


def _cite(acts: dict[str, list[Act]], cites: Iterable[str], act: Act) -> None:
    for clause in cites:
        if clause != "local" and act not in acts.setdefault(clause, []):
            acts[clause].append(act)

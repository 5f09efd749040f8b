"""Small rulebooks and facts for the tests: rules as source text, parameters as TOML, rows as mappings."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterable, Mapping, Sequence

import polars as pl
from tests.core.language.sources import module_of

from liuguan import rules_of
from liuguan.language.columns import dtype_of
from liuguan.parameters import RawSection
from liuguan.rulebook.book import Rulebook
from liuguan.rulebook.evaluate import Results, evaluate
from liuguan.rulebook.layer import Layer
from liuguan.rulebook.merge import merge, typed_sections
from liuguan.vocabulary import VOCABULARY

LAW_FROM = 2010 * 12 + 11
DISTRICT = "xuanwu"
Row = Mapping[str, object]


def month(text: str) -> int:
    """The month number of `2010-12`."""
    year, index = text.split("-")
    return int(year) * 12 + int(index) - 1


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def a_rule(name: str, body: str, *, returns: str = "Fen", options: str = 'cites="I.7"') -> str:
    """One rule; the arguments and their kinds stand in the name, as in `pay(paid_net: Fen)`."""
    return f"@rule({options})\ndef {name} -> {returns}:\n    {body}\n\n\n"


def raw(toml: str, place: str = "given.toml") -> list[RawSection]:
    """The sections of a TOML text."""
    return [
        RawSection(node=node, place=f"{place}: [[{node}]] {n + 1}", content=content)
        for node, contents in tomllib.loads(toml).items()
        for n, content in enumerate(contents)
    ]


def city(source: str, toml: str = "", *, law_from: int = LAW_FROM) -> Layer:
    """A city's layer."""
    definitions = rules_of(module_of(source))
    sections = typed_sections(raw(toml, "_city.toml"), definitions, None, owner="city")
    return Layer(owner="city", law_from=law_from, definitions=definitions, sections=sections)


def standard(of: Layer, toml: str = "", source: str = "", *, owner: str = DISTRICT) -> Layer:
    """A district's layer under a city."""
    definitions = rules_of(module_of(source))
    sections = typed_sections(raw(toml, f"{owner}.toml"), definitions, of, owner=owner)
    return Layer(
        owner=owner, law_from=of.law_from, definitions=definitions, sections=sections, admitted_under=of.meaning
    )


def book(source: str, toml: str = "", *, own: str | None = None, own_source: str = "") -> Rulebook:
    """The city alone, or with a district's own TOML and Python."""
    of = city(source, toml)
    if own is None and not own_source:
        return merge(of)
    return merge(of, standard(of, own or "", own_source), district=DISTRICT)


def frame(entity: str, rows: Iterable[Row]) -> pl.DataFrame:
    """Facts of an entity; a column that a row does not have is unknown there."""
    listed = list(rows)
    names = list(dict.fromkeys(n for row in listed for n in row))
    schema: dict[str, pl.DataType] = {}
    for name in names:
        declared = VOCABULARY.find(entity, name)
        schema[name] = dtype_of(declared.kind) if declared else pl.String()
        if name not in KEYS and not declared:
            schema[name] = pl.Int64()
    return pl.DataFrame({n: [row.get(n) for row in listed] for n in names}, schema=schema)


KEYS = ("worker", "station", "district", "id")


def run(of: Rulebook, **facts: Sequence[Row]) -> Results:
    """The results of a rulebook for rows of entities."""
    return evaluate(of, {entity: frame(entity, rows) for entity, rows in facts.items()})


def answers(of: Rulebook, node: str, entity: str, rows: Sequence[Row], **others: Sequence[Row]) -> list[object]:
    """What a node is for each row, in the order of the rows."""
    found: list[object] = run(of, **{entity: rows}, **others).frame(entity)[node].to_list()
    return found

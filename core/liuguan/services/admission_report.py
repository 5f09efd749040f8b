"""What there is to say of a district's standard before it is filed: the report that `district check` prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from liuguan.admission import admission
from liuguan.district import City
from liuguan.errors import ConfigError, Text
from liuguan.language.written import month_text
from liuguan.rulebook.book import Key, Node, Rulebook
from liuguan.rulebook.definitions import Severity
from liuguan.rulebook.finding import Finding
from liuguan.rulebook.labels import label, reading_of
from liuguan.rulebook.layer import Layer

MONTHS_AFTER = 11
"""Months that are looked at after the latest version has begun, when nobody says until when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A node that the standard answers, takes up, or brings.

    `how` is `answered` (a question of the city), `taken up` (a rule that the city offers), `beside` (an answer next to
    the city's, the better of which counts) or `own`. `since` are the days from which it is said anew.
    """

    entity: str
    name: str
    label_zh: str
    label_en: str
    how: str
    readings: tuple[str, ...]
    readings_zh: tuple[str, ...]
    since: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionReport:
    """A standard as its district would file it.

    `findings` are those of the filing checks; `illustrative` names the sections without a document behind them.
    """

    district: str
    name_zh: str
    name_en: str
    first_month: str
    last_month: str
    meaning: str
    document: str
    city_meaning: str
    rulebook: str
    differences: tuple[Difference, ...]
    findings: tuple[Finding, ...]
    illustrative: tuple[str, ...]

    def worst_is_at_least(self, level: Severity) -> bool:
        """Whether a finding is as grave as `level`, or graver."""
        grave = list(Severity)[: list(Severity).index(level) + 1]
        return any(f.severity in grave for f in self.findings)

    def together(self) -> list[tuple[Finding, list[str]]]:
        """Findings that say the same, gravest first, each with the months in which they hold."""
        order = list(Severity)
        ordered = sorted(self.findings, key=lambda f: (order.index(f.severity), f.code, f.message_en, f.month))
        grouped = groupby(ordered, key=lambda f: (f.severity, f.code, f.message_en))
        return [(rows[0], [f.month for f in rows]) for _, rows in ((k, list(g)) for k, g in grouped)]

    def to_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "district": self.district,
            "name": {"zh": self.name_zh, "en": self.name_en},
            "from": self.first_month,
            "to": self.last_month,
            "layer": {"meaning": self.meaning, "document": self.document},
            "city": {"meaning": self.city_meaning},
            "rulebook": self.rulebook,
            "differences": [asdict(d) for d in self.differences],
            "findings": [f.to_json() for f in self.findings],
            "illustrative": list(self.illustrative),
        }


def check_district(
    city: City,
    district: str,
    *,
    standard: Path | None = None,
    plugin: Path | None = None,
    first: int | None = None,
    last: int | None = None,
) -> AdmissionReport:
    """Judge a district's standard as the city would on receiving it.

    Args:
        standard: a TOML file instead of the one in place.
        plugin: a third party's module file or package folder instead of the installed one.
        first: first month, as a number; that of the standard's first section without it.
        last: last month; eleven months after the latest section begins without it.

    Raises:
        ConfigError: no such district, no standard, or the file cannot be read.
        PluginFault: the plugin or its rules do not fit.
    """
    city.check_id(district)
    found = city.district(district, standard=standard, plugin=plugin)
    if found.layer is None:
        none = Text(
            f"没有标准;可用 liuguan district new {district} 写一个",
            f"{district} has no standard; write one with liuguan district new {district}",
        )
        raise ConfigError([none], where=district)
    months = _months(city, found.layer, first, last)
    return AdmissionReport(
        district=district,
        name_zh=found.name_zh,
        name_en=found.name_en,
        first_month=month_text(months[0]),
        last_month=month_text(months[-1]),
        meaning=found.layer.meaning,
        document=found.layer.document,
        city_meaning=city.layer.meaning,
        rulebook=found.book.hash,
        differences=tuple(differences(city.book, found.book)),
        findings=tuple(admission(found.book, months)),
        illustrative=tuple(_illustrative(found.layer)),
    )


def _months(city: City, layer: Layer, first: int | None, last: int | None) -> Sequence[int]:
    starts = [d.year * 12 + d.month - 1 for d in (s.effective_from for s in layer.sections) if d]
    begin = first if first is not None else max(min(starts, default=city.config.law_from), city.config.law_from)
    end = last if last is not None else max(max(starts, default=begin), begin) + MONTHS_AFTER
    if end < begin:
        start, stop = month_text(begin), month_text(end)
        raise ConfigError([Text(f"{stop} 早于 {start}", f"{stop} is before {start}")], where="--to")
    return range(begin, end + 1)


def differences(city: Rulebook, book: Rulebook) -> list[Difference]:
    """The nodes of a district's rulebook that are not the city's alone, in declared order."""
    return [_difference(book, n, how) for n in book.nodes.values() if (how := _how(city.nodes.get(n.key), n, book))]


def _how(there: Node | None, node: Node, book: Rulebook) -> str:
    if node.owner == book.district:
        return "own"
    if any(v.owner == book.district for v in node.answers):
        return "beside"
    if any(v.owner == book.district for v in node.versions):
        return "answered" if node.question else "taken up"
    return "taken up" if there is None else ""


def _difference(book: Rulebook, node: Node, how: str) -> Difference:
    versions = [v for v in (*node.versions, *node.answers) if v.owner == book.district]
    readings = tuple(dict.fromkeys(v.reading for v in versions if v.reading != node.name))
    chosen = [reading_of(book, node, r) for r in readings]
    starts = [v.section.effective_from for v in versions if v.section and v.section.effective_from]
    return Difference(
        entity=node.entity,
        name=node.name,
        label_zh=label(book, *node.key, "zh"),
        label_en=label(book, *node.key, "en"),
        how=how,
        readings=readings,
        readings_zh=tuple(c.zh for c in chosen if c is not None),
        since=tuple(d.isoformat() for d in starts),
        clauses=_clauses(node.key, versions, node),
    )


def _clauses(key: Key, versions: Sequence[Any], node: Node) -> tuple[str, ...]:
    """What the sections cite, else what the rule itself does."""
    cited = dict.fromkeys(c for v in versions if v.section for c in v.section.cites)
    return tuple(cited) or node.definition.cites


def _illustrative(layer: Layer) -> list[str]:
    """Sections whose values no document supports: `standard_wage@2010-12-01`."""
    return [f"{s.node}@{s.effective_from or 'always'}" for s in layer.sections if s.status == "illustrative"]

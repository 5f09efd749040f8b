"""Gathering the findings of an evaluation: what checks found, what they could not judge, and on what law."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from liuguan.language.kinds import FEN, Kind, Table
from liuguan.language.written import write
from liuguan.rulebook.book import Key, Node, Rulebook, Version
from liuguan.rulebook.definitions import Check, GroupCheck, Severity
from liuguan.rulebook.evaluate import Results
from liuguan.rulebook.facts import DAY
from liuguan.rulebook.finding import ORDER, WHERE, Finding, month_of_row, subject
from liuguan.rulebook.labels import argument_label
from liuguan.rulebook.resolve import Reference
from liuguan.rulebook.unknowns import Grounds, beyond_law, unknown_checks, unknown_parameters
from liuguan.vocabulary import VOCABULARY

__all__ = ["ORDER", "Finding", "checks", "findings", "parameters_in_force", "targets"]

_MARGIN = ("sum", "known", "members")


def checks(book: Rulebook) -> tuple[Node, ...]:
    """The nodes of a rulebook that are checks."""
    return tuple(n for n in book.nodes.values() if isinstance(n.definition, Check | GroupCheck))


def targets(book: Rulebook, entities: Iterable[str]) -> tuple[Key, ...]:
    """The checks of some entities, as targets of an evaluation, with the figures they show."""
    wanted = set(entities)
    found: list[Key] = []
    for node in checks(book):
        if node.entity in wanted:
            found.append(node.key)
            found += [(r.entity, r.name) for r in node.references.values() if (r.entity, r.name) in book.nodes]
    return tuple(dict.fromkeys(found))


def findings(results: Results, *, supplied: Mapping[str, frozenset[str]] | None = None) -> Iterator[Finding]:
    """All findings of an evaluation, in the order of entity, check and row.

    Args:
        supplied: for each entity the inputs that the files brought at all, to tell a missing column from a
            blank cell; without it every unknown input counts as blank.
    """
    yield from beyond_law(results)
    told, grounds = set(), Grounds(results)
    for finding in unknown_parameters(results):
        told.add(finding.figures["parameter"] or "")
        yield finding
    for node in checks(results.book):
        frame = results.frames.get(node.entity)
        if frame is None or node.name not in frame.columns or not frame.height:
            continue
        verdicts = frame[node.name]
        if verdicts.any():
            yield from _Reader(results, node).found(frame, verdicts)
        if verdicts.null_count():
            yield from unknown_checks(grounds, node, told, supplied or {})


class _Reader:
    """Reads the rows in which one check found something."""

    def __init__(self, results: Results, node: Node) -> None:
        definition = node.definition
        assert isinstance(definition, Check | GroupCheck)
        self.book, self.node = results.book, node
        self.check: Check | GroupCheck = definition
        self._parameters: dict[datetime.date, tuple[str, ...]] = {}
        self._labels: dict[tuple[str, str], str] = {}
        self._shown: dict[datetime.date, list[tuple[str, Kind, str, str | None]]] = {}

    def found(self, frame: pl.DataFrame, verdicts: pl.Series) -> Iterator[Finding]:
        """A finding for each row of the frame in which the verdict is true."""
        wanted = self.columns()
        shown = [c for c in frame.columns if c in wanted]
        for row in frame.select(pl.col(shown).filter(verdicts)).iter_rows(named=True):
            yield self.group_finding(row) if isinstance(self.check, GroupCheck) else self.finding(row)

    def columns(self) -> frozenset[str]:
        """The columns that say where a finding is, or whose values it shows."""
        name = self.node.name
        of_group = {f"{name}·severity", *(f"{name}·{p}{self.suffix}" for p in _MARGIN)}
        return WHERE | of_group | {_column(r) for r in self.node.references.values()}

    @property
    def suffix(self) -> str:
        return "·window" if isinstance(self.check, GroupCheck) and self.check.over else ""

    def group_finding(self, row: Mapping[str, Any]) -> Finding:
        figures = self.margin(row)
        en, zh = self.check.en, self.check.zh or self.check.en
        if figures["known"] != figures["members"]:
            en += f", of the known {figures['known']} of {figures['members']}"
            zh += f"(已知 {figures['known']}/{figures['members']})"
        return self.said(row, Severity(row[f"{self.node.name}·severity"]), figures, en, zh)

    def finding(self, row: Mapping[str, Any]) -> Finding:
        version = _version(self.node, row.get(DAY))
        reading = version.reading if version and version.reading != self.node.name else ""
        zh = self.check.zh or self.check.en
        return self.said(row, self.check.severity, self.figures(row, version), self.check.en, zh, reading)

    def said(
        self,
        row: Mapping[str, Any],
        severity: Severity,
        figures: Mapping[str, str | None],
        en: str,
        zh: str,
        reading: str = "",
    ) -> Finding:
        return Finding(
            code=self.check.code,
            severity=severity,
            clause=", ".join(self.check.cites),
            entity=self.node.entity,
            district=row.get("district") or self.book.district,
            subject=subject(self.node.entity, row),
            month=month_of_row(row),
            message_en=self.sentence(en, figures, "en"),
            message_zh=self.sentence(zh, figures, "zh"),
            fix_en=self.check.fix_en,
            fix_zh=self.check.fix_zh,
            figures=figures,
            reading=reading,
            rulebook=self.book.hash,
            parameters=self.parameters(row.get(DAY)),
            source=row.get("source") or "",
        )

    def sentence(self, said: str, figures: Mapping[str, str | None], language: str) -> str:
        """What the check says, and the figures by their labels."""
        shown = [
            f"{self.label(name, language)} {_said(value, language)}"
            for name, value in figures.items()
            if value is not None and name not in ("known", "members")
        ]
        joint = (";", "、") if language == "zh" else ("; ", ", ")
        return f"{said}{joint[0]}{joint[1].join(shown)}" if shown else said

    def label(self, name: str, language: str) -> str:
        if (name, language) not in self._labels:
            self._labels[name, language] = argument_label(self.book, self.node, name, language)
        return self._labels[name, language]

    def figures(self, row: Mapping[str, Any], version: Version | None) -> dict[str, str | None]:
        if version is None:
            return {}
        if version.start not in self._shown:
            self._shown[version.start] = list(self.shown(version))
        return {
            name: (write(row.get(column), kind) or None if column else known)
            for name, kind, column, known in self._shown[version.start]
        }

    def shown(self, version: Version) -> Iterator[tuple[str, Kind, str, str | None]]:
        """The figures of a version: name and kind, and the column that has the value, or the parameter's value."""
        for argument, kind in version.formula.arguments:
            if not isinstance(kind, Kind):
                continue
            if argument in version.values:
                value = version.values[argument]
                if not isinstance(value, Table):
                    yield argument, kind, "", write(value, kind) or None
                continue
            reference = self.node.references[argument]
            declared = VOCABULARY.find(reference.entity, reference.name)
            if declared is None or not declared.personal:
                yield argument, kind, _column(reference), None

    def margin(self, row: Mapping[str, Any]) -> dict[str, str | None]:
        found = {p: row.get(f"{self.node.name}·{p}{self.suffix}") for p in _MARGIN}
        total = found["sum"]
        return {
            "margin": write(total, FEN) if total is not None else None,
            "known": str(found["known"]),
            "members": str(found["members"]),
        }

    def parameters(self, day: object) -> tuple[str, ...]:
        if not isinstance(day, datetime.date):
            return ()
        if day not in self._parameters:
            self._parameters[day] = parameters_in_force(self.book, self.node.key, day)
        return self._parameters[day]


def parameters_in_force(book: Rulebook, key: Key, day: datetime.date) -> tuple[str, ...]:
    """The sections that a node rests on, on a day: `minimum_wage@2010-02-01`."""
    found = []
    for entity, name in sorted(book.closure([key])):
        node = book.nodes.get((entity, name))
        version = node.version_on(day) if node and node.versions else None
        if version and version.section and version.section.effective_from:
            found.append(f"{name}@{version.section.effective_from}")
    return tuple(dict.fromkeys(found))


def _column(reference: Reference) -> str:
    """The column in which a plan keeps what an argument stands for."""
    return f"{reference.entity}.{reference.name}" if reference.links else reference.name


def _version(node: Node, day: object) -> Version | None:
    if isinstance(day, datetime.date):
        return node.version_on(day)
    return node.versions[0] if node.versions else None


def _said(value: str, language: str) -> str:
    return {"true": ("是", "yes"), "false": ("否", "no")}.get(value, (value, value))[language == "en"]

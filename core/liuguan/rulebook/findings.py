"""Findings: what a check says of a row, with its clause, figures, reading, parameters and a way out.

An unknown result is a finding too. Blank cells are reported together, one finding for each check, month and
missing input; an explicitly unknown parameter once for each district and month.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from liuguan.language.compiler import Formula
from liuguan.language.kinds import FEN, Kind, Table
from liuguan.language.tree import operands
from liuguan.language.written import month_text, write
from liuguan.rulebook.book import Key, Node, Rulebook, Version
from liuguan.rulebook.definitions import Check, GroupCheck, Severity
from liuguan.rulebook.evaluate import Results
from liuguan.rulebook.facts import DAY, ROW
from liuguan.rulebook.labels import label, term

ORDER = (Severity.VIOLATION, Severity.WARNING, Severity.UNKNOWN, Severity.INFO)
UNKNOWN_PARAMETER = "PAR001"
BEYOND_LAW = "LAW001"
MOST_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding; `figures` go from a name to its written value, `subject` never holds personal data."""

    code: str
    severity: Severity
    clause: str
    district: str
    entity: str
    subject: str
    month: str
    message_zh: str
    message_en: str
    fix_zh: str = ""
    fix_en: str = ""
    figures: Mapping[str, str | None] = field(default_factory=dict)
    reading: str = ""
    rulebook: str = ""
    parameters: tuple[str, ...] = ()
    source: str = ""

    def to_json(self) -> dict[str, Any]:
        """The finding as plain values, as the findings schema has it."""
        return {
            "code": self.code, "severity": self.severity.value, "clause": self.clause, "district": self.district,
            "entity": self.entity, "subject": self.subject, "month": self.month,
            "message": {"zh": self.message_zh, "en": self.message_en}, "fix": {"zh": self.fix_zh, "en": self.fix_en},
            "figures": dict(self.figures), "reading": self.reading, "rulebook": self.rulebook,
            "parameters": list(self.parameters), "source": self.source,
        }  # fmt: skip


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
    yield from _beyond(results)
    told = set()
    for finding in _unknown_parameters(results):
        told.add(finding.figures["parameter"])
        yield finding
    for node in checks(results.book):
        frame = results.frames.get(node.entity)
        if frame is None or node.name not in frame.columns or not frame.height:
            continue
        reader = _Reader(results, node, frame)
        yield from reader.found()
        yield from reader.unknown(told, supplied or {})


class _Reader:
    def __init__(self, results: Results, node: Node, frame: pl.DataFrame) -> None:
        self.results, self.node, self.frame = results, node, frame
        self.book = results.book
        definition = node.definition
        assert isinstance(definition, Check | GroupCheck)
        self.check: Check | GroupCheck = definition
        self._parameters: dict[datetime.date, tuple[str, ...]] = {}

    def found(self) -> Iterator[Finding]:
        group = isinstance(self.check, GroupCheck)
        for row in self.frame.filter(pl.col(self.node.name)).iter_rows(named=True):
            version = _version(self.node, row.get(DAY))
            severity = Severity(row[f"{self.node.name}·severity"]) if group else self.check.severity
            figures = self.margin(row) if group else self.figures(row, version)
            known = f" of the known {figures['known']} of {figures['members']}" if group else ""
            known_zh = f"(已知 {figures['known']}/{figures['members']} 人)" if group else ""
            yield self.finding(
                row, severity, figures, self.check.en + known, self.check.zh + known_zh,
                reading=version.reading if version and version.reading != self.node.name else "",
            )  # fmt: skip

    def finding(
        self, row: Mapping[str, Any], severity: Severity, figures: Mapping[str, str | None], en: str, zh: str,
        *, reading: str = "",
    ) -> Finding:  # fmt: skip
        said_en = _with_figures(en, figures, "en", self.book, self.node)
        return Finding(
            code=self.check.code, severity=severity, clause=", ".join(self.check.cites), entity=self.node.entity,
            district=row.get("district") or self.book.district, subject=subject(self.node.entity, row),
            month=_month(row), message_en=said_en, message_zh=_with_figures(zh or en, figures, "zh", self.book, self.node),
            fix_en=self.check.fix_en, fix_zh=self.check.fix_zh, figures=figures, reading=reading,
            rulebook=self.book.hash, parameters=self.parameters(row.get(DAY)), source=row.get("source") or "",
        )  # fmt: skip

    def figures(self, row: Mapping[str, Any], version: Version | None) -> dict[str, str | None]:
        found: dict[str, str | None] = {}
        if version is None:
            return found
        for argument, kind in version.formula.arguments:
            if argument in version.values:
                value = version.values[argument]
                if not isinstance(value, Table) and isinstance(kind, Kind):
                    found[argument] = write(value, kind) or None
                continue
            reference = self.node.references[argument]
            column = reference.name if not reference.links else f"{reference.entity}.{reference.name}"
            if isinstance(kind, Kind):
                found[argument] = write(row.get(column), kind) or None
        return found

    def margin(self, row: Mapping[str, Any]) -> dict[str, str | None]:
        suffix = "·window" if isinstance(self.check, GroupCheck) and self.check.over else ""
        found = {p: row.get(f"{self.node.name}·{p}{suffix}") for p in ("sum", "known", "members")}
        total = found["sum"]
        return {
            "margin": write(total, FEN) if total is not None else None, "known": str(found["known"]),
            "members": str(found["members"]),
        }  # fmt: skip

    def parameters(self, day: object) -> tuple[str, ...]:
        if not isinstance(day, datetime.date):
            return ()
        if day not in self._parameters:
            self._parameters[day] = parameters_in_force(self.book, self.node.key, day)
        return self._parameters[day]

    # ---- unknown

    def unknown(self, told: set[str | None], supplied: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
        blank = self.frame.filter(pl.col(self.node.name).is_null())
        if not blank.height:
            return
        if any(b.node == n for b in self.results.beyond for _, n in [self.node.key]):
            return
        roots = _roots(self.results, self.node)
        if roots.parameters & told:
            blank = blank.filter(~_explained(self.results, blank, roots.parameters & told))
        month = "month" if "month" in blank.columns else DAY
        for (when,), rows in blank.group_by([month], maintain_order=True):
            row = rows.row(0, named=True)
            missing = _missing(rows, roots.inputs, supplied.get(self.node.entity))
            subjects = [subject(self.node.entity, r) for r in rows.head(MOST_NAMED).iter_rows(named=True)]
            figures: dict[str, str | None] = {"rows": str(rows.height), "missing": ", ".join(missing) or None}
            labels = {
                lang: ("、" if lang == "zh" else ", ").join(label(self.book, self.node.entity, m, lang) for m in missing)
                for lang in ("zh", "en")
            }
            more = " …" if rows.height > MOST_NAMED else ""
            yield Finding(
                code=self.check.code, severity=Severity.UNKNOWN, clause=", ".join(self.check.cites), entity=self.node.entity,
                district=row.get("district") or self.book.district, subject=", ".join(subjects) + more, month=_month(row),
                message_en=f"not judged for {rows.height} rows: {self.check.en}; not known: {labels['en'] or 'other months or members'}",
                message_zh=f"{rows.height} 行无法判断:{self.check.zh or self.check.en};缺:{labels['zh'] or '其他月份或成员'}",
                fix_en="supply the missing cells", fix_zh="补齐缺失的数据", figures=figures, rulebook=self.book.hash,
                source=row.get("source") or "",
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Roots:
    inputs: frozenset[str]
    parameters: frozenset[str]


def _roots(results: Results, node: Node) -> _Roots:
    """Inputs of the row, and nodes with unknown parameters, that a check rests on."""
    closure = _needed_for_sure(results, node.key)
    inputs = frozenset(n for e, n in closure if e == node.entity and (e, n) not in results.book.nodes)
    named = frozenset(
        n for e, n in closure if (e, n) in results.book.nodes and _has_unknown(results.book.nodes[e, n])
    )
    return _Roots(inputs, named)


def _needed_for_sure(results: Results, key: Key) -> set[Key]:
    """What a node rests on, without what only stands in `first_known(it, something else)` and what was given."""
    found: set[Key] = set()
    stack = [key]
    while stack:
        at = stack.pop()
        if at in found:
            continue
        found.add(at)
        node = results.book.nodes.get(at)
        if node is None or at in results.given:
            continue
        never = {a for a, r in node.references.items() if _is_unanswered(results.book.nodes.get((r.entity, r.name)))}
        optional = {r for v in node.versions for n in _optional(v.formula, never) if (r := node.references.get(n))}
        dispensable = {(r.entity, r.name) for r in optional}
        stack += [n for n in results.book.needs.get(at, ()) if n not in dispensable]
    return found


def _is_unanswered(node: Node | None) -> bool:
    """Whether a node is a question to which the district has no answer, so that it is never known."""
    return node is not None and node.question is not None and not node.versions and node.question.default is None


def _optional(formula: Formula, never: Set[str]) -> set[str]:
    """Arguments that only stand as the first of two in `first_known`; the second is not one of those never known."""
    steps = formula.tree.steps
    first = {
        s[2][0] for s in steps if s[0] == "call" and s[1] == "first_known"  # type: ignore[index]
        and (steps[s[2][1]][0] != "name" or str(steps[s[2][1]][1]) not in never)  # type: ignore[index]
    }  # fmt: skip
    firm = {i for s in steps for i in operands(s) if not (s[0] == "call" and s[1] == "first_known" and i == s[2][0])}  # type: ignore[index]
    return {str(steps[i][1]) for i in first - firm if steps[i][0] == "name"}


def _has_unknown(node: Node) -> bool:
    return any(
        value is None or (isinstance(value, Table) and None in value.rows.values())
        for v in node.versions for value in v.values.values()
    )  # fmt: skip


def _unknown_parameters(results: Results) -> Iterator[Finding]:
    """One finding for each district, month and node whose parameters say that the value is not known."""
    frame = results.frames.get("district_month")
    if frame is None:
        return
    for node in results.book.of("district_month"):
        if node.name not in frame.columns or not _has_unknown(node):
            continue
        for row in frame.filter(pl.col(node.name).is_null()).iter_rows(named=True):
            version = node.version_on(row[DAY]) if isinstance(row[DAY], datetime.date) else None
            if version is None or not _unknown_here(version, row):
                continue
            section = version.section
            yield Finding(
                code=UNKNOWN_PARAMETER, severity=Severity.UNKNOWN, clause=", ".join(node.definition.cites),
                district=row.get("district") or results.book.district, entity="district_month",
                subject=str(row.get("district") or ""), month=_month(row),
                message_en=f"{node.name.replace('_', ' ')} is explicitly unknown for this month; what needs it is not judged",
                message_zh=f"{node.definition.zh or node.name}本月明确未知;依赖它的事项不作判断",
                fix_en="give the value in the city's parameters once its source is found", fix_zh="找到依据后补入市级参数",
                figures={"parameter": node.name}, rulebook=results.book.hash,
                parameters=(f"{node.name}@{section.effective_from}",) if section else (),
            )  # fmt: skip


def _unknown_here(version: Version, row: Mapping[str, Any]) -> bool:
    for value in version.values.values():
        if value is None:
            return True
        if isinstance(value, Table) and value.rows.get(row.get("district"), 0) is None:
            return True
    return False


def _explained(results: Results, rows: pl.DataFrame, parameters: frozenset[str | None]) -> pl.Expr:
    """Rows of district-months in which one of the named parameters is unknown."""
    frame = results.frames["district_month"]
    hit = pl.lit(False)
    for name in sorted(str(p) for p in parameters):
        months = frame.filter(pl.col(name).is_null())["month"].unique().to_list() if name in frame.columns else []
        hit = hit | pl.col("month").is_in(months) if "month" in rows.columns else hit
    return hit


def _missing(rows: pl.DataFrame, inputs: frozenset[str], supplied: frozenset[str] | None) -> list[str]:
    """Inputs without a value in some of the rows, those that no file brought first."""
    blank = [n for n in inputs if n in rows.columns and rows[n].null_count()]
    return sorted(blank, key=lambda n: (supplied is not None and n in supplied, -rows[n].null_count(), n))


def _beyond(results: Results) -> Iterator[Finding]:
    for b in results.beyond:
        node = results.book.nodes[b.entity, b.node]
        yield Finding(
            code=BEYOND_LAW, severity=Severity.UNKNOWN, clause=", ".join(node.definition.cites), entity=b.entity,
            district=results.book.district, subject=b.node, month=month_text(b.day.year * 12 + b.day.month - 1),
            message_en=f"beyond known law: {b.node.replace('_', ' ')}, {b.reason}",
            message_zh=f"超出已知规定:{node.definition.zh or b.node}({'早于首个已知值' if 'before' in b.reason else '晚于最后已知值'})",
            fix_en="extend the city's parameters", fix_zh="补充市级参数", figures={"parameter": b.node},
            rulebook=results.book.hash,
        )  # fmt: skip


def parameters_in_force(book: Rulebook, key: Key, day: datetime.date) -> tuple[str, ...]:
    """The sections that a node rests on, on a day: `minimum_wage@2010-02-01`."""
    found = []
    for entity, name in sorted(book.closure([key])):
        node = book.nodes.get((entity, name))
        version = node.version_on(day) if node and node.versions else None
        if version and version.section and version.section.effective_from:
            found.append(f"{name}@{version.section.effective_from}")
    return tuple(dict.fromkeys(found))


def subject(entity: str, row: Mapping[str, Any]) -> str:
    """What a finding is about: entity, district and the row's own reference, never an ID number."""
    own = row.get("subject") or (row.get("station") if entity == "station_month" else None)
    if own is None and row.get(ROW) is not None and entity not in ("district_month", "standard"):
        own = f"row {row[ROW] + 1}"
    return " ".join(str(p) for p in (entity, row.get("district"), own if own != row.get("district") else None) if p)


def _version(node: Node, day: object) -> Version | None:
    if isinstance(day, datetime.date):
        return node.version_on(day)
    return node.versions[0] if node.versions else None


def _month(row: Mapping[str, Any]) -> str:
    month = row.get("month")
    if isinstance(month, int):
        return month_text(month)
    day = row.get(DAY)
    return month_text(day.year * 12 + day.month - 1) if isinstance(day, datetime.date) else ""


def _with_figures(
    sentence: str, figures: Mapping[str, str | None], language: str, book: Rulebook, node: Node
) -> str:
    shown = []
    for name, value in figures.items():
        if value is None or name in ("known", "members"):
            continue
        reference = node.references.get(name)
        said = label(book, reference.entity, reference.name, language) if reference else term(book, name, language)
        shown.append(f"{said} {_said(value, language)}")
    joint = (";", "、") if language == "zh" else ("; ", ", ")
    return f"{sentence}{joint[0]}{joint[1].join(shown)}" if shown else sentence


def _said(value: str, language: str) -> str:
    return {"true": ("是", "yes"), "false": ("否", "no")}.get(value, (value, value))[language == "en"]


def at_or_above(found: Sequence[Finding], level: Severity) -> int:
    """How many findings are at least as grave as a level."""
    grave = ORDER[: ORDER.index(level) + 1]
    return sum(f.severity in grave for f in found)



"""What cannot be judged, as findings: blank cells, explicitly unknown parameters, months beyond known law.

Blank cells are reported together, one finding for each check, month and district; an explicitly unknown
parameter once for each district and month, and what rests on it is not reported again.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

import polars as pl

from liuguan.language.compiler import Formula
from liuguan.language.kinds import Table
from liuguan.language.tree import operands
from liuguan.language.written import month_text
from liuguan.rulebook.book import Key, Node, Version
from liuguan.rulebook.definitions import Check, GroupCheck, Severity
from liuguan.rulebook.evaluate import Results
from liuguan.rulebook.facts import DAY
from liuguan.rulebook.finding import WHERE, Finding, month_of_row, subject
from liuguan.rulebook.labels import label
from liuguan.vocabulary import DISTRICT_MONTH

UNKNOWN_PARAMETER = "PAR001"
BEYOND_LAW = "LAW001"
MOST_NAMED = 5


def unknown_parameters(results: Results) -> Iterator[Finding]:
    """One finding for each district, month and node whose parameters say that the value is not known."""
    frame = results.frames.get(DISTRICT_MONTH)
    if frame is None:
        return
    for node in results.book.of(DISTRICT_MONTH):
        if node.name not in frame.columns or not _has_unknown(node):
            continue
        for row in _shown(frame, pl.col(node.name).is_null()).iter_rows(named=True):
            version = node.version_on(row[DAY]) if isinstance(row[DAY], datetime.date) else None
            if version is None or not _unknown_here(version, row):
                continue
            section = version.section
            yield Finding(
                code=UNKNOWN_PARAMETER,
                severity=Severity.UNKNOWN,
                clause=", ".join(node.definition.cites),
                district=row.get("district") or results.book.district,
                entity=DISTRICT_MONTH,
                subject=str(row.get("district") or ""),
                month=month_of_row(row),
                message_en=f"{label(results.book, *node.key, 'en')} is explicitly unknown for this month; "
                "what needs it is not judged",
                message_zh=f"{label(results.book, *node.key, 'zh')}本月明确未知;依赖它的事项不作判断",
                fix_en="give the value in the city's parameters once its source is found",
                fix_zh="找到依据后补入市级参数",
                figures={"parameter": node.name},
                rulebook=results.book.hash,
                parameters=(f"{node.name}@{section.effective_from}",) if section else (),
            )


def beyond_law(results: Results) -> Iterator[Finding]:
    """One finding for each month and node for which no law is known."""
    for b in results.beyond:
        node = results.book.nodes[b.entity, b.node]
        yield Finding(
            code=BEYOND_LAW,
            severity=Severity.UNKNOWN,
            clause=", ".join(node.definition.cites),
            entity=b.entity,
            district=results.book.district,
            subject=b.node,
            month=month_text(b.day.year * 12 + b.day.month - 1),
            message_en=f"beyond known law: {label(results.book, *node.key, 'en')}, {b.reason}",
            message_zh=f"超出已知规定:{label(results.book, *node.key, 'zh')}({b.reason.zh})",
            fix_en="extend the city's parameters",
            fix_zh="补充市级参数",
            figures={"parameter": b.node},
            rulebook=results.book.hash,
        )


def unknown_checks(
    grounds: Grounds, node: Node, told: Set[str], supplied: Mapping[str, frozenset[str]]
) -> Iterator[Finding]:
    """Findings for the rows that a check cannot judge, one for each month.

    Args:
        told: parameters already reported as unknown.
        supplied: for each entity the inputs that the files brought at all.
    """
    check, results = node.definition, grounds.results
    assert isinstance(check, Check | GroupCheck)
    frame, roots = results.frames[node.entity], grounds.of(node)
    unknown = pl.col(node.name).is_null() & ~grounds.is_told(frame, roots.parameters & told)
    blank = _shown(frame, unknown & ~_is_beyond(results, roots.nodes), roots.inputs_of(node.entity))
    if not blank.height:
        return
    by = "month" if "month" in blank.columns else DAY
    members = _unknown_members(results, node, roots)
    for rows in _by_subject(blank, by).partition_by(by, maintain_order=True):
        row = rows.row(0, named=True)
        entity, whose = members.get(row[by], (node.entity, rows))
        missing = _missing(whose, roots.inputs_of(entity), supplied.get(entity))
        subjects = [subject(entity, r) for r in whose.head(MOST_NAMED).iter_rows(named=True)]
        zh = "、".join(label(results.book, entity, m, "zh") for m in missing) or "其他月份或成员"
        en = ", ".join(label(results.book, entity, m, "en") for m in missing) or "other months or members"
        yield Finding(
            code=check.code,
            severity=Severity.UNKNOWN,
            clause=", ".join(check.cites),
            entity=node.entity,
            district=row.get("district") or results.book.district,
            subject=", ".join(subjects) + (" …" if whose.height > MOST_NAMED else ""),
            month=month_of_row(row),
            message_en=f"not judged for {whose.height} rows: {check.en}; not known: {en}",
            message_zh=f"{whose.height} 行无法判断:{check.zh or check.en};缺:{zh}",
            fix_en="supply the missing cells",
            fix_zh="补齐缺失的数据",
            figures={"rows": str(whose.height), "missing": ", ".join(missing) or None},
            rulebook=results.book.hash,
            source=row.get("source") or "",
        )


def _by_subject(rows: pl.DataFrame, first: str) -> pl.DataFrame:
    """Rows in an order that says nothing of keys: people are named alike whatever their keys are."""
    return rows.sort(first, *(c for c in ("subject", "source") if c in rows.columns), maintain_order=True)


def _shown(frame: pl.DataFrame, rows: pl.Expr, inputs: Set[str] = frozenset()) -> pl.DataFrame:
    """Some of the rows of a frame: the columns that say where they are, and those of inputs."""
    return frame.select(pl.col([c for c in frame.columns if c in WHERE or c in inputs]).filter(rows))


def _unknown_members(results: Results, node: Node, roots: _Roots) -> dict[object, tuple[str, pl.DataFrame]]:
    """For each month the members of a group whose margin is unknown: they are named in the place of the group."""
    check = node.group_check
    if check is None:
        return {}
    inside = pl.lit(True) if check.where is None else pl.col(check.where).fill_null(True)
    unknown = inside & pl.col(check.margin).is_null()
    found = _by_subject(_shown(results.frames[check.holder], unknown, roots.inputs_of(check.holder)), "month")
    by_month = found.partition_by("month", as_dict=True, maintain_order=True)
    return {month: (check.holder, rows) for (month,), rows in by_month.items()}


@dataclass(frozen=True, slots=True)
class _Roots:
    """What a check rests on for sure: inputs and nodes, and of the nodes those with unknown parameters."""

    inputs: frozenset[Key]
    nodes: frozenset[Key]
    parameters: frozenset[str]

    def inputs_of(self, entity: str) -> frozenset[str]:
        return frozenset(n for e, n in self.inputs if e == entity)


class Grounds:
    """What the checks of one evaluation rest on; what several of them share is found once."""

    def __init__(self, results: Results) -> None:
        self.results = results
        self._firm: dict[Key, list[Key]] = {}
        self._blank: dict[str, list[int]] = {}
        self._has_unknown: dict[Key, bool] = {}

    def of(self, node: Node) -> _Roots:
        """What a check rests on."""
        closure = self._needed_for_sure(node.key)
        nodes = frozenset(k for k in closure if k in self.results.book.nodes)
        return _Roots(closure - nodes, nodes, frozenset(k[1] for k in nodes if self.has_unknown(k)))

    def has_unknown(self, key: Key) -> bool:
        """Whether the law says of a parameter of a node that its value is not known."""
        if key not in self._has_unknown:
            self._has_unknown[key] = _has_unknown(self.results.book.nodes[key])
        return self._has_unknown[key]

    def is_told(self, frame: pl.DataFrame, parameters: Set[str]) -> pl.Expr:
        """Rows of district-months in which one of the named parameters is unknown."""
        months = {m for p in parameters for m in self._blank_months(p)}
        return pl.col("month").is_in(sorted(months)) if months and "month" in frame.columns else pl.lit(False)

    def _blank_months(self, parameter: str) -> list[int]:
        if parameter not in self._blank:
            frame = self.results.frames.get(DISTRICT_MONTH, pl.DataFrame())
            blank = frame[parameter].is_null() if parameter in frame.columns else None
            self._blank[parameter] = [] if blank is None else frame["month"].filter(blank).drop_nulls().to_list()
        return self._blank[parameter]

    def _needed_for_sure(self, key: Key) -> frozenset[Key]:
        """What a node rests on, without what only stands in `first_known(it, something else)` and what was given."""
        found: set[Key] = set()
        stack = [key]
        while stack:
            at = stack.pop()
            if at not in found:
                found.add(at)
                if at not in self._firm:
                    self._firm[at] = self._firm_needs(at)
                stack += self._firm[at]
        return frozenset(found)

    def _firm_needs(self, key: Key) -> list[Key]:
        nodes, node = self.results.book.nodes, self.results.book.nodes.get(key)
        if node is None or key in self.results.given:
            return []
        never = {a for a, r in node.references.items() if _is_unanswered(nodes.get((r.entity, r.name)))}
        optional = {r for v in node.versions for n in _optional(v.formula, never) if (r := node.references.get(n))}
        dispensable = {(r.entity, r.name) for r in optional}
        return [n for n in self.results.book.needs.get(key, ()) if n not in dispensable]


def _is_beyond(results: Results, nodes: frozenset[Key]) -> pl.Expr:
    """Rows judged by a day on which something they rest on is beyond known law."""
    days = [b.day for b in results.beyond if (b.entity, b.node) in nodes]
    return pl.col(DAY).is_in(days).fill_null(False) if days else pl.lit(False)


def _is_unanswered(node: Node | None) -> bool:
    """Whether a node is a question to which the district has no answer, so that it is never known."""
    return node is not None and node.question is not None and not node.versions and node.question.default is None


def _optional(formula: Formula, never: Set[str]) -> set[str]:
    """Arguments that only stand as the first of two in `first_known`, where the second can be known."""
    steps: tuple[Any, ...] = formula.tree.steps
    pairs = [s[2] for s in steps if s[0] == "call" and s[1] == "first_known"]
    first = {a for a, b in pairs if steps[b][0] != "name" or steps[b][1] not in never}
    firm = {i for s in steps for i in operands(s)[s[0] == "call" and s[1] == "first_known" :]}
    return {str(steps[i][1]) for i in first - firm if steps[i][0] == "name"}


def _has_unknown(node: Node) -> bool:
    return any(
        value is None or (isinstance(value, Table) and None in value.rows.values())
        for v in node.versions
        for value in v.values.values()
    )


def _unknown_here(version: Version, row: Mapping[str, Any]) -> bool:
    for value in version.values.values():
        if value is None:
            return True
        if isinstance(value, Table) and value.rows.get(row.get("district"), 0) is None:
            return True
    return False


def _missing(rows: pl.DataFrame, inputs: frozenset[str], supplied: frozenset[str] | None) -> list[str]:
    """Inputs without a value in some of the rows, those that no file brought first."""
    blank = [n for n in inputs if n in rows.columns and rows[n].null_count()]
    return sorted(blank, key=lambda n: (supplied is not None and n in supplied, -rows[n].null_count(), n))

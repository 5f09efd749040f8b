"""A district's standard as facts for the filing checks: what it declares, and what it pays made-up workers.

The standard may be any formula, so its figures are found by asking it: four probes (an ordinary and a
central-station post, each with and without data entry) are evaluated like workers, for every month.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from liuguan.language.functions import first_day, last_day
from liuguan.language.kinds import Table
from liuguan.parameters import Section, in_sequence
from liuguan.rulebook.book import Rulebook, Version
from liuguan.rulebook.evaluate import evaluate
from liuguan.rulebook.findings import Finding, findings
from liuguan.rulebook.layer import Layer
from liuguan.vocabulary import STANDARD, WORKER_MONTH, DepartmentMode

DEPARTMENTS = ("labour", "commerce", "tax", "city_appearance", "family_planning", "housing")
GROUPS = tuple(f"IV.3.{n}" for n in range(1, 7))
DUTIES = ("accurate_data", "migrants_concerns", "policy", "service")
_PROBES = {
    "ordinary": ("ordinary", False, False),
    "central": ("central", False, False),
    "data_entry": ("ordinary", True, True),
    "collecting": ("ordinary", False, True),
}


def standard_facts(book: Rulebook, months: Sequence[int]) -> pl.DataFrame:
    """One row per month: the standard in force, as the filing checks read it.

    Args:
        months: month numbers.

    Returns:
        A frame of the entity `standard`; empty where the district has no standard at all.
    """
    if book.standard is None or not months:
        return pl.DataFrame()
    weighted = [v for node in book.nodes.values() for v in node.versions if "item_weights" in v.values]
    rows = []
    for month, figures in _probed(book, months).items():
        declared = _declared(book.standard, weighted, last_day(month))
        rows.append({"district": book.district, "month": month, **declared, **figures})
    return pl.DataFrame(rows, infer_schema_length=None)


def admission(book: Rulebook, months: Sequence[int]) -> list[Finding]:
    """What the filing checks say of a district's standard, month by month."""
    facts = standard_facts(book, months)
    if not facts.height:
        return []
    results = evaluate(book, {STANDARD: facts}, [n.key for n in book.of(STANDARD)])
    return [f for f in findings(results) if f.entity == STANDARD]


def _probed(book: Rulebook, months: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What the standard pays each probe, and the least and greatest of what is at stake."""
    rows = [
        {
            "worker": name, "district": book.district, "month": month, "post": post, "data_entry": entry,
            "collects_and_enters": collects, "full_time": True, "star": 1, "scheduled_days": 21, "paid_days": 21,
            "employment_start": first_day(month), "migrant_work_start": first_day(month),
        }
        for month in months for name, (post, entry, collects) in _PROBES.items()
    ]  # fmt: skip
    probes = pl.DataFrame(rows)
    wanted = [
        n for n in ("standard_wage", "at_stake", "floating_pool", "withheld_pay") if (WORKER_MONTH, n) in book.nodes
    ]
    paid = evaluate(book, {WORKER_MONTH: probes}, [(WORKER_MONTH, n) for n in wanted]).frame(WORKER_MONTH)
    monthly = paid.select("worker", "month", *wanted).with_columns(
        (pl.col("standard_wage") - pl.col("withheld_pay")).alias("gross_pay")
    )
    net = evaluate(book, {WORKER_MONTH: probes.with_columns(monthly["gross_pay"])}, [(WORKER_MONTH, "net_pay")]).frame(
        WORKER_MONTH
    )
    monthly = monthly.with_columns(net["net_pay"])
    by_month: dict[int, dict[str, dict[str, Any]]] = {}
    for row in monthly.iter_rows(named=True):
        by_month.setdefault(row["month"], {})[row["worker"]] = row
    found: dict[int, dict[str, Any]] = {}
    for month in months:
        of_month = by_month[month]
        ordinary = of_month["ordinary"]
        found[month] = {
            **{f"standard_{name}": row["standard_wage"] for name, row in of_month.items()},
            "standard_net_ordinary": ordinary["net_pay"],
            "lowest_month_paid": _least([_less(r["gross_pay"], r["at_stake"]) for r in of_month.values()]),
            "most_at_stake_over_pool": _most([_less(r["at_stake"], r["floating_pool"]) for r in of_month.values()]),
        }
    return found


def _less(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a - b


def _least(values: Sequence[int | None]) -> int | None:
    known = [v for v in values if v is not None]
    return min(known) if len(known) == len(values) else None


def _most(values: Sequence[int | None]) -> int | None:
    known = [v for v in values if v is not None]
    return max(known) if len(known) == len(values) else None


def _declared(standard: Layer, weighted: Sequence[Version], day: datetime.date) -> dict[str, Any]:
    """What the manifest and the sections in force say; `weighted` are the versions with weights of work items."""
    manifest = standard.manifest
    weights = _weights(weighted, day)
    groups = _mapping(manifest.get("assessment_groups"))
    modes = _mapping(manifest.get("department_modes"))
    in_force = _in_force(standard.sections, day)
    tags = manifest.get("duty_tags")
    return {
        **_version(manifest.get("versions"), day),
        "assessment_groups_answered": sum(1 for g in GROUPS if groups.get(g)),
        "item_weights_total": sum(weights) if weights and None not in weights else None,
        "has_item_weights": bool(weights),
        "assessed_monthly": manifest.get("assessment_period") == "month" if "assessment_period" in manifest else None,
        "own_scheme": manifest.get("own_scheme"),
        "assessor_defined": bool(manifest.get("assessor_ordinary")) and bool(manifest.get("assessor_central")),
        "assesses_itself": manifest.get("assessor_central") == "central_station" or "self" in (
            manifest.get("assessor_ordinary"), manifest.get("assessor_central")
        ),
        "dismissal_by_labour_law": manifest.get("dismissal_by_labour_law"),
        "department_modes_declared": sum(1 for d in DEPARTMENTS if modes.get(d) in list(DepartmentMode)),
        "overrides_ratio": bool(manifest.get("overrides_ratio", False)),
        "rules_without_clause": sum(1 for s in in_force if not s.cites),
        "illustrative_values": sum(1 for s in in_force if s.status == "illustrative"),
        "false_over_wrong_penalty": manifest.get("false_over_wrong_penalty"),
        "work_group_tags": len(set(tags) & set(DUTIES)) if isinstance(tags, list) else None,
    }  # fmt: skip


def _in_force(sections: Sequence[Section], day: datetime.date) -> list[Section]:
    """The sections that hold on a day, each until the next of its node."""
    by_node: dict[str, list[Section]] = {}
    for section in sections:
        by_node.setdefault(section.node, []).append(section)
    return [s for of_node in by_node.values() for s in in_sequence(of_node) if s.first_day <= day < s.end]


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _weights(weighted: Sequence[Version], day: datetime.date) -> list[int | None]:
    tables = (v.values["item_weights"] for v in weighted if v.start <= day < v.end)
    return next((list(table.rows.values()) for table in tables if isinstance(table, Table)), [])


def _version(versions: object, day: datetime.date) -> dict[str, Any]:
    """The filed version in force on a day, and how it joins the one before."""
    rows = [_mapping(v) for v in versions] if isinstance(versions, Sequence) else []
    dated = sorted(
        ((start, v) for v in rows if (start := _date(v.get("effective_from"))) is not None), key=lambda pair: pair[0]
    )
    current = [i for i, (start, _) in enumerate(dated) if start <= day]
    if not current:
        return {"effective_from": None, "submitted_on": None, "starts_on_first_of_month": None}
    start, version = dated[current[-1]]
    before = _date(dated[current[-1] - 1][1].get("effective_to")) if current[-1] else None
    apart = (start - before).days if before else 0
    return {
        "effective_from": start,
        "submitted_on": _date(version.get("submitted_on")),
        "retroactive_declared": bool(version.get("retroactive", False)),
        "starts_on_first_of_month": start.day == 1 or bool(version.get("starts_with_merger", False)),
        "gap_days": max(apart, 0),
        "overlap_days": max(-apart, 0),
    }


def _date(value: object) -> datetime.date | None:
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            return None
    return None

"""Inspections and findings as lists show them, with what was found over its denominators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from liuguan.records.store import all_current
from liuguan.records.tables.inspections import Inspection, InspectionFinding
from liuguan.services.inspections.rates import Rate, rates


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionView:
    """An inspection with its findings, and the rates over them."""

    inspection: Inspection
    findings: tuple[InspectionFinding, ...]
    rates: tuple[Rate, ...]


def list_inspections(
    session: Session, district: str, *, first_month: int | None = None, last_month: int | None = None,
    known: int | None = None,
) -> list[InspectionView]:  # fmt: skip
    """The inspections of a district by day, those of some months where they are given."""
    findings: dict[str, list[InspectionFinding]] = {}
    for finding in all_current(session, InspectionFinding, known=known, district=district):
        findings.setdefault(finding.inspection, []).append(finding)
    found = []
    for inspection in all_current(session, Inspection, known=known, district=district):
        month = inspection.day.year * 12 + inspection.day.month - 1
        if (first_month is None or first_month <= month) and (last_month is None or month <= last_month):
            own = tuple(findings.get(inspection.id, ()))
            found.append(InspectionView(inspection=inspection, findings=own, rates=tuple(rates(own))))
    return sorted(found, key=lambda v: (v.inspection.day, v.inspection.id))


def all_findings(views: Sequence[InspectionView]) -> list[InspectionFinding]:
    """The findings of some inspections."""
    return [finding for view in views for finding in view.findings]

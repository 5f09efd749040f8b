"""A finding: what a check says of a row, with its clause, figures, reading, parameters and a way out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from liuguan.language.written import month_text
from liuguan.rulebook.definitions import Severity
from liuguan.rulebook.facts import DAY, ROW

ORDER = (Severity.VIOLATION, Severity.WARNING, Severity.UNKNOWN, Severity.INFO)
"""Severities, gravest first."""
WHERE = frozenset({ROW, DAY, "month", "district", "station", "subject", "source"})
"""Columns of a row that say where a finding is."""


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
            "code": self.code,
            "severity": self.severity.value,
            "clause": self.clause,
            "district": self.district,
            "entity": self.entity,
            "subject": self.subject,
            "month": self.month,
            "message": {"zh": self.message_zh, "en": self.message_en},
            "fix": {"zh": self.fix_zh, "en": self.fix_en},
            "figures": dict(self.figures),
            "reading": self.reading,
            "rulebook": self.rulebook,
            "parameters": list(self.parameters),
            "source": self.source,
        }


def subject(entity: str, row: Mapping[str, Any]) -> str:
    """What a finding is about: entity, district and the row's own reference, never an ID number."""
    own = row.get("subject") or (row.get("station") if entity == "station_month" else None)
    if own is None and row.get(ROW) is not None and entity not in ("district_month", "standard"):
        own = f"row {row[ROW] + 1}"
    return " ".join(str(p) for p in (entity, row.get("district"), own if own != row.get("district") else None) if p)


def month_of_row(row: Mapping[str, Any]) -> str:
    """The month that a row is about, `2010-12`; empty where it has neither month nor day."""
    month = row.get("month")
    if isinstance(month, int):
        return month_text(month)
    day = row.get(DAY)
    return month_text(day.year * 12 + day.month - 1) if isinstance(day, datetime.date) else ""

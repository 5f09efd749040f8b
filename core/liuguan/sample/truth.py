"""The truth about a sample: every planted fault and every finding that must follow; `check` never reads it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from liuguan.language.written import month_number, month_text

TRUTH_FILE = "truth.json"
SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Expected:
    """A finding that a check of the sample must report.

    `subject` is as in a finding, without entity and district; `about` names the parameter that is not known.
    """

    code: str
    severity: str
    district: str
    entity: str
    subject: str
    month: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One planted fault; `subject` is a staff number, a station or a district."""

    kind: str
    clause: str
    form: str
    district: str
    subject: str
    month: str
    expected: tuple[Expected, ...]


@dataclass(slots=True, kw_only=True)
class Truth:
    """Everything that is wrong with a sample, and nothing else is."""

    seed: int
    workers: int
    first_month: int
    last_month: int
    faults: list[Planted] = field(default_factory=list)
    standing: list[Planted] = field(default_factory=list)

    def expected(self, *severities: str) -> set[Expected]:
        """All expected findings, of some severities or of all."""
        every = (e for p in (*self.faults, *self.standing) for e in p.expected)
        return {e for e in every if not severities or e.severity in severities}

    def kinds(self) -> dict[str, int]:
        """How often each kind was planted."""
        found: dict[str, int] = {}
        for planted in self.faults:
            found[planted.kind] = found.get(planted.kind, 0) + 1
        return found

    def to_json(self) -> dict[str, Any]:
        """The truth as plain values; months of one finding stand together."""
        return {
            "schema": SCHEMA, "sample": True, "seed": self.seed, "workers": self.workers,
            "first_month": month_text(self.first_month), "last_month": month_text(self.last_month),
            "planted": [_planted(p) for p in self.faults], "standing": [_planted(p) for p in self.standing],
        }  # fmt: skip

    def save(self, folder: Path) -> Path:
        """Write `truth.json` into a folder; the same truth gives the same bytes."""
        path = folder / TRUTH_FILE
        path.write_text(json.dumps(self.to_json(), ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")
        return path


def read_truth(folder: Path) -> Truth:
    """The truth beside a sample's workbooks.

    Raises:
        ValueError: the file is of a later schema.
    """
    raw = json.loads((folder / TRUTH_FILE).read_text("utf-8"))
    if raw["schema"] != SCHEMA:
        raise ValueError(f"{TRUTH_FILE}: schema {raw['schema']}; this version reads {SCHEMA}")
    return Truth(
        seed=raw["seed"], workers=raw["workers"], first_month=month_number(raw["first_month"]),
        last_month=month_number(raw["last_month"]), faults=[_read(p) for p in raw["planted"]],
        standing=[_read(p) for p in raw["standing"]],
    )  # fmt: skip


def _planted(planted: Planted) -> dict[str, Any]:
    return {
        "kind": planted.kind, "clause": planted.clause, "form": planted.form, "district": planted.district,
        "subject": planted.subject, "month": planted.month, "expected": list(_together(planted.expected)),
    }  # fmt: skip


def _together(expected: Iterable[Expected]) -> Iterable[dict[str, Any]]:
    months: dict[tuple[str, ...], list[str]] = {}
    for e in expected:
        months.setdefault((e.code, e.severity, e.district, e.entity, e.subject, e.about), []).append(e.month)
    for (code, severity, district, entity, subject, about), found in months.items():
        yield {
            "code": code, "severity": severity, "district": district, "entity": entity, "subject": subject,
            **({"about": about} if about else {}), "months": sorted(found),
        }  # fmt: skip


def _read(raw: Mapping[str, Any]) -> Planted:
    expected = tuple(
        Expected(
            code=e["code"],
            severity=e["severity"],
            district=e["district"],
            entity=e["entity"],
            subject=e["subject"],
            month=m,
            about=e.get("about", ""),
        )
        for e in raw["expected"]
        for m in e["months"]
    )
    return Planted(expected=expected, **{k: raw[k] for k in ("kind", "clause", "form", "district", "subject", "month")})

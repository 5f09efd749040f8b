"""A standard as it is filed: its TOML, its compiled layer and its lint report, each found by its hash (V.2, F13)."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import rfc8785

from liuguan.district import City
from liuguan.errors import ConfigError, IntegrityError, Text
from liuguan.records.base import Day
from liuguan.records.tables.filings import Content, Filing
from liuguan.rulebook.layer import Layer
from liuguan.services.admission_report import AdmissionReport, check_district
from liuguan.services.filings.contents import address

TOML, JSON = "application/toml", "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Addresses (SHA-256) of what a filed standard is made of.

    Attributes:
        meaning, document: hashes of the layer by what it decides and by all that it says.
        city: meaning of the city's layer under which it was compiled.
    """

    toml: str
    layer: str
    report: str
    meaning: str
    document: str
    city: str

    def to_json(self) -> dict[str, str]:
        """The parts as the manifest names them."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedVersion:
    """A version as a standard's own TOML dates it; `submitted_on` is what it declares."""

    label: str
    effective_from: Day
    submitted_on: Day | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A standard compiled for filing; `toml` is empty where a district's rules are Python alone."""

    district: str
    toml: bytes
    layer: Layer
    report: AdmissionReport
    versions: tuple[DatedVersion, ...]

    @property
    def layer_bytes(self) -> bytes:
        return self.layer.dumps()

    @property
    def report_bytes(self) -> bytes:
        return rfc8785.dumps(self.report.to_json())


def compose(city: City, district: str, *, standard: Path | None = None, plugin: Path | None = None) -> Composed:
    """Compile a district's standard and judge it as the city would on receiving it.

    Args:
        standard: a TOML file instead of the one in place.
        plugin: a third party's plugin instead of the installed one.

    Raises:
        ConfigError: no such district, no standard, no dated version in it, or the file cannot be read.
        PluginFault: the plugin or its rules do not fit.
    """
    city.check_id(district)
    city.forget(district)
    report = check_district(city, district, standard=standard, plugin=plugin)
    found = city.district(district, standard=standard, plugin=plugin)
    if found.layer is None:
        raise ConfigError([Text("没有标准", "there is no standard")], where=district)
    versions = dated_versions(found.layer.manifest)
    if not versions:
        dated = Text(
            "没有 [[versions]];请写明 version 和 effective_from",
            "there is no [[versions]]; state version and effective_from",
        )
        raise ConfigError([dated], where=found.config.place if found.config else district)
    text = found.config.text if found.config is not None else b""
    return Composed(district=district, toml=text, layer=found.layer, report=report, versions=versions)


def dated_versions(manifest: Mapping[str, object]) -> tuple[DatedVersion, ...]:
    """The versions that a standard's own text dates, oldest first."""
    rows = manifest.get("versions")
    found = []
    for row in rows if isinstance(rows, Sequence) else ():
        starts = row.get("effective_from") if isinstance(row, Mapping) else None
        if isinstance(starts, datetime.date):
            said = row.get("submitted_on")
            submitted = said if isinstance(said, datetime.date) else None
            label = str(row.get("version", ""))
            found.append(DatedVersion(label=label, effective_from=starts, submitted_on=submitted))
    return tuple(sorted(found, key=lambda v: v.effective_from))


def standard_due(city: City) -> tuple[Day | None, str]:
    """By which day every district files its first standard (V.1), and the status of that day."""
    section = next((s for s in reversed(city.layer.sections) if s.node == "standards_due"), None)
    day = section.values.get("due_on") if section is not None else None
    return day if isinstance(day, datetime.date) else None, section.status if section is not None else ""


def parts_of(filing: Filing) -> Parts:
    """The parts that a filed standard names."""
    manifest: dict[str, Any] = json.loads(filing.manifest)
    return Parts(**manifest["parts"])


def version_label(filing: Filing) -> str:
    """What a filed standard calls its version."""
    return str(json.loads(filing.manifest)["version"])


def layer_of(content: Content | None, at: str) -> Layer:
    """The layer that stands at an address.

    Raises:
        IntegrityError: nothing stands there, or something else than the address says.
    """
    short = at[:12]
    if content is None:
        raise IntegrityError(Text(f"缺少内容 {short}", f"content {short} is missing"))
    if address(content.data) != at:
        raise IntegrityError(Text(f"内容 {short} 与其哈希不符", f"content {short} does not match its hash"))
    return Layer.loads(content.data)


__all__ = [
    "JSON", "TOML", "Composed", "DatedVersion", "Parts", "compose", "dated_versions", "layer_of", "parts_of",
    "standard_due", "version_label",
]  # fmt: skip

"""The districts of a city: who they are, for how long, and what answers for them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from liuguan import plugins
from liuguan.configs import read_standard
from liuguan.district import City


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictRow:
    """One district for the time that it exists."""

    id: str
    name_zh: str
    name_en: str
    code: str
    valid_from: str
    valid_to: str
    successor: str
    county: bool
    pay_tier: str
    standard: str
    versions: str
    status: str
    plugin: str


def list_districts(city: City) -> list[DistrictRow]:
    """All districts of the city's configuration, in its order; nothing of a plugin is imported."""
    modules = plugins.index(plugins.DISTRICTS)
    rows = []
    for unit in city.config.units:
        path = city.folder / f"{unit.id}.toml"
        config = read_standard(path) if path.is_file() else None
        starts = [str(v.get("effective_from", "")) for v in config.versions] if config else []
        statuses = sorted({str(s.content.get("status", "unverified")) for s in config.sections}) if config else []
        rows.append(
            DistrictRow(
                id=unit.id, name_zh=unit.name_zh, name_en=unit.name_en, code=unit.code,
                valid_from="" if unit.valid_from == datetime.date.min else unit.valid_from.isoformat(),
                valid_to="" if unit.valid_to == datetime.date.max else unit.valid_to.isoformat(),
                successor=unit.successor, county=unit.county, pay_tier=unit.pay_tier,
                standard=path.name if config else "", versions=" ".join(starts), status=" ".join(statuses),
                plugin=modules.get(unit.id, ""),
            )
        )  # fmt: skip
    return rows

"""Stations, and the counts from which staffing is judged."""

from __future__ import annotations

from typing import ClassVar

from liuguan.records.base import Day, Version, one_of, stated, versions
from liuguan.vocabulary import DISTRICT_MONTH, STATION_MONTH

STATION_KINDS = ("street", "central", "community")
WHOLE_DISTRICT = ""


class Station(Version, table=True):
    """A street, a central station or a community, with the days between which it exists."""

    __tablename__ = "station"
    KEY: ClassVar[tuple[str, ...]] = ("district", "name", "valid_from")
    __table_args__ = versions(*KEY)

    district: str
    name: str
    kind: str = one_of("kind", STATION_KINDS)
    parent: str | None = None
    valid_from: Day
    valid_to: Day | None = None
    """First day on which it no longer exists."""


class Population(Version, table=True):
    """The counts of a unit in a month (F5); an empty `station` is the district itself. Counts, never persons."""

    __tablename__ = "population"
    KEY: ClassVar[tuple[str, ...]] = ("district", "month", "station")
    __table_args__ = versions(*KEY)

    district: str
    month: int
    station: str = WHOLE_DISTRICT
    actual_migrants: int | None = stated("actual_migrants", DISTRICT_MONTH)
    registered_migrants: int | None = None
    permits_issued: int | None = None
    rental_households: int | None = stated("rental_households", DISTRICT_MONTH)
    headcount: int | None = stated("headcount", DISTRICT_MONTH)
    data_entry_headcount: int | None = None
    central_headcount: int | None = None
    uncertified_headcount: int | None = stated("uncertified_headcount", DISTRICT_MONTH)
    diverted_headcount: int | None = stated("diverted_headcount", DISTRICT_MONTH)
    absent_headcount: int | None = stated("absent_headcount", DISTRICT_MONTH)
    granted_migrants_per_worker: int | None = stated("granted_migrants_per_worker", DISTRICT_MONTH)
    granted_households_per_worker: int | None = stated("granted_households_per_worker", DISTRICT_MONTH)
    reported_required_headcount: int | None = stated("reported_required_headcount", DISTRICT_MONTH)
    reported_shortage: int | None = stated("reported_shortage", DISTRICT_MONTH)
    reported_relaxed: bool | None = stated("reported_relaxed", DISTRICT_MONTH)
    grant_state: str | None = stated("grant_state", DISTRICT_MONTH)
    grant_document: str | None = None
    area_without_worker: int | None = stated("area_without_worker", DISTRICT_MONTH)
    registration_percent: int | None = stated("registration_percent", STATION_MONTH)
    rental_percent: int | None = stated("rental_percent", STATION_MONTH)
    permit_percent: int | None = stated("permit_percent", STATION_MONTH)
    correction: str | None = None
    """Why the counts were changed after they had been entered."""
    note: str | None = None
    source: str | None = None

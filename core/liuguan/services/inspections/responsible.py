"""Who was responsible on a day: read from the roster's lines of that day, suggested and never forced."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from liuguan.records.base import Day
from liuguan.services.assessment.staff import lies_in, lines_within, units_above


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsible:
    """A worker who was in post on the day, and why it may be this one: `area`, `station`, or a unit `above` it."""

    worker: str
    station: str | None
    area: str | None
    by: str


def responsible_on(session: Session, district: str, day: Day, place: str) -> list[Responsible]:
    """Workers who had a place on a day, the nearest first: its area, else its station, else the stations within it.

    Args:
        place: an area of responsibility, a station, or a unit above stations.
    """
    above = units_above(session, district)
    found: dict[str, list[Responsible]] = {"area": [], "station": [], "above": []}
    for row in lines_within(session, district, day, day).iter_rows(named=True):
        by = _by(place, row["area"], row["station"], lies_in(row["station"], place, above))
        if by:
            found[by].append(
                Responsible(worker=row["worker"], station=row["station"], area=row["area"], by=by)
            )  # fmt: skip
    return next((of for of in found.values() if of), [])


def _by(place: str, area: str | None, station: str | None, within: bool) -> str:
    if area == place:
        return "area"
    if station == place:
        return "station"
    return "above" if within else ""


def numbered_on(session: Session, district: str, day: Day) -> dict[str, str]:
    """From the staff numbers of whoever was in post on a day, and from keys themselves, to keys."""
    lines = lines_within(session, district, day, day).select("staff_number", "worker")
    known = {number: worker for number, worker in lines.iter_rows() if number is not None}
    return known | {worker: worker for worker in lines["worker"]}

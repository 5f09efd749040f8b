"""A district of the sample: its people and everything that its office writes down month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from liuguan.configs import Unit
from liuguan.district import District
from liuguan.sample.figures import Figures, OfficeFigures, whole
from liuguan.sample.people import Person, stations_of
from liuguan.sample.tables import Rows
from liuguan.vocabulary import DISTRICT_MONTH, STATION_MONTH, WORKER_MONTH

NOBODY = {"diverted_headcount": 0, "absent_headcount": 0}
MEASURES = ("actual_migrants", "rental_households")


@dataclass(slots=True, kw_only=True)
class Office:
    """One district.

    Attributes:
        months: rows by staff number and month: inputs, results and what the sheets show.
        fed_back: work items of other departments, whose reports are counted too.
        items: for each row of `months` the work items: baseline, done, defects, points.
        stations, totals: rows by station and month, and by month.
        without: forms that a person and month do not stand on, by form code.
        reported_uncertified: people whom the staffing table counts as without a certificate.
        decided: inputs that record a decision of the district, such as a star.
        moved: by how much a decision is recorded otherwise than it was due.
        doubled: rows of F3 that stand twice, with the second total.
    """

    district: District
    unit: Unit
    city_zh: str
    figures: OfficeFigures
    standard: Path
    people: list[Person]
    first_month: int
    last_month: int
    item_codes: tuple[str, ...] = ()
    item_names: Mapping[str, str] = field(default_factory=dict)
    fed_back: frozenset[str] = frozenset()
    months: Rows = field(default_factory=lambda: Rows(WORKER_MONTH, ("worker", "month")))
    items: list[dict[str, list[Any]]] = field(default_factory=list)
    stations: Rows = field(default_factory=lambda: Rows(STATION_MONTH, ("station", "month")))
    totals: Rows = field(default_factory=lambda: Rows(DISTRICT_MONTH, ("district", "month")))
    without: dict[str, set[tuple[str, int]]] = field(default_factory=dict)
    doubled: dict[tuple[str, int], int] = field(default_factory=dict)
    reported_uncertified: set[str] = field(default_factory=set)
    unamended: bool = False
    decided: frozenset[str] = frozenset()
    moved: dict[tuple[str, int], int] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.district.id

    @property
    def span(self) -> range:
        return range(self.first_month, self.last_month + 1)

    def person(self, staff_no: str) -> Person:
        return next(p for p in self.people if p.staff_no == staff_no)

    def in_post(self, person: Person) -> list[int]:
        """The months that a person is in post."""
        return [m for m in self.span if person.in_post(m)]

    def headcount(self, month: int, station: str | None = None) -> int:
        """Workers on the roster at the end of a month."""
        return sum(p.on_roster and p.in_post(month) and station in (None, p.station) for p in self.people)

    def leave_out(self, form: str, staff_no: str, month: int) -> None:
        """A form that someone does not stand on in a month."""
        self.without.setdefault(form, set()).add((staff_no, month))


def count_areas(office: Office, figures: Figures, rng: Random) -> None:
    """Migrants, homes and rates of every station and month, so that no station is short, and one may fall out."""
    grant = office.figures.grant
    per_migrants = grant.migrants_per_worker if grant else whole(figures.stations, "migrants_per_worker")
    per_homes = grant.households_per_worker if grant else whole(figures.stations, "households_per_worker")
    for station in stations_of(office.people):
        fewest = max(min(office.headcount(m, station) for m in office.span) - 1, 1)
        migrants = per_migrants * fewest - rng.randrange(per_migrants // 9, per_migrants // 3)
        homes = per_homes * fewest - rng.randrange(per_homes // 9, per_homes // 3)
        for month in office.span:
            migrants += rng.randrange(-per_migrants // 60, per_migrants // 60 + 1)
            office.stations.add(
                station, month, district=office.id,
                actual_migrants=clear_of_steps(min(migrants, per_migrants * fewest - 40), per_migrants),
                rental_households=min(homes + rng.randrange(-1, 2), per_homes * fewest - 2),
                headcount=office.headcount(month, station),
                uncertified_headcount=_uncertified(office, month, station), **NOBODY,
                registration_percent=rng.randrange(880, 990) * 10, rental_percent=rng.randrange(940, 1000) * 10,
                permit_percent=rng.randrange(900, 985) * 10, **_granted(office),
            )  # fmt: skip
    for month in office.span:
        office.totals.add(
            office.id, month, headcount=office.headcount(month), area_without_worker=0,
            uncertified_headcount=_uncertified(office, month), **NOBODY, **_granted(office),
        )  # fmt: skip


def _uncertified(office: Office, month: int, station: str | None = None) -> int:
    return sum(
        p.staff_no in office.reported_uncertified and p.in_post(month) and station in (None, p.station)
        for p in office.people
    )


def _granted(office: Office) -> Mapping[str, object]:
    grant = office.figures.grant
    if grant is None:
        return {}
    return {
        "granted_migrants_per_worker": grant.migrants_per_worker,
        "granted_households_per_worker": grant.households_per_worker,
    }


def clear_of_steps(migrants: int, ratio: int) -> int:
    """A count that lies nowhere near the number that needs one more worker."""
    return migrants - 7 if migrants % ratio in (ratio - 1, 0) else migrants


def add_up(office: Office, figures: Figures) -> None:
    """The district's counts from its stations'."""
    ratio = whole(figures.stations, "migrants_per_worker")
    rows = office.stations
    for measure in MEASURES:
        sums = dict.fromkeys(office.span, 0)
        for month, value in zip(rows.column("month"), rows.column(measure), strict=True):
            sums[month] += value
        for month, value in sums.items():
            grant = office.figures.grant
            step = grant.migrants_per_worker if grant else ratio
            shown = clear_of_steps(value, step) if measure == "actual_migrants" else value
            office.totals.put((office.id, month), **{measure: shown})


def split(total: int, sizes: Sequence[int]) -> list[int]:
    """A number shared out in proportion to sizes, each at least 10, by largest remainders."""
    whole_size = sum(sizes)
    shares = [max(total * s // whole_size, 10) for s in sizes]
    order = sorted(range(len(sizes)), key=lambda i: (-(total * sizes[i] % whole_size), i))
    for i in order[: max(total - sum(shares), 0)]:
        shares[i] += 1
    return shares

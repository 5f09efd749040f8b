"""Made-up workers: who they are, since when they serve, where, and on what papers.

Nobody in a sample can be anyone: the area code of every ID number was never given out, and every name holds
the mark. Apart from that the numbers are right, check character included, so that the checks on them hold.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from liuguan.facts.identity import CHECK_CHARACTERS, WEIGHTS
from liuguan.language.functions import first_day, last_day
from liuguan.sample.figures import Figures, OfficeFigures, table, text, texts, whole

Day = datetime.date


@dataclass(slots=True, kw_only=True)
class Person:
    """A worker as the roster has them; a fault changes what is wrong about one."""

    staff_no: str
    name: str
    man: bool
    id_number: str
    birth_date: Day
    education: str
    street: str
    station: str
    post: str
    data_entry: bool
    employer: str
    manager: str
    hired_on: Day
    left_on: Day | None
    migrant_work_start: Day
    certificate_on: Day | None
    contract_signed_on: Day | None
    contract_start: Day | None
    contract_end: Day | None
    contract_open_ended: bool = False
    contract_signed: bool = True
    contract_terms: bool = True
    duty_from: Day
    trained_by_district: bool = True
    age_approved: bool = False
    director_named: bool = True
    officer_named: bool = True
    fixed: list[bool] = field(default_factory=lambda: [True, True, True, True])
    points_from: Day | None = None
    points_to: Day | None = None
    cover_from: Day | None = None
    cover_to: Day | None = None
    last_known_wage: int = 0
    care: float = 0.0
    on_roster: bool = True

    @property
    def central(self) -> bool:
        return self.post == "central"

    def in_post(self, month: int) -> bool:
        """Whether the worker is in post on the first day of a month; all come and go with the month."""
        return self.hired_on <= first_day(month) and (self.left_on is None or self.left_on >= last_day(month))


def id_number(area: str, born: Day, sequence: int) -> str:
    """An 18-digit number with the right check character; an odd sequence is a man's."""
    body = f"{area}{born:%Y%m%d}{sequence:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + CHECK_CHARACTERS[total % 11]


class Registrar:
    """Gives each made-up person a name and an ID number that nobody else in the sample has."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.taken: dict[tuple[Day, bool], int] = {}

    def number(self, born: Day, *, man: bool) -> str:
        nth = self.taken.get((born, man), 0)
        self.taken[born, man] = nth + 1
        return id_number(self.figures.mark["id_area"], born, 2 * nth + (1 if man else 2))

    def name(self, rng: Random, *, man: bool) -> str:
        people = self.figures.people
        given = text(people, "men" if man else "women")
        return rng.choice(text(people, "surnames")) + self.figures.mark["given_name"] + rng.choice(given)


def make_people(
    figures: Figures, office: OfficeFigures, count: int, first_month: int, months: int, registrar: Registrar,
    rng: Random, *, county: bool,
) -> list[Person]:  # fmt: skip
    """The workers of a district, station by station."""
    people: list[Person] = []
    for street, station, central in _places(figures, office, count):
        nth = len(people) + 1
        people.append(
            _person(
                figures,
                office,
                nth,
                street,
                station,
                first_month,
                months,
                registrar,
                rng,
                central=central,
                county=county,
            )
        )
    return people


def _places(figures: Figures, office: OfficeFigures, count: int) -> list[tuple[str, str, bool]]:
    """Street, station and whether the post is a central one, for each worker: streets are filled evenly."""
    size = whole(figures.stations, "workers")
    stations = max(count // size, 1)
    streets = office.streets[: min(len(office.streets), stations)]
    names: list[tuple[str, str, bool]] = []
    for i in range(stations):
        street, nth = streets[i % len(streets)], i // len(streets)
        central = nth == 0
        form = text(figures.stations, "central" if central else "community")
        names.append((street, form.format(street=street, number=numeral(figures, nth)), central))
    names.sort(key=lambda n: streets.index(n[0]))
    places = [names[i * stations // count] for i in range(count)]
    share = whole(figures.people, "percent_central")
    return _central_posts(places, count * share // 100, stations)


def _central_posts(places: list[tuple[str, str, bool]], most: int, stations: int) -> list[tuple[str, str, bool]]:
    """Some posts of central stations are central posts, the others serve communities from there."""
    made, given = [], 0
    per_station: dict[str, int] = {}
    for street, station, central in places:
        taken = per_station.get(station, 0)
        is_post = central and given < max(most, 1) and taken < 3
        per_station[station] = taken + 1
        given += is_post
        made.append((street, station, is_post))
    return made


def numeral(figures: Figures, number: int) -> str:
    """1 to 99 in Chinese numerals."""
    digits = text(figures.stations, "numerals")
    tens, units = divmod(number, 10)
    return (digits[tens - 1] if tens > 1 else "") + (digits[9] if tens else "") + (digits[units - 1] if units else "")


def _person(
    figures: Figures, office: OfficeFigures, nth: int, street: str, station: str, first_month: int, months: int,
    registrar: Registrar, rng: Random, *, central: bool, county: bool,
) -> Person:  # fmt: skip
    people = figures.people
    man = rng.randrange(100) >= whole(people, "percent_women")
    over_age = man and rng.randrange(100) < whole(people, "percent_approved_over_age")
    youngest, oldest = (56, 58) if over_age else (26, 52) if man else (26, 47)
    start, end = first_day(first_month), last_day(first_month + months - 1)
    born = day_of_birth(rng, start, youngest, oldest)
    hired = _hired_on(figures, rng, born, first_month, months)
    leaves = hired < start and rng.randrange(100) < whole(people, "percent_leaving")
    left = last_day(first_month + rng.randrange(2, max(months - 1, 3))) if leaves else None
    signed = hired - datetime.timedelta(days=rng.randrange(1, 9)) if hired >= start else max(hired, Day(2008, 1, 1))
    open_ended = rng.randrange(4) == 0
    points = rng.randrange(100) < whole(people, "percent_points_management")
    wages = table(people, "last_known_wages")
    low, high = (whole(wages, f"{'county_' if county else ''}{k}") for k in ("from", "to"))
    return Person(
        staff_no=f"{office.prefix}{nth:04d}",
        name=registrar.name(rng, man=man),
        man=man,
        id_number=registrar.number(born, man=man),
        birth_date=born,
        education=rng.choice(texts(people, "educations")),
        street=street,
        station=station,
        post="central" if central else "ordinary",
        data_entry=rng.randrange(100) < whole(people, "percent_data_entry"),
        employer=rng.choice(texts(people, "employers")),
        manager=rng.choice(texts(people, "managers")),
        hired_on=hired,
        left_on=left,
        migrant_work_start=hired.replace(day=1),
        certificate_on=hired - datetime.timedelta(days=rng.randrange(10, 40))
        if hired >= start
        else _certified(rng, hired, start),
        contract_signed_on=signed,
        contract_start=hired if hired >= start else signed,
        contract_end=None if open_ended else Day(end.year + rng.randrange(1, 3), rng.choice((6, 12)), 30),
        contract_open_ended=open_ended,
        duty_from=hired,
        age_approved=over_age,
        points_from=start if points else None,
        points_to=end if points else None,
        cover_from=start if points else None,
        cover_to=end if points else None,
        last_known_wage=rng.randrange(low, high) * 100,
        care=rng.random(),
    )


def day_of_birth(rng: Random, start: Day, youngest: int, oldest: int) -> Day:
    """A birthday so that someone is of an age, both ends included, from a day on and for the next year."""
    age = rng.randrange(youngest, oldest + 1)
    latest = Day(start.year - age, start.month, 1) - datetime.timedelta(days=1)
    return latest - datetime.timedelta(days=rng.randrange(1, 330))


def _hired_on(figures: Figures, rng: Random, born: Day, first_month: int, months: int) -> Day:
    """The first of a month: a few during the sample, most in the years before, nobody under 25."""
    if rng.randrange(100) < whole(figures.people, "percent_joining") and months > 4:
        return first_day(first_month + rng.randrange(1, months - 2))
    first = max(whole(figures.people, "first_year_of_work"), born.year + 26)
    start = first_day(first_month)
    year = rng.randrange(first, max(start.year, first + 1))
    return min(Day(year, rng.randrange(1, 13), 1), first_day(first_month - 1))


def _certified(rng: Random, hired: Day, start: Day) -> Day:
    passed = max(hired, Day(2008, 3, 1)) + datetime.timedelta(days=rng.randrange(5, 60))
    return min(passed, start - datetime.timedelta(days=4))


def stations_of(people: Sequence[Person]) -> list[str]:
    """Station names in the order of the roster."""
    return list(dict.fromkeys(p.station for p in people))

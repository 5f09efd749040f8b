"""Faults that the monthly assessments show: who assessed whom, how often, and with what result."""

from __future__ import annotations

from random import Random

from liuguan.sample.bench import FACTS, PAPERS, Bench, Effect, Hit, fault, one
from liuguan.sample.offices import Office
from liuguan.sample.people import Person
from liuguan.vocabulary import STATION_MONTH

FEWEST_ALIKE = 5


def _anyone(bench: Bench, rng: Random, central: bool | None = None) -> tuple[Office, Person, int] | None:
    found = bench.choose(rng, lambda o, p: central is None or p.central is central)
    return None if found is None else (*found, bench.month(rng))


def _score(office: Office, person: Person, month: int) -> int:
    return int(office.months.get("recorded_score", person.staff_no, month))


@fault(FACTS)
def same_score_for_all(bench: Bench, rng: Random) -> Hit | None:
    """Every worker of a station with the same sheet."""
    office = bench.office(rng, "alike", lambda o: bool(_large(o)))
    if office is None:
        return None
    station = rng.choice(_large(office))
    month = bench.month(rng, office.span)
    places = [
        office.months.at(p.staff_no, month) for p in office.people if p.station == station and p.in_post(month)
    ]  # fmt: skip
    for p in office.people:
        if p.station == station:
            bench.taken.add((office.id, p.staff_no))
    model = office.items[places[0]]
    for place in places[1:]:
        office.items[place] = {
            **{code: list(cells) for code, cells in model.items()},
            **({k: v for k, v in office.items[place].items() if k not in model}),
        }
        for head in (h for h in office.months.columns if h.endswith("_points") and h != "bonus_points"):
            office.months.columns[head][place] = office.months.columns[head][places[0]]
    return Hit(
        office=office, subject=station, months=[month],
        effects=[Effect(name="station", subject=station, months=[month], entity=STATION_MONTH)],
    )  # fmt: skip


def _large(office: Office) -> list[str]:
    counts: dict[str, int] = {}
    for person in office.people:
        counts[person.station] = counts.get(person.station, 0) + (len(office.in_post(person)) == len(office.span))
    return [s for s, n in counts.items() if n >= FEWEST_ALIKE]


@fault(FACTS)
def sheet_missing(bench: Bench, rng: Random) -> Hit | None:
    """A month without an assessment."""
    found = _anyone(bench, rng)
    if found is None:
        return None
    office, person, month = found
    office.leave_out("F3", person.staff_no, month)
    return one(office, person, [month], "month")


@fault(PAPERS)
def two_sheets(bench: Bench, rng: Random) -> Hit | None:
    """Two assessments of one person and month, with different totals."""
    found = _anyone(bench, rng)
    if found is None:
        return None
    office, person, month = found
    office.doubled[person.staff_no, month] = max(_score(office, person, month) - rng.randrange(3, 9) * 100, 0)
    return one(office, person, [month], "month")


@fault(PAPERS)
def score_miscalculated(bench: Bench, rng: Random) -> Hit | None:
    """A total that is not the sum of its items."""
    found = _anyone(bench, rng)
    if found is None:
        return None
    office, person, month = found
    wrong = _score(office, person, month) - rng.randrange(2, 7) * 50
    office.months.put((person.staff_no, month), recorded_score=wrong, payroll_score=wrong)
    return one(office, person, [month], "month")


@fault(PAPERS)
def score_over_hundred(bench: Bench, rng: Random) -> Hit | None:
    """More than 100 points without bonus points."""
    found = _anyone(bench, rng)
    if found is None:
        return None
    office, person, month = found
    wrong = 10_000 + rng.randrange(1, 8) * 100
    office.months.put((person.staff_no, month), recorded_score=wrong, payroll_score=wrong)
    return one(office, person, [month], "month")


@fault(PAPERS)
def sheet_not_signed(bench: Bench, rng: Random) -> Hit | None:
    """A sheet that the worker never signed."""
    found = _anyone(bench, rng)
    if found is None:
        return None
    office, person, month = found
    office.months.put((person.staff_no, month), sheet_acknowledged=False)
    return one(office, person, [month], "month")


@fault(PAPERS)
def sheet_not_reviewed(bench: Bench, rng: Random) -> Hit | None:
    """A sheet that the district office did not review."""
    found = _anyone(bench, rng)
    if found is None:
        return None
    office, person, month = found
    office.months.put((person.staff_no, month), sheet_reviewed=False)
    return one(office, person, [month], "month")


@fault(PAPERS)
def assessed_oneself(bench: Bench, rng: Random) -> Hit | None:
    """Someone who filled in the own sheet."""
    found = _anyone(bench, rng, central=False)
    if found is None:
        return None
    office, person, month = found
    office.months.put((person.staff_no, month), assessor="self")
    return one(office, person, [month], "month")


@fault(PAPERS)
def central_assessed_by_itself(bench: Bench, rng: Random) -> Hit | None:
    """A central station that assessed its own staff."""
    found = _anyone(bench, rng, central=True)
    if found is None:
        return None
    office, person, month = found
    office.months.put((person.staff_no, month), assessor="central_station")
    return one(office, person, [month], "month")


@fault(FACTS)
def star_not_as_reviewed(bench: Bench, rng: Random) -> Hit | None:
    """A star in the last month that the review does not give; pay follows the star."""
    found = bench.choose(rng, office_fits=lambda o: bool(o.decided & set(bench.figures.decisions)))
    if found is None:
        return None
    office, person = found
    office.moved[person.staff_no, office.last_month] = rng.choice((-1, 1))
    return one(office, person, [office.last_month], "month")

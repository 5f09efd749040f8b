"""Faults that the staffing table shows: needs, heads, and what was reported about both."""

from __future__ import annotations

from random import Random

from liuguan.sample.bench import FACTS, PAPERS, Bench, Effect, Hit, fault
from liuguan.sample.figures import whole
from liuguan.sample.offices import Office
from liuguan.sample.people import stations_of
from liuguan.vocabulary import DISTRICT_MONTH, STATION_MONTH

RATIOS = {"actual_migrants": "migrants_per_worker", "rental_households": "households_per_worker"}
MANY_STATIONS = 5
"""Stations that a district needs so that one of them can be short while the district is not."""


def _district(office: Office, month: int, *effects: str) -> Hit:
    return Hit(
        office=office, subject=office.id, months=[month],
        effects=[Effect(name=e, subject=office.id, months=[month], entity=DISTRICT_MONTH) for e in effects],
    )  # fmt: skip


def _station(office: Office, station: str, month: int, *effects: str) -> Hit:
    return Hit(
        office=office, subject=station, months=[month],
        effects=[Effect(name=e, subject=station, months=[month], entity=STATION_MONTH) for e in effects],
    )  # fmt: skip


def _without_grant(bench: Bench, rng: Random) -> tuple[Office, int] | None:
    for _ in range(50):
        found = bench.district_month(rng)
        if found is None or found[0].figures.grant is None:
            return found
    return None


def _enlarge(bench: Bench, office: Office, month: int, rng: Random, *measures: str) -> None:
    """More migrants or homes than the workers of the district can serve."""
    missing = rng.randrange(2, 5)
    heads = office.totals.get("headcount", office.id, month)
    for measure, ratio in RATIOS.items():
        if measure in measures:
            per = whole(bench.figures.stations, ratio)
            office.totals.put((office.id, month), **{measure: per * (heads + missing) - per // 3})


def _reported(bench: Bench, office: Office, month: int) -> None:
    """What the table says of the need, worked out honestly from the changed counts."""
    row, ratios = (office.id, month), bench.figures.stations
    need = max(-(-office.totals.get(measure, *row) // whole(ratios, ratio)) for measure, ratio in RATIOS.items())
    heads = office.totals.get("headcount", *row) - (office.totals.look("diverted_headcount", *row) or 0)
    heads -= office.totals.look("uncertified_headcount", *row) or 0
    office.totals.put(row, reported_required_headcount=need, reported_shortage=max(need - heads, 0))


@fault(PAPERS)
def short_on_both_measures(bench: Bench, rng: Random) -> Hit | None:
    """Fewer workers than either measure needs."""
    found = _without_grant(bench, rng)
    if found is None:
        return None
    office, month = found
    _enlarge(bench, office, month, rng, "actual_migrants", "rental_households")
    _reported(bench, office, month)
    return _district(office, month, "district")


@fault(PAPERS)
def short_on_one_measure(bench: Bench, rng: Random) -> Hit | None:
    """Fewer workers than migrants need, and enough for the homes that are let."""
    found = _without_grant(bench, rng)
    if found is None:
        return None
    office, month = found
    _enlarge(bench, office, month, rng, "actual_migrants")
    _reported(bench, office, month)
    return _district(office, month, "district")


@fault(PAPERS)
def need_understated(bench: Bench, rng: Random) -> Hit | None:
    """A reported need below the one that the counts give."""
    found = bench.district_month(rng)
    if found is None:
        return None
    office, month = found
    need = office.totals.get("reported_required_headcount", office.id, month)
    office.totals.put((office.id, month), reported_required_headcount=max(need - rng.randrange(1, 4), 0))
    return _district(office, month, "district")


@fault(PAPERS)
def shortage_misreported(bench: Bench, rng: Random) -> Hit | None:
    """A reported shortage where there is none."""
    found = bench.district_month(rng)
    if found is None:
        return None
    office, month = found
    office.totals.put((office.id, month), reported_shortage=rng.randrange(1, 4))
    return _district(office, month, "district")


@fault(PAPERS)
def heads_overstated(bench: Bench, rng: Random) -> Hit | None:
    """More workers reported in post than the roster has."""
    found = bench.district_month(rng)
    if found is None:
        return None
    office, month = found
    heads = office.totals.get("headcount", office.id, month)
    office.totals.put((office.id, month), headcount=heads + rng.randrange(1, 4))
    return _district(office, month, "district")


@fault(PAPERS)
def relaxed_without_document(bench: Bench, rng: Random) -> Hit | None:
    """A relaxed ratio that no document number stands for."""
    found = _without_grant(bench, rng)
    if found is None:
        return None
    office, month = found
    office.totals.put((office.id, month), reported_relaxed=True, grant_document_recorded=False, grant_state="granted")
    return _district(office, month, "district")


@fault(PAPERS)
def grant_without_document(bench: Bench, rng: Random) -> Hit | None:
    """A granted ratio in use whose document number is not recorded."""
    granted = [o for o in bench.offices if o.figures.grant is not None]
    free = [(o, m) for o in granted for m in o.span if bench.free("staffing", o.id, m)]
    if not free:
        return None
    office, month = rng.choice(free)
    bench.claim("staffing", office.id, month)
    office.totals.put((office.id, month), grant_document_recorded=False)
    return _district(office, month, "district")


@fault(PAPERS)
def relaxed_without_grant(bench: Bench, rng: Random) -> Hit | None:
    """A relaxed ratio in use although the city office said no."""
    found = _without_grant(bench, rng)
    if found is None:
        return None
    office, month = found
    office.totals.put((office.id, month), reported_relaxed=True, grant_document_recorded=True, grant_state="refused")
    return _district(office, month, "district")


@fault(PAPERS)
def area_without_worker(bench: Bench, rng: Random) -> Hit | None:
    """An area that nobody is responsible for."""
    found = bench.district_month(rng)
    if found is None:
        return None
    office, month = found
    office.totals.put((office.id, month), area_without_worker=rng.randrange(1, 3))
    return _district(office, month, "district")


@fault(FACTS)
def population_under_a_step(bench: Bench, rng: Random) -> Hit | None:
    """A station's count that stops one short of the number that needs one more worker."""
    office = bench.office(rng, "step", lambda o: o.figures.grant is None)
    if office is None:
        return None
    station, month = rng.choice([k for k in office.stations.index if k[1] in office.span])
    per = whole(bench.figures.stations, "migrants_per_worker")
    count = office.stations.get("actual_migrants", station, month)
    office.stations.put((station, month), actual_migrants=-(-count // per) * per - rng.randrange(2))
    return _station(office, station, month, "station")


@fault(FACTS)
def station_short(bench: Bench, rng: Random) -> Hit | None:
    """A station with fewer workers than its own counts need."""
    office = bench.office(
        rng, "station short", lambda o: o.figures.grant is None and len(stations_of(o.people)) >= MANY_STATIONS
    )
    if office is None:
        return None
    station, month = rng.choice(
        [k for k in office.stations.index if bench.free("spare", office.id, k[0]) and k[1] in office.span]
    )
    per = whole(bench.figures.stations, "households_per_worker")
    heads = office.stations.get("headcount", station, month)
    office.stations.put((station, month), rental_households=per * heads + rng.randrange(1, per))
    return _station(office, station, month, "station")

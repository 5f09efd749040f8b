"""Faults that the summary of duty shows: what staff were really used for."""

from __future__ import annotations

from random import Random

from liuguan.sample.bench import FACTS, PAPERS, Bench, Effect, Hit, fault, one
from liuguan.sample.offices import Office
from liuguan.sample.people import Person
from liuguan.vocabulary import DISTRICT_MONTH


def _patrol(office: Office, person: Person, month: int, hours: int) -> None:
    """Hours of ordinary patrol, taken from the main work."""
    key = (person.staff_no, month)
    moved = min(hours, office.months.get("core_hours", *key))
    office.months.put(key, core_hours=office.months.get("core_hours", *key) - moved, patrol_hours=moved)


@fault(FACTS)
def patrol_hours(bench: Bench, rng: Random) -> Hit | None:
    """Some nights as ordinary patrol guards."""
    found = bench.choose(rng)
    if found is None:
        return None
    office, person = found
    months = [bench.month(rng, office.span)]
    _patrol(office, person, months[0], rng.choice((4, 8, 12, 16, 24)))
    return one(office, person, months, "month")


@fault(FACTS)
def standing_secondment(bench: Bench, rng: Random) -> Hit | None:
    """Lent to other work for months, and reported as such."""
    found = bench.choose(
        rng, lambda o, p: bench.free("spare", o.id, p.station), office_fits=lambda o: bench.free("diverted", o.id)
    )
    if found is None:
        return None
    office, person = found
    bench.claim("diverted", office.id)
    bench.claim("spare", office.id, person.station)
    start = bench.month(rng, office.span)
    months = [m for m in office.span if start <= m < start + 3]
    for month in months:
        _patrol(office, person, month, rng.randrange(100, 130))
        office.months.put((person.staff_no, month), standing_secondment=True)
        office.stations.put((person.station, month), diverted_headcount=1)
        office.totals.put((office.id, month), diverted_headcount=1)
    return one(office, person, months, "months")


@fault(FACTS)
def secondment_not_reported(bench: Bench, rng: Random) -> Hit | None:
    """Lent to other work for a month, while the staffing table says that nobody is."""
    found = bench.choose(rng, office_fits=lambda o: bench.free("diverted", o.id))
    if found is None:
        return None
    office, person = found
    bench.claim("diverted", office.id)
    months = [bench.month(rng, office.span)]
    _patrol(office, person, months[0], rng.randrange(100, 130))
    office.months.put((person.staff_no, months[0]), standing_secondment=True)
    return Hit(
        office=office, subject=person.staff_no, months=months,
        effects=[
            Effect(name="months", subject=person.staff_no, months=months),
            Effect(name="district", subject=office.id, months=months, entity=DISTRICT_MONTH),
        ],
    )  # fmt: skip


@fault(PAPERS)
def hours_without_visits(bench: Bench, rng: Random) -> Hit | None:
    """A full month of main work without a single visit."""
    found = bench.choose(rng)
    if found is None:
        return None
    office, person = found
    months = [bench.month(rng, office.span)]
    office.months.put((person.staff_no, months[0]), visits=0)
    return one(office, person, months, "month")


@fault(FACTS)
def paid_without_work(bench: Bench, rng: Random) -> Hit | None:
    """On the payroll, with no hour in the log and no assessment."""
    found = bench.choose(rng, lambda o, p: not p.central)
    if found is None:
        return None
    office, person = found
    months = [bench.month(rng, office.span)]
    key = (person.staff_no, months[0])
    nothing = ("core_hours", "assistance_hours", "training_hours", "administration_hours", "visits")
    office.months.put(key, **dict.fromkeys(nothing, 0))
    office.leave_out("F3", *key)
    return one(office, person, months, "month")

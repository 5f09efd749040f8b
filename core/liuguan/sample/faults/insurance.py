"""Faults that the payroll shows of the five lines of social insurance."""

from __future__ import annotations

from random import Random

from liuguan.sample.bench import PAPERS, Bench, Effect, Hit, fault, one
from liuguan.sample.faults.payroll import average_short
from liuguan.sample.figures import whole
from liuguan.sample.months import LINES
from liuguan.sample.offices import Office
from liuguan.sample.people import Person


def _insured(
    bench: Bench, rng: Random, *, city: bool = False, gross: bool = False
) -> tuple[Office, Person, int] | None:
    """Someone, and a month in which the lowest base is known."""

    def office_fits(office: Office) -> bool:
        return (
            bool(_known(office))
            and not (city and office.unit.county)
            and (not gross or "gross" in office.totals.column("pay_basis"))
        )

    found = bench.choose(rng, lambda o, p: True, office_fits=lambda o: not o.unamended and office_fits(o))
    return None if found is None else (*found, bench.month(rng, _known(found[0])))


def _known(office: Office) -> list[int]:
    rows = office.months
    return sorted({m for m, known in zip(rows.column("month"), rows.column("base_known"), strict=True) if known})


@fault(PAPERS)
def line_not_paid(bench: Bench, rng: Random) -> Hit | None:
    """One of the five lines is missing for some months."""
    found = bench.choose(rng)
    if found is None:
        return None
    office, person = found
    line = rng.choice(LINES[:4])
    start = bench.month(rng, office.span)
    months = [m for m in office.span if start <= m < start + 3]
    for month in months:
        office.months.put((person.staff_no, month), **{f"employer_{line}": 0})
    return one(office, person, months, line)


@fault(PAPERS)
def base_under_the_lowest(bench: Bench, rng: Random) -> Hit | None:
    """Contributions on a base below the lowest."""
    found = _insured(bench, rng)
    return None if found is None else _on_base(*found, rng.randrange(60, 90))


@fault(PAPERS)
def county_base_in_the_city(bench: Bench, rng: Random) -> Hit | None:
    """Contributions in the city on the base of a county."""
    found = _insured(bench, rng, city=True)
    if found is None:
        return None
    base = whole(bench.figures.work, "county_base") * 100
    return _on_base(
        *found, 100 * base // found[0].months.get("contribution_base", found[1].staff_no, found[2]), base=base
    )


def _on_base(office: Office, person: Person, month: int, percent: int, *, base: int | None = None) -> Hit:
    key = (person.staff_no, month)
    was = office.months.get("contribution_base", *key)
    lower = was * percent // 10_000 * 100 if base is None else base
    changed = {
        f"employer_{x}": (2 * office.months.get(f"employer_{x}", *key) * lower + was) // (2 * was) for x in LINES
    }
    office.months.put(key, contribution_base=lower, **changed)
    return one(office, person, [month], "month")


@fault(PAPERS)
def base_above_the_due_one(bench: Bench, rng: Random) -> Hit | None:
    """Contributions on another base than last year's wage gives."""
    found = _insured(bench, rng)
    if found is None:
        return None
    office, person, month = found
    key = (person.staff_no, month)
    office.months.put(key, contribution_base=office.months.get("contribution_base", *key) + rng.randrange(5, 30) * 1000)
    return one(office, person, [month], "month")


@fault(PAPERS)
def too_much_deducted(bench: Bench, rng: Random) -> Hit | None:
    """More deducted from the wage than the employee's share."""
    found = _insured(bench, rng, gross=True)
    if found is None:
        return None
    office, person, month = found
    key = (person.staff_no, month)
    more = rng.randrange(5, 20) * 100
    office.months.put(
        key, deducted_pension=office.months.get("deducted_pension", *key) + more,
        paid_net=office.months.get("paid_net", *key) - more,
    )  # fmt: skip
    effects = [Effect(name="month", subject=person.staff_no, months=[month])]
    if short := average_short(office, person.staff_no, month):
        effects.append(Effect(name="own_average", subject=person.staff_no, months=short))
    return Hit(office=office, subject=person.staff_no, months=[month], effects=effects)

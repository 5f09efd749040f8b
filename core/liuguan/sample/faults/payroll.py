"""Faults that the payroll shows: who is on it, what was really paid, and whether its sums hold."""

from __future__ import annotations

from random import Random

from liuguan.sample.bench import PAPERS, Bench, Effect, Hit, fault, one
from liuguan.sample.offices import Office
from liuguan.sample.people import Person
from liuguan.vocabulary import DISTRICT_MONTH

COMPARED = 5
"""Fen by which pay may differ before anyone speaks of a difference."""


def _payee(
    bench: Bench,
    rng: Random,
    *,
    central: bool | None = None,
    data_entry: bool | None = None,
    gross: bool | None = None,
    months: range | None = None,
    later: bool = False,
    claim: str = "",
) -> tuple[Office, Person, int] | None:
    """Someone of a district that pays by an amended standard, and a month with full attendance."""

    def fits(office: Office, person: Person) -> bool:
        return central in (None, person.central) and data_entry in (None, person.data_entry)

    def office_fits(office: Office) -> bool:
        free = not claim or bench.free(claim, office.id)
        return free and not office.unamended and gross in (None, _gross_basis(office))

    found = bench.choose(rng, fits, office_fits=office_fits)
    if found is None:
        return None
    office, person = found
    if claim:
        bench.claim(claim, office.id)
    span = [m for m in (months or office.span) if m > office.first_month or not later]
    full = [m for m in span if _full(office, person, m)]
    if not full:
        return None
    return office, person, bench.month(rng, full)


def _full(office: Office, person: Person, month: int) -> bool:
    row = (person.staff_no, month)
    return bool(office.months.get("paid_days", *row) == office.months.get("scheduled_days", *row))


def _gross_basis(office: Office) -> bool:
    return "gross" in office.totals.column("pay_basis")


def _known_base(bench: Bench, office: Office) -> range:
    """The months in which the district's lowest contribution base is known."""
    rows = office.months
    known = [m for m, e in zip(rows.column("month"), rows.column("base_known"), strict=True) if e]
    return range(office.first_month, max(known, default=office.first_month - 1) + 1)


def pay_less(office: Office, key: tuple[str, int], fen: int, **also: int) -> None:
    """Take an amount off what was paid, before and after deductions."""
    row = office.months
    row.put(key, paid_gross=row.get("paid_gross", *key) - fen, paid_net=row.get("paid_net", *key) - fen, **also)


def counted(office: Office, name: str, key: tuple[str, int]) -> int:
    """Pay for normal work: without rewards and overtime."""
    row = office.months
    return int(row.get(name, *key) - (row.get("paid_rewards", *key) or 0) - (row.get("paid_overtime", *key) or 0))


def average_short(office: Office, staff_no: str, since: int) -> list[int]:
    """Months from one on, to the end of its year, in which a worker's average net pay lies under the floor."""
    found, total = [], 0
    for month in office.span:
        key = (staff_no, month)
        if month // 12 != since // 12 or not office.months.has(*key):
            continue
        total += counted(office, "paid_net", key) - office.months.get("wage_floor_due", *key)
        if month >= since and total < 0:
            found.append(month)
    return found


def _with_consequences(office: Office, person: Person, month: int, *effects: str) -> Hit:
    """A hit whose pay may also fall below the standard, the minimum wage and the own average."""
    key = (person.staff_no, month)
    paid, due = counted(office, "paid_gross", key), office.months.get("gross_pay_due", *key)
    found = [Effect(name=e, subject=person.staff_no, months=[month]) for e in effects]
    if paid + COMPARED < due:
        found.append(Effect(name="less_than_standard", subject=person.staff_no, months=[month]))
    if paid < office.months.get("minimum_wage_due", *key):
        found.append(Effect(name="under_minimum", subject=person.staff_no, months=[month]))
    if short := average_short(office, person.staff_no, month):
        found.append(Effect(name="own_average", subject=person.staff_no, months=short))
    return Hit(office=office, subject=person.staff_no, months=[month], effects=found)


@fault(PAPERS)
def gross_reported_as_net(bench: Bench, rng: Random) -> Hit | None:
    """Net pay that equals gross pay, though the employee's share is deducted."""
    found = _payee(bench, rng, gross=True, months=_until_unknown(bench))
    if found is None:
        return None
    office, person, month = found
    key = (person.staff_no, month)
    office.months.put(key, paid_net=office.months.get("paid_gross", *key))
    return one(office, person, [month], "month")


def _until_unknown(bench: Bench) -> range:
    """Months in which every district's contributions are known."""
    ends = [max(_known_base(bench, o), default=bench.first - 1) for o in bench.offices]
    return range(bench.first, min(ends) + 1)


@fault(PAPERS)
def withheld_under_minimum(bench: Bench, rng: Random) -> Hit | None:
    """So much kept back until the end of the year that a month pays less than the minimum wage."""
    found = _payee(bench, rng, later=True, claim="money")
    if found is None:
        return None
    office, person, month = found
    key = (person.staff_no, month)
    target = office.months.get("minimum_wage_due", *key) * rng.randrange(85, 97) // 100
    kept = counted(office, "paid_gross", key) - target
    pay_less(office, key, kept, withheld_to_date=kept)
    return _with_consequences(office, person, month)


@fault(PAPERS)
def reduced_leave_under_minimum(bench: Bench, rng: Random) -> Hit | None:
    """A month under the minimum wage, with some days of leave at reduced pay."""
    found = _payee(bench, rng, later=True, claim="money")
    if found is None:
        return None
    office, person, month = found
    key = (person.staff_no, month)
    less = counted(office, "paid_gross", key) - office.months.get("minimum_wage_due", *key) * 9 // 10
    pay_less(office, key, less, leave_days_reduced=6, absence_deduction=less)
    hit = _with_consequences(office, person, month)
    kept = [e for e in hit.effects if e.name not in ("less_than_standard",)]
    return Hit(office=office, subject=hit.subject, months=hit.months, effects=kept)


@fault(PAPERS)
def penalty_under_minimum(bench: Bench, rng: Random) -> Hit | None:
    """A fine that takes the month under the minimum wage."""
    found = _payee(bench, rng, later=True, claim="money")
    if found is None:
        return None
    office, person, month = found
    key = (person.staff_no, month)
    fine = (
        counted(office, "paid_gross", key) - office.months.get("minimum_wage_due", *key) + rng.randrange(20, 80) * 100
    )
    pay_less(office, key, fine, penalty_deduction=fine)
    return _with_consequences(office, person, month, "fined", "fined_under_minimum")


@fault(PAPERS)
def penalty_from_wages(bench: Bench, rng: Random) -> Hit | None:
    """A small fine taken from wages."""
    found = _payee(bench, rng, later=True)
    if found is None:
        return None
    office, person, month = found
    fine = rng.choice((2_000, 3_000, 5_000))
    pay_less(office, (person.staff_no, month), fine, penalty_deduction=fine)
    return _with_consequences(office, person, month, "fined")


@fault(PAPERS)
def central_paid_as_ordinary(bench: Bench, rng: Random) -> Hit | None:
    """Someone in a central station who is paid the ordinary standard."""
    found = _payee(bench, rng, central=True, data_entry=False)
    return None if found is None else _without_supplement(*found)


@fault(PAPERS)
def data_entry_paid_as_ordinary(bench: Bench, rng: Random) -> Hit | None:
    """Someone who enters data and is paid the ordinary standard."""
    found = _payee(bench, rng, central=False, data_entry=True)
    return None if found is None else _without_supplement(*found)


def _without_supplement(office: Office, person: Person, month: int) -> Hit:
    key = (person.staff_no, month)
    pay_less(office, key, office.months.get("paid_post_supplement", *key), paid_post_supplement=0)
    return _with_consequences(office, person, month, "month")


@fault(PAPERS)
def paid_less_than_standard(bench: Bench, rng: Random) -> Hit | None:
    """Performance pay that was cut without a reason."""
    found = _payee(bench, rng)
    if found is None:
        return None
    office, person, month = found
    key = (person.staff_no, month)
    pay_less(office, key, 2_000, paid_performance=max(office.months.get("paid_performance", *key) - 2_000, 0))
    return _with_consequences(office, person, month)


@fault(PAPERS)
def on_roster_not_paid(bench: Bench, rng: Random) -> Hit | None:
    """Someone on the roster who is missing from one month's payroll."""
    found = bench.choose(rng, office_fits=lambda o: not o.unamended and bench.free("heads", o.id))
    if found is None:
        return None
    office, person = found
    bench.claim("heads", office.id)
    month = bench.month(rng, office.span)
    office.leave_out("F4", person.staff_no, month)
    return Hit(
        office=office, subject=person.staff_no, months=[month],
        effects=[
            Effect(name="month", subject=person.staff_no, months=[month]),
            Effect(name="district", subject=office.id, months=[month], entity=DISTRICT_MONTH),
        ],
    )  # fmt: skip


@fault(PAPERS)
def net_does_not_add_up(bench: Bench, rng: Random) -> Hit | None:
    """Net pay that is not gross pay less what was deducted."""
    found = _payee(bench, rng)
    if found is None:
        return None
    office, person, month = found
    key = (person.staff_no, month)
    office.months.put(key, paid_net=office.months.get("paid_net", *key) + rng.randrange(1, 60) * 10)
    return one(office, person, [month], "month")


@fault(PAPERS)
def paid_on_another_score(bench: Bench, rng: Random) -> Hit | None:
    """A payroll with another score than the assessment."""
    found = _payee(bench, rng)
    if found is None:
        return None
    office, person, month = found
    key = (person.staff_no, month)
    office.months.put(key, payroll_score=min(office.months.get("payroll_score", *key) + 317, 10_700))
    return one(office, person, [month], "month")


@fault(PAPERS)
def payroll_copied(bench: Bench, rng: Random) -> Hit | None:
    """A line of the payroll that repeats last month's, though the score has changed."""

    def changed(office: Office, person: Person) -> bool:
        return not office.unamended and bool(_changes(office, person))

    found = bench.choose(rng, changed)
    if found is None:
        return None
    office, person = found
    month = bench.month(rng, _changes(office, person))
    now, before = (person.staff_no, month), (person.staff_no, month - 1)
    names = [n for n in office.months.columns if n.startswith("paid_") and n != "paid_days"]
    copied = ("payroll_score", "income_tax", *(n for n in office.months.columns if n.startswith("deducted_")))
    office.months.put(now, **{n: office.months.get(n, *before) for n in (*names, *copied)})
    return _with_consequences(office, person, month, "copied")


def _changes(office: Office, person: Person) -> list[int]:
    """Months whose score differs from the month before, with full attendance and the same years of service."""
    found = []
    for month in office.span[1:]:
        now, before = (person.staff_no, month), (person.staff_no, month - 1)
        get = office.months.look
        same = all(get(n, *now) == get(n, *before) for n in ("paid_seniority_years", "standard_wage", "star"))
        if same and get("recorded_score", *now) != get("recorded_score", *before) and _full(office, person, month):
            found.append(month)
    return found


@fault(PAPERS)
def wrong_seniority(bench: Bench, rng: Random) -> Hit | None:
    """Seniority for years that were not served."""
    found = bench.choose(rng, lambda o, p: (o.months.get("paid_seniority", p.staff_no, o.last_month) or 0) > 0)
    if found is None:
        return None
    office, person = found
    key = (person.staff_no, office.last_month)
    office.months.put(key, paid_seniority_years=office.months.get("paid_seniority_years", *key) + rng.randrange(1, 4))
    return one(office, person, [office.last_month], "month")


@fault(PAPERS)
def receipt_not_signed(bench: Bench, rng: Random) -> Hit | None:
    """Pay for which nobody signed."""
    found = bench.choose(rng)
    if found is None:
        return None
    office, person = found
    month = bench.month(rng, office.span)
    office.months.put((person.staff_no, month), receipt_signed=False)
    return one(office, person, [month], "month")


@fault(PAPERS)
def more_days_than_scheduled(bench: Bench, rng: Random) -> Hit | None:
    """More days paid than were scheduled."""
    found = _payee(bench, rng)
    if found is None:
        return None
    office, person, month = found
    key = (person.staff_no, month)
    scheduled = office.months.get("scheduled_days", *key)
    for name in ("gross_pay_due", "minimum_wage_due", "wage_floor_due"):
        value = office.months.get(name, *key)
        full = office.months.get("gross_pay", *key) if name == "gross_pay_due" else value
        office.months.put(key, **{name: (2 * full * (scheduled + 1) + scheduled) // (2 * scheduled)})
    office.months.put(key, paid_days=scheduled + 1)
    return _with_consequences(office, person, month, "days")


@fault(PAPERS)
def cells_left_blank(bench: Bench, rng: Random) -> Hit | None:
    """A line of the payroll that is only half filled in."""
    found = _payee(bench, rng)
    if found is None:
        return None
    office, person, month = found
    names = ("paid_net", "payroll_score", "receipt_signed")
    office.months.put((person.staff_no, month), **dict.fromkeys(names, None))
    return Hit(
        office=office, subject=person.staff_no, months=[month],
        effects=[Effect(name="blank", subject=person.staff_no, months=[month])],
    )  # fmt: skip

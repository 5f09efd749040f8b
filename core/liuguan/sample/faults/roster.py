"""Faults that the roster and the register of certificates show: who someone is, and on what papers."""

from __future__ import annotations

import datetime
from random import Random

from liuguan.facts.identity import CHECK_CHARACTERS
from liuguan.language.functions import first_day, last_day
from liuguan.sample.bench import PEOPLE, Bench, Effect, Hit, fault, one
from liuguan.sample.figures import day, text
from liuguan.sample.offices import Office
from liuguan.sample.people import Person, day_of_birth, id_number
from liuguan.vocabulary import DISTRICT_MONTH


def _joined(office: Office, person: Person) -> bool:
    return person.hired_on > first_day(office.first_month) and person.left_on is None


def _stayed(office: Office, person: Person) -> bool:
    return person.hired_on < first_day(office.first_month)


def _reborn(bench: Bench, rng: Random, person: Person, *, man: bool, youngest: int, oldest: int) -> None:
    """Another birthday, with the ID number to match; the sequence is kept apart from everybody else's."""
    person.man = man
    person.birth_date = day_of_birth(rng, first_day(bench.first), youngest, oldest)
    sequence = 901 + 2 * len(bench.taken) % 90 + (0 if man else 1)
    person.id_number = id_number(bench.figures.mark["id_area"], person.birth_date, sequence)


@fault(PEOPLE)
def ghost_in_two_districts(bench: Bench, rng: Random) -> Hit | None:
    """One identity on the rosters and payrolls of two districts."""
    here = bench.choose(rng, lambda o, p: _stayed(o, p) and not p.age_approved)
    if here is None:
        return None
    office, person = here
    there = bench.choose(rng, lambda o, p: _stayed(o, p), office_fits=lambda o: o is not office)
    if there is None:
        return None
    other, double = there
    for name in ("name", "man", "id_number", "birth_date", "education", "age_approved"):
        setattr(double, name, getattr(person, name))
    return Hit(
        office=office, subject=person.staff_no, months=office.span,
        effects=[
            Effect(name="each_month", subject=person.staff_no, months=office.span),
            Effect(name="each_month", subject=double.staff_no, months=other.span, office=other),
        ],
    )  # fmt: skip


@fault(PEOPLE)
def on_payroll_not_on_roster(bench: Bench, rng: Random) -> Hit | None:
    """Someone who is paid and assessed, and whom the roster does not know."""
    found = bench.choose(
        rng,
        lambda o, p: not p.central and _spare(bench, o, p.station),
        office_fits=lambda o: not o.unamended and bench.free("heads", o.id),
    )
    if found is None:
        return None
    office, person = found
    bench.claim("heads", office.id)
    bench.claim("spare", office.id, person.station)
    person.on_roster = False
    return Hit(
        office=office, subject=person.staff_no, months=office.span,
        effects=[
            Effect(name="each_month", subject=person.staff_no, months=office.span),
            Effect(name="district", subject=office.id, months=office.span, entity=DISTRICT_MONTH),
        ],
    )  # fmt: skip


def _spare(bench: Bench, office: Office, station: str) -> bool:
    """Whether a station can still do without someone."""
    return bench.free("spare", office.id, station)


@fault(PEOPLE)
def over_age_without_approval(bench: Bench, rng: Random) -> Hit | None:
    """A man over 55 without a recorded approval."""
    found = bench.choose(rng, lambda o, p: p.man)
    if found is None:
        return None
    office, person = found
    _reborn(bench, rng, person, man=True, youngest=56, oldest=58)
    person.age_approved = False
    return one(office, person, office.span, "each_month")


@fault(PEOPLE)
def under_age_without_approval(bench: Bench, rng: Random) -> Hit | None:
    """Someone under 25 without a recorded approval."""
    found = bench.choose(rng)
    if found is None:
        return None
    office, person = found
    _reborn(bench, rng, person, man=person.man, youngest=22, oldest=23)
    person.age_approved = False
    return one(office, person, office.span, "each_month")


@fault(PEOPLE)
def woman_past_fifty(bench: Bench, rng: Random) -> Hit | None:
    """A woman worker past 50 who is still on a labour contract."""
    found = bench.choose(rng, lambda o, p: not p.man)
    if found is None:
        return None
    office, person = found
    _reborn(bench, rng, person, man=False, youngest=50, oldest=53)
    return one(office, person, office.span, "each_month")


@fault(PEOPLE)
def man_past_sixty(bench: Bench, rng: Random) -> Hit | None:
    """A man who serves on after 60."""
    found = bench.choose(rng, lambda o, p: p.man)
    if found is None:
        return None
    office, person = found
    _reborn(bench, rng, person, man=True, youngest=60, oldest=62)
    return one(office, person, office.span, "each_month")


@fault(PEOPLE)
def birth_date_differs(bench: Bench, rng: Random) -> Hit | None:
    """A date of birth on the roster that is not the one in the ID number."""
    found = bench.choose(rng, lambda o, p: 29 < _age(bench, p) < 46)
    if found is None:
        return None
    office, person = found
    person.birth_date += datetime.timedelta(days=rng.choice((-30, -10, 1, 9, 27)))
    return one(office, person, office.span, "each_month")


def _age(bench: Bench, person: Person) -> int:
    return first_day(bench.first).year - person.birth_date.year


@fault(PEOPLE)
def invalid_id_number(bench: Bench, rng: Random) -> Hit | None:
    """An ID number with a wrong check character, on all forms."""
    found = bench.choose(rng)
    if found is None:
        return None
    office, person = found
    right = CHECK_CHARACTERS.index(person.id_number[-1])
    person.id_number = person.id_number[:-1] + CHECK_CHARACTERS[(right + rng.randrange(1, 11)) % 11]
    return one(office, person, office.span, "each_month")


@fault(PEOPLE)
def contract_missing(bench: Bench, rng: Random) -> Hit | None:
    """Someone who has served for years without a contract."""
    found = bench.choose(rng, _stayed)
    if found is None:
        return None
    office, person = found
    person.contract_signed = False
    person.contract_signed_on = person.contract_start = person.contract_end = None
    person.contract_open_ended = False
    return one(office, person, office.span, "each_month")


@fault(PEOPLE)
def contract_expired(bench: Bench, rng: Random) -> Hit | None:
    """A contract that ended during the year and was not renewed."""
    found = bench.choose(rng, _stayed)
    if found is None or len(bench.span) < 3:
        return None
    office, person = found
    ended = bench.month(rng, office.span[:-1])
    person.contract_open_ended, person.contract_end = False, last_day(ended)
    after = [m for m in office.span if m > ended]
    return Hit(
        office=office, subject=person.staff_no, months=after,
        effects=[
            Effect(name="after", subject=person.staff_no, months=after),
            Effect(name="soon", subject=person.staff_no, months=[ended]),
        ],
    )  # fmt: skip


@fault(PEOPLE)
def contract_without_terms(bench: Bench, rng: Random) -> Hit | None:
    """A new hire whose contract does not say what leads to dismissal."""
    found = bench.choose(rng, _joined, whole=False)
    if found is None:
        return None
    office, person = found
    person.contract_terms = False
    return one(office, person, office.in_post(person), "each_month")


@fault(PEOPLE)
def duty_before_certificate(bench: Bench, rng: Random) -> Hit | None:
    """A new hire on duty some days before the certificate."""
    found = bench.choose(rng, _joined, whole=False)
    if found is None:
        return None
    office, person = found
    person.certificate_on = person.duty_from + datetime.timedelta(days=rng.randrange(5, 25))
    return one(office, person, office.in_post(person), "each_month")


@fault(PEOPLE)
def stock_staff_uncertified(bench: Bench, rng: Random) -> Hit | None:
    """Someone from before the guidance who still has no certificate, reported as such."""
    found = bench.choose(
        rng,
        lambda o, p: _stayed(o, p) and _spare(bench, o, p.station),
        office_fits=lambda o: bench.free("uncertified", o.id),
    )
    if found is None:
        return None
    office, person = found
    bench.claim("uncertified", office.id)
    bench.claim("spare", office.id, person.station)
    office.reported_uncertified.add(person.staff_no)
    person.certificate_on = None
    late = [m for m in office.span if last_day(m) > day(bench.figures.people, "certified_by")]
    if not late:
        return None
    return one(office, person, late, "after_grace")


@fault(PEOPLE)
def uncertified_not_reported(bench: Bench, rng: Random) -> Hit | None:
    """Someone certified only in spring; until then the staffing table says that everybody is."""
    found = bench.choose(rng, _stayed, office_fits=lambda o: bench.free("uncertified", o.id))
    if found is None:
        return None
    office, person = found
    bench.claim("uncertified", office.id)
    month = office.first_month + rng.randrange(1, 4)
    person.certificate_on = first_day(month) + datetime.timedelta(days=rng.randrange(3, 20))
    before = [m for m in office.span if m < month]
    effects = [Effect(name="district", subject=office.id, months=before, entity=DISTRICT_MONTH)]
    return Hit(office=office, subject=person.staff_no, months=before, effects=effects)


@fault(PEOPLE)
def trained_elsewhere(bench: Bench, rng: Random) -> Hit | None:
    """Training that the street organised, not the district office."""
    found = bench.choose(rng)
    if found is None:
        return None
    office, person = found
    person.trained_by_district = False
    return one(office, person, office.span, "each_month")


@fault(PEOPLE)
def dispatched(bench: Bench, rng: Random) -> Hit | None:
    """A labour-dispatch company as employer."""
    found = bench.choose(rng)
    if found is None:
        return None
    office, person = found
    person.employer = text(bench.figures.people, "dispatch_employer")
    return one(office, person, office.span, "each_month")


@fault(PEOPLE)
def managed_by_another_body(bench: Bench, rng: Random) -> Hit | None:
    """A managing body that the guidance does not name."""
    found = bench.choose(rng)
    if found is None:
        return None
    office, person = found
    person.manager = text(bench.figures.people, "other_manager")
    return one(office, person, office.span, "each_month")


@fault(PEOPLE)
def no_daily_leader(bench: Bench, rng: Random) -> Hit | None:
    """No community police officer is named."""
    found = bench.choose(rng, lambda o, p: not p.central)
    if found is None:
        return None
    office, person = found
    person.officer_named = False
    return one(office, person, office.span, "each_month")


@fault(PEOPLE)
def assignment_incomplete(bench: Bench, rng: Random) -> Hit | None:
    """One of the four fixings is missing."""
    found = bench.choose(rng)
    if found is None:
        return None
    office, person = found
    person.fixed[rng.randrange(4)] = False
    return one(office, person, office.span, "each_month")


@fault(PEOPLE)
def accident_cover_gap(bench: Bench, rng: Random) -> Hit | None:
    """Accident cover that ends while the duty of points-based management goes on."""
    found = bench.choose(rng, lambda o, p: p.points_from is not None)
    if found is None or len(bench.span) < 3:
        return None
    office, person = found
    ended = bench.month(rng, office.span[:-1])
    person.cover_to = last_day(ended)
    return one(office, person, [m for m in office.span if m > ended], "after")

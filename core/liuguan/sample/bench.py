"""Where faults are planted: who may still be chosen, what was done, and which findings must follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from liuguan.language.written import month_text
from liuguan.sample.figures import FaultFigures, Figures
from liuguan.sample.offices import Office
from liuguan.sample.people import Person
from liuguan.sample.truth import Expected, Planted
from liuguan.vocabulary import WORKER_MONTH

PEOPLE, FACTS, PAPERS = "people", "facts", "papers"
"""When a fault is planted: before the months are kept, before pay is settled, or on the finished papers."""

MOST_TRIES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What must be found: `name` is looked up in the city's list of findings of the kind of fault."""

    name: str
    subject: str
    months: Sequence[int]
    entity: str = WORKER_MONTH
    office: Office | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A fault that was planted."""

    office: Office
    subject: str
    months: Sequence[int]
    effects: Sequence[Effect]


@dataclass(slots=True)
class Bench:
    """The offices of a sample while faults are planted in them; nobody has two faults."""

    figures: Figures
    offices: list[Office]
    seed: int
    first: int
    last: int
    planted: list[Planted] = field(default_factory=list)
    taken: set[tuple[str, str]] = field(default_factory=set)
    claims: set[tuple[object, ...]] = field(default_factory=set)

    @property
    def span(self) -> range:
        return range(self.first, self.last + 1)

    def choose(
        self, rng: Random, fits: Callable[[Office, Person], bool] = lambda o, p: True, *,
        office_fits: Callable[[Office], bool] = lambda o: True, whole: bool = True,
    ) -> tuple[Office, Person] | None:  # fmt: skip
        """Someone without a fault so far, from any district, by lot.

        Args:
            whole: only people who are in post throughout.
        """
        pool = [
            (o, p) for o in self.offices if office_fits(o) for p in o.people
            if (o.id, p.staff_no) not in self.taken and (not whole or len(o.in_post(p)) == len(o.span)) and fits(o, p)
        ]  # fmt: skip
        if not pool:
            return None
        office, person = rng.choice(pool)
        self.taken.add((office.id, person.staff_no))
        return office, person

    def office(self, rng: Random, claim: str, fits: Callable[[Office], bool] = lambda o: True) -> Office | None:
        """A district that nobody has claimed for this yet, by lot."""
        pool = [o for o in self.offices if (claim, o.id) not in self.claims and fits(o)]
        if not pool:
            return None
        chosen = rng.choice(pool)
        self.claims.add((claim, chosen.id))
        return chosen

    def claim(self, *what: object) -> bool:
        """Claim something that only one fault may touch; False where one already does."""
        if what in self.claims:
            return False
        self.claims.add(what)
        return True

    def free(self, *what: object) -> bool:
        return what not in self.claims

    def month(self, rng: Random, months: Iterable[int] | None = None) -> int:
        """A month by lot."""
        return rng.choice(list(self.span if months is None else months))

    def district_month(self, rng: Random) -> tuple[Office, int] | None:
        """A district and month whose staffing table nobody has touched."""
        for _ in range(MOST_TRIES):
            office, month = rng.choice(self.offices), self.month(rng)
            if self.claim("staffing", office.id, month):
                return office, month
        return None

    def record(self, fault: FaultFigures, hit: Hit) -> None:
        """Write down what was planted and what must be found."""
        expected = tuple(
            Expected(
                code=code, severity=severity, district=(e.office or hit.office).id, entity=e.entity, subject=e.subject,
                month=month_text(month),
            )
            for e in hit.effects for code, severity in fault.findings[e.name] for month in e.months
        )  # fmt: skip
        self.planted.append(
            Planted(
                kind=fault.kind,
                clause=fault.clause,
                form=fault.form,
                district=hit.office.id,
                subject=hit.subject,
                month=month_text(min(hit.months)),
                expected=expected,
            )
        )


Mechanic = Callable[[Bench, Random], Hit | None]
KINDS: dict[str, tuple[str, Mechanic]] = {}


def fault(stage: str) -> Callable[[Mechanic], Mechanic]:
    """Register a function as the kind of fault that it is named after."""

    def register(mechanic: Mechanic) -> Mechanic:
        KINDS[mechanic.__name__] = (stage, mechanic)
        return mechanic

    return register


def one(office: Office, person: Person, months: Sequence[int], *effects: str) -> Hit:
    """A fault of one person whose effects all show in the same months."""
    return Hit(
        office=office, subject=person.staff_no, months=months,
        effects=[Effect(name=e, subject=person.staff_no, months=months) for e in effects],
    )  # fmt: skip

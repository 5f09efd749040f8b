"""Random histories: whatever becomes known when, deltas bring every month to a straight computation, to the fen.

The straight computation is arithmetic of this test alone: the fictional standard V1 in plain Python over the last
state of everything, with no rule engine, no database and no run before it.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.records.conftest import LONG
from tests.core.services.conftest import DISTRICT
from tests.core.services.pay.desk import DAYS, DECEMBER, FICTIONAL, Desk, city_with
from tests.postgresql import database, server

from liuguan.district import City
from liuguan.language.functions import first_day
from liuguan.records.migrate import prepare
from liuguan.records.store import Store, all_current
from liuguan.records.tables.operators import Operator, Role
from liuguan.records.tables.pay import PayComponent, PayDelta, PayLine, PayRun
from liuguan.services.filings.drafts import draft_of
from liuguan.services.filings.standard import compose
from liuguan.services.filings.submitting import SubmitFiling

MONTHS = 5
"""Months that a history pays, from December 2010; two more follow in which what waits is settled."""
CLOCK = datetime.datetime(2011, 7, 6, 9, 30, tzinfo=datetime.UTC)
COEFFICIENTS = ((90_00, 100), (80_00, 80), (70_00, 60), (60_00, 30), (0, 0))
MINIMUM = {DECEMBER: 960_00, DECEMBER + 1: 960_00}


@dataclass
class Person:
    """What is finally known of a worker; months not in `scores` have not been worked yet."""

    since: int
    lines: list[tuple[datetime.date, str]]
    migrant_start: datetime.date = datetime.date(2007, 12, 1)
    last: int | None = None
    scores: dict[int, int] = field(default_factory=dict)
    unpaid: dict[int, int] = field(default_factory=dict)
    overtime: dict[int, int] = field(default_factory=dict)


@dataclass
class Known:
    """What is finally known of the office: persons, and the standards of an ordinary and a central post by month."""

    persons: dict[str, Person] = field(default_factory=dict)
    standards: list[tuple[int, int, int]] = field(default_factory=lambda: [(DECEMBER, 1400_00, 1550_00)])

    def due(self, worker: str, month: int) -> int:
        """Gross pay of a month, straight from the last state."""
        p = self.persons[worker]
        if month < p.since or (p.last is not None and month > p.last):
            return 0
        _, ordinary, central = [s for s in self.standards if s[0] <= month][-1]
        year, index = divmod(month, 12)
        days = calendar.monthrange(year, index + 1)[1]
        whole = 0
        for day in (datetime.date(year, index + 1, d + 1) for d in range(days)):
            post = [post for start, post in sorted(p.lines) if start <= day][-1]
            whole += central if post == "central" else ordinary
        coefficient = next(c for least, c in COEFFICIENTS if p.scores[month] >= least)
        first = datetime.date(year, index + 1, 1)
        years = (
            first.year
            - p.migrant_start.year
            - ((first.month, first.day) < (p.migrant_start.month, p.migrant_start.day))
        )
        gross = whole // days - 400_00 + 400_00 * coefficient // 100 + min(max(years, 0), 10) * 20_00
        due = (2 * gross * (DAYS - p.unpaid.get(month, 0)) + DAYS) // (2 * DAYS)
        return due + p.overtime.get(month, 0)


class History:
    """An office that learns things, month by month, and what it finally knows."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.folder = folder
        self.known = Known()
        self.month = DECEMBER
        self.filed = 0

    # ---- things that become known

    def hire(self, central: bool, since: int) -> None:
        name = f"w{len(self.known.persons)}"
        post = "central" if central else "ordinary"
        start = first_day(min(DECEMBER + since, self.month))
        self.desk.hire(name, since=start, post=post)
        self.known.persons[name] = Person(since=min(DECEMBER + since, self.month), lines=[(start, post)])
        for month in range(self.known.persons[name].since, self.month):
            self.work(name, month, 85_00)

    def work(self, worker: str, month: int, score: int) -> None:
        p = self.known.persons[worker]
        self.desk.month_of_work(worker, month=month, score=score)
        p.scores[month], p.unpaid[month] = score, 0

    def score(self, worker: str, month: int, score: int) -> None:
        self.desk.assess(worker, month=month, score=score)
        self.known.persons[worker].scores[month] = score

    def absence(self, worker: str, month: int, unpaid: int) -> None:
        self.desk.attend(worker, month=month, unpaid=unpaid)
        self.known.persons[worker].unpaid[month] = unpaid

    def overtime(self, worker: str, month: int, amount: int) -> None:
        self.desk.enter(worker, month=month, paid_overtime=amount)
        self.known.persons[worker].overtime[month] = amount

    def post(self, worker: str, month: int, day: int, central: bool) -> None:
        p = self.known.persons[worker]
        start = first_day(month) + datetime.timedelta(days=day)
        if p.last is not None or start <= first_day(p.since) or any(s == start for s, _ in p.lines):
            return
        post = "central" if central else "ordinary"
        p.lines.append((start, post))
        self.desk.line(worker, len(p.lines), start, post=post)

    def first_post(self, worker: str, central: bool) -> None:
        p = self.known.persons[worker]
        post = "central" if central else "ordinary"
        p.lines[0] = (p.lines[0][0], post)
        self.desk.amend(worker, post=post)

    def seniority(self, worker: str, years: int) -> None:
        start = datetime.date(2010 - years, 12, 1)
        self.known.persons[worker].migrant_start = start
        for number in range(1, 1 + len(self.known.persons[worker].lines)):
            self.desk.amend(worker, number=number, migrant_work_start=start)

    def leave(self, worker: str, month: int) -> None:
        p = self.known.persons[worker]
        if len(p.lines) > 1 or month < p.since:
            return
        p.last = month
        last = first_day(month + 1) - datetime.timedelta(days=1)
        self.desk.amend(worker, employment_end=last, to_day=last)

    def standard(self, since: int, ordinary: int, central: int) -> None:
        """A standard that is filed, perhaps for months that have been paid."""
        month = max(DECEMBER + since, self.known.standards[-1][0])
        self.filed += 1
        text = (FICTIONAL / "v1.toml").read_text("utf-8").replace('id = "v1"', f'id = "{DISTRICT}"')
        text = text.replace('"1400.00"', f'"{ordinary}.00"').replace('"1550.00"', f'"{central}.00"')
        start = first_day(month)
        text = text.replace(
            'version = "1"\neffective_from = 2010-12-01', f'version = "{self.filed}"\neffective_from = {start}'
        )
        path = self.folder / f"{self.filed}.toml"
        path.write_text(text, "utf-8")
        composed = compose(self.desk.city, DISTRICT, standard=path)
        draft = self.desk.clerk.run(draft_of(composed))
        self.desk.head.run(SubmitFiling(district=DISTRICT, filing=draft.id))
        kept = [s for s in self.known.standards if s[0] != month]
        self.known.standards = [*kept, (month, ordinary * 100, central * 100)]

    # ---- the month's pay

    def pay_month(self, with_deltas: bool) -> None:
        """Everybody works the month; it is computed, with or without deltas, and closed."""
        for worker, p in self.known.persons.items():
            if p.since <= self.month and (p.last is None or self.month <= p.last) and self.month not in p.scores:
                self.work(worker, self.month, 85_00)
        self.desk.compute(self.month)
        if with_deltas:
            self.desk.delta(self.month)
        self.desk.close(self.month)
        self.month += 1

    # ---- what must hold

    def rows(self, model: Any, **where: Any) -> list[dict[str, Any]]:
        with self.desk.store.reading() as session:
            found = all_current(session, model, district=DISTRICT, **where)
            return [r.model_dump() for r in found]

    def check(self) -> None:
        lines, deltas = self.rows(PayLine), self.rows(PayDelta)
        runs = {(r["month"], r["number"]): r for r in self.rows(PayRun)}
        assert {r["state"] for r in runs.values()} == {"closed"}
        for worker, p in self.known.persons.items():
            for month in range(p.since, self.month):
                own = [f for f in lines if (f["worker"], f["month"]) == (worker, month)]
                paid = sum(f["paid_gross"] for f in own)
                last = [d for d in deltas if (d["worker"], d["month"]) == (worker, month)]
                waits = max(last, key=lambda d: d["pay_month"]) if last else {"carried": 0, "waived": 0}
                due = self.known.due(worker, month)
                assert paid - waits["carried"] - waits["waived"] == due, f"{worker} in {month}"
                assert all(d["due"] == d["settled"] - d["carried"] - d["waived"] for d in last)
        self.check_sums(lines)
        self.check_takings(lines)

    def check_sums(self, lines: list[dict[str, Any]]) -> None:
        """Components make up lines, gross less deductions is net, whatever run they are of."""
        key = ("pay_month", "run", "month", "worker")
        parts = {(*(c[k] for k in key), c["node"]): c["amount"] for c in self.rows(PayComponent)}
        for f in lines:
            own = tuple(f[k] for k in key)
            assert f["paid_gross"] == parts.get((*own, "gross_to_pay"), 0)
            assert f["paid_net"] == parts.get((*own, "net_to_pay"), 0)
            deducted = ("deducted_pension", "deducted_medical", "deducted_unemployment", "deducted_housing_fund",
                        "income_tax")  # fmt: skip
            assert f["paid_net"] == f["paid_gross"] - sum(f[d] or 0 for d in deducted)

    def check_takings(self, lines: list[dict[str, Any]]) -> None:
        """What all deltas of a pay month take of a worker: at most a fifth of it, and the minimum wage is left."""
        for pay_month in range(DECEMBER, self.month):
            of_month = [f for f in lines if f["pay_month"] == pay_month]
            for worker in self.known.persons:
                taken = -sum(
                    min(f["paid_gross"], 0) for f in of_month if f["worker"] == worker and f["month"] != pay_month
                )
                if not taken:
                    continue
                (regular,) = [f for f in of_month if f["worker"] == worker and f["month"] == pay_month]
                wage = regular["paid_gross"] - (regular["paid_overtime"] or 0)
                assert 5 * taken <= wage
                assert wage - taken >= MINIMUM.get(pay_month, 1140_00)


WORKERS = st.integers(0, 3)
EARLIER = st.integers(0, MONTHS - 1)
SCORE = st.sampled_from([95_00, 85_00, 75_00, 65_00, 50_00])
THINGS = st.one_of(
    st.tuples(st.just("score"), WORKERS, EARLIER, SCORE),
    st.tuples(st.just("absence"), WORKERS, EARLIER, st.integers(0, DAYS)),
    st.tuples(st.just("overtime"), WORKERS, EARLIER, st.integers(0, 300_00)),
    st.tuples(st.just("post"), WORKERS, EARLIER, st.integers(0, 27), st.booleans()),
    st.tuples(st.just("first_post"), WORKERS, st.booleans()),
    st.tuples(st.just("seniority"), WORKERS, st.integers(0, 12)),
    st.tuples(st.just("leave"), WORKERS, EARLIER),
    st.tuples(st.just("hire"), st.booleans(), EARLIER),
    st.tuples(st.just("standard"), EARLIER, st.integers(1300, 1700), st.integers(1701, 1900)),
)
HISTORIES = st.lists(st.tuples(st.lists(THINGS, max_size=3), st.booleans()), min_size=2, max_size=MONTHS)


def learn(history: History, thing: tuple[Any, ...]) -> None:
    """Let one thing become known; what it speaks of must have happened by now."""
    name, *rest = thing
    if name in ("hire", "standard"):
        getattr(history, name)(*rest)
        return
    workers = list(history.known.persons)
    worker = workers[rest.pop(0) % len(workers)]
    if name in ("first_post", "seniority"):
        getattr(history, name)(worker, *rest)
        return
    month = DECEMBER + rest.pop(0)
    worked = history.known.persons[worker].scores
    if name == "leave":
        if month < history.month:
            history.leave(worker, month)
    elif month in worked:
        getattr(history, name)(worker, month, *rest)


def staffed(store: Store, city: City) -> Desk:
    """An empty office with a clerk and a head."""
    prepare(store)
    with store.writing(operator="test") as work:
        for role in (Role.CLERK, Role.HEAD):
            work.put(Operator(name=role.value, role=role, districts=DISTRICT))
        work.record(command="test", district="", subject="", payload={})
    return Desk(store, city)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], History]:
    """Empty offices, each with records of its own."""
    folder = tmp_path_factory.mktemp("histories")
    city = city_with(folder / "configs", "v1")
    made = iter(range(1_000_000))

    def new() -> History:
        number = next(made)
        (folder / str(number)).mkdir()
        store = Store(str(folder / f"{number}.sqlite"), clock=lambda: CLOCK)
        return History(staffed(store, city), folder / str(number))

    return new


@settings(
    max_examples=200 if LONG else 5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(history=HISTORIES)
def test_deltas_add_up_to_a_straight_computation(
    office: Callable[[], History], history: list[tuple[list[tuple[Any, ...]], bool]]
) -> None:
    told = office()
    told.hire(central=False, since=0)
    told.hire(central=True, since=0)
    for things, with_deltas in history:
        told.pay_month(with_deltas)
        for thing in things:
            learn(told, thing)
    for _ in range(2):
        told.pay_month(with_deltas=True)
    told.check()
    told.desk.store.close()


def test_a_history_adds_up_on_postgresql_too(tmp_path: Path) -> None:
    city = city_with(tmp_path / "configs", "v1")
    with server() as at, database(at) as url:
        store = Store(url, clock=lambda: CLOCK)
        told = History(staffed(store, city), tmp_path)
        told.hire(central=False, since=0)
        told.hire(central=True, since=0)
        told.pay_month(with_deltas=True)
        told.score("w0", DECEMBER, 50_00)
        told.absence("w1", DECEMBER, 10)
        told.standard(0, 1500, 1750)
        for _ in range(2):
            told.pay_month(with_deltas=True)
        told.check()
        assert {d["cause"] for d in told.rows(PayDelta)} >= {"data_error"}
        store.close()

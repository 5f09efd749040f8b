"""Random histories of one worker: the roster says what a plain replay says, and what was known stays known."""

from __future__ import annotations

import copy
import datetime
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.roster.people import START, hire

from liuguan.errors import Refusal
from liuguan.records.store import Store, all_current, content
from liuguan.records.tables.operators import Role
from liuguan.records.tables.people import Assignment
from liuguan.services.office import Office
from liuguan.services.roster.duties import ChangePost, GradeStar, TransferToStation
from liuguan.services.roster.leaving import Leave
from liuguan.services.roster.reading import history_of, roster_on
from liuguan.services.undo import UndoEvent

DAYS = 40
FIRST_STATE = {"station": "新街口", "area": None, "post": "ordinary", "data_entry": False, "star": None}
Sets = tuple[int, dict[str, Any]]


@dataclass
class Employment:
    """Days as offsets; `sets` in the order in which they were recorded."""

    start: int
    end: int | None = None
    sets: list[Sets] = field(default_factory=list)

    def covers(self, day: int) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass
class Replay:
    """What the roster should say, in plain Python."""

    employments: list[Employment]

    def employed(self, day: int) -> Employment | None:
        return next((e for e in self.employments if e.covers(day)), None)

    def state(self, day: int) -> dict[str, Any] | None:
        found = self.employed(day)
        if found is None:
            return None
        held = dict(FIRST_STATE)
        for at, sets in sorted(found.sets, key=lambda s: s[0]):
            held |= sets if at <= day else {}
        return held

    def change(self, day: int, sets: dict[str, Any]) -> bool:
        found, held = self.employed(day), self.state(day)
        new = {k: v for k, v in sets.items() if held is not None and held[k] != v}
        if found is None or not new:
            return False
        found.sets.append((day, new))
        return True

    def leave(self, day: int) -> bool:
        found = self.employed(day)
        if found is None or found.end is not None or any(at > day for at, _ in found.sets):
            return False
        found.end = day
        return True

    def hire(self, day: int) -> bool:
        if any(e.end is None or e.end >= day for e in self.employments):
            return False
        self.employments.append(Employment(day))
        return True


day = st.integers(0, DAYS)
station = st.sampled_from(["新街口", "湖南路", "孝陵卫"])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("station"), day, station),
        st.tuples(st.just("post"), day, st.sampled_from(["ordinary", "central"]), st.booleans()),
        st.tuples(st.just("star"), day, st.integers(0, 5)),
        st.tuples(st.just("leave"), day),
        st.tuples(st.just("hire"), day),
        st.tuples(st.just("undo")),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


def on(offset: int) -> datetime.date:
    return START + datetime.timedelta(days=offset)


@pytest.fixture
def office(office_of: OfficeOf) -> Office:
    return office_of(Role.CLERK)


def order(worker: str, step: tuple[Any, ...]) -> Any:
    kind, at = step[0], on(step[1])
    whose: dict[str, Any] = {"district": DISTRICT, "worker": worker}
    if kind == "station":
        return TransferToStation(**whose, from_day=at, station=step[2])
    if kind == "post":
        return ChangePost(**whose, from_day=at, post=step[2], data_entry=step[3])
    if kind == "star":
        return GradeStar(**whose, from_day=at, star=step[2])
    if kind == "leave":
        return Leave(**whose, last_day=at, kind="other")
    return hire(worker=worker, id_number=None, name=None, staff_number=None, first_day=at)


def replayed(model: Replay, step: tuple[Any, ...]) -> bool:
    kind, at = step[0], step[1]
    if kind == "leave":
        return model.leave(at)
    if kind == "hire":
        return model.hire(at)
    if kind == "post":
        return model.change(at, {"post": step[2], "data_entry": step[3]})
    if kind == "station":
        return model.change(at, {"station": step[2], "area": None})
    return model.change(at, {"star": step[2]})


def lines(store: Store, worker: str) -> list[dict[str, Any]]:
    with store.reading() as session:
        return [content(line) for line in all_current(session, Assignment, worker=worker)]


@given(steps=steps)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_roster_says_what_a_replay_says(office: Office, store: Store, steps: list[tuple[Any, ...]]) -> None:
    hired = office.run(hire(id_number=None, name=None, staff_number=None))
    worker, model = hired.worker, Replay([Employment(0)])
    undoable: tuple[int, Replay, list[dict[str, Any]]] | None = None
    known: dict[int, Any] = {}
    for step in steps:
        before, rows = copy.deepcopy(model), lines(store, worker)
        if step[0] == "undo":
            if undoable is not None:
                event, model, wanted = undoable
                office.run(UndoEvent(district=DISTRICT, event=event))
                assert lines(store, worker) == wanted
                undoable = None
            continue
        possible = replayed(model, step)
        try:
            office.run(order(worker, step))
        except Refusal:
            assert not possible
            continue
        assert possible
        with store.reading() as session:
            event = max(line.since_event for line in all_current(session, Assignment, worker=worker))
            known[event] = history_of(session, worker, known=event)
        undoable = (event, before, rows)
    with store.reading() as session:
        history = history_of(session, worker)
        assert_one_line_a_day(history.select("holds_from", "holds_to").rows())
        for offset in range(DAYS + 1):
            assert on_day(history, on(offset)) == model.state(offset)
        for offset in (0, DAYS // 2, DAYS):
            assert on_day(roster_on(session, DISTRICT, on(offset)).filter(worker=worker), on(offset)) == model.state(
                offset
            )
        for event, then in known.items():
            assert history_of(session, worker, known=event).equals(then)


def on_day(held: pl.DataFrame, day: datetime.date) -> dict[str, Any] | None:
    """What lines say on a day; None where none holds."""
    rows = held.filter(pl.col("holds_from") <= day, (pl.col("holds_to") >= day).fill_null(True))
    return rows.select(list(FIRST_STATE)).row(0, named=True) if rows.height else None


def assert_one_line_a_day(days: list[tuple[datetime.date, datetime.date | None]]) -> None:
    for (_, last), (first, _) in pairwise(days):
        assert last is not None
        assert last < first

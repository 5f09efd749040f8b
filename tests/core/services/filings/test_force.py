"""Which version of a standard was in force on a day, as known at an event: sentences first, then random histories."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuguan.records.base import Day
from liuguan.records.tables.filings import Filing, FilingAct
from liuguan.services.filings.force import version_in_force

START = datetime.date(2011, 1, 1)
NEVER = datetime.date.max


def day(number: int) -> Day:
    return START + datetime.timedelta(days=number)


def version(number: int, begins: int, *, amends: int | None = None, ends: int | None = None) -> Filing:
    return Filing(
        id="F13-1", number=number, district="xuanwu", form="F13", manifest="{}", sha256="", author="clerk",
        effective_from=day(begins), effective_to=None if ends is None else day(ends), amended_from=amends,
    )  # fmt: skip


def history(*done: tuple[str, int, int]) -> list[FilingAct]:
    """Acts in order, each an event: what, on which version, on which day."""
    return [
        FilingAct(since_event=event, filing="F13-1", number=number, act=act, on_day=day(on), operator="somebody",
                  at=datetime.datetime.combine(day(on), datetime.time(), tzinfo=datetime.UTC))
        for event, (act, number, on) in enumerate(done, 1)
    ]  # fmt: skip


def number_on(on: int, versions: Sequence[Filing], acts: Sequence[FilingAct], known: int | None = None) -> int | None:
    found = version_in_force(versions, acts, day(on), known=known)
    return found.number if found is not None else None


def test_a_draft_is_not_in_force() -> None:
    assert number_on(30, [version(1, 0)], []) is None


@pytest.mark.parametrize(("on", "number"), [(9, None), (10, 1), (200, 1)])
def test_a_submitted_standard_is_in_force_from_its_date_without_registration(on: int, number: int | None) -> None:
    assert number_on(on, [version(1, 10)], history(("submit", 1, 0))) == number


def test_registration_is_a_receipt_and_changes_nothing() -> None:
    versions = [version(1, 10)]
    unregistered, registered = history(("submit", 1, 0)), history(("submit", 1, 0), ("register", 1, 40))
    assert [number_on(d, versions, registered) for d in range(60)] == [
        number_on(d, versions, unregistered) for d in range(60)
    ]


@pytest.mark.parametrize(("on", "number"), [(39, 1), (40, None), (90, None)])
def test_an_unanswered_return_suspends_from_its_day_on(on: int, number: int | None) -> None:
    assert number_on(on, [version(1, 10)], history(("submit", 1, 0), ("return", 1, 40))) == number


def test_while_a_version_is_suspended_the_one_before_it_holds() -> None:
    versions = [version(1, 0), version(2, 30)]
    acts = history(("submit", 1, 0), ("submit", 2, 20), ("return", 2, 40))
    assert [number_on(d, versions, acts) for d in (29, 30, 39, 40, 50)] == [1, 2, 2, 1, 1]


def test_an_amended_version_answers_the_return_as_if_it_had_never_been() -> None:
    versions = [version(1, 10), version(2, 10, amends=1)]
    acts = history(("submit", 1, 0), ("return", 1, 40), ("submit", 2, 50))
    assert [number_on(d, versions, acts) for d in (9, 10, 45, 60)] == [None, 2, 2, 2]


def test_what_was_known_before_the_answer_stays_what_was_known() -> None:
    versions = [version(1, 10), version(2, 10, amends=1)]
    acts = history(("submit", 1, 0), ("return", 1, 40), ("submit", 2, 50))
    assert [number_on(45, versions, acts, known) for known in (0, 1, 2, 3)] == [None, 1, None, 2]


def test_an_answer_that_is_itself_returned_answers_nothing() -> None:
    versions = [version(1, 10), version(2, 10, amends=1)]
    acts = history(("submit", 1, 0), ("return", 1, 40), ("submit", 2, 50), ("return", 2, 60))
    assert [number_on(d, versions, acts) for d in (59, 60)] == [2, None]


def test_a_withdrawn_version_ends_on_the_day_of_its_withdrawal() -> None:
    versions = [version(1, 0), version(2, 30)]
    acts = history(("submit", 1, 0), ("submit", 2, 20), ("withdraw", 2, 45))
    assert [number_on(d, versions, acts) for d in (44, 45)] == [2, 1]


def test_of_two_versions_from_one_day_the_later_submitted_holds() -> None:
    assert number_on(30, [version(2, 10), version(1, 10)], history(("submit", 2, 0), ("submit", 1, 5))) == 1


# Random histories against a replay that walks through the events and keeps books, day by day.


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Filing], list[FilingAct]]:
    count = draw(st.integers(1, 5))
    versions = []
    for number in range(1, count + 1):
        amends = draw(st.none() | st.integers(1, number - 1)) if number > 1 else None
        begins = draw(st.integers(0, 40))
        ends = draw(st.none() | st.integers(begins + 1, 60))
        versions.append(version(number, begins, amends=amends, ends=ends))
    submitted: list[int] = []
    closed: set[tuple[str, int]] = set()
    done: list[tuple[str, int, int]] = []
    on = 0
    for _ in range(draw(st.integers(0, 10))):
        on += draw(st.integers(0, 8))
        waiting = [v for v in range(1, count + 1) if v not in submitted]
        options = [("submit", v) for v in waiting] + [
            (act, v) for v in submitted for act in ("register", "return", "withdraw") if (act, v) not in closed
        ]
        if not options:
            break
        act, number = draw(st.sampled_from(options))
        closed.add((act, number))
        submitted += [number] if act == "submit" else []
        done.append((act, number, on))
    return versions, history(*done)


def replay(versions: Sequence[Filing], acts: Sequence[FilingAct], on: Day, known: int) -> int | None:
    """The same by book-keeping: each version's last day, given back to it by the answer, newest version first."""
    order: list[int] = []
    withdrawn = dict.fromkeys(range(1, len(versions) + 1), NEVER)
    returned = dict.fromkeys(range(1, len(versions) + 1), NEVER)
    for act in acts:
        if act.since_event > known:
            break
        if act.act == "submit":
            order.append(act.number)
        elif act.act == "return":
            returned[act.number] = act.on_day
        elif act.act == "withdraw":
            withdrawn[act.number] = act.on_day
    up: dict[int, bool] = {}
    for v in sorted(versions, key=lambda v: -v.number):  # an amendment has a higher number than what it amends
        if v.number not in order:
            continue
        answered = any(up[w.number] for w in versions if w.number in up and w.amended_from == v.number)
        up[v.number] = on < withdrawn[v.number] and (on < returned[v.number] or answered)
    best: tuple[Day, int] | None = None
    for place, number in enumerate(order):
        v = next(v for v in versions if v.number == number)
        if v.effective_from is None or not up[number] or not v.effective_from <= on < (v.effective_to or NEVER):
            continue
        if best is None or v.effective_from >= best[0]:
            best = (v.effective_from, place)
    return order[best[1]] if best is not None else None


@given(histories(), st.integers(0, 100), st.integers(0, 10))
def test_the_version_in_force_is_what_a_replay_of_the_acts_gives(
    made: tuple[list[Filing], list[FilingAct]], on: int, known: int
) -> None:
    versions, acts = made
    assert number_on(on, versions, acts, known) == replay(versions, acts, day(on), known)


@given(histories(), st.integers(0, 100))
def test_no_order_of_rows_changes_the_answer(made: tuple[list[Filing], list[FilingAct]], on: int) -> None:
    versions, acts = made
    assert number_on(on, versions, acts) == number_on(on, versions[::-1], acts[::-1])

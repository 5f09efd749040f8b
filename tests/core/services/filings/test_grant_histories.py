"""Random histories of an application for a relaxed ratio, against a clerk who keeps a diary day by day (I.8)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from hypothesis import assume, given
from hypothesis import strategies as st

from liuguan.records.base import Day
from liuguan.records.grants import grant_state, holds
from liuguan.records.tables.filings import FilingAct

START = datetime.date(2012, 12, 1)
DAYS = 60


def day(number: int) -> Day:
    return START + datetime.timedelta(days=number)


@dataclass
class Application:
    """What happened to an application, as numbers of days."""

    registered: int | None = None
    refused: int | None = None
    granted: tuple[int, int, int] | None = None
    revoked: tuple[int, int] | None = None
    withdrawn: int | None = None
    mergers: list[int] = field(default_factory=list)

    def acts(self) -> list[FilingAct]:
        done: list[tuple[int, str, Day | None, Day | None]] = []
        if self.registered is not None:
            done.append((self.registered, "register", None, None))
        if self.refused is not None:
            done.append((self.refused, "refuse", None, None))
        if self.granted is not None:
            on, begins, ends = self.granted
            done.append((on, "grant", day(begins), day(ends)))
        if self.revoked is not None:
            done.append((self.revoked[0], "revoke", day(self.revoked[1]), None))
        if self.withdrawn is not None:
            done.append((self.withdrawn, "withdraw", None, None))
        return [
            FilingAct(since_event=n, filing="F8-1", number=1, act=act, on_day=day(on), operator="somebody",
                      at=datetime.datetime.combine(day(on), datetime.time(), tzinfo=datetime.UTC),
                      effective_from=begins, effective_to=ends)
            for n, (on, act, begins, ends) in enumerate(done, 1)
        ]  # fmt: skip

    def diary(self) -> list[tuple[str | None, bool]]:
        """For each day how the application stands in the evening, and whether the relaxed ratio holds."""
        state: str | None = None
        since = -1
        pages: list[tuple[str | None, bool]] = []
        for today in range(DAYS):
            if self.registered == today:
                state, since = "registered", today
            if self.refused == today:
                state = "refused"
            if self.granted and self.granted[0] == today:
                state, since = "granted", self.granted[1]
            if state in ("registered", "granted") and today in self.mergers and since < today:
                state = "lapsed"
            if state == "granted" and self.revoked and self.revoked[1] <= today:
                state = "revoked"
            if state == "granted" and self.granted and self.granted[2] <= today:
                state = "expired"
            if self.withdrawn == today:
                state = None
            pages.append((state, state == "granted" and self.granted is not None and self.granted[1] <= today))
        return pages


@st.composite
def applications(draw: st.DrawFn) -> Application:
    made = Application(mergers=draw(st.lists(st.integers(1, DAYS - 1), max_size=1)))
    made.registered = draw(st.integers(0, 20))
    end = draw(st.sampled_from(("open", "refused", "granted", "revoked", "withdrawn")))
    decided = draw(st.integers(made.registered, 30))
    if end == "refused":
        made.refused = decided
    if end == "withdrawn":
        made.withdrawn = decided
    if end in ("granted", "revoked"):
        begins = draw(st.integers(decided, 35))
        made.granted = (decided, begins, draw(st.integers(begins + 1, DAYS)))
        made.mergers = [m for m in made.mergers if not made.registered < m <= decided]
    if end == "revoked" and made.granted:
        told = draw(st.integers(made.granted[0], 45))
        made.revoked = (told, draw(st.integers(told, 50)))
    if made.granted:
        ends = [made.granted[2], *made.mergers, *([made.revoked[1]] if made.revoked else [])]
        assume(len(set(ends)) == len(ends))  # of two ends on one day either may be named
    return made


@given(applications())
def test_an_application_stands_as_a_diary_says(application: Application) -> None:
    acts, mergers = application.acts(), [day(m) for m in application.mergers]
    found = [
        (str(s) if (s := grant_state(acts, day(d), mergers)) else None, holds(acts, day(d), mergers) is not None)
        for d in range(DAYS)
    ]
    assert found == application.diary()


@given(applications(), st.integers(0, DAYS))
def test_no_relaxed_ratio_holds_before_it_was_granted(application: Application, on: int) -> None:
    held = holds(application.acts(), day(on))
    if held is not None:
        assert application.granted is not None
        assert application.granted[0] <= on
        assert held.effective_from is not None
        assert held.effective_from <= day(on)

"""Evaluating a rulebook over facts: any entity, any number of rows and months, one plan."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from liuguan.errors import Text
from liuguan.language.columns import dtype_of
from liuguan.language.written import month_text
from liuguan.rulebook.book import Key, Rulebook, Version
from liuguan.rulebook.facts import DAY, ROW, Frames, prepare
from liuguan.rulebook.plan import Plan
from liuguan.vocabulary import DUTY_PERIOD, ENTITIES, STATION_MONTH, VOCABULARY, WORKER_MONTH

BEFORE_FIRST = Text("早于首个已知值", "before the first known value")
AFTER_LAST = Text("晚于最后已知值", "after the last known value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """A node that a month needs and that no known law gives for it: the month is never computed silently."""

    entity: str
    node: str
    day: datetime.date
    reason: Text


@dataclass(slots=True)
class Results:
    """What a rulebook gives for some facts; `given` are nodes that the facts brought as columns."""

    book: Rulebook
    frames: Frames
    before_law: Frames
    beyond: tuple[Beyond, ...]
    given: frozenset[Key] = frozenset()

    def frame(self, entity: str, names: Sequence[str] | None = None) -> pl.DataFrame:
        """The rows of an entity in the order they came in, with the named nodes; rows before the law are unknown.

        Rows that the engine added (for links, or whole-month duty periods) are left out.
        """
        found = self.frames[entity]
        asked = names if names is not None else [n.name for n in self.book.of(entity)]
        wanted = [n for n in asked if n in found.columns]
        kept = found.filter(pl.col(ROW).is_not_null())
        early = self.before_law.get(entity)
        if early is not None and early.height:
            dtypes = {n: dtype_of(self.book.nodes[entity, n].kind) for n in wanted if (entity, n) in self.book.nodes}
            blank = early.with_columns(pl.lit(None, dtype=t).alias(n) for n, t in dtypes.items())
            kept = pl.concat([kept, blank], how="diagonal_relaxed")
        return kept.sort(ROW)


def evaluate(book: Rulebook, facts: Mapping[str, pl.DataFrame], targets: Iterable[Key] | None = None) -> Results:
    """Compute nodes of a rulebook.

    Args:
        facts: for each entity a frame with one row per what the entity is: `month` as a number where it is
            monthly, keys and links as texts, inputs in stored units. A column named after a node is taken
            as given.
        targets: the nodes to compute; without them all nodes of the entities that the facts hold.

    Returns:
        Frames with a column for every target.
    """
    if targets is None:
        reachable = _reachable(facts)
        targets = [key for key in book.nodes if key[0] in reachable]
    given = {(entity, c) for entity, frame in facts.items() for c in frame.columns if (entity, c) in book.nodes}
    wanted = book.closure(targets, given)
    needed = _needed(book, wanted, facts)
    unread = {STATION_MONTH} - {entity for entity, _ in wanted}
    prepared = prepare(facts, needed, book.law_from, book.district, unread=unread)
    plan = Plan(book, prepared.frames, wanted)
    frames = plan.run()
    return Results(book, frames, prepared.before_law, _beyond(book, wanted, frames), frozenset(given & wanted))


def _reachable(facts: Mapping[str, pl.DataFrame]) -> set[str]:
    """Entities of the facts, and those they link to."""
    found: set[str] = set()
    stack = list(facts)
    while stack:
        entity = stack.pop()
        if entity not in found:
            found.add(entity)
            stack.extend(ENTITIES[entity].links.values())
    if WORKER_MONTH in found:
        found.add(DUTY_PERIOD)
    return found


def _needed(book: Rulebook, wanted: set[Key], facts: Mapping[str, pl.DataFrame]) -> dict[str, set[str]]:
    """Entities of the plan with the inputs that are read, keys and links apart."""
    needed: dict[str, set[str]] = {}
    for entity, name in wanted:
        needed.setdefault(entity, set())
        if (entity, name) not in book.nodes:
            needed[entity].add(name)
    for entity in facts:
        needed.setdefault(entity, set())
    for entity in list(needed):
        for target in _reachable({entity: pl.DataFrame()}) - {DUTY_PERIOD}:
            needed.setdefault(target, set())
    if DUTY_PERIOD in needed:
        needed[DUTY_PERIOD] |= {"from_day", "to_day"}
        needed.setdefault(WORKER_MONTH, set())
        needed[WORKER_MONTH] |= {n for n in needed[DUTY_PERIOD] if VOCABULARY.find(WORKER_MONTH, n)}
    if WORKER_MONTH in needed:
        needed[WORKER_MONTH].add("employment_start")
    for entity, as_of in ((e.name, e.as_of) for e in ENTITIES.values() if e.as_of):
        if entity in needed:
            needed[entity].add(str(as_of))
    return needed


def _beyond(book: Rulebook, wanted: set[Key], frames: Frames) -> tuple[Beyond, ...]:
    """Days on which a node of the city that is wanted has no version in force."""
    ends = [d for f in frames.values() for d in (f[DAY].min(), f[DAY].max()) if isinstance(d, datetime.date)]
    laws = [n for k in book.order if k in wanted and book.is_law(n := book.nodes[k])]
    doubtful = [n for n in laws if ends and not _covers(n.versions, min(ends), max(ends))]
    if not doubtful:
        return ()
    days = {
        entity: frame.filter(pl.col(ROW).is_not_null())[DAY].drop_nulls().unique().sort().to_list()
        for entity, frame in frames.items() if frame.height
    }  # fmt: skip
    asked = sorted({d for entity_days in days.values() for d in entity_days})
    found: list[Beyond] = []
    for node in doubtful:
        first = min(v.start for v in node.versions)
        for day in days.get(node.entity) or (asked if node.entity in days else []):
            if node.version_on(day) is None:
                reason = BEFORE_FIRST if day < first else AFTER_LAST
                found.append(Beyond(entity=node.entity, node=node.name, day=day, reason=reason))
    return tuple(found)


def _covers(versions: Sequence[Version], first: datetime.date, last: datetime.date) -> bool:
    """Whether the versions follow one another without a gap, from one day to another."""
    closed = all(a.end == b.start for a, b in pairwise(versions))
    return closed and versions[0].start <= first and last < versions[-1].end


def month_of_day(day: datetime.date) -> str:
    """`2010-12` for a day."""
    return month_text(day.year * 12 + day.month - 1)

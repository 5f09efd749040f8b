"""Which inputs are missing where an amount is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from liuguan.district import City
from liuguan.errors import Text
from liuguan.rulebook.book import Key, Rulebook
from liuguan.rulebook.evaluate import Results
from liuguan.rulebook.facts import link_column
from liuguan.rulebook.labels import label
from liuguan.services.pay.inputs import PayFacts
from liuguan.services.pay.judged import judged
from liuguan.vocabulary import DUTY_PERIOD, ENTITIES, VOCABULARY, WORKER_MONTH

PAY = ("gross_pay_due", "net_to_pay")
"""What is asked first: where the wage itself is unknown, what is deducted from it is no news."""
OWN = (WORKER_MONTH, "station_month", "district_month")
"""Entities of which a worker's month has one row; members of groups are not looked into."""


def missing_of(
    city: City, book: Rulebook, facts: PayFacts, months: Sequence[int], rows: pl.DataFrame
) -> dict[tuple[str, int], tuple[Key, ...]]:
    """What is missing of the pay of some rows (`worker`, `month`) of months that a rulebook judges."""
    wanted = sorted({key for name in PAY for key in needed(book, name)})
    results = judged(city, book, facts, wanted)
    found: dict[tuple[str, int], tuple[Key, ...]] = {}
    for name in reversed(PAY):
        found |= missing(results, name, frozenset(months))
    return {key: found.get(key, ()) for key in rows.select("worker", "month").iter_rows()}


def needed(book: Rulebook, name: str) -> list[Key]:
    """All nodes that a worker's amount rests on, within the worker's own rows."""
    return sorted(k for k in book.closure([(WORKER_MONTH, name)]) if k[0] in OWN and k in book.nodes)


def missing(results: Results, name: str, months: frozenset[int]) -> dict[tuple[str, int], tuple[Key, ...]]:
    """For each worker and month in which an amount is unknown, what is missing: inputs, or nodes that nothing answers.

    Args:
        results: of every node that `needed` names.
    """
    nulls = _nulls(results, name).filter(pl.col("month").is_in(list(months)))
    flags = [c for c in nulls.columns if c not in ("worker", "month")]
    found: dict[tuple[str, int], tuple[Key, ...]] = {}
    for pattern in nulls.filter(pl.col(f"{WORKER_MONTH}.{name}")).partition_by(flags, maintain_order=True):
        row = pattern.row(0, named=True)
        unknown = {_key(c) for c in flags if row[c]}
        roots = tuple(dict.fromkeys(_roots(results.book, (WORKER_MONTH, name), unknown, set())))
        found |= dict.fromkeys(pattern.select("worker", "month").iter_rows(), roots)
    return found


def said(book: Rulebook, roots: tuple[Key, ...]) -> Text:
    """What is missing, for people."""
    return Text(
        "、".join(label(book, *key, "zh") for key in roots), ", ".join(label(book, *key, "en") for key in roots)
    )


def _roots(book: Rulebook, key: Key, unknown: set[Key], seen: set[Key]) -> Iterator[Key]:
    """The unknown things that an unknown thing rests on, and that rest on nothing unknown themselves."""
    if key in seen:
        return
    seen.add(key)
    below = [need for need in book.needs.get(key, ()) if need in unknown]
    if not below:
        yield from [k for k in _of_periods(book, key) if k in unknown] or [key]
    for need in below:
        yield from _roots(book, need, unknown, seen)


def _of_periods(book: Rulebook, key: Key) -> list[Key]:
    """What a figure over periods of duty reads of the worker's own row, where there is one period only."""
    below = sorted(name for entity, name in book.closure([key]) if entity == DUTY_PERIOD)
    return [(WORKER_MONTH, name) for name in below if VOCABULARY.find(WORKER_MONTH, name)]


def _nulls(results: Results, name: str) -> pl.DataFrame:
    """One row per worker and month, and a flag for each node and input that is unknown there."""
    closure = results.book.closure([(WORKER_MONTH, name)])
    periods = {(WORKER_MONTH, n) for e, n in closure if e == DUTY_PERIOD and VOCABULARY.find(WORKER_MONTH, n)}
    wanted = sorted({k for k in closure if k[0] in OWN} | periods)
    workers = results.frames[WORKER_MONTH]
    made = [workers["worker"], workers["month"]]
    for entity, place in _places(results, workers).items():
        frame = results.frames[entity]
        for key in (k for k in wanted if k[0] == entity and k[1] in frame.columns):
            flags = frame[key[1]].is_null()
            made.append((flags if place is None else flags.gather(place).fill_null(True)).alias(".".join(key)))
    return pl.DataFrame(made)


def _places(results: Results, workers: pl.DataFrame) -> Mapping[str, pl.Series | None]:
    """For each of the own entities, which row belongs to each worker's."""
    places: dict[str, pl.Series | None] = {WORKER_MONTH: None}
    for link, target in ENTITIES[WORKER_MONTH].links.items():
        if target in results.frames and link_column(link) in workers.columns:
            places[target] = workers[link_column(link)]
    return places


def _key(column: str) -> Key:
    entity, _, name = column.partition(".")
    return entity, name

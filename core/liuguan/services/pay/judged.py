"""Months of a district through the rule engine, each by the rulebook that is in force for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl
from sqlmodel import Session

from liuguan.district import City
from liuguan.rulebook.book import Key, Rulebook
from liuguan.rulebook.evaluate import Results, evaluate
from liuguan.services.filings.in_force import InForce, standard_in_force
from liuguan.services.mergers import with_merged_periods
from liuguan.services.pay import lines
from liuguan.services.pay.inputs import PayFacts
from liuguan.vocabulary import DUTY_PERIOD, WORKER_MONTH


@dataclass(frozen=True, slots=True)
class Months:
    """Months that one rulebook judges, and what judges them."""

    in_force: InForce
    months: tuple[int, ...]

    @property
    def book(self) -> Rulebook:
        return self.in_force.book


def by_rulebook(
    session: Session, city: City, district: str, months: Sequence[int], *, known: int | None = None
) -> list[Months]:
    """Months in groups of the rulebook that was in force for them, as known at an event."""
    found: dict[str, tuple[InForce, list[int]]] = {}
    for month in sorted(set(months)):
        in_force = standard_in_force(session, city, district, month, known=known)
        found.setdefault(in_force.book.hash, (in_force, []))[1].append(month)
    return [Months(in_force, tuple(ms)) for in_force, ms in found.values()]


def judged(city: City, book: Rulebook, facts: PayFacts, wanted: Sequence[Key]) -> Results:
    """Nodes of a district's rulebook over the facts; months in which districts merged have their duty periods."""
    return evaluate(book, with_merged_periods(city, book.district, facts.frames, facts.everyone), wanted)


def pay_rows(city: City, groups: Sequence[Months], facts: PayFacts) -> Iterator[tuple[Months, pl.DataFrame]]:
    """For each rulebook and its months the rows of those in post (`lines.rows_of`)."""
    for group in groups:
        results = judged(city, group.book, facts, lines.wanted(group.book))
        yield group, in_post(lines.rows_of(results, group.months))


def ordinary_standard(city: City, book: Rulebook, facts: PayFacts) -> pl.DataFrame:
    """The standard that each worker would have in an ordinary post without data entry."""
    plain = {"post": pl.lit("ordinary"), "data_entry": pl.lit(False), "collects_and_enters": pl.lit(False)}
    frames = {e: f for e, f in facts.frames.items() if e != DUTY_PERIOD}
    frames[WORKER_MONTH] = facts.workers.with_columns(**plain)
    results = judged(city, book, replace(facts, frames=frames), [(WORKER_MONTH, lines.STANDARD)])
    return results.frame(WORKER_MONTH, [lines.STANDARD])


def in_post(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of those whom the roster has in post that month; papers of anybody else pay nothing."""
    return rows.filter(pl.col("on_roster").fill_null(False)) if "on_roster" in rows.columns else rows

"""Staffing: how many workers a district and its units must have, have, and lack, month by month (I.7, I.8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

import polars as pl
from sqlmodel import Session

from liuguan.district import City
from liuguan.facts.units import unit_facts
from liuguan.language.written import month_text
from liuguan.records.frames import read_frame
from liuguan.records.store import table_of
from liuguan.records.tables.places import WHOLE_DISTRICT, Population
from liuguan.rulebook.evaluate import evaluate
from liuguan.services.filings.in_force import InForce, standards_in_force
from liuguan.services.filings.permission import with_grants

NEEDS = (
    "migrants_per_worker_in_force", "households_per_worker_in_force", "required_by_migrants",
    "required_by_households", "required_headcount", "required_headcount_lenient", "effective_headcount",
    "headcount_shortage",
)  # fmt: skip
_STATED = ("actual_migrants", "rental_households", "headcount", "grant_state")


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingRow:
    """The staffing of a district (`station` empty) or a unit in a month; None is unknown.

    Attributes:
        required_headcount: the larger measure; `required_headcount_lenient` is the milder one.
        standard: `filed`, `draft` (shipped figures stand in) or `city` (the guidance alone).
    """

    district: str
    station: str
    month: str
    actual_migrants: int | None
    rental_households: int | None
    headcount: int | None
    effective_headcount: int | None
    required_by_migrants: int | None
    required_by_households: int | None
    required_headcount: int | None
    required_headcount_lenient: int | None
    headcount_shortage: int | None
    migrants_per_worker_in_force: int | None
    households_per_worker_in_force: int | None
    grant_state: str | None
    standard: str
    rulebook: str

    def to_json(self) -> dict[str, Any]:
        """The row as plain values."""
        return asdict(self)


def staffing(
    session: Session, city: City, district: str, *, first_month: int, last_month: int, known: int | None = None
) -> list[StaffingRow]:
    """Each month of a district that has counts, the district first and then its units.

    Args:
        first_month, last_month: month numbers, both included.
        known: an event; as the records stood right after it.
    """
    facts = _counts(session, district, first_month, last_month, known)
    facts = with_grants(session, city, facts, first_month=first_month, last_month=last_month, known=known)
    in_force = standards_in_force(session, city, district, range(first_month, last_month + 1), known=known)
    rows = [
        row
        for book_hash, months in _together(in_force)
        for row in _judged(facts, in_force[months[0]], book_hash, months)
    ]
    return sorted(rows, key=lambda r: (r.month, r.station != WHOLE_DISTRICT, r.station))


def _counts(session: Session, district: str, first: int, last: int, known: int | None) -> dict[str, pl.DataFrame]:
    table = table_of(Population)
    where = (table.c.district == district, table.c.month.between(first, last))
    return unit_facts(read_frame(session.connection(), Population, *where, known=known), None)


def _together(in_force: dict[int, InForce]) -> Iterator[tuple[str, list[int]]]:
    """Runs of months under one rulebook."""
    for book_hash, months in groupby(sorted(in_force), key=lambda m: in_force[m].book.hash):
        yield book_hash, list(months)


def _judged(
    facts: dict[str, pl.DataFrame], in_force: InForce, book_hash: str, months: list[int]
) -> Iterable[StaffingRow]:
    standard = "city" if in_force.city_only else "draft" if in_force.is_draft else "filed"
    own = {e: f.filter(pl.col("month").is_in(months)) for e, f in facts.items()}
    own = {e: f for e, f in own.items() if f.height}
    results = evaluate(in_force.book, own, [(e, n) for e in own for n in NEEDS])
    for entity, given in own.items():
        needs = results.frame(entity, NEEDS).select(NEEDS)
        for row in pl.concat([given.with_columns(_missing(given)), needs], how="horizontal").iter_rows(named=True):
            yield StaffingRow(
                district=row["district"], station=row.get("station", WHOLE_DISTRICT), month=month_text(row["month"]),
                standard=standard, rulebook=book_hash, **{n: row[n] for n in (*_STATED, *NEEDS)},
            )  # fmt: skip


def _missing(frame: pl.DataFrame) -> list[pl.Expr]:
    return [pl.lit(None).alias(name) for name in _STATED if name not in frame.columns]


__all__ = ["StaffingRow", "staffing"]

"""Scores as the rule engine gives them from the records, what they rest on, and which inputs are missing for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from liuguan.errors import Refusal, Text
from liuguan.language.written import month_text
from liuguan.rulebook.book import Key, Rulebook
from liuguan.vocabulary import ITEM_MONTH, STATION_MONTH, WORKER_MONTH

if TYPE_CHECKING:
    import polars as pl

    from liuguan.district import City
    from liuguan.rulebook.evaluate import Results
    from liuguan.rulebook.explain import Explained
    from liuguan.services.assessment.pending import Row

SCORE, GRADE, DUE, POINTS = "assessment_score", "assessment_grade", "sheet_due", "item_points"
WANTED: tuple[Key, ...] = (
    (WORKER_MONTH, SCORE), (WORKER_MONTH, GRADE), (WORKER_MONTH, DUE), (ITEM_MONTH, POINTS),
)  # fmt: skip
LONGEST_WINDOW = 12
"""Months that are read, the assessed one included: no window of a scheme reaches further back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """An input without which a score is unknown: of an item, of the sheet (no item), or of the station."""

    entity: str
    name: str
    item: str = ""

    @property
    def where(self) -> str:
        return f"{self.item} {self.name}" if self.item else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetScore:
    """What the standard gives for a sheet, in hundredths of a point; None is unknown.

    Attributes:
        due: whether the month needs a sheet of the worker at all.
        items: points by item.
        missing: inputs that are unknown, where the score is.
    """

    worker: str
    score: int | None
    grade: str | None
    due: bool | None
    items: Mapping[str, int | None] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The scores of a district's month by worker, and the rulebook that gave them."""

    month: int
    sheets: Mapping[str, SheetScore]
    results: Results

    @property
    def rulebook(self) -> str:
        return self.results.book.hash


def scores(
    session: Session, city: City, district: str, month: int, *, known: int | None = None, pending: Sequence[Row] = ()
) -> Scores:
    """Score a month from the records as they are, or were known at an event.

    Args:
        pending: sheets and items as they are about to be written.

    Raises:
        PluginFault: the standard does not fit.
    """
    from liuguan.rulebook.evaluate import evaluate
    from liuguan.services.assessment.pending import with_pending
    from liuguan.services.filings.in_force import standard_in_force
    from liuguan.services.judging import facts_of_district

    first = max(city.config.law_from, month - LONGEST_WINDOW + 1)
    standard = standard_in_force(session, city, district, month, known=known)
    facts = facts_of_district(
        city, session, district, first_month=first, last_month=month, known=known, in_force=not standard.city_only
    )
    return scores_of(evaluate(standard.book, with_pending(facts, pending), WANTED), month)


def scores_of(results: Results, month: int) -> Scores:
    """The scores that results hold for a month."""
    workers = _rows(results, WORKER_MONTH, month, [SCORE, GRADE, DUE, *_inputs(results.book, WORKER_MONTH)])
    items: dict[str, dict[str, dict[str, Any]]] = {}
    for row in _rows(results, ITEM_MONTH, month, [POINTS, *_inputs(results.book, ITEM_MONTH)]):
        items.setdefault(row["worker"], {})[row["item"]] = row
    stations = {
        r["station"]: r for r in _rows(results, STATION_MONTH, month, list(_inputs(results.book, STATION_MONTH)))
    }  # fmt: skip
    made = {}
    for row in workers:
        own = items.get(row["worker"], {})
        score = row.get(SCORE)
        made[row["worker"]] = SheetScore(
            worker=row["worker"], score=score, grade=row.get(GRADE), due=row.get(DUE),
            items={code: r.get(POINTS) for code, r in own.items()},
            missing=_missing(results.book, row, own, stations.get(row.get("station"))) if score is None else (),
        )  # fmt: skip
    return Scores(month=month, sheets=made, results=results)


def explain_score(scored: Scores, worker: str, node: str = SCORE) -> Explained:
    """What a worker's score (or grade) rests on: rules, parameters with their dates, inputs, to the clause.

    Raises:
        Refusal: the month has no such worker.
    """
    import polars as pl

    from liuguan.rulebook.explain import explain

    rows = scored.results.frame(WORKER_MONTH, []).with_row_index("·place")
    at = rows.filter((pl.col("worker") == worker) & (pl.col("month") == scored.month))
    if not at.height:
        none = Text("该月没有该人员", "the month has no such worker")
        raise Refusal(none, reason="unknown_worker", where=month_text(scored.month))
    return explain(scored.results, WORKER_MONTH, int(at["·place"][0]), node)


def _rows(results: Results, entity: str, month: int, names: Sequence[str]) -> list[dict[str, Any]]:
    import polars as pl

    if entity not in results.frames:
        return []
    frame: pl.DataFrame = results.frame(entity, list(names))
    return frame.filter(pl.col("month") == month).to_dicts() if "month" in frame.columns else []


def _inputs(book: Rulebook, entity: str) -> list[str]:
    """Inputs of an entity that the score rests on."""
    rests_on = book.closure([(WORKER_MONTH, SCORE)])
    return sorted(name for of, name in rests_on if of == entity and (of, name) not in book.nodes)


def _missing(
    book: Rulebook, row: Mapping[str, Any], items: Mapping[str, Mapping[str, Any]], station: Mapping[str, Any] | None
) -> tuple[Missing, ...]:
    """The inputs that are unknown, those of items only where the item's own points are."""
    found = [
        Missing(entity=ITEM_MONTH, name=name, item=code)
        for code, of_item in items.items() if of_item.get(POINTS) is None
        for name in _inputs(book, ITEM_MONTH) if of_item.get(name) is None
    ]  # fmt: skip
    for entity, of in ((WORKER_MONTH, row), (STATION_MONTH, station or {})):
        found += [Missing(entity=entity, name=n) for n in _inputs(book, entity) if of.get(n) is None]
    return tuple(found)

"""The city's floors against a district's answers: what the city computes must not depend on who computes it.

A district's answers are taken as given, everything else is computed again under the city's layer alone, and
each node of the city that an answer can reach must come out the same.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from liuguan.rulebook.book import Rulebook
from liuguan.rulebook.evaluate import evaluate
from liuguan.rulebook.facts import key_columns
from liuguan.vocabulary import VOCABULARY


def weakened(book: Rulebook, city: Rulebook, facts: Mapping[str, pl.DataFrame]) -> list[str]:
    """Names of the city's nodes that a district's rulebook gives another value than the city's layer alone.

    Args:
        book: the district's rulebook.
        city: the rulebook of the city's layer alone.
        facts: rows of one district, as `evaluate` takes them.
    """
    judged = [k for k in book.reached() if k in city.nodes]
    answers = [k for k in book.answers() if k in city.nodes]
    ours = evaluate(book, facts, [*judged, *answers])
    given: dict[str, pl.DataFrame] = {}
    for entity, frame in ours.frames.items():
        kept = [c for c in frame.columns if c in key_columns(entity) or VOCABULARY.find(entity, c)]
        answered = [n for e, n in answers if e == entity and n in frame.columns]
        given[entity] = frame.select(list(dict.fromkeys([*kept, *answered])))
    again = evaluate(city, given, judged)
    return [
        f"{entity}.{name}"
        for entity, name in judged
        if name in ours.frames[entity].columns and not _alike(ours.frames[entity][name], again.frames[entity][name])
    ]


def _alike(ours: pl.Series, again: pl.Series) -> bool:
    return ours.len() == again.len() and bool(ours.eq_missing(again).all())

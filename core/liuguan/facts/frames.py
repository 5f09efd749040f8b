"""From statements to the frames that a rulebook judges."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from liuguan.facts.roster import Exists
from liuguan.facts.statements import SCHEMAS, Statements, with_columns_of, with_named_flags
from liuguan.facts.units import unit_facts
from liuguan.facts.workers import worker_facts
from liuguan.vocabulary import WORKER_MONTH


def facts_of(stated: Statements, *, exists: Exists, first_month: int, last_month: int) -> dict[str, pl.DataFrame]:
    """For each entity that the statements tell of a frame of its months.

    Columns are `district`, `station`, `worker`, `month`, `subject`, `source` where the entity has them, and the
    inputs that are stated anywhere, in stored units.

    Args:
        stated: its monthly frames hold the given months and no others.
        exists: whether a month belongs to a district.
        first_month, last_month: the months to make, both included.
    """
    whole = Statements(**{n: with_columns_of(f, SCHEMAS[n]) for n, f in stated.frames().items()})
    ready = Statements(**{n: with_named_flags(f) for n, f in whole.frames().items()})
    ready = replace(ready, roster=ready.roster.with_columns(pl.coalesce("station", "street").alias("station")))
    facts = worker_facts(ready, exists, first_month, last_month)
    return facts | unit_facts(ready.staffing, facts.get(WORKER_MONTH))

"""Facts with the assessments as they were known earlier: sheets, their items, and the rates of stations."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session

from liuguan.records.base import Version
from liuguan.records.frames import read_frame
from liuguan.records.store import table_of
from liuguan.records.tables.assessment import AssessmentItem, AssessmentSheet
from liuguan.records.tables.places import Population
from liuguan.services.pay.inputs import PayFacts
from liuguan.services.pay.lines import KEY
from liuguan.vocabulary import DISTRICT_MONTH, ITEM_MONTH, STATION_MONTH, VOCABULARY, WORKER_MONTH

_ASSESSED_BY: tuple[type[Version], ...] = (AssessmentSheet, AssessmentItem, Population)


def assessed_since(session: Session, district: str, known: int, last_month: int) -> bool:
    """Whether an assessment of a month up to the last was written or ended after an event."""
    for model in _ASSESSED_BY:
        table = table_of(model)
        later = sa.or_(table.c.since_event > known, table.c.until_event > known)
        where = sa.and_(table.c.district == district, table.c.month <= last_month, later)
        if session.execute(sa.select(table.c.row_id).where(where).limit(1)).first() is not None:
            return True
    return False


def assessed_as(session: Session, district: str, facts: PayFacts, known: int) -> PayFacts:
    """Facts of a district, in which the assessments are those that were known right after an event."""
    rates = {i.name for i in VOCABULARY.of(STATION_MONTH)} - {i.name for i in VOCABULARY.of(DISTRICT_MONTH)}
    workers = facts.workers
    months = (workers["month"].min(), workers["month"].max())
    made = {e: f for e, f in facts.frames.items() if e != ITEM_MONTH}
    sheets = _read(session, AssessmentSheet, WORKER_MONTH, district, months, known, KEY)
    made[WORKER_MONTH] = _with_columns_of(workers, sheets, _inputs(AssessmentSheet, WORKER_MONTH), KEY)
    if STATION_MONTH in made:
        counts = _read(session, Population, STATION_MONTH, district, months, known, ["station", "month"])
        made[STATION_MONTH] = _with_columns_of(made[STATION_MONTH], counts, rates, ["station", "month"])
    items = _read(session, AssessmentItem, ITEM_MONTH, district, months, known, [*KEY, "item"])
    if items.height:
        own = items.join(workers, on=KEY, how="semi", maintain_order="left")
        made[ITEM_MONTH] = own.with_columns(pl.lit(district).alias("district"))
    return replace(facts, frames=made)


def _read(
    session: Session, model: type[Version], entity: str, district: str, months: tuple[object, object], known: int,
    key: Sequence[str],
) -> pl.DataFrame:  # fmt: skip
    """Key and inputs of a table as known at an event; a column in which nothing was stated is none."""
    table = table_of(model)
    inputs = sorted(_inputs(model, entity) - set(key))
    found = read_frame(
        session.connection(), model, table.c.district == district, table.c.month.between(*months),
        only=[*key, *inputs], known=known, order=key,
    )  # fmt: skip
    return found.select(*key, *(n for n in inputs if found[n].null_count() < found.height))


def _inputs(model: type[Version], entity: str) -> set[str]:
    keys = {"month", "district", "worker", "station"}
    return {c.name for c in table_of(model).columns if VOCABULARY.find(entity, c.name) and c.name not in keys}


def _with_columns_of(frame: pl.DataFrame, other: pl.DataFrame, names: Collection[str], on: list[str]) -> pl.DataFrame:
    """A frame with some of its columns as another has them."""
    bare = frame.drop([n for n in frame.columns if n in names])
    return bare.join(
        other.select(*on, *(n for n in other.columns if n in names)), on=on, how="left", maintain_order="left"
    )

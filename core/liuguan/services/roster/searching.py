"""Finding workers by what people type: name, pinyin, initials, the end of an ID number, staff number, station, state.

Whatever is typed together must all be met. What is found shows the ID number masked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session

from liuguan.records.base import Day
from liuguan.records.store import as_known, table_of
from liuguan.records.tables.people import Assignment, Worker
from liuguan.services.roster.along import values_along
from liuguan.services.roster.names import query_words
from liuguan.services.roster.presenting import masked_id

State = Literal["in_post", "left", "to_come"]
STATE_WORDS: dict[str, State] = {
    "在岗": "in_post", "serving": "in_post", "离岗": "left", "left": "left", "待到岗": "to_come", "coming": "to_come",
}  # fmt: skip
"""Words that are taken for a state, not sought."""
SHORTEST_TAIL = 4
"""So many last characters of an ID number are sought at least."""
SHORTEST_PART = 3
"""Fewer letters are sought at the beginning of a spelling alone."""
_STATION = table_of(Assignment).c.station
_AT_ONCE = 60
_NUMBERS = 500
"""So many staff numbers with one beginning are looked at, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A worker as found; `district`, `station` and `post` are those of the line that holds, or held last."""

    worker: str
    name: str
    id_masked: str
    district: str
    staff_number: str
    station: str
    post: str
    state: State


def search(session: Session, text: str, *, on: Day, district: str | None = None, limit: int = 20) -> list[Found]:
    """Workers whom the text fits, the closest first.

    Args:
        on: the day by which the state is told.
        district: only lines of this one.
        limit: so many at most.
    """
    words = query_words(text)
    states = {STATE_WORDS[word] for word in words if word in STATE_WORDS}
    sought = [word for word in words if word not in STATE_WORDS]
    worker = table_of(Worker)
    query = sa.select(worker.c.id, worker.c.name, worker.c.id_number)
    written = [word for word in sought if not _is_spelling(word)]
    stations = values_along(session, _STATION, as_known(_STATION.table)) if written else []
    query = query.where(*(_fits(session, word, stations) for word in sought))
    if sought and not _is_short(sought[0]):
        query = query.order_by(_rank(sought[0]))
    if district is not None:
        query = query.where(_has_line(table_of(Assignment).c.district == district))
    if states == {"left"}:
        query = query.where(_has_line(_may_have_left()))
    found: list[Found] = []
    rows = session.execute(query.order_by(worker.c.name_search).limit(None if states else limit))
    while len(found) < limit and (part := rows.fetchmany(_AT_ONCE)):
        shown = _presented(session, part, on, district)
        found += [f for f in shown if not states or f.state in states]
    rows.close()
    return found[:limit]


def _fits(session: Session, word: str, stations: Sequence[str]) -> sa.ColumnElement[bool]:
    """Whether a word is part of a name or its spelling, the end of an ID number, or of a staff number or station."""
    worker, line = table_of(Worker), table_of(Assignment)
    named: sa.ColumnElement[bool] = worker.c.name_search.like(f"% {word}%" if _is_short(word) else f"%{word}%")
    if _is_spelling(word):
        return named
    if len(word) >= SHORTEST_TAIL and word[:-1].isdigit():
        named = sa.or_(named, worker.c.id_number.like(f"%{word.upper()}"))
    there = [name for name in stations if word in name.lower()]
    numbers = _with_number(session, word)
    if not there and not numbers:
        return named
    placed = sa.select(line.c.worker).where(line.c.station.in_(there), as_known(line))
    numbered = sa.select(worker.c.id).where(worker.c.id.in_(numbers))
    # sets of keys, not conditions side by side: those would be asked of every worker
    return worker.c.id.in_(sa.union_all(sa.select(worker.c.id).where(named), placed, numbered))


def _is_spelling(word: str) -> bool:
    """Letters alone are pinyin or initials; stations are sought as they are written."""
    return word.isascii() and word.isalpha()


def _is_short(word: str) -> bool:
    return word.isascii() and len(word) < SHORTEST_PART


def _with_number(session: Session, word: str) -> list[str]:
    """Workers whose staff number begins with a word, as it is written or in capitals."""
    line = table_of(Assignment)
    found: list[str] = []
    if not any(character.isdigit() for character in word):
        return found
    for written in dict.fromkeys((word, word.upper())):  # one range at a time: an OR of two reads every line
        begins = line.c.staff_number.between(written, written + LAST_CHARACTER)
        found += session.execute(sa.select(line.c.worker).where(begins, as_known(line)).limit(_NUMBERS)).scalars()
    return found


LAST_CHARACTER = "\uffff"


def _rank(word: str) -> sa.ColumnElement[int]:
    """Whole names and spellings before beginnings, beginnings before parts."""
    spelt = sa.literal(" ") + table_of(Worker).c.name_search + sa.literal(" ")
    return sa.case((spelt.like(f"% {word} %"), 0), (spelt.like(f"% {word}%"), 1), else_=2)


def _has_line(which: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    line = table_of(Assignment)
    return sa.exists(sa.select(line.c.line).where(line.c.worker == table_of(Worker).c.id, as_known(line), which))


def _may_have_left() -> sa.ColumnElement[bool]:
    """Lines without which nobody has left: whether somebody really has, their days say."""
    line = table_of(Assignment)
    ways = (line.c.employment_end, line.c.change_type, line.c.to_day, line.c.roster_month)
    return sa.or_(*(column.is_not(None) for column in ways))


def _presented(session: Session, rows: Sequence[Any], on: Day, district: str | None) -> list[Found]:
    """What is shown of workers, in the same order; those without a line are left out."""
    from liuguan.records.frames import read_frame
    from liuguan.services.roster.timeline import DATING, beside_rosters, with_days

    table = table_of(Assignment)
    where = [table.c.worker.in_([row.id for row in rows]), *([table.c.district == district] if district else [])]
    lines = read_frame(
        session.connection(), Assignment, *where, only=(*DATING, "staff_number", "station", "post")
    )  # fmt: skip
    held = with_days(beside_rosters(session, lines))
    begun = pl.col("holds_from").is_null() | (pl.col("holds_from") <= on)
    latest = held.sort(begun, "holds_from", nulls_last=False).unique("worker", keep="last", maintain_order=True)
    ended = pl.col("holds_to").is_not_null() & (pl.col("holds_to") < on)
    state = pl.when(~begun).then(pl.lit("to_come")).when(ended).then(pl.lit("left")).otherwise(pl.lit("in_post"))
    shown = {line["worker"]: line for line in latest.with_columns(state.alias("state")).iter_rows(named=True)}
    return [
        Found(
            worker=row.id, name=row.name or "", id_masked=masked_id(row.id_number), district=line["district"],
            staff_number=line["staff_number"] or "", station=line["station"] or "", post=line["post"] or "",
            state=line["state"],
        )
        for row in rows
        if (line := shown.get(row.id)) is not None
    ]  # fmt: skip


__all__ = ["STATE_WORDS", "Found", "State", "search"]

"""Whom files speak of, among the people on record: by ID number in any district, else by staff number or name.

A person on record has a key that says nothing; files give keys that follow from what they write (`facts.identity`).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session

from liuguan.exchange.people import BY_NAME, BY_NUMBER, BY_STAFF_NUMBER
from liuguan.exchange.questions import KNOWN
from liuguan.facts.identity import read_numbers, worker_key
from liuguan.records.frames import read_frame
from liuguan.records.store import Work, as_known, table_of
from liuguan.records.tables.people import Assignment, Worker
from liuguan.services.roster.names import name_search


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """People on record, as readers of files look for them.

    Attributes:
        listed: who stands on rosters, see `exchange.people.LISTED`; people with a number go by its key.
        asked: see `exchange.questions.KNOWN`.
    """

    listed: pl.DataFrame
    asked: pl.DataFrame


def known_people(session: Session) -> Known:
    """Everybody on record."""
    people = _people(session)
    lines = table_of(Assignment)
    columns = ("district", "worker", "staff_number", "station", "street")
    on_roster = read_frame(session.connection(), Assignment, as_known(lines), only=columns).rename({"worker": "id"})
    listed = on_roster.join(people.select("id", "name", "@by_id"), on="id", how="inner", maintain_order="left").select(
        "district", pl.coalesce("@by_id", "id").alias("worker"), pl.col("staff_number").alias("@worker_no"),
        _plain("name").alias("@name"), pl.coalesce("station", "street").alias("station"), "@by_id",
    ).unique(maintain_order=True)  # fmt: skip
    asked = people.select(
        pl.coalesce("@by_id", "id").alias("worker"), _plain("name").alias("@name"),
        (pl.col("id_number_as_written").str.len_chars() == 15).fill_null(False).alias("@short"),
        pl.col("@by_id").is_not_null().alias("@numbered"),
    )  # fmt: skip
    asked = asked.with_columns(pl.when("@numbered").then("@short").alias("@short"))
    return Known(listed=listed, asked=asked.select(*KNOWN))


def settled(work: Work, district: str, stated: pl.DataFrame) -> pl.DataFrame:
    """Keys of files with those of the records; who is not on record is entered.

    Args:
        stated: people of the district, see `exchange.people.people_of`.

    Returns:
        `worker` (of the files) and `id` (on record).
    """
    numbers = read_numbers(stated["id_number"])["long"] if stated.height else pl.Series(dtype=pl.String)
    there = _people(work.session, district, numbers.drop_nulls().to_list())
    keys = _keys_on_record(there, district)
    by_number = dict(there.drop_nulls("@by_id").select("@by_id", "id").iter_rows())
    found: dict[str, str] = {}
    new: list[dict[str, Any]] = []
    filled: list[dict[str, Any]] = []
    numberless = set(there.filter(pl.col("id_number").is_null())["id"].to_list())
    for person, long in zip(stated.iter_rows(named=True), numbers, strict=True):
        key = person["worker"]
        by_id = worker_key(BY_NUMBER, long) if long is not None else None
        known = (by_number.get(by_id) if by_id else None) or by_number.get(key) or keys.get(key)
        if known is None:
            known = f"w{secrets.token_hex(10)}"
            new.append(_row(work, district, known, person, long))
        elif long is not None and by_id not in by_number and known in numberless:
            filled.append({"of": known, "id_number": long, "id_number_as_written": _as_written(person, long)})
        if by_id:
            by_number[by_id] = known
        found[key] = known
    connection = work.session.connection()
    table = table_of(Worker)
    if new:
        connection.execute(sa.insert(table), new)
    for change in filled:
        of = change.pop("of")
        connection.execute(sa.update(table).where(table.c.id == of).values(**change))
    return pl.DataFrame(
        {"worker": list(found), "id": list(found.values())}, schema={"worker": pl.String, "id": pl.String}
    )


def _keys_on_record(people: pl.DataFrame, district: str) -> dict[str, str]:
    """From each key that a file could give to the person of the district whom it means, where that is one person."""
    own = people.filter(pl.col("district") == district)
    found: dict[str, set[str]] = {}
    for id_, staff_number, name in own.select("id", "staff_number", _plain("name")).iter_rows():
        for key in (
            id_,
            *(worker_key(by, district, t) for by, t in ((BY_STAFF_NUMBER, staff_number), (BY_NAME, name)) if t),
        ):
            found.setdefault(key, set()).add(id_)
    return {key: next(iter(ids)) for key, ids in found.items() if len(ids) == 1}


def _people(session: Session, district: str | None = None, numbers: Iterable[str] = ()) -> pl.DataFrame:
    table = table_of(Worker)
    where = [] if district is None else [sa.or_(table.c.district == district, table.c.id_number.in_(list(numbers)))]
    columns = ("id", "district", "staff_number", "name", "id_number", "id_number_as_written")
    people = read_frame(session.connection(), Worker, *where, only=columns, order=("id",))
    keys = [worker_key(BY_NUMBER, number) if number is not None else None for number in people["id_number"]]
    return people.with_columns(pl.Series("@by_id", keys, dtype=pl.String))


def _row(work: Work, district: str, id_: str, person: dict[str, Any], long: str | None) -> dict[str, Any]:
    return {
        "id": id_, "since_event": work.event, "district": person["district"] or district,
        "staff_number": person["staff_number"], "id_number": long, "id_number_as_written": _as_written(person, long),
        "name": person["name"], "name_search": name_search(person["name"]),
    }  # fmt: skip


def _as_written(person: dict[str, Any], long: str | None) -> str | None:
    written: str | None = person["id_number"]
    return written if written != long else None


def _plain(name: str) -> pl.Expr:
    return pl.col(name).str.replace_all(r"\s", "")


__all__ = ["Known", "known_people", "settled"]

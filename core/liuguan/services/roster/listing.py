"""Roster lines as they are shown: with the name, the ID number masked, and nothing else of the person."""

from __future__ import annotations

import polars as pl
from sqlmodel import Session

from liuguan.records.base import Day
from liuguan.records.frames import read_frame
from liuguan.records.store import table_of
from liuguan.records.tables.people import Worker
from liuguan.services.roster.presenting import masked_id
from liuguan.services.roster.reading import history_of, roster_on

LISTED = (
    "worker", "staff_number", "name", "id_masked", "station", "post", "data_entry", "star", "employer", "holds_from",
    "contract_end",
)  # fmt: skip
"""Columns of a list of those in post."""
TOLD = (
    "line", "district", "holds_from", "holds_to", "action", "reason", "station", "area", "post", "data_entry",
    "star", "employer",
)  # fmt: skip
"""Columns of a worker's history."""


def listed(session: Session, district: str, day: Day, *, known: int | None = None) -> list[dict[str, object]]:
    """Those in post in a district on a day, by station and staff number."""
    held = _with_names(session, roster_on(session, district, day, known=known))
    return held.sort("station", "staff_number", "worker", nulls_last=True).select(LISTED).to_dicts()


def told(session: Session, district: str, worker: str, *, known: int | None = None) -> list[dict[str, object]]:
    """A worker's lines in a district with the days on which they hold."""
    return history_of(session, worker, known=known).filter(pl.col("district") == district).select(TOLD).to_dicts()


def shown(
    session: Session, district: str, worker: str, day: Day, *, known: int | None = None
) -> dict[str, object] | None:
    """Everything that the line of a day says of a worker, but what is unknown; None where none holds."""
    held = roster_on(session, district, day, known=known).filter(pl.col("worker") == worker)
    if not held.height:
        return None
    line = _with_names(session, held).row(0, named=True)
    return {name: value for name, value in line.items() if value is not None and value != ""}


def worker_of(session: Session, district: str, asked: str) -> str:
    """The worker of a staff number in a district, else what was asked for, taken as a key."""
    from liuguan.records.tables.people import Assignment

    table = table_of(Assignment)
    found = read_frame(
        session.connection(), Assignment, table.c.district == district, table.c.staff_number == asked,
        only=("worker",),
    )["worker"].unique()  # fmt: skip
    return str(found[0]) if len(found) == 1 else asked


def _with_names(session: Session, held: pl.DataFrame) -> pl.DataFrame:
    table = table_of(Worker)
    whose = table.c.id.in_(held["worker"].unique().to_list())
    people = read_frame(
        session.connection(), Worker, whose, only=("id", "name", "id_number"), order=("id",)
    )  # fmt: skip
    masked = pl.Series("id_masked", [masked_id(number) for number in people["id_number"]], dtype=pl.String)
    return held.join(people.select(pl.col("id").alias("worker"), "name", masked), on="worker", how="left")


__all__ = ["LISTED", "TOLD", "listed", "shown", "told", "worker_of"]

"""Candidates as facts: what is known of those whom an office decided to hire, for the rules on candidates."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl
from sqlmodel import Session

from liuguan.records.frames import read_frame
from liuguan.records.store import table_of
from liuguan.records.tables.hiring import Candidate
from liuguan.vocabulary import CANDIDATE, VOCABULARY

TAKEN = ("accepted", "hired")
"""States of a file that ended in a decision to hire."""


def candidate_frame(
    session: Session, district: str, known: int | None = None, *, states: Collection[str] = TAKEN
) -> pl.DataFrame:
    """The candidates of a district.

    Args:
        known: an event; as was known right after it.
        states: states of the files that are wanted; of those who were not hired nothing is judged.

    Returns:
        `district`, `subject` (the file's id), `state`, `station`, and every input of a candidate that is kept.
    """
    table = table_of(Candidate)
    inputs = [i.name for i in VOCABULARY.of(CANDIDATE) if i.name in table.c and i.name != "district"]
    found = read_frame(
        session.connection(), Candidate, table.c.district == district, table.c.state.in_(list(states)),
        only=("district", "id", "state", "station", *inputs), known=known,
    )  # fmt: skip
    return found.rename({"id": "subject"})


__all__ = ["TAKEN", "candidate_frame"]

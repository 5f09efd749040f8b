"""What erasing a person's data does: personal columns are emptied in every version, the audit's keys taken away."""

from __future__ import annotations

import sqlalchemy as sa

from liuguan.records.base import Version
from liuguan.records.store import Work, table_of
from liuguan.records.tables.audit import AuditEvent, AuditKey
from liuguan.records.tables.hiring import Candidate, EligibilityDecision
from liuguan.records.tables.people import Worker
from liuguan.services.undo import version_models

_OF_CANDIDATES: dict[type[Version], str] = {Candidate: "id", EligibilityDecision: "candidate"}
"""Tables about candidates, and their column that holds a candidate's id."""


def erase_records(work: Work, who: Worker) -> int:
    """Empty everything personal of a person; returns the number of events whose digests nobody can match any more.

    The guards let personal columns be emptied and nothing else. A digest in the audit stays as it is, so that the
    chain does, but without its key it can be compared with nothing.
    """
    who.id_number = who.id_number_as_written = who.name = None
    who.name_search = ""
    work.save(who)
    candidates = _candidates_of(work, who.id)
    for model in version_models():
        for chosen in _rows_of(model, who.id, candidates):
            _empty(work, model, chosen)
    events = table_of(AuditEvent)
    of_the_person = sa.select(events.c.seq).where(events.c.subject.in_([who.id, *candidates]))
    keys = table_of(AuditKey)
    taken = work.session.connection().execute(sa.delete(keys).where(keys.c.seq.in_(of_the_person)))
    return taken.rowcount


def _candidates_of(work: Work, worker: str) -> list[str]:
    table = table_of(Candidate)
    return list(work.session.execute(sa.select(table.c.id).where(table.c.worker == worker).distinct()).scalars())


def _rows_of(model: type[Version], worker: str, candidates: list[str]) -> list[sa.ColumnElement[bool]]:
    """Which versions of a table are about the person."""
    table = table_of(model)
    if not model.PERSONAL:
        return []
    if model in _OF_CANDIDATES:
        return [table.c[_OF_CANDIDATES[model]].in_(candidates)] if candidates else []
    return [table.c.worker == worker] if "worker" in table.c else []


def _empty(work: Work, model: type[Version], chosen: sa.ColumnElement[bool]) -> None:
    table = table_of(model)
    nothing = {name: None if table.c[name].nullable else "" for name in model.PERSONAL}
    work.session.connection().execute(sa.update(table).where(chosen).values(nothing))


__all__ = ["erase_records"]

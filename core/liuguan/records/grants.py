"""Relaxed ratios that the city office granted (I.8): how an application stands on a day, and what holds month by month.

A grant holds from its first day, at the earliest the day on which it was given, until its last; it ends when it is
revoked, and lapses when its district is merged. Where none holds, the state of the latest application says why.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session

from liuguan.language.functions import last_day
from liuguan.records.base import Day
from liuguan.records.store import as_known, table_of
from liuguan.records.tables.filings import PERMISSION_FORM, Filing, FilingAct
from liuguan.records.tables.places import WHOLE_DISTRICT
from liuguan.vocabulary import GrantState

SCHEMA = {
    "district": pl.String, "station": pl.String, "month": pl.Int64, "granted_migrants_per_worker": pl.Int64,
    "granted_households_per_worker": pl.Int64, "grant_state": pl.String, "grant_document": pl.String,
}  # fmt: skip


def grant_state(acts: Sequence[FilingAct], day: Day, mergers: Sequence[Day] = ()) -> GrantState | None:
    """How an application stands at the end of a day; None while it is not registered, and once it is withdrawn.

    Args:
        acts: upon one submitted version, in the order of their events.
        mergers: days on which the district was merged or took another over.
    """
    done = {a.act: a for a in acts if a.on_day <= day}
    if "register" not in done or "withdraw" in done:
        return None
    if "refuse" in done:
        return GrantState.REFUSED
    grant = done.get("grant")
    began = (grant.effective_from if grant is not None else None) or done["register"].on_day
    ends = [(merged, GrantState.LAPSED) for merged in mergers if began < merged]
    if grant is not None and grant.effective_to is not None:
        ends.append((grant.effective_to, GrantState.EXPIRED))
    if "revoke" in done:
        ends.append((done["revoke"].effective_from or done["revoke"].on_day, GrantState.REVOKED))
    ended = min((end for end in ends if end[0] <= day), default=None)
    if ended is not None:
        return ended[1]
    return GrantState.GRANTED if grant is not None else GrantState.REGISTERED


def holds(acts: Sequence[FilingAct], day: Day, mergers: Sequence[Day] = ()) -> FilingAct | None:
    """The grant that holds on a day."""
    grant = next((a for a in acts if a.act == "grant"), None)
    if grant is None or grant.effective_from is None or grant.effective_from > day:
        return None
    return grant if grant_state(acts, day, mergers) is GrantState.GRANTED else None


def grants_in_force(
    session: Session,
    districts: Sequence[str],
    *,
    first_month: int,
    last_month: int,
    known: int | None = None,
    mergers: Mapping[str, Sequence[Day]] | None = None,
) -> pl.DataFrame:
    """What was granted, as it stands on the last day of each month.

    Args:
        known: an event; as the acts stood right after it.
        mergers: for a district the days on which it was merged or took another over.

    Returns:
        `district`, `station` (empty for the whole district), `month`, `granted_migrants_per_worker`,
        `granted_households_per_worker`, `grant_state`, `grant_document`; a row for each month and unit with an
        application that is registered.
    """
    rows: list[dict[str, object]] = []
    for district, applications in _applications(session, districts, known).items():
        ends = (mergers or {}).get(district, ())
        for month in range(first_month, last_month + 1):
            rows += _month(district, month, applications, last_day(month), ends)
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _month(
    district: str, month: int, applications: Sequence[Sequence[FilingAct]], day: Day, mergers: Sequence[Day]
) -> list[dict[str, object]]:
    """A row for each unit; of several grants to a unit the one that was decided last says each ratio."""
    units: dict[str, dict[str, object]] = {}
    for acts in applications:
        state = grant_state(acts, day, mergers)
        if state is None:
            continue
        grant = holds(acts, day, mergers)
        if grant is None and state is GrantState.GRANTED:
            state = GrantState.REGISTERED  # granted for days to come
        for unit in _units(acts):
            row = units.setdefault(unit, {"district": district, "station": unit, "month": month})
            if grant is None:
                if row.get("grant_state") != GrantState.GRANTED.value:
                    row["grant_state"] = state.value
                continue
            ratios = {
                "granted_migrants_per_worker": grant.migrants_per_worker,
                "granted_households_per_worker": grant.households_per_worker,
            }
            row |= {name: ratio for name, ratio in ratios.items() if ratio is not None}
            row |= {"grant_state": state.value, "grant_document": grant.document_number}
    return [units[unit] for unit in sorted(units)]


def _units(acts: Sequence[FilingAct]) -> list[str]:
    """The units that an application is about, as it was granted if it was."""
    said = next((a.units for a in reversed(acts) if a.units is not None), None)
    named: list[str] = json.loads(said) if said else []
    return named or [WHOLE_DISTRICT]


def _applications(session: Session, districts: Sequence[str], known: int | None) -> dict[str, list[list[FilingAct]]]:
    """For each district the acts upon each submitted version, in the order in which the versions were submitted."""
    filing, act = table_of(Filing), table_of(FilingAct)
    heard = [act.c.since_event <= known] if known is not None else []
    query = (
        sa.select(FilingAct, filing.c.district)
        .join(filing, sa.and_(filing.c.id == act.c.filing, filing.c.number == act.c.number, as_known(filing, known)))
        .where(filing.c.form == PERMISSION_FORM, filing.c.state == "submitted", *heard)
        .where(filing.c.district.in_(list(districts)))
        .order_by(act.c.row_id)
    )
    found: dict[str, dict[tuple[str, int], list[FilingAct]]] = {}
    for done, district in session.execute(query):
        found.setdefault(district, {}).setdefault((done.filing, done.number), []).append(done)
    return {district: list(by_version.values()) for district, by_version in found.items()}


__all__ = ["grant_state", "grants_in_force", "holds"]

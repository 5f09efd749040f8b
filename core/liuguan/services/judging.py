"""One district's months through its rulebook, out of the records: figures for sheets, pay and staffing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session

from liuguan.district import City
from liuguan.records.facts import read_facts
from liuguan.records.store import table_of
from liuguan.records.tables.filings import STANDARD_FORM, Filing
from liuguan.rulebook.book import Key, Rulebook
from liuguan.rulebook.evaluate import Results, evaluate
from liuguan.services.filings.in_force import standard_in_force
from liuguan.services.filings.permission import with_grants
from liuguan.services.mergers import with_merged_periods
from liuguan.vocabulary import DISTRICT_MONTH, WORKER_MONTH

Facts = dict[str, pl.DataFrame]


def judge(
    city: City,
    session: Session,
    district: str,
    *,
    first_month: int,
    last_month: int,
    wanted: Sequence[Key],
    known: int | None = None,
    book: Rulebook | None = None,
) -> Results:
    """Compute nodes of a district over its records.

    Args:
        first_month, last_month: the months that are read, both included; windows reach no further back.
        wanted: entity and node.
        known: an event; from what was known right after it.
        book: judges all months; without it the rulebook that is in force on the last month's last day.

    Raises:
        PluginFault: the standard in force does not fit the city's rules.
    """
    by = book or standard_in_force(session, city, district, last_month, known=known).book
    facts = facts_of_district(
        city, session, district, first_month=first_month, last_month=last_month, known=known,
        in_force=by.standard is not None,
    )  # fmt: skip
    return evaluate(by, facts, wanted)


def facts_of_district(
    city: City,
    session: Session,
    district: str,
    *,
    first_month: int,
    last_month: int,
    known: int | None = None,
    in_force: bool = True,
) -> Facts:
    """The facts of one district: grants over what was reported, and periods of duty where districts were merged.

    Args:
        in_force: whether a standard is in force.
    """
    span = {"first_month": first_month, "last_month": last_month}
    former = [u.id for u in city.config.units if u.successor == district]
    everyone = facts_of_districts(city, session, [district, *former], **span, known=known)
    months = months_of(city, district, first_month, last_month)
    own = with_district_months(facts_within(everyone, district), district, months)
    own[DISTRICT_MONTH] = own[DISTRICT_MONTH].with_columns(pl.lit(in_force).alias("standard_in_force"))
    if WORKER_MONTH not in everyone:
        return own
    return dict(with_merged_periods(city, district, own, everyone[WORKER_MONTH]))


def facts_of_districts(
    city: City,
    session: Session,
    districts: Sequence[str],
    *,
    first_month: int,
    last_month: int,
    known: int | None = None,
) -> Facts:
    """The facts of some districts, with the grants in force over what was reported about them."""
    facts = read_facts(
        session, districts, first_month=first_month, last_month=last_month, known=known,
        exists=lambda district, month: city.config.unit(district, month) is not None,
    )  # fmt: skip
    return with_grants(session, city, facts, first_month=first_month, last_month=last_month, known=known)


def facts_within(facts: Mapping[str, pl.DataFrame], district: str) -> Facts:
    """One district's part of the facts, without the columns in which it states nothing."""
    found = {e: f.filter(pl.col("district") == district) for e, f in facts.items() if "district" in f.columns}
    return {e: f.select(c for c in f.columns if f[c].null_count() < f.height) for e, f in found.items() if f.height}


def with_district_months(facts: Mapping[str, pl.DataFrame], district: str, months: Iterable[int]) -> Facts:
    """Facts with one district row for every month that is judged."""
    every = pl.DataFrame({"month": list(months)}, schema={"month": pl.Int64})
    every = every.select(pl.lit(district).alias("district"), "month")
    there = facts.get(DISTRICT_MONTH)
    if there is not None:
        every = pl.concat([there, every.join(there, on=["district", "month"], how="anti")], how="diagonal_relaxed")
    return {**facts, DISTRICT_MONTH: every}


def months_of(city: City, district: str, first_month: int, last_month: int) -> list[int]:
    """Months of a span in which the district exists and there is law."""
    span = range(max(first_month, city.config.law_from), last_month + 1)
    return [m for m in span if city.config.unit(district, m)]


def filed_standards(session: Session, known: int | None = None) -> set[str]:
    """Districts that have submitted a standard."""
    table = table_of(Filing)
    where = [table.c.form == STANDARD_FORM, table.c.state == "submitted"]
    if known is not None:
        where.append(table.c.since_event <= known)
    return set(session.execute(sa.select(table.c.district).distinct().where(*where)).scalars())


__all__ = [
    "facts_of_district",
    "facts_of_districts",
    "facts_within",
    "filed_standards",
    "judge",
    "months_of",
    "with_district_months",
]

"""Facts that pay is computed from: all that the records state, but never what a pay run of the program itself wrote.

Days paid, overtime and the like come from what the office entered, then from an imported payroll, then from duty and
leave. Were a computed line read back as a fact, a later correction of attendance would never reach it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session

from liuguan.district import City
from liuguan.facts.frames import facts_of
from liuguan.facts.statements import PERSON_MONTH, with_columns_of
from liuguan.language.columns import first_day, last_day
from liuguan.language.functions import month_of
from liuguan.records.facts import read_facts, read_statements
from liuguan.records.frames import read_frame
from liuguan.records.store import as_known, table_of
from liuguan.records.tables.pay import PayEntry, PayLine, PayRun
from liuguan.services.pay.entries import COLUMNS
from liuguan.services.pay.rewards import paid_shares, shares_to_pay
from liuguan.services.pay.runs import IMPORTED
from liuguan.vocabulary import WORKER_MONTH

KEY = ["district", "worker", "month"]
GIVEN = (*COLUMNS, "leave_days_unpaid", "leave_days_reduced", "star")
"""Columns of a payroll that are no result of it."""
WAGE = "last_known_wage"
IMPORTED_REWARDS = "paid_rewards"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayFacts:
    """Facts of a district for its pay.

    Attributes:
        frames: for each entity, as the rule engine takes them.
        everyone: worker months of the district, and of those merged into it within these months.
    """

    frames: Mapping[str, pl.DataFrame]
    everyone: pl.DataFrame

    @property
    def workers(self) -> pl.DataFrame:
        return self.frames[WORKER_MONTH]


def pay_facts(
    session: Session, city: City, district: str, *, first_month: int, last_month: int, known: int | None = None
) -> PayFacts:
    """Facts of some months.

    Args:
        first_month, last_month: both included; pay of the last months may look back to the first.
        known: an event; as all stood right after it.
    """

    def exists(of: str, month: int) -> bool:
        return city.config.unit(of, month) is not None

    stated = read_statements(session, [district], first_month=first_month, last_month=last_month, known=known)
    given = _given(session, district, first_month, last_month, known)
    frames = facts_of(
        replace(stated, payroll=given, entries=stated.entries.clear()), exists=exists, first_month=first_month,
        last_month=last_month,
    )  # fmt: skip
    frames = {e: f.filter(pl.col("district") == district) for e, f in frames.items()}
    workers = frames.get(WORKER_MONTH, _NOBODY)
    workers = _whole_months(workers, given)
    workers = _with_wages(session, district, workers, known)
    frames[WORKER_MONTH] = _with_rewards(session, district, workers, last_month, known)
    return PayFacts(
        frames=frames, everyone=_everyone(session, city, district, frames[WORKER_MONTH], first_month, last_month, known)
    )


_NOBODY = pl.DataFrame(schema={"district": pl.String, "worker": pl.String, "month": pl.Int64, "on_roster": pl.Boolean})


def _given(session: Session, district: str, first_month: int, last_month: int, known: int | None) -> pl.DataFrame:
    """What the office entered, and where it entered nothing, what an imported payroll says."""
    entries, lines = table_of(PayEntry), table_of(PayLine)
    connection = session.connection()
    within = [(t.c.district == district, t.c.month.between(first_month, last_month)) for t in (entries, lines)]
    entered = read_frame(connection, PayEntry, *within[0], only=[*KEY, *COLUMNS], known=known)
    imported = read_frame(
        connection, PayLine, *within[1], _is_imported(lines, known),
        only=[*KEY, "station", "staff_number", "source", *GIVEN, IMPORTED_REWARDS], known=known,
    ).unique(KEY, keep="last", maintain_order=True)  # fmt: skip
    both = imported.join(entered, on=KEY, how="full", coalesce=True, suffix="·")
    both = both.with_columns(pl.coalesce(f"{n}·", n).alias(n) for n in COLUMNS).drop(f"{n}·" for n in COLUMNS)
    return with_columns_of(both, PERSON_MONTH)


def _is_imported(lines: sa.Table, known: int | None) -> sa.ColumnElement[bool]:
    runs = table_of(PayRun)
    return sa.exists().where(
        runs.c.district == lines.c.district, runs.c.month == lines.c.pay_month, runs.c.number == lines.c.run,
        runs.c.kind == IMPORTED, as_known(runs, known),
    )  # fmt: skip


def _whole_months(workers: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """Days paid are read off duty and leave only for who was in post all month; others' have to be entered."""
    if "paid_days" not in workers.columns:
        return workers
    month = pl.col("month")
    within = pl.lit(False)
    if "employment_start" in workers.columns:
        within |= (pl.col("employment_start") > first_day(month)).fill_null(False)
    if "employment_end" in workers.columns:
        within |= (pl.col("employment_end") < last_day(month)).fill_null(False)
    stated = given.filter(pl.col("paid_days").is_not_null()).select(*KEY, pl.lit(True).alias("·stated"))
    both = workers.join(stated, on=KEY, how="left", maintain_order="left")
    known = pl.when(~within | pl.col("·stated").fill_null(False)).then("paid_days")
    return both.with_columns(known.alias("paid_days")).drop("·stated")


def _with_wages(session: Session, district: str, workers: pl.DataFrame, known: int | None) -> pl.DataFrame:
    """The last known monthly wage: the one stated for the month, or the last that was stated before."""
    entries, lines = table_of(PayEntry), table_of(PayLine)
    connection = session.connection()
    only = ["worker", "month", WAGE]
    parts = [
        read_frame(connection, PayLine, lines.c.district == district, lines.c[WAGE].is_not(None),
                   _is_imported(lines, known), only=only, known=known),
        read_frame(connection, PayEntry, entries.c.district == district, entries.c[WAGE].is_not(None), only=only,
                   known=known),
    ]  # fmt: skip
    stated = pl.concat(parts).unique(["worker", "month"], keep="last", maintain_order=True).sort("month")
    bare = workers.drop(WAGE) if WAGE in workers.columns else workers
    if not stated.height:
        return bare
    ordered = bare.with_row_index("·place").sort("month")
    return ordered.join_asof(stated, on="month", by="worker", check_sortedness=False).sort("·place").drop("·place")


def _with_rewards(
    session: Session, district: str, workers: pl.DataFrame, last_month: int, known: int | None
) -> pl.DataFrame:
    """Rewards beside the wage: of paid months those that were paid, of the last month also those that wait."""
    waiting = shares_to_pay(session, district, known=known).with_columns(month=pl.lit(last_month, dtype=pl.Int64))
    shares = pl.concat([paid_shares(session, district, known=known), waiting.select("worker", "month", "amount")])
    sums = shares.group_by("worker", "month").agg(pl.col("amount").sum().alias("·rewards"))
    both = workers.join(sums, on=["worker", "month"], how="left", maintain_order="left")
    own = [pl.col(IMPORTED_REWARDS)] if IMPORTED_REWARDS in workers.columns else []
    return both.with_columns(pl.coalesce("·rewards", *own, 0).alias(IMPORTED_REWARDS)).drop("·rewards")


def _everyone(
    session: Session, city: City, district: str, workers: pl.DataFrame, first: int, last: int, known: int | None
) -> pl.DataFrame:
    """The district's worker months, and those of the month before the merger of districts that it took over."""
    parts = [workers.select("worker", "district", "month")]
    for former in city.config.units:
        if former.successor == district and first <= (month := month_of(former.valid_to)) <= last:
            read = read_facts(session, [former.id], first_month=month - 1, last_month=month - 1, known=known)
            if WORKER_MONTH in read:
                parts.append(read[WORKER_MONTH].select("worker", "district", "month"))
    return pl.concat(parts)

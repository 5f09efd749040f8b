"""What the records state, in a handful of set-based reads: the same statements that workbooks make, and their facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session

from liuguan.facts.frames import facts_of
from liuguan.facts.identity import read_numbers
from liuguan.facts.roster import Exists
from liuguan.facts.statements import NAMED, SCHEMAS, Statements, without_empty_columns
from liuguan.language.kinds import Group
from liuguan.records import days
from liuguan.records.base import BOOKKEEPING, Record
from liuguan.records.frames import frame_schema, query_frame, read_frame
from liuguan.records.store import as_known, table_of
from liuguan.records.tables.assessment import AssessmentItem, AssessmentSheet
from liuguan.records.tables.duty import DutyMonth
from liuguan.records.tables.pay import PayEntry, PayLine, PayRun
from liuguan.records.tables.people import Assignment, Certificate, Worker
from liuguan.records.tables.places import Population
from liuguan.vocabulary import DISTRICT_MONTH, ITEM_MONTH, STATION_MONTH, VOCABULARY, WORKER_MONTH

READ_IN = ("", "import")
"""What the action of a roster line says that no order made."""
KEY = ["district", "worker", "month"]


def read_facts(
    session: Session,
    districts: Sequence[str],
    *,
    first_month: int,
    last_month: int,
    known: int | None = None,
    exists: Exists | None = None,
) -> dict[str, pl.DataFrame]:
    """For each entity a frame of its months, with exactly the columns that workbooks would give.

    Args:
        districts: ids of those whose facts are wanted.
        known: an event; what was known right after it. What is known now without it.
        exists: whether a month belongs to a district; every month does without it.
    """
    stated = read_statements(session, districts, first_month=first_month, last_month=last_month, known=known)
    facts = facts_of(
        stated, exists=exists or (lambda district, month: True), first_month=first_month, last_month=last_month
    )
    return {entity: own for entity, f in facts.items() if (own := f.filter(pl.col("district").is_in(districts))).height}


def read_statements(
    session: Session, districts: Sequence[str], *, first_month: int, last_month: int, known: int | None = None
) -> Statements:
    """What the records state of some districts and months; of the roster all lines, whatever their days."""
    reading = _Reading(session, districts, first_month, last_month, known)
    sheets = reading.monthly(AssessmentSheet)
    frames = {
        "roster": reading.roster(),
        "payroll": reading.payroll(),
        "entries": reading.monthly(PayEntry),
        "assessments": days.with_signatures(session, sheets, known=known),
        "items": reading.items(),
        "duties": days.with_daily_records(
            session, reading.monthly(DutyMonth), districts, first_month, last_month, known=known
        ),
        "certificates": reading.certificates(),
        "staffing": reading.staffing(),
        "people": reading.people(),
    }  # fmt: skip
    return Statements(**{name: without_empty_columns(f, SCHEMAS[name]) for name, f in frames.items()})


class _Reading:
    """The reads of one call: narrow, and only of the districts and months that are wanted."""

    def __init__(
        self, session: Session, districts: Sequence[str], first_month: int, last_month: int, known: int | None
    ) -> None:
        self.connection = session.connection()
        self.districts = list(districts)
        self.span = (first_month, last_month)
        self.known = known

    def roster(self) -> pl.DataFrame:
        """Lines of the districts, lines of the same people in others, and the months of those others' rosters."""
        lines = table_of(Assignment)
        own = lines.c.district.in_(self.districts)
        people = sa.select(lines.c.worker).where(own, as_known(lines, self.known))
        columns = _columns(Assignment, [WORKER_MONTH], ["action", *NAMED])
        where = sa.or_(own, lines.c.worker.in_(people))
        found = self._read(Assignment, where, only=columns)
        elsewhere = found.filter(~pl.col("district").is_in(self.districts))["district"].unique().to_list()
        if elsewhere:
            found = pl.concat([found, self._rosters_of(elsewhere)], how="diagonal")
        entered = ~pl.col("action").is_in(READ_IN)
        return found.with_columns(entered.alias("entered")).drop("action")

    def _rosters_of(self, districts: Sequence[str]) -> pl.DataFrame:
        """A line of nobody for each month for which some districts keep a roster: the one before ends there."""
        lines = table_of(Assignment)
        columns = [lines.c.district, lines.c.roster_month]
        read_in = sa.and_(lines.c.roster_month.is_not(None), lines.c.action.in_(READ_IN))
        where = (lines.c.district.in_(districts), read_in, as_known(lines, self.known))
        found = query_frame(self.connection, sa.select(*columns).distinct().where(*where), frame_schema(columns))
        return found.with_columns(action=pl.lit("import"), line=pl.lit(0, pl.Int64))

    def payroll(self) -> pl.DataFrame:
        """What was paid for each month worked: lines of closed and imported runs, deltas added to them."""
        lines, runs = table_of(PayLine), table_of(PayRun)
        paid = sa.or_(runs.c.state == "closed", runs.c.kind == "imported")
        where = (runs.c.district.in_(self.districts), paid)
        counted = self._read(PayRun, *where, only=("district", "month", "number"))
        counted = counted.rename({"month": "pay_month", "number": "run"})
        columns = [c for c in _columns(PayLine, [WORKER_MONTH], ["pay_month", "run"]) if c != "post"]
        found = self._read(PayLine, *self._within(lines), only=columns)
        found = found.join(counted, on=["district", "pay_month", "run"], how="semi", maintain_order="left")
        found = found.drop("pay_month", "run")
        if not found.select(KEY).is_duplicated().any():
            return found
        amounts = [c for c in found.columns if found.schema[c] == pl.Int64 and _is_amount(c)]
        rest = [c for c in found.columns if c not in amounts and c not in KEY]
        sums = [pl.when(pl.col(c).is_not_null().any()).then(pl.col(c).sum()).alias(c) for c in amounts]
        one = found.group_by(KEY, maintain_order=True).agg(*sums, pl.col(rest).drop_nulls().last())
        return one.select(found.columns)

    def monthly(self, model: type[Record]) -> pl.DataFrame:
        """Lines of a table with one for each person and month."""
        return self._read(model, *self._within(table_of(model)), only=_columns(model, [WORKER_MONTH], []))

    def items(self) -> pl.DataFrame:
        """Items of the sheets, in no order."""
        where = self._within(table_of(AssessmentItem))
        columns = _columns(AssessmentItem, [ITEM_MONTH], [])
        return read_frame(self.connection, AssessmentItem, *where, only=columns, known=self.known, order=None)

    def certificates(self) -> pl.DataFrame:
        """Courses and certificates of the districts' people, wherever they were earned."""
        table = table_of(Certificate)
        return self._read(
            Certificate, table.c.worker.in_(self._persons()), only=_columns(Certificate, [WORKER_MONTH], [])
        )

    def staffing(self) -> pl.DataFrame:
        """Counts of the districts and their units."""
        columns = _columns(Population, [DISTRICT_MONTH, STATION_MONTH], ["grant_document"])
        return self._read(Population, *self._within(table_of(Population)), only=columns)

    def people(self) -> pl.DataFrame:
        """What the ID numbers of the districts' people say; the numbers themselves go no further."""
        table = table_of(Worker)
        names = ("id", "id_number", "id_number_as_written")
        read = read_frame(self.connection, Worker, table.c.id.in_(self._persons()), only=names, order=("id",))
        numbers = read_numbers(read.select(pl.coalesce("id_number", "id_number_as_written")).to_series())
        said = {"id_number_valid": "valid", "id_birth_date": "birth_date", "id_gender": "gender"}
        return read.select(
            pl.col("id").alias("worker"), *(numbers[column].alias(name) for name, column in said.items())
        )

    def _persons(self) -> sa.CompoundSelect[tuple[str]]:
        """Whoever the districts' papers speak of."""
        monthly = (PayLine, AssessmentSheet, DutyMonth)
        asked: list[sa.Select[tuple[str]]] = []
        for model in (Assignment, *monthly):
            table = table_of(model)
            within = self._within(table) if model in monthly else [table.c.district.in_(self.districts)]
            asked.append(sa.select(table.c.worker).where(*within, as_known(table, self.known)))
        return sa.union(*asked)

    def _within(self, table: sa.Table) -> list[sa.ColumnElement[bool]]:
        return [table.c.district.in_(self.districts), table.c.month.between(*self.span)]

    def _read(
        self,
        model: type[Record],
        *where: sa.ColumnElement[bool],
        only: Sequence[str],
        order: Sequence[str] | None = (),
    ) -> pl.DataFrame:
        return read_frame(self.connection, model, *where, only=only, known=self.known, order=order)


def _columns(model: type[Record], entities: Sequence[str], more: Iterable[str]) -> list[str]:
    """The columns of a table that statements have: its key, where lines stand, inputs of entities, and some more."""
    schema = {name for s in SCHEMAS.values() for name in s}
    wanted = schema | set(more) | {i.name for entity in entities for i in VOCABULARY.of(entity)}
    return [c.name for c in table_of(model).columns if c.name in wanted and c.name not in BOOKKEEPING]


def _is_amount(name: str) -> bool:
    declared = VOCABULARY.find(WORKER_MONTH, name)
    return declared is not None and declared.kind.group is Group.AMOUNT


__all__ = ["READ_IN", "read_facts", "read_statements"]

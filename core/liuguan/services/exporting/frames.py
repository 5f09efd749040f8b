"""The rows of each form, read from the records as sets: under the names that the forms' columns have."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session

from liuguan.exchange.out.columns import item_source
from liuguan.facts.identity import read_numbers
from liuguan.facts.roster import periods
from liuguan.language import functions
from liuguan.records.base import Version
from liuguan.records.frames import read_frame
from liuguan.records.store import as_known, table_of
from liuguan.records.tables.assessment import AssessmentItem, AssessmentSheet
from liuguan.records.tables.duty import DutyMonth
from liuguan.records.tables.inspections import DEFECT_CODES, Inspection, InspectionFinding
from liuguan.records.tables.pay import PayLine, PayRun
from liuguan.records.tables.people import Assignment, Certificate, Worker
from liuguan.records.tables.places import WHOLE_DISTRICT, Population
from liuguan.vocabulary import ITEM_MONTH, VOCABULARY, Insurance

EMPLOYER_TOTAL = "employer_total"
READ_IN = ("", "import")
"""What the action of a roster line says that no order made."""
_AS_ROLES = {
    "staff_number": "worker_no", "from_day": "period_from", "to_day": "period_to", "roster_month": "month",
}  # fmt: skip
_BY_PLACE = ("station", "worker_no", "worker")
ITEM_INPUTS = tuple(i.name for i in VOCABULARY.of(ITEM_MONTH) if i.name not in ("item", "month", "district"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Of which rows: a district, months from the first to the last, a number of a pay run, an event of the past."""

    district: str
    first_month: int
    last_month: int
    run: int | None = None
    known: int | None = None
    full: bool = False


def roster_rows(session: Session, asked: Asked) -> pl.DataFrame:
    """Lines of the roster (F2), each person's in the order in which they were recorded."""
    lines = _read(session, Assignment, asked).with_columns(pl.col("reason").replace("", None))
    return _with_people(session, asked, Assignment, lines, "street", *_BY_PLACE, "line")


def certificate_rows(session: Session, asked: Asked) -> pl.DataFrame:
    """Courses and certificates (F6)."""
    rows = _read(session, Certificate, asked)
    return _with_people(session, asked, Certificate, rows, "worker_no", "worker", "line")


def assessment_rows(session: Session, asked: Asked) -> pl.DataFrame:
    """Sheets of the monthly assessment (F3) with their items side by side, see `item_source`."""
    sheets = _with_posts(session, asked, _read(session, AssessmentSheet, asked, monthly="month"))
    items = _read(session, AssessmentItem, asked, monthly="month")
    for item, rows in sorted(items.partition_by("item", as_dict=True).items(), key=lambda pair: str(pair[0])):
        beside = rows.select(
            "worker", "month", *(pl.col(n).alias(item_source(str(item[0]), n)) for n in ITEM_INPUTS)
        )  # fmt: skip
        sheets = sheets.join(beside, on=["worker", "month"], how="left", maintain_order="left")
    return _with_people(session, asked, AssessmentSheet, sheets, "month", *_BY_PLACE)


def items_of(rows: pl.DataFrame) -> list[str]:
    """The work items that stand in rows of the assessment."""
    named = (c.split("·")[1] for c in rows.columns if c.startswith(item_source("", "")[:5]))
    return list(dict.fromkeys(named))


def pay_rows(session: Session, asked: Asked) -> pl.DataFrame:
    """Lines of the payroll (F4) with `pay_month`, `run`, `paid_on` and how the run stands.

    Without a run's number the lines of regular and imported runs; differences that a later run pays stand on
    their own sheet.
    """
    runs = _read(session, PayRun, asked, monthly="month")
    runs = runs.filter(pl.col("kind") != "delta" if asked.run is None else pl.col("number") == asked.run)
    lines = _read(session, PayLine, asked, monthly="pay_month")
    of_run = runs.select(
        pl.col("month").alias("pay_month"), pl.col("number").alias("run"), "paid_on", "state", "kind", "computed_by"
    )
    lines = lines.join(of_run, on=["pay_month", "run"], how="inner", maintain_order="left")
    employer = [f"employer_{line}" for line in Insurance]
    lines = lines.with_columns(pl.sum_horizontal(employer, ignore_nulls=False).alias(EMPLOYER_TOTAL))
    return _with_people(
        session, asked, PayLine, _with_posts(session, asked, lines), "pay_month", "run", *_BY_PLACE, "month"
    )


def duty_rows(session: Session, asked: Asked) -> pl.DataFrame:
    """Months of duty (F10)."""
    rows = _read(session, DutyMonth, asked, monthly="month")
    return _with_people(session, asked, DutyMonth, rows, "month", *_BY_PLACE)


def staffing_rows(session: Session, asked: Asked) -> pl.DataFrame:
    """Counts of stations and of the district (F5); `unit` is empty for the district itself, which stands last."""
    rows = _read(session, Population, asked, monthly="month")
    rows = rows.with_columns(pl.col("station").alias("unit"), (pl.col("station") == WHOLE_DISTRICT).alias("@whole"))
    return rows.drop("station").sort("month", "@whole", "unit")


def inspection_rows(session: Session, asked: Asked) -> pl.DataFrame:
    """Inspections (F7): a row for each person responsible, with the expected and found numbers of each defect."""
    inspections = _read(session, Inspection, asked).filter(
        pl.col("day").is_between(functions.first_day(asked.first_month), functions.last_day(asked.last_month))
    )
    found = _read(session, InspectionFinding, asked).filter(~pl.col("withdrawn"))
    whose = ["inspection", "worker", "about_month", "item", "due_on"]
    # a second finding of one kind about the same person is a row of its own
    found = found.with_columns(pl.int_range(pl.len()).over(*whose, "defect").alias("@nth"))
    marks = [
        pl.col(what).filter(pl.col("defect") == defect).first().alias(f"{defect}_{what}")
        for defect in DEFECT_CODES for what in ("expected", "found")
    ]  # fmt: skip
    rows = found.group_by(*whose, "@nth", maintain_order=True).agg(
        *marks, pl.col("contested").any(), pl.col("recheck_on").max(), pl.col("recheck_passed").all(ignore_nulls=False)
    )
    joined = inspections.join(rows, left_on="id", right_on="inspection", how="left", maintain_order="left")
    people = _people(session, asked, InspectionFinding)
    return joined.join(people, on="worker", how="left", maintain_order="left").sort(
        "day", "id", "worker_no", "@nth", nulls_last=True
    )


def _read(session: Session, model: type[Version], asked: Asked, *, monthly: str = "") -> pl.DataFrame:
    table = table_of(model)
    where = [table.c.district == asked.district]
    if monthly:
        where.append(table.c[monthly].between(asked.first_month, asked.last_month))
    return read_frame(session.connection(), model, *where, known=asked.known)


def _with_people(session: Session, asked: Asked, model: type[Version], rows: pl.DataFrame, *order: str) -> pl.DataFrame:
    """Rows with `name`, `id_number` and the staff number of the row, else of the person, in an order."""
    rows = rows.rename({k: v for k, v in _AS_ROLES.items() if k in rows.columns})
    people = _people(session, asked, model)
    joined = rows.join(people, on="worker", how="left", suffix="·", maintain_order="left")
    if "worker_no·" in joined.columns:
        joined = joined.with_columns(pl.coalesce("worker_no", "worker_no·").alias("worker_no")).drop("worker_no·")
    return joined.sort([c for c in order if c in joined.columns], nulls_last=True, maintain_order=True)


def _people(session: Session, asked: Asked, model: type[Version]) -> pl.DataFrame:
    """`worker`, `name`, `id_number` and `worker_no` of those whom a table's rows are about; masked unless full."""
    of_model = table_of(model)
    mentioned = sa.select(of_model.c.worker).where(
        of_model.c.district == asked.district, as_known(of_model, asked.known)
    )
    columns = ("id", "name", "id_number", "id_number_as_written", "staff_number")
    people = read_frame(
        session.connection(), Worker, table_of(Worker).c.id.in_(mentioned), only=columns, order=("id",)
    )  # fmt: skip
    lines = _read(session, Assignment, asked).sort("line").drop_nulls("staff_number")
    own = lines.group_by(pl.col("worker").alias("id")).agg(pl.col("staff_number").last().alias("@own"))
    people = people.join(own, on="id", how="left").select(
        pl.col("id").alias("worker"),
        "name",
        pl.coalesce("id_number_as_written", "id_number").alias("id_number"),
        pl.coalesce("@own", "staff_number").alias("worker_no"),  # somebody may have a number in each of two districts
    )
    return people if asked.full else people.with_columns(masked(people["id_number"]).alias("id_number"))


def masked(numbers: pl.Series) -> pl.Series:
    """ID numbers with all but the first three and last four characters hidden; hidden whole where of no known form."""
    read = read_numbers(numbers)
    hidden = pl.lit("*").repeat_by(pl.col("number").str.len_chars().clip(upper_bound=18)).list.join("")
    return read.select(pl.coalesce("masked", hidden)).to_series()


def _with_posts(session: Session, asked: Asked, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of persons and months with `post` and `data_entry` as the roster has them at the month's end.

    A post that the row itself states stays.
    """
    lines = _read(session, Assignment, asked).with_columns(entered=~pl.col("action").is_in(READ_IN))
    held = periods(lines, asked.first_month, asked.last_month).select("worker", "post", "data_entry", "@first", "line")
    begun = rows.select("worker", "month").unique().join(held, on="worker", how="inner")
    begun = begun.filter(pl.col("@first").is_null() | (pl.col("@first") <= pl.col("month")))
    last = begun.sort("@first", "line", nulls_last=False).unique(["worker", "month"], keep="last")
    joined = rows.join(
        last.drop("@first", "line"), on=["worker", "month"], how="left", suffix="·", maintain_order="left"
    )
    own = [pl.coalesce("post", "post·").alias("post")] if "post·" in joined.columns else []
    return joined.with_columns(own).drop("post·", strict=False)

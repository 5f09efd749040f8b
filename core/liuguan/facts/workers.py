"""Worker months: what roster, payroll, assessment, duty and training say of one person and month, in one row.

Nothing is filled in: an input that nobody stated is no column, and a cell that was empty is null.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from liuguan.facts import roster
from liuguan.facts.roster import Exists
from liuguan.facts.statements import PEOPLE, Statements
from liuguan.vocabulary import DUTY_PERIOD, ITEM_MONTH, VOCABULARY, WORKER_MONTH

KEY = ["district", "worker", "month"]
PERSON = ["district", "worker"]


def worker_facts(stated: Statements, exists: Exists, first_month: int, last_month: int) -> dict[str, pl.DataFrame]:
    """Frames of `worker_month`, and where there are any, of `duty_period` and `item_month`.

    Args:
        stated: with a row at most for each person and month in every monthly frame.
        exists: whether a month belongs to a district.
    """
    held = roster.periods(stated.roster, first_month, last_month).filter(pl.col("worker").is_not_null())
    posts = roster.months_in_post(held, exists, first_month, last_month)
    in_post = posts.unique(KEY, keep="last", maintain_order=True)
    monthly = [stated.payroll, stated.assessments, stated.duties]
    base = pl.concat([f.select(KEY) for f in (*monthly, in_post)]).unique().sort(KEY)
    base = beside(base, _known_of_people(stated), PERSON)
    base = beside(base, stated.people.select(*PEOPLE), ["worker"])
    if held.height:
        base = _with_roster(base, in_post, held)
        base = beside(base, roster.points_management(posts), KEY)
        base = beside(base, roster.other_district_days(held, first_month, last_month), KEY)
        days = ("points_management_days", "points_management_days_covered", "other_district_days")
        base = base.with_columns(pl.col(name).fill_null(0) for name in days)
    for frame in (stated.entries, *monthly):
        base = merged(base, frame.select(*KEY, *_stated(frame)), KEY)
    base = _with_presence(base, stated, in_post)
    base = merged(base, _first_certificates(stated.certificates), ["worker"])
    gender = ["gender"] if "gender" in base.columns else []
    base = base.with_columns(pl.coalesce(*gender, "id_gender").alias("gender"))
    base = base.with_columns(pl.lit(None, dtype=pl.String).alias("source"))
    for frame in (*monthly, in_post):
        base = merged(base, frame.select(*KEY, "source"), KEY)
    made = {
        WORKER_MONTH: finished(base, WORKER_MONTH, ["district", "station", "worker", "month", "subject", "source"]),
        DUTY_PERIOD: finished(
            roster.duty_periods(posts), DUTY_PERIOD, ["district", "station", "worker", "month", "source"]
        ),
        ITEM_MONTH: _item_months(stated, base),
    }
    return {entity: frame for entity, frame in made.items() if frame.height}


def inputs_in(frame: pl.DataFrame, entity: str) -> list[str]:
    """The frame's columns that are inputs of an entity."""
    return [i.name for i in VOCABULARY.of(entity) if i.name in frame.columns and i.name not in ("month", "district")]


def finished(frame: pl.DataFrame, entity: str, keys: Sequence[str]) -> pl.DataFrame:
    """Keys and inputs of an entity, nothing else."""
    inputs = [name for name in inputs_in(frame, entity) if name not in keys]
    return frame.select([k for k in keys if k in frame.columns] + inputs)


def beside(base: pl.DataFrame, frame: pl.DataFrame, on: Sequence[str]) -> pl.DataFrame:
    """The frame's columns beside the base's rows."""
    return base.join(frame, on=list(on), how="left", maintain_order="left")


def merged(base: pl.DataFrame, frame: pl.DataFrame, on: Sequence[str]) -> pl.DataFrame:
    """The frame's columns beside the base's; what the base states stays."""
    names = [c for c in frame.columns if c not in on]
    joined = beside(base, frame.rename({n: f"{n}·" for n in names}), on)
    both = [pl.coalesce(n, f"{n}·") if n in base.columns else pl.col(f"{n}·").alias(n) for n in names]
    return joined.with_columns(both).drop(f"{n}·" for n in names)


def _stated(frame: pl.DataFrame) -> list[str]:
    """Inputs of a worker's month that a frame states anywhere."""
    return [name for name in inputs_in(frame, WORKER_MONTH) if frame[name].null_count() < frame.height]


def _known_of_people(stated: Statements) -> pl.DataFrame:
    """For each person of a district the first station that is stated, and what findings call the person.

    That is the first staff number, else the place of the first line; the roster is asked first, then the payroll,
    the assessments, the duties and the certificates, each from its first month on.
    """
    columns = [*PERSON, "station", "staff_number", "source"]
    monthly = [f.sort("month", maintain_order=True) for f in (stated.payroll, stated.assessments, stated.duties)]
    asked = [stated.roster.sort("line", maintain_order=True), *monthly, stated.certificates]
    first = [pl.col(c).drop_nulls().first() for c in ("station", "staff_number", "source")]
    people = pl.concat([f.select(columns) for f in asked]).group_by(PERSON, maintain_order=True).agg(first)
    # the first ! of a source ends the file's name
    place = pl.col("source").str.replace("!", "#", literal=True)
    return people.select(*PERSON, "station", pl.coalesce("staff_number", place).alias("subject"))


def _with_roster(base: pl.DataFrame, in_post: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """What the roster says of a worker in a month; outside the time in post, what it said last."""
    names = _stated(held)
    now = in_post.select(*KEY, *names, pl.col("station").alias("@post_station"), pl.lit(True).alias("@in_post"))
    last = held.unique(PERSON, keep="last", maintain_order=True)
    last = last.select(*PERSON, *(pl.col(n).alias(f"{n}·") for n in names))
    base = beside(beside(base, now, KEY), last, PERSON)
    return base.with_columns(
        *(pl.when("@in_post").then(n).otherwise(f"{n}·").alias(n) for n in names),
        pl.coalesce("@post_station", "station").alias("station"),
    ).drop("@post_station", "@in_post", *(f"{n}·" for n in names))


def _with_presence(base: pl.DataFrame, stated: Statements, in_post: pl.DataFrame) -> pl.DataFrame:
    """`on_roster`, `on_payroll`, `assessment_sheets`; unknown where the district has no such papers at all."""
    months = ["district", "month"]
    kept: Mapping[str, tuple[pl.DataFrame, list[str]]] = {
        "on_roster": (in_post, ["district"]), "on_payroll": (stated.payroll, months),
    }  # fmt: skip
    for name, (frame, of) in kept.items():
        base = beside(base, frame.select(of).unique().with_columns(pl.lit(True).alias("@has")), of)
        base = beside(base, frame.select(*KEY, pl.lit(True).alias(name)), KEY)
        there = pl.when("@has").then(pl.col(name).fill_null(False))
        base = base.with_columns(there.alias(name)).drop("@has")
    sheets = stated.assessments
    counted = pl.col("assessment_sheets") if "assessment_sheets" in base.columns else pl.lit(None, dtype=pl.Int64)
    base = beside(base, sheets.select(months).unique().with_columns(pl.lit(True).alias("@has")), months)
    base = beside(base, sheets.select(*KEY, pl.lit(1, dtype=pl.Int64).alias("@one")), KEY)
    count = pl.when("@has").then(pl.coalesce(counted, "@one", pl.lit(0, dtype=pl.Int64)))
    return base.with_columns(count.alias("assessment_sheets")).drop("@has", "@one")


def _first_certificates(certificates: pl.DataFrame) -> pl.DataFrame:
    """The first certificate of each person, in whichever district it was earned."""
    dated = certificates.sort("certificate_date", "district", "line", nulls_last=True, maintain_order=True)
    first = dated.unique("worker", keep="first", maintain_order=True)
    return first.select("worker", *_stated(certificates))


def _item_months(stated: Statements, base: pl.DataFrame) -> pl.DataFrame:
    """Items by person and month; one that does not say where it stands stands where its sheet does."""
    if not stated.items.height:
        return stated.items
    sheets = stated.assessments.select(*KEY, pl.col("source").alias("@source"))
    known = beside(base.select(*KEY, "subject").with_row_index("@place"), sheets, KEY)
    found = beside(stated.items, known, KEY).sort("@place", "item")
    found = found.with_columns(pl.coalesce("source", "@source").alias("source"))
    return finished(found, ITEM_MONTH, ["district", "worker", "month", "item", "subject", "source"])

"""Which line of the records a line of a file is: the one that begins on the same day, else the one of the same place.

Lines of the roster and of certificates are numbered for each person. A file that was corrected and comes again must
find its lines, and a second file must not take those of the first.
"""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa

from liuguan.facts.roster import JOINED, LEFT
from liuguan.facts.statements import TEXT, with_columns_of
from liuguan.records.base import Version
from liuguan.records.frames import frame_schema, query_frame
from liuguan.records.store import Work, table_of
from liuguan.records.tables.people import Assignment, Certificate

PERSON = ["district", "worker"]
_ASKED: dict[type[Version], tuple[str, ...]] = {
    Assignment: ("roster_month", "from_day", "change_type", "change_date", "employment_start", "action"),
    Certificate: ("certificate_date", "course"),
}


def numbered(work: Work, model: type[Version], lines: pl.DataFrame, district: str) -> pl.DataFrame:
    """Lines of files with the number that each has, or gets, among its person's lines on record.

    Args:
        lines: with `worker` as on record, in the order in which they stand in the files.
    """
    if not lines.height:
        return lines
    there = _on_record(work, model, district).join(lines.select(PERSON).unique(), on=PERSON, how="semi")
    now = there.filter(pl.col("until_event").is_null())
    if "action" in now.columns:
        now = now.filter(pl.col("action").is_in(["", "import"]))
    lines = with_columns_of(lines, {"course": TEXT}) if model is Certificate else lines
    own = lines.drop("line").with_row_index("@place").with_columns(_identity(model))
    now = now.with_columns(_identity(model))
    same = _once(own, now, "@identity")
    left = own.filter(~pl.col("@place").is_in(same["@place"].to_list()))
    free = now.join(same, on=[*PERSON, "line"], how="anti")
    same = pl.concat([same, _once(left, free, "source")])
    highest = there.group_by(PERSON).agg(pl.col("line").max().alias("@highest"))
    made = own.join(same.select("@place", "line"), on="@place", how="left").join(highest, on=PERSON, how="left")
    is_new = pl.col("line").is_null()
    nth = is_new.cast(pl.Int64).cum_sum().over(PERSON) + pl.col("@highest").fill_null(0)
    return made.sort("@place").with_columns(pl.coalesce("line", nth).alias("line")).drop(
        "@place", "@identity", "@highest"
    )  # fmt: skip


def _on_record(work: Work, model: type[Version], district: str) -> pl.DataFrame:
    """Every version of the district's lines: a number that was ever given is not given again."""
    table = table_of(model)
    columns = [table.c[n] for n in (*PERSON, "line", "source", "until_event", *_ASKED[model])]
    query = sa.select(*columns).where(table.c.district == district)
    return query_frame(work.session.connection(), query, frame_schema(columns))


def _identity(model: type[Version]) -> pl.Expr:
    """What tells a person's lines apart: the roster's month and the day from which a line holds, or the course."""
    if model is Certificate:
        return pl.struct("certificate_date", "course").alias("@identity")
    change = pl.col("change_type")
    other = change.is_not_null() & ~change.is_in((*JOINED, *LEFT))
    joined = pl.when(change.is_in(JOINED)).then("change_date")
    begins = pl.coalesce("from_day", pl.when(other).then("change_date"), "employment_start", joined)
    return pl.struct("roster_month", begins.alias("begins")).alias("@identity")


def _once(lines: pl.DataFrame, there: pl.DataFrame, column: str) -> pl.DataFrame:
    """Pairs of lines that agree in a column, each line in one pair at most."""
    nth = pl.int_range(pl.len()).over(*PERSON, column).alias("@nth")
    left = lines.select("@place", *PERSON, column).with_columns(nth)
    right = there.sort(*PERSON, "line").select(*PERSON, "line", column).with_columns(nth)
    found = left.join(right, on=[*PERSON, column, "@nth"], how="inner", nulls_equal=column != "source")
    return found.select("@place", *PERSON, "line")


__all__ = ["numbered"]

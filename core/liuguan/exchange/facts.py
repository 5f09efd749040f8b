"""Worker months: the rows of roster, payroll, assessment, duty and training forms, joined to one row each.

Nothing is filled in: an input that no file supplied is no column, and a cell that was empty is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from liuguan.errors import Text
from liuguan.exchange.forms import Form
from liuguan.exchange.gathering import Gathered
from liuguan.exchange.places import Districts
from liuguan.exchange.reasons import ONE_ROW
from liuguan.exchange.roster import days_within, duty_periods, months_in_post, other_district_days
from liuguan.vocabulary import DUTY_PERIOD, ITEM_MONTH, VOCABULARY, WORKER_MONTH

KEY = ["district", "worker", "month"]
PERSON = ["district", "worker"]
MONTHLY_FORMS = ("F4", "F3", "F10")
"""Forms with a row per worker and month, the most trusted first where two state the same."""
_SPANS = ("@points_from", "@points_to", "@cover_from", "@cover_to")


@dataclass(slots=True, kw_only=True)
class Resolved:
    """Typed, placed rows with `worker`, by form code; the roster's periods apart, where there is a roster."""

    rows: Mapping[str, pl.DataFrame]
    held: pl.DataFrame | None
    people: pl.DataFrame
    items: pl.DataFrame


def worker_months(
    gathered: Gathered,
    resolved: Resolved,
    forms: Iterable[Form],
    districts: Districts,
    first_month: int,
    last_month: int,
) -> dict[str, pl.DataFrame]:
    """Frames of `worker_month`, and where there are any, of `duty_period` and `item_month`."""
    kept = {c: _one_row(gathered, resolved.rows[c], c) for c in MONTHLY_FORMS if c in resolved.rows}
    held, posts, in_post = resolved.held, None, None
    if held is not None:
        posts = months_in_post(held, districts, first_month, last_month)
        in_post = posts.unique(KEY, keep="last", maintain_order=True)
    sheets = [*kept.values(), *([] if in_post is None else [in_post])]
    if not sheets:
        return {}
    base = _beside(pl.concat([f.select(KEY) for f in sheets]).unique().sort(KEY), resolved.people, PERSON)
    if held is not None and in_post is not None:
        listed = {name: value for form in forms for name, value in form.listed_means.items()}
        base = _with_roster(base, in_post, held, listed)
        base = _with_points_management(base)
        base = _beside(base, other_district_days(held, first_month, last_month), KEY)
        base = base.with_columns(pl.col("other_district_days").fill_null(0))
    for frame in kept.values():
        base = _merged(base, frame.select(*KEY, *inputs_in(frame, WORKER_MONTH)), KEY)
    base = _with_presence(base, kept, in_post)
    if "F6" in resolved.rows:
        base = _merged(base, _first_certificates(resolved.rows["F6"]), ["worker"])
    gender = ["gender"] if "gender" in base.columns else []
    base = base.with_columns(pl.coalesce(*gender, "@id_gender").alias("gender"))
    base = _with_sources(base, gathered, sheets)
    keys = ["district", "station", "worker", "month", "subject", "source"]
    made = {WORKER_MONTH: finished(base, WORKER_MONTH, keys)}
    if posts is not None:
        changes = duty_periods(posts).with_columns(source_of(gathered))
        made[DUTY_PERIOD] = finished(changes, DUTY_PERIOD, ["district", "station", "worker", "month", "source"])
    if "F3" in kept and resolved.items.height:
        made[ITEM_MONTH] = _item_months(gathered, kept["F3"], resolved.items, base)
    return {entity: frame for entity, frame in made.items() if frame.height}


def inputs_in(frame: pl.DataFrame, entity: str) -> list[str]:
    """The frame's columns that are inputs of an entity."""
    return [i.name for i in VOCABULARY.of(entity) if i.name in frame.columns and i.name not in ("month", "district")]


def finished(frame: pl.DataFrame, entity: str, keys: Sequence[str]) -> pl.DataFrame:
    """Keys and inputs of an entity, nothing else."""
    inputs = [name for name in inputs_in(frame, entity) if name not in keys]
    return frame.select([k for k in keys if k in frame.columns] + inputs)


def source_of(gathered: Gathered) -> pl.Expr:
    """`source`: file, sheet and row, joined by `!`."""
    paths = {i: gathered.files[s.file].path + (f"!{s.name}" if s.name else "") for i, s in enumerate(gathered.sheets)}
    path = pl.col("@sheet").replace_strict(paths, default=None, return_dtype=pl.String)
    return pl.concat_str(path, pl.lit("!"), pl.col("@row").cast(pl.String)).alias("source")


def _beside(base: pl.DataFrame, frame: pl.DataFrame, on: Sequence[str]) -> pl.DataFrame:
    return base.join(frame, on=list(on), how="left", maintain_order="left")


def _merged(base: pl.DataFrame, frame: pl.DataFrame, on: Sequence[str]) -> pl.DataFrame:
    """The frame's columns beside the base's; what the base states stays."""
    names = [c for c in frame.columns if c not in on]
    joined = _beside(base, frame.rename({n: f"{n}·" for n in names}), on)
    both = [pl.coalesce(n, f"{n}·") if n in base.columns else pl.col(f"{n}·").alias(n) for n in names]
    return joined.with_columns(both).drop(f"{n}·" for n in names)


def _one_row(gathered: Gathered, rows: pl.DataFrame, code: str) -> pl.DataFrame:
    """One row per worker and month; a second sheet of F3 is counted, a second row elsewhere is a problem."""
    if code == "F3":
        return _assessments(gathered, rows)
    again = rows.filter(~pl.struct(KEY).is_first_distinct())
    for sheet, row in again.select("@sheet", "@row").iter_rows():
        at = gathered.sheets[sheet]
        second = Text("同一人同一月的第二行", "a second row for one person and month")
        gathered.problem(at.file, at.row(row), second, ONE_ROW)
    return rows.unique(KEY, keep="first", maintain_order=True)


def _assessments(gathered: Gathered, rows: pl.DataFrame) -> pl.DataFrame:
    listing = [
        i
        for i, s in enumerate(gathered.sheets)
        if any(c.role == "item" and c.header in s.layout.columns for c in s.layout.form.columns)
    ]
    # where each row is an item, a person's rows on one sheet are one assessment
    part = pl.when(pl.col("@sheet").is_in(listing)).then(pl.lit(0, dtype=pl.Int64)).otherwise("@row")
    rows = rows.with_columns(pl.struct("@sheet", part.alias("@part")).alias("@assessment"))
    rows = rows.with_columns(pl.col("@assessment").first().over(KEY).alias("@kept"))
    is_kept = pl.col("@assessment") == pl.col("@kept")
    further = rows.filter(~is_kept & pl.struct(*KEY, "@assessment").is_first_distinct())
    for sheet, row in further.select("@sheet", "@row").iter_rows():
        at = gathered.sheets[sheet]
        text = Text(
            "同一人同月另有考核表,以第一份为准", "a further assessment of one person and month; the first one counts"
        )
        gathered.notice(at.file, at.row(row), text)
    sheets = pl.col("@assessment").n_unique().cast(pl.Int64)
    if "assessment_sheets" in rows.columns:  # an export states how many sheets there were
        sheets = pl.max_horizontal(sheets, pl.col("assessment_sheets").max())
    counts = rows.group_by(KEY).agg(sheets.alias("assessment_sheets"))
    values = [c for c in rows.columns if c not in (*KEY, "@assessment", "@kept", "@sheet", "@row", "assessment_sheets")]
    one = rows.filter(is_kept).group_by(KEY, maintain_order=True).agg(
        pl.col(values).drop_nulls().first(),
        pl.col("@sheet").first(),
        pl.col("@row").first(),
        pl.col("@row").alias("@rows"),
    )  # fmt: skip
    return _beside(one, counts, KEY)


def _with_roster(
    base: pl.DataFrame, in_post: pl.DataFrame, held: pl.DataFrame, listed: Mapping[str, bool]
) -> pl.DataFrame:
    """What the roster says of a worker in a month; outside the time in post, what it said last.

    Args:
        listed: flags that being on the roster answers, where the roster has no such column.
    """
    names = inputs_in(held, WORKER_MONTH)
    spans = [c for c in _SPANS if c in held.columns]
    now = in_post.select(*KEY, *names, *spans, pl.col("station").alias("@post_station"), pl.lit(True).alias("@in_post"))
    last = held.unique(PERSON, keep="last", maintain_order=True)
    last = last.select(*PERSON, *(pl.col(n).alias(f"{n}·") for n in names), pl.lit(True).alias("@listed"))
    base = _beside(_beside(base, now, KEY), last, PERSON)
    base = base.with_columns(
        *(pl.when("@in_post").then(n).otherwise(f"{n}·").alias(n) for n in names),
        pl.coalesce("@post_station", "station").alias("station"),
    )
    for name, value in listed.items():
        said = pl.col(name) if name in base.columns else pl.lit(None, dtype=pl.Boolean)
        answered = pl.when(said.is_null() & pl.col("@listed")).then(pl.lit(value)).otherwise(said)
        base = base.with_columns(answered.alias(name))
    return base.drop("@post_station", "@listed", *(f"{n}·" for n in names))


def _with_points_management(base: pl.DataFrame) -> pl.DataFrame:
    """Days of each month assisting points-based management, and those of them with accident insurance."""
    if "@points_from" not in base.columns:
        return base
    insured = pl.col("@cover_from").is_not_null() & pl.col("@points_from").is_not_null()
    base = base.with_columns(
        pl.when(insured).then(pl.max_horizontal("@points_from", "@cover_from")).alias("@covered_from"),
        pl.min_horizontal("@points_to", "@cover_to").alias("@covered_to"),
    )
    served = days_within("@points_from", "@points_to").alias("points_management_days")
    covered = days_within("@covered_from", "@covered_to").alias("points_management_days_covered")
    return base.with_columns(served, covered).drop(*_SPANS, "@covered_from", "@covered_to")


def _with_presence(base: pl.DataFrame, kept: Mapping[str, pl.DataFrame], in_post: pl.DataFrame | None) -> pl.DataFrame:
    """`on_roster`, `on_payroll`, `assessment_sheets`; unknown where the district has no such file."""
    yes = pl.lit(True).alias("@has")
    if in_post is not None:
        base = _beside(base, in_post.select("district").unique().with_columns(yes), ["district"])
        on_roster = pl.when("@has").then(pl.col("@in_post").fill_null(False))
        base = base.with_columns(on_roster.alias("on_roster")).drop("@has", "@in_post")
    if "F4" in kept:
        months = kept["F4"].select("district", "month").unique().with_columns(yes)
        paid = kept["F4"].select(*KEY, pl.lit(True).alias("on_payroll"))
        base = _beside(_beside(base, months, ["district", "month"]), paid, KEY)
        on_payroll = pl.when("@has").then(pl.col("on_payroll").fill_null(False))
        base = base.with_columns(on_payroll.alias("on_payroll")).drop("@has")
    if "F3" in kept:
        months = kept["F3"].select("district", "month").unique().with_columns(yes)
        base = _beside(base, months, ["district", "month"])
        sheets = pl.when("@has").then(pl.col("assessment_sheets").fill_null(0))
        base = base.with_columns(sheets.alias("assessment_sheets")).drop("@has")
    return base


def _first_certificates(rows: pl.DataFrame) -> pl.DataFrame:
    """The first certificate of each person, in whichever district it was earned."""
    dated = rows.sort("certificate_date", nulls_last=True, maintain_order=True)
    first = dated.unique("worker", keep="first", maintain_order=True)
    return first.select("worker", *inputs_in(rows, WORKER_MONTH))


def _with_sources(base: pl.DataFrame, gathered: Gathered, sheets: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """`source` of the first of the frames that has the row."""
    base = base.with_columns(pl.lit(None, dtype=pl.String).alias("source"))
    for frame in sheets:
        base = _merged(base, frame.select(*KEY, source_of(gathered)), KEY)
    return base


def _item_months(
    gathered: Gathered, assessments: pl.DataFrame, items: pl.DataFrame, base: pl.DataFrame
) -> pl.DataFrame:
    """Items of the assessments that count, with the worker and month of their row."""
    rows = assessments.select(*KEY, "@sheet", pl.col("@rows").alias("@row")).explode("@row")
    found = items.join(rows, on=["@sheet", "@row"], how="inner", maintain_order="left")
    once = pl.struct(*KEY, "item").is_first_distinct()
    for sheet, row, item in found.filter(~once).select("@sheet", "@row", "item").iter_rows():
        at = gathered.sheets[sheet]
        twice = Text(f'同一人两次项目"{item}"', f'the item "{item}" twice for one person')
        gathered.problem(at.file, at.row(row), twice, Text("每月一次", "once a month"))
    found = _beside(found.filter(once).with_columns(source_of(gathered)), base.select(*KEY, "subject"), KEY)
    keys = ["district", "worker", "month", "item", "subject", "source"]
    return finished(found.sort(*KEY, "item"), ITEM_MONTH, keys)

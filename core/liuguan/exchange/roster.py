"""The roster over time: who is in post in which month, in which post, and in which other district as well."""

from __future__ import annotations

import polars as pl

from liuguan.errors import Text
from liuguan.exchange.gathering import Gathered
from liuguan.exchange.places import Districts

JOINED = ("增", "增加", "新增", "聘用", "录用", "新聘", "hire")
LEFT = ("减", "减少", "离职", "辞退", "解聘", "离岗", "leave")
SHARED = ("post", "data_entry", "collects_and_enters")
_ROLE_DATES = (
    "@period_from",
    "@period_to",
    "@change_date",
    "@points_from",
    "@points_to",
    "@cover_from",
    "@cover_to",
)
_INPUT_DATES = ("employment_start", "employment_end")


def first_day(month: pl.Expr) -> pl.Expr:
    """The first day of a month number (year times 12, plus the month, less one)."""
    return pl.date(month // 12, month % 12 + 1, 1)


def last_day(month: pl.Expr) -> pl.Expr:
    """The last day of a month number."""
    return first_day(month).dt.month_end()


def month_of(day: pl.Expr) -> pl.Expr:
    """The month number of a day."""
    return day.dt.year().cast(pl.Int64) * 12 + day.dt.month().cast(pl.Int64) - 1


def periods(gathered: Gathered, roster: pl.DataFrame, first_month: int, last_month: int) -> pl.DataFrame:
    """The roster's rows with the days and months for which each holds.

    A row holds from 任职起, else from a change's day, else from the day in post began; until 任职止, the day
    before the person's next row, or the day in post ended. A roster with a month holds until the district's
    next one; the first also for the months before it.

    Returns:
        The rows with `@from`, `@to` (days, null where open), `@first`, `@last` (months).
    """
    rows = roster.with_columns(
        pl.lit(None, dtype=pl.Date).alias(c) for c in (*_ROLE_DATES, *_INPUT_DATES) if c not in roster.columns
    )
    if "@change_type" not in rows.columns:
        rows = rows.with_columns(pl.lit(None, dtype=pl.String).alias("@change_type"))
    change = pl.col("@change_type")
    rows = rows.with_columns(
        pl.coalesce("employment_start", pl.when(change.is_in(JOINED)).then("@change_date")),
        pl.coalesce("employment_end", pl.when(change.is_in(LEFT)).then("@change_date")),
        pl.when(change.is_not_null() & ~change.is_in((*JOINED, *LEFT))).then("@change_date").alias("@changed"),
    )
    rows = _with_roster_months(rows, first_month, last_month)
    rows = rows.with_columns(pl.coalesce("@period_from", "@changed", "employment_start").alias("@from"))
    by = ["district", "worker", "@listed"]
    rows = rows.sort([*by, "@from", "@sheet", "@row"], nulls_last=False)
    rows = rows.with_columns(
        pl.col("employment_start").forward_fill().over(by), pl.col("employment_end").backward_fill().over(by),
        pl.col("@from").shift(-1).over(by).alias("@next"), pl.len().over(by).alias("@count"),
        pl.int_range(pl.len()).over(by).alias("@nth"),
    )  # fmt: skip
    _refuse_same_start(gathered, rows)
    before_next = pl.col("@next") - pl.duration(days=1)
    rows = rows.with_columns(pl.min_horizontal(pl.coalesce("@period_to", "employment_end"), before_next).alias("@to"))
    start = pl.max_horizontal("@listed", month_of(pl.col("@from")))
    end = pl.min_horizontal("@until", month_of(pl.col("@to")))
    return rows.with_columns(start.alias("@first"), end.alias("@last")).drop("@changed", "@next", "@count", "@nth")


def _with_roster_months(rows: pl.DataFrame, first_month: int, last_month: int) -> pl.DataFrame:
    listed = (
        rows.select("district", pl.col("month").fill_null(first_month).alias("@dated"))
        .unique()
        .sort("district", "@dated")
    )
    is_first = pl.col("@dated") == pl.col("@dated").min().over("district")
    begins = pl.when(is_first).then(pl.min_horizontal("@dated", first_month)).otherwise("@dated")
    ends = (pl.col("@dated").shift(-1).over("district") - 1).fill_null(last_month)
    spans = listed.with_columns(begins.alias("@listed"), ends.alias("@until"))
    dated = rows.with_columns(pl.col("month").fill_null(first_month).alias("@dated"))
    return dated.join(spans, on=["district", "@dated"], how="left", maintain_order="left").drop("@dated", "month")


def _refuse_same_start(gathered: Gathered, rows: pl.DataFrame) -> None:
    has_next = pl.col("@nth") + 1 < pl.col("@count")
    again = rows.filter(has_next & pl.col("@next").eq_missing(pl.col("@from")))
    for sheet, row in again.select("@sheet", "@row").iter_rows():
        at = gathered.sheets[sheet]
        twice = Text("同一人同日起两次列入花名册", "a person who stands on the roster twice from the same day")
        expected = Text(
            "每人一行,或起始日期不同的各行(任职起或变动日期)",
            "one row per person, or rows that begin on different days (任职起 or 变动日期)",
        )
        gathered.problem(at.file, at.row(row), twice, expected)


def months_in_post(held: pl.DataFrame, districts: Districts, first_month: int, last_month: int) -> pl.DataFrame:
    """One row per row of `periods` and month in which it holds, the last of a month last."""
    within = held.with_columns(
        pl.max_horizontal("@first", pl.lit(first_month)).alias("@first"),
        pl.min_horizontal("@last", pl.lit(last_month)).alias("@last"),
    ).filter(pl.col("@first") <= pl.col("@last"))
    expanded = within.with_columns(pl.int_ranges("@first", pl.col("@last") + 1, dtype=pl.Int64).alias("month"))
    expanded = (
        expanded.explode("month")
        if expanded.height
        else expanded.with_columns(pl.lit(0, dtype=pl.Int64).alias("month"))
    )
    pairs = expanded.select("district", "month").unique()
    alive = pl.Series([districts.covers(d, m) for d, m in pairs.iter_rows()], dtype=pl.Boolean)
    expanded = expanded.join(pairs.filter(alive), on=["district", "month"], how="semi", maintain_order="left")
    return expanded.sort("district", "worker", "month", "@from", nulls_last=False, maintain_order=True)


def duty_periods(months: pl.DataFrame) -> pl.DataFrame:
    """Periods of those who change post, station or district within a month.

    Args:
        months: see `months_in_post`; of all districts.

    Returns:
        `district`, `station`, `worker`, `month`, `from_day`, `to_day` and what the roster says of the post.
    """
    shared = [c for c in SHARED if c in months.columns]
    parts = months.select(
        "district", "station", "worker", "month", *shared, "@sheet", "@row",
        pl.max_horizontal("@from", first_day(pl.col("month"))).alias("from_day"),
        pl.min_horizontal("@to", last_day(pl.col("month"))).alias("to_day"),
    )  # fmt: skip
    differs = pl.struct("district", "station", *shared).n_unique().over("worker", "month") > 1
    overlaps = (pl.col("from_day") <= pl.col("to_day").shift(1)).fill_null(False).any().over("worker", "month")
    # two districts on the same days are two employments (a ghost), not a change of post
    changed = parts.sort("worker", "month", "from_day").filter(differs & ~overlaps)
    return changed.sort("district", "worker", "month", "from_day")


def other_district_days(held: pl.DataFrame, first_month: int, last_month: int) -> pl.DataFrame:
    """Days of a month on which a person is in post in another district too.

    Args:
        held: see `periods`; of all districts. Rows without a first day tell nothing and are left out.

    Returns:
        `district`, `worker`, `month`, `other_district_days`.
    """
    several = held.filter(pl.col("@from").is_not_null() & (pl.col("district").n_unique().over("worker") > 1))
    spans = several.select(
        "worker", "district", pl.max_horizontal("@from", first_day(pl.col("@listed"))).alias("@from"),
        pl.min_horizontal("@to", last_day(pl.col("@until"))).alias("@to"),
    )  # fmt: skip
    pairs = spans.join(spans, on="worker", suffix="·").filter(pl.col("district") != pl.col("district·"))
    pairs = pairs.select(
        "worker", "district", pl.max_horizontal("@from", "@from·").alias("start"),
        pl.min_horizontal("@to", "@to·").alias("end"),
    ).filter(pl.col("start") <= pl.col("end")).unique()  # fmt: skip
    months = pl.int_ranges(
        pl.max_horizontal(month_of(pl.col("start")), pl.lit(first_month)),
        pl.min_horizontal(month_of(pl.col("end")), pl.lit(last_month)) + 1, dtype=pl.Int64,
    )  # fmt: skip
    days = pairs.with_columns(months.alias("month")).explode("month").drop_nulls("month")
    return days.select("district", "worker", "month", days_within("start", "end").alias("days")).group_by(
        "district", "worker", "month", maintain_order=True
    ).agg(pl.col("days").sum().clip(upper_bound=31).alias("other_district_days"))  # fmt: skip


def days_within(start: str, end: str) -> pl.Expr:
    """Days of the row's month from one column's day to another's; an open end is the month's last day."""
    from_day = pl.max_horizontal(pl.col(start), first_day(pl.col("month")))
    to_day = pl.min_horizontal(pl.col(end), last_day(pl.col("month")))
    days = (to_day - from_day).dt.total_days() + 1
    return pl.when(pl.col(start).is_not_null()).then(days.clip(lower_bound=0)).otherwise(0)

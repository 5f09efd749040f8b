"""The roster over time: who is in post in which month, in which post, and in which other district as well."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from liuguan.language.columns import first_day, last_day

JOINED = ("增", "增加", "新增", "聘用", "录用", "新聘", "hire")
LEFT = ("减", "减少", "离职", "辞退", "解聘", "离岗", "leave")
SHARED = ("post", "data_entry", "collects_and_enters")
BY = ["district", "worker", "@listed"]

Exists = Callable[[str, int], bool]
"""Whether a month belongs to a district."""


def month_of(day: pl.Expr) -> pl.Expr:
    """The month number of a day."""
    return day.dt.year().cast(pl.Int64) * 12 + day.dt.month().cast(pl.Int64) - 1


def periods(roster: pl.DataFrame, first_month: int, last_month: int) -> pl.DataFrame:
    """The roster's lines with the days and months for which each holds.

    A line holds from its own first day, else from a change's day, else from the day in post began; until its own
    last day, the day before the person's next line, or the day in post ended. A roster with a month holds until the
    district's next one; the first also for the months before it. A line that was entered belongs to the roster in
    force on its first day.

    Args:
        roster: see `statements.ROSTER`.

    Returns:
        The lines with `@from`, `@to` (days, null where open), `@first`, `@last` (months), in the order of each
        person's lines.
    """
    rows = _in_order(roster, first_month, last_month)
    before_next = pl.col("@next") - pl.duration(days=1)
    rows = rows.with_columns(pl.min_horizontal(pl.coalesce("to_day", "employment_end"), before_next).alias("@to"))
    start = pl.max_horizontal("@listed", month_of(pl.col("@from")))
    end = pl.min_horizontal("@until", month_of(pl.col("@to")))
    return rows.with_columns(start.alias("@first"), end.alias("@last")).drop("@next", "@again")


def from_the_same_day(roster: pl.DataFrame, first_month: int = 0) -> pl.DataFrame:
    """Lines that another line of the same person follows from the same day: nobody can tell which of them holds."""
    return _in_order(roster, first_month, first_month).filter("@again")


def _in_order(roster: pl.DataFrame, first_month: int, last_month: int) -> pl.DataFrame:
    """Lines with the first and last month of their roster, their first day, and that of the person's next line."""
    change = pl.col("change_type")
    named = change.is_not_null() & ~change.is_in((*JOINED, *LEFT))
    rows = roster.with_columns(
        pl.coalesce("employment_start", pl.when(change.is_in(JOINED)).then("change_date")),
        pl.coalesce("employment_end", pl.when(change.is_in(LEFT)).then("change_date")),
        pl.coalesce("from_day", pl.when(named).then("change_date")).alias("@from"),
    )
    rows = _with_roster_months(rows, first_month, last_month)
    rows = rows.with_columns(pl.coalesce("@from", "employment_start").alias("@from"))
    rows = rows.sort([*BY, "@from", "line"], nulls_last=False)
    follows = pl.int_range(pl.len()).over(BY) + 1 < pl.len().over(BY)
    following = pl.col("@from").shift(-1).over(BY)
    return rows.with_columns(
        pl.col("employment_start").forward_fill().over(BY), pl.col("employment_end").backward_fill().over(BY),
        following.alias("@next"), (follows & following.eq_missing(pl.col("@from"))).alias("@again"),
    )  # fmt: skip


def _with_roster_months(rows: pl.DataFrame, first_month: int, last_month: int) -> pl.DataFrame:
    own = pl.col("roster_month").fill_null(first_month)
    read = rows.filter(~pl.col("entered").fill_null(False))
    listed = read.select("district", own.alias("@dated")).unique().sort("district", "@dated")
    is_first = pl.col("@dated") == pl.col("@dated").min().over("district")
    begins = pl.when(is_first).then(pl.min_horizontal("@dated", first_month)).otherwise("@dated")
    ends = (pl.col("@dated").shift(-1).over("district") - 1).fill_null(last_month)
    spans = listed.with_columns(begins.alias("@listed"), ends.alias("@until"))
    since = month_of(pl.coalesce("@from", "employment_start")).fill_null(first_month)
    dated = rows.with_columns(pl.when(pl.col("entered").fill_null(False)).then(since).otherwise(own).alias("@dated"))
    within = dated.sort("@dated", maintain_order=True).join_asof(
        spans.rename({"@dated": "@at"}).sort("@at"),
        left_on="@dated", right_on="@at", by="district", strategy="backward", check_sortedness=False,
    )  # fmt: skip
    earliest = spans.group_by("district").agg(
        pl.col("@listed").first().alias("@listed·"), pl.col("@until").first().alias("@until·")
    )
    placed = within.join(earliest, on="district", how="left", maintain_order="left")
    return placed.with_columns(
        pl.coalesce("@listed", "@listed·", pl.lit(first_month)).alias("@listed"),
        pl.coalesce("@until", "@until·", pl.lit(last_month)).alias("@until"),
    ).drop("@dated", "@at", "@listed·", "@until·", strict=False)


def months_in_post(held: pl.DataFrame, exists: Exists, first_month: int, last_month: int) -> pl.DataFrame:
    """One row per row of `periods` and month in which it holds, the last of a month last."""
    within = held.with_columns(
        pl.max_horizontal("@first", pl.lit(first_month)).alias("@first"),
        pl.min_horizontal("@last", pl.lit(last_month)).alias("@last"),
    ).filter(pl.col("@first") <= pl.col("@last"))
    expanded = within.with_columns(pl.int_ranges("@first", pl.col("@last") + 1, dtype=pl.Int64).alias("month"))
    expanded = expanded.explode("month") if expanded.height else expanded.with_columns(month=pl.lit(0, dtype=pl.Int64))
    pairs = expanded.select("district", "month").unique()
    alive = pl.Series([exists(d, m) for d, m in pairs.iter_rows()], dtype=pl.Boolean)
    expanded = expanded.join(pairs.filter(alive), on=["district", "month"], how="semi", maintain_order="left")
    return expanded.sort("district", "worker", "month", "@from", nulls_last=False, maintain_order=True)


def duty_periods(months: pl.DataFrame) -> pl.DataFrame:
    """Periods of those who change post, station or district within a month.

    Args:
        months: see `months_in_post`; of all districts.

    Returns:
        `district`, `station`, `worker`, `month`, `from_day`, `to_day`, `source` and what the roster says of the post.
    """
    shared = [c for c in SHARED if c in months.columns]
    parts = months.select(
        "district", "station", "worker", "month", *shared, "source",
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
        held: see `periods`; of all districts. Lines without a first day tell nothing and are left out.

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
    return days.select("district", "worker", "month", _days_within("start", "end").alias("days")).group_by(
        "district", "worker", "month", maintain_order=True
    ).agg(pl.col("days").sum().clip(upper_bound=31).alias("other_district_days"))  # fmt: skip


def points_management(months: pl.DataFrame) -> pl.DataFrame:
    """Days of each month in post with points-based management, and those of them with accident insurance.

    Each line of the roster counts for its own days, so that a cover that is renewed within a month counts whole.

    Args:
        months: see `months_in_post`.

    Returns:
        `district`, `worker`, `month`, `points_management_days`, `points_management_days_covered`.
    """
    served = months.with_columns(
        pl.when(pl.col("points_from").is_not_null()).then(pl.max_horizontal("points_from", "@from")).alias("@begun"),
        pl.min_horizontal("points_to", "@to").alias("@done"),
    )
    insured = pl.col("cover_from").is_not_null() & pl.col("@begun").is_not_null()
    served = served.with_columns(
        pl.when(insured).then(pl.max_horizontal("@begun", "cover_from")).alias("@covered_from"),
        pl.min_horizontal("@done", "cover_to").alias("@covered_to"),
    )
    return served.group_by("district", "worker", "month", maintain_order=True).agg(
        _days_within("@begun", "@done").sum().alias("points_management_days"),
        _days_within("@covered_from", "@covered_to").sum().alias("points_management_days_covered"),
    )


def _days_within(start: str, end: str) -> pl.Expr:
    """Days of the row's month from one column's day to another's; an open end is the month's last day."""
    from_day = pl.max_horizontal(pl.col(start), first_day(pl.col("month")))
    to_day = pl.min_horizontal(pl.col(end), last_day(pl.col("month")))
    days = (to_day - from_day).dt.total_days() + 1
    return pl.when(pl.col(start).is_not_null()).then(days.clip(lower_bound=0)).otherwise(0)

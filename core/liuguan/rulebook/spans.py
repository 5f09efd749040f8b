"""Figures over a row's own months: prefix sums between the two ends of a window's slice, shared by all nodes.

Where a window's slice begins and ends is guessed from the row's own place, as if no month were missing; the few
rows for which that is wrong are searched for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from liuguan.rulebook.definitions import How
from liuguan.rulebook.windows import Window

_FAR = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What to compute over a window of months.

    Attributes:
        where: the months that count; a month for which it is unknown is there and unknown.
        absent: what a mean or a value over no months at all is worth; totals and counts are 0 then.
        left_out: a month without a value is passed over; one without a row is not.
    """

    name: str
    of: str
    how: How
    window: Window
    where: str | None = None
    absent: object = None
    rounding: str = "half_up"
    left_out: bool = False


@dataclass(slots=True)
class Months:
    """The months of all owners, in order of owner and month; a row without a month is in no window.

    `first` and `end` are the owner's slice, `since` the first month that exists for the owner; `breaks` counts the
    rows so far that do not follow the owner's row before by one month.
    """

    frame: pl.DataFrame
    twice: bool
    _spans: dict[Window, list[pl.Series]] = field(default_factory=dict)

    def span(self, window: Window) -> list[pl.Series]:
        """For each row the slice of rows that a window covers, as columns for `expression`.

        `first` and `last` are the slice's ends, `filled` says that it has any rows. `complete` says that it has
        one row for each month, `empty` that the window lies wholly before the owner's first month.
        """
        if window not in self._spans:
            found = self._find(window)
            self._spans[window] = [found[part].alias(_name(window, part)) for part in found.columns]
        return self._spans[window]

    def _find(self, window: Window) -> pl.DataFrame:
        first, last = window.bounds(pl.col("m"))
        frame = self.frame.with_columns(pl.max_horizontal(first, "since").alias("lo"), last.alias("hi"))
        frame = frame.with_columns(
            (pl.col("lo") - pl.col("m") + pl.col("base")).alias("from"),
            (pl.col("hi") - pl.col("m") + pl.col("base")).alias("to"),
            (pl.col("i") + pl.col("lo") - pl.col("m")).clip(pl.col("first"), pl.col("end")).alias("start"),
            (pl.col("i") + pl.col("hi") - pl.col("m") + 1).clip(pl.col("first"), pl.col("end")).alias("stop"),
        )
        n = pl.len()
        start, stop = frame["start"], frame["stop"]
        if self.frame["breaks"].item(-1):
            breaks, least, most = pl.col("breaks"), pl.col("first"), pl.col("end") - 1
            wrong = frame.select(
                start=pl.lit(self.twice) | (breaks.gather(pl.col("start").clip(least, most)) != breaks),
                stop=pl.lit(self.twice) | (breaks.gather((pl.col("stop") - 1).clip(least, most)) != breaks),
            )
            start = _searched(frame, wrong["start"].arg_true(), "start", "from", "left")
            stop = _searched(frame, wrong["stop"].arg_true(), "stop", "to", "right")
        months = (pl.col("hi") - pl.col("lo") + 1).clip(0)
        found = frame.select("twice", "known", start, stop, months.alias("months")).with_columns(
            pl.when(pl.col("months") == 0).then(pl.col("start")).otherwise(pl.col("stop")).alias("stop")
        )
        whole = (pl.col("stop") - pl.col("start") == pl.col("months")) & pl.col("known")
        if self.twice:
            inside = _between(pl.col("twice"), pl.col("start").clip(0, n - 1), (pl.col("stop") - 1).clip(0))
            whole = whole & ((pl.col("stop") <= pl.col("start")) | (inside == 0))
        return found.select(
            first=pl.col("start").clip(0, n - 1).cast(pl.UInt32),
            last=(pl.col("stop") - 1).clip(0).cast(pl.UInt32),
            filled=pl.col("stop") > pl.col("start"),
            complete=whole,
            empty=pl.col("known") & (pl.col("months") == 0),
        )


def months_of(frame: pl.DataFrame, keys: Sequence[str], since: pl.Series) -> Months:
    """The months of a frame that is sorted by keys and month.

    Args:
        keys: columns that tell whose months these are.
        since: the first month that exists for the row's owner, never before the first month of law.
    """
    changes = pl.lit(False)
    for key in keys:
        changes = changes | pl.col(key).ne_missing(pl.col(key).shift())
    begins = changes | (pl.int_range(pl.len()) == 0)
    made = frame.select(
        m=pl.col("month").fill_null(0),
        known=pl.col("month").is_not_null(),
        since=since,
        begins=begins,
        i=pl.int_range(pl.len()),
    )
    starts = made["begins"].arg_true().cast(pl.Int64)
    owner = made["begins"].cast(pl.Int64).cum_sum() - 1
    ends = pl.concat([starts.slice(1), pl.Series([made.height], dtype=pl.Int64)])
    made = made.with_columns(
        (owner * _FAR + made["m"]).alias("base"), starts.gather(owner).alias("first"), ends.gather(owner).alias("end")
    ).with_columns(
        (pl.col("base") == pl.col("base").shift()).fill_null(False).cast(pl.Int64).alias("twice"),
        (~pl.col("begins") & (pl.col("base") != pl.col("base").shift() + 1))
        .fill_null(False)
        .cast(pl.Int64)
        .cum_sum()
        .alias("breaks"),
    )
    return Months(made, made["twice"].sum() > 0)


def _searched(
    frame: pl.DataFrame, wrong: pl.Series, guess: str, target: str, side: Literal["left", "right"]
) -> pl.Series:
    """A column of guessed places, with those searched for that may be wrong."""
    if not len(wrong):
        return frame[guess]
    found = frame["base"].set_sorted().search_sorted(frame[target].gather(wrong), side=side)
    return frame[guess].scatter(wrong, found.cast(pl.Int64))


def figures(frame: pl.DataFrame, months: Months, wanted: Sequence[Figure]) -> list[pl.Series]:
    """Figures over windows, one value per row; unknown where a month in post has no row or no value."""
    if not frame.height:
        return [pl.Series(f.name, [], dtype=frame.schema[f.of] if f.how is How.VALUE else pl.Int64()) for f in wanted]
    columns = {f.of for f in wanted} | {f.where for f in wanted if f.where}
    spans = {f.window: months.span(f.window) for f in wanted}
    table = frame.select(sorted(columns)).hstack([part for span in spans.values() for part in span])
    return table.select(_expression(f, table).alias(f.name) for f in wanted).get_columns()


def _name(window: Window, part: str) -> str:
    return f"·{window.name}·{part}"


def _expression(f: Figure, table: pl.DataFrame) -> pl.Expr:
    value = pl.col(f.of)
    first, last, filled, complete, empty = (
        pl.col(_name(f.window, part)) for part in ("first", "last", "filled", "complete", "empty")
    )

    def within(x: pl.Expr) -> pl.Expr:
        return pl.when(filled).then(_between(x.cast(pl.Int64), first, last)).otherwise(0)

    blanks = table[f.of].null_count() > 0 or f.where is not None
    kept = pl.col(f.where) if f.where is not None else pl.lit(True)
    blank = (kept.fill_null(True) & value.is_null()) | kept.is_null() if blanks else pl.lit(False)
    known = complete if f.left_out or not blanks else complete & (within(blank) == 0)
    if f.how is How.VALUE:
        nothing = pl.lit(f.absent, dtype=table.schema[f.of])
        return pl.when(empty).then(nothing).when(known).then(value.gather(last))
    counted = kept.fill_null(False) & ~blank if blanks else pl.lit(True)
    size = (
        within(counted) if blanks else pl.when(filled).then(last.cast(pl.Int64) - first.cast(pl.Int64) + 1).otherwise(0)
    )
    if f.how is How.COUNT and table.schema[f.of] != pl.Boolean:
        return pl.when(known).then(size)
    number = value.cast(pl.Int64)
    total = within(pl.when(counted).then(number).otherwise(0) if blanks else number)
    if f.how is How.MEAN:
        total = _mean(total, size, empty, f)
    return pl.when(known).then(total)


def _between(x: pl.Expr, first: pl.Expr, last: pl.Expr) -> pl.Expr:
    """The sum from one row to another, both included."""
    return x.cum_sum().gather(last) - (x.cum_sum() - x).gather(first)


def _mean(total: pl.Expr, size: pl.Expr, empty: pl.Expr, f: Figure) -> pl.Expr:
    n = size.clip(1)
    exact = {"half_up": (2 * total + n) // (2 * n), "up": -((-total) // n), "down": total // n}[f.rounding]
    return pl.when(size > 0).then(exact).when(empty).then(pl.lit(f.absent, dtype=pl.Int64))

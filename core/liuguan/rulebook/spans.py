"""Figures over a row's own months: prefix sums between the two ends of a window's slice, shared by all nodes.

Where a window's slice begins and ends is guessed from the row's own place, as if no month were missing; the few
rows for which that is wrong are searched for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
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
        n, place = pl.len(), pl.col("i") - pl.col("m")
        guessed = self.frame.with_columns(
            pl.max_horizontal(first, "since").alias("lo"), last.alias("hi")
        ).with_columns(
            (place + pl.col("lo")).clip(pl.col("first"), pl.col("end")).alias("start"),
            (place + pl.col("hi") + 1).clip(pl.col("first"), pl.col("end")).alias("stop"),
        )  # fmt: skip
        if self.frame["breaks"].item(-1):
            breaks, least, most = pl.col("breaks"), pl.col("first"), pl.col("end") - 1
            guessed = guessed.with_columns(
                (pl.lit(self.twice) | (breaks.gather(pl.col("start").clip(least, most)) != breaks)).alias("not start"),
                (pl.lit(self.twice) | (breaks.gather((pl.col("stop") - 1).clip(least, most)) != breaks)).alias(
                    "not stop"
                ),
            )
            start = _searched(guessed, guessed["not start"].arg_true(), "start", "lo", "left")
            stop = _searched(guessed, guessed["not stop"].arg_true(), "stop", "hi", "right")
            guessed = guessed.with_columns(start, stop)
        months = (pl.col("hi") - pl.col("lo") + 1).clip(0)
        stop_at = pl.when(pl.col("months") == 0).then(pl.col("start")).otherwise(pl.col("stop"))
        found = guessed.with_columns(months.alias("months")).with_columns(stop_at.alias("stop"))
        whole = (pl.col("stop") - pl.col("start") == pl.col("months")) & pl.col("known")
        if self.twice:
            ends = pl.col("start").clip(0, n - 1), (pl.col("stop") - 1).clip(0)
            inside = _between(pl.col("twice").cum_sum(), pl.col("twice"), *ends)
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
    place = pl.int_range(pl.len(), dtype=pl.Int32)
    made = frame.select(
        m=pl.col("month").fill_null(0).cast(pl.Int32),
        known=pl.col("month").is_not_null(),
        since=since.cast(pl.Int32),
        begins=begins,
        i=place,
    )
    starts = made["begins"].arg_true().cast(pl.Int32)
    ends = pl.concat([starts.slice(1), pl.Series([made.height], dtype=pl.Int32)])
    owner = made["begins"].cast(pl.UInt32).cum_sum() - 1
    made = made.with_columns(
        (owner.cast(pl.Int64) * _FAR + made["m"]).alias("base"),
        starts.gather(owner).alias("first"),
        ends.gather(owner).alias("end"),
    )
    before = pl.col("base").shift()
    broken = ~pl.col("begins") & (pl.col("base") != before + 1).fill_null(False)
    made = made.with_columns(
        (pl.col("base") == before).fill_null(False).cast(pl.Int64).alias("twice"),
        broken.cast(pl.Int32).cum_sum().alias("breaks"),
    )
    return Months(made, made["twice"].sum() > 0)


def _searched(
    frame: pl.DataFrame, wrong: pl.Series, guess: str, target: str, side: Literal["left", "right"]
) -> pl.Series:
    """A column of guessed places, with those searched for that may be wrong."""
    if not len(wrong):
        return frame[guess]
    sought = frame.select(pl.col("base") + pl.col(target) - pl.col("m")).to_series().gather(wrong)
    found = frame["base"].set_sorted().search_sorted(sought, side=side)
    return frame[guess].scatter(wrong, found.cast(pl.Int32))


def figures(frame: pl.DataFrame, months: Months, wanted: Sequence[Figure]) -> list[pl.Series]:
    """Figures over windows, one value per row; unknown where a month in post has no row or no value."""
    if not frame.height:
        return [pl.Series(f.name, [], dtype=frame[f.of].dtype if f.how is How.VALUE else pl.Int64()) for f in wanted]
    columns = {f.of for f in wanted} | {f.where for f in wanted if f.where}
    spans = {f.window: months.span(f.window) for f in wanted}
    table = frame.select(sorted(columns)).hstack([part for span in spans.values() for part in span])
    parts = [
        _parts(f, table[f.of].dtype, has_blanks=f.where is not None or table[f.of].null_count() > 0) for f in wanted
    ]
    sums = {name: made for p in parts for name, made in p.summed.items()}
    steps = table.with_columns(made.cast(pl.Int64).alias(name) for name, made in sums.items())
    steps = steps.with_columns(pl.col(name).cum_sum().alias(f"{name}·sum") for name in sums)
    return steps.select(p.result for p in parts).get_columns()


def _name(window: Window, part: str) -> str:
    return f"·{window.name}·{part}"


@lru_cache(maxsize=1_000)
def _parts(f: Figure, dtype: pl.DataType, *, has_blanks: bool) -> _Parts:
    return _Parts(f, dtype, has_blanks=has_blanks)


class _Parts:
    """The expressions of one figure: what is summed up row by row, and what follows from sums between two rows."""

    def __init__(self, f: Figure, dtype: pl.DataType, *, has_blanks: bool) -> None:
        self.figure, self.dtype, self.has_blanks = f, dtype, has_blanks
        self.is_flag = dtype == pl.Boolean
        value, tag = pl.col(f.of), f"{f.of}·{f.where or ''}"
        kept = pl.col(f.where) if f.where is not None else pl.lit(True)
        counted = kept.fill_null(False) & value.is_not_null()
        self.blank, self.counted, self.number = f"{tag}·blank", f"{tag}·counted", f"{tag}·number"
        self.summed: dict[str, pl.Expr] = {}
        if self.has_blanks and not f.left_out:
            self.summed[self.blank] = (kept.fill_null(True) & value.is_null()) | kept.is_null()
        if self.has_blanks and f.how in (How.COUNT, How.MEAN):
            self.summed[self.counted] = counted
        if f.how in (How.TOTAL, How.MEAN) or (f.how is How.COUNT and self.is_flag):
            self.summed[self.number] = pl.when(counted).then(value.cast(pl.Int64)).otherwise(0)
        self.result = self.found().alias(f.name)

    def part(self, name: str) -> pl.Expr:
        return pl.col(_name(self.figure.window, name))

    def within(self, name: str) -> pl.Expr:
        found = _between(pl.col(f"{name}·sum"), pl.col(name), self.part("first"), self.part("last"))
        return pl.when(self.part("filled")).then(found).otherwise(0)

    def size(self) -> pl.Expr:
        if self.has_blanks:
            return self.within(self.counted)
        rows = self.part("last").cast(pl.Int64) - self.part("first").cast(pl.Int64) + 1
        return pl.when(self.part("filled")).then(rows).otherwise(0)

    def found(self) -> pl.Expr:
        f, known = self.figure, self.part("complete")
        if self.blank in self.summed:
            known = known & (self.within(self.blank) == 0)
        if f.how is How.VALUE:
            nothing = pl.lit(f.absent, dtype=self.dtype)
            return pl.when(self.part("empty")).then(nothing).when(known).then(pl.col(f.of).gather(self.part("last")))
        if f.how is How.COUNT and not self.is_flag:
            return pl.when(known).then(self.size())
        total = self.within(self.number)
        return pl.when(known).then(self.mean(total) if f.how is How.MEAN else total)

    def mean(self, total: pl.Expr) -> pl.Expr:
        n = self.size().clip(1)
        exact = {"half_up": (2 * total + n) // (2 * n), "up": -((-total) // n), "down": total // n}[
            self.figure.rounding
        ]
        nothing = pl.lit(self.figure.absent, dtype=pl.Int64)
        return pl.when(self.size() > 0).then(exact).when(self.part("empty")).then(nothing)


def _between(sums: pl.Expr, x: pl.Expr, first: pl.Expr, last: pl.Expr) -> pl.Expr:
    """The sum from one row to another, both included."""
    return sums.gather(last) - sums.gather(first) + x.gather(first)

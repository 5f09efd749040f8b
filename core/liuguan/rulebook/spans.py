"""Figures over a row's own months: prefix sums and two binary searches per window, shared by all nodes."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from liuguan.rulebook.definitions import How
from liuguan.rulebook.windows import Window

_FAR = 1_000_000


@dataclass(frozen=True, slots=True)
class Span:
    """For each row the slice of rows that a window covers: `start` to `stop`, and whether it is complete.

    `empty` marks windows that lie wholly before the row's first month: they have no months at all.
    """

    start: pl.Series
    stop: pl.Series
    complete: pl.Series
    empty: pl.Series


def span_of(window: Window, key: pl.Series, month: pl.Series, since: pl.Series) -> Span:
    """The slices of a window over rows sorted by key and month.

    Args:
        key: an integer for whose months these are.
        month: month numbers.
        since: the first month that exists for the row's key, never before the first month of law.
    """
    first, last = window.bounds(pl.col("m"))
    frame = pl.DataFrame({"k": key.cast(pl.Int64), "m": month, "since": since})
    frame = frame.with_columns(pl.max_horizontal(first, "since").alias("lo"), last.alias("hi"))
    base = frame["k"] * _FAR
    at = (base + frame["m"]).set_sorted()
    start = at.search_sorted(base + frame["lo"], side="left").cast(pl.Int64)
    stop = at.search_sorted(base + frame["hi"], side="right").cast(pl.Int64)
    months = (frame["hi"] - frame["lo"] + 1).clip(0)
    stop = pl.select(pl.when(months == 0).then(start).otherwise(stop)).to_series()
    twice = _between(start, stop, (at == at.shift(1)).fill_null(False).cast(pl.Int64))
    return Span(start, stop, (stop - start == months) & (twice == 0) & month.is_not_null(), months == 0)


def over(
    span: Span,
    values: pl.Series,
    how: How,
    *,
    absent: object,
    rounding: str,
    left_out: bool,
    where: pl.Series | None = None,
) -> pl.Series:
    """The figure of a node over a window, one per row; unknown where a month in post has no row or no value.

    Args:
        where: the months that count; a month for which it is unknown is there and unknown.
        absent: what a mean or a value over no months at all is worth; totals and counts are 0 then.
        left_out: a month without a value is passed over; one without a row is not.
    """
    kept = pl.Series([True], dtype=pl.Boolean).new_from_index(0, len(values)) if where is None else where
    blank = (kept.fill_null(True) & values.is_null()) | kept.is_null()
    counted = kept.fill_null(False) & ~blank
    known = span.complete if left_out else span.complete & (_within(span, blank) == 0)
    if how is How.VALUE:
        return _last(span, values, known, absent)
    size = _within(span, counted)
    if how is How.COUNT and values.dtype != pl.Boolean:
        found = size
    else:
        number = values.cast(pl.Int64).fill_null(0)
        found = _within(span, number * counted.cast(pl.Int64))
    if how is How.MEAN:
        found = _mean(found, size, span.empty, rounding, absent)
    return pl.select(pl.when(known).then(found).otherwise(None)).to_series()


def _within(span: Span, values: pl.Series) -> pl.Series:
    return _between(span.start, span.stop, values.cast(pl.Int64))


def _between(start: pl.Series, stop: pl.Series, values: pl.Series) -> pl.Series:
    sums = pl.concat([pl.Series([0], dtype=pl.Int64), values.cum_sum()])
    return sums.gather(stop) - sums.gather(start)


def _last(span: Span, values: pl.Series, known: pl.Series, absent: object) -> pl.Series:
    if not len(values):
        return values
    place = (span.stop - 1).clip(0)
    frame = pl.DataFrame({"v": values.gather(place), "known": known, "empty": span.empty})
    nothing = pl.lit(absent, dtype=values.dtype)
    return frame.select(pl.when("empty").then(nothing).when("known").then(pl.col("v")).otherwise(None)).to_series()


def _mean(total: pl.Series, size: pl.Series, empty: pl.Series, rounding: str, absent: object) -> pl.Series:
    t, n = pl.col("t"), pl.col("n").clip(1)
    exact = {"half_up": (2 * t + n) // (2 * n), "up": -((-t) // n), "down": t // n}[rounding]
    frame = pl.DataFrame({"t": total, "n": size, "empty": empty})
    nothing = pl.lit(absent, dtype=pl.Int64)
    return frame.select(pl.when(pl.col("n") > 0).then(exact).when("empty").then(nothing).otherwise(None)).to_series()

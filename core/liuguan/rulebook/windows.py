"""Windows: spans of a row's own months, each a pair of month formulas."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Window:
    """From `first` to `last` month, both included, relative to the row's month.

    `anchor` is where the first month is counted from: the month itself, the start of its year, or the start
    of its quarter; offsets are in months.
    """

    name: str
    anchor: str  # "month" | "year" | "quarter"
    first: int
    last_anchor: str
    last: int

    def bounds(self, month: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
        """First and last month of the window, as expressions of the row's month."""
        return _from(self.anchor, month) + self.first, _from(self.last_anchor, month) + self.last

    def bounds_of(self, month: int) -> tuple[int, int]:
        """First and last month of the window of one row."""
        return _of(self.anchor, month) + self.first, _of(self.last_anchor, month) + self.last


_SPAN = {"month": 1, "quarter": 3, "year": 12}


def _from(anchor: str, month: pl.Expr) -> pl.Expr:
    return month if anchor == "month" else month // _SPAN[anchor] * _SPAN[anchor]


def _of(anchor: str, month: int) -> int:
    return month // _SPAN[anchor] * _SPAN[anchor]


month_before = Window("month_before", "month", -1, "month", -1)
year_to_date = Window("year_to_date", "year", 0, "month", 0)
quarter_before = Window("quarter_before", "quarter", -3, "quarter", -1)


def last(n: int, *, closed: bool = False) -> Window:
    """The last `n` months; `closed` leaves the running month out: a review in January sees July to December."""
    if not 1 <= n <= 120:
        raise ValueError(f"a window of {n} months; give 1 to 120")
    out = 1 if closed else 0
    return Window(f"last_{n}{'_closed' if closed else ''}", "month", -(n - 1) - out, "month", -out)

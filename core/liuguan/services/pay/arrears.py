"""What later facts make of months that have been paid: recomputed as all is known now, beside what was paid.

Two amounts are asked of the rule engine for each worker and month worked. `now` rests on all that is known now.
`as_paid` rests on the same facts, but for the assessments (sheets, items, rates of stations) and the standard by which
a closed run paid the month; of several such runs the best for the worker counts. The difference of the two is what
score and standard do; the rest of the difference to what was paid is what all other facts do. Neither depends on the
order in which anything became known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from sqlmodel import Session

from liuguan.district import City
from liuguan.rulebook.book import Key
from liuguan.rulebook.evaluate import evaluate
from liuguan.services.pay import lines, paid
from liuguan.services.pay.assessed import assessed_as, assessed_since
from liuguan.services.pay.inputs import PayFacts, pay_facts
from liuguan.services.pay.judged import Months, by_rulebook, pay_rows
from liuguan.services.pay.limits import limits_of
from liuguan.services.pay.lines import KEY
from liuguan.services.pay.missing import missing_of
from liuguan.services.pay.reach import first_month_needed
from liuguan.services.pay.settling import settle
from liuguan.vocabulary import DISTRICT_MONTH

NODE_OF: Mapping[str, str] = {
    **lines.DEDUCTED, "income_tax": "tax_to_deduct", **lines.EMPLOYER,
}  # fmt: skip
"""Columns of a line beside gross pay, and the nodes that they are; the housing fund is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrears:
    """Deltas of a district.

    Attributes:
        rows: one per worker and month worked with anything to pay, to take, or to show anew: the columns of
            `settling.settle`, and for each other column of a line the difference to what was paid.
        unknown: workers and months of which it is unknown what is due now, with what is missing.
    """

    rows: pl.DataFrame
    unknown: Mapping[tuple[str, int], tuple[Key, ...]]
    months: tuple[Months, ...]


def arrears(
    session: Session, city: City, district: str, pay_month: int, run: int, *, known: int | None = None
) -> Arrears:
    """Compare all closed months of a district with what is known now.

    Args:
        pay_month: the open month in which the differences are settled.
        run: number of its regular run, whose lines say what may be taken.
        known: an event; as all stood right after it.
    """
    runs = paid.closed_runs(session, district)
    months = paid.months_paid(runs)
    if not months:
        return Arrears(rows=_nothing(), unknown={}, months=())
    groups = by_rulebook(session, city, district, months, known=known)
    facts = _facts(session, city, district, groups, months, known)
    now, unknown = _now(city, groups, facts)
    closed = paid.closed_lines(session, district, runs)
    by = paid.paid_by(session, district, runs, closed)
    standing = pl.concat([now, *_as_paid(session, city, district, facts, groups, by, now)])
    found = _compared(paid.totals(closed), now, _best(standing, by))
    found = found.join(pl.DataFrame(list(unknown), schema=_KEYS, orient="row"), on=KEY, how="anti")
    settled = settle(found, _open_month(session, city, district, pay_month, run), limits_of(city, pay_month))
    return Arrears(
        rows=_to_write(settled, paid.balances(session, district, runs)), unknown=unknown, months=tuple(groups)
    )


_KEYS = {"worker": pl.String, "month": pl.Int64}
_VECTOR = ("gross", *paid.OTHER, "rulebook", "known_event")


def _facts(
    session: Session, city: City, district: str, groups: Sequence[Months], months: Sequence[int], known: int | None
) -> PayFacts:
    first = min(first_month_needed(g.book, lines.wanted(g.book), g.months[0]) for g in groups)
    return pay_facts(session, city, district, first_month=first, last_month=max(months), known=known)


def _now(
    city: City, groups: Sequence[Months], facts: PayFacts
) -> tuple[pl.DataFrame, dict[tuple[str, int], tuple[Key, ...]]]:
    """What is due by all that is known now, and of whom it is unknown."""
    parts: list[pl.DataFrame] = []
    unknown: dict[tuple[str, int], tuple[Key, ...]] = {}
    for group, rows in pay_rows(city, groups, facts):
        parts.append(_vector(rows, group, None))
        without = rows.filter(pl.col(lines.NET).is_null() | pl.col(lines.GROSS).is_null())
        if without.height:
            unknown |= missing_of(city, group.book, facts, group.months, without)
    return pl.concat(parts), unknown


def _vector(rows: pl.DataFrame, group: Months, known: int | None) -> pl.DataFrame:
    """Gross pay without rewards, which have a register of their own, and what else stands on a line."""
    return rows.select(
        *KEY, (pl.col(lines.GROSS) - pl.col("paid_rewards")).alias("gross"),
        *(pl.col(NODE_OF.get(n, n)).alias(n) for n in paid.OTHER),
        pl.lit(group.book.hash).alias("rulebook"), pl.lit(known, dtype=pl.Int64).alias("known_event"),
    )  # fmt: skip


def _as_paid(
    session: Session, city: City, district: str, facts: PayFacts, groups: Sequence[Months], by: pl.DataFrame,
    now: pl.DataFrame,
) -> Iterator[pl.DataFrame]:  # fmt: skip
    """What would be due now by the assessments and the standard of each run that paid; the same as now is skipped."""
    books = {m: g.book.hash for g in groups for m in g.months}
    for (known,), runs in sorted(by.group_by("known_event"), key=lambda part: part[0]):
        months = sorted(runs["month"].unique().to_list())
        same_books = all(books[m] == b for m, b in runs.select("month", "rulebook").unique().iter_rows())
        assessed_anew = assessed_since(session, district, known, months[-1])
        if same_books and not assessed_anew:
            yield now.filter(pl.col("month").is_in(months)).with_columns(known_event=pl.lit(known, dtype=pl.Int64))
            continue
        then = groups if same_books else by_rulebook(session, city, district, months, known=known)
        old = assessed_as(session, district, facts, known) if assessed_anew else facts
        for group, rows in pay_rows(city, then, old):
            yield _vector(rows, group, known).filter(pl.col("month").is_in(months))


def _best(standing: pl.DataFrame, by: pl.DataFrame) -> pl.DataFrame:
    """For each worker and month paid, the row that is best for the worker of those by which it was paid."""
    paid_so = by.select(*KEY, "known_event").unique()
    found = standing.filter(pl.col("known_event").is_not_null()).join(paid_so, on=[*KEY, "known_event"], how="semi")
    best = found.filter(pl.col("gross").is_not_null()).sort("gross", "known_event", descending=[True, False])
    return best.unique(KEY, keep="first", maintain_order=True)


def _compared(before: pl.DataFrame, now: pl.DataFrame, best: pl.DataFrame) -> pl.DataFrame:
    """One row per worker and month: paid, now, as paid, and of the better of the two what else stands on the line."""
    both = before.rename({n: f"{n}·paid" for n in paid.OTHER}).drop("paid_rewards")
    there = pl.lit(True).alias("there")
    both = both.join(now.select(*KEY, *_VECTOR[:-1], there), on=KEY, how="full", coalesce=True)
    both = both.join(best.select(*KEY, *_VECTOR[:-1]), on=KEY, how="left", suffix="·best")
    both = both.with_columns(pl.col("paid", "gross").fill_null(0))
    better = (pl.col("gross·best") > pl.col("gross")).fill_null(False)
    other = [_difference(n, better) for n in paid.OTHER]
    return both.select(
        *KEY, "paid", pl.col("gross").alias("now"), pl.col("gross·best").alias("as_paid"),
        (better & (pl.col("rulebook·best") != pl.col("rulebook"))).fill_null(False).alias("by_standard"), *other,
    )  # fmt: skip


def _difference(name: str, better: pl.Expr) -> pl.Expr:
    """What is due of an amount less what was paid of it: all of it for who is not in post, nothing where unknown."""
    due = pl.when(better).then(f"{name}·best").when("there").then(name).otherwise(0)
    return (due - pl.col(f"{name}·paid").fill_null(0)).fill_null(0).alias(name)


def _open_month(session: Session, city: City, district: str, pay_month: int, run: int) -> pl.DataFrame:
    """What bounds the takings: gross pay of the open month as computed, and the minimum wage of a full month."""
    (group,) = by_rulebook(session, city, district, [pay_month])
    month = {DISTRICT_MONTH: pl.DataFrame({"district": [district], "month": [pay_month]})}
    results = evaluate(group.book, month, [(DISTRICT_MONTH, "minimum_wage")])
    minimum = results.frame(DISTRICT_MONTH, ["minimum_wage"])["minimum_wage"][0]
    of_month = paid.gross_of_month(session, district, pay_month, run)
    return of_month.with_columns(minimum_wage=pl.lit(minimum, dtype=pl.Int64))


def _to_write(settled: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Rows that pay or take something, or whose balance is another than the last closed run left."""
    both = settled.join(before, on=KEY, how="left", suffix="·before", maintain_order="left")
    moved = pl.any_horizontal(pl.col("settled") != 0, *(pl.col(n) != 0 for n in paid.OTHER))
    anew = pl.any_horizontal(pl.col(n) != pl.col(f"{n}·before").fill_null(0) for n in ("carried", "waived"))
    return both.filter(moved | anew).select(settled.columns)


def _nothing() -> pl.DataFrame:
    amounts = ("paid", "now", "as_paid", *paid.OTHER, "due", "by_score", "settled", "carried", "waived")
    return pl.DataFrame(
        schema={**_KEYS, **dict.fromkeys(amounts, pl.Int64), "by_standard": pl.Boolean, "cause": pl.String}
    )

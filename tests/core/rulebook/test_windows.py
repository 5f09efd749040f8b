"""Figures over a row's own months, against months counted one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

import pytest
from tests.core.rulebook.builders import LAW_FROM, Row, answers, book, day, frame, month

from liuguan.language.functions import HALF_UP, Rounding, divided, first_day
from liuguan.rulebook.book import Rulebook
from liuguan.rulebook.evaluate import evaluate
from liuguan.rulebook.windows import Window, last, month_before, quarter_before, year_to_date

WINDOWS: Mapping[str, Window] = {
    "month_before": month_before,
    "year_to_date": year_to_date,
    "quarter_before": quarter_before,
    "last(1)": last(1),
    "last(3)": last(3),
    "last(12)": last(12),
    "last(1, closed=True)": last(1, closed=True),
    "last(6, closed=True)": last(6, closed=True),
}


@dataclass(frozen=True)
class Figure:
    """One aggregate under test, as it is declared and as the oracle counts it."""

    how: str
    of: str
    left_out: bool = False
    where: bool = False
    absent: object = None
    rounding: Rounding = HALF_UP

    def declared(self, name: str, window: str) -> str:
        options = f'"{self.of}", over={window}, cites="I.7", en="x", zh="x"'
        options += ', unknown="left_out"' if self.left_out else ""
        options += ', where="sheet_acknowledged"' if self.where else ""
        options += f", absent={self.absent!r}" if self.absent is not None else ""
        options += f", rounding={self.rounding.name}" if self.how == "mean" else ""
        return f"{name} = {self.how}({options})\n"

    def counted(self, window: Window, row: Row, months: Mapping[object, Sequence[Row]]) -> object:
        """The figure for a row, month by month; `months` are the rows of the worker since the law began."""
        first, end = window.bounds_of(int(str(row["month"])))
        start = row["employment_start"]
        begun = LAW_FROM if start is None else max(start.year * 12 + start.month - 1, LAW_FROM)  # type: ignore[attr-defined]
        covered = range(max(first, begun), end + 1)
        if not covered:
            return self.absent if self.how in ("mean", "value") else 0
        if any(len(months.get(m, ())) != 1 for m in covered):
            return None
        rows = [months[m][0] for m in covered]
        inside = [r for r in rows if not self.where or r["sheet_acknowledged"] is not False]
        values = [None if self.where and r["sheet_acknowledged"] is None else r[self.of] for r in inside]
        known = [v for v in values if v is not None]
        if self.how == "value":
            return values[-1] if self.left_out or None not in values else None
        if None in values and not self.left_out:
            return None
        if self.how == "count" and self.of != "false_found":
            return len(known)
        total = sum(int(v) for v in known)  # type: ignore[call-overload]
        if self.how == "mean":
            return divided(total, len(known), self.rounding) if known else None
        return total


FIGURES = (
    *(Figure(how, "recorded_score", left_out, where) for how in ("total", "count") for left_out in (False, True) for where in (False, True)),
    Figure("mean", "recorded_score"),
    Figure("mean", "recorded_score", absent=7, rounding=Rounding.UP),
    Figure("mean", "recorded_score", left_out=True, absent=7, rounding=Rounding.DOWN),
    Figure("mean", "recorded_score", where=True),
    Figure("value", "recorded_score"),
    Figure("value", "recorded_score", absent=-1),
    Figure("value", "recorded_score", left_out=True),
    Figure("total", "false_found"),
    Figure("count", "false_found", left_out=True),
    Figure("value", "false_found", absent=False),
    Figure("count", "letter"),
    Figure("value", "letter", absent="none"),
)  # fmt: skip
RULES = """
@rule(cites="I.7")
def false_found(false_data_records: Count) -> Flag:
    return false_data_records > 0


@rule(cites="I.7")
def letter(recorded_score: Points, by_score: Bands[Points, Grade]) -> Grade:
    return by_score[recorded_score]


"""
SECTIONS = '[[letter]]\nby_score = [[0, "C"], [50, "B"], [80, "A"]]\n'


def windowed_book(window: str) -> Rulebook:
    declared = "".join(f.declared(f"figure_{n}", window) for n, f in enumerate(FIGURES))
    return book(RULES + declared, SECTIONS)


@dataclass(frozen=True)
class Filing:
    """How well the rows were kept: the share of cells left blank, of months left out and of months given twice."""

    blank: float = 0
    gaps: float = 0
    twice: float = 0


FILINGS = {
    "complete": Filing(),
    "with blank cells": Filing(blank=0.04),
    "with gaps": Filing(blank=0.04, gaps=0.1),
    "with gaps and doubles": Filing(blank=0.02, gaps=0.03, twice=0.02),
}


def histories(random: Random, workers: int, filing: Filing) -> list[dict[str, object]]:
    """Monthly rows of many workers: posts begin before the law, before the records, later, or on an unknown day."""

    def maybe(value: object) -> object:
        return None if random.random() < filing.blank else value

    rows: list[dict[str, object]] = []
    for worker in range(workers):
        start = LAW_FROM + random.choice((-40, *range(-4, 11)))
        records = LAW_FROM + random.choice((-3, 0, 0, 0, 2))
        unknown_start, gaps = random.random() < 0.15, random.choice((0, filing.gaps))
        for m in range(max(start, records), LAW_FROM + random.randint(12, 20)):
            row = {
                "worker": f"w{worker}",
                "month": m,
                "employment_start": None if unknown_start else first_day(start),
                "recorded_score": maybe(random.randint(0, 10_000)),
                "false_data_records": maybe(random.randint(0, 1)),
                "sheet_acknowledged": maybe(random.random() < 0.7),
            }
            rows += [row] * (0 if random.random() < gaps else 2 if random.random() < filing.twice else 1)
    random.shuffle(rows)
    return rows


@pytest.mark.parametrize("filing", FILINGS)
@pytest.mark.parametrize("name", WINDOWS)
def test_every_figure_is_what_counting_months_gives(name: str, filing: str) -> None:
    rows = histories(Random(f"{filing}, {name}"), 100, FILINGS[filing])
    found = evaluate(windowed_book(name), {"worker_month": frame("worker_month", rows)}).frame("worker_month")
    given = found.select(
        "worker", "month", "employment_start", "recorded_score", "sheet_acknowledged", "false_found", "letter"
    ).to_dicts()
    by_worker: dict[object, dict[object, list[Row]]] = {}
    for row in given:
        if row["month"] >= LAW_FROM:
            by_worker.setdefault(row["worker"], {}).setdefault(row["month"], []).append(row)
    for n, figure in enumerate(FIGURES):
        expected = [
            figure.counted(WINDOWS[name], row, by_worker[row["worker"]]) if row["month"] >= LAW_FROM else None
            for row in given
        ]
        assert found[f"figure_{n}"].to_list() == expected, figure
        assert any(v is None for v in expected)
        assert any(v is not None for v in expected)


# ---- the same in single sentences

SUM = book('score = total("recorded_score", over=year_to_date, cites="I.7", en="x", zh="x")\n')
BEFORE = book('before = value("recorded_score", over=month_before, absent=5, cites="I.7", en="x", zh="x")\n')
SIX = book('six = total("recorded_score", over=last(6, closed=True), cites="I.7", en="x", zh="x")\n')


def rows_of(scores: Mapping[str, int | None], start: str | None = "2010-12-01") -> list[Row]:
    begun = day(start) if start else None
    return [
        {"worker": "a", "month": month(m), "recorded_score": v, "employment_start": begun} for m, v in scores.items()
    ]


def test_months_before_the_post_do_not_exist() -> None:
    assert answers(SUM, "score", "worker_month", rows_of({"2011-03": 2, "2011-04": 3}, "2011-03-15")) == [2, 5]


def test_a_month_in_post_without_a_row_is_unknown() -> None:
    assert answers(SUM, "score", "worker_month", rows_of({"2011-01": 2, "2011-03": 3})) == [2, None]


def test_an_unknown_value_is_unknown_for_as_long_as_the_window_sees_it() -> None:
    rows = rows_of({"2010-12": None, "2011-01": 2, "2011-02": 3})
    assert answers(SUM, "score", "worker_month", rows) == [None, 2, 5]


def test_months_before_the_law_do_not_exist_even_with_rows() -> None:
    rows = rows_of({"2010-11": 9, "2010-12": 2, "2011-01": 3}, "2009-01-01")
    assert answers(BEFORE, "before", "worker_month", rows) == [None, 5, 2]
    assert answers(SIX, "six", "worker_month", rows) == [None, 0, 2]


def test_before_the_first_month_in_post_the_value_is_what_the_rule_says() -> None:
    rows = rows_of({"2011-03": 2, "2011-04": 3}, "2011-03-15")
    assert answers(BEFORE, "before", "worker_month", rows) == [5, 2]


def test_a_window_that_reaches_before_the_records_is_unknown() -> None:
    rows = rows_of({"2011-02": 2, "2011-03": 3}, "2010-01-01")
    assert answers(BEFORE, "before", "worker_month", rows) == [None, 2]


def test_with_an_unknown_start_only_the_law_bounds_a_window() -> None:
    assert answers(SIX, "six", "worker_month", rows_of({"2011-02": 2, "2011-03": 3}, None)) == [None, None]
    assert answers(SIX, "six", "worker_month", rows_of({"2010-12": 2, "2011-01": 3}, None)) == [0, 2]


def test_two_rows_of_one_month_are_no_history() -> None:
    rows = [*rows_of({"2011-01": 2, "2011-03": 3}), *rows_of({"2011-01": 2})]
    assert answers(SUM, "score", "worker_month", rows) == [None, None, None]


def test_a_review_in_january_sees_july_to_december() -> None:
    rows = rows_of({f"2011-{n:02d}": n for n in range(1, 13)} | {"2012-01": 100}, "2011-01-01")
    assert answers(SIX, "six", "worker_month", rows)[-1] == 7 + 8 + 9 + 10 + 11 + 12


def test_months_of_one_worker_never_count_for_another() -> None:
    other = [
        {**row, "worker": "b", "recorded_score": 50} for row in rows_of({"2011-01": 0, "2011-02": 0}, "2011-01-01")
    ]
    rows = [*rows_of({"2011-01": 2, "2011-02": 3}, "2011-01-01"), *other]
    assert answers(SUM, "score", "worker_month", rows) == [2, 5, 50, 100]


def test_rows_without_a_worker_are_workers_of_their_own() -> None:
    rows = [{**row, "worker": None} for row in rows_of({"2011-01": 2, "2011-02": 3}, "2011-01-01")]
    assert answers(SUM, "score", "worker_month", rows) == [2, None]
    assert answers(SUM, "score", "worker_month", [{k: v for k, v in r.items() if k != "worker"} for r in rows]) == [
        2,
        None,
    ]


def test_a_row_of_an_unknown_month_harms_no_other() -> None:
    rows = [*rows_of({"2011-01": 2, "2011-02": 3}, "2011-01-01"), {"worker": "a", "month": None, "recorded_score": 9}]
    assert answers(SUM, "score", "worker_month", rows) == [2, 5, None]


@pytest.mark.parametrize(
    ("entity", "key"), [("district_month", {"district": "x"}), ("station_month", {"district": "x", "station": "s"})]
)
def test_districts_and_stations_have_months_too(entity: str, key: Row) -> None:
    of = book(f'before = total("headcount", entity="{entity}", over=last(2), cites="I.7", en="x", zh="x")\n')
    rows = [{**key, "month": LAW_FROM + n, "headcount": h} for n, h in enumerate((3, 4, None, 5, 6))]
    assert answers(of, "before", entity, rows) == [3, 7, None, None, 11]


def test_a_window_over_a_window() -> None:
    of = book(
        'score = total("recorded_score", over=last(2), cites="I.7", en="x", zh="x")\n'
        'twice = total("score", over=last(2), cites="I.7", en="x", zh="x")\n'
    )
    rows = rows_of({"2010-12": 1, "2011-01": 2, "2011-02": 3})
    assert answers(of, "twice", "worker_month", rows) == [1, 4, 8]


def test_no_rows_have_no_figures() -> None:
    assert answers(SUM, "score", "worker_month", []) == []
    assert answers(BEFORE, "before", "worker_month", []) == []


def test_one_history_alone_is_the_same_history_among_many() -> None:
    of, rows = windowed_book("last(3)"), histories(Random("alone"), 30, FILINGS["with gaps"])
    names = [f"figure_{n}" for n in range(len(FIGURES))]
    together = evaluate(of, {"worker_month": frame("worker_month", rows)}).frame("worker_month")
    for worker in ("w0", "w7", "w29"):
        own: Sequence[Row] = [r for r in rows if r["worker"] == worker]
        alone = evaluate(of, {"worker_month": frame("worker_month", own)}).frame("worker_month")
        assert alone.select(names).equals(together.filter(worker=worker).select(names))

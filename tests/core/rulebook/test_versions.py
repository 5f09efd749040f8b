"""Each month is judged by what is in force on its last day."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.rulebook.builders import DISTRICT, LAW_FROM, Row, answers, book, city, day, frame, month, run, standard
from tests.core.rulebook.examples import CITY_RULES, CITY_SECTIONS, DISTRICT_RULES, DISTRICT_SECTIONS, HISTORY

from liuguan.errors import Text
from liuguan.language.functions import first_day, last_day
from liuguan.rulebook.book import Rulebook
from liuguan.rulebook.evaluate import AFTER_LAST, BEFORE_FIRST, Results, evaluate
from liuguan.rulebook.merge import merge

D = LAW_FROM
MINIMUM = """
@rule(entity=DISTRICT_MONTH, cites="II.2")
def minimum(wage: Fen) -> Fen:
    return wage


@rule(entity=DISTRICT_MONTH, cites="II.2")
def double(minimum: Fen) -> Fen:
    return minimum * 2
"""
SECTIONS = """
[[minimum]]
effective_from = 2011-02-01
wage = "1140"

[[minimum]]
effective_from = 2011-07-15
wage = "unknown"

[[minimum]]
effective_from = 2012-04-01
announced_on = 2012-03-01
known_until = 2012-06-30
wage = "1320"
"""
WAGES = {
    "2010-12": None, "2011-01": None, "2011-02": 114_000, "2011-06": 114_000, "2011-07": None, "2012-03": None,
    "2012-04": 132_000, "2012-06": 132_000, "2012-07": None, "2013-01": None,
}  # fmt: skip
BEYOND = {"2010-12": BEFORE_FIRST, "2011-01": BEFORE_FIRST, "2012-07": AFTER_LAST, "2013-01": AFTER_LAST}


def months(names: Sequence[str]) -> list[Row]:
    return [{"district": "a", "month": month(m)} for m in names]


def reasons(found: Results) -> dict[str, Text]:
    return {f"{b.day:%Y-%m}": b.reason for b in found.beyond}


def test_a_month_has_the_wage_in_force_on_its_last_day() -> None:
    of = book(MINIMUM, SECTIONS)
    assert answers(of, "minimum", "district_month", months(list(WAGES))) == list(WAGES.values())


def test_months_outside_known_law_are_named_and_never_computed() -> None:
    found = run(book(MINIMUM, SECTIONS), district_month=months(list(WAGES)))
    assert reasons(found) == BEYOND
    assert {(b.entity, b.node) for b in found.beyond} == {("district_month", "minimum")}


@pytest.mark.parametrize("name", WAGES)
def test_one_month_alone_gives_what_it_gives_among_others(name: str) -> None:
    found = run(book(MINIMUM, SECTIONS), district_month=months([name]))
    assert found.frame("district_month")["minimum"].to_list() == [WAGES[name]]
    assert reasons(found) == {m: r for m, r in BEYOND.items() if m == name}


def test_what_needs_an_unknown_wage_is_unknown_and_not_beyond_the_law() -> None:
    found = run(book(MINIMUM, SECTIONS), district_month=months(["2011-06", "2011-08"]))
    assert found.frame("district_month")["double"].to_list() == [228_000, None]
    assert found.beyond == ()


def test_a_single_version_says_nothing_of_other_months() -> None:
    of = book(MINIMUM, '[[minimum]]\neffective_from = 2011-02-01\nknown_until = 2011-03-31\nwage = "1140"\n')
    rows = months(["2011-01", "2011-02", "2011-03", "2011-04"])
    assert answers(of, "minimum", "district_month", rows) == [None, 114_000, 114_000, None]


def test_two_versions_of_one_figure_with_a_gap_between_leave_the_gap_unknown() -> None:
    toml = '[[minimum]]\neffective_from = 2011-01-01\neffective_to = 2011-02-01\nwage = "9"\n\n'
    of = book(MINIMUM, toml + '[[minimum]]\neffective_from = 2011-03-01\nwage = "9"\n')
    rows = months(["2011-01", "2011-02", "2011-03"])
    assert answers(of, "minimum", "district_month", rows) == [900, None, 900]
    assert reasons(run(of, district_month=rows)) == {"2011-02": AFTER_LAST}


def test_what_is_beyond_the_law_is_told_of_rows_that_links_lead_to() -> None:
    of = book(
        MINIMUM
        + '\n\n@rule(cites="I.7")\ndef due(minimum: Fen, paid_net: Fen) -> Fen:\n    return minimum - paid_net\n',
        SECTIONS,
    )
    found = run(of, worker_month=[{"worker": "a", "district": "x", "month": month("2013-01"), "paid_net": 1}])
    assert found.frame("worker_month")["due"].to_list() == [None]
    assert reasons(found) == {"2013-01": AFTER_LAST}


def test_what_is_beyond_the_law_is_told_of_whole_month_periods() -> None:
    rule = '@rule(entity=DUTY_PERIOD, cites="II.2")\ndef rate(from_day: Date, daily: Fen) -> Fen:\n    return daily if from_day == from_day else 0\n'
    of = book(rule, '[[rate]]\neffective_from = 2011-02-01\ndaily = "1"\n')
    found = run(of, worker_month=[{"worker": "a", "district": "x", "month": month("2011-01")}])
    assert reasons(found) == {"2011-01": BEFORE_FIRST}


def test_months_before_the_law_are_unknown_and_keep_their_place() -> None:
    of = book(MINIMUM, '[[minimum]]\nwage = "9"\n')
    rows = months(["2011-01", "2010-11", "2010-12", "2009-05"])
    assert answers(of, "minimum", "district_month", rows) == [900, None, 900, None]


READINGS = """
pay = question(kind=Fen, cites="II.2", en="x", zh="x")


@rule(cites="II.2", reading_of="pay")
def flat(amount: Fen) -> Fen:
    return amount


@rule(cites="II.2", reading_of="pay")
def by_days(paid_days: Days, daily: Fen) -> Fen:
    return paid_days * daily


so_far = total("pay", over=last(3), cites="II.2", en="x", zh="x")
"""
CHANGING = """
[[pay]]
reading = "flat"
effective_from = 2011-01-01
amount = "10"

[[pay]]
reading = "by_days"
effective_from = 2011-03-01
daily = "1"

[[pay]]
reading = "flat"
effective_from = 2011-05-01
amount = "20"
"""


def histories(of: Rulebook, node: str, days: Sequence[int | None]) -> list[object]:
    rows = [
        {"worker": "a", "district": DISTRICT, "month": D + n, "paid_days": d, "employment_start": day("2010-12-01")}
        for n, d in enumerate(days)
    ]
    return answers(of, node, "worker_month", rows)


def test_a_reading_changes_at_its_date() -> None:
    of = book(READINGS, own=CHANGING)
    assert histories(of, "pay", [1, 2, 3, 4, None, 6]) == [None, 1000, 1000, 400, None, 2000]


def test_a_window_spans_the_change_of_a_reading() -> None:
    of = book(READINGS, own=CHANGING)
    assert histories(of, "so_far", [1, 2, 3, 4, 5, 6, 7]) == [None, None, None, 2400, 1900, 2900, 4500]


def test_a_reading_that_is_not_in_force_needs_no_values() -> None:
    of = book(READINGS, own=CHANGING)
    assert histories(of, "pay", [None, None, None]) == [None, 1000, 1000]


def test_the_days_on_which_rules_change() -> None:
    assert book(READINGS, own=CHANGING).regimes() == tuple(
        day(d) for d in ("2010-12-01", "2011-01-01", "2011-03-01", "2011-05-01")
    )


def test_the_version_of_a_day() -> None:
    node = book(READINGS, own=CHANGING).node("worker_month", "pay")
    version = node.version_on(day("2011-04-30"))
    assert version is not None
    assert (version.reading, version.start, version.end, version.owner) == (
        "by_days",
        day("2011-03-01"),
        day("2011-05-01"),
        DISTRICT,
    )
    assert node.version_on(day("2010-12-31")) is None


TABLES = """
@rule(entity=DISTRICT_MONTH, cites="II.2")
def rate(headcount: Count, by_size: Bands[Count, Percent], base: Fen) -> Fen:
    return share_of(base, by_size[headcount], HALF_UP)
"""


def test_tables_have_versions_too() -> None:
    of = book(
        TABLES,
        '[[rate]]\neffective_from = 2010-12-01\nbase = "100"\nby_size = [[0, 10], [5, 20]]\n\n'
        '[[rate]]\neffective_from = 2011-01-01\nbase = "200"\nby_size = [[0, 10], [5, 20]]\n\n'
        '[[rate]]\neffective_from = 2011-02-01\nbase = "200"\nby_size = "unknown"\n\n'
        '[[rate]]\neffective_from = 2011-03-01\nbase = "200"\nby_size = [[3, 50]]\n',
    )
    rows = [{"district": "a", "month": D + n, "headcount": h} for n in range(4) for h in (2, 7, None)]
    found = answers(of, "rate", "district_month", rows)
    assert found == [1000, 2000, None, 2000, 4000, None, None, None, None, None, 10_000, None]


# ---- one evaluation of many months is many evaluations of one month

CITY = city(CITY_RULES, CITY_SECTIONS)
BOOK = merge(CITY, standard(CITY, DISTRICT_SECTIONS, DISTRICT_RULES), district=DISTRICT)
WINDOWS = {"gross_to_date", "score_before", "average"}
WHOLE = evaluate(BOOK, {e: frame(e, rows) for e, rows in HISTORY.items()})


@pytest.mark.parametrize("at", range(7))
def test_months_evaluated_together_are_months_evaluated_one_by_one(at: int) -> None:
    facts = {e: frame(e, [r for r in rows if r["month"] == D + at]) for e, rows in HISTORY.items()}
    alone = evaluate(BOOK, {e: f for e, f in facts.items() if f.height})
    for entity in facts:
        names = [n.name for n in BOOK.of(entity) if n.name not in WINDOWS]
        together = WHOLE.frame(entity).filter(pl.col("month") == D + at)
        if together.height:
            assert alone.frame(entity).select(names).equals(together.select(names)), entity


UNKNOWN = '"unknown"'


@settings(max_examples=25)
@given(starts=st.lists(st.integers(0, 8), min_size=1, max_size=4, unique=True), data=st.data())
def test_dated_figures_are_what_looking_them_up_by_hand_gives(starts: list[int], data: st.DataObject) -> None:
    wages = [data.draw(st.none() | st.integers(0, 3), label=f"from {s}") for s in starts]
    ends = [data.draw(st.none() | st.integers(s, 9), label=f"known until, from {s}") for s in starts]
    toml = "".join(
        f"[[minimum]]\neffective_from = {first_day(D + s)}\nwage = {UNKNOWN if w is None else w}\n"
        + (f"known_until = {last_day(D + e)}\n" if e is not None else "")
        for s, w, e in zip(starts, wages, ends, strict=True)
    )
    expected: list[object] = []
    for n in range(10):
        begun = [i for i, s in enumerate(starts) if s <= n]
        at = max(begun, key=lambda i: starts[i]) if begun else None
        known = at is not None and (ends[at] is None or n <= (ends[at] or 0))
        wage = wages[at] if at is not None and known else None
        expected.append(None if wage is None else wage * 100)
    rows = [{"district": "a", "month": D + n} for n in range(10)]
    of = book(MINIMUM, toml)
    assert answers(of, "minimum", "district_month", rows) == expected
    for row, value in zip(rows, expected, strict=True):
        assert answers(of, "minimum", "district_month", [row]) == [value]

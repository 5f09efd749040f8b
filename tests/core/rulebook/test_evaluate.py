"""What evaluation takes, what it adds, and what it gives back."""

from __future__ import annotations

import polars as pl
from tests.core.rulebook.builders import DISTRICT, LAW_FROM, answers, book, city, frame, run, standard
from tests.core.rulebook.examples import CITY_RULES, CITY_SECTIONS, DISTRICT_RULES, DISTRICT_SECTIONS, HISTORY

from liuguan.rulebook.evaluate import evaluate
from liuguan.rulebook.merge import merge

D = LAW_FROM
CITY = city(CITY_RULES, CITY_SECTIONS)
BOOK = merge(CITY, standard(CITY, DISTRICT_SECTIONS, DISTRICT_RULES), district=DISTRICT)
WORKERS = frame("worker_month", HISTORY["worker_month"])


def test_a_column_named_after_a_node_is_taken_as_given() -> None:
    rows = WORKERS.with_columns(pl.lit(7, dtype=pl.Int32).alias("gross_pay"))
    found = evaluate(BOOK, {"worker_month": rows}).frame("worker_month")
    assert found["gross_pay"].to_list() == [7] * rows.height
    assert found.schema["gross_pay"] == pl.Int64()
    wages = {D + n: 96_000 if n < 2 else 114_000 for n in range(7)}
    assert found["margin"].to_list() == [7 - wages[m] for m in found["month"]]


def test_a_given_supplement_is_added_whatever_its_dates() -> None:
    rows = WORKERS.with_columns(pl.lit(500, dtype=pl.Int64).alias("rank_bonus"), pl.lit(0).alias("long_service"))
    found = evaluate(BOOK, {"worker_month": rows}, [("worker_month", "supplements")]).frame("worker_month")
    assert found["supplements"].to_list() == [500] * rows.height


def test_only_what_is_asked_for_and_what_it_needs_is_computed() -> None:
    found = evaluate(BOOK, {"worker_month": WORKERS}, [("worker_month", "margin")]).frame("worker_month")
    assert {"margin", "gross_pay", "supplements"} <= set(found.columns)
    assert not {"gross_to_date", "under_the_minimum", "score_before"} & set(found.columns)


def test_what_only_a_given_node_needs_is_not_computed() -> None:
    rows = WORKERS.with_columns(pl.lit(7, dtype=pl.Int64).alias("gross_pay"))
    found = evaluate(BOOK, {"worker_month": rows}, [("worker_month", "margin")])
    assert "supplements" not in found.frames["worker_month"].columns
    assert found.given == {("worker_month", "gross_pay")}


def test_asking_for_one_node_gives_what_asking_for_all_gives() -> None:
    facts = {e: frame(e, rows) for e, rows in HISTORY.items()}
    whole = evaluate(BOOK, facts)
    for key in BOOK.nodes:
        entity, name = key
        if entity in facts:
            alone = evaluate(BOOK, facts, [key]).frame(entity)
            assert alone[name].equals(whole.frame(entity)[name]), name


def test_rows_come_back_in_the_order_they_came_in_without_those_that_were_added() -> None:
    rows = WORKERS.sample(fraction=1, shuffle=True, seed=3)
    found = evaluate(BOOK, {"worker_month": rows})
    assert found.frame("worker_month").select("worker", "month").equals(rows.select("worker", "month"))
    assert found.frames["district_month"].height == 7
    assert found.frame("district_month").height == 0
    assert found.frame("duty_period").height == 0


def test_a_row_without_a_district_is_of_the_rulebooks_district() -> None:
    rows = WORKERS.drop("district")
    blank = WORKERS.with_columns(pl.lit(None, dtype=pl.String).alias("district"))
    plain = evaluate(BOOK, {"worker_month": WORKERS}).frame("worker_month")["margin"]
    for facts in (rows, blank):
        assert evaluate(BOOK, {"worker_month": facts}).frame("worker_month")["margin"].equals(plain)


def test_an_empty_cell_is_what_the_vocabulary_says_or_unknown() -> None:
    rule = """
@rule(entity=WORKER_MONTH, cites="I.7")
def besides(paid_net: Fen, paid_overtime: Fen) -> Fen:
    return paid_net - paid_overtime
"""
    rows = [
        {"worker": "a", "month": D, "paid_net": 5, "paid_overtime": None},
        {"worker": "b", "month": D, "paid_net": None, "paid_overtime": 1},
    ]
    assert answers(book(rule), "besides", "worker_month", rows) == [5, None]
    assert answers(book(rule), "besides", "worker_month", [{"worker": "a", "month": D, "paid_net": 5}]) == [5]


def test_columns_that_no_rule_knows_are_left_alone() -> None:
    found = run(BOOK, worker_month=[{**HISTORY["worker_month"][0], "id": "7"}]).frame("worker_month")
    assert found["id"].to_list() == ["7"]


def test_a_small_column_is_as_good_as_a_large_one() -> None:
    rows = WORKERS.with_columns(pl.col("recorded_score").cast(pl.Int32), pl.col("star").cast(pl.Int8))
    plain = evaluate(BOOK, {"worker_month": WORKERS}).frame("worker_month")["gross_pay"]
    assert evaluate(BOOK, {"worker_month": rows}).frame("worker_month")["gross_pay"].equals(plain)


def test_each_row_alone_gives_what_it_gives_in_the_batch_where_no_other_row_matters() -> None:
    apart = ("full_standard", "allowance", "long_service")
    targets = [("worker_month", n) for n in apart]
    plain = evaluate(BOOK, {"worker_month": WORKERS}, targets).frame("worker_month").select(apart)
    for n in range(0, WORKERS.height, 5):
        alone = evaluate(BOOK, {"worker_month": WORKERS.slice(n, 1)}, targets).frame("worker_month").select(apart)
        assert alone.equals(plain.slice(n, 1))

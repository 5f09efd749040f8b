"""II.12, IV.3.0c, IV.3.5: what of a difference is paid, taken, carried or waived. Amounts are in fen."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuguan.errors import Text
from liuguan.services.pay.limits import Limits
from liuguan.services.pay.settling import settle

LIMITS = Limits(
    lower_score_is_taken=False, most_percent_taken=20, minimum_wage_is_kept=True,
    effective_from=datetime.date(2010, 12, 1), status="unverified", note=Text.of(""),
)  # fmt: skip
MINIMUM = 960_00
FOUND = {"worker": pl.String, "month": pl.Int64, "paid": pl.Int64, "now": pl.Int64, "as_paid": pl.Int64,
         "by_standard": pl.Boolean}  # fmt: skip
OPEN = {"worker": pl.String, "month_pay": pl.Int64, "minimum_wage": pl.Int64}


def found(*rows: tuple[int, int, int | None], by_standard: bool = False) -> pl.DataFrame:
    """Months worked of one worker, each as paid, now, as paid by the old score."""
    return pl.DataFrame([("a", m, *row, by_standard) for m, row in enumerate(rows)], schema=FOUND, orient="row")


def pay(month_pay: int | None) -> pl.DataFrame:
    return pl.DataFrame([("a", month_pay, MINIMUM)], schema=OPEN, orient="row")


def one(frame: pl.DataFrame) -> dict[str, Any]:
    return frame.row(0, named=True)


def test_a_positive_delta_is_paid_in_full_at_once() -> None:
    row = one(settle(found((1380_00, 1500_00, 1380_00)), pay(None), LIMITS))
    assert (row["settled"], row["carried"], row["waived"], row["cause"]) == (120_00, 0, 0, "higher_due")


def test_a_delta_from_a_lower_score_is_never_taken_and_shown() -> None:
    row = one(settle(found((1380_00, 1300_00, 1380_00)), pay(5000_00), LIMITS))
    assert (row["due"], row["by_score"], row["settled"], row["waived"]) == (-80_00, -80_00, 0, 80_00)
    assert (row["carried"], row["cause"]) == (0, "lower_score")


def test_a_lower_standard_does_not_reach_back_either() -> None:
    row = one(settle(found((1380_00, 1300_00, 1380_00), by_standard=True), pay(5000_00), LIMITS))
    assert (row["settled"], row["waived"], row["cause"]) == (0, 80_00, "standard")


@pytest.mark.parametrize(
    ("month_pay", "taken"),
    [
        pytest.param(1500_00, 300_00, id="a fifth of the month"),
        pytest.param(1500_04, 300_00, id="a fifth is rounded down"),
        pytest.param(1200_00, 240_00, id="a fifth leaves exactly the minimum wage"),
        pytest.param(1199_99, 239_99, id="a fen less: only down to the minimum wage"),
        pytest.param(960_00, 0, id="nothing over the minimum wage"),
        pytest.param(800_00, 0, id="under the minimum wage"),
        pytest.param(None, 0, id="no pay of the month known"),
    ],
)
def test_an_error_of_data_is_taken_within_the_months_limits(month_pay: int | None, taken: int) -> None:
    row = one(settle(found((2000_00, 1500_00, 1500_00)), pay(month_pay), LIMITS))
    assert (row["settled"], row["carried"], row["waived"]) == (-taken, 500_00 - taken, 0)
    assert row["cause"] == "data_error"


def test_who_has_no_pay_in_the_open_month_has_nothing_taken() -> None:
    row = one(settle(found((1380_00, 0, 0)), pay(0).clear(), LIMITS))
    assert (row["settled"], row["carried"]) == (0, 1380_00)


def test_the_oldest_month_is_taken_first_and_all_months_share_one_limit() -> None:
    rows = settle(found((1400_00, 1200_00, 1200_00), (1400_00, 1200_00, 1200_00)), pay(1500_00), LIMITS)
    assert rows["settled"].to_list() == [-200_00, -100_00]
    assert rows["carried"].to_list() == [0, 100_00]


def test_a_month_short_of_pay_is_made_up_while_another_is_taken_from() -> None:
    rows = settle(found((1400_00, 1200_00, 1200_00), (1200_00, 1400_00, 1200_00)), pay(1000_00), LIMITS)
    assert rows["settled"].to_list() == [-40_00, 200_00]


def test_score_and_data_are_told_apart_by_what_the_old_score_would_pay_now() -> None:
    """Paid 1400; the post was wrong (100 less), and the score fell (50 less)."""
    row = one(settle(found((1400_00, 1250_00, 1300_00)), pay(5000_00), LIMITS))
    assert (row["due"], row["by_score"], row["settled"], row["waived"]) == (-150_00, -50_00, -100_00, 50_00)


def test_a_lower_score_eats_nothing_of_what_data_add() -> None:
    row = one(settle(found((1400_00, 1440_00, 1500_00)), pay(None), LIMITS))
    assert (row["settled"], row["waived"], row["by_score"]) == (100_00, 60_00, -60_00)


def test_a_month_that_was_never_paid_is_paid() -> None:
    assert one(settle(found((0, 1380_00, None)), pay(None), LIMITS))["settled"] == 1380_00


AMOUNT = st.integers(0, 3000_00)
ROWS = st.lists(st.tuples(AMOUNT, AMOUNT, st.none() | AMOUNT), min_size=1, max_size=6)


@given(ROWS, st.none() | AMOUNT)
def test_paid_and_settled_less_carried_less_waived_is_always_what_is_due_now(
    rows: list[tuple[int, int, int | None]], month_pay: int | None
) -> None:
    result = settle(found(*rows), pay(month_pay), LIMITS)
    whole = pl.col("paid") + pl.col("settled") - pl.col("carried") - pl.col("waived") == pl.col("now")
    assert result.select(whole.all()).item()
    assert result.select((pl.col("due") == pl.col("settled") - pl.col("carried") - pl.col("waived")).all()).item()
    assert result.select(pl.min_horizontal(pl.col("carried", "waived").min()) >= 0).item()


@given(ROWS, st.none() | AMOUNT)
def test_what_is_taken_stays_within_a_fifth_and_over_the_minimum_wage(
    rows: list[tuple[int, int, int | None]], month_pay: int | None
) -> None:
    result = settle(found(*rows), pay(month_pay), LIMITS)
    taken = -sum(s for s in result["settled"].to_list() if s < 0)
    if taken:
        assert month_pay is not None
        assert 5 * taken <= month_pay
        assert month_pay - taken >= MINIMUM


@given(ROWS)
def test_where_nothing_waits_settling_again_moves_nothing(rows: list[tuple[int, int, int | None]]) -> None:
    first = settle(found(*rows), pay(None), LIMITS)
    paid = pl.col("paid") + pl.col("settled")
    again = settle(first.with_columns(paid=paid).select(*FOUND), pay(None), LIMITS)
    assert set(again["settled"]) == {0}
    assert again.select("carried", "waived").equals(first.select("carried", "waived"))


STATES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=8)
TABLE = st.lists(st.lists(AMOUNT, min_size=4, max_size=4), min_size=4, max_size=4)


@given(STATES, TABLE, st.lists(st.integers(900_00, 3000_00), min_size=8, max_size=8))
def test_any_history_of_scores_and_data_adds_up_to_the_last_state(
    states: Sequence[tuple[int, int]], table: list[list[int]], months: list[int]
) -> None:
    """`table[score][data]` is the pay; each state is one more thing learned, followed by a run in a month of its own."""
    first, *later = states
    paid, scores, last = table[first[0]][first[1]], [first[0]], {"carried": 0, "waived": 0}
    for (score, data), month_pay in zip(later, months, strict=False):
        best = max(table[s][data] for s in scores)
        row = one(settle(found((paid, table[score][data], best)), pay(month_pay), LIMITS))
        paid, last = paid + row["settled"], row
        scores.append(score)
    score, data = states[-1]
    assert paid - last["carried"] - last["waived"] == table[score][data]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=8), st.lists(AMOUNT, min_size=4, max_size=4))
def test_scores_that_come_and_go_take_nothing(scores: list[int], pays: list[int]) -> None:
    paid = pays[scores[0]]
    for i, score in enumerate(scores[1:], 1):
        row = one(settle(found((paid, pays[score], max(pays[s] for s in scores[:i]))), pay(3000_00), LIMITS))
        assert row["settled"] >= 0
        paid += row["settled"]
    assert paid == max(pays[s] for s in scores)

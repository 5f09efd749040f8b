"""The six schemes of the fictional city, through the engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from liuguan.admission import admission
from liuguan.language.functions import first_day
from liuguan.language.written import month_number
from liuguan.rulebook.book import Rulebook
from liuguan.rulebook.definitions import Severity
from liuguan.rulebook.evaluate import evaluate

DEC, FEB = month_number("2010-12"), month_number("2011-02")
Book = Callable[[str], Rulebook]


def paid(book: Rulebook, rows: list[dict[str, Any]], **facts: list[dict[str, Any]]) -> pl.DataFrame:
    base = {
        "district": book.district, "month": DEC, "post": "ordinary", "data_entry": False, "full_time": True,
        "employment_start": first_day(DEC), "scheduled_days": 21, "paid_days": 21,
    }  # fmt: skip
    frames = {"worker_month": pl.DataFrame([{**base, **r} for r in rows], infer_schema_length=None)}
    frames |= {e: pl.DataFrame(r, infer_schema_length=None) for e, r in facts.items()}
    return evaluate(book, frames).frame("worker_month")


def test_v1_score_85_and_three_full_years(fictional: Book) -> None:
    rows = [{"assessment_score": 85_00, "migrant_work_start": first_day(DEC - 36)}]
    assert paid(fictional("v1"), rows)["gross_pay"].to_list() == [1380_00]


def test_v2_seven_and_a_half_points_lost_at_rank_two(fictional: Book) -> None:
    lost = {"a": 0, "b": 7_50, "c": 20_00, "d": 30_00, "e": 31_00, "f": 32_00, "g": 33_00}
    rows = [{"worker": w, "assessment_score": 100_00 - p} for w, p in lost.items()]
    found = paid(fictional("v2"), rows)
    assert found.filter(pl.col("worker") == "b")["gross_pay"].to_list() == [1390_00]


def test_every_scheme_fails_when_the_minimum_wage_rises(fictional: Book) -> None:
    for name in ("v1", "v2", "v3", "v4", "v5", "v6"):
        found = admission(fictional(name), [FEB])
        assert [f.code for f in found if f.severity is Severity.VIOLATION], name


@pytest.mark.parametrize("name", ["v1", "v4"])
def test_schemes_on_the_floor_or_above_pass_in_december_2010(fictional: Book, name: str) -> None:
    found = admission(fictional(name), [DEC])
    assert [(f.code, f.message_en) for f in found if f.severity in (Severity.VIOLATION, Severity.WARNING)] == []

"""No shipped standard changes what the city computes from its answers."""

from __future__ import annotations

import datetime
import random

import polars as pl
import pytest

from liuguan.district import City
from liuguan.language.functions import first_day
from liuguan.language.written import month_number
from liuguan.rulebook.floors import weakened

CITY = City()
FIRST = month_number("2010-12")


def rows(seed: int) -> pl.DataFrame:
    """Worker months with plausible and with blank cells."""
    chance = random.Random(seed)

    def maybe(value: object) -> object:
        return None if chance.random() < 0.1 else value

    return pl.DataFrame(
        [
            {
                "worker": f"w{w}", "month": FIRST + m, "post": maybe(chance.choice(["ordinary", "central"])),
                "data_entry": maybe(chance.random() < 0.3), "full_time": True, "star": maybe(chance.randint(0, 5)),
                "recorded_score": maybe(chance.randint(50_00, 100_00)), "scheduled_days": 22,
                "paid_days": maybe(chance.randint(0, 22)), "employment_start": first_day(FIRST),
                "migrant_work_start": maybe(datetime.date(chance.randint(2000, 2010), 3, 1)),
                "paid_gross": maybe(chance.randint(900_00, 2_000_00)), "paid_net": maybe(chance.randint(800_00, 1_900_00)),
                "income_tax": maybe(0), "last_known_wage": maybe(chance.randint(900_00, 2_500_00)),
            }
            for w in range(12) for m in range(5)
        ],
        infer_schema_length=None,
    )  # fmt: skip


@pytest.mark.parametrize("district", CITY.config.ids())
def test_the_city_alone_comes_to_the_same(district: str) -> None:
    book = CITY.district(district).book
    assert ("worker_month", "gross_pay") in book.reached()
    assert ("district_month", "minimum_wage") not in book.reached()
    frame = rows(7).with_columns(pl.lit(district).alias("district"))
    assert weakened(book, CITY.book, {"worker_month": frame}) == []

"""A made-up panel of worker-months: 120 months from the first month of law, thirteen districts, the mergers applied.

Everything follows from row and seat numbers by whole-number arithmetic, so a panel of a size is always the same.
A seat is held by one person after another. As in real files about one cell in fifty is blank, and one month in four
hundred has no row. The figures of the monthly sheet are given per worker and month (points lost, pieces, weights),
not item by item.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from liuguan.district import City
from liuguan.vocabulary import DISTRICT_MONTH, STATION_MONTH, WORKER_MONTH

FIRST_MONTH = 2010 * 12 + 11
MONTHS = 120
STATION_SIZE = 12
LONGEST_SERVICE = 96
MISSING = 400
GIVEN = (
    "item_points_total",
    "points_lost_total",
    "pieces_total",
    "item_weight_total",
    "items_on_sheet",
    "false_records_total",
)
"""Results of the sheet that come in as columns."""

Facts = dict[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Panel:
    """Facts by district, ready for `evaluate`."""

    facts: Mapping[str, Facts]

    @property
    def rows(self) -> int:
        """Worker-months of all districts."""
        return sum(f[WORKER_MONTH].height for f in self.facts.values())


def noise(key: pl.Expr, salt: int, below: int) -> pl.Expr:
    """A number from 0 to under `below` for each key, mixed by multiplication; the same in every run."""
    x = (key + salt * 7_919) * 1_597_334_677 % 4_294_967_291
    x = (x ^ (x // 32_768)) * 1_181_783_497 % 4_294_967_291
    return (x ^ (x // 65_536)) % below


def make_panel(city: City, rows: int = 1_000_000) -> Panel:
    """Facts of `rows` worker-months.

    A seat of a district that was dissolved belongs to its successor from the month of the merger.
    """
    workers = _workers(city, rows)
    facts: dict[str, Facts] = {}
    for district in city.config.ids():
        own = workers.filter(pl.col("district") == district).sort("worker", "month")
        facts[district] = {WORKER_MONTH: own, STATION_MONTH: _stations(own), DISTRICT_MONTH: _districts(own)}
    return Panel(facts)


def _workers(city: City, rows: int) -> pl.DataFrame:
    made = rows + rows // (MISSING // 2) + MONTHS
    seats = -(-made // MONTHS)
    frame = pl.select(pl.int_range(made).alias("row")).filter(noise(pl.col("row"), 0, MISSING) > 0).head(rows)
    frame = frame.with_columns(
        (pl.col("row") // MONTHS).alias("seat"), (pl.col("row") % MONTHS + FIRST_MONTH).alias("month")
    )
    held = 24 + noise(pl.col("seat"), 1, LONGEST_SERVICE)
    before = noise(pl.col("seat"), 2, 60)
    frame = frame.with_columns(held.alias("held"), (pl.col("month") - FIRST_MONTH + before).alias("elapsed"))
    frame = frame.with_columns((pl.col("elapsed") // pl.col("held")).alias("holder"))
    frame = frame.with_columns(
        (pl.col("month") - pl.col("elapsed") % pl.col("held")).alias("start"),
        (pl.col("seat") * 8 + pl.col("holder")).alias("person"),
        (pl.col("seat") * 13 // seats).alias("home"),
    )
    frame = frame.with_columns(_district(city))
    station = (pl.col("seat") // STATION_SIZE).cast(pl.String)
    frame = frame.with_columns(
        pl.concat_str(pl.lit("w"), pl.col("person").cast(pl.String)).alias("worker"),
        pl.concat_str("district", pl.lit("-"), station).alias("station"),
        _day(pl.col("start"), 1).alias("employment_start"),
    )
    return frame.select("worker", "month", "district", "station", "employment_start", *_cells())


def _district(city: City) -> pl.Expr:
    """The district of a seat's home in the month."""
    ids = city.config.ids()
    chain: Any = pl.when(pl.lit(False)).then(pl.lit(None, dtype=pl.String))
    for place, code in enumerate(ids):
        unit = city.config.unit(code)
        here = pl.col("home") == place
        if unit is not None and unit.successor:
            merged = unit.valid_to.year * 12 + unit.valid_to.month - 1
            chain = chain.when(here & (pl.col("month") >= merged)).then(pl.lit(unit.successor))
        chain = chain.when(here).then(pl.lit(code))
    found: pl.Expr = chain.otherwise(None)
    return found.alias("district")


def _day(month: pl.Expr, day: pl.Expr | int) -> pl.Expr:
    return pl.date(month // 12, month % 12 + 1, day)


def _some(name: str, value: pl.Expr, salt: int, blanks: int = 50) -> pl.Expr:
    """A column of which one cell in `blanks` is empty."""
    return pl.when(noise(pl.col("row"), salt, blanks) > 0).then(value).alias(name)


def _cells() -> list[pl.Expr]:
    row, person, central = pl.col("row"), pl.col("person"), pl.col("seat") % STATION_SIZE == 0
    gross = 120_000 + (pl.col("month") - FIRST_MONTH) * 900 + noise(row, 20, 60_000)
    base = 158_300 + (pl.col("month") - FIRST_MONTH) // 12 * 18_000
    points = 10_000 - noise(row, 25, 2_500) - pl.when(noise(row, 26, 15) == 0).then(3_000).otherwise(0)
    birth = _day(1955 * 12 + noise(person, 21, 420), 1 + noise(person, 22, 28))
    away = noise(row, 23, 40)
    days = 20 + noise(pl.col("month"), 24, 4)
    contribution = {"pension": 2_000, "medical": 900, "unemployment": 200, "injury": 50, "maternity": 80}
    deducted = {"deducted_pension": 800, "deducted_medical": 200, "deducted_unemployment": 100}
    shares = {name: base * rate // 10_000 for name, rate in deducted.items()}
    net = gross - sum(shares.values(), pl.lit(0))
    cells = [
        _some("post", pl.when(central).then(pl.lit("central")).otherwise(pl.lit("ordinary")), 30),
        _some("data_entry", noise(person, 31, 6) == 0, 32),
        pl.lit(False).alias("collects_and_enters"),
        _some("full_time", noise(person, 33, 30) > 0, 34, 200),
        _some("gender", pl.when(noise(person, 35, 3) == 0).then(pl.lit("man")).otherwise(pl.lit("woman")), 36, 200),
        birth.alias("birth_date"),
        birth.alias("id_birth_date"),
        _day(pl.col("start"), 1).alias("hire_date"),
        _day(pl.col("start"), 1 + noise(person, 37, 20)).alias("duty_start_date"),
        _some("migrant_work_start", _day(pl.col("start") - noise(person, 38, 36), 1), 39, 100),
        (noise(person, 40, 20) > 0).alias("certificate_held"),
        _some("certificate_date", _day(pl.col("start"), 1), 41),
        pl.lit(True).alias("contract_signed"),
        _day(pl.col("start"), 1).alias("contract_signed_on"),
        _day(pl.col("start"), 1).alias("contract_start"),
        _day(pl.col("start") + 60 + noise(person, 42, 60), 28).alias("contract_end"),
        pl.lit("government").alias("employer_type"),
        pl.lit("migrant_office").alias("managing_body"),
        *(
            _some(name, noise(row, 43 + i, 60) > 0, 60 + i)
            for i, name in enumerate((
                "fixed_person", "fixed_post", "fixed_task", "fixed_responsibility", "trained_by_district",
                "community_director_named", "community_officer_named", "contract_has_violation_clause",
                "id_number_valid", "on_roster", "on_payroll", "sheet_acknowledged", "sheet_reviewed", "receipt_signed",
            ))
        ),
        _some("scheduled_days", days, 80),
        _some("paid_days", days - pl.when(away < 3).then(away + 1).otherwise(0), 81),
        _some("core_hours", 120 + noise(row, 82, 60), 83),
        _some("patrol_hours", pl.when(noise(row, 84, 30) == 0).then(noise(row, 85, 40)).otherwise(0), 86),
        pl.lit(0).alias("other_hours"),
        _some("visits", noise(row, 87, 120), 88),
        _some("assessment_sheets", pl.when(noise(row, 89, 80) > 0).then(1).otherwise(0), 90),
        pl.lit("station").alias("assessor"),
        _some("recorded_score", points, 92),
        _some("payroll_score", points, 93),
        *(_some(n, 1_500 + noise(row, 94 + i, 1_001), 98 + i) for i, n in enumerate(
            ("conduct_points", "ability_points", "diligence_points", "performance_points")
        )),
        pl.when(noise(row, 102, 25) == 0).then(500).otherwise(0).alias("inspection_points_lost"),
        _some("false_data_records", pl.when(noise(row, 103, 200) == 0).then(1).otherwise(0), 104, 100),
        _some("star", 1 + noise(person, 105, 5), 106),
        _some("paid_base", gross * 7 // 10, 107),
        _some("paid_seniority_years", noise(person, 108, 8), 109),
        _some("paid_seniority", noise(person, 108, 8) * 2_000, 109),
        _some("paid_post_supplement", noise(person, 31, 6).clip(0, 1) * 5_000, 110),
        _some("paid_gross", gross, 111),
        _some("paid_net", net, 112),
        pl.when(noise(row, 113, 40) == 0).then(20_000).otherwise(0).alias("paid_rewards"),
        pl.when(noise(row, 114, 90) == 0).then(5_000).otherwise(0).alias("penalty_deduction"),
        pl.lit(0).alias("income_tax"),
        _some("contribution_base", base, 115),
        _some("last_known_wage", base - 20_000 + noise(row, 116, 60_000), 117, 4),
        *(_some(name, share, 118) for name, share in shares.items()),
        *(_some(f"employer_{n}", base * rate // 10_000, 119 + i) for i, (n, rate) in enumerate(contribution.items())),
        _some("item_points_total", points, 130),
        _some("points_lost_total", 10_000 - points, 131),
        _some("pieces_total", 20_000 + noise(row, 132, 60_001), 133),
        pl.when(noise(row, 135, 40) == 0).then(9_000).otherwise(10_000).alias("item_weight_total"),
        pl.lit(8).alias("items_on_sheet"),
        pl.when(noise(row, 136, 100) == 0).then(1).otherwise(0).alias("false_records_total"),
    ]  # fmt: skip
    return cells


def _stations(workers: pl.DataFrame) -> pl.DataFrame:
    """The stations of the workers, by month."""
    key = pl.col("station").rank("dense").cast(pl.Int64) * 4_096 + pl.col("month") % 4_096
    rows = workers.group_by("district", "station", "month").agg(pl.len().cast(pl.Int64).alias("headcount"))
    rows = rows.sort("district", "station", "month").with_columns(key.alias("key"))
    at = pl.col("key")
    return rows.with_columns(
        (pl.col("headcount") * (350 + noise(at, 140, 300))).alias("actual_migrants"),
        (pl.col("headcount") * (30 + noise(at, 141, 40))).alias("rental_households"),
        *((8_500 + noise(at, 142 + i, 1_500)).alias(n) for i, n in enumerate(
            ("registration_percent", "rental_percent", "permit_percent")
        )),
    ).drop("key")  # fmt: skip


def _districts(workers: pl.DataFrame) -> pl.DataFrame:
    """The districts of the workers, by month."""
    rows = (
        workers.group_by("district", "month").agg(pl.len().cast(pl.Int64).alias("headcount")).sort("district", "month")
    )
    return rows.with_columns(
        (pl.col("headcount") * (400 + noise(pl.col("month"), 150, 200))).alias("actual_migrants"),
        (pl.col("headcount") * (35 + noise(pl.col("month"), 151, 30))).alias("rental_households"),
        pl.lit(True).alias("standard_in_force"),
    )


def year_of(panel: Panel, year: int) -> Panel:
    """The rows of one calendar year."""
    first = year * 12
    inside = pl.col("month").is_between(first, first + 11)
    return Panel({d: {e: f.filter(inside) for e, f in facts.items()} for d, facts in panel.facts.items()})

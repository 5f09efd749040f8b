"""The thirteen shipped standards against the floors of the months that they are made for."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from liuguan_nanjing.city.schemes.piece_rates import above_base
from liuguan_nanjing.city.schemes.stars import share_up_to_pool
from liuguan_nanjing.city.schemes.team_and_individual import share_of_standard
from liuguan_nanjing.districts.luhe import share_above_the_floor

# What a TOML file holds has no static type.
Section = dict[str, Any]

ROOT = Path(__file__).parents[3]
CONFIGS = ROOT / "district_configs"
DISTRICTS = [
    "xuanwu",
    "baixia",
    "qinhuai",
    "jianye",
    "gulou",
    "xiaguan",
    "pukou",
    "qixia",
    "yuhuatai",
    "jiangning",
    "luhe",
    "lishui",
    "gaochun",
]
STANDARDS: dict[str, dict[str, Any]] = {d: tomllib.loads((CONFIGS / f"{d}.toml").read_text("utf-8")) for d in DISTRICTS}
COUNTIES = {"lishui", "gaochun"}
FIRST, RAISED, MERGED = date(2010, 12, 31), date(2011, 2, 28), date(2013, 3, 31)
MINIMUM = {FIRST: (96000, 79000), RAISED: (114000, 93000), MERGED: (132000, 110000)}
STRICT_FLOOR = {FIRST: (120000, 100000), RAISED: (142500, 116250), MERGED: (165000, 137500)}
LARGEST_BASE_SHARE = Decimal("0.11")

DAYS = [pytest.param(d, day, id=f"{d}@{day:%Y-%m}") for d in DISTRICTS for day in (FIRST, RAISED)] + [
    pytest.param(d, MERGED, id=f"{d}@{MERGED:%Y-%m}") for d in ("qinhuai", "gulou")
]


def in_force(district: str, node: str, day: date) -> Section | None:
    held = [s for s in STANDARDS[district].get(node, []) if s["effective_from"] <= day]
    found: Section | None = held[-1] if held else None
    return found


def fen(text: str) -> int:
    return int(Decimal(text) * 100)


def standards(district: str, day: date) -> dict[tuple[str, str], int]:
    """The standard by post and task."""
    section = in_force(district, "standard_wage", day)
    assert section
    return {
        (post, task): fen(section["standard_by_post"][post]) + (fen(section[uplift]) if uplift else 0)
        for post in ("ordinary", "central")
        for task, uplift in (("", ""), ("entry", "data_entry_uplift"), ("collecting", "collecting_uplift"))
    }


def at_stake(district: str, day: date, standard: int, minimum: int) -> int:
    section = in_force(district, "at_stake", day)
    if section is None:
        return 0
    if section["reading"] == "fixed_amount":
        return fen(section["amount_at_stake"])
    if section["reading"] == "above_base":
        return above_base(standard, fen(section["base_pay"]))
    return share_up_to_pool(standard, max(standard - minimum, 0), section["held_percent"] * 100)


def withheld(district: str, day: date, standard: int, floor: int) -> int:
    section = in_force(district, "withheld_pay", day)
    if section is None:
        return 0
    percent = section["withheld_percent"] * 100
    if section["reading"] == "share_of_standard":
        return share_of_standard(standard, percent)
    return share_above_the_floor(standard, floor, percent, fen(section["kept_above_floor"]))


def of(values: tuple[int, int], district: str) -> int:
    return values[1] if district in COUNTIES else values[0]


def floor_in_force(district: str, day: date) -> int:
    """Luhe's provisional figure lies under the strict floor, which its standard reaches all the same."""
    return 100000 if (district, day) == ("luhe", FIRST) else of(STRICT_FLOOR[day], district)


@pytest.mark.parametrize(("district", "day"), DAYS)
def test_every_month_pays_the_floor_in_the_hand(district: str, day: date) -> None:
    basis = in_force(district, "pay_basis", day)
    assert basis
    floor = of(STRICT_FLOOR[day], district)
    for standard in standards(district, day).values():
        paid = standard - withheld(district, day, standard, floor_in_force(district, day))
        share = max(18413, int(standard * LARGEST_BASE_SHARE) + 1000) if basis["basis"] == "gross" else 0
        assert paid - share >= floor


@pytest.mark.parametrize(("district", "day"), DAYS)
def test_no_more_is_at_stake_than_lies_above_the_minimum_wage(district: str, day: date) -> None:
    minimum = of(MINIMUM[day], district)
    for standard in standards(district, day).values():
        assert at_stake(district, day, standard, minimum) <= standard - minimum


@pytest.mark.parametrize(("district", "day"), DAYS)
def test_the_worst_score_still_pays_the_minimum_wage(district: str, day: date) -> None:
    minimum, floor = of(MINIMUM[day], district), floor_in_force(district, day)
    for standard in standards(district, day).values():
        left = standard - at_stake(district, day, standard, minimum) - withheld(district, day, standard, floor)
        assert left >= minimum


@pytest.mark.parametrize(("district", "day"), DAYS)
def test_central_posts_and_data_entry_stand_above_ordinary_ones(district: str, day: date) -> None:
    found = standards(district, day)
    ordinary = found.pop(("ordinary", ""))
    assert all(standard > ordinary for standard in found.values())


@pytest.mark.parametrize("district", DISTRICTS)
def test_item_weights_sum_to_100(district: str) -> None:
    for section in STANDARDS[district].get("item_weight", []):
        assert sum(Decimal(str(w)) for w in section["item_weights"].values()) == 100


@pytest.mark.parametrize("district", DISTRICTS)
def test_all_six_groups_are_answered_by_items_of_the_catalogue_or_sections_of_the_standard(
    district: str,
) -> None:
    city = tomllib.loads((CONFIGS / "_city.toml").read_text("utf-8"))
    items = city["work_items"][0]["items"]
    groups = STANDARDS[district]["standard"]["assessment_groups"]
    assert set(groups) == {f"IV.3.{n}" for n in range(1, 7)}
    for group, answers in groups.items():
        assert answers
        for answer in answers:
            in_its_group = answer in items and items[answer]["group"] == group
            assert in_its_group or answer in STANDARDS[district]


@pytest.mark.parametrize("district", DISTRICTS)
def test_false_data_weigh_at_least_five_times_wrong_data(district: str) -> None:
    assert STANDARDS[district]["standard"]["false_over_wrong_penalty"] >= 5
    for node, table in (("item_points", "defect_steps"), ("points_lost", "points_per_defect")):
        for section in STANDARDS[district].get(node, []):
            steps = section[table]
            assert Decimal(steps["P06"]) >= 5 * Decimal(steps["P05"])


@pytest.mark.parametrize("district", DISTRICTS)
def test_reports_count_exactly_for_the_departments_in_assist_mode(district: str) -> None:
    city = tomllib.loads((CONFIGS / "_city.toml").read_text("utf-8"))
    modes = STANDARDS[district]["standard"]["department_modes"]
    assert len(modes) == 6
    due = {
        code
        for code, item in city["work_items"][0]["items"].items()
        if "assist_feedback" in (modes.get(item.get("department")), modes.get(item.get("shared_with")))
    }
    (section,) = STANDARDS[district]["units_counted"]
    assert set(section.get("assisted_items", {})) == due


@pytest.mark.parametrize("district", DISTRICTS)
def test_everything_undocumented_is_marked_illustrative(district: str) -> None:
    standard = STANDARDS[district]
    assert standard["standard"]["status"] == "illustrative"
    for node, sections in standard.items():
        if node not in ("district", "standard", "versions"):
            assert all(s["status"] == "illustrative" and s["cites"] for s in sections)


@pytest.mark.parametrize("district", DISTRICTS)
def test_versions_are_submitted_before_they_begin_and_start_with_a_month_or_the_merger(district: str) -> None:
    versions = STANDARDS[district]["versions"]
    starts = [v["effective_from"] for v in versions]
    assert starts[:2] == [date(2010, 12, 1), date(2011, 2, 1)]
    assert all(v["submitted_on"] <= v["effective_from"] for v in versions)
    assert all(s.day == 1 or s == date(2013, 3, 28) for s in starts)


def test_each_scheme_is_used_by_two_districts_or_more_with_figures_of_their_own() -> None:
    readings: dict[str, list[str]] = {}
    for district in DISTRICTS:
        section = in_force(district, "performance_pay", FIRST)
        assert section
        readings.setdefault(section["reading"], []).append(district)
    assert len(readings) == 6
    assert all(len(users) >= 2 for users in readings.values())
    for users in readings.values():
        figures = [standards(d, FIRST)["ordinary", ""] for d in users]
        assert len(set(figures)) == len(figures)

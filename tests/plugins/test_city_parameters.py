"""The city's dated parameters, as `_city.toml` states them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

# What a TOML file holds has no static type.
Section = dict[str, Any]

ROOT = Path(__file__).parents[2]
CITY: dict[str, Any] = tomllib.loads((ROOT / "district_configs" / "_city.toml").read_text("utf-8"))
CLAUSES = tomllib.loads((ROOT / "plugins/liuguan_nanjing/city/clauses.toml").read_text("utf-8"))

ISSUED_ON = date(2010, 12, 2)
MERGED_ON = date(2013, 3, 28)
ABOUT_A_SECTION = {
    "reading", "effective_from", "effective_to", "announced_on", "known_until",
    "cites", "source", "status", "force", "note_zh", "note_en",
}  # fmt: skip
NODES: dict[str, set[str]] = {
    "wage_class": {"class_by_district"},
    "minimum_wage": {"minimum_wage_by_class"},
    "provisional_floor": {"provisional_by_district"},
    "percent_floor": {"floor_percent"},
    "wage_floor": set(),
    "statutory_migrants_per_worker": {"migrants_per_worker"},
    "statutory_households_per_worker": {"households_per_worker"},
    "required_headcount": set(),
    "contribution_base_floor": {"base_floor_by_district"},
    "contribution_base_ceiling": {"base_ceiling"},
    "employer_pension_due": {"employer_pension_rate"},
    "employee_pension_due": {"employee_pension_rate"},
    "employer_medical_due": {"employer_medical_rate"},
    "employee_medical_due": {"employee_medical_rate", "employee_medical_fixed"},
    "employer_unemployment_due": {"employer_unemployment_rate"},
    "employee_unemployment_due": {"employee_unemployment_rate"},
    "employer_injury_due": {"employer_injury_rate"},
    "employer_maternity_due": {"employer_maternity_rate"},
    "income_tax_threshold": {"monthly_threshold"},
    "age_min": {"youngest"},
    "age_max": {"oldest"},
    "age_max_relaxed": {"oldest_with_approval"},
    "background_check_too_old": {"background_check_months"},
    "new_hire": {"guidance_issued_on"},
    "stock_staff_uncertified": {"stock_staff_certified_by"},
    "counts_as_data_entry": set(),
    "migrant_work_years": set(),
    "false_data_weighs_too_little": {"false_data_factor"},
    "standards_due": {"due_on"},
    "retirement_age": {"retirement_months_by_category"},
    "work_items": {"items"},
    "pay_deltas": {"lower_score_is_taken", "most_percent_taken", "minimum_wage_is_kept"},
    "deadlines": {
        "filing_working_days", "assessment_day_of_next_month", "staffing_day_of_next_month",
        "payroll_day_of_next_month", "annual_days_after_year", "objection_days", "grant_term_months",
    },
    "working_days": {"days_off", "worked"},
}  # fmt: skip
SECTIONS = [pytest.param(section, id=f"{node}@{section['effective_from']}") for node in NODES for section in CITY[node]]


def in_force(node: str, day: date) -> Section:
    section: Section = [section for section in CITY[node] if section["effective_from"] <= day][-1]
    return section


def district(name: str, day: date) -> Section:
    rows: list[Section] = [row for row in CITY["district"] if row["id"] == name and valid(row, day)]
    (row,) = rows
    return row


def valid(row: Section, day: date) -> bool:
    return bool(row["valid_from"] <= day < row.get("valid_to", date.max))


def leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for member in value.values():
            yield from leaves(member)
    elif isinstance(value, list):
        for member in value:
            yield from leaves(member)
    else:
        yield value


def test_the_file_holds_exactly_these_nodes() -> None:
    assert set(CITY) == {"city", "district", *NODES}


@pytest.mark.parametrize(("node", "keys"), NODES.items(), ids=list(NODES))
def test_a_section_states_every_key_of_its_node_and_no_other(node: str, keys: set[str]) -> None:
    assert all(set(section) - ABOUT_A_SECTION == keys for section in CITY[node])


@pytest.mark.parametrize("node", NODES)
def test_sections_follow_each_other_without_gap_or_overlap(node: str) -> None:
    starts = [section["effective_from"] for section in CITY[node]]
    assert starts == sorted(set(starts))
    assert not any("effective_to" in section for section in CITY[node])


@pytest.mark.parametrize("node", NODES)
def test_a_node_has_a_value_in_the_first_month_of_law(node: str) -> None:
    assert CITY[node][0]["effective_from"] <= date(2010, 12, 31)


@pytest.mark.parametrize("node", NODES)
def test_only_the_last_section_of_a_node_ends_what_is_known(node: str) -> None:
    assert not any("known_until" in section for section in CITY[node][:-1])


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_starts_on_the_first_of_a_month_or_with_the_guidance(section: Section) -> None:
    assert section["effective_from"].day == 1 or section["effective_from"] == ISSUED_ON


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_has_a_source_or_is_marked_and_says_why(section: Section) -> None:
    assert section["status"] in {"sourced", "unverified", "illustrative"}
    proof = {"sourced": {"source"}}.get(section["status"], {"note_zh", "note_en"})
    assert proof <= set(section)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_note_is_there_in_both_languages_or_in_neither(section: Section) -> None:
    assert ("note_zh" in section) == ("note_en" in section)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_cites_clauses_that_exist(section: Section) -> None:
    assert section["cites"]
    assert set(section["cites"]) <= {clause["id"] for clause in CLAUSES["clause"]}


def test_no_number_is_a_float() -> None:
    assert not [value for value in leaves(CITY) if isinstance(value, float)]


@pytest.mark.parametrize(
    ("node", "key"),
    [
        ("minimum_wage", "minimum_wage_by_class"),
        ("provisional_floor", "provisional_by_district"),
        ("contribution_base_floor", "base_floor_by_district"),
        ("contribution_base_ceiling", "base_ceiling"),
        ("employee_medical_due", "employee_medical_fixed"),
        ("income_tax_threshold", "monthly_threshold"),
    ],
)
def test_money_is_yuan_with_two_decimals_or_unknown(node: str, key: str) -> None:
    amounts = list(leaves([section[key] for section in CITY[node]]))
    assert all(re.fullmatch(r"\d+\.\d\d|unknown", str(amount)) for amount in amounts)


@pytest.mark.parametrize(
    ("effective_from", "class_1", "class_2", "class_3", "floor_1", "floor_2"),
    [
        ("2007-10-01", "850", "700", "590", "1062.50", "875.00"),
        ("2010-02-01", "960", "790", "670", "1200.00", "987.50"),
        ("2011-02-01", "1140", "930", "800", "1425.00", "1162.50"),
        ("2012-06-01", "1320", "1100", "950", "1650.00", "1375.00"),
        ("2013-07-01", "1480", "1280", "1100", "1850.00", "1600.00"),
        ("2014-11-01", "1630", "1460", "1270", "2037.50", "1825.00"),
        ("2016-01-01", "1770", "1600", "1400", "2212.50", "2000.00"),
        ("2017-07-01", "1890", "1720", "1520", "2362.50", "2150.00"),
        ("2018-08-01", "2020", "1830", "1620", "2525.00", "2287.50"),
        ("2021-08-01", "2280", "2070", "1840", "2850.00", "2587.50"),
        ("2024-01-01", "2490", "2260", "2010", "3112.50", "2825.00"),
        ("2026-01-01", "2660", "2430", "2180", "3325.00", "3037.50"),
    ],
)
def test_a_quarter_above_each_minimum_wage(
    effective_from: str, class_1: str, class_2: str, class_3: str, floor_1: str, floor_2: str
) -> None:
    day = date.fromisoformat(effective_from)
    section = in_force("minimum_wage", day)
    stated = {name: Decimal(amount) for name, amount in section["minimum_wage_by_class"].items()}
    factor = 1 + Decimal(in_force("percent_floor", date.max)["floor_percent"]) / 100
    assert section["effective_from"] == day
    assert stated == {"1": Decimal(class_1), "2": Decimal(class_2), "3": Decimal(class_3)}
    assert (stated["1"] * factor, stated["2"] * factor) == (Decimal(floor_1), Decimal(floor_2))


def test_there_are_no_other_minimum_wages() -> None:
    assert len(CITY["minimum_wage"]) == 12


@pytest.mark.parametrize(
    ("day", "name", "wage_class"),
    [
        ("2010-12-31", "luhe", 1),
        ("2010-12-31", "lishui", 2),
        ("2010-12-31", "baixia", 1),
        ("2013-04-01", "qinhuai", 1),
        ("2013-04-01", "gulou", 1),
        ("2013-04-01", "gaochun", 2),
        ("2015-12-31", "lishui", 2),
        ("2016-01-01", "lishui", 1),
        ("2016-01-01", "gaochun", 1),
    ],
)
def test_the_class_of_a_district_on_a_day(day: str, name: str, wage_class: int) -> None:
    assert in_force("wage_class", date.fromisoformat(day))["class_by_district"][name] == wage_class


def test_the_classes_of_december_2010_are_unverified() -> None:
    assert in_force("wage_class", date(2010, 12, 31))["status"] == "unverified"


def test_the_provisional_floor_is_1000_in_luhe_lishui_and_gaochun_and_1200_elsewhere() -> None:
    floors = in_force("provisional_floor", ISSUED_ON)["provisional_by_district"]
    assert {name for name, amount in floors.items() if amount == "1000.00"} == {"luhe", "lishui", "gaochun"}
    assert set(floors.values()) == {"1000.00", "1200.00"}


def test_the_floor_follows_the_minimum_wage_from_its_next_change() -> None:
    assert in_force("wage_floor", date(2011, 1, 31))["reading"] == "provisional_until_next_minimum_wage"
    assert in_force("wage_floor", date(2011, 2, 1))["reading"] == "larger_of_percent_and_provisional"


@pytest.mark.parametrize(
    ("day", "floor", "ceiling"),
    [
        ("2010-06-30", "1455.00", "9042.00"),
        ("2010-12-31", "1583.00", "10905.00"),
        ("2013-07-01", "2200.00", "13678.00"),
        ("2014-09-01", "2400.00", "16200.00"),
        ("2015-07-01", "2628.00", "16200.00"),
        ("2016-07-01", "2628.00", "16800.00"),
        ("2018-07-01", "3030.00", "19935.00"),
        ("2021-07-01", "3800.00", "20586.00"),
        ("2022-01-01", "4250.00", "21821.00"),
        ("2023-01-01", "4494.00", "24042.00"),
        ("2024-01-01", "4879.00", "24396.00"),
    ],
)
def test_the_contribution_base_lies_between(day: str, floor: str, ceiling: str) -> None:
    on = date.fromisoformat(day)
    assert in_force("contribution_base_floor", on)["base_floor_by_district"]["xuanwu"] == floor
    assert in_force("contribution_base_ceiling", on)["base_ceiling"] == ceiling


@pytest.mark.parametrize("day", ["2011-07-01", "2013-06-30", "2014-07-01", "2017-07-01", "2019-07-01", "2021-06-30"])
def test_a_base_that_was_not_found_is_unknown(day: str) -> None:
    on = date.fromisoformat(day)
    assert in_force("contribution_base_floor", on)["base_floor_by_district"] == "unknown"
    assert in_force("contribution_base_ceiling", on)["base_ceiling"] == "unknown"


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        ("2010-12-31", "unknown"),
        ("2013-07-01", "unknown"),
        ("2014-09-01", "2160.00"),
        ("2015-07-01", "2497.00"),
        ("2016-07-01", "2628.00"),
    ],
)
def test_lishui_and_gaochun_have_their_own_base_until_2016(day: str, amount: str) -> None:
    floors = in_force("contribution_base_floor", date.fromisoformat(day))["base_floor_by_district"]
    assert (floors["lishui"], floors["gaochun"]) == (amount, amount)


def test_the_base_of_2010_was_announced_after_it_began() -> None:
    section = in_force("contribution_base_floor", ISSUED_ON)
    assert section["effective_from"] == date(2010, 7, 1) < section["announced_on"]


def test_the_employees_share_at_the_base_of_2010_is_184_13() -> None:
    base = Decimal(in_force("contribution_base_floor", ISSUED_ON)["base_floor_by_district"]["xuanwu"])
    medical = in_force("employee_medical_due", ISSUED_ON)
    shares = [
        base * in_force("employee_pension_due", ISSUED_ON)["employee_pension_rate"] / 100,
        base * medical["employee_medical_rate"] / 100,
        base * in_force("employee_unemployment_due", ISSUED_ON)["employee_unemployment_rate"] / 100,
    ]
    total = sum(shares, Decimal(medical["employee_medical_fixed"]))
    assert total.quantize(Decimal("0.01")) == Decimal("184.13")


def test_there_are_thirteen_districts_when_the_guidance_is_issued_and_eleven_after_the_mergers() -> None:
    ids = {row["id"] for row in CITY["district"]}
    after = {row["id"] for row in CITY["district"] if "valid_to" not in row}
    assert len(ids) == 13
    assert ids - after == {"baixia", "xiaguan"}


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("qinhuai", "320104", "320104"),
        ("gulou", "320106", "320106"),
        ("lishui", "320124", "320117"),
        ("gaochun", "320125", "320118"),
        ("luhe", "320116", "320116"),
    ],
)
def test_the_code_of_a_district_on_either_side_of_the_mergers(name: str, before: str, after: str) -> None:
    assert district(name, date(2013, 3, 27))["code"] == before
    assert district(name, MERGED_ON)["code"] == after


@pytest.mark.parametrize("day", [ISSUED_ON, date(2013, 3, 27), MERGED_ON])
def test_no_two_districts_have_one_code_on_one_day(day: date) -> None:
    codes = [row["code"] for row in CITY["district"] if valid(row, day)]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(("name", "successor"), [("baixia", "qinhuai"), ("xiaguan", "gulou")])
def test_a_dissolved_district_names_its_successor(name: str, successor: str) -> None:
    row = district(name, date(2013, 3, 27))
    assert (row["successor"], row["valid_to"]) == (successor, MERGED_ON)


def test_lishui_and_gaochun_are_counties_until_the_mergers() -> None:
    counties = {row["id"]: row["valid_to"] for row in CITY["district"] if row["county"]}
    assert counties == {"lishui": MERGED_ON, "gaochun": MERGED_ON}


@pytest.mark.parametrize("alias", ["玄武区", "玄武", "溧水县", "溧水区", "溧水", "Luhe"])
def test_an_alias_means_one_district(alias: str) -> None:
    assert len({row["id"] for row in CITY["district"] if alias in row["aliases"]}) == 1


@pytest.mark.parametrize("section", CITY["wage_class"])
def test_every_district_has_a_class_when_a_section_starts(section: Section) -> None:
    start = max(section["effective_from"], ISSUED_ON)
    valid = {row["id"] for row in CITY["district"] if start < row.get("valid_to", date.max)}
    assert set(section["class_by_district"]) == valid


def test_the_permit_item_keeps_its_code_when_the_permit_changes() -> None:
    assert "暂住证" in in_force("work_items", date(2015, 12, 31))["items"]["R02"]["zh"]
    assert "居住证" in in_force("work_items", date(2016, 1, 1))["items"]["R02"]["zh"]


def test_family_planning_items_end_with_2021() -> None:
    last = in_force("work_items", date(2021, 12, 31))["items"]
    assert (last["R08"]["to"], last["W02"]["to"]) == (date(2022, 1, 1), date(2022, 1, 1))
    assert {"R08", "W02"}.isdisjoint(in_force("work_items", date(2022, 1, 1))["items"])


@pytest.mark.parametrize("section", CITY["work_items"])
def test_every_group_of_items_is_filled_and_every_item_holds_while_its_section_starts(
    section: Section,
) -> None:
    items = section["items"].values()
    assert {item["group"] for item in items} == {"IV.3.1", "IV.3.2", "IV.3.3", "IV.3.4", "IV.3.5"}
    assert all(item["from"] <= section["effective_from"] < item.get("to", date.max) for item in items)


def test_each_other_department_has_an_item() -> None:
    items = in_force("work_items", ISSUED_ON)["items"].values()
    named = {item.get("department") for item in items} | {item.get("shared_with") for item in items}
    assert named == {None, "labour", "commerce", "tax", "city_appearance", "family_planning", "housing"}


def test_the_retirement_age_is_unknown_once_it_rises_step_by_step() -> None:
    before = in_force("retirement_age", date(2024, 12, 31))["retirement_months_by_category"]
    assert before == {"man": 60 * 12, "woman_cadre": 55 * 12, "woman_worker": 50 * 12}
    assert in_force("retirement_age", date(2025, 1, 1))["retirement_months_by_category"] == "unknown"


def test_standards_are_due_sixty_days_after_issue() -> None:
    (section,) = CITY["standards_due"]
    assert (section["due_on"] - ISSUED_ON).days == 60
    assert section["status"] == "unverified"

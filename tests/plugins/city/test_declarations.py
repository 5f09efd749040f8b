"""What every rule of the city must say of itself."""

from __future__ import annotations

from collections import Counter

import pytest

from liuguan.district import City
from liuguan.rulebook.definitions import Check, Computed, Definition, GroupCheck, Severity

CITY = City()
DEFINITIONS = CITY.layer.definitions
CHECKS = [d for d in DEFINITIONS if isinstance(d, Check | GroupCheck)]
AREAS = {"STF", "EMP", "PAY", "INS", "ELG", "ASM", "STD"}
# Values and readings that are sharper than the text.
SHARPER_THAN_THE_TEXT = {
    "ASM001", "ASM008", "EMP009", "EMP013", "EMP023", "EMP024", "EMP027", "ELG007",
    "STD006", "STD013", "STD023",
}  # fmt: skip


def name(d: Definition) -> str:
    return f"{d.entities[0]}.{d.reading if isinstance(d, Computed) else d.node}"


@pytest.mark.parametrize("d", DEFINITIONS, ids=name)
def test_a_definition_has_words_in_both_languages_and_a_clause(d: Definition) -> None:
    assert d.en
    assert d.zh
    assert d.cites
    assert d.cites == ("local",) or set(d.cites) <= set(CITY.law)


def test_the_city_cites_its_own_clauses_only() -> None:
    assert not [name(d) for d in DEFINITIONS if "local" in d.cites]


@pytest.mark.parametrize("d", CHECKS, ids=lambda d: d.code)
def test_a_check_says_how_to_put_it_right_in_both_languages(d: Check | GroupCheck) -> None:
    assert d.fix_en
    assert d.fix_zh


def test_a_code_stands_for_one_check() -> None:
    assert not [code for code, n in Counter(d.code for d in CHECKS).items() if n > 1]


def test_codes_name_their_area() -> None:
    assert {d.code[:3] for d in CHECKS} == AREAS


def test_what_is_sharper_than_the_text_is_never_a_violation() -> None:
    found = {d.code: d.severity for d in CHECKS if d.code in SHARPER_THAN_THE_TEXT}
    assert set(found) == SHARPER_THAN_THE_TEXT
    assert Severity.VIOLATION not in found.values()


def test_an_unverified_reading_carries_no_violation() -> None:
    assert not [
        d.code for d in CHECKS
        if isinstance(d, Check) and d.status == "unverified" and d.severity is Severity.VIOLATION
    ]  # fmt: skip


def test_iii_7_is_a_violation_only_on_a_standing_secondment() -> None:
    diversion = {d.code: d.severity for d in CHECKS if "III.7" in d.cites and d.entities == ("worker_month",)}
    assert [code for code, severity in diversion.items() if severity is Severity.VIOLATION] == ["EMP014"]


@pytest.mark.parametrize("district", CITY.config.ids())
def test_every_shipped_standard_merges_with_the_city(district: str) -> None:
    assert CITY.district(district).book.district == district


def test_there_is_no_check_on_dress() -> None:
    assert not [d.code for d in CHECKS if "III.3" in d.cites]

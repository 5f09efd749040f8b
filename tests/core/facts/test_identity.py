from __future__ import annotations

import datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from liuguan.facts import identity

KNOWN = "11010519491231002X"


def look(number: str | None) -> dict[str, object]:
    return identity.read_numbers(pl.Series([number], dtype=pl.String)).row(0, named=True)


def test_a_valid_number_says_birth_date_and_gender() -> None:
    found = look(KNOWN)
    assert found == {
        "number": KNOWN,
        "valid": True,
        "birth_date": datetime.date(1949, 12, 31),
        "gender": "woman",
        "masked": "110***********002X",
        "long": KNOWN,
    }


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        " 110105 19491231 002X ",
        "'11010519491231002X",
    ],
)
def test_a_number_is_compared_in_one_form(written: str) -> None:
    assert look(written)["long"] == KNOWN


@pytest.mark.parametrize(
    "number",
    [
        "110105194912310021",
        "11010519490230002X",
        "1101051949123100",
        "ABC",
        "11010519491231002Y",
        "010105194912310020",
    ],
)
def test_a_wrong_number_is_not_valid(number: str) -> None:
    assert look(number)["valid"] is False


def test_no_number_is_unknown() -> None:
    assert look(None)["valid"] is None
    assert look("  ")["valid"] is None


def test_fifteen_digits_are_the_same_person_as_eighteen() -> None:
    old = look("110105491231002")
    assert old["valid"] is True
    assert old["long"] == KNOWN
    assert old["masked"] == "110********1002"


def test_a_key_is_stable_and_shows_nothing_of_the_number() -> None:
    key = identity.worker_key("id", KNOWN)
    assert key == identity.worker_key("id", KNOWN)
    assert key != identity.worker_key("id", "110105194912310021")
    assert not any(part in key for part in (KNOWN, KNOWN[6:14], KNOWN[-4:]))


def test_what_has_not_the_form_of_a_number_is_masked_whole() -> None:
    assert identity.mask("张三") == "**"
    assert identity.mask(KNOWN) == "110***********002X"


@given(
    st.integers(0, 999),
    st.dates(datetime.date(1900, 1, 1), datetime.date(2025, 12, 31)),
    st.sampled_from("0123456789X"),
)
def test_the_checksum_agrees_with_a_reference(number: int, born: datetime.date, last: str) -> None:
    text = f"320102{born:%Y%m%d}{number:03d}{last}"
    expected = ric.calc_check_digit(text) == last
    found = look(text)
    assert found["valid"] is expected
    assert found["birth_date"] == ric.get_birth_date(text)

"""Values as people write them, and back."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuguan.language.kinds import (
    BASIC_KINDS,
    COUNT,
    DATE,
    FEN,
    FLAG,
    ITEM,
    MONTH,
    PERCENT,
    POINTS,
    STAR,
    Group,
    Kind,
    enum_kind,
)  # fmt: skip
from liuguan.language.written import HIGHEST, NotWritten, month_number, month_text, read, write
from liuguan.vocabulary import CLOSED_ENUMS, Post

POST = enum_kind(Post)
KINDS = [*BASIC_KINDS.values(), *(enum_kind(e) for e in CLOSED_ENUMS)]


def values_of(kind: Kind) -> st.SearchStrategy[Any]:
    if kind.is_number:
        return st.integers(0, HIGHEST[kind.group])
    if kind.group is Group.MONTH:
        return st.integers(1000 * 12, 9999 * 12)
    if kind.group is Group.DATE:
        return st.dates()
    if kind.group is Group.FLAG:
        return st.booleans()
    return st.sampled_from(kind.members) if kind.members else st.text(min_size=1)


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)
@given(data=st.data())
def test_what_is_written_reads_back(kind: Kind, data: st.DataObject) -> None:
    value = data.draw(values_of(kind))
    assert read(write(value, kind), kind) == value


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (138_000, FEN, "1380.00"), (5, FEN, "0.05"), (-5, FEN, "-0.05"), (-138_050, FEN, "-1380.50"), (0, FEN, "0.00"),
        (8_500, POINTS, "85.00"), (2_500, PERCENT, "25.00"), (3, STAR, "3"), (12, COUNT, "12"), (-3, COUNT, "-3"),
        (True, FLAG, "true"), (False, FLAG, "false"), (24_131, MONTH, "2010-12"), (24_132, MONTH, "2011-01"),
        (datetime.date(2010, 12, 2), DATE, "2010-12-02"), (Post.CENTRAL, POST, "central"), ("central", POST, "central"),
        ("leads", ITEM, "leads"), (None, FEN, ""), (None, FLAG, ""), (None, MONTH, ""),
    ],
)  # fmt: skip
def test_written_form(value: object, kind: Kind, text: str) -> None:
    assert write(value, kind) == text


@pytest.mark.parametrize(
    ("given_value", "kind", "value"),
    [
        ("1380", FEN, 138_000), (1380, FEN, 138_000), ("0.5", PERCENT, 50), (25, PERCENT, 2_500), ("12.5", POINTS, 1_250),
        (Decimal("12.50"), FEN, 1_250), ("0", COUNT, 0), ("-0.00", FEN, 0), (True, FLAG, True), ("true", FLAG, True),
        ("2010-12", MONTH, 24_131), (datetime.date(2010, 12, 2), DATE, datetime.date(2010, 12, 2)), ("central", POST, "central"),
    ],
)  # fmt: skip
def test_read_form(given_value: object, kind: Kind, value: object) -> None:
    found = read(given_value, kind)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("given_value", "kind", "why"),
    [
        (12.5, FEN, "write a whole number or a text"), (True, COUNT, "is not a Count"), (None, FEN, "is not a Fen"),
        ("1,380", FEN, "write digits"), ("1e3", FEN, "write digits"), ("１２", COUNT, "write digits"), ("", FEN, "write digits"),
        (" 1", COUNT, "write digits"), ("1.", FEN, "write digits"), ("1.234", FEN, "finer than Fen"), ("1.5", COUNT, "finer than Count"),
        (-1, FEN, "out of range"), ("-1", COUNT, "out of range"), (10_000_001, COUNT, "out of range"), ("10000000.01", FEN, "out of range"),
        (Decimal("NaN"), FEN, "out of range"), (Decimal("Infinity"), FEN, "out of range"), (Decimal("1E+999999"), FEN, "out of range"),
        ("2010-13", MONTH, "not a month"), ("2010-00", MONTH, "not a month"), ("2010-1", MONTH, "not a month"), ("２０１０-12", MONTH, "not a month"),
        (24_131, MONTH, "is not a Month"), ("2010-02-30", DATE, "is not a Date"), ("20101202", DATE, "is not a Date"),
        (datetime.datetime(2010, 12, 2, tzinfo=datetime.UTC), DATE, "is not a Date"),  # a moment is no day
        (1, FLAG, "is not a Flag"), ("yes", FLAG, "is not a Flag"), ("centre", POST, "one of ordinary, central"), ("", ITEM, "is not a Item"),
        (1, ITEM, "is not a Item"),
    ],
)  # fmt: skip
def test_what_is_not_of_the_kind_is_refused(given_value: object, kind: Kind, why: str) -> None:
    with pytest.raises(NotWritten, match=why):
        read(given_value, kind)


@given(st.integers(1000 * 12, 9999 * 12))
def test_months_read_back(month: int) -> None:
    assert month_number(month_text(month)) == month


@given(st.floats())
def test_no_binary_fraction_is_ever_read(value: float) -> None:
    for kind in KINDS:
        with pytest.raises(NotWritten):
            read(value, kind)

"""Kinds: what a value is, beyond being an integer.

An annotation such as `Fen` is `Annotated[int, Kind(...)]`: a type checker sees `int`, a unit test passes
plain numbers, and the compiler sees what may be added to what.
"""

from __future__ import annotations

import datetime
import typing
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Annotated, Any, Generic, TypeVar


class Group(StrEnum):
    """What arithmetic a kind takes part in."""

    AMOUNT = "amount"  # money
    COUNT = "count"  # counts, which may multiply and divide
    MEASURE = "measure"  # points, percentages, stars
    FLAG = "flag"
    DATE = "date"
    MONTH = "month"
    CLOSED = "closed"  # an enum whose members the vocabulary fixes
    OPEN = "open"  # an enum whose members are data


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value; `scale` is how many stored units make one written unit (fen per yuan: 100)."""

    name: str
    group: Group
    scale: int = 1
    members: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        return self.group in (Group.AMOUNT, Group.COUNT, Group.MEASURE)


FEN = Kind("Fen", Group.AMOUNT, 100)
COUNT = Kind("Count", Group.COUNT)
YEARS = Kind("Years", Group.COUNT)
MONTHS = Kind("Months", Group.COUNT)
DAYS = Kind("Days", Group.COUNT)
HOURS = Kind("Hours", Group.COUNT)
POINTS = Kind("Points", Group.MEASURE, 100)
PERCENT = Kind("Percent", Group.MEASURE, 100)
STAR = Kind("Star", Group.MEASURE)
FLAG = Kind("Flag", Group.FLAG)
DATE = Kind("Date", Group.DATE)
MONTH = Kind("Month", Group.MONTH)
ITEM = Kind("Item", Group.OPEN)
GRADE = Kind("Grade", Group.OPEN)
DISTRICT = Kind("District", Group.OPEN)
NUMBER = Kind("number", Group.COUNT)  # a literal that has not met another side yet

Fen = Annotated[int, FEN]
Count = Annotated[int, COUNT]
Years = Annotated[int, YEARS]
Months = Annotated[int, MONTHS]
Days = Annotated[int, DAYS]
Hours = Annotated[int, HOURS]
Points = Annotated[int, POINTS]
Percent = Annotated[int, PERCENT]
Star = Annotated[int, STAR]
Flag = Annotated[bool, FLAG]
Date = Annotated[datetime.date, DATE]
Month = Annotated[int, MONTH]
Item = Annotated[str, ITEM]
Grade = Annotated[str, GRADE]
District = Annotated[str, DISTRICT]

BASIC_KINDS: Mapping[str, Kind] = {
    k.name: k
    for k in (
        FEN, COUNT, YEARS, MONTHS, DAYS, HOURS, POINTS, PERCENT, STAR, FLAG, DATE, MONTH, ITEM, GRADE, DISTRICT,
    )
}  # fmt: skip

K = TypeVar("K")
V = TypeVar("V")


class Table(Generic[K, V]):
    """A look-up by exact key; a key that is not in it gives None (unknown)."""

    __slots__ = ("rows",)

    def __init__(self, rows: Mapping[K, V]) -> None:
        self.rows = dict(rows)

    def __getitem__(self, key: K) -> V:
        return self.rows.get(key)  # type: ignore[return-value]  # unknown is None by design of the language

    def __iter__(self) -> Iterator[K]:
        return iter(self.rows)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.rows == other.rows

    def __hash__(self) -> int:
        return hash(tuple(self.rows.items()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.rows!r})"


class Bands(Table[K, V]):
    """A look-up by the highest row at or below the key; below the lowest row it gives None (unknown)."""

    __slots__ = ()

    def __init__(self, rows: Mapping[K, V]) -> None:
        super().__init__(dict(sorted(rows.items(), key=lambda row: row[0])))  # type: ignore[arg-type,return-value]

    def __getitem__(self, key: K) -> V:
        starts: list[Any] = list(self.rows)
        at = bisect_right(starts, key) - 1
        return self.rows[starts[at]] if at >= 0 else None  # type: ignore[return-value]  # unknown is None


@dataclass(frozen=True, slots=True)
class TableKind:
    """The kind of a table parameter: key kind, value kind, and whether it looks up by band."""

    key: Kind
    value: Kind
    banded: bool = False

    @property
    def name(self) -> str:
        return f"{'Bands' if self.banded else 'Table'}[{self.key.name}, {self.value.name}]"


def enum_kind(members: type[Enum]) -> Kind:
    """The kind of a closed enum of the vocabulary."""
    return Kind(members.__name__, Group.CLOSED, 1, tuple(str(m.value) for m in members))


def kind_of(annotation: object) -> Kind | TableKind | None:
    """The kind that an annotation names, or None when it names none."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return enum_kind(annotation)
    origin = typing.get_origin(annotation)
    if origin is Annotated:
        return next((m for m in typing.get_args(annotation)[1:] if isinstance(m, Kind)), None)
    if origin in (Table, Bands):
        key, value = (kind_of(a) for a in typing.get_args(annotation))
        if isinstance(key, Kind) and isinstance(value, Kind):
            return TableKind(key, value, origin is Bands)
    return None

"""The city's figures for a made-up city: names, sizes, baselines, and which faults there are to plant."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from liuguan.errors import ConfigError

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A relaxed ratio that a district of the sample has (I.8)."""

    migrants_per_worker: int
    households_per_worker: int
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFigures:
    """A district of the sample.

    Attributes:
        workers: how many a full-size sample has.
        books: how its workbooks are cut: `one`, `year`, `streets` or `csv`.
        dates: how its days are written: `iso`, `dots` or `han`.
        digits: `full` where some columns hold full-width digits.
    """

    id: str
    prefix: str
    workers: int
    streets: tuple[str, ...]
    books: str
    dates: str
    digits: str
    grant: Grant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultFigures:
    """What the city says of a kind of fault: its clause, the form that shows it, and what finds it.

    Attributes:
        findings: from the name of an effect (see `liuguan.sample.faults`) to codes with their severity.
    """

    kind: str
    clause: str
    form: str
    plant: int
    zh: str
    en: str
    findings: Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything that a sample is made from; tables that one module alone reads stay plain."""

    mark: Mapping[str, str]
    people: Mapping[str, object]
    stations: Mapping[str, object]
    work: Mapping[str, object]
    baselines: Mapping[str, int]
    reward_item: str
    decisions: Mapping[str, str]
    tax: tuple[tuple[int, int, int], ...]
    amended_on: datetime.date
    unamended: int
    unamended_among: tuple[str, ...]
    offices: tuple[OfficeFigures, ...]
    faults: tuple[FaultFigures, ...]
    standing: Mapping[str, tuple[tuple[str, str], ...]]

    def office(self, district: str) -> OfficeFigures | None:
        return next((o for o in self.offices if o.id == district), None)


def figures_of(data: Mapping[str, object], *, where: str = "sample.toml") -> Figures:
    """The figures of a parsed document.

    Raises:
        ConfigError: a key is missing or is of the wrong sort.
    """
    try:
        standards = table(data, "standards")
        return Figures(
            mark={k: str(v) for k, v in table(data, "mark").items()},
            people=table(data, "people"),
            stations=table(data, "stations"),
            work=table(data, "work"),
            baselines={k: _int(v) for k, v in table(data, "baselines").items()},
            reward_item=text(table(data, "rewards"), "item"),
            decisions={k: str(v) for k, v in table(data, "decisions").items()},
            tax=tuple(
                (whole(t, "up_to") * 100, whole(t, "percent"), whole(t, "less") * 100) for t in _tables(data, "tax")
            ),
            amended_on=_typed(standards["amended_on"], datetime.date),
            unamended=whole(standards, "unamended"),
            unamended_among=texts(standards, "unamended_among"),
            offices=tuple(_office(t) for t in _tables(data, "district")),
            faults=tuple(_fault(t) for t in _tables(data, "fault")),
            standing={k: _codes(v) for k, v in table(data, "standing").items()},
        )
    except (KeyError, TypeError) as e:
        raise ConfigError([f"sample figures: {e}"], where=where) from e


def _office(raw: Mapping[str, object]) -> OfficeFigures:
    granted = raw.get("granted")
    grant = None
    if isinstance(granted, Mapping):
        grant = Grant(
            migrants_per_worker=whole(granted, "migrants_per_worker"),
            households_per_worker=whole(granted, "households_per_worker"), document=text(granted, "document"),
        )  # fmt: skip
    return OfficeFigures(
        id=text(raw, "id"), prefix=text(raw, "prefix"), workers=whole(raw, "workers"), streets=texts(raw, "streets"),
        books=text(raw, "books"), dates=text(raw, "dates"), digits=text(raw, "digits"), grant=grant,
    )  # fmt: skip


def _fault(raw: Mapping[str, object]) -> FaultFigures:
    return FaultFigures(
        kind=text(raw, "kind"), clause=text(raw, "clause"), form=text(raw, "form"), plant=whole(raw, "plant"),
        zh=text(raw, "zh"), en=text(raw, "en"),
        findings={effect: _codes(codes) for effect, codes in table(raw, "findings").items()},
    )  # fmt: skip


def _codes(raw: object) -> tuple[tuple[str, str], ...]:
    """`["PAY013 warning"]` as pairs."""
    found = []
    for written in _typed(raw, list):
        code, _, severity = str(written).partition(" ")
        found.append((code, severity))
    return tuple(found)


def table(raw: Mapping[str, object], key: str) -> Mapping[str, object]:
    """A table of a document."""
    return _typed(raw[key], dict)


def text(raw: Mapping[str, object], key: str) -> str:
    """A text of a table."""
    return _typed(raw[key], str)


def texts(raw: Mapping[str, object], key: str) -> tuple[str, ...]:
    """A list of texts of a table."""
    return tuple(str(v) for v in _typed(raw[key], list))


def whole(raw: Mapping[str, object], key: str) -> int:
    """A whole number of a table."""
    return _int(raw[key])


def day(raw: Mapping[str, object], key: str) -> datetime.date:
    """A day of a table."""
    return _typed(raw[key], datetime.date)


def _tables(raw: Mapping[str, object], key: str) -> Sequence[Mapping[str, object]]:
    return [_typed(t, dict) for t in _typed(raw.get(key, []), list)]


def _int(value: object) -> int:
    return _typed(value, int)


def _typed(value: object, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"expected {kind.__name__}, got {value!r}")
    return value

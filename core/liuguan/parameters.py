"""Dated parameters: what a section of the law's or a district's TOML says from a day on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from liuguan.language.kinds import Bands, Kind, Table, TableKind
from liuguan.language.written import NotWritten, read

STATUSES = ("sourced", "unverified", "illustrative", "filed")
UNKNOWN = "unknown"
_META = (
    "reading", "effective_from", "effective_to", "announced_on", "known_until", "cites", "source", "status", "force",
    "note_zh", "note_en",
)  # fmt: skip

ParameterKind = Kind | TableKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The parameters of one node from a day on (half-open: `effective_to` is the first day no longer covered).

    `values` are in stored units; None is a value that is explicitly unknown. `known_until` is the last day
    for which the value is known at all: later days are beyond known law.
    """

    node: str
    reading: str | None = None
    effective_from: datetime.date | None = None
    effective_to: datetime.date | None = None
    announced_on: datetime.date | None = None
    known_until: datetime.date | None = None
    cites: tuple[str, ...] = ()
    source: str = ""
    status: str = "unverified"
    force: str = ""
    note_zh: str = ""
    note_en: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def first_day(self) -> datetime.date:
        return self.effective_from or datetime.date.min

    @property
    def end(self) -> datetime.date:
        """First day on which this section no longer gives a known value."""
        ends = [self.effective_to or datetime.date.max]
        if self.known_until is not None:
            ends.append(self.known_until + datetime.timedelta(days=1))
        return min(ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSection:
    """A section as TOML gives it, before the signature of its rule says what its keys mean."""

    node: str
    place: str
    content: Mapping[str, object]

    @property
    def reading(self) -> str | None:
        value = self.content.get("reading")
        return value if isinstance(value, str) else None

    @property
    def keys(self) -> tuple[str, ...]:
        """The parameter names."""
        return tuple(k for k in self.content if k not in _META)


def typed(raw: RawSection, kinds: Mapping[str, ParameterKind], problems: list[str]) -> Section:
    """The section with every value in stored units; what is wrong is added to `problems`."""
    where = raw.place
    values: dict[str, object] = {}
    for name, kind in kinds.items():
        if name not in raw.content:
            problems.append(f"{where}: {name} is missing; {raw.node} needs {', '.join(kinds)}")
            continue
        try:
            values[name] = parameter(raw.content[name], kind)
        except NotWritten as e:
            problems.append(f"{where}: {name}: {e}")
    for name in raw.keys:
        if name not in kinds:
            wanted = f"it takes {', '.join(kinds)}" if kinds else "it takes no parameters"
            problems.append(f"{where}: {raw.node} has no parameter {name}; {wanted}")
    return Section(node=raw.node, values=values, **_meta(raw, problems))  # type: ignore[arg-type]


def _meta(raw: RawSection, problems: list[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key in _META:
        if key not in raw.content:
            continue
        value = raw.content[key]
        if key == "cites":
            value = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value
            fine = isinstance(value, tuple) and all(isinstance(v, str) for v in value)
        elif key in ("effective_from", "effective_to", "announced_on", "known_until"):
            fine = isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
        else:
            fine = isinstance(value, str)
        if not fine:
            problems.append(f"{raw.place}: {key} = {value!r} is not what {key} holds")
            continue
        found[key] = value
    if found.get("status", "unverified") not in STATUSES:
        problems.append(f"{raw.place}: status {found.pop('status')!r} is not one of {', '.join(STATUSES)}")
    return found


def parameter(value: object, kind: ParameterKind) -> object:
    """One parameter in stored units; None when it is explicitly unknown.

    Raises:
        NotWritten: the value is not of the kind.
    """
    if value == UNKNOWN:
        return None
    if isinstance(kind, Kind):
        return read(value, kind)
    if isinstance(value, Mapping):
        pairs: Iterable[object] = value.items()
    elif isinstance(value, list):
        pairs = value
    else:
        raise NotWritten(f"{value!r} is not a table; write {{ key = value }} or [[key, value], …]")
    rows: dict[object, object] = {}
    for pair in pairs:
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise NotWritten(f"{pair!r} is not a pair of key and value")
        key = read(pair[0], kind.key)
        if key in rows:
            raise NotWritten(f"the key {pair[0]} stands twice")
        rows[key] = None if pair[1] == UNKNOWN else read(pair[1], kind.value)
    if not rows:
        raise NotWritten("the table is empty")
    return Bands(rows) if kind.banded else Table(rows)


def overlaps(sections: Sequence[Section], *, closed: bool) -> list[str]:
    """What is wrong with the dates of one node's sections; `closed`: gaps between them are wrong too."""
    problems = []
    ordered = sorted(sections, key=lambda s: s.first_day)
    for earlier, later in pairwise(ordered):
        if later.first_day == earlier.first_day:
            problems.append(f"{later.node}: two sections start on {later.first_day}")
        elif earlier.effective_to and earlier.effective_to > later.first_day:
            problems.append(
                f"{later.node}: the section until {earlier.effective_to} overlaps the one from {later.first_day}"
            )
        elif closed and earlier.end < later.first_day:
            problems.append(f"{later.node}: nothing is said from {earlier.end} until {later.first_day}")
    for s in sections:
        if s.effective_to and s.effective_to <= s.first_day:
            problems.append(f"{s.node}: the section from {s.first_day} ends on {s.effective_to}")
    return problems


def in_sequence(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Sections by date, each ending at the latest where the next begins."""
    ordered = sorted(sections, key=lambda s: s.first_day)
    closed = []
    for i, s in enumerate(ordered):
        following = ordered[i + 1].first_day if i + 1 < len(ordered) else None
        if following and (s.effective_to is None or s.effective_to > following):
            s = _until(s, following)
        closed.append(s)
    return tuple(closed)


def _until(section: Section, day: datetime.date) -> Section:
    return replace(section, effective_to=day)

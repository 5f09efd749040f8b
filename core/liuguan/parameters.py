"""Dated parameters: what a section of the law's or a district's TOML says from a day on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from liuguan.errors import Text, Words
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
    place: Words
    content: Mapping[str, object]

    @property
    def reading(self) -> str | None:
        value = self.content.get("reading")
        return value if isinstance(value, str) else None

    @property
    def keys(self) -> tuple[str, ...]:
        """The parameter names."""
        return tuple(k for k in self.content if k not in _META)


def typed(raw: RawSection, kinds: Mapping[str, ParameterKind], problems: list[Words]) -> Section:
    """The section with every value in stored units; what is wrong is added to `problems`."""
    where = Text.of(raw.place) + ": "
    values: dict[str, object] = {}
    needed = ", ".join(kinds)
    for name, kind in kinds.items():
        if name not in raw.content:
            missing = Text(f"缺 {name};{raw.node} 需要 {needed}", f"{name} is missing; {raw.node} needs {needed}")
            problems.append(where + missing)
            continue
        try:
            values[name] = parameter(raw.content[name], kind)
        except NotWritten as e:
            problems.append(where + f"{name}: " + e.text)
    for name in raw.keys:
        if name not in kinds:
            wanted = (
                Text(f"可用 {needed}", f"it takes {needed}") if kinds else Text("它没有参数", "it takes no parameters")
            )
            unknown = Text(f"{raw.node} 没有参数 {name};", f"{raw.node} has no parameter {name}; ")
            problems.append(where + unknown + wanted)
    return Section(node=raw.node, values=values, **_meta(raw, problems))  # type: ignore[arg-type]


def _meta(raw: RawSection, problems: list[Words]) -> dict[str, object]:
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
            wrong = Text(f"{key} 不能是 {value!r}", f"{key} = {value!r} is not what {key} holds")
            problems.append(Text.joined((raw.place, wrong), ": "))
            continue
        found[key] = value
    if found.get("status", "unverified") not in STATUSES:
        status, known = found.pop("status"), ", ".join(STATUSES)
        unknown = Text(f"status {status!r} 不是 {known} 之一", f"status {status!r} is not one of {known}")
        problems.append(Text.joined((raw.place, unknown), ": "))
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
        raise NotWritten(
            Text(
                f"{value!r} 不是表;请写 {{ 键 = 值 }} 或 [[键, 值], …]",
                f"{value!r} is not a table; write {{ key = value }} or [[key, value], …]",
            )
        )
    rows: dict[object, object] = {}
    for pair in pairs:
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise NotWritten(Text(f"{pair!r} 不是键和值的一对", f"{pair!r} is not a pair of key and value"))
        key = read(pair[0], kind.key)
        if key in rows:
            raise NotWritten(Text(f"键 {pair[0]} 出现两次", f"the key {pair[0]} stands twice"))
        rows[key] = None if pair[1] == UNKNOWN else read(pair[1], kind.value)
    if not rows:
        raise NotWritten(Text("表是空的", "the table is empty"))
    return Bands(rows) if kind.banded else Table(rows)


def overlaps(sections: Sequence[Section], *, closed: bool) -> list[Text]:
    """What is wrong with the dates of one node's sections; `closed`: gaps between them are wrong too."""
    problems = []
    ordered = sorted(sections, key=lambda s: s.first_day)
    for earlier, later in pairwise(ordered):
        node, day = later.node, later.first_day
        if day == earlier.first_day:
            problems.append(Text(f"{node}: 两段同自 {day} 起", f"{node}: two sections start on {day}"))
        elif earlier.effective_to and earlier.effective_to > day:
            end = earlier.effective_to
            over = Text(
                f"止于 {end} 的一段与自 {day} 起的一段重叠", f"the section until {end} overlaps the one from {day}"
            )
            problems.append(Text.of(f"{node}: ") + over)
        elif closed and earlier.end < day:
            gap = Text(f"{earlier.end} 至 {day} 之间没有规定", f"nothing is said from {earlier.end} until {day}")
            problems.append(Text.of(f"{node}: ") + gap)
    for s in sections:
        if s.effective_to and s.effective_to <= s.first_day:
            start, end = s.first_day, s.effective_to
            ends = Text(f"自 {start} 起的一段止于 {end}", f"the section from {start} ends on {end}")
            problems.append(Text.of(f"{s.node}: ") + ends)
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

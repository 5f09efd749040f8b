"""Reading the city's and the districts' TOML: who they are, what they declare, and their dated sections."""

from __future__ import annotations

import datetime
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from liuguan.errors import ConfigError, Text, Words, why_unopened
from liuguan.language.written import NotWritten, month_number
from liuguan.parameters import RawSection

CITY_FILE = "_city.toml"
LARGEST_FILE = 1 << 20
LONGEST_LINE = 20_000
MOST_DOTS = 200
_PLACE = re.compile(r"at line ([0-9]+), column ([0-9]+)")
CITY_DATA = ("work_items", "deadlines", "working_days", "pay_deltas")
DATA_TABLES = frozenset({"city", "district", "standard", "versions", *CITY_DATA})
"""Tables that hold data for programs; every other array of tables is a section of the node it is named after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A district or county for the time that it exists (half-open); codes are used again, so validity is part of it."""

    id: str
    name_zh: str
    name_en: str
    code: str = ""
    aliases: tuple[str, ...] = ()
    valid_from: datetime.date = datetime.date.min
    valid_to: datetime.date = datetime.date.max
    successor: str = ""
    county: bool = False
    pay_tier: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    def exists_in(self, month: int) -> bool:
        """Whether a month belongs to this unit: it exists on the month's last day."""
        year, index = divmod(month + 1, 12)
        last = datetime.date(year, index + 1, 1) - datetime.timedelta(days=1)
        return self.valid_from <= last < self.valid_to


@dataclass(frozen=True, slots=True, kw_only=True)
class CityConfig:
    """What `_city.toml` says."""

    id: str
    name_zh: str
    name_en: str
    law_from: int
    units: tuple[Unit, ...]
    sections: tuple[RawSection, ...]
    data: Mapping[str, object]

    def unit(self, district: str, month: int | None = None) -> Unit | None:
        """The unit of an id, in a month where one is given, else the latest."""
        found = [u for u in self.units if u.id == district and (month is None or u.exists_in(month))]
        return found[-1] if found else None

    def ids(self) -> tuple[str, ...]:
        """District ids, each once, in the order of the file."""
        return tuple(dict.fromkeys(u.id for u in self.units))


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardConfig:
    """What a district's TOML says; `text` is the file itself, as it is filed."""

    district: str
    place: str
    text: bytes
    manifest: Mapping[str, object]
    versions: tuple[Mapping[str, object], ...]
    sections: tuple[RawSection, ...]


def config_folder(explicit: Path | None = None) -> Path:
    """Where configurations are: the given folder, LIUGUAN_CONFIG_DIR, the installed ones, or the checkout's.

    Raises:
        ConfigError: there is no such folder.
    """
    named = explicit or (Path(os.environ["LIUGUAN_CONFIG_DIR"]) if os.environ.get("LIUGUAN_CONFIG_DIR") else None)
    package = Path(__file__).parent
    candidates = [named] if named else [package / "_district_configs", package.parent.parent / "district_configs"]
    for folder in candidates:
        if (folder / CITY_FILE).is_file():
            return folder
    none = Text(
        f"此处没有 {CITY_FILE};请用 --config-dir 指定有它的目录",
        f"no {CITY_FILE} there; give --config-dir a folder that has one",
    )
    raise ConfigError([none], where=str(candidates[0]))


def read_toml(path: Path) -> dict[str, object]:
    """A TOML file as plain values, decimals exact; bounded before it is parsed.

    Raises:
        ConfigError: too large, not UTF-8, or not TOML.
    """
    return _parsed(_content(path), path.name)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as e:
        why = why_unopened(e)
        raise ConfigError([Text(f"不能读取({why.zh})", f"cannot be read ({why.en})")], where=path.name) from e


def _parsed(content: bytes, where: str) -> dict[str, object]:
    if len(content) > LARGEST_FILE:
        size = len(content)
        large = Text(
            f"{size} 字节;标准最多 {LARGEST_FILE} 字节", f"{size} bytes; a standard has at most {LARGEST_FILE}"
        )
        raise ConfigError([large], where=where)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        at = Text(f"字节 {e.start} 处不是 UTF-8;请存为 UTF-8", f"not UTF-8 at byte {e.start}; save it as UTF-8")
        raise ConfigError([at], where=where) from e
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > LONGEST_LINE or line.partition("=")[0].count(".") > MOST_DOTS:
            long = Text(f"第 {number} 行过长或层次过深", f"line {number} is longer or deeper than any standard")
            raise ConfigError([long], where=where)
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as e:
        raise ConfigError([_not_toml(str(e))], where=where) from e


def _not_toml(reason: str) -> Text:
    """Why a text is not TOML: the parser's own words, in Chinese only the place."""
    at = _PLACE.search(reason)
    return Text("不是 TOML" + (f"(第 {at[1]} 行第 {at[2]} 列)" if at else "(到结尾仍不完整)"), f"not TOML: {reason}")


def read_city(folder: Path) -> CityConfig:
    """The city's configuration.

    Raises:
        ConfigError: with every problem that was found.
    """
    data = read_toml(folder / CITY_FILE)
    problems: list[Words] = []
    city = _table(data.get("city"), "[city]", problems)
    law_from = 0
    try:
        law_from = month_number(str(city.get("law_from", "")))
    except NotWritten as e:
        problems.append(Text.of("[city]: law_from: ") + e.text)
    units = tuple(_units(data.get("district"), problems))
    sections = tuple(_sections(data, CITY_FILE, problems))
    if problems:
        raise ConfigError(problems, where=CITY_FILE)
    return CityConfig(
        id=str(city.get("id", "")), name_zh=str(city.get("name_zh", "")), name_en=str(city.get("name_en", "")),
        law_from=law_from, units=units, sections=sections,
        data={k: data[k] for k in CITY_DATA if k in data},
    )  # fmt: skip


def read_standard(path: Path) -> StandardConfig:
    """A district's standard.

    Raises:
        ConfigError: with every problem that was found.
    """
    text = _content(path)
    data = _parsed(text, path.name)
    problems: list[Words] = []
    district = _table(data.get("district"), "[district]", problems)
    manifest = _table(data.get("standard", {}), "[standard]", problems)
    versions = _tables(data.get("versions", []), "versions", problems)
    sections = tuple(_sections(data, path.name, problems))
    if not isinstance(district.get("id"), str):
        problems.append(Text('[district]: 缺 id;请写 id = "xuanwu"', '[district]: id is missing; write id = "xuanwu"'))
    if problems:
        raise ConfigError(problems, where=path.name)
    return StandardConfig(
        district=str(district["id"]), place=path.name, text=text, manifest=manifest, versions=tuple(versions),
        sections=sections,
    )  # fmt: skip


def _table(value: object, name: str, problems: list[Words]) -> Mapping[str, object]:
    if isinstance(value, Mapping):
        return value
    problems.append(Text(f"缺 {name}", f"{name} is missing"))
    return {}


def _tables(value: object, name: str, problems: list[Words]) -> Sequence[Mapping[str, object]]:
    if isinstance(value, list) and all(isinstance(v, Mapping) for v in value):
        return value
    problems.append(Text(f"{name} 不是表的列表;请写 [[{name}]]", f"{name} is not a list of tables; write [[{name}]]"))
    return []


def _sections(data: Mapping[str, object], file: str, problems: list[Words]) -> Iterator[RawSection]:
    for name, value in data.items():
        if name in DATA_TABLES:
            continue
        for i, content in enumerate(_tables(value, name, problems), 1):
            place = Text(f"{file}: 第 {i} 个 [[{name}]]", f"{file}: [[{name}]] number {i}")
            yield RawSection(node=name, place=place, content=content)


def _units(value: object, problems: list[Words]) -> Iterator[Unit]:
    known = {"id", "name_zh", "name_en", "code", "aliases", "valid_from", "valid_to", "successor", "county", "pay_tier"}
    for row in _tables(value or [], "district", problems):
        given = {k: v for k, v in row.items() if k in known}
        if not {"id", "name_zh", "name_en"} <= set(given):
            needed = Text(": 需要 id、name_zh 和 name_en", ": id, name_zh and name_en are needed")
            problems.append(Text.of(f"[[district]] {row.get('id', '')}") + needed)
            continue
        given["aliases"] = tuple(given.get("aliases", ()))  # type: ignore[arg-type]
        yield Unit(**given, facts={k: v for k, v in row.items() if k not in known})  # type: ignore[arg-type]

"""A layer: what one author (the city or a district) contributes, as data that outlives the Python it came from.

The canonical JSON of a layer carries two hashes. `meaning` covers trees, kinds, declarations, parameter values
and dates: what decides a result. `document` covers words, clauses, sources and status as well.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cached_property
from typing import Any

import rfc8785

from liuguan.errors import IntegrityError
from liuguan.language.compiler import Formula
from liuguan.language.kinds import BASIC_KINDS, Bands, Group, Kind, Table, TableKind
from liuguan.language.signatures import SIGNATURES
from liuguan.language.tree import Tree, fault
from liuguan.parameters import Section
from liuguan.rulebook.definitions import (
    Aggregate,
    Check,
    Computed,
    Declaration,
    Definition,
    Fold,
    FoldBy,
    GroupCheck,
    How,
    Question,
    Severity,
)  # fmt: skip
from liuguan.rulebook.windows import Window
from liuguan.vocabulary import ENUM_KINDS

LANGUAGE = 1
_TYPES: Mapping[str, type[Definition]] = {
    "computed": Computed, "check": Check, "aggregate": Aggregate, "group_check": GroupCheck, "question": Question,
    "fold": Fold,
}  # fmt: skip
_WORDS = frozenset(
    {"en", "zh", "note", "fix_en", "fix_zh", "cites", "status", "place", "area", "source", "announced_on", "force",
     "note_zh", "note_en", "file", "line", "admitted_under", "manifest"}
)  # fmt: skip
"""Keys that explain and do not decide: they belong to `document` and not to `meaning`."""


@dataclass(frozen=True, kw_only=True)
class Layer:
    """The definitions and dated parameters of one author.

    `admitted_under` is the meaning hash of the city layer under which a district's layer was admitted.
    """

    owner: str
    law_from: int
    definitions: tuple[Definition, ...] = ()
    sections: tuple[Section, ...] = ()
    manifest: Mapping[str, object] = field(default_factory=dict)
    admitted_under: str = ""

    def to_json(self) -> dict[str, Any]:
        """The layer as plain JSON values."""
        return {
            "language": LANGUAGE,
            "owner": self.owner,
            "law_from": self.law_from,
            "admitted_under": self.admitted_under,
            "manifest": _plain(self.manifest),
            "definitions": sorted((_definition(d) for d in self.definitions), key=_order),
            "sections": sorted(
                (_plain_section(s) for s in self.sections), key=lambda s: (s["node"], s["effective_from"] or "")
            ),
        }

    @cached_property
    def meaning(self) -> str:
        """Hash of what decides results."""
        return _digest(_without_words(self.to_json()))

    @cached_property
    def document(self) -> str:
        """Hash of everything the layer says."""
        return _digest(self.to_json())

    def dumps(self) -> bytes:
        """Canonical JSON (RFC 8785) with both hashes."""
        return rfc8785.dumps({"layer": self.to_json(), "meaning": self.meaning, "document": self.document})

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Layer:
        """The layer that `to_json` wrote.

        Raises:
            IntegrityError: another language version, or not a layer.
        """
        if not isinstance(data, Mapping):
            raise IntegrityError(f"not a layer: {type(data).__name__}")
        if data.get("language") != LANGUAGE:
            raise IntegrityError(f"language {data.get('language')!r}; this program reads language {LANGUAGE}")
        try:
            return cls(
                owner=data["owner"], law_from=data["law_from"], admitted_under=data["admitted_under"],
                manifest=data["manifest"], definitions=tuple(_read_definition(d) for d in data["definitions"]),
                sections=tuple(_read_section(s) for s in data["sections"]),
            )  # fmt: skip
        except (LookupError, TypeError, ValueError, AttributeError) as e:
            raise IntegrityError(f"not a layer: {e!r}") from e

    @classmethod
    def loads(cls, content: bytes) -> Layer:
        """The layer in canonical JSON.

        Raises:
            IntegrityError: the content does not match its hashes, or is not a layer.
        """
        import json

        try:
            data = json.loads(content)
            layer = cls.from_json(data["layer"])
            found = json.loads(layer.dumps())
        except (ValueError, LookupError, TypeError, RecursionError) as e:
            raise IntegrityError(f"not a layer: {e!r}") from e
        if found != data:
            raise IntegrityError("the layer's content does not match its hashes")
        return layer


def _digest(data: object) -> str:
    return hashlib.sha256(rfc8785.dumps(data)).hexdigest()  # type: ignore[arg-type]


def _order(d: Mapping[str, Any]) -> tuple[str, str, str]:
    return ",".join(d["entities"]), d["node"], str(d.get("reading", ""))


def _without_words(value: Any) -> Any:
    if isinstance(value, dict):  # a parameter may be called what it likes
        return {k: v if k == "values" else _without_words(v) for k, v in value.items() if k not in _WORDS}
    return [_without_words(v) for v in value] if isinstance(value, list) else value


def _plain(value: object) -> Any:
    """Values of definitions, sections and manifests as JSON."""
    match value:
        case None | bool() | str():
            return str(value) if isinstance(value, str) else value
        case int():
            return value
        case datetime.date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case Kind():
            return value.name
        case TableKind():
            return {"banded": value.banded, "key": value.key.name, "value": value.value.name}
        case Tree():
            return value.to_json()
        case Formula() | Window():
            return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
        case Table():
            rows = [[_plain(k), _plain(v)] for k, v in sorted(value.rows.items(), key=lambda r: str(r[0]))]
            return {"bands" if isinstance(value, Bands) else "table": rows}
        case Mapping():
            return {str(k): _plain(v) for k, v in value.items()}
        case tuple() | list():
            return [_plain(v) for v in value]
    raise TypeError(f"{value!r} has no place in a layer")


def _definition(d: Definition) -> dict[str, Any]:
    kind = next(name for name, t in _TYPES.items() if type(d) is t)
    return {"type": kind, **{f.name: _plain(getattr(d, f.name)) for f in fields(d)}}


def _plain_section(s: Section) -> dict[str, Any]:
    return {f.name: _plain(getattr(s, f.name)) for f in fields(s)}


def _kind(data: Any) -> Kind | TableKind:
    if isinstance(data, dict):
        key, value = _kind(data["key"]), _kind(data["value"])
        if not isinstance(key, Kind) or not isinstance(value, Kind):
            raise TypeError("a table of tables")
        return TableKind(key, value, data["banded"])
    return BASIC_KINDS.get(data) or ENUM_KINDS[data]


def _formula(data: Mapping[str, Any]) -> Formula:
    returns = _kind(data["returns"])
    if not isinstance(returns, Kind):
        raise TypeError("a formula that returns a table")
    arguments = tuple((str(n), _kind(k)) for n, k in data["arguments"])
    tree = Tree.from_json(data["tree"])
    wrong = fault(tree, [n for n, _ in arguments], SIGNATURES)
    if wrong:
        raise ValueError(f"{data['name']}: {wrong}")
    return Formula(
        name=data["name"], arguments=arguments, returns=returns, tree=tree, en=data["en"], note=data["note"],
        file=data["file"], line=data["line"],
    )  # fmt: skip


_READ: Mapping[str, Callable[[Any], object]] = {
    "formula": _formula,
    "over": lambda w: Window(**w) if w else None,
    "kind": _kind,
    "severity": Severity,
    "declaration": Declaration,
    "how": How,
    "by": FoldBy,
    "entities": tuple,
    "cites": tuple,
}


def _read_definition(data: Mapping[str, Any]) -> Definition:
    made: dict[str, Any] = {k: _READ[k](v) if k in _READ else v for k, v in data.items() if k != "type"}
    return _TYPES[data["type"]](**made)


def _read_section(data: Mapping[str, Any]) -> Section:
    made: dict[str, Any] = dict(data)
    for key in ("effective_from", "effective_to", "announced_on", "known_until"):
        made[key] = datetime.date.fromisoformat(made[key]) if made[key] else None
    made["cites"] = tuple(made["cites"])
    made["values"] = {k: _read_value(v) for k, v in made["values"].items()}
    return Section(**made)


def _read_value(value: Any) -> object:
    if isinstance(value, dict):
        rows: Sequence[Sequence[Any]] = value.get("bands") or value.get("table") or []
        return (Bands if "bands" in value else Table)({row[0]: row[1] for row in rows})
    return value


def values_read_as(values: Mapping[str, object], kinds: Mapping[str, Kind | TableKind]) -> dict[str, object]:
    """Values of a loaded section with dates as dates where the kind says so.

    Raises:
        TypeError: a value is not of its kind.
    """
    return {name: _as_kind(value, kinds[name]) if name in kinds else value for name, value in values.items()}


def _as_kind(value: object, kind: Kind | TableKind) -> object:
    if value is None:
        return None
    if isinstance(kind, TableKind):
        if type(value) is not (Bands if kind.banded else Table):
            raise TypeError(f"{value!r} is not a {kind.name}")
        return type(value)({_as_kind(k, kind.key): _as_kind(v, kind.value) for k, v in value.rows.items()})
    if kind.group is Group.DATE and isinstance(value, str):
        value = datetime.date.fromisoformat(value)
    fine = {Group.FLAG: bool, Group.DATE: datetime.date, Group.OPEN: str, Group.CLOSED: str}.get(kind.group, int)
    if not isinstance(value, fine) or (fine is int and isinstance(value, bool)):
        raise TypeError(f"{value!r} is not a {kind.name}")
    if kind.members and value not in kind.members:
        raise TypeError(f"{value!r} is not a {kind.name}")
    return value

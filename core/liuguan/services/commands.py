"""Commands: what can be done to the records, each with who may do it; carried out in one unit of work.

    class OpenStation(Command):
        '''Enter a station.'''
        name: str
        kind: StationKind

    @command(OpenStation, "station.open", may={Role.CLERK, Role.HEAD}, zh="登记站点", en="enter a station")
    def open_station(task: Task, order: OpenStation) -> Station: ...

A role that a command does not name is refused. Each command leaves exactly one row in the audit, in the transaction
of what it writes; what is `PERSONAL` in an order stands there as a keyed digest.
"""

from __future__ import annotations

import hashlib
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import to_jsonable_python

from liuguan.errors import Refusal, Text
from liuguan.records.chain import digest
from liuguan.records.store import Work
from liuguan.records.tables.operators import Role

if TYPE_CHECKING:
    from liuguan.district import City
    from liuguan.services.operators import Account


class Personal:
    """Marks a field of an order that names or describes a person."""


PERSONAL = Personal()
PersonalText = Annotated[str, PERSONAL]


class Command(BaseModel):
    """An order: strict values, nothing besides its fields.

    Attributes:
        district: whose records it is about; empty for what belongs to the whole city.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(strict=True, extra="forbid", frozen=True)

    district: str = ""

    @property
    def subject(self) -> str:
        """The key of the record that it is about, for the audit; never a person's name or number."""
        for name in ("worker", "candidate", "filing", "id", "name"):
            value = getattr(self, name, None)
            if isinstance(value, str) and value and not _is_personal(type(self), name):
                return value
        return ""


C = TypeVar("C", bound=Command)
R = TypeVar("R")


@dataclass(slots=True, kw_only=True)
class Task:
    """What a handler works with: the unit of work, the city's rules, and who gave the order.

    Attributes:
        subject: the key of the record that the order was about, where only carrying it out could tell.
    """

    work: Work
    city: City
    account: Account
    subject: str = ""


Handler = Callable[[Task, C], R]


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered(Generic[C, R]):
    """A command as it is registered; `undoable` says whether its event can be taken back."""

    name: str
    order: type[C]
    handle: Handler[C, R]
    may: frozenset[Role]
    zh: str
    en: str
    undoable: bool = True


_REGISTRY: dict[str, Registered[Any, Any]] = {}
_BY_ORDER: dict[type[Command], Registered[Any, Any]] = {}


def command(
    order: type[C], name: str, *, may: set[Role], zh: str, en: str, undoable: bool = True
) -> Callable[[Handler[C, R]], Handler[C, R]]:
    """Register a function as what carries out an order.

    Args:
        may: the roles that may give it; every other is refused.
        zh, en: what it does, for the audit's reader.
        undoable: whether `event.undo` may take it back.
    """

    def keep(handle: Handler[C, R]) -> Handler[C, R]:
        if name in _REGISTRY:
            raise ValueError(f"two commands are called {name}")
        made = Registered(
            name=name, order=order, handle=handle, may=frozenset(may), zh=zh, en=en, undoable=undoable
        )  # fmt: skip
        _REGISTRY[name] = _BY_ORDER[order] = made
        return handle

    return keep


def registered() -> Mapping[str, Registered[Any, Any]]:
    """Every command by its name."""
    from liuguan.services import use_cases

    use_cases.load()
    return dict(sorted(_REGISTRY.items()))


def registration(order: Command) -> Registered[Any, Any]:
    """The command of an order."""
    return _BY_ORDER[type(order)]


def parse_order(order: type[C], values: Mapping[str, object]) -> C:
    """An order from plain values, such as a form's.

    Raises:
        Refusal: with every field that is wrong; values are not repeated.
    """
    try:
        return order.model_validate(dict(values))
    except ValidationError as e:
        parts = [(".".join(map(str, p["loc"])) or "-", p["msg"]) for p in e.errors(include_input=False)]
        zh = ";".join(f"{where} 的值不对" for where, _ in parts)
        en = "; ".join(f"{where}: {why}" for where, why in parts)
        raise Refusal(Text(zh, en), reason="bad_order", where=order.__name__) from e


def audited(order: Command, secret: bytes) -> dict[str, object]:
    """An order as it stands in the audit: what is personal as keyed digests, files by their hashes."""
    return _audited_fields(order, secret)


def _audited_fields(model: BaseModel, secret: bytes) -> dict[str, object]:
    kept: dict[str, object] = {}
    for name in type(model).model_fields:
        value = getattr(model, name)
        hidden = value is not None and _is_personal(type(model), name)
        kept[name] = digest(secret, to_jsonable_python(value)) if hidden else _audited(value, secret)
    return kept


def _audited(value: object, secret: bytes) -> object:
    if isinstance(value, BaseModel):
        return _audited_fields(value, secret)
    if isinstance(value, Mapping):
        return {str(key): _audited(part, secret) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_audited(part, secret) for part in value]
    if isinstance(value, bytes):
        return f"sha256:{hashlib.sha256(value).hexdigest()}"
    return to_jsonable_python(value)


def _is_personal(model: type[BaseModel], name: str) -> bool:
    """Whether a field is marked; the marker may stand anywhere inside, as in `tuple[PersonalText, ...] | None`."""
    field = model.model_fields.get(name)
    return field is not None and (PERSONAL in field.metadata or _is_marked(field.annotation))


def _is_marked(annotation: object) -> bool:
    marked = PERSONAL in getattr(annotation, "__metadata__", ())
    return marked or any(_is_marked(part) for part in typing.get_args(annotation))

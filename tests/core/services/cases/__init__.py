"""A case for each command, by area: what must be there, and an order that is then carried out.

    @case("station.open")
    def open_station(office_of: OfficeOf) -> Command:
        return OpenStation(district=DISTRICT, name="玄武门街道", kind="street", valid_from=SINCE)

A builder may give orders of its own first. The order that it returns is carried out by the first role that may,
or the one named as `by`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from tests.core.services.conftest import OfficeOf

from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command, registered

Builder = Callable[[OfficeOf], Command]


@dataclass(frozen=True, slots=True)
class Case:
    """How an order of a command comes about, and who gives it."""

    build: Builder
    by: Role | None

    def role(self, name: str) -> Role:
        may = registered()[name].may
        return self.by or next(role for role in Role if role in may)


_CASES: dict[str, Case] = {}


def case(name: str, *, by: Role | None = None) -> Callable[[Builder], Builder]:
    """Keep a function as the case of a command."""

    def keep(build: Builder) -> Builder:
        if name in _CASES:
            raise ValueError(f"two cases of {name}")
        _CASES[name] = Case(build, by)
        return build

    return keep


def cases() -> Mapping[str, Case]:
    """Every case by the name of its command."""
    for path in sorted(Path(__file__).parent.glob("[!_]*.py")):
        import_module(f"tests.core.services.cases.{path.stem}")
    return _CASES

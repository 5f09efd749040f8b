"""Stations: streets, central stations and communities, with the days between which they exist."""

from __future__ import annotations

import datetime
from typing import Literal

from liuguan.errors import Refusal, Text
from liuguan.records.tables.operators import Role
from liuguan.records.tables.places import Station
from liuguan.services.commands import Command, Task, command

StationKind = Literal["street", "central", "community"]
PARENTS = {"street": (), "central": ("street",), "community": ("street", "central")}
"""What kinds of unit a unit may belong to."""


class OpenStation(Command):
    """Enter a station of a district."""

    name: str
    kind: StationKind
    valid_from: datetime.date
    parent: str | None = None


class CloseStation(Command):
    """Say from which day on a station no longer exists."""

    name: str
    valid_to: datetime.date
    seen: int | None = None


@command(OpenStation, "station.open", may={Role.CLERK, Role.HEAD}, zh="登记站点", en="enter a station")
def open_station(task: Task, order: OpenStation) -> Station:
    """Enter a station.

    Raises:
        Refusal: a unit of that name exists on the day, or the parent is none that it can belong to.
    """
    task.city.check_id(order.district)
    known = task.work.all(Station, district=order.district)
    if any(s.name == order.name and (s.valid_to is None or s.valid_to > order.valid_from) for s in known):
        raise Refusal(Text("该名称的站点已存在", "a station of that name exists"), reason="taken", where=order.name)
    parents = [s.name for s in known if s.kind in PARENTS[order.kind]]
    if order.parent is not None and order.parent not in parents:
        listed = ", ".join(parents) or "-"
        wrong = Text(f"上级只能是 {listed}", f"it can belong to {listed}")
        raise Refusal(wrong, reason="unknown_parent", where=order.parent)
    return task.work.put(Station(**order.model_dump()))


@command(CloseStation, "station.close", may={Role.CLERK, Role.HEAD}, zh="撤销站点", en="close a station")
def close_station(task: Task, order: CloseStation) -> Station:
    """Let a station end.

    Raises:
        Refusal: no such station, or it began later.
        Conflict: it was changed since it was seen.
    """
    known = task.work.all(Station, district=order.district, name=order.name)
    found = next((s for s in known if s.valid_to is None), None)
    if found is None or found.valid_from >= order.valid_to:
        none = Text("该日没有此站点", "there is no such station on that day")
        raise Refusal(none, reason="unknown_station", where=order.name)
    return task.work.change(found, seen=order.seen, valid_to=order.valid_to)

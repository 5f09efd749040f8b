"""Entering an office's opening state in one unit of work: stations, operators, and what its forms state."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from liuguan.errors import Refusal, Text
from liuguan.records.tables.operators import Operator, Role
from liuguan.records.tables.places import Station
from liuguan.services.commands import Command, PersonalText, Task, command
from liuguan.services.importing import ImportFiles
from liuguan.services.importing.taking_in import take_in
from liuguan.services.operators import CITY_ROLES, ENTER_OTHERS, AddOperator, add_operator
from liuguan.services.stations import StationKind

if TYPE_CHECKING:
    from liuguan.services.office import Office


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class StationLine(_Part):
    """A station as a setup workbook names it."""

    name: str
    kind: StationKind
    valid_from: datetime.date
    valid_to: datetime.date | None = None
    parent: str | None = None


class OperatorLine(_Part):
    """An operator; a password is given where the account is new."""

    name: str
    role: Role
    full_name: PersonalText = ""
    station: str = ""
    password: PersonalText = ""


class InitOffice(Command):
    """Take in an office's opening state.

    Attributes:
        file, sha256: the setup workbook; empty where there was none.
        lines: how many lines of each kind its forms state.
        dry: do all of it, report, and keep nothing.
    """

    stations: tuple[StationLine, ...] = ()
    operators: tuple[OperatorLine, ...] = ()
    file: str = ""
    sha256: str = ""
    lines: dict[str, int] = Field(default_factory=dict)
    dry: bool = False
    _forms: ImportFiles | None = PrivateAttr(default=None)


@dataclass(slots=True, kw_only=True)
class Opened:
    """What came in: how many stations and operators are new or changed, and rows by table."""

    district: str
    stations: int = 0
    operators: int = 0
    rows: Mapping[str, int] = field(default_factory=dict)


class _DryRun(Exception):
    """Carries a report out of a unit of work that must leave nothing behind."""

    def __init__(self, opened: Opened) -> None:
        super().__init__("dry run")
        self.opened = opened


@command(
    InitOffice, "office.init", may={Role.HEAD, Role.CITY_APPROVER}, zh="录入启用资料", en="enter an opening state",
    undoable=False,
)  # fmt: skip
def init_office(task: Task, order: InitOffice) -> Opened:
    """Enter stations, operators and the opening state of people and counts.

    Raises:
        Refusal: an account that may not be entered, or no operator at all who could enter others.
    """
    task.city.check_id(order.district)
    opened = Opened(district=order.district)
    for station in order.stations:
        opened.stations += _enter_station(task, order.district, station)
    heads_first = sorted(order.operators, key=lambda o: o.role not in ENTER_OTHERS)
    for operator in heads_first:
        opened.operators += _enter_operator(task, order.district, operator)
    if order._forms is not None:
        opened.rows = {table: n for table, n in take_in(task, order._forms).changed.items() if n}
    if order.dry:
        raise _DryRun(opened)
    return opened


def _enter_station(task: Task, district: str, line: StationLine) -> bool:
    """One station; one of that name at the same time is the same station, whatever day it was said to begin."""
    there = [s for s in task.work.all(Station, district=district, name=line.name) if s.valid_from != line.valid_from]
    for other in there:
        if _meets(other, line):
            task.work.end(other)
    before = task.work.current(Station, district, line.name, line.valid_from)
    kept = task.work.put(Station(district=district, **line.model_dump()))
    return kept is not before


def _meets(other: Station, line: StationLine) -> bool:
    return (other.valid_to is None or line.valid_from < other.valid_to) and (
        line.valid_to is None or other.valid_from < line.valid_to
    )


def _enter_operator(task: Task, district: str, line: OperatorLine) -> bool:
    districts = () if line.role in CITY_ROLES else (district,)
    there = task.work.current(Operator, line.name)
    if there is None:
        add_operator(
            task,
            AddOperator(
                name=line.name, role=line.role, password=line.password, full_name=line.full_name,
                districts=districts, station=line.station,
            ),
        )  # fmt: skip
        return True
    every = " ".join(sorted({*there.districts.split(), *districts})) if districts else ""
    if task.account.name == line.name and Role(there.role) in ENTER_OTHERS and line.role not in ENTER_OTHERS:
        own = Text("不能取消自己的登记权限", "one's own right to enter others is not taken away")
        raise Refusal(own, reason="not_allowed", where=line.name)
    name = line.full_name or there.full_name
    changed = task.work.change(there, role=line.role, districts=every, station=line.station, full_name=name)
    return changed is not there


def init_with(office: Office, order: InitOffice) -> Opened:
    """Give the order; a dry one is carried out and taken back."""
    try:
        opened: Opened = office.run(order)
    except _DryRun as e:
        return e.opened
    return opened

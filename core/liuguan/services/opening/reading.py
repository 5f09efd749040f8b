"""A setup workbook as an order: its stations, operators and forms, or everything that is wrong with them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from liuguan.errors import InputError, Problem, Text
from liuguan.exchange.places import Districts
from liuguan.exchange.reasons import one_of, shown
from liuguan.exchange.setup import DISTRICT, OPERATORS, STATIONS, Setup, read_setup
from liuguan.records.store import all_current
from liuguan.records.tables.operators import Operator, Role
from liuguan.records.tables.places import Station
from liuguan.services.importing import ImportFiles, Readout, read_files
from liuguan.services.opening.entering import InitOffice, Opened, OperatorLine, StationLine, init_with
from liuguan.services.stations import PARENTS

if TYPE_CHECKING:
    from liuguan.services.office import Office

SETUP = "setup.xlsx"


def init_from(
    office: Office, path: Path, *, district: str = "", passwords: Mapping[str, str] | None = None, dry: bool = False
) -> Opened:
    """Take in a setup workbook.

    Args:
        district: where the workbook does not say it.
        passwords: first passwords of new operators, by name; see `new_operators`.
        dry: report what would come in, and keep nothing.

    Raises:
        InputError: with every problem of the workbook.
        Refusal: the operator may not, or a password is missing or too short.
    """
    setup = read_setup(path)
    own = _district(office, setup, district)
    stations = list(_stations(office, setup, own))
    first = passwords or {}
    operators = [o.model_copy(update={"password": first.get(o.name, "")}) for o in _operators(setup)]
    order = InitOffice(
        district=own,
        stations=tuple(stations),
        operators=tuple(operators),
        file=setup.file,
        sha256=setup.sha256,
        dry=dry,
    )
    if own and setup.sha256:
        readout = _forms(office, path, own, setup)
        forms = ImportFiles.of(own, readout)
        order = order.model_copy(update={"lines": forms.lines})
        order._forms = forms if forms.files else None
    if setup.problems:
        raise InputError(setup.problems)
    return init_with(office, order)


def new_operators(office: Office, path: Path) -> list[str]:
    """Names of a workbook's operators who are not entered yet and need a first password."""
    with office.reading() as session:
        there = {o.name for o in all_current(session, Operator)}
    named = (str(line.values["name"]) for line in read_setup(path).of(OPERATORS) if line.values.get("name"))
    return [name for name in named if name not in there]


def _district(office: Office, setup: Setup, given: str) -> str:
    """The district's id, from the workbook or the command line; "" with a problem where there is none or two."""
    lines = setup.of(DISTRICT)
    known = Districts(office.city.config.units)
    ids = []
    for line in lines:
        text = str(line.values.get("district") or "")
        found = known.exactly(text)
        if text and found is None:
            setup.problem(f"{line.sheet}!A{line.row}", shown(text), one_of(office.city.config.ids(), most=20))
        elif found:
            ids.append(found)
    if given:
        office.city.check_id(given)
        ids.append(given)
    if len(set(ids)) > 1:
        both = Text("两个区县: " + "、".join(dict.fromkeys(ids)), "two districts: " + ", ".join(dict.fromkeys(ids)))
        setup.problem(DISTRICT.name, both, Text("一个区县", "one district"))
    elif not ids and not setup.problems:
        setup.problem(DISTRICT.name, Text("没有区县", "no district"), DISTRICT.fields[0].means)
    return ids[0] if ids else ""


def _stations(office: Office, setup: Setup, district: str) -> Iterator[StationLine]:
    lines = [line for line in setup.of(STATIONS) if all(line.values.get(n) for n in ("name", "kind", "valid_from"))]
    with office.reading() as session:
        there = {s.name: s.kind for s in all_current(session, Station, district=district)}
    kinds = {**there, **{str(line.values["name"]): str(line.values["kind"]) for line in lines}}
    seen: dict[str, int] = {}
    for line in lines:
        name, kind, parent = (line.values.get(n) for n in ("name", "kind", "parent"))
        first, last = line.values["valid_from"], line.values.get("valid_to")
        if str(name) in seen:
            twice = Text(f"与第 {seen[str(name)]} 行同名", f"the name of row {seen[str(name)]} again")
            setup.problem(line.where(), twice, Text("每个站点一行", "one row for each station"))
            continue
        seen[str(name)] = line.row
        if parent is not None and kinds.get(str(parent)) not in PARENTS[str(kind)]:
            may = (
                Text("街道或中心站", "a street or a central station")
                if kind == "community"
                else Text("街道", "a street")
            )
            if kind == "street":
                may = Text("空:街道没有上级", "nothing: a street belongs to none")
            setup.problem(line.where(), Text(f"上级 {shown(str(parent))}", f"the parent {shown(str(parent))}"), may)
            continue
        if isinstance(last, datetime.date) and isinstance(first, datetime.date) and last <= first:
            setup.problem(line.where(), Text("撤销日期早于设立日期", "an end before the beginning"),
                          Text("晚于设立日期的日期,或空", "a later day, or nothing"))  # fmt: skip
            continue
        yield StationLine.model_validate(
            {"name": name, "kind": kind, "valid_from": first, "valid_to": last, "parent": parent}
        )


def _operators(setup: Setup) -> Iterator[OperatorLine]:
    seen: dict[str, int] = {}
    for line in setup.of(OPERATORS):
        name, role = line.values.get("name"), line.values.get("role")
        if not name or not role:
            continue
        if str(name) in seen:
            twice = Text(f"与第 {seen[str(name)]} 行同名", f"the name of row {seen[str(name)]} again")
            setup.problem(line.where(), twice, Text("每人一行", "one row for each person"))
            continue
        seen[str(name)] = line.row
        yield OperatorLine(
            name=str(name), role=Role(str(role)), full_name=str(line.values.get("full_name") or ""),
            station=str(line.values.get("station") or ""),
        )  # fmt: skip


def _forms(office: Office, path: Path, district: str, setup: Setup) -> Readout:
    """The workbook's forms, read as every import reads them.

    It goes by one name, in a folder that says the district: a corrected workbook is the same one, whatever its file is
    called.
    """
    with TemporaryDirectory() as folder:
        own = Path(folder) / district
        own.mkdir()
        (own / SETUP).write_bytes(path.read_bytes())
        with office.reading() as session:
            readout = read_files(office.city, session, [Path(folder)], only=(district,))
    for doubt in readout.doubts:
        problem = doubt.problem
        setup.problems.append(
            Problem(file=setup.file, where=problem.where, found=problem.found, expected=problem.expected)
        )
    return readout

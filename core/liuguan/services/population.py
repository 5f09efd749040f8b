"""Population: the counts of a district and its units in a month (I.7, F5). Counts only, never persons."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from liuguan.errors import Refusal, Text
from liuguan.language.functions import last_day
from liuguan.language.written import month_text
from liuguan.records.tables.operators import Role
from liuguan.records.tables.places import WHOLE_DISTRICT, Population, Station
from liuguan.services.commands import Command, Task, command

Count = Annotated[int, Field(ge=0, le=10_000_000)]
COUNTS = (
    "actual_migrants", "registered_migrants", "permits_issued", "rental_households", "headcount",
    "data_entry_headcount", "central_headcount", "uncertified_headcount", "diverted_headcount", "absent_headcount",
)  # fmt: skip
"""What an office counts; ratios are granted by the city office, and needs are computed."""


class EnterPopulation(Command):
    """Enter the counts of the district (no station) or of a unit in a month; a blank count is unknown.

    Attributes:
        correction: why counts that were entered before are changed.
    """

    month: int
    station: str = WHOLE_DISTRICT
    actual_migrants: Count | None = None
    registered_migrants: Count | None = None
    permits_issued: Count | None = None
    rental_households: Count | None = None
    headcount: Count | None = None
    data_entry_headcount: Count | None = None
    central_headcount: Count | None = None
    uncertified_headcount: Count | None = None
    diverted_headcount: Count | None = None
    absent_headcount: Count | None = None
    correction: str | None = None
    note: str | None = None
    seen: int | None = None


@command(EnterPopulation, "population.enter", may={Role.CLERK, Role.HEAD}, zh="录入人口与配备数", en="enter counts")
def enter_population(task: Task, order: EnterPopulation) -> Population:
    """Enter counts, as a new version of what is there.

    Raises:
        Refusal: the district does not exist in the month, an unknown unit, or a correction without its reason.
        Conflict: the counts were changed since they were seen.
    """
    task.city.check_id(order.district)
    _refuse_strange_month(task, order)
    _refuse_strange_unit(task, order)
    there = task.work.current(Population, order.district, order.month, order.station)
    counts = {name: getattr(order, name) for name in COUNTS}
    corrects = there is not None and any(getattr(there, n) not in (None, value) for n, value in counts.items())
    if corrects and not (order.correction or "").strip():
        why = Text("更改已录入的数须写明原因", "say why counts that were entered are changed")
        raise Refusal(why, reason="no_reason", where="correction")
    row = there or Population(district=order.district, month=order.month, station=order.station)
    said = {"correction": order.correction.strip()} if order.correction else {}
    said |= {"note": order.note} if order.note is not None else {}
    return task.work.change(row, seen=order.seen, **counts, **said)


def _refuse_strange_month(task: Task, order: EnterPopulation) -> None:
    if order.month < task.city.config.law_from or task.city.config.unit(order.district, order.month) is None:
        gone = Text("该区县当月不存在或尚无规定", "no such district in that month, or no law for it")
        raise Refusal(gone, reason="no_such_month", where=f"{order.district} {month_text(order.month)}")
    if order.month > task.work.now.year * 12 + task.work.now.month - 1:
        early = Text("月份尚未开始", "that month has not begun")
        raise Refusal(early, reason="no_such_month", where=month_text(order.month))


def _refuse_strange_unit(task: Task, order: EnterPopulation) -> None:
    if order.station == WHOLE_DISTRICT:
        return
    day = last_day(order.month)
    known = [
        s.name
        for s in task.work.all(Station, district=order.district)
        if s.valid_from <= day and (s.valid_to is None or day < s.valid_to)
    ]
    if order.station not in known:
        none = Text("当月没有此站点;请先登记站点", "no such station in that month; enter it first")
        raise Refusal(none, reason="unknown_station", where=order.station)


__all__ = ["COUNTS", "EnterPopulation", "enter_population"]

"""How an employment begins: on days that no other employment takes, with the seniority that the person brings."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from liuguan.errors import Refusal, Text
from liuguan.records.base import Day
from liuguan.records.store import as_known, table_of
from liuguan.records.tables.people import Assignment
from liuguan.services.commands import Task
from liuguan.services.roster.changing import next_line
from liuguan.services.roster.timeline import Span, spans


def begin_employment(
    task: Task, district: str, worker: str, *, action: str, reason: str, holds: Mapping[str, Any]
) -> Assignment:
    """Put the first line of an employment on the roster.

    Args:
        holds: what the line says; `from_day` and `employment_start` at least. Without `migrant_work_start` the person
            keeps what earlier service earned (II.5).

    Raises:
        Refusal: the district does not exist then, another employment holds on one of the days, or the staff number
            is somebody else's.
    """
    first, last = holds["employment_start"], holds.get("employment_end")
    refuse_strange_day(task, district, first)
    timed = spans(task.work.session, there) if (there := task.work.all(Assignment, worker=worker)) else []
    _refuse_overlap(timed, first, last)
    _refuse_taken(task, district, worker, holds.get("staff_number"), first)
    task.subject = worker
    said = {name: value for name, value in holds.items() if value is not None}
    said.setdefault("migrant_work_start", seniority_start(timed, first))
    return task.work.put(
        Assignment(
            district=district, worker=worker, line=next_line(task, district, worker), action=action, reason=reason,
            changed=" ".join(said), **said,
        )
    )  # fmt: skip


def refuse_strange_day(task: Task, district: str, day: Day) -> None:
    """Refuse a day on which there is no such district.

    Raises:
        ConfigError: there never is.
        Refusal: with the district that it was merged into, or the day from which it is one.
    """
    task.city.check_id(district)
    units = [unit for unit in task.city.config.units if unit.id == district]
    if any(unit.valid_from <= day < unit.valid_to for unit in units):
        return
    successor = units[-1].successor
    gone = Text(
        f"该日没有此区县;并入 {successor or '-'}",
        f"there is no such district on that day; it became {successor or '-'}",
    )
    raise Refusal(gone, reason="district_gone", where=f"{district} {day}")


def seniority_start(timed: Sequence[Span], first: Day) -> Day:
    """The day from which migrant work counts, when an employment begins (II.5).

    That is the start of the earlier service, moved on by the days in between, which do not count; without earlier
    service the first day itself.
    """
    earlier = [s for s in timed if s.last is not None and s.last < first and s.line.migrant_work_start is not None]
    if not earlier:
        return first
    latest = max(earlier, key=lambda span: span.last or datetime.date.min)
    start, last = latest.line.migrant_work_start, latest.last
    return first if start is None or last is None else start + (first - last) - datetime.timedelta(days=1)


def _refuse_overlap(timed: Sequence[Span], first: Day, last: Day | None) -> None:
    there = next((span for span in timed if span.meets(first, last)), None)
    if there is not None:
        two = Text(
            "此人同日已在岗;请先登记其离岗,或办理调动",
            "the person is in post on these days already; record the leave there first, or transfer",
        )
        raise Refusal(two, reason="two_employments", where=there.line.district)


def _refuse_taken(task: Task, district: str, worker: str, staff_number: str | None, first: Day) -> None:
    if staff_number is None:
        return
    table = table_of(Assignment)
    still = sa.or_(table.c.employment_end.is_(None), table.c.employment_end >= first)
    others = task.work.session.execute(
        sa.select(table.c.worker).where(
            table.c.staff_number == staff_number, table.c.district == district, table.c.worker != worker,
            as_known(table), still,
        )
    ).first()  # fmt: skip
    if others is not None:
        raise Refusal(Text("该工号已有人使用", "somebody has that staff number"), reason="taken", where=staff_number)


__all__ = ["begin_employment", "refuse_strange_day", "seniority_start"]

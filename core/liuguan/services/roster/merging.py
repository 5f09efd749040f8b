"""A district that was merged into another: everybody in post goes over on the day, with all that their lines say."""

from __future__ import annotations

import polars as pl

from liuguan.errors import Refusal, Text
from liuguan.records.base import Day
from liuguan.records.store import content
from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command, Task, command
from liuguan.services.roster.changing import OF_THE_LINE, OFFICE, lines_of, span_on
from liuguan.services.roster.employing import begin_employment
from liuguan.services.roster.leaving import end_employment
from liuguan.services.roster.reading import roster_on
from liuguan.services.roster.timeline import day_before, spans

NAME = "roster.take_over"


class TakeOver(Command):
    """Let everybody who was in post in a former district go on in the one that it was merged into."""

    former: str


@command(
    TakeOver,
    NAME,
    may={*OFFICE, Role.CITY_OFFICER},
    zh="承接被合并区县人员",
    en="take over a merged district's workers",
)
def take_over(task: Task, order: TakeOver) -> int:
    """End each employment on the eve of the merger and begin it in the successor; returns how many.

    Posts, contracts, employers, fixings and seniority go on. Only the district is another.

    Raises:
        Refusal: the former district was not merged into this one, the operator is not one of both, nobody is in post
            there on the eve, lines begin later there, or a staff number is somebody else's.
    """
    day = _merged_on(task, order)
    if not task.account.may(NAME, order.former):
        both = Text("须由两区县共同的操作员办理", "for an operator of both districts")
        raise Refusal(both, reason="not_allowed", where=order.former)
    eve = day_before(day)
    there = roster_on(task.work.session, order.former, eve)
    workers = there.filter(pl.col("employment_end").ne_missing(eve))["worker"].to_list()
    if not workers:
        nobody = Text("合并前一日无人在岗,或已承接", "nobody is in post there on the eve, or all are taken over")
        raise Refusal(nobody, reason="nobody", where=order.former)
    for worker in workers:
        lines = lines_of(task, order.former, worker)
        held = content(span_on(spans(task.work.session, lines), eve).line)
        end_employment(task, lines, eve, "transfer_out", order.district)
        goes_on = {name: value for name, value in held.items() if name not in OF_THE_LINE}
        begun = {"from_day": day, "employment_start": day}
        begin_employment(
            task, order.district, worker, action="transfer_in", reason=order.former, holds={**goes_on, **begun}
        )  # fmt: skip
    task.subject = order.former
    return len(workers)


def _merged_on(task: Task, order: TakeOver) -> Day:
    """The day of the merger.

    Raises:
        Refusal: there was none.
    """
    for unit in task.city.config.units:
        if unit.id == order.former and unit.successor == order.district:
            return unit.valid_to
    none = Text(f"未并入 {order.district}", f"it was not merged into {order.district}")
    raise Refusal(none, reason="not_merged", where=order.former)


__all__ = ["TakeOver", "take_over"]

"""Recording inspections and their findings (F7): the sample with its denominators, and who was responsible."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from liuguan.errors import Refusal, Refusals, Text
from liuguan.records.store import CHINA
from liuguan.records.tables.inspections import Inspection, InspectionFinding
from liuguan.records.tables.operators import Role
from liuguan.records.tables.people import Worker
from liuguan.services.commands import Command, PersonalText, Task, command
from liuguan.services.inspections.responsible import Responsible, responsible_on

Kind = Literal["unannounced", "tracing_back", "announced"]
Defect = Literal[
    "missed_registration", "missed_permit", "missed_check", "missed_feedback", "wrong_data", "false_data"
]  # fmt: skip
Count = Annotated[int, Field(ge=0, le=10_000_000)]
Points = Annotated[int, Field(gt=0, le=10_000)]
MAY = {Role.CLERK, Role.HEAD, Role.CITY_OFFICER}


class FindingGiven(BaseModel):
    """Defects of one kind.

    Attributes:
        expected: how many of the sample should have been in order: the denominator.
        found: how many of them were not.
        worker: who answers for it; looked up from the roster where only one can be meant.
        relevant_day: when it should have been done; the day of the inspection without it.
        item: item of the sheet that it counts on; by the kind of defect without it.
        points_lost: hundredths of a point that an order on the inspection takes, in place of the item's own step.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(strict=True, extra="forbid", frozen=True)

    defect: Defect
    expected: Count | None = None
    found: Count | None = None
    worker: str | None = None
    relevant_day: datetime.date | None = None
    item: str | None = None
    points_lost: Points | None = None
    due_on: datetime.date | None = None


class RecordInspection(Command):
    """Record a round of inspection at one place with what it found."""

    id: str
    kind: Kind
    day: datetime.date
    team: PersonalText | None = None
    station: str | None = None
    frame: str | None = None
    sample_size: Count | None = None
    pay_verified: bool | None = None
    exclusive_verified: bool | None = None
    photo_reference: str | None = None
    note: str | None = None
    findings: tuple[FindingGiven, ...] = ()


class AddFinding(Command):
    """Add a finding to an inspection."""

    id: str
    finding: FindingGiven


class AssignFinding(Command):
    """Say who answers for a finding, in place of who was suggested."""

    id: str
    number: int
    worker: str
    seen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A finding as it was kept, and whom the roster suggests where more than one, or nobody, can be meant."""

    finding: InspectionFinding
    looked_up: bool
    suggested: tuple[Responsible, ...] = ()


@command(RecordInspection, "inspection.record", may=MAY, zh="登记检查", en="record an inspection")
def record_inspection(task: Task, order: RecordInspection) -> list[Recorded]:
    """Record an inspection.

    Raises:
        Refusal: the number is taken, or the day lies ahead.
        Refusals: with everything that is wrong with the findings.
    """
    task.city.check_id(order.district)
    if not order.id.strip() or task.work.current(Inspection, order.district, order.id) is not None:
        taken = Text("编号为空或已被使用", "the number is empty or taken")
        raise Refusal(taken, reason="taken", where=order.id or "id")
    if order.day > task.work.now.astimezone(CHINA).date():
        ahead = Text("检查日期晚于今天", "the day of the inspection lies ahead")
        raise Refusal(ahead, reason="bad_order", where=order.id)
    made = task.work.put(Inspection(**order.model_dump(exclude={"findings"})))
    return _keep(task, made, order.findings, first=1)


@command(AddFinding, "inspection.finding", may=MAY, zh="补登检查发现", en="add a finding")
def add_finding(task: Task, order: AddFinding) -> Recorded:
    """Add a finding to an inspection.

    Raises:
        Refusal: no such inspection.
        Refusals: with everything that is wrong with the finding.
    """
    inspection = inspection_of(task, order.district, order.id)
    there = task.work.all(InspectionFinding, district=order.district, inspection=order.id)
    return _keep(task, inspection, [order.finding], first=1 + max((f.number for f in there), default=0))[0]


@command(AssignFinding, "inspection.assign", may=MAY, zh="确定责任人", en="say who answers for a finding")
def assign_finding(task: Task, order: AssignFinding) -> InspectionFinding:
    """Say who answers for a finding.

    Raises:
        Refusal: no such finding or worker, or it has entered a sheet already.
        Conflict: it was changed since it was seen.
    """
    found = finding_of(task, order.district, order.id, order.number)
    if found.entered_month is not None:
        entered = Text("已计入考核表;请先撤销计入", "it has entered a sheet; take that back first")
        raise Refusal(entered, reason="entered", where=f"{order.id} {order.number}")
    if task.work.session.get(Worker, order.worker) is None:
        raise Refusal(Text("没有此人员", "there is no such worker"), reason="unknown_worker", where=order.worker)
    return task.work.change(found, seen=order.seen, worker=order.worker)


def inspection_of(task: Task, district: str, id_: str) -> Inspection:
    """An inspection by its number.

    Raises:
        Refusal: there is none.
    """
    found = task.work.current(Inspection, district, id_)
    if found is None:
        raise Refusal(Text("没有此检查", "there is no such inspection"), reason="unknown_inspection", where=id_)
    return found


def finding_of(task: Task, district: str, id_: str, number: int) -> InspectionFinding:
    """A finding by its inspection and number.

    Raises:
        Refusal: there is none.
    """
    found = task.work.current(InspectionFinding, district, id_, number)
    if found is None:
        none = Text("没有此检查发现", "there is no such finding")
        raise Refusal(none, reason="unknown_finding", where=f"{id_} {number}")
    return found


def _keep(task: Task, of: Inspection, given: Sequence[FindingGiven], *, first: int) -> list[Recorded]:
    problems = [p for number, f in enumerate(given, first) for p in _problems(task, of, f, f"{of.id} {number}")]
    if problems:
        raise Refusals(problems, reason="bad_findings")
    return [_kept(task, of, f, number) for number, f in enumerate(given, first)]


def _problems(task: Task, of: Inspection, given: FindingGiven, where: str) -> list[Refusal]:
    found = []
    if given.expected is not None and given.found is not None and given.found > given.expected:
        more = Text(
            f"发现 {given.found} 多于应查 {given.expected}", f"{given.found} found of {given.expected} expected"
        )
        found.append(Refusal(more, reason="more_than_expected", where=where))
    if given.relevant_day is not None and given.relevant_day > of.day:
        ahead = Text("所涉日期晚于检查日期", "the relevant day is after the inspection")
        found.append(Refusal(ahead, reason="bad_order", where=where))
    if given.worker is not None and task.work.session.get(Worker, given.worker) is None:
        found.append(Refusal(Text("没有此人员", "there is no such worker"), reason="unknown_worker", where=where))
    return found


def _kept(task: Task, of: Inspection, given: FindingGiven, number: int) -> Recorded:
    day = given.relevant_day or of.day
    suggested: list[Responsible] = []
    if given.worker is None and of.station is not None:
        suggested = responsible_on(task.work.session, of.district, day, of.station)
    only = suggested[0].worker if len(suggested) == 1 else None
    kept = task.work.put(
        InspectionFinding(
            district=of.district, inspection=of.id, number=number, about_month=day.year * 12 + day.month - 1,
            **{**given.model_dump(), "worker": given.worker or only, "relevant_day": day},
        )
    )  # fmt: skip
    return Recorded(finding=kept, looked_up=only is not None, suggested=tuple(suggested))

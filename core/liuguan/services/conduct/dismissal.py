"""Dismissal files (IV.3.6, F12): decided when every step of the labour-law path is there; what is missing is named.

Incompetence (Labour Contract Law, art. 40): failed, then trained or moved to another post, failed again, no
protection (art. 42), union asked (art. 43), thirty days' notice or a month's pay. Serious breach (art. 39): the
breach with its document, and the union asked. To stand last in a ranking is no ground (Guiding Case 18).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from liuguan.errors import Refusal, Text
from liuguan.records.base import Day
from liuguan.records.store import CHINA
from liuguan.records.tables.conduct import DisciplineEvent, Dismissal
from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command, Task, command
from liuguan.services.roster.changing import OFFICE, lines_of, span_on
from liuguan.services.roster.timeline import spans

NOTICE = datetime.timedelta(days=30)
Yes = Literal["yes", "no", "unknown"]
PROTECTIONS = {
    "medical_period": Text("医疗期内", "within the medical period"),
    "maternity_protected": Text("孕期、产期、哺乳期", "pregnancy, maternity or nursing"),
    "work_injured": Text("因工负伤或职业病", "injured at work or occupational disease"),
    "near_retirement": Text("连续工作满十五年且距退休不足五年", "15 years of service, less than 5 to retirement"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A step that is not there: what, and by which rule."""

    step: str
    text: Text
    rule: str


class OpenDismissal(Command):
    """Open a file. `last_in_ranking` can be asked for and is refused, so that nobody looks for another word for it."""

    worker: str
    ground: Literal["failed_assessments", "serious_breach", "last_in_ranking"]
    clause: str
    failed_on: datetime.date | None = None
    discipline_event: str | None = None


class RecordDismissalStep(Command):
    """Record steps of the path; fields that are left out stay. Protections are yes, no or unknown, with the day."""

    id: str
    seen: int | None = None
    failed_on: datetime.date | None = None
    remedy: Literal["training", "transfer"] | None = None
    remedy_on: datetime.date | None = None
    remedy_document: str | None = None
    failed_again_on: datetime.date | None = None
    medical_period: Yes = "unknown"
    medical_period_on: datetime.date | None = None
    maternity_protected: Yes = "unknown"
    maternity_protected_on: datetime.date | None = None
    work_injured: Yes = "unknown"
    work_injured_on: datetime.date | None = None
    near_retirement: Yes = "unknown"
    near_retirement_on: datetime.date | None = None
    union_asked: Yes = "unknown"
    union_asked_on: datetime.date | None = None
    notice_on: datetime.date | None = None
    pay_in_lieu: bool = False
    leaves_on: datetime.date | None = None
    document: str | None = None


class DecideDismissal(Command):
    """Decide a file whose path is complete."""

    id: str


class DropDismissal(Command):
    """Close a file without a dismissal."""

    id: str
    reason: str


@command(OpenDismissal, "dismissal.open", may=OFFICE, zh="登记辞退审批", en="open a dismissal file")
def open_dismissal(task: Task, order: OpenDismissal) -> Dismissal:
    """Open a file.

    Raises:
        Refusal: last place in a ranking as ground, no day of the failed assessment, no serious breach with a
            document, not in post, or another file that is open.
    """
    if order.ground == "last_in_ranking":
        never = Text(
            "排名末位不等于不能胜任,不得作为辞退依据(指导案例18号)",
            "last place in a ranking is not incompetence and is no ground (Guiding Case 18)",
        )
        raise Refusal(never, reason="no_ground", where=order.ground)
    span_on(spans(task.work.session, lines_of(task, order.district, order.worker)), _today(task))
    if any(f.state == "open" for f in task.work.all(Dismissal, district=order.district, worker=order.worker)):
        raise Refusal(Text("已有未决的辞退审批表", "a file is open already"), reason="taken", where=order.worker)
    _refuse_groundless(task, order)
    return task.work.put(
        Dismissal(
            id=f"d{task.work.event}", opened_on=_today(task), opened_by=task.account.name,
            **order.model_dump(),
        )
    )  # fmt: skip


@command(RecordDismissalStep, "dismissal.step", may=OFFICE, zh="登记辞退程序", en="record steps of a dismissal")
def record_step(task: Task, order: RecordDismissalStep) -> tuple[Missing, ...]:
    """Record steps; returns those that are still missing.

    Raises:
        Refusal: no such file, or one that is not open.
        Conflict: it was changed since it was seen.
    """
    found = _open_file(task, order.district, order.id)
    own = order.model_fields_set - {"district", "id", "seen"}
    changed = task.work.change(found, seen=order.seen, **{name: getattr(order, name) for name in own})
    return missing_steps(changed)


@command(
    DecideDismissal, "dismissal.decide", may={Role.HEAD}, zh="批准辞退", en="decide a dismissal", undoable=False
)  # fmt: skip
def decide_dismissal(task: Task, order: DecideDismissal) -> Dismissal:
    """Decide.

    Raises:
        Refusal: no such file, one that is not open, who opened it decides, or steps are missing: all are named.
    """
    found = _open_file(task, order.district, order.id)
    if found.opened_by == task.account.name:
        other = Text("须由登记人以外的负责人批准", "somebody else than who opened the file has to decide")
        raise Refusal(other, reason="four_eyes", where=order.id)
    missing = missing_steps(found)
    if missing:
        listed = Text.joined((m.text + f" [{m.rule}]" for m in missing), "; ")
        incomplete = Text(f"程序不完整:{listed.zh}", f"the path is incomplete: {listed.en}")
        raise Refusal(incomplete, reason="incomplete", where=order.id)
    return task.work.change(found, state="decided", decided_on=_today(task), decided_by=task.account.name)


@command(DropDismissal, "dismissal.drop", may={Role.HEAD}, zh="撤销辞退审批", en="drop a dismissal file")
def drop_dismissal(task: Task, order: DropDismissal) -> Dismissal:
    """Close without a dismissal.

    Raises:
        Refusal: no such file, or one that is not open.
    """
    return task.work.change(_open_file(task, order.district, order.id), state="dropped")


def missing_steps(file: Dismissal) -> tuple[Missing, ...]:
    """The steps that a file lacks before it can be decided, in the order of the path."""
    found = [*(_incompetence(file) if file.ground == "failed_assessments" else ()), *_union(file)]
    if file.leaves_on is None:
        found.append(Missing(step="leaves_on", text=Text("最后在岗日", "last day in post"), rule="II.13"))
    if not file.document:
        found.append(Missing(step="document", text=Text("决定文号", "number of the decision"), rule="IV.3.6"))
    return tuple(found)


def _incompetence(file: Dismissal) -> Iterator[Missing]:
    law, failed, remedied = "art. 40(2)", file.failed_on, file.remedy_on
    if failed is None:
        yield Missing(step="failed_on", text=Text("首次考核不合格的日期", "day of the failed assessment"), rule=law)
    in_order = failed is not None and remedied is not None and remedied > failed
    if file.remedy is None or not in_order or not file.remedy_document:
        text = Text("不合格后的培训或调岗记录", "training or transfer after it, with its record")
        yield Missing(step="remedy", text=text, rule=law)
    if file.failed_again_on is None or remedied is None or file.failed_again_on <= remedied:
        text = Text("培训或调岗后仍不合格", "failed again after training or transfer")
        yield Missing(step="failed_again", text=text, rule=law)
    yield from _protected(file)
    served = file.notice_on is not None and file.leaves_on is not None and file.leaves_on >= file.notice_on + NOTICE
    told = file.notice_on is not None and _after(file.notice_on, file.failed_again_on)
    if not told or not (served or file.pay_in_lieu):
        text = Text(
            "再次不合格后提前 30 日通知,或支付一个月工资", "thirty days' notice after it, or a month's pay in lieu"
        )
        yield Missing(step="notice", text=text, rule=law)


def _protected(file: Dismissal) -> Iterator[Missing]:
    for name, what in PROTECTIONS.items():
        answer, on = getattr(file, name), getattr(file, f"{name}_on")
        if answer == "yes":
            text = Text("不得辞退:", "must not be dismissed: ") + what
            yield Missing(step=name, text=text, rule="art. 42")
        elif answer == "unknown" or not _after(on, file.failed_again_on):
            text = Text("再次不合格后核实是否属于:", "to be answered after the second failure, with the day: ") + what
            yield Missing(step=name, text=text, rule="art. 42")


def _union(file: Dismissal) -> Iterator[Missing]:
    if file.union_asked != "yes" or file.union_asked_on is None or file.union_asked_on < file.opened_on:
        text = Text("事先将理由通知工会", "the union asked beforehand, since the file was opened")
        yield Missing(step="union_asked", text=text, rule="art. 43")


def _after(day: Day | None, other: Day | None) -> bool:
    return day is not None and other is not None and day >= other


def _refuse_groundless(task: Task, order: OpenDismissal) -> None:
    if order.ground == "failed_assessments" and order.failed_on is None:
        no_day = Text("写明首次考核不合格的日期", "give the day of the failed assessment")
        raise Refusal(no_day, reason="bad_order", where="failed_on")
    if order.ground == "serious_breach":
        breach = task.work.current(DisciplineEvent, order.district, order.discipline_event or "")
        if breach is None or breach.worker != order.worker or not breach.serious or not breach.document:
            none = Text("须有此人有文件依据的严重违纪记录", "it needs a serious breach of this worker, with a document")
            raise Refusal(none, reason="no_ground", where=order.discipline_event or "discipline_event")


def _open_file(task: Task, district: str, id_: str) -> Dismissal:
    found = task.work.current(Dismissal, district, id_)
    if found is None or found.state != "open":
        none = Text("没有未决的此审批表", "there is no such open file")
        raise Refusal(none, reason="not_open", where=id_)
    return found


def _today(task: Task) -> Day:
    return task.work.now.astimezone(CHINA).date()


__all__ = [
    "DecideDismissal", "DropDismissal", "Missing", "OpenDismissal", "RecordDismissalStep", "decide_dismissal",
    "drop_dismissal", "missing_steps", "open_dismissal", "record_step",
]  # fmt: skip

"""What the office enters for a month's pay: days, overtime and the like; and who is left out of a run, and why."""

from __future__ import annotations

from typing import Annotated

from liuguan.errors import Refusal, Text
from liuguan.language.written import month_text
from liuguan.records.store import content
from liuguan.records.tables.operators import Role
from liuguan.records.tables.pay import PayEntry, PayOmission
from liuguan.records.tables.people import Worker
from liuguan.services.commands import PERSONAL, Command, PersonalText, Task, command
from liuguan.services.pay.runs import open_runs
from liuguan.vocabulary import VOCABULARY, WORKER_MONTH

Entered = Annotated[int | None, PERSONAL]
"""An amount in fen, or days; what is not given stays as it was."""


class EnterPay(Command):
    """Enter what no other record says of a worker's month; also of a closed month, where it becomes a delta."""

    month: int
    worker: str
    scheduled_days: Entered = None
    paid_days: Entered = None
    paid_overtime: Entered = None
    paid_special_allowances: Entered = None
    paid_reimbursements: Entered = None
    deducted_housing_fund: Entered = None
    income_tax: Entered = None
    last_known_wage: Entered = None
    unknown: tuple[str, ...] = ()
    """Columns that are to be unknown again."""
    seen: int | None = None


class LeaveOutOfPay(Command):
    """Leave a worker out of a month's run on purpose."""

    month: int
    worker: str
    reason: PersonalText


class TakeIntoPay(Command):
    """Let a worker who was left out be paid again."""

    month: int
    worker: str


@command(EnterPay, "pay.enter", may={Role.CLERK, Role.HEAD}, zh="录入工资项目", en="enter what a pay line needs")
def enter_pay(task: Task, order: EnterPay) -> PayEntry:
    """Enter columns of a worker's month.

    Raises:
        Refusal: no such worker, a value that cannot be, or more days paid than scheduled.
        Conflict: the entry was changed since it was seen.
    """
    _check_worker(task, order.worker)
    there = task.work.current(PayEntry, order.district, order.month, order.worker)
    kept = content(there) if there is not None else {}
    given = {n: v for n in COLUMNS if (v := getattr(order, n)) is not None}
    for name, value in given.items():
        low, high = _bounds(name)
        if not low <= value <= high:
            wrong = Text(f"应在 {low} 与 {high} 之间", f"must lie between {low} and {high}")
            raise Refusal(wrong, reason="bad_order", where=name)
    strange = [n for n in order.unknown if n not in COLUMNS]
    if strange:
        raise Refusal(Text("没有这一列", "no such column"), reason="bad_order", where=", ".join(strange))
    made = {**kept, **dict.fromkeys(order.unknown), **given}
    scheduled, paid = made.get("scheduled_days"), made.get("paid_days")
    if scheduled is not None and paid is not None and paid > scheduled:
        many = Text("计薪天数多于应出勤天数", "more days are paid than were scheduled")
        raise Refusal(many, reason="bad_order", where="paid_days")
    whose = {"district": order.district, "month": order.month, "worker": order.worker}
    return task.work.put(PayEntry.model_validate({**made, **whose}), seen=order.seen)


@command(
    LeaveOutOfPay, "pay.leave_out", may={Role.CLERK, Role.HEAD}, zh="暂不发放某人工资", en="leave a worker out of a run"
)  # fmt: skip
def leave_out_of_pay(task: Task, order: LeaveOutOfPay) -> PayOmission:
    """Leave a worker out of all runs of an open month; what is due is paid as a delta once it is known.

    Raises:
        Refusal: the month has no run or is closed, no such worker, or no reason.
    """
    regular, _ = open_runs(task, order.district, order.month)
    _check_worker(task, order.worker)
    if not order.reason.strip():
        raise Refusal(Text("须写明理由", "give a reason"), reason="bad_order", where="reason")
    return task.work.put(
        PayOmission(
            district=order.district, pay_month=order.month, run=regular.number, worker=order.worker,
            reason=order.reason.strip(),
        )
    )  # fmt: skip


@command(
    TakeIntoPay, "pay.take_in", may={Role.CLERK, Role.HEAD}, zh="恢复发放某人工资", en="pay a worker who was left out"
)
def take_into_pay(task: Task, order: TakeIntoPay) -> str:
    """Take back that a worker is left out.

    Raises:
        Refusal: the month has no run or is closed, or the worker is not left out.
    """
    regular, _ = open_runs(task, order.district, order.month)
    found = task.work.current(PayOmission, order.district, order.month, regular.number, order.worker)
    if found is None:
        none = Text("未被列为暂不发放", "the worker is not left out")
        raise Refusal(none, reason="not_left_out", where=month_text(order.month))
    task.work.end(found)
    return order.worker


COLUMNS = (
    "scheduled_days", "paid_days", "paid_overtime", "paid_special_allowances", "paid_reimbursements",
    "deducted_housing_fund", "income_tax", "last_known_wage",
)  # fmt: skip
"""Columns that can be entered."""


def _bounds(name: str) -> tuple[int, int]:
    declared = VOCABULARY.find(WORKER_MONTH, name)
    low, high = declared.bounds() if declared is not None else (None, None)
    return low or 0, high if high is not None else 10_000_000


def _check_worker(task: Task, worker: str) -> None:
    if task.work.session.get(Worker, worker) is None:
        raise Refusal(Text("没有该人员", "no such worker"), reason="unknown_worker", where=worker)

"""The reward register (IV.3.4, F11): one case once, its parts make up the whole, and nothing is paid unconfirmed."""

from __future__ import annotations

import datetime
import unicodedata
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from liuguan.errors import Refusal, Text
from liuguan.language.kinds import FEN
from liuguan.language.written import write
from liuguan.records.tables.conduct import Reward, RewardShare
from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command, Task, command
from liuguan.services.roster.changing import OFFICE, lines_of, span_on
from liuguan.services.roster.timeline import spans

RewardKind = Literal["fugitive", "family_planning", "child_labour", "lead", "capture"]
Amount = Annotated[int, Field(gt=0, le=1_000_000_000)]


class Share(BaseModel):
    """A worker's part, in fen."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    worker: str
    amount: Amount


class RegisterReward(Command):
    """Enter a reward by the reference of its case, and how it is divided; amounts in fen."""

    reference: str
    kind: RewardKind
    day: datetime.date
    amount: Amount
    shares: tuple[Share, ...]


class ConfirmReward(Command):
    """Record which unit confirmed the case, and when."""

    reference: str
    confirming_unit: str
    confirmed_on: datetime.date
    seen: int | None = None


class RefuseReward(Command):
    """Record that the unit did not confirm the case."""

    reference: str
    confirming_unit: str
    confirmed_on: datetime.date
    seen: int | None = None


@command(RegisterReward, "reward.register", may=OFFICE, zh="登记奖励", en="register a reward")
def register_reward(task: Task, order: RegisterReward) -> Reward:
    """Register a reward.

    Raises:
        Refusal: the case is registered already, here or in another district, the parts are not the whole, a worker
            stands among them twice, or was not in post on the day.
    """
    reference = case_reference(order.reference)
    if not reference or task.work.all(Reward, reference=reference):
        twice = Text("案号为空,或该案已登记奖励", "no reference of the case, or the case is registered already")
        raise Refusal(twice, reason="taken", where=reference or "reference")
    if sum(share.amount for share in order.shares) != order.amount:
        total = write(sum(share.amount for share in order.shares), FEN)
        parts = Text(f"各人合计 {total},与总额不符", f"the parts sum to {total}, which is not the whole")
        raise Refusal(parts, reason="not_the_whole", where=reference)
    if len({share.worker for share in order.shares}) < len(order.shares):
        raise Refusal(Text("同一人列了两次", "a worker stands there twice"), reason="bad_order", where="shares")
    for share in order.shares:
        span_on(spans(task.work.session, lines_of(task, order.district, share.worker)), order.day)
        task.work.put(RewardShare(district=order.district, reference=reference, **share.model_dump()))
    task.subject = reference
    return task.work.put(
        Reward(
            district=order.district, reference=reference, kind=order.kind, day=order.day, amount=order.amount
        )
    )  # fmt: skip


@command(ConfirmReward, "reward.confirm", may={Role.HEAD}, zh="确认奖励", en="confirm a reward")
def confirm_reward(task: Task, order: ConfirmReward) -> Reward:
    """Let a reward be paid.

    Raises:
        Refusal: no such reward, none that waits, no unit, or a day before the case.
        Conflict: it was changed since it was seen.
    """
    return _settle(task, order, "confirmed")


@command(RefuseReward, "reward.refuse", may={Role.HEAD}, zh="奖励未获确认", en="record that a reward is not confirmed")
def refuse_reward(task: Task, order: RefuseReward) -> Reward:
    """Close a reward without payment.

    Raises:
        Refusal: no such reward, none that waits, no unit, or a day before the case.
        Conflict: it was changed since it was seen.
    """
    return _settle(task, order, "refused")


def case_reference(written: str) -> str:
    """A case's reference as it is compared: without blanks and full-width forms, in capitals."""
    return "".join(unicodedata.normalize("NFKC", written).split()).upper()


def _settle(task: Task, order: ConfirmReward | RefuseReward, state: str) -> Reward:
    task.subject = reference = case_reference(order.reference)
    found = task.work.current(Reward, order.district, reference)
    if found is None or found.state != "registered":
        none = Text("没有待确认的此项奖励", "no such reward waits for a confirmation")
        raise Refusal(none, reason="not_registered", where=reference)
    if not order.confirming_unit.strip() or order.confirmed_on < found.day:
        wrong = Text("须有确认单位,且不早于案发日", "it needs a unit, and a day not before the case")
        raise Refusal(wrong, reason="bad_order", where=reference)
    return task.work.change(
        found, seen=order.seen, state=state, confirming_unit=order.confirming_unit.strip(),
        confirmed_on=order.confirmed_on,
    )  # fmt: skip


__all__ = [
    "ConfirmReward", "RefuseReward", "RegisterReward", "Share", "case_reference", "confirm_reward", "refuse_reward",
    "register_reward",
]  # fmt: skip

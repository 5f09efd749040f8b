"""Age exceptions (IV.1.4b): asked for with a reason, approved by a named other person of the district office."""

from __future__ import annotations

from liuguan.errors import Refusal, Text
from liuguan.records.tables.hiring import Candidate
from liuguan.records.tables.operators import Role
from liuguan.services.candidates.files import open_file
from liuguan.services.commands import Command, PersonalText, Task, command
from liuguan.services.roster.changing import OFFICE


class RequestAgeException(Command):
    """Ask that a candidate be hired below or above the usual age, and say what justifies it."""

    candidate: str
    reason: PersonalText


class DecideAgeException(Command):
    """Approve an age exception that was asked for, or not; the approver's name is kept."""

    candidate: str
    approve: bool


@command(RequestAgeException, "candidate.request_age", may=OFFICE, zh="申请年龄放宽", en="ask for an age exception")
def request_age_exception(task: Task, order: RequestAgeException) -> Candidate:
    """Record reason and requester; an earlier approval is void.

    Raises:
        Refusal: no reason, no such file, or one that is decided.
    """
    if not order.reason.strip():
        raise Refusal(Text("请写明放宽理由", "say what justifies it"), reason="no_reason", where="reason")
    return task.work.change(
        open_file(task, order.district, order.candidate), age_exception_reason=order.reason.strip(),
        age_exception_requester=task.account.name, age_exception_approved=None, age_exception_approver=None,
    )  # fmt: skip


@command(DecideAgeException, "candidate.decide_age", may={Role.HEAD}, zh="批准年龄放宽", en="decide an age exception")
def decide_age_exception(task: Task, order: DecideAgeException) -> Candidate:
    """Approve or not.

    Raises:
        Refusal: nobody asked, the same person did, no such file, or one that is decided.
    """
    found = open_file(task, order.district, order.candidate)
    if not found.age_exception_reason or not found.age_exception_requester:
        nobody = Text("尚未申请年龄放宽", "nobody asked for an age exception")
        raise Refusal(nobody, reason="not_requested", where=order.candidate)
    if found.age_exception_requester == task.account.name:
        other = Text("须由申请人以外的负责人批准", "somebody else than who asked has to approve")
        raise Refusal(other, reason="four_eyes", where=order.candidate)
    return task.work.change(
        found, age_exception_approved=order.approve, age_exception_approver=task.account.name
    )  # fmt: skip


__all__ = ["DecideAgeException", "RequestAgeException", "decide_age_exception", "request_age_exception"]

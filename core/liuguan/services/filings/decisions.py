"""What the city office does with what was submitted: it registers or returns, and decides on relaxed ratios (I.8, V.2).

Registration is a receipt. Whoever registered an application does not decide on it, nor does who prepared or
submitted it; a grant is never retroactive.
"""

from __future__ import annotations

import json
from typing import Any

from liuguan.errors import Refusal, Text
from liuguan.records.base import Day
from liuguan.records.tables.filings import PERMISSION_FORM, Filing, FilingAct
from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command, Task, command
from liuguan.services.filings.history import History, Standing
from liuguan.services.filings.permission import mergers
from liuguan.services.filings.submitting import act, not_now, submitted_in, today
from liuguan.services.working_days import Deadlines, months_later


class RegisterFiling(Command):
    """Take a submitted filing into the register."""

    filing: str
    number: int | None = None


class ReturnFiling(Command):
    """Return a filing for correction; what is missing is said as the reason."""

    filing: str
    number: int | None = None
    reason: str


class GrantRatio(Command):
    """Grant a relaxed ratio, as applied for or for fewer units, another ratio, other days.

    Attributes:
        effective_to: first day on which it no longer holds; after the usual term without it.
    """

    filing: str
    document_number: str
    units: tuple[str, ...] | None = None
    migrants_per_worker: int | None = None
    households_per_worker: int | None = None
    effective_from: Day | None = None
    effective_to: Day | None = None


class RefuseRatio(Command):
    """Refuse a relaxed ratio."""

    filing: str
    document_number: str
    reason: str


class RevokeGrant(Command):
    """Revoke a grant from a day on, today at the earliest."""

    filing: str
    document_number: str
    reason: str
    effective_from: Day | None = None


CITY = {Role.CITY_OFFICER, Role.CITY_APPROVER}


@command(RegisterFiling, "filing.register", may=CITY, zh="登记备案", en="register a filing", undoable=False)
def register_filing(task: Task, order: RegisterFiling) -> FilingAct:
    """Take a submitted version into the register.

    Raises:
        Refusal: it does not wait for that.
    """
    _, filing = _waiting(task, order.district, order.filing, order.number, {Standing.SUBMITTED})
    return act(task, filing, "register")


@command(ReturnFiling, "filing.return", may=CITY, zh="退回补正", en="return a filing", undoable=False)
def return_filing(task: Task, order: ReturnFiling) -> FilingAct:
    """Return a submitted version for correction.

    Raises:
        Refusal: it does not wait for that, or nothing is said to be missing.
    """
    _, filing = _waiting(task, order.district, order.filing, order.number, {Standing.SUBMITTED})
    return act(task, filing, "return", reason=_stated(order.reason, "reason"))


@command(GrantRatio, "filing.grant", may={Role.CITY_APPROVER}, zh="许可放宽比例", en="grant a ratio", undoable=False)
def grant_ratio(task: Task, order: GrantRatio) -> FilingAct:
    """Grant a relaxed ratio: from today or later, for units and measures that were applied for.

    Raises:
        Refusal: not registered, decided already, not another person's to decide, retroactive, or beyond what was
            applied for.
    """
    filing = _to_decide(task, order.district, order.filing)
    asked: dict[str, Any] = json.loads(filing.manifest)
    begins = order.effective_from or max(filing.effective_from or today(task), today(task))
    if begins < today(task):
        back = Text("许可不溯及既往;起始日最早为今天", "a grant is never retroactive; let it begin today or later")
        raise Refusal(back, reason="retroactive", where="effective_from")
    ends = order.effective_to or filing.effective_to or _usual_end(task, begins)
    if ends <= begins:
        raise Refusal(
            Text("终止日须晚于起始日", "it must end after it begins"), reason="bad_dates", where="effective_to"
        )
    ratios: dict[str, Any] = {name: _ratio(asked, name, getattr(order, name)) for name in RATIOS}
    units = asked["units"] if order.units is None else sorted(order.units)
    if beyond := [u for u in units if asked["units"] and u not in asked["units"]] or (asked["units"] and not units):
        more = Text("超出申请的范围", "that is more than was applied for")
        raise Refusal(more, reason="beyond_application", where=", ".join(beyond) if isinstance(beyond, list) else "*")
    return act(
        task, filing, "grant", document_number=_stated(order.document_number, "document_number"),
        units=json.dumps(units, ensure_ascii=False) if units else None, effective_from=begins, effective_to=ends,
        **ratios,
    )  # fmt: skip


@command(RefuseRatio, "filing.refuse", may={Role.CITY_APPROVER}, zh="不予许可", en="refuse a ratio", undoable=False)
def refuse_ratio(task: Task, order: RefuseRatio) -> FilingAct:
    """Refuse a relaxed ratio.

    Raises:
        Refusal: not registered, decided already, or not another person's to decide.
    """
    filing = _to_decide(task, order.district, order.filing)
    number = _stated(order.document_number, "document_number")
    return act(task, filing, "refuse", document_number=number, reason=_stated(order.reason, "reason"))


@command(RevokeGrant, "filing.revoke", may={Role.CITY_APPROVER}, zh="撤销许可", en="revoke a grant", undoable=False)
def revoke_grant(task: Task, order: RevokeGrant) -> FilingAct:
    """Revoke a grant from a day on.

    Raises:
        Refusal: nothing is granted, it has ended already, or the day is past.
    """
    _, filing = _waiting(task, order.district, order.filing, None, {Standing.GRANTED})
    begins = order.effective_from or today(task)
    if begins < today(task):
        back = Text("撤销最早自今天起", "a revocation begins today or later")
        raise Refusal(back, reason="retroactive", where="effective_from")
    number = _stated(order.document_number, "document_number")
    reason = _stated(order.reason, "reason")
    return act(task, filing, "revoke", document_number=number, reason=reason, effective_from=begins)


RATIOS = ("migrants_per_worker", "households_per_worker")


def _waiting(
    task: Task, district: str, filing: str, number: int | None, allowed: set[Standing]
) -> tuple[History, Filing]:
    """A submitted version that stands as it must."""
    history, found = submitted_in(task, district, filing, number)
    standing = history.standing(found, today(task), mergers=mergers(task.city, district))
    if standing not in allowed:
        raise not_now(found, standing)
    return history, found


def _to_decide(task: Task, district: str, filing: str) -> Filing:
    """A registered application that this operator may decide on."""
    history, found = _waiting(task, district, filing, None, {Standing.REGISTERED})
    if found.form != PERMISSION_FORM:
        notice = Text(
            "备案不需要许可;只有放宽比例需要", "only a relaxed ratio is granted; a filing needs no permission"
        )
        raise Refusal(notice, reason="no_permission_needed", where=found.id)
    registered = {a.operator for a in history.upon(found.number) if a.act == "register"}
    if task.account.name in registered | {found.author, found.approver}:
        same = Text(
            "登记人不能作决定;请由另一名审批人办理", "who registered it does not decide; let another approver do it"
        )
        raise Refusal(same, reason="four_eyes", where=found.id)
    return found


def _ratio(asked: dict[str, Any], name: str, given: int | None) -> int | None:
    """The ratio to grant: as given, else as applied for; of a measure that was applied for."""
    if given is None:
        found: int | None = asked[name]
        return found
    if asked[name] is None:
        more = Text("未申请此口径", "that measure was not applied for")
        raise Refusal(more, reason="beyond_application", where=name)
    if given < 1:
        raise Refusal(Text("比例至少为 1", "a ratio is at least 1"), reason="bad_ratio", where=name)
    return given


def _usual_end(task: Task, begins: Day) -> Day:
    deadlines = Deadlines.on(task.city, begins)
    if deadlines is None:
        unknown = Text("没有默认期限;请写明终止日", "there is no usual term; state when it ends")
        raise Refusal(unknown, reason="no_term", where="effective_to")
    return months_later(begins, deadlines.grant_term_months)


def _stated(text: str, where: str) -> str:
    if not text.strip():
        raise Refusal(Text("不能为空", "must be stated"), reason="not_stated", where=where)
    return text.strip()

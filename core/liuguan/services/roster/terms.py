"""On what terms somebody serves: employer and managing body, contract, insurance exemptions and accident cover."""

from __future__ import annotations

import datetime

from liuguan.errors import Refusal, Text
from liuguan.records.tables.people import Assignment
from liuguan.services.commands import Task, command
from liuguan.services.roster.changing import OFFICE, RosterChange, lines_of, record_change, span_on
from liuguan.services.roster.duties import given, refuse_backwards
from liuguan.services.roster.timeline import spans
from liuguan.services.roster.words import EmployerWord, InsuranceWord, ManagingBodyWord


class ChangeEmployer(RosterChange):
    """Record another employer or managing body; what is left out stays as it is."""

    employer: str | None = None
    employer_type: EmployerWord | None = None
    managing_body: ManagingBodyWord | None = None


@command(ChangeEmployer, "roster.employer", may=OFFICE, zh="变更聘用或管理单位", en="change employer or managing body")
def change_employer(task: Task, order: ChangeEmployer) -> Assignment:
    """Record who employs and who manages (I.3, I.4)."""
    return record_change(task, order, "employer", given(order))


class SignContract(RosterChange):
    """Record a signed contract that runs from `from_day`; without a last day it is open-ended. A renewal is another."""

    signed_on: datetime.date
    last_day: datetime.date | None = None
    states_violations: bool | None = None


@command(SignContract, "roster.sign_contract", may=OFFICE, zh="登记合同签订或续签", en="record a signed contract")
def sign_contract(task: Task, order: SignContract) -> Assignment:
    """Record a contract or its renewal (II.8, IV.1.6).

    Raises:
        Refusal: it ends before it begins, or begins before the contract that holds.
    """
    refuse_backwards(order.from_day, order.last_day)
    held = span_on(spans(task.work.session, lines_of(task, order.district, order.worker)), order.from_day).line
    if held.contract_start is not None and order.from_day <= held.contract_start:
        there = Text(
            f"已有自 {held.contract_start} 起的合同;登记有误请用更正",
            f"there is a contract from {held.contract_start}; if that is a mistake, correct its line",
        )
        raise Refusal(there, reason="contract_there", where=str(order.from_day))
    return record_change(
        task, order, "contract",
        {
            "contract_signed": True, "contract_signed_on": order.signed_on, "contract_start": order.from_day,
            "contract_end": order.last_day, "contract_open_ended": order.last_day is None,
            "contract_has_violation_clause": order.states_violations,
        },
    )  # fmt: skip


class EndContract(RosterChange):
    """Record that a contract ends with `from_day`, its last day; the employment is ended by `roster.leave`."""


@command(EndContract, "roster.end_contract", may=OFFICE, zh="登记合同终止", en="record the end of a contract")
def end_contract(task: Task, order: EndContract) -> Assignment:
    """Record the last day of the contract that holds.

    Raises:
        Refusal: none holds on that day.
    """
    held = span_on(spans(task.work.session, lines_of(task, order.district, order.worker)), order.from_day).line
    if held.contract_signed is not True:
        none = Text("该日没有已签的合同", "no signed contract holds on that day")
        raise Refusal(none, reason="no_contract", where=str(order.from_day))
    return record_change(
        task, order, "contract", {"contract_end": order.from_day, "contract_open_ended": False}
    )  # fmt: skip


class ExemptFromInsurance(RosterChange):
    """Record that a line of insurance need not be paid, with the document that says so; or that it must be again."""

    insurance: InsuranceWord
    exempt: bool = True
    document: str | None = None


@command(ExemptFromInsurance, "roster.exempt", may=OFFICE, zh="登记保险免缴", en="record an insurance exemption")
def exempt_from_insurance(task: Task, order: ExemptFromInsurance) -> Assignment:
    """Record an exemption (II.7).

    Raises:
        Refusal: an exemption without a document.
    """
    if order.exempt and not order.document:
        none = Text("免缴须有文件依据", "an exemption rests on a document; give its number")
        raise Refusal(none, reason="no_document", where=order.insurance)
    return record_change(
        task, order, "exemption",
        {
            f"{order.insurance}_exempt": order.exempt,
            f"{order.insurance}_exemption_document": order.document if order.exempt else None,
        },
    )  # fmt: skip


class CoverAccidents(RosterChange):
    """Record accident insurance from `from_day` to its last day."""

    last_day: datetime.date | None = None


@command(CoverAccidents, "roster.cover", may=OFFICE, zh="登记意外险", en="record accident insurance")
def cover_accidents(task: Task, order: CoverAccidents) -> Assignment:
    """Record the days covered (II.9).

    Raises:
        Refusal: it ends before it begins.
    """
    refuse_backwards(order.from_day, order.last_day)
    return record_change(
        task, order, "cover", {"cover_from": order.from_day, "cover_to": order.last_day}
    )  # fmt: skip


__all__ = [
    "ChangeEmployer", "CoverAccidents", "EndContract", "ExemptFromInsurance", "SignContract", "change_employer",
    "cover_accidents", "end_contract", "exempt_from_insurance", "sign_contract",
]  # fmt: skip

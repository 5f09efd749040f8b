"""Cases of the pay run."""

from __future__ import annotations

from typing import Any

from tests.core.services.cases import case
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.pay.desk import ACCEPT, DECEMBER, Desk

from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command
from liuguan.services.pay.closing import ClosePayRun
from liuguan.services.pay.computing import ComputePayRun
from liuguan.services.pay.delta_runs import ComputeDelta
from liuguan.services.pay.entries import EnterPay, LeaveOutOfPay, TakeIntoPay
from liuguan.services.pay.runs import OpenPayRun

MONTH: dict[str, Any] = {"district": DISTRICT, "month": DECEMBER}


def worked(office_of: OfficeOf) -> Desk:
    """A month of one worker, opened."""
    office = office_of(Role.CLERK)
    desk = Desk(office.store, office.city)
    desk.hire("a")
    desk.month_of_work("a")
    desk.clerk.run(OpenPayRun(**MONTH))
    return desk


@case("pay.open")
def open_pay_run(office_of: OfficeOf) -> Command:
    return OpenPayRun(**MONTH)


@case("pay.enter")
def enter_pay(office_of: OfficeOf) -> Command:
    worked(office_of)
    return EnterPay(**MONTH, worker="a", paid_overtime=51_37, last_known_wage=1783_19)


@case("pay.compute")
def compute_pay_run(office_of: OfficeOf) -> Command:
    worked(office_of)
    return ComputePayRun(**MONTH)


@case("pay.leave_out")
def leave_out_of_pay(office_of: OfficeOf) -> Command:
    worked(office_of)
    return LeaveOutOfPay(**MONTH, worker="a", reason="考核表未交")


@case("pay.take_in")
def take_into_pay(office_of: OfficeOf) -> Command:
    worked(office_of).clerk.run(LeaveOutOfPay(**MONTH, worker="a", reason="考核表未交"))
    return TakeIntoPay(**MONTH, worker="a")


@case("pay.delta")
def compute_delta(office_of: OfficeOf) -> Command:
    desk = worked(office_of)
    desk.pay()
    desk.assess("a", score=95_00)
    desk.month_of_work("a", month=DECEMBER + 1)
    desk.compute(DECEMBER + 1)
    return ComputeDelta(district=DISTRICT, month=DECEMBER + 1)


@case("pay.close")
def close_pay_run(office_of: OfficeOf) -> Command:
    worked(office_of).compute()
    return ClosePayRun(**MONTH, accept=ACCEPT, reason="试算")

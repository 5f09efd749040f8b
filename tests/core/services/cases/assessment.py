"""Cases of monthly assessment and of signatures on paper."""

from __future__ import annotations

import datetime

from tests.core.services.cases import case
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.staffed import DECEMBER, JANUARY, ONE, cell, complete, fill, opened, scored, staff

from liuguan.records.tables.operators import Role
from liuguan.services.assessment.closing import CloseMonth
from liuguan.services.assessment.correcting import CorrectSheet
from liuguan.services.assessment.entering import CopyBaselines, EnterCells
from liuguan.services.assessment.objections import DecideObjection, RaiseObjection, WithdrawObjection
from liuguan.services.assessment.opening import OpenMonth
from liuguan.services.assessment.signing import AcknowledgeSheet, ReviewSheets, SignSheets
from liuguan.services.commands import Command
from liuguan.services.signatures import RecordPaperSignature, sheet_hash

OBJECTION = RaiseObjection(district=DISTRICT, month=DECEMBER, worker=ONE, text="走访次数少记三次")


@case("assessment.open")
def open_month(office_of: OfficeOf) -> Command:
    staff(office_of(Role.CLERK).store)
    return OpenMonth(district=DISTRICT, month=DECEMBER)


@case("assessment.enter")
def enter_cells(office_of: OfficeOf) -> Command:
    store = office_of(Role.CLERK).store
    staff(store)
    opened(office_of)
    return EnterCells(district=DISTRICT, month=DECEMBER, cells=(cell(store, ONE, "R01", "done", 5),))


@case("assessment.copy_baselines")
def copy_baselines(office_of: OfficeOf) -> Command:
    store = office_of(Role.CLERK).store
    staff(store)
    opened(office_of)
    fill(store, office_of, [ONE])
    opened(office_of, JANUARY)
    return CopyBaselines(district=DISTRICT, month=JANUARY)


@case("assessment.sign")
def sign_sheets(office_of: OfficeOf) -> Command:
    scored(office_of)
    return SignSheets(district=DISTRICT, month=DECEMBER, workers=(ONE,))


@case("assessment.acknowledge")
def acknowledge_sheet(office_of: OfficeOf) -> Command:
    office_of(Role.CLERK).run(sign_sheets(office_of))
    return AcknowledgeSheet(district=DISTRICT, month=DECEMBER, worker=ONE)


@case("assessment.review")
def review_sheets(office_of: OfficeOf) -> Command:
    office_of(Role.CLERK).run(sign_sheets(office_of))
    return ReviewSheets(district=DISTRICT, month=DECEMBER, workers=(ONE,))


@case("assessment.close")
def close_month(office_of: OfficeOf) -> Command:
    scored(office_of)
    complete(office_of)
    return CloseMonth(district=DISTRICT, month=DECEMBER)


@case("assessment.correct")
def correct_sheet(office_of: OfficeOf) -> Command:
    office_of(Role.HEAD).run(close_month(office_of))
    store = office_of(Role.HEAD).store
    done = (cell(store, ONE, "R01", "done", 90),)
    return CorrectSheet(district=DISTRICT, month=DECEMBER, worker=ONE, reason="漏记十件,见登记簿", cells=done)


@case("objection.raise")
def raise_objection(office_of: OfficeOf) -> Command:
    staff(office_of(Role.CLERK).store)
    opened(office_of)
    return OBJECTION


@case("objection.decide")
def decide_objection(office_of: OfficeOf) -> Command:
    office_of(Role.CLERK).run(raise_objection(office_of))
    return DecideObjection(
        district=DISTRICT, month=DECEMBER, worker=ONE, number=1, upheld=True, answer="核对后属实"
    )  # fmt: skip


@case("objection.withdraw")
def withdraw_objection(office_of: OfficeOf) -> Command:
    office_of(Role.CLERK).run(raise_objection(office_of))
    return WithdrawObjection(district=DISTRICT, month=DECEMBER, worker=ONE, number=1)


@case("signature.paper")
def record_paper_signature(office_of: OfficeOf) -> Command:
    store = office_of(Role.CLERK).store
    staff(store)
    opened(office_of)
    with store.reading() as session:
        printed = sheet_hash(session, DISTRICT, DECEMBER, "F3")
    return RecordPaperSignature(
        district=DISTRICT, month=DECEMBER, form="F3", signatory="district_office", signed_by="赵主任",
        signed_on=datetime.date(2011, 1, 5), sheet_hash=printed,
    )  # fmt: skip

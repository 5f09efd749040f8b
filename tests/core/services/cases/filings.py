"""Cases of filings, and of the counts from which staffing is judged."""

from __future__ import annotations

import datetime
from functools import cache

from tests.core.services.cases import case
from tests.core.services.conftest import DISTRICT, OfficeOf

from liuguan.district import City
from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command
from liuguan.services.filings.contents import Document
from liuguan.services.filings.decisions import GrantRatio, RefuseRatio, RegisterFiling, ReturnFiling, RevokeGrant
from liuguan.services.filings.drafts import (
    DiscardDraft,
    DraftApplication,
    DraftNotice,
    DraftStandard,
    draft_of,
)  # fmt: skip
from liuguan.services.filings.standard import compose
from liuguan.services.filings.submitting import SubmitFiling, WithdrawFiling
from liuguan.services.population import EnterPopulation

DECEMBER = 2010 * 12 + 11
COUNTS = EnterPopulation(
    district=DISTRICT, month=DECEMBER, actual_migrants=90_000, rental_households=8_000, headcount=180
)  # fmt: skip
EVIDENCE = Document(kind="evidence", number="玄流管〔2011〕3号", date=datetime.date(2011, 1, 4), data=b"%PDF")
APPLICATION = DraftApplication(
    district=DISTRICT, migrants_per_worker=800, reason="聚集一般", documents=(EVIDENCE,)
)  # fmt: skip


@cache
def standard() -> DraftStandard:
    return draft_of(compose(City(), DISTRICT), documents=(EVIDENCE,))


def applied(office_of: OfficeOf) -> str:
    filing: str = office_of(Role.CLERK).run(APPLICATION).id
    office_of(Role.HEAD).run(SubmitFiling(district=DISTRICT, filing=filing))
    return filing


def registered(office_of: OfficeOf) -> str:
    filing = applied(office_of)
    office_of(Role.CITY_OFFICER).run(RegisterFiling(district=DISTRICT, filing=filing))
    return filing


@case("population.enter")
def enter_population(office_of: OfficeOf) -> Command:
    return COUNTS


@case("filing.notice")
def draft_notice(office_of: OfficeOf) -> Command:
    office_of(Role.CLERK).run(COUNTS)
    return DraftNotice(district=DISTRICT, form="F5", month=DECEMBER)


@case("filing.standard")
def draft_standard(office_of: OfficeOf) -> Command:
    return standard()


@case("filing.apply")
def draft_application(office_of: OfficeOf) -> Command:
    return APPLICATION


@case("filing.discard")
def discard_draft(office_of: OfficeOf) -> Command:
    return DiscardDraft(district=DISTRICT, filing=office_of(Role.CLERK).run(APPLICATION).id)


@case("filing.submit")
def submit_filing(office_of: OfficeOf) -> Command:
    return SubmitFiling(district=DISTRICT, filing=office_of(Role.CLERK).run(standard()).id)


@case("filing.withdraw")
def withdraw_filing(office_of: OfficeOf) -> Command:
    return WithdrawFiling(district=DISTRICT, filing=applied(office_of), reason="不再需要")


@case("filing.register")
def register_filing(office_of: OfficeOf) -> Command:
    return RegisterFiling(district=DISTRICT, filing=applied(office_of))


@case("filing.return")
def return_filing(office_of: OfficeOf) -> Command:
    return ReturnFiling(district=DISTRICT, filing=applied(office_of), reason="缺底数依据")


@case("filing.grant")
def grant_ratio(office_of: OfficeOf) -> Command:
    return GrantRatio(district=DISTRICT, filing=registered(office_of), document_number="宁流管〔2011〕5号")


@case("filing.refuse")
def refuse_ratio(office_of: OfficeOf) -> Command:
    return RefuseRatio(
        district=DISTRICT, filing=registered(office_of), document_number="宁流管〔2011〕6号", reason="压力较大"
    )  # fmt: skip


@case("filing.revoke")
def revoke_grant(office_of: OfficeOf) -> Command:
    filing = registered(office_of)
    office_of(Role.CITY_APPROVER).run(GrantRatio(district=DISTRICT, filing=filing, document_number="宁流管〔2011〕5号"))
    return RevokeGrant(district=DISTRICT, filing=filing, document_number="宁流管〔2011〕9号", reason="人口激增")

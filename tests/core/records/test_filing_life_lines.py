"""The life-lines of filings through the services, on both databases."""

from __future__ import annotations

import datetime

import pytest
from tests.core.records.conftest import event

from liuguan.district import City
from liuguan.records.grants import grants_in_force
from liuguan.records.store import Store
from liuguan.records.tables.operators import Operator, Role
from liuguan.services.commands import Command
from liuguan.services.filings.contents import Document
from liuguan.services.filings.decisions import GrantRatio, RegisterFiling, ReturnFiling
from liuguan.services.filings.drafts import DraftApplication, DraftNotice, draft_of
from liuguan.services.filings.due import due, queue
from liuguan.services.filings.in_force import standard_in_force
from liuguan.services.filings.standard import compose
from liuguan.services.filings.submitting import SubmitFiling
from liuguan.services.filings.views import list_filings, view_filing
from liuguan.services.office import Office
from liuguan.services.population import EnterPopulation
from liuguan.services.staffing import staffing

DISTRICT = "xuanwu"
DEC, JAN, FEB = 2010 * 12 + 11, 2011 * 12, 2011 * 12 + 1
TODAY = datetime.date(2011, 1, 6)
EVIDENCE = Document(kind="evidence", number="玄流管〔2011〕3号", date=datetime.date(2011, 1, 4), data=bytes(range(256)))


@pytest.fixture(scope="module")
def city() -> City:
    return City()


@pytest.fixture
def staffed(store: Store) -> Store:
    """Records with an operator in each role, named as the role."""
    with event(store) as work:
        for role in Role:
            work.put(Operator(name=role, role=role, districts="" if role.startswith("city") else DISTRICT))
    return store


def give(store: Store, city: City, role: Role, order: Command) -> str:
    done = Office(store, city, operator=role.value).run(order)
    return str(getattr(done, "id", ""))


def test_a_standard_is_filed_returned_and_filed_again(staffed: Store, city: City) -> None:
    draft = draft_of(compose(city, DISTRICT), documents=(EVIDENCE,))
    filing = give(staffed, city, Role.CLERK, draft)
    give(staffed, city, Role.HEAD, SubmitFiling(district=DISTRICT, filing=filing))
    give(staffed, city, Role.CITY_OFFICER, ReturnFiling(district=DISTRICT, filing=filing, reason="缺待遇标准"))
    with staffed.reading() as session:
        assert standard_in_force(session, City(), DISTRICT, FEB).is_draft
    give(staffed, city, Role.CLERK, draft)
    give(staffed, city, Role.HEAD, SubmitFiling(district=DISTRICT, filing=filing))
    give(staffed, city, Role.CITY_OFFICER, RegisterFiling(district=DISTRICT, filing=filing))
    with staffed.reading() as session:
        found = standard_in_force(session, City(), DISTRICT, FEB)
        view = view_filing(session, city, filing, today=TODAY)
    assert (found.filing.number if found.filing else None, found.book.hash) == (2, city.district(DISTRICT).book.hash)
    assert ([a["act"] for a in view.acts], len(view.documents)) == (["submit", "register"], 1)


def test_a_granted_ratio_reaches_the_staffing_that_is_reported(staffed: Store, city: City) -> None:
    for month in (DEC, JAN):
        counts = EnterPopulation(
            district=DISTRICT, month=month, actual_migrants=800, rental_households=50, headcount=1,
            uncertified_headcount=0, diverted_headcount=0, absent_headcount=0,
        )  # fmt: skip
        give(staffed, city, Role.CLERK, counts)
    application = DraftApplication(
        district=DISTRICT, migrants_per_worker=800, reason="聚集一般", documents=(EVIDENCE,)
    )  # fmt: skip
    filing = give(staffed, city, Role.CLERK, application)
    give(staffed, city, Role.HEAD, SubmitFiling(district=DISTRICT, filing=filing))
    give(staffed, city, Role.CITY_OFFICER, RegisterFiling(district=DISTRICT, filing=filing))
    grant = GrantRatio(district=DISTRICT, filing=filing, document_number="宁流管〔2011〕5号")
    give(staffed, city, Role.CITY_APPROVER, grant)
    notice = give(staffed, city, Role.CLERK, DraftNotice(district=DISTRICT, form="F5", month=JAN))
    with staffed.reading() as session:
        rows = staffing(session, city, DISTRICT, first_month=DEC, last_month=JAN)
        grants = grants_in_force(session, [DISTRICT], first_month=DEC, last_month=JAN)
        listed = list_filings(session, city, today=TODAY, district=DISTRICT)
        owed = due(session, city, DISTRICT, TODAY)
        assert queue(session, city, TODAY) == []
    assert [(r.required_headcount, r.grant_state) for r in rows] == [(2, None), (1, "granted")]
    assert grants["month"].to_list() == [JAN]
    assert [(r.id, r.standing.value) for r in listed] == [(notice, "draft"), (filing, "granted")]
    assert {"F3", "F4", "F5", "F9", "F13"} <= {d.form for d in owed}

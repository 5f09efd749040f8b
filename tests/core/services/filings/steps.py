"""Steps of filings that tests take: prepare, submit, register, decide; and a clock that can be set."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from tests.core.services.conftest import DISTRICT, OfficeOf

from liuguan.district import City
from liuguan.records.base import Day
from liuguan.records.store import CHINA, Store, Work
from liuguan.records.tables.filings import Filing, FilingAct
from liuguan.records.tables.operators import Operator, Role
from liuguan.services.filings.contents import Document
from liuguan.services.filings.decisions import GrantRatio, RegisterFiling, ReturnFiling
from liuguan.services.filings.drafts import DraftApplication, draft_of
from liuguan.services.filings.standard import compose
from liuguan.services.filings.submitting import SubmitFiling

EVIDENCE = Document(
    kind="evidence", number="玄流管〔2011〕3号", date=datetime.date(2011, 1, 4), title="底数核查报告", data=b"%PDF"
)
OPINION = Document(
    kind="implementing_opinion", number="玄政办发〔2011〕2号", date=datetime.date(2011, 1, 4), data=b"opinion"
)


def set_clock(store: Store, day: str, hour: int = 10) -> None:
    """Let it be an hour of a day in China."""
    moment = datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time(hour), tzinfo=CHINA)
    store.clock = lambda: moment.astimezone(datetime.UTC)


def write_past_services(store: Store, change: Callable[[Work], object]) -> None:
    """What a stray tool would try: a change that no command makes."""
    with store.writing(operator="stray") as work:
        change(work)
        work.record(command="stray", district="", subject="", payload={})


def day(text: str) -> Day:
    return datetime.date.fromisoformat(text)


def enter_operator(store: Store, name: str, role: Role) -> None:
    with store.writing(operator="test") as work:
        work.put(Operator(name=name, role=role, districts="" if role.value.startswith("city") else DISTRICT))
        work.record(command="test", district="", subject="", payload={})


def file_standard(office_of: OfficeOf, city: City, district: str = DISTRICT) -> Filing:
    """Submit the shipped standard as it is."""
    draft = office_of(Role.CLERK).run(draft_of(compose(city, district), documents=(OPINION,)))
    filed: Filing = office_of(Role.HEAD).run(SubmitFiling(district=district, filing=draft.id))
    return filed


def application(**given: Any) -> DraftApplication:
    values: dict[str, Any] = {
        "district": DISTRICT, "migrants_per_worker": 800, "households_per_worker": 80, "reason": "聚集一般",
        "documents": (EVIDENCE,),
    }  # fmt: skip
    return DraftApplication(**{**values, **given})


def apply(office_of: OfficeOf, **given: Any) -> str:
    """Submit an application for a relaxed ratio."""
    draft = office_of(Role.CLERK).run(application(**given))
    office_of(Role.HEAD).run(SubmitFiling(district=DISTRICT, filing=draft.id))
    filing: str = draft.id
    return filing


def register(office_of: OfficeOf, filing: str, by: Role = Role.CITY_OFFICER) -> FilingAct:
    done: FilingAct = office_of(by).run(RegisterFiling(district=DISTRICT, filing=filing))
    return done


def send_back(office_of: OfficeOf, filing: str, reason: str = "缺考核标准") -> FilingAct:
    done: FilingAct = office_of(Role.CITY_OFFICER).run(ReturnFiling(district=DISTRICT, filing=filing, reason=reason))
    return done


def grant(office_of: OfficeOf, filing: str, **given: Any) -> FilingAct:
    order = GrantRatio(district=DISTRICT, filing=filing, document_number="宁流管〔2011〕5号", **given)
    done: FilingAct = office_of(Role.CITY_APPROVER).run(order)
    return done

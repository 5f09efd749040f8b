"""Cases of inspections."""

from __future__ import annotations

import datetime

from tests.core.services.cases import case
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.staffed import HERE, TWO, opened, staff

from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command
from liuguan.services.inspections.contesting import ContestFinding, DecideContest, RecordRecheck
from liuguan.services.inspections.entering import EnterFindings
from liuguan.services.inspections.recording import AddFinding, AssignFinding, FindingGiven, RecordInspection

ON = datetime.date(2010, 12, 15)
MISSED = FindingGiven(defect="missed_registration", expected=12, found=3)
ROUND = RecordInspection(
    district=DISTRICT, id="AC1", kind="unannounced", day=ON, team="孙组长、李组员", station=HERE, sample_size=20,
    findings=(MISSED,),
)  # fmt: skip


@case("inspection.record")
def record_inspection(office_of: OfficeOf) -> Command:
    staff(office_of(Role.CLERK).store)
    opened(office_of)
    return ROUND


def recorded(office_of: OfficeOf) -> None:
    office_of(Role.CLERK).run(record_inspection(office_of))


@case("inspection.finding")
def add_finding(office_of: OfficeOf) -> Command:
    recorded(office_of)
    return AddFinding(district=DISTRICT, id="AC1", finding=MISSED)


@case("inspection.assign")
def assign_finding(office_of: OfficeOf) -> Command:
    recorded(office_of)
    return AssignFinding(district=DISTRICT, id="AC1", number=1, worker=TWO)


@case("inspection.enter")
def enter_findings(office_of: OfficeOf) -> Command:
    recorded(office_of)
    return EnterFindings(district=DISTRICT)


@case("finding.contest")
def contest_finding(office_of: OfficeOf) -> Command:
    recorded(office_of)
    return ContestFinding(district=DISTRICT, id="AC1", number=1, reason="住户当日不在")


@case("finding.decide")
def decide_contest(office_of: OfficeOf) -> Command:
    office_of(Role.CLERK).run(contest_finding(office_of))
    return DecideContest(district=DISTRICT, id="AC1", number=1, upheld=True, answer="住户证明属实")


@case("finding.recheck")
def record_recheck(office_of: OfficeOf) -> Command:
    recorded(office_of)
    return RecordRecheck(district=DISTRICT, id="AC1", number=1, on=datetime.date(2011, 1, 4), passed=True)

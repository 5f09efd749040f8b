"""Cases of recruitment and candidates."""

from __future__ import annotations

from tests.core.services.candidates.files import ELIGIBLE, accepted, opened
from tests.core.services.cases import case
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.roster.people import D, id_number

from liuguan.records.tables.operators import Role
from liuguan.services.candidates.deciding import AcceptCandidate, RejectCandidate, ReopenCandidate
from liuguan.services.candidates.exceptions import DecideAgeException, RequestAgeException
from liuguan.services.candidates.files import FillCandidate, OpenCandidate, WithdrawCandidate
from liuguan.services.candidates.hiring import HireCandidate
from liuguan.services.candidates.recruitment import OpenRecruitment, RecordExamination
from liuguan.services.commands import Command

NOTICE = OpenRecruitment(district=DISTRICT, notice_reference="玄流〔2010〕1 号", notice_date=D(2010, 11, 1), posts=3)

case("recruitment.open")(lambda office_of: NOTICE)
case("candidate.open")(lambda office_of: OpenCandidate(district=DISTRICT, name="陈静"))


@case("recruitment.examine")
def record_examination(office_of: OfficeOf) -> Command:
    made = office_of(Role.CLERK).run(NOTICE)
    return RecordExamination(district=DISTRICT, id=made.id, examination_date=D(2010, 11, 20), panel="三人小组")


@case("candidate.fill")
def fill_candidate(office_of: OfficeOf) -> Command:
    return FillCandidate(
        district=DISTRICT, candidate=opened(office_of), id_number=id_number(sequence=8), birth_date=D(1970, 5, 17),
        writing_result="passed",
    )  # fmt: skip


@case("candidate.withdraw")
def withdraw_candidate(office_of: OfficeOf) -> Command:
    return WithdrawCandidate(district=DISTRICT, candidate=opened(office_of))


@case("candidate.request_age")
def request_age_exception(office_of: OfficeOf) -> Command:
    return RequestAgeException(district=DISTRICT, candidate=opened(office_of), reason="业务能力强")


@case("candidate.decide_age")
def decide_age_exception(office_of: OfficeOf) -> Command:
    candidate = opened(office_of)
    office_of(Role.CLERK).run(RequestAgeException(district=DISTRICT, candidate=candidate, reason="业务能力强"))
    return DecideAgeException(district=DISTRICT, candidate=candidate, approve=True)


@case("candidate.accept")
def accept_candidate(office_of: OfficeOf) -> Command:
    return AcceptCandidate(district=DISTRICT, candidate=opened(office_of, **ELIGIBLE), reason="考试第一")


@case("candidate.reject")
def reject_candidate(office_of: OfficeOf) -> Command:
    return RejectCandidate(district=DISTRICT, candidate=opened(office_of), reason="名额已满")


@case("candidate.reopen")
def reopen_candidate(office_of: OfficeOf) -> Command:
    return ReopenCandidate(district=DISTRICT, candidate=accepted(office_of), reason="补充材料")


@case("candidate.hire")
def hire_candidate(office_of: OfficeOf) -> Command:
    return HireCandidate(district=DISTRICT, candidate=accepted(office_of), staff_number="XW009", station="新街口")

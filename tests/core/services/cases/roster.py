"""Cases of the roster: each order is about Wang Xiaoming, who was hired on the first day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.core.services.cases import case
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.roster.people import START, D, hire, id_number

from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command
from liuguan.services.roster.correcting import CorrectLine, WithdrawLine
from liuguan.services.roster.duties import (
    ChangePost,
    FixDuties,
    GradeStar,
    NameLeaders,
    SetPointsDuty,
    TransferToStation,
)
from liuguan.services.roster.hiring import TransferToDistrict
from liuguan.services.roster.leaving import Leave
from liuguan.services.roster.merging import TakeOver
from liuguan.services.roster.persons import Erase, Reveal, SetDetails
from liuguan.services.roster.terms import (
    ChangeEmployer,
    CoverAccidents,
    EndContract,
    ExemptFromInsurance,
    SignContract,
)
from liuguan.services.roster.training import CorrectTraining, RecordTraining

LATER = D(2011, 1, 10)
SIGNED: dict[str, Any] = {"from_day": START, "signed_on": START, "last_day": D(2011, 11, 30)}


def hired(office_of: OfficeOf, **more: Any) -> dict[str, Any]:
    """District and key of a worker who has just been hired."""
    return {"district": DISTRICT, "worker": office_of(Role.CLERK).run(hire(**more)).worker}


def _about(order: type[Command], **values: Any) -> Callable[[OfficeOf], Command]:
    return lambda office_of: order(**hired(office_of), **values)


case("roster.hire")(lambda office_of: hire())
case("roster.leave")(_about(Leave, last_day=LATER, kind="resigned"))
case("roster.transfer")(_about(TransferToStation, from_day=LATER, station="湖南路"))
case("roster.change_post")(_about(ChangePost, from_day=LATER, post="central"))
case("roster.points_duty")(_about(SetPointsDuty, from_day=LATER))
case("roster.fix")(_about(FixDuties, from_day=LATER, fixed_person="王晓明", fixed_task="登记"))
case("roster.leaders")(_about(NameLeaders, from_day=LATER, community_director="赵主任"))
case("roster.star")(_about(GradeStar, from_day=LATER, star=3))
case("roster.employer")(_about(ChangeEmployer, from_day=LATER, employer="区流管办", employer_type="government"))
case("roster.sign_contract")(_about(SignContract, **SIGNED))
case("roster.exempt")(_about(ExemptFromInsurance, from_day=LATER, insurance="pension", document="宁人社 7 号"))
case("roster.cover")(_about(CoverAccidents, from_day=LATER, last_day=D(2012, 1, 9)))
case("roster.correct")(_about(CorrectLine, line=1, reason="录错", fixed_person="王晓明", station="孝陵卫"))
case("roster.withdraw")(_about(WithdrawLine, line=1, reason="录错"))
case("training.record")(_about(RecordTraining, course="一期", result="passed", certificate_date=LATER))
case("person.details")(_about(SetDetails, reason="录错", name="王小明", id_number=id_number(sequence=3)))
case("person.reveal")(_about(Reveal, field="id_number", reason="核对合同"))


@case("roster.transfer_to_district", by=Role.CITY_OFFICER)
def transfer_to_district(office_of: OfficeOf) -> Command:
    return TransferToDistrict(**hired(office_of), from_day=LATER, to_district="gulou", station="湖南路")


@case("roster.end_contract")
def end_contract(office_of: OfficeOf) -> Command:
    who = hired(office_of)
    office_of(Role.CLERK).run(SignContract(**who, **SIGNED))
    return EndContract(**who, from_day=LATER)


@case("training.correct")
def correct_training(office_of: OfficeOf) -> Command:
    who = hired(office_of)
    office_of(Role.CLERK).run(RecordTraining(**who, course="一期", result="passed"))
    return CorrectTraining(**who, line=1, number="宁流 0042")


@case("person.erase")
def erase(office_of: OfficeOf) -> Command:
    return Erase(**hired(office_of, last_day=D(2010, 12, 31)), reason="保存期满")


@case("roster.take_over", by=Role.CITY_OFFICER)
def take_over(office_of: OfficeOf) -> Command:
    key = hired(office_of)["worker"]
    there = TransferToDistrict(district=DISTRICT, worker=key, from_day=LATER, to_district="baixia")
    office_of(Role.CITY_OFFICER).run(there)
    return TakeOver(district="qinhuai", former="baixia")

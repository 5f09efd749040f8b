"""Hiring somebody without a candidate's file, and transfers to another district (II.13)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Annotated

from liuguan.errors import Refusal, Text
from liuguan.records.tables.operators import Role
from liuguan.records.tables.people import Assignment
from liuguan.services.commands import PERSONAL, Command, PersonalText, Task, command
from liuguan.services.roster.changing import OFFICE, RosterChange, lines_of, refuse_changed, span_on
from liuguan.services.roster.employing import begin_employment
from liuguan.services.roster.leaving import end_employment
from liuguan.services.roster.people import differing, read_id_number, recognised
from liuguan.services.roster.timeline import day_before, spans
from liuguan.services.roster.words import EducationWord, EmployerWord, GenderWord, ManagingBodyWord, PostWord

TRAVELS = (
    "gender", "birth_date", "birth_month", "education", "hire_date", "age_exception_approved", "cadre_post",
    "full_time", "migrant_work_start", "duty_start_date", "certificate_number", "data_entry", "collects_and_enters",
)  # fmt: skip
"""What a worker brings from one district to another; contract, employer, star and fixings are made anew."""


class Hire(Command):
    """Hire a worker. `worker` is the key of somebody who is known; else the ID number tells whether they are.

    Attributes:
        same_person: that it is the same person though the name has changed; else two names are a question.
    """

    worker: str | None = None
    first_day: datetime.date
    last_day: datetime.date | None = None
    name: PersonalText | None = None
    id_number: PersonalText | None = None
    same_person: bool = False
    birth_date: Annotated[datetime.date, PERSONAL] | None = None
    gender: GenderWord | None = None
    education: EducationWord | None = None
    cadre_post: bool | None = None
    staff_number: str | None = None
    station: str | None = None
    area: str | None = None
    post: PostWord | None = None
    data_entry: bool | None = None
    collects_and_enters: bool | None = None
    full_time: bool | None = True
    employer: str | None = None
    employer_type: EmployerWord | None = None
    managing_body: ManagingBodyWord | None = None
    migrant_work_start: datetime.date | None = None
    duty_start_date: datetime.date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hired:
    """The line that began, and what is to be looked at."""

    line: Assignment
    notes: tuple[Text, ...] = ()

    @property
    def worker(self) -> str:
        """Key of the person."""
        return self.line.worker


@command(Hire, "roster.hire", may=OFFICE, zh="登记聘用", en="hire a worker")
def hire(task: Task, order: Hire) -> Hired:
    """Hire somebody without a candidate's file, such as those who served before records began.

    Raises:
        Refusal: in post elsewhere on these days, one ID number with two names, an ID number that cannot be right,
            or a staff number that is taken.
    """
    number = read_id_number(order.id_number) if order.id_number else None
    who = recognised(
        task.work, order.district, worker=order.worker, name=order.name, number=number,
        staff_number=order.staff_number, same_person=order.same_person,
    )  # fmt: skip
    line = begin_employment(
        task, order.district, who.id, action="hire", reason=order.reason,
        holds={
            **order.model_dump(include=_OF_THE_LINE), "from_day": order.first_day, "hire_date": order.first_day,
            "employment_start": order.first_day, "employment_end": order.last_day,
            "birth_date": order.birth_date or (number.birth_date if number else None),
            "gender": order.gender or (number.gender if number else None),
        },
    )  # fmt: skip
    no_file = Text(
        "没有公开招聘材料(IV.1.0);可从已录用的应聘人员聘用",
        "there is no recruitment file (IV.1.0); an accepted candidate brings one",
    )
    return Hired(line=line, notes=(*differing(number, line.birth_date, line.gender), no_file))


_OF_THE_LINE = {
    "education", "cadre_post", "staff_number", "station", "area", "post", "data_entry", "collects_and_enters",
    "full_time", "employer", "employer_type", "managing_body", "migrant_work_start", "duty_start_date",
}  # fmt: skip


class TransferToDistrict(RosterChange):
    """Let a worker serve in another district from a day on: the employment here ends, another begins there."""

    to_district: str
    station: str | None = None
    staff_number: str | None = None
    post: PostWord | None = None
    employer: str | None = None
    employer_type: EmployerWord | None = None
    managing_body: ManagingBodyWord | None = None


@command(
    TransferToDistrict, "roster.transfer_to_district", may={*OFFICE, Role.CITY_OFFICER}, zh="调往其他区县",
    en="transfer a worker to another district",
)  # fmt: skip
def transfer_to_district(task: Task, order: TransferToDistrict) -> Assignment:
    """End the employment here on the eve and begin it there; seniority goes on.

    Raises:
        Refusal: the operator is not one of both districts, or the worker is not in post on the eve.
    """
    task.city.check_id(order.to_district)
    if not task.account.may("roster.transfer_to_district", order.to_district) or order.to_district == order.district:
        both = Text(
            "须由两区县共同的操作员办理;或由原区县登记离岗,再由新区县聘用",
            "for an operator of both districts; else one records the leave and the other hires",
        )
        raise Refusal(both, reason="not_allowed", where=order.to_district)
    found = lines_of(task, order.district, order.worker)
    refuse_changed(found, order.seen)
    eve = day_before(order.from_day)
    held = span_on(spans(task.work.session, found), eve).line
    end_employment(task, found, eve, "transfer_out", order.to_district)
    brought = {name: getattr(held, name) for name in TRAVELS}
    given = order.model_dump(include={"station", "staff_number", "post", "employer", "employer_type", "managing_body"})
    return begin_employment(
        task, order.to_district, order.worker, action="transfer_in", reason=order.district,
        holds={
            **brought, "post": held.post, **{name: value for name, value in given.items() if value is not None},
            "from_day": order.from_day, "employment_start": order.from_day,
        },
    )  # fmt: skip


__all__ = ["TRAVELS", "Hire", "Hired", "TransferToDistrict", "hire", "transfer_to_district"]

"""From an accepted candidate to a worker: the roster line says what the file said, from the day it was judged for."""

from __future__ import annotations

import datetime

from liuguan.errors import Refusal, Text
from liuguan.services.candidates.files import file_of
from liuguan.services.commands import Command, Task, command
from liuguan.services.roster.changing import OFFICE
from liuguan.services.roster.employing import begin_employment
from liuguan.services.roster.hiring import Hired
from liuguan.services.roster.people import differing, read_id_number, recognised
from liuguan.services.roster.words import EmployerWord, ManagingBodyWord, PostWord

BROUGHT = (
    "gender", "birth_date", "education", "cadre_post", "age_exception_approved", "contract_has_violation_clause",
    "collects_and_enters",
)  # fmt: skip


class HireCandidate(Command):
    """Hire an accepted candidate on the day of hire of the file."""

    candidate: str
    staff_number: str | None = None
    station: str | None = None
    area: str | None = None
    post: PostWord | None = None
    full_time: bool | None = True
    employer: str | None = None
    employer_type: EmployerWord | None = None
    managing_body: ManagingBodyWord | None = None
    duty_start_date: datetime.date | None = None
    same_person: bool = False


@command(HireCandidate, "candidate.hire", may=OFFICE, zh="聘用已录用人员", en="hire an accepted candidate")
def hire_candidate(task: Task, order: HireCandidate) -> Hired:
    """Begin the employment.

    Raises:
        Refusal: not accepted, a first day on duty before training is passed, in post elsewhere on these days, or one
            ID number with two names.
    """
    found = file_of(task, order.district, order.candidate)
    if found.state != "accepted" or found.hire_date is None:
        not_yet = Text("尚未录用", "the candidate is not accepted")
        raise Refusal(not_yet, reason="not_accepted", where=found.id)
    if order.duty_start_date is not None and found.training_passed is not True:
        untrained = Text("培训考核合格前不得上岗(III.2)", "no duty before training is passed (III.2)")
        raise Refusal(untrained, reason="not_trained", where="duty_start_date")
    number = read_id_number(found.id_number) if found.id_number else None
    who = recognised(
        task.work, order.district, worker=None, name=found.name, number=number, staff_number=order.staff_number,
        same_person=order.same_person,
    )  # fmt: skip
    given = order.model_dump(exclude={"district", "candidate", "same_person"})
    line = begin_employment(
        task, order.district, who.id, action="hire", reason=found.id,
        holds={
            **{name: getattr(found, name) for name in BROUGHT}, "data_entry": found.data_entry_post, **given,
            "station": order.station or found.station, "hire_date": found.hire_date, "from_day": found.hire_date,
            "employment_start": found.hire_date,
        },
    )  # fmt: skip
    task.work.change(found, state="hired", worker=who.id)
    return Hired(line=line, notes=differing(number, found.birth_date, found.gender))


__all__ = ["HireCandidate", "hire_candidate"]

"""What names and describes a person: put right, read in full with a reason, and erased once it is no longer needed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from liuguan.errors import Refusal, Text
from liuguan.records.base import Day
from liuguan.records.store import CHINA
from liuguan.records.tables.operators import Role
from liuguan.records.tables.people import Assignment, Worker
from liuguan.services.commands import PERSONAL, Command, PersonalText, Task, command
from liuguan.services.roster.changing import OFFICE, lines_of
from liuguan.services.roster.erasing import erase_records
from liuguan.services.roster.people import differing, person, read_id_number, rename, renumber
from liuguan.services.roster.timeline import spans
from liuguan.services.roster.words import EducationWord, GenderWord

IN_EVERY_LINE = ("birth_date", "gender", "education")


class SetDetails(Command):
    """Put right who somebody is; fields that are left out stay as they are."""

    worker: str
    reason: str
    name: PersonalText | None = None
    id_number: PersonalText | None = None
    birth_date: Annotated[datetime.date, PERSONAL] | None = None
    gender: GenderWord | None = None
    education: EducationWord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """How many lines say something else now, and what follows from it."""

    lines: int
    notes: tuple[Text, ...]


@command(SetDetails, "person.details", may=OFFICE, zh="更正个人信息", en="correct personal details", undoable=False)
def set_details(task: Task, order: SetDetails) -> Corrected:
    """Correct a person's name and number, and birth date, gender and schooling on all lines of the district.

    Raises:
        Refusal: no such worker, nothing given, or an ID number that cannot be right or is another person's.
    """
    lines = lines_of(task, order.district, order.worker)
    who = person(task.work, order.worker)
    given = {name: getattr(order, name) for name in order.model_fields_set - {"district", "worker", "reason"}}
    if not any(value is not None for value in given.values()):
        raise Refusal(Text("没有要改的内容", "nothing to change is given"), reason="no_change", where=order.worker)
    number = read_id_number(order.id_number) if order.id_number else None
    if number is not None:
        renumber(task.work, who, number)
    if order.name is not None:
        rename(task.work, who, order.name)
    stated = {name: given[name] for name in IN_EVERY_LINE if given.get(name) is not None}
    changed = [line for line in lines if any(getattr(line, name) != value for name, value in stated.items())]
    put = [task.work.change(line, **stated) for line in changed]
    known = number or (read_id_number(who.id_number) if who.id_number else None)
    latest = put[-1] if put else lines[-1]
    notes = [*differing(known, latest.birth_date, latest.gender), *_judged_again(task, put)]
    return Corrected(lines=len(put), notes=tuple(dict.fromkeys(notes)))


def _judged_again(task: Task, lines: list[Assignment]) -> list[Text]:
    """Whether age and schooling still allowed the hire, by the rulebook of its day."""
    from liuguan.services.candidates.eligibility import answers_for

    found: list[Text] = []
    for hired in {line.hire_date: line for line in lines if line.hire_date is not None}.values():
        inputs: dict[str, Any] = {
            name: getattr(hired, name) for name in (*IN_EVERY_LINE, "hire_date", "age_exception_approved", "cadre_post")
        }
        for answer in answers_for(task.city, task.work.session, hired.district, inputs, ("age_met", "education_met")):
            if answer.met is False:
                clauses = ", ".join(answer.clauses)
                found.append(
                    Text(
                        f"聘用日 {hired.hire_date} 不符合:{answer.label_zh} [{clauses}]",
                        f"on the day of hire, {hired.hire_date}, this was not met: {answer.label_en} [{clauses}]",
                    )
                )
    return found


class Reveal(Command):
    """Read something personal in full; the audit says who did, and why."""

    worker: str
    field: Literal["id_number", "birth_date"]
    reason: str


@command(
    Reveal, "person.reveal", may={Role.CLERK, Role.HEAD, Role.CITY_OFFICER, Role.CITY_APPROVER},
    zh="查看完整个人信息", en="read personal data in full", undoable=False,
)  # fmt: skip
def reveal(task: Task, order: Reveal) -> str | Day | None:
    """The full ID number (18 digits), or the birth date that the roster has last.

    Raises:
        Refusal: no reason, or the roster of the district has no such worker.
    """
    if not order.reason.strip():
        raise Refusal(Text("请写明事由", "say why"), reason="no_reason", where="reason")
    lines = lines_of(task, order.district, order.worker)
    if order.field == "id_number":
        return person(task.work, order.worker).id_number
    return next((line.birth_date for line in reversed(lines) if line.birth_date is not None), None)


class Erase(Command):
    """Erase what names or describes a person who has left."""

    worker: str
    reason: str


@command(Erase, "person.erase", may={Role.HEAD}, zh="删除个人信息", en="erase personal data", undoable=False)
def erase(task: Task, order: Erase) -> int:
    """Empty the person's name, numbers, birth date and what else is personal, and take away the audit's keys of it.

    Counts and months stay under a key that says nothing; the audit chain stays whole. Returns how many events of the
    audit can no longer be matched with the person.

    Raises:
        Refusal: no such worker, no reason, or still in post, here or elsewhere.
    """
    if not order.reason.strip():
        raise Refusal(Text("请写明事由", "say why"), reason="no_reason", where="reason")
    lines_of(task, order.district, order.worker)
    today = task.work.now.astimezone(CHINA).date()
    timed = spans(task.work.session, task.work.all(Assignment, worker=order.worker))
    if any(span.last is None or span.last >= today for span in timed):
        there = Text("此人仍在岗,不得删除", "the person is still in post")
        raise Refusal(there, reason="in_post", where=order.worker)
    who: Worker = person(task.work, order.worker)
    return erase_records(task.work, who)


__all__ = [
    "Corrected", "Erase", "Reveal", "SetDetails", "erase", "reveal", "set_details",
]  # fmt: skip

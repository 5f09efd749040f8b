"""Open selection (IV.1.0): the notice that announced it, the examination and the panel."""

from __future__ import annotations

import datetime

from liuguan.errors import Refusal, Text
from liuguan.records.tables.hiring import Recruitment
from liuguan.services.commands import Command, Task, command
from liuguan.services.roster.changing import OFFICE


class OpenRecruitment(Command):
    """Enter a recruitment by its public notice."""

    notice_reference: str
    notice_date: datetime.date
    posts: int | None = None


class RecordExamination(Command):
    """Record how candidates of a recruitment were examined; fields that are left out stay as they are."""

    id: str
    examination_date: datetime.date | None = None
    panel: str | None = None
    note: str | None = None
    seen: int | None = None


@command(OpenRecruitment, "recruitment.open", may=OFFICE, zh="登记招聘公告", en="enter a recruitment")
def open_recruitment(task: Task, order: OpenRecruitment) -> Recruitment:
    """Enter a recruitment.

    Raises:
        Refusal: its notice is entered already, or more than nobody is not sought.
    """
    task.city.check_id(order.district)
    if task.work.all(Recruitment, district=order.district, notice_reference=order.notice_reference):
        taken = Text("该公告已登记", "the notice is entered already")
        raise Refusal(taken, reason="taken", where=order.notice_reference)
    if order.posts is not None and order.posts < 1:
        raise Refusal(Text("招聘人数至少为 1", "at least one post"), reason="bad_order", where="posts")
    task.subject = f"r{task.work.event}"
    return task.work.put(Recruitment(id=task.subject, **order.model_dump()))


@command(RecordExamination, "recruitment.examine", may=OFFICE, zh="登记考试与面试小组", en="record an examination")
def record_examination(task: Task, order: RecordExamination) -> Recruitment:
    """Record examination and panel.

    Raises:
        Refusal: no such recruitment, or an examination before its notice.
        Conflict: it was changed since it was seen.
    """
    found = recruitment(task, order.district, order.id)
    day = order.examination_date
    if day is not None and found.notice_date is not None and day < found.notice_date:
        early = Text("考试早于公告", "the examination is older than the notice")
        raise Refusal(early, reason="bad_order", where="examination_date")
    own = order.model_fields_set - {"district", "id", "seen"}
    return task.work.change(found, seen=order.seen, **{name: getattr(order, name) for name in own})


def recruitment(task: Task, district: str, id_: str) -> Recruitment:
    """A recruitment of a district.

    Raises:
        Refusal: there is none.
    """
    found = task.work.current(Recruitment, district, id_)
    if found is None:
        none = Text("没有此次招聘", "there is no such recruitment")
        raise Refusal(none, reason="unknown_recruitment", where=id_)
    return found


__all__ = ["OpenRecruitment", "RecordExamination", "open_recruitment", "record_examination", "recruitment"]

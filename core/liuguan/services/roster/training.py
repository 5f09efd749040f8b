"""Courses with their examination and certificate (III.2, F6)."""

from __future__ import annotations

import datetime
from typing import Literal

import sqlalchemy as sa

from liuguan.errors import Refusal, Text
from liuguan.records.store import table_of
from liuguan.records.tables.people import Certificate
from liuguan.services.commands import Command, Task, command
from liuguan.services.roster.changing import OFFICE, lines_of


class _Course(Command):
    """What is known of a course: `result` is pass or fail, and nothing more of how somebody did."""

    worker: str
    course: str | None = None
    organiser: str | None = None
    trained_by_district: bool | None = None
    trained_on: datetime.date | None = None
    result: Literal["passed", "failed"] | None = None
    number: str | None = None
    certificate_date: datetime.date | None = None
    expires_on: datetime.date | None = None


class RecordTraining(_Course):
    """Record a course that somebody took, with its certificate if there is one."""


class CorrectTraining(_Course):
    """Correct what is recorded of a course; fields that are left out stay as they are."""

    line: int
    seen: int | None = None


@command(RecordTraining, "training.record", may=OFFICE, zh="登记培训持证", en="record training and certificate")
def record_training(task: Task, order: RecordTraining) -> Certificate:
    """Record a course.

    Raises:
        Refusal: no such worker, or a certificate though the examination was failed.
    """
    lines_of(task, order.district, order.worker)
    return task.work.put(_checked(Certificate(line=_next(task, order), **order.model_dump())))


@command(CorrectTraining, "training.correct", may=OFFICE, zh="更正培训持证", en="correct training or certificate")
def correct_training(task: Task, order: CorrectTraining) -> Certificate:
    """Correct a course; what was known before stays readable as of then.

    Raises:
        Refusal: no such course, or a certificate though the examination was failed.
        Conflict: it was changed since it was seen.
    """
    found = task.work.current(Certificate, order.district, order.worker, order.line)
    if found is None:
        none = Text("没有此培训记录", "there is no such course of this worker")
        raise Refusal(none, reason="unknown_course", where=str(order.line))
    changes = {name: getattr(order, name) for name in order.model_fields_set & set(_Course.model_fields)}
    corrected = Certificate.model_validate({**found.model_dump(), **changes})
    return task.work.put(_checked(corrected), seen=order.seen)


def _checked(row: Certificate) -> Certificate:
    """A course whose certificate and result fit; whether one is held follows from its number or its day."""
    row.certificate_held = True if row.number or row.certificate_date else row.certificate_held
    if row.certificate_held and row.result == "failed":
        failed = Text("考核不合格不得持证", "no certificate for an examination that was failed")
        raise Refusal(failed, reason="bad_order", where="result")
    if row.certificate_date and row.trained_on and row.certificate_date < row.trained_on:
        early = Text("发证日早于培训考核日", "the certificate is older than the examination")
        raise Refusal(early, reason="bad_order", where="certificate_date")
    return row


def _next(task: Task, order: RecordTraining) -> int:
    table = table_of(Certificate)
    own = (table.c.district == order.district, table.c.worker == order.worker)
    return int(task.work.session.execute(sa.select(sa.func.max(table.c.line)).where(*own)).scalar() or 0) + 1


__all__ = ["CorrectTraining", "RecordTraining", "correct_training", "record_training"]

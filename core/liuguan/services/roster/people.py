"""Persons behind the roster's lines: found by their ID number across districts, entered once, named in one table."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import sqlalchemy as sa

from liuguan.errors import Refusal, Text
from liuguan.records.base import Day
from liuguan.records.store import Work, table_of
from liuguan.records.tables.people import Worker
from liuguan.services.roster.names import name_search


@dataclass(frozen=True, slots=True, kw_only=True)
class IdNumber:
    """An ID number that can be right.

    Attributes:
        long: its 18-digit form; the 15- and 18-digit forms are of one person.
        as_written: the 15-digit form, where that is what was written.
    """

    long: str
    as_written: str | None
    birth_date: Day
    gender: str


def read_id_number(written: str) -> IdNumber:
    """What an ID number says.

    Raises:
        Refusal: it has not the form, no such day of birth, or the wrong check character; it is not repeated.
    """
    import polars as pl

    from liuguan.facts.identity import read_numbers

    found = read_numbers(pl.Series([written], dtype=pl.String)).row(0, named=True)
    if not found["valid"]:
        wrong = Text(
            "身份证号有误:位数、出生日期或校验码不对;请对照证件",
            "the number has not the right digits, day of birth or check character; compare it with the card",
        )
        raise Refusal(wrong, reason="bad_id_number", where="id_number")
    short = found["number"] if len(found["number"]) == 15 else None
    return IdNumber(
        long=found["long"], as_written=short, birth_date=found["birth_date"], gender=found["gender"]
    )  # fmt: skip


def person_with(work: Work, number: IdNumber) -> Worker | None:
    """The person who has an ID number, in whatever district."""
    column = table_of(Worker).c.id_number
    return work.session.execute(sa.select(Worker).where(column == number.long)).scalar_one_or_none()


def person(work: Work, worker: str) -> Worker:
    """The person of a key.

    Raises:
        Refusal: nobody has it.
    """
    found = work.session.get(Worker, worker)
    if found is None:
        none = Text("没有此人", "there is no such person")
        raise Refusal(none, reason="unknown_worker", where=worker)
    return found


def enter_person(
    work: Work, *, district: str, staff_number: str | None, name: str | None, number: IdNumber | None
) -> Worker:
    """Enter somebody who is not known yet, under a key that says nothing."""
    return work.add(
        Worker(
            id=f"w{secrets.token_hex(10)}", since_event=work.event, district=district, staff_number=staff_number,
            id_number=number.long if number else None, id_number_as_written=number.as_written if number else None,
            name=name, name_search=name_search(name),
        )
    )  # fmt: skip


def rename(work: Work, worker: Worker, name: str) -> None:
    """Give a person another name, with what it is found by."""
    worker.name, worker.name_search = name, name_search(name)
    work.save(worker)


def recognised(
    work: Work,
    district: str,
    *,
    worker: str | None,
    name: str | None,
    number: IdNumber | None,
    staff_number: str | None,
    same_person: bool,
) -> Worker:
    """Who somebody is: by key, by ID number in any district, else entered now.

    Args:
        same_person: that a known person has another name now; without it two names are a question.

    Raises:
        Refusal: one ID number with two names, or a key with somebody else's number.
    """
    known = person(work, worker) if worker else None
    by_number = person_with(work, number) if number else None
    if known is not None and number is not None and known.id_number not in (None, number.long):
        other = Text("与登记的身份证号不同", "it is not the ID number on record; correct that first")
        raise Refusal(other, reason="two_numbers", where="id_number")
    if known is not None and by_number is not None and by_number.id != known.id:
        two = Text("该身份证号属于另一人", "the ID number is another person's")
        raise Refusal(two, reason="two_persons", where="id_number")
    found = known or by_number
    if found is None:
        return enter_person(work, district=district, staff_number=staff_number, name=name, number=number)
    if found.name is not None and name not in (None, found.name) and not same_person:
        two_names = Text(
            "同一身份证号有两个姓名;核对后注明为同一人(same_person)",
            "one ID number with two names; compare, and say that it is the same person (same_person)",
        )
        raise Refusal(two_names, reason="two_names", where="name")
    if name is not None and name != found.name:
        rename(work, found, name)
    if number is not None and found.id_number is None:
        renumber(work, found, number)
    return found


def differing(number: IdNumber | None, birth_date: Day | None, gender: str | None) -> tuple[Text, ...]:
    """Where an ID number says something else than the roster."""
    notes = []
    if number is not None and birth_date is not None and birth_date != number.birth_date:
        notes.append(Text("出生日期与身份证号不符", "the date of birth is not that of the ID number"))
    if number is not None and gender is not None and gender != number.gender:
        notes.append(Text("性别与身份证号不符", "the gender is not that of the ID number"))
    return tuple(notes)


def renumber(work: Work, worker: Worker, number: IdNumber) -> None:
    """Give a person another ID number.

    Raises:
        Refusal: it is another person's.
    """
    there = person_with(work, number)
    if there is not None and there.id != worker.id:
        two = Text("该身份证号属于另一人", "the ID number is another person's")
        raise Refusal(two, reason="two_persons", where="id_number")
    worker.id_number, worker.id_number_as_written = number.long, number.as_written
    work.save(worker)


__all__ = [
    "IdNumber", "differing", "enter_person", "person", "person_with", "read_id_number", "recognised", "rename",
    "renumber",
]  # fmt: skip

"""Operators: who may use the records, in which role, for which districts; their passwords apart."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field

from liuguan.records.base import Moment, Record, Version, one_of, strict, versions


class Role(StrEnum):
    """What an operator is to the offices."""

    CLERK = "clerk"
    HEAD = "head"
    ASSESSOR = "assessor"
    CITY_OFFICER = "city_officer"
    CITY_APPROVER = "city_approver"


class Operator(Version, table=True):
    """A named account. `districts` are ids with blanks between; `station` is a station assessor's own.

    `worker` is the operator's own key on the roster: nobody assesses himself or herself (IV.3.0b).
    """

    __tablename__ = "operator"
    KEY: ClassVar[tuple[str, ...]] = ("name",)
    __table_args__ = versions(*KEY)

    name: str
    full_name: str = ""
    role: str = one_of("role", Role)
    districts: str = ""
    station: str = ""
    worker: str | None = None
    active: bool = True


class Credential(Record, table=True):
    """An operator's password hash (argon2) and failed attempts; it has no history on purpose."""

    __tablename__ = "credential"
    __table_args__ = strict()

    name: str = Field(primary_key=True)
    password_hash: str
    changed_at: Moment
    failures: int = 0
    locked_until: Moment | None = None

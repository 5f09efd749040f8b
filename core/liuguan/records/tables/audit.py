"""The event log: one row for each command that wrote, chained by hash; and the keys of what is personal in it."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import BigInteger, Index, LargeBinary
from sqlmodel import Field

from liuguan.records.base import Moment, Record, strict


class AuditEvent(Record, table=True):
    """What one command did: when, who, on what; `hash` covers all of it and the hash of the event before.

    `subject` is the key of a record, never a name or a number of a person. `payload` is canonical JSON; personal
    fields stand in it as keyed digests.
    """

    __tablename__ = "audit_event"
    __table_args__ = strict(Index(None, "subject"))
    APPEND_ONLY: ClassVar[bool] = True

    seq: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    at: Moment
    operator: str
    command: str
    district: str
    subject: str
    payload: str
    previous_hash: str
    hash: str


class AuditKey(Record, table=True):
    """The key of an event's personal digests; taken away, nobody can guess what they were of."""

    __tablename__ = "audit_key"
    __table_args__ = strict()

    seq: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    secret: bytes = Field(sa_type=LargeBinary)

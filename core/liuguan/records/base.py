"""What all tables share: column types that both databases hold exactly, named checks, and rows that are versions.

A fact is never overwritten. A row of a `Version` table is one version of the fact that its `KEY` names: written by
the event `since_event`, and ended by `until_event` when a later version or nothing takes its place. What was known
at an event is what had begun and not ended by then, on every table alike.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, DateTime, Index, Integer, MetaData, String, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.sqltypes import LargeBinary, Text
from sqlmodel import Field, SQLModel

from liuguan.language.kinds import Group, Kind
from liuguan.vocabulary import ENTITIES, VOCABULARY, Input

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
IS_CURRENT = "until_event IS NULL"


class Record(SQLModel):
    """Base of all tables; they live in metadata of their own.

    Attributes:
        APPEND_ONLY: rows are never changed, nor taken away.
        SEALED: a condition on a row (SQL, columns as `{row}.name`) under which its version is never ended.
        REFUSES: conditions on a new row and the rows there (SQL, `{row}.name`) under which it is refused, by name.
        PERSONAL: columns that name or describe a person; no log, finding or message holds them.
    """

    metadata: ClassVar[MetaData] = MetaData(naming_convention=CONVENTION)
    APPEND_ONLY: ClassVar[bool] = False
    SEALED: ClassVar[str] = ""
    REFUSES: ClassVar[Mapping[str, str]] = {}
    PERSONAL: ClassVar[frozenset[str]] = frozenset()


class Version(Record):
    """A row that is one version of a fact; `KEY` are the columns that name the fact."""

    KEY: ClassVar[tuple[str, ...]] = ()

    row_id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    version: int = Field(default=1)
    since_event: int = Field(default=0, sa_type=BigInteger)
    until_event: int | None = Field(default=None, sa_type=BigInteger)


BOOKKEEPING = ("row_id", "version", "since_event", "until_event")
"""Columns of a version that say nothing of the fact."""


def strict(*constraints: Any) -> tuple[Any, ...]:
    """Table arguments of a plain table: STRICT on SQLite."""
    return (*constraints, {"sqlite_strict": True})


def versions(*key: str, **checks: str) -> tuple[Any, ...]:
    """Table arguments of a `Version` table: one current version of each key; named CHECKs as keywords."""
    current = Index(None, *key, unique=True, sqlite_where=text(IS_CURRENT), postgresql_where=text(IS_CURRENT))
    ends_later = CheckConstraint(
        "since_event > 0 AND (until_event IS NULL OR until_event > since_event)", name="ends_later"
    )
    named = [CheckConstraint(condition, name=name) for name, condition in checks.items()]
    return strict(current, ends_later, *named)


def current_index(name: str, *columns: str) -> Index:
    """An index over the current versions alone, by which they are found."""
    return Index(name, *columns, sqlite_where=text(IS_CURRENT), postgresql_where=text(IS_CURRENT))


def stated(name: str, *entities: str) -> Any:
    """A column for a declared input of the vocabulary: its type, its bounds or members as a CHECK; null is unknown.

    Raises:
        KeyError: no entity has such an input.
    """
    declared = _declared(name, entities or tuple(ENTITIES))
    condition = _condition(declared)
    checks = (CheckConstraint(f"{name} IS NULL OR ({condition})", name=name),) if condition else ()
    return Field(default=None, sa_type=sa_type(declared.kind), sa_column_args=checks)


def sa_type(kind: Kind) -> Any:
    """The column type of a kind: fen in 64 bits, dates as dates, flags as booleans, enums as text."""
    if kind.group is Group.AMOUNT:
        return BigInteger
    if kind.group is Group.FLAG:
        return Boolean
    if kind.group is Group.DATE:
        return Date
    return String if kind.group in (Group.CLOSED, Group.OPEN) else Integer


def one_of(name: str, values: Any, **options: Any) -> Any:
    """A text column that holds one of a few words, held by a CHECK."""
    listed = ", ".join(f"'{v}'" for v in values)
    return Field(sa_type=String, sa_column_args=(CheckConstraint(f"{name} IN ({listed})", name=name),), **options)


def amount(**options: Any) -> Any:
    """A column of fen."""
    return Field(sa_type=BigInteger, **options)


def _declared(name: str, entities: tuple[str, ...]) -> Input:
    found = next((i for e in entities if (i := VOCABULARY.find(e, name)) is not None), None)
    if found is None:
        raise KeyError(f"{name} is no input of {', '.join(entities)}")
    return found


def _condition(declared: Input) -> str:
    if declared.kind.group is Group.CLOSED:
        return f"{declared.name} IN ({', '.join(repr(str(m)) for m in declared.kind.members)})"
    if declared.kind.group is Group.DATE:
        return ""
    low, high = declared.bounds() if declared.kind.is_number else (None, None)
    parts = [f"{declared.name} >= {low}" if low is not None else "", f"{declared.name} <= {high}" if high else ""]
    return " AND ".join(p for p in parts if p)


@compiles(Date, "sqlite")
@compiles(DateTime, "sqlite")
@compiles(String, "sqlite")
@compiles(Text, "sqlite")
def _as_text(type_: Any, compiler: Any, **_: Any) -> str:
    """STRICT tables know TEXT only; SQLAlchemy keeps dates and moments in ISO form."""
    return "TEXT"


@compiles(Boolean, "sqlite")
@compiles(BigInteger, "sqlite")
@compiles(Integer, "sqlite")
def _as_integer(type_: Any, compiler: Any, **_: Any) -> str:
    return "INTEGER"


@compiles(LargeBinary, "sqlite")
def _as_blob(type_: Any, compiler: Any, **_: Any) -> str:
    return "BLOB"


Day = datetime.date
Moment = datetime.datetime

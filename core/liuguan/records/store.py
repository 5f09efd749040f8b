"""The store: one database behind reads that see one moment, and units of work that write one event each."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from liuguan.errors import Conflict, Text
from liuguan.records import chain
from liuguan.records.base import BOOKKEEPING, Moment, Record, Version
from liuguan.records.engine import BUSY_SECONDS, WRITES, database_url, is_sqlite, open_engine, sqlite_file
from liuguan.records.faults import typed
from liuguan.records.tables.audit import AuditEvent, AuditKey

if TYPE_CHECKING:
    import polars as pl

V = TypeVar("V", bound=Version)
R = TypeVar("R", bound=Record)
Clock = Callable[[], Moment]
Fact = tuple[type[Version], tuple[Any, ...]]
"""A table and the key of a fact in it."""
_AT_ONCE = 20_000
AUDIT_LOCK = 0x6C697567
"""Key of PostgreSQL's advisory lock that lets one unit of work write at a time."""


def utc_now() -> Moment:
    """The moment now; the only place that asks the clock."""
    return datetime.datetime.now(datetime.UTC)


class Store:
    """The records of one database.

    Attributes:
        clock: gives aware moments; tests put another in its place.
    """

    def __init__(self, url: str | None = None, *, clock: Clock = utc_now) -> None:
        self.engine = open_engine(database_url(url))
        self.clock = clock

    @property
    def place(self) -> str:
        """Where the records are, for messages: no password in it."""
        if is_sqlite(self.engine):
            return str(sqlite_file(self.engine))
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that reads one moment of the records.

        Raises:
            StorageError: the database cannot be read.
        """
        with self.errors(), self.engine.connect() as connection, Session(connection) as session:
            yield session

    @contextmanager
    def writing(self, *, operator: str) -> Iterator[Work]:
        """A unit of work: all of it is kept, with its one audit row, or nothing.

        Raises:
            Conflict: a fact has another version than the one that was seen.
            StorageError: the database cannot be written.
        """
        options: dict[str, Any] = {WRITES: True}
        if not is_sqlite(self.engine):
            options["isolation_level"] = "READ COMMITTED"  # else the snapshot would be older than the lock
        with (
            self.errors(),
            self.engine.connect().execution_options(**options) as connection,
            Session(connection, expire_on_commit=False) as session,
            session.begin(),
        ):
            wait_for_writers(session.connection())
            work = Work(session, operator=operator, now=self.clock())
            try:
                yield work
                work.finish()
            finally:
                work.over = True

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def errors(self) -> AbstractContextManager[None]:
        """What the database raises inside, as errors of ours."""
        return typed(self.place, self.engine.dialect.loaded_dbapi)


class Work:
    """What one command writes. Rows are collected, and written together with the audit row at the end.

    Attributes:
        over: the transaction has ended; nothing more can be written.
    """

    def __init__(self, session: Session, *, operator: str, now: Moment) -> None:
        self.session = session
        self.operator = operator
        self.now = now
        self.before = chain.head(session.connection())
        self.event = self.before.seq + 1
        self.secret = chain.new_secret()
        self.over = False
        self._put: dict[Fact, Version | None] = {}
        self._read: dict[Fact, Version | None] = {}
        self._ends: dict[Fact, int] = {}
        self._wrote = False
        self._added: list[Record] = []
        self._entry: dict[str, str] | None = None

    # ---- reading

    def current(self, model: type[V], *key: Any) -> V | None:
        """The current version of a fact, as this unit of work leaves it."""
        for known in (self._put, self._read):
            if (model, key) in known:
                return known[model, key]  # type: ignore[return-value]
        return current(self.session, model, *key)

    def all(self, model: type[V], **where: Any) -> list[V]:
        """All current versions whose columns have the given values, in the order of their keys."""
        found = {_key(row): row for row in all_current(self.session, model, **where)}
        self._read.update({(model, key): row for key, row in found.items()})
        for (of, key), row in self._put.items():
            if of is model:
                found.pop(key, None)
                if row is not None and all(getattr(row, name) == value for name, value in where.items()):
                    found[key] = row  # type: ignore[assignment]
        return [found[key] for key in sorted(found, key=lambda k: tuple((part is None, part) for part in k))]

    # ---- writing

    def put(self, row: V, *, seen: int | None = None) -> V:
        """Make a row the current version of its fact; the same content again changes nothing.

        Args:
            row: the fact as it is from now on; its bookkeeping columns are set here.
            seen: the version that the operator saw; 0 means that there was none.

        Raises:
            Conflict: the current version is another one.
        """
        self._check_open()
        there = self.current(type(row), *_key(row))
        version = there.version if there is not None else 0
        if seen is not None and seen != version:
            changed = Text("他人已更改,请对照后再保存", "somebody else has changed it; compare and save again")
            theirs = content(there) if there is not None else {}
            raise Conflict(changed, where=str(type(row).__tablename__), mine=content(row), theirs=theirs)
        if there is not None and content(there) == content(row):
            return there
        stored = type(row).model_validate(
            {**content(row), "version": version + 1, "since_event": self.event, "until_event": None}
        )
        self._keep(row, there, stored)
        return stored

    def change(self, row: V, *, seen: int | None = None, **changes: Any) -> V:
        """The fact with some columns changed."""
        return self.put(type(row).model_validate({**content(row), **changes}), seen=seen)

    def end(self, row: Version, *, seen: int | None = None) -> None:
        """Let a fact hold no longer."""
        self._check_open()
        if seen is not None and seen != row.version:
            changed = Text("他人已更改,请对照后再保存", "somebody else has changed it; compare and save again")
            raise Conflict(changed, where=str(type(row).__tablename__), mine={}, theirs=content(row))
        self._keep(row, self.current(type(row), *_key(row)), None)

    def put_frame(self, model: type[Version], frame: pl.DataFrame) -> int:
        """Make each row of a frame the current version of its fact; returns how many differ from what is there.

        The rows are written at once, and read like any others from then on; none of their facts is put again.

        Args:
            frame: columns of the model (no bookkeeping), one row per key; columns that are left out are unknown.

        Raises:
            ValueError: a column that the model has not, or a key twice.
        """
        from liuguan.records.bulk import changed_rows, write_rows

        self._check_open()
        connection = self.session.connection()
        changes = changed_rows(connection, model, frame)
        if changes.height:
            write_rows(connection, model, changes, self.event)
            self._read.clear()
            self._wrote = True
        return changes.height

    def add(self, row: R) -> R:
        """Add a row of a table that keeps no versions."""
        self._check_open()
        row = type(row).model_validate(row.model_dump())
        self._added.append(row)
        return row

    def save(self, row: R) -> R:
        """Write a row of a table that keeps no versions as it has become."""
        self._check_open()
        type(row).model_validate(row.model_dump())
        self.session.add(row)
        self._wrote = True
        return row

    def added(self, model: type[R]) -> list[R]:
        """The rows of a table without versions that this unit of work adds."""
        return [row for row in self._added if isinstance(row, model)]

    def record(self, *, command: str, district: str, subject: str, payload: Mapping[str, object]) -> None:
        """What the audit row says; without it nothing can be written."""
        self._entry = {
            "command": command, "district": district, "subject": subject, "payload": chain.canonical(payload),
        }  # fmt: skip

    @property
    def writes(self) -> bool:
        """Whether anything is to be written."""
        return bool(self._put or self._added or self._wrote)

    def finish(self) -> None:
        """Write what was collected, and the audit row with it."""
        if self._entry is None:
            if self.writes:
                raise RuntimeError("a unit of work that writes must record what it does")
            return
        for row in self._added:
            self.session.add(row)
        self.session.flush()
        for model, facts in itertools.groupby(self._put.items(), key=lambda fact: fact[0][0]):
            self._write(model, dict(facts))
        self.session.add(AuditKey(seq=self.event, secret=self.secret))
        self.session.add(chain.linked(self.before, at=self.now, operator=self.operator, **self._entry))
        self.session.flush()

    def _check_open(self) -> None:
        if self.over:
            raise RuntimeError("this unit of work is over; begin another")

    def _keep(self, row: Version, there: Version | None, stored: Version | None) -> None:
        """Keep what a fact becomes, and which version in the database that ends."""
        fact = (type(row), _key(row))
        if there is not None and there.row_id is not None:
            self._ends[fact] = there.row_id
        self._put[fact] = stored

    def _write(self, model: type[Version], facts: Mapping[Fact, Version | None]) -> None:
        """End the versions of facts of one table, and add those that take their place."""
        table = table_of(model)
        ended = [self._ends[fact] for fact in facts if fact in self._ends]
        for start in range(0, len(ended), _AT_ONCE):
            of = table.c.row_id.in_(ended[start : start + _AT_ONCE])
            self.session.execute(sa.update(table).where(of).values(until_event=self.event))
        self.session.add_all([version for version in facts.values() if version is not None])
        self.session.flush()


def wait_for_writers(connection: sa.Connection) -> None:
    """Let a transaction of PostgreSQL be the only one that writes; SQLite's is from its beginning."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(AUDIT_LOCK)))


def table_of(model: type[Record]) -> sa.Table:
    """The table of a model."""
    table: sa.Table = model.__table__  # type: ignore[attr-defined]
    return table


def content(row: Record) -> dict[str, Any]:
    """What a row says of its fact, without bookkeeping."""
    return {name: value for name, value in row.model_dump().items() if name not in BOOKKEEPING}


def current(session: Session, model: type[V], *key: Any) -> V | None:
    """The current version of a fact."""
    where = dict(zip(model.KEY, key, strict=True))
    return next(iter(all_current(session, model, **where)), None)


def all_current(session: Session, model: type[V], *, known: int | None = None, **where: Any) -> Sequence[V]:
    """All versions that are current, or were at an event, whose columns have the given values, by key."""
    table = table_of(model)
    query = sa.select(model).where(as_known(table, known), *(table.c[name] == value for name, value in where.items()))
    found: Sequence[V] = session.execute(query.order_by(*(table.c[name] for name in model.KEY))).scalars().all()
    return found


def as_known(table: sa.Table, known: int | None = None) -> sa.ColumnElement[bool]:
    """The versions that hold now, or held right after an event."""
    if known is None:
        return table.c.until_event.is_(None)
    ended_later = sa.or_(table.c.until_event.is_(None), table.c.until_event > known)
    return sa.and_(table.c.since_event <= known, ended_later)


def event_known_on(session: Session, day: datetime.date) -> int:
    """The last event of a day in China, or 0: what `--as-known-on` means."""
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), tzinfo=CHINA)
    table = table_of(AuditEvent)
    found = session.execute(sa.select(sa.func.max(table.c.seq)).where(table.c.at < midnight)).scalar()
    return int(found or 0)


CHINA = datetime.timezone(datetime.timedelta(hours=8))
"""Days of law are days in China."""


def _key(row: Version) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in row.KEY)

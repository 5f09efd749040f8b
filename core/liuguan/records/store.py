"""The store: one database behind reads that see one moment, and units of work that write one event each."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlmodel import Session

from liuguan.errors import Conflict, Refusal, StorageError, Text
from liuguan.records import chain
from liuguan.records.base import BOOKKEEPING, Moment, Record, Version
from liuguan.records.engine import WRITES, database_url, is_sqlite, open_engine, sqlite_file
from liuguan.records.guards import REFUSED
from liuguan.records.tables.audit import AuditEvent, AuditKey

if TYPE_CHECKING:
    import polars as pl

V = TypeVar("V", bound=Version)
R = TypeVar("R", bound=Record)
Clock = Callable[[], Moment]
AUDIT_LOCK = 0x6C697567
"""Key of PostgreSQL's advisory lock that lets one unit of work write at a time."""
_ROWS_AT_ONCE = 20_000


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
        with _typed(self.place), self.engine.connect() as connection, Session(connection) as session:
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
            _typed(self.place),
            self.engine.connect().execution_options(**options) as connection,
            Session(connection, expire_on_commit=False) as session,
            session.begin(),
        ):
            if not is_sqlite(self.engine):
                session.connection().execute(sa.select(sa.func.pg_advisory_xact_lock(AUDIT_LOCK)))
            work = Work(session, operator=operator, now=self.clock())
            yield work
            work.finish()

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


class Work:
    """What one command writes. Rows are collected, and written together with the audit row at the end."""

    def __init__(self, session: Session, *, operator: str, now: Moment) -> None:
        self.session = session
        self.operator = operator
        self.now = now
        self.before = chain.head(session.connection())
        self.event = self.before.seq + 1
        self.secret = chain.new_secret()
        self._put: dict[tuple[type[Version], tuple[Any, ...]], Version | None] = {}
        self._frames: list[tuple[type[Version], pl.DataFrame]] = []
        self._added: list[Record] = []
        self._entry: dict[str, str] | None = None

    # ---- reading

    def current(self, model: type[V], *key: Any) -> V | None:
        """The current version of a fact, as this unit of work leaves it."""
        if (model, key) in self._put:
            return self._put[model, key]  # type: ignore[return-value]
        return current(self.session, model, *key)

    def all(self, model: type[V], **where: Any) -> list[V]:
        """All current versions whose columns have the given values, in the order of their keys."""
        found = {_key(row): row for row in all_current(self.session, model, **where)}
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
        self._put[type(row), _key(row)] = stored
        return stored

    def change(self, row: V, *, seen: int | None = None, **changes: Any) -> V:
        """The fact with some columns changed."""
        return self.put(type(row).model_validate({**content(row), **changes}), seen=seen)

    def end(self, row: Version, *, seen: int | None = None) -> None:
        """Let a fact hold no longer."""
        if seen is not None and seen != row.version:
            changed = Text("他人已更改,请对照后再保存", "somebody else has changed it; compare and save again")
            raise Conflict(changed, where=str(type(row).__tablename__), mine={}, theirs=content(row))
        self._put[type(row), _key(row)] = None

    def put_frame(self, model: type[Version], frame: pl.DataFrame) -> int:
        """Make each row of a frame the current version of its fact; returns how many differ from what is there.

        Args:
            frame: columns of the model (no bookkeeping), one row per key; columns that are left out are unknown.
        """
        from liuguan.records.frames import changed_rows

        changes = changed_rows(self.session.connection(), model, frame)
        if changes.height:
            self._frames.append((model, changes))
        return changes.height

    def add(self, row: R) -> R:
        """Add a row of a table that keeps no versions."""
        row = type(row).model_validate(row.model_dump())
        self._added.append(row)
        return row

    def record(self, *, command: str, district: str, subject: str, payload: Mapping[str, object]) -> None:
        """What the audit row says; without it nothing can be written."""
        self._entry = {
            "command": command, "district": district, "subject": subject, "payload": chain.canonical(payload),
        }  # fmt: skip

    @property
    def writes(self) -> bool:
        """Whether anything is to be written."""
        return bool(self._put or self._frames or self._added)

    def finish(self) -> None:
        """Write what was collected, and the audit row with it."""
        if self._entry is None:
            if self.writes:
                raise RuntimeError("a unit of work that writes must record what it does")
            return
        for row in self._added:
            self.session.add(row)
        self.session.flush()
        for (model, key), version in self._put.items():
            self._supersede(model, key)
            if version is not None:
                self.session.add(version)
                self.session.flush()
        connection = self.session.connection()
        for model, changes in self._frames:
            _write_frame(connection, model, changes, self.event)
        self.session.add(AuditKey(seq=self.event, secret=self.secret))
        self.session.add(chain.linked(self.before, at=self.now, operator=self.operator, **self._entry))
        self.session.flush()

    def _supersede(self, model: type[Version], key: tuple[Any, ...]) -> None:
        table = table_of(model)
        where = [table.c[name] == value for name, value in zip(model.KEY, key, strict=True)]
        self.session.connection().execute(
            sa.update(table).where(*where, table.c.until_event.is_(None)).values(until_event=self.event)
        )


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


def _write_frame(connection: sa.Connection, model: type[Version], changes: pl.DataFrame, event: int) -> None:
    """End the versions that a frame replaces, and add its rows; `version` is what each row becomes."""
    import polars as pl

    table = table_of(model)
    replaced = changes.filter(pl.col("version") > 1).select(model.KEY)
    ending = sa.update(table).where(
        *(table.c[name] == sa.bindparam(f"key_{name}") for name in model.KEY), table.c.until_event.is_(None)
    )
    for part in replaced.iter_slices(_ROWS_AT_ONCE):
        keys = part.rename({name: f"key_{name}" for name in model.KEY}).to_dicts()
        connection.execute(ending.values(until_event=event), keys)
    rows = changes.with_columns(pl.lit(event).alias("since_event"))
    columns = [c.name for c in table.columns if c.name in rows.columns]
    for part in rows.select(columns).iter_slices(_ROWS_AT_ONCE):
        connection.execute(sa.insert(table), part.to_dicts())


@contextmanager
def _typed(place: str) -> Iterator[None]:
    """What the database says as errors of ours."""
    try:
        yield
    except IntegrityError as e:
        raise _refused(_first_line(e), place) from e
    except OperationalError as e:
        raise StorageError(_why(_first_line(e)), where=place) from e
    except DBAPIError as e:
        raise _refused(_first_line(e), place) from e


def _first_line(e: DBAPIError) -> str:
    """What the driver says; further lines would show the row."""
    return next(iter(str(e.orig).splitlines()), type(e.orig).__name__)


def _refused(said: str, place: str) -> Exception:
    """A guard or a CHECK said no: a command got past the services' own checks."""
    if REFUSED in said:
        sealed = Text(f"数据库拒绝更改:{said}", f"the database refuses the change: {said}")
        return Refusal(sealed, reason="sealed", where=place)
    return StorageError(Text(f"数据库拒绝写入:{said}", f"the database refuses the row: {said}"), where=place)


_REASONS: Iterable[tuple[str, Text]] = (
    ("database is locked", Text("另一程序正在写入;请稍后再试", "another program is writing; try again")),
    ("database or disk is full", Text("磁盘已满", "the disk is full")),
    ("disk I/O error", Text("磁盘读写错误", "the disk reports an error")),
    ("readonly database", Text("只读,不能写入", "it is read-only")),
    ("unable to open", Text("不能打开", "it cannot be opened")),
    ("not a database", Text("不是数据库文件", "it is not a database file")),
    ("malformed", Text("数据库已损坏;请从备份恢复", "the database is damaged; restore a backup")),
)


def _why(said: str) -> Text:
    known = next((text for part, text in _REASONS if part in said), None)
    return known or Text(f"数据库错误,英文详情:{said}", f"the database says: {said}")

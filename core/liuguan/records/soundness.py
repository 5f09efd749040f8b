"""Whether records are what was written: the file, its links, the audit chain, the events that rows name, the guards."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from liuguan.errors import IntegrityError, Text
from liuguan.records import chain, guards


def verified(connection: sa.Connection, *, kept: chain.Head | None = None) -> chain.Head:
    """The head of records that are sound.

    Args:
        kept: a head that was noted earlier, elsewhere; only it shows that the end of the log was not cut off.

    Raises:
        IntegrityError: with the first thing that is not as it was written; of the log, the first bad event.
    """
    try:
        found = next(_unsound(connection, kept), None)
    except DBAPIError as e:
        if not any(part in str(e.orig) for part in _DAMAGED):
            raise
        found = Text("数据库文件已损坏;请从备份恢复", "the database file is damaged; restore a backup")
    if found is not None:
        raise IntegrityError(found)
    return chain.head(connection)


_DAMAGED = ("malformed", "not a database")


def unguarded(connection: sa.Connection) -> list[str]:
    """The triggers that a database of this program's revision lacks."""
    return sorted(guards.expected_names(connection.dialect.name) - guards.trigger_names(connection))


def _unsound(connection: sa.Connection, kept: chain.Head | None) -> Iterator[Text]:
    if connection.dialect.name == "sqlite":
        said = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
        if said != "ok":
            yield Text(f"数据库文件不完整;请从备份恢复({said})", f"the file is not whole; restore a backup ({said})")
        link = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if link is not None:
            yield Text(f"{link[0]} 第 {link[1]} 行所指不存在", f"row {link[1]} of {link[0]} names what is not there")
    broken = chain.verify(connection, kept=kept)
    if broken is not None:
        yield Text(f"审计事件 {broken.seq}: ", f"audit event {broken.seq}: ") + broken.why
    last = chain.head(connection).seq
    for table, columns in _naming_events(connection):
        beyond = sa.or_(*(sa.not_(c.between(1, last)) for c in columns))
        if connection.execute(sa.select(sa.literal(1)).select_from(table).where(beyond).limit(1)).first():
            yield Text(f"{table.name} 有行所指的事件不存在", f"a row of {table.name} names an event that is not there")


def _naming_events(connection: sa.Connection) -> Iterator[tuple[sa.TableClause, list[sa.ColumnClause[int]]]]:
    """The tables that the database has, which may be those of an older program, with their columns of events."""
    inspector = sa.inspect(connection)
    for name in inspector.get_table_names():
        there = {c["name"] for c in inspector.get_columns(name)}
        columns = [sa.column(c, sa.BigInteger) for c in ("since_event", "until_event") if c in there]
        if columns:
            yield sa.table(name, *columns), columns

"""Bringing a database to the tables of this program when it is opened.

Whatever has to be done is done in one transaction, under the lock that keeps all others from writing: the database is
as it was or as it shall be. A database with records in it is backed up first. While tables change, the guards stand
aside, and come back as this program has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from liuguan.errors import StorageError, Text
from liuguan.records import guards
from liuguan.records.engine import WRITES, is_sqlite
from liuguan.records.store import Store, wait_for_writers

VERSIONS = Path(__file__).parent / "migrations" / "versions"
FOLDERS = [VERSIONS]
"""Where revisions are; a test adds one of its own."""
_REVISION = "SELECT version_num FROM alembic_version"


def prepare(store: Store, *, backup: bool = True) -> str:
    """Bring the database to the tables of this program; returns the revision that it had, empty for a new one.

    Args:
        backup: make a backup before records are touched.

    Raises:
        StorageError: a newer program wrote the database, it is none of liuguan, or no backup can be made.
    """
    with store.errors():
        found = revision(store)
        if found != head():
            _bring(store, backup=backup)
    return found


def revision(store: Store) -> str:
    """The revision of a database; empty where it is empty.

    Raises:
        StorageError: a newer program wrote it, or it is none of liuguan.
    """
    with store.engine.connect() as connection:
        try:
            found = connection.exec_driver_sql(_REVISION).scalar()
        except DBAPIError:
            found = None
    if found in _revisions():
        return str(found)
    with store.engine.connect() as connection:
        if not sa.inspect(connection).get_table_names():
            return ""
    if found is not None and found.isdecimal() and found > head():
        newer = Text(
            f"由更新版本的程序写成(版本 {found},本程序到 {head()});请升级程序",
            f"a newer program wrote it (revision {found}, this program knows {head()}); upgrade the program",
        )
        raise StorageError(newer, where=store.place)
    strange = Text("不是 liuguan 的数据库;请另指定文件或库", "it is no database of liuguan; name another")
    raise StorageError(strange, where=store.place)


def head() -> str:
    """The revision of this program."""
    return max(_revisions())


def _revisions() -> list[str]:
    return [path.stem.split("_")[0] for folder in FOLDERS for path in folder.glob("[0-9]*.py")]


def _bring(store: Store, *, backup: bool) -> None:
    with _alone(store) as connection:
        has_revision = sa.inspect(connection).has_table("alembic_version")
        found = connection.exec_driver_sql(_REVISION).scalar() if has_revision else ""
        if found == head():  # somebody else was faster
            return
        if found and backup:
            from liuguan.records.backup import before_upgrade

            before_upgrade(store)
        guards.remove(connection)
        _run(connection)
        guards.install(connection)
        _check_links(connection, store.place)


@contextmanager
def _alone(store: Store) -> Iterator[sa.Connection]:
    """A transaction in which nobody else writes. To rebuild a table of SQLite, its links must not be enforced."""
    with store.engine.connect().execution_options(**{WRITES: True}) as connection:
        driver: Any = connection.connection.driver_connection
        if is_sqlite(store.engine):
            driver.execute("PRAGMA foreign_keys = OFF")  # within a transaction it would do nothing
        try:
            with connection.begin():
                wait_for_writers(connection)
                yield connection
        finally:
            if is_sqlite(store.engine):
                driver.execute("PRAGMA foreign_keys = ON")


def _run(connection: sa.Connection) -> None:
    """Carry out the revisions that are missing."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(VERSIONS.parent), version_locations=[str(folder) for folder in FOLDERS])
    options: dict[str, Any] = {"fn": lambda rev, _: scripts._upgrade_revs("head", rev)}
    context = MigrationContext.configure(connection, opts=options)
    with Operations.context(context):
        context.run_migrations()


def _check_links(connection: sa.Connection, place: str) -> None:
    """What SQLite did not enforce meanwhile."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        lost = Text(f"升级会使 {broken[0]} 的行失去所指;未作更改", f"rows of {broken[0]} would lose what they name")
        raise StorageError(lost, where=place)

"""The one place that makes a database engine: settings that were measured to keep every acknowledged commit.

SQLite: `BEGIN IMMEDIATE` for a transaction that writes, plain `BEGIN` for one that reads; foreign keys on;
`synchronous=FULL`; write-ahead log only where the library is free of the WAL-reset fault (3.51.3), else a truncated
rollback journal. PostgreSQL: repeatable reads.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from liuguan.errors import StorageError, Text
from liuguan.records.shares import on_network_share

URL_VARIABLE = "LIUGUAN_DATABASE_URL"
FILE_NAME = "liuguan.sqlite"
BUSY_SECONDS = 15
WAL_IS_SAFE_FROM = (3, 51, 3)
WRITES = "liuguan_writes"
"""Execution option of a connection whose transaction writes."""


def database_url(given: str | None = None) -> URL:
    """Where the records are: the given URL or file path, LIUGUAN_DATABASE_URL, or the user's own data folder.

    Raises:
        StorageError: not a URL of SQLite or PostgreSQL.
    """
    named = given or os.environ.get(URL_VARIABLE) or ""
    if not named:
        return URL.create("sqlite", database=str(own_folder() / FILE_NAME))
    if "://" not in named:
        return URL.create("sqlite", database=named)
    try:
        url = make_url(named)
    except (ArgumentError, ValueError) as e:
        raise _no_database(named) from e
    if url.get_backend_name() in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:") and not url.query:
        return URL.create("sqlite", database=url.database)
    raise _no_database(named)


def open_engine(url: URL) -> Engine:
    """An engine with the measured settings; a SQLite file and its folder are the user's alone.

    Raises:
        StorageError: the folder or file cannot be made, lies on a network share, or the settings do not take.
    """
    return _sqlite(url) if url.get_backend_name() == "sqlite" else _postgresql(url)


def is_sqlite(engine: Engine) -> bool:
    """Whether the records are in a SQLite file."""
    return engine.dialect.name == "sqlite"


def sqlite_file(engine: Engine) -> Path:
    """The file of a SQLite engine."""
    return Path(engine.url.database or "")


def own_folder() -> Path:
    """The user's own data folder, made for the user alone."""
    from platformdirs import user_data_path

    folder = user_data_path("liuguan")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
    except OSError as e:
        raise StorageError.of(e, where=str(folder)) from e
    return folder


def private_file(path: Path) -> None:
    """Make a file that only its user may read, or take others' rights to it away.

    Raises:
        StorageError: the folder is missing or not writable, or the path is no file.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not path.exists():  # to open and close one that is in use would give its locks up
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except OSError as e:
        raise StorageError.of(e, where=str(path)) from e


def _sqlite(url: URL) -> Engine:
    path = Path(url.database or "")
    if on_network_share(path):
        share = Text("位于网络共享;SQLite 请放在本机磁盘", "on a network share; keep SQLite on a disk of this machine")
        raise StorageError(share, where=str(path))
    private_file(path)  # what SQLite puts beside it takes its mode
    engine = create_engine(url, connect_args=_DRIVER, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: Any) -> None:
        _settings(connection, path)

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


_DRIVER: dict[str, Any] = {"timeout": BUSY_SECONDS, "isolation_level": None, "check_same_thread": False}
"""The driver's own transaction control is off: it would commit half a migration."""


def _settings(connection: Any, path: Path) -> None:
    """Set what every connection needs, and read back that it took."""
    mode = "wal" if sqlite3.sqlite_version_info >= WAL_IS_SAFE_FROM else "truncate"
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    wanted: dict[str, Any] = {"journal_mode": mode, "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0,
                              "cell_size_check": 1, "mmap_size": 0}  # fmt: skip
    for name, value in wanted.items():
        cursor.execute(f"PRAGMA {name} = {value}").fetchall()
        found = cursor.execute(f"PRAGMA {name}").fetchone()
        if found is not None and found[0] != value:
            refused = Text(f"不接受设置 {name}={value}", f"does not take the setting {name}={value}")
            raise StorageError(refused, where=str(path))
    cursor.close()


def _postgresql(url: URL) -> Engine:
    try:
        return create_engine(url, isolation_level="REPEATABLE READ", pool_pre_ping=True, hide_parameters=True)
    except ModuleNotFoundError as e:
        missing = Text(
            "缺少 PostgreSQL 驱动;请安装 liuguan[pg]", "the driver of PostgreSQL is missing; install liuguan[pg]"
        )
        raise StorageError(missing, where=_without_secrets(url)) from e


def _without_secrets(url: URL) -> str:
    return url.render_as_string(hide_password=True)


def _no_database(named: str) -> StorageError:
    shown = named if "@" not in named else f"{urlsplit(named).scheme}://…"
    not_one = Text(
        "不是数据库;请写文件路径、sqlite:///文件 或 postgresql://主机/库",
        "no database; write a file, sqlite:///FILE or postgresql://HOST/NAME",
    )
    return StorageError(not_one, where=shown)

"""What a database says, as errors of ours: which rule refused, whether to wait, free space, or restore a backup.

Only the first line of what a driver says is repeated, and its error is no cause that a traceback would print: further
lines show the row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError

from liuguan.errors import Refusal, StorageError, StorageFull, Text

REFUSED = "liuguan: "
"""How what a guard of the database says begins."""

_FULL = frozenset({"SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_TRUNCATE", "53100"})
"""Which of these an exhausted disk is called differs by what ran out; `53100` is PostgreSQL's."""

_REASONS: Iterable[tuple[str, Text]] = (
    ("database is locked", Text("另一程序正在写入;请稍后再试", "another program is writing; try again")),
    ("lock timeout", Text("另一程序正在写入;请稍后再试", "another program is writing; try again")),
    ("disk I/O error", Text("磁盘读写错误", "the disk reports an error")),
    ("readonly database", Text("只读,不能写入", "it is read-only")),
    ("unable to open", Text("不能打开", "it cannot be opened")),
    ("not a database", Text("不是数据库文件", "it is not a database file")),
    ("malformed", Text("数据库已损坏;请从备份恢复", "the database is damaged; restore a backup")),
    ("no such table", Text("不是 liuguan 的数据库", "it is no database of liuguan")),
    ("authentication failed", Text("服务器不接受该用户或密码", "the server takes neither user nor password")),
    ("does not exist", Text("服务器上没有该用户或库", "the server has no such user or database")),
    ("onnection", Text("连接不上数据库服务器", "the database server cannot be reached")),
)


@contextmanager
def typed(place: str, driver: Any) -> Iterator[None]:
    """Turn what the database raises inside into a `Refusal` of a guard, a `StorageFull` or a `StorageError`.

    Args:
        place: which database, for the message; no password in it.
        driver: the module that talks to the database, for what it raises itself.
    """
    try:
        yield
    except DBAPIError as e:
        raise _of(e.orig, place) from None
    except driver.Error as e:
        raise _of(e, place) from None


def _of(e: BaseException | None, place: str) -> Refusal | StorageError:
    said = next(iter(str(e).splitlines()), type(e).__name__)
    if REFUSED in said:
        sealed = Text(f"数据库拒绝更改:{said}", f"the database refuses the change: {said}")
        return Refusal(sealed, reason="sealed", where=place)
    code = e.sqlite_errorname if isinstance(e, sqlite3.Error) else getattr(e, "sqlstate", None)
    if code in _FULL:
        full = Text(
            "磁盘已满;请清出空间后再试,原有数据完好", "the disk is full, what was kept is whole; free some space"
        )
        return StorageFull(full, where=place)
    kinds = {kind.__name__ for kind in type(e).__mro__}
    if "OperationalError" in kinds or code in ("SQLITE_CORRUPT", "SQLITE_NOTADB"):
        known = next((text for part, text in _REASONS if part in said), None)
        return StorageError(known or Text(f"数据库错误,英文详情:{said}", f"the database says: {said}"), where=place)
    return StorageError(Text(f"数据库拒绝写入:{said}", f"the database refuses the row: {said}"), where=place)

"""Backups: one file that was read again before it counts, with its hash beside it; and restoring one to a new file.

A copy of the file of a database in use is no backup. SQLite's own backup makes one here; for PostgreSQL, `pg_dump`.
Of the backups in a folder, the last of each of 7 days and of each of 12 months are kept.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from liuguan.errors import IntegrityError, StorageError, Text
from liuguan.records.engine import is_sqlite, own_folder, private_file, sqlite_file
from liuguan.records.soundness import verified
from liuguan.records.store import Store

DAYS_KEPT, MONTHS_KEPT = 7, 12
_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"-(\d{8}T\d{6}Z)\.(?:sqlite|dump)$")


def back_up(store: Store, folder: Path | None = None) -> Path:
    """Make a verified backup; returns its file.

    Args:
        folder: where to; `backups` beside a SQLite file, else in the user's own data folder.

    Raises:
        IntegrityError: what was copied is not sound.
        StorageError: the backup cannot be written, or `pg_dump` is missing or fails.
    """
    sqlite = is_sqlite(store.engine)
    into = folder or (sqlite_file(store.engine).parent if sqlite else own_folder()) / "backups"
    stem = sqlite_file(store.engine).stem if sqlite else str(store.engine.url.database)
    made = into / f"{stem}-{store.clock():{_STAMP}}.{'sqlite' if sqlite else 'dump'}"
    part = made.with_name(made.name + ".part")
    try:
        into.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.unlink(missing_ok=True)
        private_file(part)
        (_copy if sqlite else _dump)(store, part)
        _settle(part)
        _hash_file(made).write_text(f"{_sha256(part)}  {made.name}\n", encoding="utf-8")
        part.replace(made)
        _settle(into)
    except OSError as e:
        raise StorageError.of(e, where=str(into)) from e
    finally:
        part.unlink(missing_ok=True)
    for old in superfluous(into.glob(f"{stem}-*")):
        _hash_file(old).unlink(missing_ok=True)
        old.unlink()
    return made


def restore(backup: Path, to: Path) -> None:
    """Restore a backup of SQLite to a new file, after the same verification that it had when it was made.

    Raises:
        IntegrityError: it is not what was written, or not sound.
        StorageError: there is a file already, the hash is missing, or the file cannot be written.
    """
    if to.exists():
        there = Text("文件已存在;请恢复到新文件", "there is such a file; restore to a new one")
        raise StorageError(there, where=str(to))
    part = to.with_name(to.name + ".part")
    try:
        recorded = _hash_file(backup).read_text(encoding="utf-8").split()[0]
        part.unlink(missing_ok=True)
        private_file(part)
        shutil.copyfile(backup, part)
        if _sha256(part) != recorded:
            changed = Text("备份与其哈希不符;请用另一份", "the backup does not match its hash; use another one")
            raise IntegrityError(Text.joined((str(backup), changed), ": "))
        _verify(part)
        _settle(part)
        part.replace(to)
        _settle(to.parent)
    except OSError as e:
        raise StorageError.of(e, where=str(e.filename or backup)) from e
    finally:
        part.unlink(missing_ok=True)


def before_upgrade(store: Store) -> None:
    """The backup that precedes an upgrade.

    Raises:
        StorageError: none can be made; the message names the option to go on without.
    """
    try:
        back_up(store)
    except StorageError as e:
        without = Text(
            ";升级前须备份,自行备份后可用 liuguan db upgrade --without-backup",
            "; an upgrade needs a backup: make one yourself, then liuguan db upgrade --without-backup",
        )
        raise StorageError(e.text + without) from e


def superfluous(backups: Iterable[Path]) -> list[Path]:
    """Those of a folder's backups that are neither the last of one of 7 days nor of one of 12 months."""
    dated = {path: found[1] for path in backups if (found := _NAME.search(path.name))}
    newest_first = sorted(dated, key=lambda path: dated[path], reverse=True)
    kept: set[Path] = set()
    for length, most in ((len("20110106"), DAYS_KEPT), (len("201101"), MONTHS_KEPT)):
        last: dict[str, Path] = {}
        for path in newest_first:
            last.setdefault(dated[path][:length], path)
        kept |= set(list(last.values())[:most])
    return [path for path in newest_first if path not in kept]


def made_at(backup: Path) -> datetime.datetime | None:
    """The moment that a backup's name tells."""
    found = _NAME.search(backup.name)
    return datetime.datetime.strptime(found[1], _STAMP).replace(tzinfo=datetime.UTC) if found else None


def _copy(store: Store, part: Path) -> None:
    with store.errors(), store.engine.connect() as connection:
        source: Any = connection.connection.driver_connection
        target = sqlite3.connect(part)
        try:
            source.backup(target)
        finally:
            target.close()
    _verify(part)


def _verify(path: Path) -> None:
    copied = Store(str(path))
    try:
        with copied.errors(), copied.engine.connect() as connection:
            verified(connection)
    finally:
        copied.close()


def _dump(store: Store, part: Path) -> None:
    """Let `pg_dump` write an archive, and read its list of contents again; the password stays off the command line."""
    url = store.engine.url
    plain = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    known = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    for tool, arguments in (
        ("pg_dump", ["--format=custom", f"--file={part}", "--no-password", f"--dbname={plain}"]),
        ("pg_restore", ["--list", str(part)]),
    ):
        found = shutil.which(tool)
        if found is None:
            missing = Text(f"PATH 中没有 {tool}", f"{tool} is not on PATH")
            raise StorageError(missing, where=store.place)
        done = subprocess.run([found, *arguments], env=known, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            said = next(iter(done.stderr.strip().splitlines()), "")
            failed = Text(f"{tool} 失败,英文详情:{said}", f"{tool} failed: {said}")
            raise StorageError(failed, where=store.place)


def _settle(path: Path) -> None:
    """Have the system write a file or a folder to the disk itself."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hash_file(backup: Path) -> Path:
    return backup.with_name(backup.name + ".sha256")

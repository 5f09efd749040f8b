"""Where records are, and who may read them: URLs, file modes, shares, settings that took."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

import pytest
from tests.core.records.conftest import event

from liuguan.errors import StorageError
from liuguan.records import shares
from liuguan.records.engine import database_url
from liuguan.records.migrate import prepare
from liuguan.records.shares import file_system
from liuguan.records.store import Store
from liuguan.records.tables.places import Population


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_and_what_sqlite_puts_beside_it_are_the_users_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        store = Store(str(tmp_path / "records.sqlite"))
        prepare(store)
        with event(store) as work:
            work.put(Population(district="xuanwu", month=24132))
            work.session.connection().exec_driver_sql("CREATE TABLE t (x)")
            beside = {path.name: mode(path) for path in tmp_path.iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert "records.sqlite" in beside
    assert len(beside) > 1
    assert set(beside.values()) == {0o600}


def test_a_file_that_others_could_read_no_longer_can_be(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    path.touch(mode=0o644)
    Store(str(path)).close()
    assert mode(path) == 0o600


def test_the_users_own_folder_is_made_for_the_user_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("LIUGUAN_DATABASE_URL", raising=False)
    store = Store()
    assert (store.place, mode(tmp_path / "liuguan")) == (str(tmp_path / "liuguan" / "liuguan.sqlite"), 0o700)
    store.close()


@pytest.mark.parametrize(
    "named",
    [
        "mysql://u:secret@host/db",
        "postgresql://u:secret@host:no/db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:x?mode=memory&uri=true",
        "http://host/db",
        "://",
    ],
)
def test_what_is_no_url_of_sqlite_or_postgresql_is_refused_without_its_password(named: str) -> None:
    with pytest.raises(StorageError) as e:
        database_url(named)
    assert "secret" not in e.value.said("zh") + e.value.said("en")


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_url_of_postgresql_gets_its_driver(scheme: str) -> None:
    assert database_url(f"{scheme}://u@host/db").drivername == "postgresql+psycopg"


def test_a_folder_is_no_database_and_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    with pytest.raises(StorageError) as e:
        Store(str(tmp_path))
    assert "directory" in e.value.said("en")
    assert mode(tmp_path) == 0o750


def test_a_missing_folder_is_named_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as e:
        Store(str(tmp_path / "no" / "records.sqlite"))
    assert str(tmp_path / "no") in e.value.said("en")
    assert not (tmp_path / "no").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_takes_no_file_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StorageError):
        Store(str(tmp_path / "records.sqlite"))


MOUNTS = r"""22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
36 22 0:32 / /net/share rw shared:7 - nfs4 server:/export rw
37 22 0:33 / /net/with\040blank rw shared:8 - cifs //server/share rw
38 36 0:34 / /net/share/local rw - xfs /dev/vdb rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/a/records.sqlite", "ext4"),
        ("/net/share/records.sqlite", "nfs4"),
        ("/net/with blank/a/b", "cifs"),
        ("/net/share/local/x", "xfs"),
        ("/net/shared/x", "ext4"),
    ],
)
def test_the_innermost_mount_says_what_holds_a_path(path: str, kind: str) -> None:
    assert file_system(Path(path), MOUNTS) == kind


def test_a_file_on_a_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"22 1 0:1 / {tmp_path.resolve()} rw - nfs4 server:/export rw\n")
    monkeypatch.setattr(shares, "_MOUNTS", mounts)
    with pytest.raises(StorageError) as e:
        Store(str(tmp_path / "records.sqlite"))
    assert "network share" in e.value.said("en")
    assert not (tmp_path / "records.sqlite").exists()


@pytest.mark.parametrize("path", ["//server/share/records.sqlite", "\\\\server\\share\\records.sqlite"])
def test_a_share_by_its_name_is_refused(path: str) -> None:
    with pytest.raises(StorageError):
        Store(path)


def test_every_connection_has_the_measured_settings(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    safe = sqlite3.sqlite_version_info >= (3, 51, 3)
    wanted = {
        "journal_mode": "wal" if safe else "truncate", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15_000,
        "trusted_schema": 0, "cell_size_check": 1,
    }  # fmt: skip
    with store.engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    store.close()
    assert found == wanted


def test_readers_begin_plainly_and_writers_at_once(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    said: list[str] = []
    with store.engine.connect() as connection:
        connection.connection.driver_connection.set_trace_callback(said.append)  # type: ignore[union-attr]
    with store.reading() as session:
        session.connection()
    with event(store):
        pass
    store.close()
    assert [word for word in said if word.startswith("BEGIN")] == ["BEGIN", "BEGIN IMMEDIATE"]


def test_a_reader_sees_one_moment(url: str) -> None:
    store, other = Store(url), Store(url)
    with event(store) as work:
        work.put(Population(district="a", month=24132, actual_migrants=1))
    if "://" in url:
        with store.reading() as session:
            first = session.connection().exec_driver_sql("SELECT count(*) FROM population").scalar()
            with event(other) as work:
                work.put(Population(district="b", month=24132, actual_migrants=1))
            assert session.connection().exec_driver_sql("SELECT count(*) FROM population").scalar() == first == 1
    store.close()
    other.close()

"""Backups: readable when they count, whole or refused, and kept as long as they are useful."""

from __future__ import annotations

import datetime
import os
import threading
from pathlib import Path

import pytest
from tests.core.records.conftest import event

from liuguan.errors import IntegrityError, StorageError
from liuguan.records import chain
from liuguan.records.backup import back_up, before_upgrade, restore, superfluous
from liuguan.records.soundness import verified
from liuguan.records.store import Store, all_current
from liuguan.records.tables.places import Population

MONTH = 24132


@pytest.fixture
def store(sqlite_url: str) -> Store:
    """Records in a file, with one fact."""
    made = Store(sqlite_url)
    with event(made) as work:
        work.put(Population(district="xuanwu", month=MONTH, actual_migrants=500))
    return made


def head(path: Path | str) -> chain.Head:
    opened = Store(str(path))
    with opened.engine.connect() as connection:
        found = verified(connection)
    opened.close()
    return found


def test_a_restored_backup_is_what_was_backed_up(store: Store, tmp_path: Path) -> None:
    made = back_up(store)
    with event(store) as work:
        work.put(Population(district="xuanwu", month=MONTH, actual_migrants=501))
    restore(made, tmp_path / "again.sqlite")
    again = Store(str(tmp_path / "again.sqlite"))
    with again.reading() as session:
        assert [p.actual_migrants for p in all_current(session, Population)] == [500]
    again.close()
    assert head(tmp_path / "again.sqlite").seq == 1


def test_a_backup_and_its_folder_are_the_users_alone(store: Store, tmp_path: Path) -> None:
    made = back_up(store)
    assert (made.stat().st_mode & 0o777, made.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_every_changed_bit_of_a_backup_is_refused(store: Store, tmp_path: Path) -> None:
    made = back_up(store)
    whole = made.read_bytes()
    for place in range(0, len(whole), len(whole) // 40):
        made.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(IntegrityError):
            restore(made, tmp_path / "again.sqlite")
    assert not (tmp_path / "again.sqlite").exists()
    assert list(tmp_path.glob("*.part")) == []


def test_a_backup_without_its_hash_is_refused(store: Store, tmp_path: Path) -> None:
    made = back_up(store)
    made.with_name(made.name + ".sha256").unlink()
    with pytest.raises(StorageError):
        restore(made, tmp_path / "again.sqlite")


def test_records_that_are_not_sound_make_no_backup(store: Store) -> None:
    with store.engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("DROP TRIGGER audit_event_never_changes")
        connection.exec_driver_sql("UPDATE audit_event SET operator = 'other'")
    with pytest.raises(IntegrityError) as e:
        back_up(store)
    assert "audit event 1" in e.value.said("en")
    assert list((Path(str(store.engine.url.database)).parent / "backups").iterdir()) == []


def test_a_backup_among_eight_writers_is_one_moment_of_the_records(store: Store, tmp_path: Path) -> None:
    over = threading.Event()

    def write(number: int) -> None:
        mine = Store(str(store.engine.url.database))
        while not over.is_set():
            with event(mine) as work:
                for month in (MONTH, MONTH + 1):
                    found = work.current(Population, f"d{number}", month, "")
                    count = (found.actual_migrants or 0) + 1 if found else 1
                    work.put(Population(district=f"d{number}", month=month, actual_migrants=count))
        mine.close()

    writers = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for writer in writers:
        writer.start()
    made = back_up(store)
    over.set()
    for writer in writers:
        writer.join()
    copied = Store(str(made))
    with copied.reading() as session:
        counts = {(p.district, p.month): p.actual_migrants for p in all_current(session, Population)}
    copied.close()
    assert [counts.get((f"d{n}", MONTH)) for n in range(8)] == [counts.get((f"d{n}", MONTH + 1)) for n in range(8)]


def test_the_last_of_seven_days_and_of_twelve_months_are_kept() -> None:
    start = datetime.datetime(2010, 1, 1, 1, tzinfo=datetime.UTC)
    hours = [start + datetime.timedelta(hours=12 * n) for n in range(2 * 500)]
    made = [Path(f"records-{at:%Y%m%dT%H%M%SZ}.sqlite") for at in hours]
    kept = sorted(set(made) - set(superfluous(made)))
    assert len(kept) == 7 + 11  # the newest day is also the newest month
    assert kept[-7:] == [path for path in made if "T13" in path.name][-7:]
    assert kept[0].name.startswith("records-20100630T13")


def test_files_that_are_no_backups_are_left_alone() -> None:
    assert superfluous([Path("records-old.sqlite"), Path("records-20110106T093000Z.sqlite.sha256")]) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_takes_no_file_is_said(store: Store, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StorageError):
        back_up(store)


def test_postgresql_is_backed_up_by_its_own_tool(
    postgresql_prepared: str, server_tools: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", server_tools)
    store = Store(postgresql_prepared)
    made = back_up(store, tmp_path / "backups")
    assert made.suffix == ".dump"
    assert made.stat().st_mode & 0o777 == 0o600
    store.close()


def test_without_the_tool_an_upgrade_of_postgresql_is_refused_and_the_option_named(
    postgresql_prepared: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    store = Store(postgresql_prepared)
    with pytest.raises(StorageError) as e:
        before_upgrade(store)
    assert "pg_dump is not on PATH" in e.value.said("en")
    assert "--without-backup" in e.value.said("zh")
    store.close()

"""`liuguan db`, as it is typed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from tests.end_to_end.conftest import Run

Words = tuple[str, ...]


@pytest.fixture
def there(tmp_path: Path) -> dict[str, str]:
    """Where the records of the test are."""
    return {"LIUGUAN_DATABASE_URL": str(tmp_path / "records.sqlite")}


def test_a_database_is_made_once(liuguan: Run, there: dict[str, str], tmp_path: Path) -> None:
    assert "made, revision" in liuguan("db", "init", **there).stderr
    again = liuguan("db", "init", **there)
    assert (again.returncode, "there already" in again.stderr) == (0, True)
    assert (tmp_path / "records.sqlite").stat().st_mode & 0o777 == 0o600


def test_upgrade_says_from_what_to_what(liuguan: Run, there: dict[str, str]) -> None:
    liuguan("db", "init", **there)
    assert "revision 0001 →" in liuguan("db", "upgrade", **there).stderr


def test_a_backup_is_restored_to_a_new_file_with_the_same_head(
    liuguan: Run, there: dict[str, str], tmp_path: Path
) -> None:
    liuguan("db", "init", **there)
    head = liuguan("db", "verify", **there).stdout
    made = Path(liuguan("db", "backup", **there).stdout.strip())
    assert liuguan("db", "restore", made, "again.sqlite", **there).returncode == 0
    assert liuguan("--database", "again.sqlite", "db", "verify").stdout == head
    onto = liuguan("db", "restore", made, "again.sqlite", **there)
    assert (onto.returncode, "restore to a new one" in onto.stderr) == (3, True)


def test_a_backup_with_one_changed_byte_is_refused(liuguan: Run, there: dict[str, str], tmp_path: Path) -> None:
    liuguan("db", "init", **there)
    made = Path(liuguan("db", "backup", **there).stdout.strip())
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 1
    made.write_bytes(content)
    refused = liuguan("db", "restore", made, "again.sqlite", **there)
    assert (refused.returncode, "does not match its hash" in refused.stderr) == (5, True)
    assert not (tmp_path / "again.sqlite").exists()


def test_verify_wants_the_head_that_was_kept_elsewhere(liuguan: Run, there: dict[str, str]) -> None:
    liuguan("db", "init", **there)
    cut = liuguan("db", "verify", "--head", f"3:{'0' * 64}", **there)
    assert (cut.returncode, "audit event 1: the end of the log was cut off" in cut.stderr) == (5, True)
    unread = liuguan("db", "verify", "--head", "3", **there)
    assert (unread.returncode, "SEQ:HASH" in unread.stderr) == (2, True)


def test_verify_misses_a_trigger_that_was_dropped(liuguan: Run, there: dict[str, str]) -> None:
    liuguan("db", "init", **there)
    with sqlite3.connect(there["LIUGUAN_DATABASE_URL"]) as connection:
        connection.execute("DROP TRIGGER audit_event_is_kept")
    connection.close()
    found = liuguan("db", "verify", **there)
    assert (found.returncode, "audit_event_is_kept" in found.stderr) == (5, True)


def test_what_is_not_there_is_neither_backed_up_nor_verified(liuguan: Run, there: dict[str, str]) -> None:
    for words in (("db", "backup"), ("db", "verify")):
        none = liuguan(*words, **there)
        assert (none.returncode, "liuguan db init" in none.stderr) == (3, True)


def test_db_speaks_chinese(liuguan: Run, there: dict[str, str]) -> None:
    assert "已建立" in liuguan("--lang", "zh", "db", "init", **there).stderr
    refused = liuguan("--lang", "zh", "db", "verify", "--head", f"3:{'0' * 64}", **there)
    assert "日志末尾被截去" in refused.stderr


def test_a_missing_folder_is_said_and_not_made(liuguan: Run, tmp_path: Path) -> None:
    missing = liuguan("--database", tmp_path / "no" / "records.sqlite", "db", "init")
    assert (missing.returncode, "No such file or directory" in missing.stderr) == (3, True)
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://u:secret@host/db", "write a file"),
        ("postgresql://u:secret@host:no/db", "write a file"),
        ("sqlite://", "write a file"),
        ("postgresql://u:secret@127.0.0.1:1/db", "cannot be reached"),
    ],
    ids=["another kind", "no URL", "memory", "nobody listens"],
)
def test_a_bad_url_is_refused_without_its_password(liuguan: Run, url: str, said: str) -> None:
    refused = liuguan("db", "init", LIUGUAN_DATABASE_URL=url, LIUGUAN_TRACEBACK="1")
    assert (refused.returncode, said in refused.stderr) == (3, True)
    assert "secret" not in refused.stderr + refused.stdout

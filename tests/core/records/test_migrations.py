"""Upgrades: one line of revisions, tables as the program has them, and whatever was kept is still kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from tests.core.records.conftest import SQLITE, event, prepared

from liuguan.errors import StorageError
from liuguan.records import chain, guards, migrate
from liuguan.records.base import Record
from liuguan.records.migrations.__main__ import FIRST, write
from liuguan.records.store import Store, all_current
from liuguan.records.tables.duty import DutyMonth
from liuguan.records.tables.people import Worker
from liuguan.records.tables.places import Population

NEXT = '''"""Columns more, by rebuilding tables whose rows refer to others."""

import sqlalchemy as sa
from alembic import op

from liuguan.records.migrations.rebuild import rebuilt

revision = "9001"
down_revision = "{down}"


def upgrade():
    """Change two tables."""
    with rebuilt("worker") as table:
        table.add_column(sa.Column("nickname", sa.String(), nullable=True))
    with rebuilt("duty_month") as table:
        table.add_column(sa.Column("remark", sa.String(), nullable=True))
    {then}
'''
Shape = dict[str, str]


@pytest.fixture
def next_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A further revision that only the test knows."""
    folder = tmp_path / "further"
    folder.mkdir()
    (folder / "9001_test.py").write_text(NEXT.format(down=migrate.head(), then="pass"), encoding="utf-8")
    monkeypatch.setattr(migrate, "FOLDERS", [migrate.VERSIONS, folder])
    return folder


def fill(store: Store) -> None:
    """Records with links, versions and audit."""
    for hours in (170, 168):
        with event(store) as work:
            if hours == 170:
                for i in range(50):
                    work.add(Worker(id=f"w{i}", since_event=1, district="xuanwu", name="张三", name_search="zs"))
            for i in range(50):
                work.put(DutyMonth(district="xuanwu", month=24132, worker=f"w{i}", core_hours=hours, note="n"))


def shape(store: Store) -> Shape:
    """Every column, CHECK, link, index and trigger of a database, in its own words."""
    with store.engine.connect() as connection:
        words = _sqlite(connection) if store.engine.dialect.name == SQLITE else _postgresql(connection)
        return {name: " ".join(said.split()) for name, said in words if "alembic" not in name}


def _sqlite(connection: sa.Connection) -> Iterator[tuple[str, str]]:
    yield from connection.exec_driver_sql(
        "SELECT type || ' ' || name, sql FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL"
    ).all()
    inspector = sa.inspect(connection)
    for table in inspector.get_table_names():
        for column in connection.exec_driver_sql(f"PRAGMA table_xinfo({table})"):
            yield f"column {table}.{column[1]}", str(column[2:])
        for check in inspector.get_check_constraints(table):
            yield f"check {table} {check['name']}", check["sqltext"]
        yield f"links {table}", str(connection.exec_driver_sql(f"PRAGMA foreign_key_list({table})").all())
        yield f"strict {table}", str(connection.exec_driver_sql(f"PRAGMA table_list({table})").one()[4:])


def _postgresql(connection: sa.Connection) -> Iterator[tuple[str, str]]:
    yield from connection.exec_driver_sql(
        "SELECT 'check ' || conname || ' ' || conrelid::regclass, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace"
        " UNION ALL SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        " UNION ALL SELECT 'trigger ' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
        " UNION ALL SELECT 'column ' || table_name || '.' || column_name, data_type || is_nullable"
        " FROM information_schema.columns WHERE table_schema = 'public'"
    ).all()


def test_there_is_one_line_of_revisions() -> None:
    scripts = ScriptDirectory(str(migrate.VERSIONS.parent), version_locations=[str(migrate.VERSIONS)])
    assert scripts.get_heads() == [migrate.head()]


def test_the_first_revision_is_what_the_tables_say(tmp_path: Path) -> None:
    """While nothing is released; afterwards this test goes, and the first revision never changes."""
    again = tmp_path / "0001_tables.py"
    write(again)
    assert again.read_text(encoding="utf-8") == FIRST.read_text(encoding="utf-8"), (
        "python -m liuguan.records.migrations"
    )


def test_the_upgraded_database_is_what_the_models_say(store: Store) -> None:
    def other(
        context: object,
        column: object,
        meta: object,
        found: sa.types.TypeEngine[object],
        said: sa.types.TypeEngine[object],
    ) -> bool:
        return str(found.compile(store.engine.dialect)) != str(said.compile(store.engine.dialect))

    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": other})
        assert compare_metadata(context, Record.metadata) == []


def test_checks_and_triggers_are_those_of_the_models(store: Store, postgresql_or_file: Store) -> None:
    with postgresql_or_file.engine.begin() as connection:
        Record.metadata.create_all(connection)
        guards.install(connection)
    assert shape(store) == shape(postgresql_or_file)


@pytest.fixture
def postgresql_or_file(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty database of the same kind."""
    made = Store(request.getfixturevalue("postgresql_url") if "://" in url else str(tmp_path / "models.sqlite"))
    yield made
    made.close()


def test_the_same_program_opens_a_database_without_loading_alembic(sqlite_url: str) -> None:
    code = (
        "import sys; from liuguan.records.migrate import prepare; from liuguan.records.store import Store;"
        f"prepare(Store({sqlite_url!r})); print('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_an_upgrade_keeps_rows_links_versions_audit_checks_and_triggers(store: Store, next_revision: Path) -> None:
    fill(store)
    before = shape(store)
    assert migrate.prepare(store, backup=store.engine.dialect.name == SQLITE) == "0001"
    after = shape(store)
    assert migrate.revision(store) == "9001"
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"column worker.nickname", "column duty_month.remark"}
    with store.reading() as session:
        connection = session.connection()
        count = sa.text("SELECT count(*) FROM duty_month JOIN worker ON worker.id = duty_month.worker")
        assert connection.execute(count).scalar() == 100
        assert chain.verify(connection) is None
        assert guards.trigger_names(connection) == guards.expected_names(connection.dialect.name)
    with pytest.raises(StorageError), event(store) as work:
        work.add(Worker(id="w1", since_event=1, district="xuanwu"))


def test_a_newer_database_is_refused_in_both_languages(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageError) as e:
        migrate.prepare(store)
    assert "9999" in e.value.said("en")
    assert "upgrade the program" in e.value.said("en")
    assert "请升级程序" in e.value.said("zh")


def test_a_database_of_something_else_is_refused_and_left_alone(postgresql_or_file: Store) -> None:
    with postgresql_or_file.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE songs (title TEXT)")
    with pytest.raises(StorageError) as e:
        migrate.prepare(postgresql_or_file)
    assert "no database of liuguan" in e.value.said("en")
    with postgresql_or_file.engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["songs"]


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no database\n" * 100)
    store = Store(str(path))
    with pytest.raises(StorageError) as e:
        migrate.prepare(store)
    assert "not a database file" in e.value.said("en")
    assert path.read_text() == "no database\n" * 100


def test_two_programs_that_meet_an_empty_database_make_its_tables_once(tmp_path: Path) -> None:
    code = "from tests.core.records.conftest import prepared; import sys; prepared(sys.argv[1])"
    path = str(tmp_path / "new.sqlite")
    running = [subprocess.Popen([sys.executable, "-c", code, path]) for _ in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    prepared(path)


KILLED = """
import sys, pathlib
from liuguan.records import migrate
from liuguan.records.store import Store
migrate.FOLDERS.append(pathlib.Path(sys.argv[2]))
migrate.prepare(Store(sys.argv[1]))
"""


def test_a_program_killed_in_the_middle_of_an_upgrade_leaves_the_old_database(
    sqlite_url: str, next_revision: Path
) -> None:
    store = Store(sqlite_url)
    fill(store)
    before = shape(store)
    store.close()
    wait = "print('now', flush=True); import time; time.sleep(60)"
    script = next_revision / "9001_test.py"
    script.write_text(NEXT.format(down="0001", then=wait), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, sqlite_url, str(next_revision)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "now\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)
    process.stdout.close()
    store = Store(sqlite_url)
    assert migrate.revision(store) == "0001"
    assert shape(store) == before
    with store.reading() as session:
        assert len(all_current(session, DutyMonth)) == 50
    script.write_text(NEXT.format(down="0001", then="pass"), encoding="utf-8")
    assert migrate.prepare(store) == "0001"
    assert migrate.revision(store) == "9001"
    store.close()


def test_an_upgrade_that_fails_leaves_the_old_database(store: Store, next_revision: Path) -> None:
    fill(store)
    before = shape(store)
    (next_revision / "9001_test.py").write_text(NEXT.format(down="0001", then="1 // 0"), encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        migrate.prepare(store, backup=False)
    assert shape(store) == before
    with event(store) as work:
        work.put(Population(district="xuanwu", month=24132))

"""Records on both databases: the same tests run on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests import postgresql

from liuguan.records.migrate import prepare
from liuguan.records.store import Store, Work

NOW = datetime.datetime(2011, 1, 6, 9, 30, tzinfo=datetime.UTC)
SQLITE, POSTGRESQL = "sqlite", "postgresql"
LONG = bool(os.environ.get("LIUGUAN_LONG_TESTS"))
"""Whether the trials that repeat something are to be as many as before a release."""


def prepared(url: str) -> None:
    """Make the tables of a database."""
    store = Store(url)
    prepare(store)
    store.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared file to copy."""
    path = tmp_path_factory.mktemp("template") / "records.sqlite"
    prepared(str(path))
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> Iterator[str]:
    """The name of a prepared database to copy."""
    with postgresql.database(postgresql_server) as url:
        prepared(url)
        yield url.split("?")[0].rsplit("/", 1)[1]


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A prepared file of the test's own."""
    path = tmp_path / "records.sqlite"
    shutil.copy(sqlite_template, path)
    return str(path)


@pytest.fixture
def postgresql_prepared(postgresql_server: str, postgresql_template: str) -> Iterator[str]:
    """A prepared database of the test's own."""
    with postgresql.database(postgresql_server, like=postgresql_template) as made:
        yield made


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def url(request: pytest.FixtureRequest) -> str:
    """Prepared records of the test's own, once on each database."""
    return str(request.getfixturevalue("sqlite_url" if request.param == SQLITE else "postgresql_prepared"))


@pytest.fixture
def server_tools(postgresql_server: str) -> str:
    """The folder of the tools that came with the server."""
    return postgresql.tools()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """Empty records."""
    made = Store(url, clock=lambda: NOW)
    yield made
    made.close()


@contextmanager
def event(store: Store, *, command: str = "test", payload: dict[str, object] | None = None) -> Iterator[Work]:
    """A unit of work that says so."""
    with store.writing(operator="test") as work:
        yield work
        work.record(command=command, district="xuanwu", subject="", payload=payload or {})

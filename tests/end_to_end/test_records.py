"""The sample city out of the records: imported, checked with the same findings, and never half written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from liuguan.district import City
from liuguan.language.written import month_number
from liuguan.records import chain
from liuguan.records.migrate import prepare
from liuguan.records.store import Store, table_of
from liuguan.records.tables.audit import AuditEvent
from liuguan.records.tables.imports import ImportedFile
from liuguan.sample.generate import generate
from liuguan.services.check import Report, check_city, check_records
from liuguan.services.importing import ImportReport, import_files, read_files
from liuguan.services.office import Office

SMALL = 400
FIRST, LAST = month_number("2010-12"), month_number("2011-11")


@pytest.fixture(scope="module")
def city() -> City:
    return City()


@pytest.fixture(scope="module")
def sample(city: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of a small made-up city, faults and all."""
    folder = tmp_path_factory.mktemp("city") / "sample"
    generate(city, folder, seed=3, workers=SMALL)
    return folder


@pytest.fixture(scope="module")
def from_workbooks(city: City, sample: Path) -> list[dict[str, Any]]:
    return told(check_city(city, sample, first_month=FIRST, last_month=LAST))


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    store = Store(str(tmp_path / "records.sqlite"))
    prepare(store)
    yield store
    store.close()


@pytest.fixture
def postgresql(postgresql_url: str) -> Iterator[Store]:
    store = Store(postgresql_url)
    prepare(store)
    yield store
    store.close()


def told(report: Report) -> list[dict[str, Any]]:
    """All findings as JSON, source and rulebook among it."""
    return [json.loads(json.dumps(f.to_json())) for f in report.findings]


def taken(store: Store, city: City, folder: Path, *, park: bool = True) -> ImportReport:
    office = Office(store, city)
    with office.reading() as session:
        readout = read_files(city, session, [folder], park=park)
    return import_files(office, readout)


def of_records(store: Store, city: City, **options: Any) -> list[dict[str, Any]]:
    with store.reading() as session:
        return told(check_records(city, session, first_month=FIRST, last_month=LAST, **options))


def test_findings_are_the_same_from_workbooks_and_from_sqlite(
    city: City, sample: Path, from_workbooks: list[dict[str, Any]], sqlite: Store
) -> None:
    assert taken(sqlite, city, sample).exit_code == 0
    found = of_records(sqlite, city)
    assert found == from_workbooks
    assert len(found) > 500
    again = taken(sqlite, city, sample)
    assert {f.outcome.value for f in again.files} == {"known"}
    assert of_records(sqlite, city, known=0) == []
    with sqlite.engine.connect() as connection:
        assert chain.verify(connection) is None


def test_findings_are_the_same_from_workbooks_and_from_postgresql(
    city: City, sample: Path, from_workbooks: list[dict[str, Any]], postgresql: Store
) -> None:
    taken(postgresql, city, sample)
    assert of_records(postgresql, city) == from_workbooks


def test_one_district_is_judged_as_it_is_among_all(
    city: City, sample: Path, from_workbooks: list[dict[str, Any]], sqlite: Store
) -> None:
    taken(sqlite, city, sample)
    own = [f for f in from_workbooks if f["district"] == "qinhuai"]
    assert of_records(sqlite, city, only=["qinhuai"]) == own


IMPORT = "from liuguan.cli import main; main()"
BEFORE_THE_KILL = 3
"""Events that have been kept when an import is killed."""


def test_an_import_that_is_killed_leaves_whole_districts_and_completes_later(
    city: City, sample: Path, from_workbooks: list[dict[str, Any]], sqlite: Store
) -> None:
    command = [sys.executable, "-c", IMPORT, "import", str(sample), "--park"]
    known = {**os.environ, "LIUGUAN_LANG": "en", "LIUGUAN_DATABASE_URL": str(sqlite.engine.url.database)}
    running = subprocess.Popen(command, env=known, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 300
    while count(sqlite, AuditEvent) < BEFORE_THE_KILL and time.monotonic() < until and running.poll() is None:
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()
    done = districts_of(sqlite, AuditEvent)
    assert BEFORE_THE_KILL <= len(done) <= len(city.config.ids())
    assert districts_with_lines(sqlite) == done
    with sqlite.engine.connect() as connection:
        assert chain.verify(connection) is None
    taken(sqlite, city, sample)
    assert of_records(sqlite, city) == from_workbooks


def count(store: Store, model: Any) -> int:
    with store.engine.connect() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table_of(model))).scalar_one())


def districts_of(store: Store, model: Any) -> set[str]:
    with store.engine.connect() as connection:
        return set(connection.execute(sa.select(table_of(model).c.district)).scalars())


def districts_with_lines(store: Store) -> set[str]:
    """Districts that any table of facts or of files speaks of."""
    from liuguan.services.importing.tables import TABLE_OF

    found = set().union(*(districts_of(store, model) for model in TABLE_OF.values()))
    with store.engine.connect() as connection:
        files = connection.execute(sa.select(table_of(ImportedFile).c.districts)).scalars()
        return found | {d for names in files for d in names.split()}

"""An office over an empty SQLite file, with a clock that stands still, and operators in every role."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from liuguan.district import City
from liuguan.records.migrate import prepare
from liuguan.records.store import Store
from liuguan.records.tables.operators import Operator, Role
from liuguan.services.office import Office

TODAY = datetime.datetime(2011, 1, 6, 9, 30, tzinfo=datetime.UTC)
DISTRICT = "xuanwu"

OfficeOf = Callable[[Role], Office]


@pytest.fixture(scope="session")
def city() -> City:
    """Nanjing as it ships."""
    return City()


@pytest.fixture(scope="session")
def empty_records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of empty records to copy, for making its tables takes longer than most tests."""
    path = tmp_path_factory.mktemp("records") / "empty.sqlite"
    made = Store(str(path))
    prepare(made)
    made.close()
    return path


@pytest.fixture
def store(empty_records: Path, tmp_path: Path) -> Iterator[Store]:
    """Records in which one operator of each role is entered, named as the role; without passwords."""
    shutil.copy(empty_records, tmp_path / "office.sqlite")
    made = Store(str(tmp_path / "office.sqlite"), clock=lambda: TODAY)
    with made.writing(operator="test") as work:
        for role in Role:
            districts = "" if role.value.startswith("city") else DISTRICT
            work.put(Operator(name=role.value, role=role, districts=districts))
        work.record(command="test", district="", subject="", payload={})
    yield made
    made.close()


@pytest.fixture
def office_of(store: Store, city: City) -> OfficeOf:
    """The office as an operator of a role sees it."""
    return lambda role: Office(store, city, operator=role.value)

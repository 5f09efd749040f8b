"""A writer that finds another at work waits, and says so when it has waited long enough; readers go on."""

from __future__ import annotations

import pytest
from tests.core.records.conftest import event

from liuguan.errors import StorageError
from liuguan.records import store as of_store
from liuguan.records.store import Store, all_current
from liuguan.records.tables.places import Population

MONTH = 24132


@pytest.fixture
def impatient(url: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Records whose writers wait no longer than a second."""
    monkeypatch.setattr(of_store, "BUSY_SECONDS", 1)
    store = Store(url)
    if "://" not in url:
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 1000")
    return store


def test_a_writer_waits_for_another_and_then_says_why_it_gives_up(store: Store, impatient: Store) -> None:
    with event(store) as work:
        work.put(Population(district="a", month=MONTH))
        with pytest.raises(StorageError) as e, event(impatient):
            pass
    assert "another program is writing" in e.value.said("en")
    assert "请稍后再试" in e.value.said("zh")
    with event(impatient) as work:
        assert [p.district for p in work.all(Population)] == ["a"]
    impatient.close()


def test_a_reader_reads_what_was_while_somebody_writes(store: Store, impatient: Store) -> None:
    with event(store) as work:
        work.put(Population(district="a", month=MONTH))
        with impatient.reading() as session:
            assert all_current(session, Population) == []
    impatient.close()

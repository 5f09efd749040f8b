"""What the database refuses whoever writes: changed versions, removed rows, sealed runs and filings, wrong values."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.core.records.conftest import NOW, event

import liuguan
from liuguan.errors import Refusal, StorageError
from liuguan.records import guards
from liuguan.records.base import Record, Version
from liuguan.records.store import Store, table_of
from liuguan.records.tables.filings import Filing
from liuguan.records.tables.pay import PayLine, PayRun
from liuguan.records.tables.people import Worker
from liuguan.records.tables.places import Population

MONTH = 24132
RUN: dict[str, Any] = {"district": "xuanwu", "month": MONTH, "number": 1}
LINE: dict[str, Any] = {"district": "xuanwu", "pay_month": MONTH, "run": 1, "month": MONTH, "worker": "w1"}


@pytest.fixture
def filled(store: Store) -> Store:
    """Records with a count, a worker, and a pay run with one line."""
    with event(store) as work:
        work.add(Worker(id="w1", since_event=1, district="xuanwu", name="张三"))
        work.put(Population(district="xuanwu", month=MONTH, actual_migrants=500))
        work.put(PayRun(**RUN))
        work.put(PayLine(**LINE, paid_gross=138000))
    return store


@contextmanager
def refused(store: Store) -> Iterator[sa.Connection]:
    """A connection of a stray tool; what it does inside is refused by a guard."""
    with pytest.raises(Refusal) as e, store.errors(), store.engine.begin() as connection:
        yield connection
    assert e.value.reason == "sealed"


def everything(store: Store) -> dict[str, list[str]]:
    with store.engine.connect() as connection:
        return {t.name: sorted(map(str, connection.execute(sa.select(t)).all())) for t in Record.metadata.sorted_tables}


CHANGES = [
    "UPDATE population SET actual_migrants = 1",
    "UPDATE population SET since_event = 7",
    "DELETE FROM population",
    "UPDATE pay_line SET paid_gross = 1",
    "DELETE FROM pay_line",
    "UPDATE audit_event SET operator = 'other'",
    "DELETE FROM audit_event",
    "DELETE FROM audit_event WHERE seq = 1",
]
REPLACEMENTS = [
    "UPDATE OR REPLACE population SET actual_migrants = 1",
    "REPLACE INTO population SELECT * FROM population",
    "REPLACE INTO population (version, since_event, district, month, station) SELECT 2, 9, district, month, '' FROM population",
    "REPLACE INTO audit_event SELECT seq, at, 'x', command, district, subject, payload, previous_hash, hash FROM audit_event",
]


@pytest.mark.parametrize("statement", CHANGES)
def test_what_was_written_is_neither_changed_nor_removed(filled: Store, statement: str) -> None:
    before = everything(filled)
    with refused(filled) as connection:
        connection.exec_driver_sql(statement)
    assert everything(filled) == before


@pytest.mark.parametrize("statement", REPLACEMENTS)
def test_nor_replaced_by_a_tool_that_knows_none_of_our_settings(sqlite_url: str, statement: str) -> None:
    store = Store(sqlite_url)
    with event(store) as work:
        work.put(Population(district="xuanwu", month=MONTH, actual_migrants=500))
    before = everything(store)
    tool = sqlite3.connect(sqlite_url)
    with pytest.raises(sqlite3.IntegrityError, match="liuguan: "):
        tool.execute(statement)
    tool.close()
    assert everything(store) == before
    store.close()


def test_a_version_ends_once(filled: Store) -> None:
    with event(filled) as work:
        work.put(Population(district="xuanwu", month=MONTH, actual_migrants=501))
    for value in ("3", "NULL"):
        with refused(filled) as connection:
            connection.exec_driver_sql(f"UPDATE population SET until_event = {value} WHERE until_event IS NOT NULL")


def test_tables_are_not_emptied_as_a_whole(postgresql_prepared: str) -> None:
    store = Store(postgresql_prepared)
    with refused(store) as connection:
        connection.exec_driver_sql("TRUNCATE population")
    store.close()


def test_a_closed_run_is_never_ended_and_takes_no_line(filled: Store) -> None:
    with filled.engine.begin() as connection:
        row = {**RUN, "kind": "regular", "state": "closed", "version": 1, "since_event": 1, "number": 2}
        needed = {c.name: "" for c in table_of(PayRun).c if not c.nullable and c.name not in row and c.name != "row_id"}
        connection.execute(sa.insert(table_of(PayRun)), {**needed, **row})
        line = {c.name: None for c in table_of(PayLine).c if c.name != "row_id"}
    with refused(filled) as connection:
        connection.exec_driver_sql("UPDATE pay_run SET until_event = 9 WHERE state = 'closed'")
    with refused(filled) as connection:
        added = {**line, **LINE, "run": 2, "version": 1, "since_event": 1}
        connection.execute(sa.insert(table_of(PayLine)), added)


def test_a_submitted_filing_is_never_ended(filled: Store) -> None:
    filing: dict[str, Any] = {
        "id": "f1", "number": 1, "district": "xuanwu", "form": "F1", "state": "submitted", "manifest": "{}",
        "sha256": "0" * 64, "author": "a", "approver": "b", "submitted_at": NOW,
    }  # fmt: skip
    with event(filled) as work:
        work.put(Filing(**filing))
    with refused(filled) as connection:
        connection.exec_driver_sql("UPDATE filing SET until_event = 9")
    with pytest.raises(Refusal), event(filled) as work:
        work.put(Filing(**{**filing, "author": "c"}))


VERSIONS = sorted((m for m in Version.__subclasses__() if hasattr(m, "__table__")), key=lambda m: str(m.__tablename__))


@pytest.mark.parametrize("model", VERSIONS, ids=lambda m: str(m.__tablename__))
def test_every_table_of_versions_has_its_guards(model: type[Version], sqlite_url: str) -> None:
    name = str(model.__tablename__)
    expected = {f"{name}_{what}" for what in ("never_changes", "ends_once", "is_kept", "replaces_nothing")}
    assert expected <= guards.expected_names("sqlite")
    assert expected - {f"{name}_replaces_nothing"} <= guards.expected_names("postgresql")


WRONG = {
    "a text for a number": {"actual_migrants": "many"},
    "below the bounds": {"actual_migrants": -1},
    "above the bounds": {"actual_migrants": 10_000_001},
    "no version": {"since_event": 0},
    "ended before it began": {"until_event": 1},
}


@pytest.mark.parametrize("values", WRONG.values(), ids=WRONG)
def test_a_value_that_no_column_takes_is_refused_and_not_repeated(store: Store, values: dict[str, object]) -> None:
    row = {"district": "CANARY", "month": MONTH, "station": "", "version": 1, "since_event": 1, **values}
    columns = ", ".join(row)
    literals = ", ".join(f"'{v}'" if isinstance(v, str) else str(v) for v in row.values())
    with pytest.raises(StorageError) as e, store.errors(), store.engine.begin() as connection:
        connection.exec_driver_sql(f"INSERT INTO population ({columns}) VALUES ({literals})")
    assert "CANARY" not in e.value.said("zh") + e.value.said("en")


def test_a_row_that_names_nobody_is_refused(store: Store) -> None:
    with event(store) as work:
        work.put(PayRun(**RUN))
    with pytest.raises(StorageError), event(store) as work:
        work.put(PayLine(**LINE))


def test_amounts_are_whole_fen_and_sum_alike_in_both_languages(filled: Store) -> None:
    amounts = [(n * 7919) % 1_000_003 for n in range(1, 300)] + [10**15]
    with event(filled) as work:
        for number, amount in enumerate(amounts, 2):
            work.put(PayRun(**{**RUN, "number": number}))
            work.put(PayLine(**{**LINE, "run": number}, paid_gross=amount))
    with filled.reading() as session:
        total = session.execute(sa.text("SELECT SUM(paid_gross) FROM pay_line")).scalar()
    assert total == sum(amounts) + 138000
    assert int(total) == total


def test_a_money_column_takes_no_fraction(store: Store) -> None:
    tables = [t for t in Record.metadata.sorted_tables if t.name.startswith("pay_")]
    kinds = {type(c.type) for t in tables for c in t.columns}
    assert not {k for k in kinds if issubclass(k, sa.Numeric)}


def test_what_the_database_says_of_a_row_is_in_no_traceback(store: Store) -> None:
    with event(store) as work:
        work.add(Worker(id="w1", since_event=1, district="xuanwu", name="张三", id_number="320102198001011234"))
    with pytest.raises(StorageError) as e, event(store) as work:
        work.add(Worker(id="w2", since_event=1, district="xuanwu", name="李四", id_number="320102198001011234"))
    assert e.value.__cause__ is None
    assert e.value.__suppress_context__
    assert "320102198001011234" not in str(e.value)


def test_only_the_engine_module_makes_an_engine_and_only_the_store_adds_rows() -> None:
    root = Path(liuguan.__file__).parent
    made = {p.relative_to(root).as_posix() for p in root.rglob("*.py") if "create_engine" in p.read_text("utf-8")}
    assert made == {"records/engine.py"}
    adds = {
        p.relative_to(root).as_posix()
        for p in root.rglob("*.py")
        if any(call in p.read_text("utf-8") for call in ("session.add(", "session.add_all(", "session.merge("))
    }
    assert adds == {"records/store.py"}

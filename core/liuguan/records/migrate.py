"""Bringing a database to the tables of this program."""

from __future__ import annotations

from liuguan.records import guards, tables  # noqa: F401  # fills the metadata
from liuguan.records.base import Record
from liuguan.records.engine import WRITES
from liuguan.records.store import Store


def prepare(store: Store) -> None:
    """Make the tables of an empty database."""
    with store.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        Record.metadata.create_all(connection)
        missing = guards.expected_names(connection.dialect.name) - guards.trigger_names(connection)
        if missing:
            guards.install(connection)

"""A small district's workbooks, and an office that takes them in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.core.exchange.conftest import City as Papers
from tests.core.services.conftest import OfficeOf

from liuguan.exchange.forms import forms_of
from liuguan.records.base import Version
from liuguan.records.store import Store, all_current, table_of
from liuguan.records.tables.audit import AuditEvent
from liuguan.records.tables.operators import Role
from liuguan.services.importing import ImportReport, import_files, read_files

TakeIn = Callable[..., ImportReport]
Rows = Callable[[type[Version]], list[dict[str, object]]]


@pytest.fixture
def papers(city, tmp_path: Path) -> Papers:  # type: ignore[no-untyped-def]
    """A folder with the complete papers of a district of two people."""
    made = Papers(tmp_path / "papers", forms_of(city.data))
    made.complete()
    return made


@pytest.fixture
def take_in(papers: Papers, office_of: OfficeOf) -> TakeIn:
    """Import the folder, or files of it."""

    def run(*files: Path, park: bool = False, dry: bool = False, role: Role = Role.CLERK) -> ImportReport:
        office = office_of(role)
        with office.reading() as session:
            readout = read_files(office.city, session, list(files) or [papers.folder], park=park)
        return import_files(office, readout, dry=dry)

    return run


@pytest.fixture
def current(store: Store) -> Rows:
    """The current rows of a table, as plain values."""

    def rows(model: type[Version]) -> list[dict[str, object]]:
        with store.reading() as session:
            return [row.model_dump() for row in all_current(session, model)]

    return rows


@pytest.fixture
def events(store: Store) -> Callable[[], list[AuditEvent]]:
    """The events of the log that an import wrote."""

    def found() -> list[AuditEvent]:
        with store.reading() as session:
            query = sa.select(AuditEvent).where(table_of(AuditEvent).c.command == "import.files")
            return list(session.execute(query.order_by(table_of(AuditEvent).c.seq)).scalars())

    return found

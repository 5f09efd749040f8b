"""What holds of every command that is registered: one audit row in the transaction of what it writes, or nothing.

A new command needs a case under `cases/`; without one, `test_every_command_has_a_case` fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from pydantic import BaseModel
from tests.core.services.cases import Case, cases
from tests.core.services.conftest import OfficeOf
from tests.core.services.roles import KEPT, matrix

from liuguan.district import City
from liuguan.errors import Refusal
from liuguan.records import chain
from liuguan.records.base import Record
from liuguan.records.store import Store, Work
from liuguan.records.tables.audit import AuditEvent
from liuguan.records.tables.operators import Role
from liuguan.services.commands import PERSONAL, Command, registered
from liuguan.services.office import DENIED, Office

CASES = cases()
EACH = pytest.mark.parametrize(("name", "case"), sorted(CASES.items()), ids=sorted(CASES))
Rows = dict[str, list[tuple[object, ...]]]


def test_every_command_has_a_case() -> None:
    assert sorted(CASES) == sorted(registered())


def test_roles_may_give_the_commands_that_are_written_down() -> None:
    assert matrix() == KEPT.read_text(encoding="utf-8"), "python -m tests.core.services.roles writes the table anew"


@EACH
def test_a_command_is_refused_to_others_leaves_nothing_if_it_fails_and_else_one_audit_row(
    name: str, case: Case, office_of: OfficeOf, store: Store, city: City
) -> None:
    order = case.build(office_of)
    others_are_refused_and_only_their_attempts_kept(name, order, office_of, store)
    failing_at_the_end_leaves_nothing(case.role(name), order, store, city)
    carried_out_it_leaves_one_row_in_its_transaction(name, case.role(name), order, office_of, store)
    nothing_personal_stands_in_the_last_audit_row(order, store)


def others_are_refused_and_only_their_attempts_kept(
    name: str, order: Command, office_of: OfficeOf, store: Store
) -> None:
    before = everything(store)
    refused = [role for role in Role if role not in registered()[name].may]
    for role in refused:
        with pytest.raises(Refusal) as e:
            office_of(role).run(order)
        assert e.value.reason == "not_allowed"
    after = everything(store)
    attempts = [(row[2], row[3]) for row in after["audit_event"][len(before["audit_event"]) :]]
    assert attempts == [(role.value, DENIED) for role in refused]
    assert without_log(after) == without_log(before)


def failing_at_the_end_leaves_nothing(role: Role, order: Command, store: Store, city: City) -> None:
    before = everything(store)
    failing = FailsAtTheEnd(str(store.engine.url.database), clock=store.clock)
    with pytest.raises(KeyboardInterrupt):
        Office(failing, city, operator=role.value).run(order)
    failing.close()
    assert everything(store) == before


def carried_out_it_leaves_one_row_in_its_transaction(
    name: str, role: Role, order: Command, office_of: OfficeOf, store: Store
) -> None:
    before = everything(store)
    office_of(role).run(order)
    after = everything(store)
    (event,) = [row for row in after["audit_event"] if row not in before["audit_event"]]
    seq = len(before["audit_event"]) + 1
    assert (event[0], event[2], event[3]) == (seq, role.value, name)
    assert versions_of(after, seq) == {seq}, "another event is named by a row that was written"
    with store.engine.connect() as connection:
        assert chain.verify(connection) is None


def nothing_personal_stands_in_the_last_audit_row(order: Command, store: Store) -> None:
    with store.reading() as session:
        event = session.execute(sa.select(AuditEvent).order_by(sa.desc("seq")).limit(1)).scalar_one()
    logged = "\n".join((event.subject, event.payload, event.district, event.operator))
    assert [value for value in personal(order) if value in logged] == []


class FailsAtTheEnd(Store):
    """A store whose unit of work writes all that it has to, and then dies before the commit."""

    @contextmanager
    def writing(self, *, operator: str) -> Iterator[Work]:
        with super().writing(operator=operator) as work:
            yield work
            work.finish()
            raise KeyboardInterrupt


def everything(store: Store) -> Rows:
    """All rows of all tables."""
    with store.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key))]
            for table in Record.metadata.sorted_tables
        }


def without_log(rows: Rows) -> Rows:
    return {table: found for table, found in rows.items() if table not in ("audit_event", "audit_key")}


def versions_of(rows: Rows, seq: int) -> set[object]:
    """The events that rows name which were written or ended from an event on; the event itself is always one."""
    found: set[object] = {seq}
    for table in Record.metadata.sorted_tables:
        named = [i for i, c in enumerate(table.columns) if c.name in ("since_event", "until_event")]
        found |= {row[i] for row in rows[table.name] for i in named if row[i] is not None and row[i] >= seq}  # type: ignore[operator]
    return found


def personal(model: BaseModel) -> list[str]:
    """The values of an order's personal fields, within its parts too."""
    found: list[str] = []
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        parts = value if isinstance(value, list | tuple) else [value]
        for part in parts:
            if isinstance(part, BaseModel):
                found += personal(part)
            elif (PERSONAL in field.metadata or "Personal" in str(field.annotation)) and len(str(part)) > 1:
                found.append(str(part))
    return found

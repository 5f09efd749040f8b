"""Changing a table of SQLite by making it anew, with all that Alembic's batch mode would lose: CHECKs and STRICT.

    def upgrade() -> None:
        with rebuilt("duty_month") as table:
            table.drop_column("note")

Triggers come back when the revisions are through, and links are not enforced meanwhile (`liuguan.records.migrate`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations


@contextmanager
def rebuilt(name: str) -> Iterator[BatchOperations]:
    """Alembic's batch of changes to a table, whose named CHECKs, STRICT and rows are kept.

    Raises:
        RuntimeError: a CHECK or a row is lost.
    """
    connection = op.get_bind()
    checks = {str(c["name"]): c["sqltext"] for c in sa.inspect(connection).get_check_constraints(name)}
    rows = _rows(connection, name)
    kept = [sa.CheckConstraint(sa.text(condition), name=op.f(check)) for check, condition in checks.items()]
    sqlite = connection.dialect.name == "sqlite"
    args = tuple(kept) if sqlite else ()
    again: Literal["always", "never"] = "always" if sqlite else "never"
    with op.batch_alter_table(name, recreate=again, table_args=args, table_kwargs={"sqlite_strict": True}) as batch:
        yield batch
    after = {str(c["name"]) for c in sa.inspect(connection).get_check_constraints(name)}
    if _rows(connection, name) != rows or not set(checks) <= after:
        raise RuntimeError(f"rebuilding {name} lost rows or {sorted(set(checks) - after)}")


def _rows(connection: sa.Connection, name: str) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(sa.table(name))).scalar_one())

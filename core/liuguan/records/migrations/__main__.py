"""Write revision 0001 anew from the tables, which is right only while nothing is released."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations.ops import CreateTableOp
from sqlmodel.sql.sqltypes import AutoString

from liuguan.records import tables  # noqa: F401  # fills the metadata
from liuguan.records.base import Record
from liuguan.records.migrate import VERSIONS
from liuguan.records.store import Store

FIRST = VERSIONS / "0001_tables.py"
_HEAD = '''"""The tables that the records began with."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make them."""
    '''


def first_revision() -> str:
    """The text of revision 0001."""
    with TemporaryDirectory() as folder, Store(f"{folder}/empty.sqlite").engine.connect() as connection:
        options = {"target_metadata": Record.metadata, "render_item": _plain, "render_as_batch": False}
        context = MigrationContext.configure(connection, opts=options)
        operations = produce_migrations(context, Record.metadata).upgrade_ops
        assert operations is not None
        for operation in operations.ops:
            if isinstance(operation, CreateTableOp):
                operation.columns = [*operation.columns, *_checks_of_columns(operation)]
        body = render_python_code(operations, render_as_batch=False, render_item=_plain)
    lines = [line for line in body.splitlines() if "###" not in line]
    return _HEAD + "\n".join(lines).strip() + "\n"


def _checks_of_columns(operation: CreateTableOp) -> list[sa.CheckConstraint]:
    """CHECKs that stand at a column, which Alembic leaves out, as CHECKs of the table."""
    columns = [c for c in operation.columns if isinstance(c, sa.Column)]
    checks = [check for c in columns for check in c.constraints if isinstance(check, sa.CheckConstraint)]
    return [sa.CheckConstraint(check.sqltext, name=check.name) for check in checks]


def _plain(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Column types by their plain names, so that a revision stands without the tables of a later day."""
    if kind != "type":
        return False
    inner = item.impl_instance if isinstance(item, sa.types.TypeDecorator) else item
    if isinstance(inner, sa.DateTime):
        return "sa.DateTime(timezone=True)"
    return "sa.String()" if isinstance(item, AutoString) else f"sa.{type(inner).__name__}()"


def write(path: Path = FIRST) -> None:
    """Write it, in the style of the project."""
    path.write_text(first_revision(), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(path)], check=True)


if __name__ == "__main__":
    write()

"""Triggers that hold what tables promise whoever writes: versions are appended, sealed ones never end, logs only grow.

What is personal in a version can be emptied, when a person's data are erased, and changed in no other way.

They guard against mistakes and stray tools. The owner of a SQLite file can drop them; the audit chain shows it.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from liuguan.records import tables  # noqa: F401  # fills the metadata
from liuguan.records.base import IS_CURRENT, Record, Version
from liuguan.records.faults import REFUSED

_FUNCTION = "liuguan_refuse"


def guards(dialect: str) -> list[str]:
    """All statements that make the triggers of a database, for `sqlite` or `postgresql`."""
    made = [_REFUSE] if dialect == "postgresql" else []
    for model in _models():
        made += _sqlite(model) if dialect == "sqlite" else _postgresql(model)
        made += _refusals(model, dialect)
    return made


def guarded(model: type[Record]) -> bool:
    """Whether a table has triggers."""
    return issubclass(model, Version) or model.APPEND_ONLY


def install(connection: sa.Connection) -> None:
    """Make all triggers of a database that has none."""
    for statement in guards(connection.dialect.name):
        connection.exec_driver_sql(statement)


def remove(connection: sa.Connection) -> None:
    """Take all triggers away, and the functions of PostgreSQL with them."""
    if connection.dialect.name == "sqlite":
        for name in trigger_names(connection):
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        return
    functions = connection.exec_driver_sql(
        "SELECT DISTINCT p.oid::regprocedure FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND p.pronamespace = current_schema()::regnamespace"
    )
    for name in functions.scalars().all():
        connection.exec_driver_sql(f"DROP FUNCTION {name} CASCADE")


def trigger_names(connection: sa.Connection) -> set[str]:
    """Triggers that the database has."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        rows = connection.exec_driver_sql("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
    return {row[0] for row in rows}


def expected_names(dialect: str) -> set[str]:
    """Triggers that it should have."""
    return {s.split("CREATE TRIGGER ")[1].split()[0] for s in guards(dialect) if "CREATE TRIGGER " in s}


def _models() -> Iterator[type[Record]]:
    found: list[type[Record]] = []
    waiting: list[type[Record]] = [Record]
    while waiting:
        model = waiting.pop()
        waiting.extend(model.__subclasses__())
        if hasattr(model, "__table__") and guarded(model):
            found.append(model)
    yield from sorted(found, key=lambda m: str(m.__tablename__))


def _names(model: type[Record]) -> tuple[str, list[str]]:
    table: sa.Table = model.__table__  # type: ignore[attr-defined]
    return table.name, [c.name for c in table.columns if c.name != "until_event" and c.name not in model.PERSONAL]


def _refilled(model: type[Record], differs: str) -> str:
    """Whether an update writes something else into a personal column than nothing."""
    filled = "COALESCE(CAST(NEW.{c} AS TEXT), '') <> '' AND NEW.{c} {differs} OLD.{c}"
    return " OR ".join(f"({filled.format(c=c, differs=differs)})" for c in sorted(model.PERSONAL))


def _sqlite(model: type[Record]) -> list[str]:
    table, columns = _names(model)

    def trigger(name: str, when: str, condition: str, why: str) -> str:
        clause = f" WHEN {condition}" if condition else ""
        return (
            f"CREATE TRIGGER {table}_{name} BEFORE {when} ON {table}{clause}"
            f" BEGIN SELECT RAISE(ABORT, '{REFUSED}{table} {why}'); END"
        )

    if not issubclass(model, Version):
        return [
            trigger("never_changes", "UPDATE", "", "is append-only"),
            trigger("is_kept", "DELETE", "", "is append-only"),
            trigger("replaces_nothing", "INSERT", _pushes_out(model), "is append-only"),
        ]
    made = [
        trigger("never_changes", f"UPDATE OF {', '.join(columns)}", "", "keeps its versions as written"),
        trigger("ends_once", "UPDATE OF until_event", "OLD.until_event IS NOT NULL", "has ended that version already"),
        trigger("is_kept", "DELETE", "", "keeps its versions"),
        trigger("replaces_nothing", "INSERT", _pushes_out(model), "keeps its versions"),
    ]
    if model.PERSONAL:
        personal = ", ".join(sorted(model.PERSONAL))
        refilled = _refilled(model, "IS NOT")
        made.append(trigger("only_empties", f"UPDATE OF {personal}", refilled, "keeps its versions as written"))
    if model.SEALED:
        sealed = f"OLD.{IS_CURRENT} AND ({model.SEALED.format(row='OLD')})"
        made.append(trigger("is_sealed", "UPDATE OF until_event", sealed, "is sealed"))
        if "SELECT" in model.SEALED:
            made.append(trigger("is_full", "INSERT", model.SEALED.format(row="NEW"), "is sealed"))
    return made


def _pushes_out(model: type[Record]) -> str:
    """Whether SQLite's INSERT OR REPLACE would take rows away, which runs no trigger on DELETE."""
    table: sa.Table = model.__table__  # type: ignore[attr-defined]
    same = [" AND ".join(f"{c.name} = NEW.{c.name}" for c in table.primary_key)]
    if issubclass(model, Version):
        fact = " AND ".join(f"{name} = NEW.{name}" for name in model.KEY)
        same.append(f"NEW.{IS_CURRENT} AND {fact} AND {IS_CURRENT}")
    return " OR ".join(f"EXISTS (SELECT 1 FROM {table.name} WHERE {condition})" for condition in same)


def _refusals(model: type[Record], dialect: str) -> list[str]:
    """Triggers that refuse a new row for what other rows say."""
    table, _ = _names(model)
    made = []
    for name, condition in model.REFUSES.items():
        said = f"{REFUSED}{table} {name.replace('_', ' ')}"
        if dialect == "sqlite":
            made.append(
                f"CREATE TRIGGER {table}_{name} BEFORE INSERT ON {table} WHEN {condition.format(row='NEW')}"
                f" BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )
        else:
            made += _postgresql_asks(table, name, "INSERT", condition.format(row="NEW"), said)
    return made


_REFUSE = f"""CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = '{REFUSED}' || TG_TABLE_NAME || ' ' || TG_ARGV[0]; END $$"""


def _postgresql(model: type[Record]) -> list[str]:
    table, columns = _names(model)

    def trigger(name: str, when: str, condition: str, why: str, function: str = _FUNCTION, each: str = "ROW") -> str:
        clause = f" WHEN ({condition})" if condition else ""
        return (
            f"CREATE TRIGGER {table}_{name} BEFORE {when} ON {table} FOR EACH {each}{clause}"
            f" EXECUTE FUNCTION {function}('{why}')"
        )

    made = [trigger("is_whole", "TRUNCATE", "", "is kept whole", each="STATEMENT")]
    if not issubclass(model, Version):
        return [
            *made,
            trigger("never_changes", "UPDATE", "", "is append-only"),
            trigger("is_kept", "DELETE", "", "is append-only"),
        ]
    made += [
        trigger("never_changes", f"UPDATE OF {', '.join(columns)}", "", "keeps its versions as written"),
        trigger("ends_once", "UPDATE OF until_event", "OLD.until_event IS NOT NULL", "has ended that version already"),
        trigger("is_kept", "DELETE", "", "keeps its versions"),
    ]
    if model.PERSONAL:
        personal = ", ".join(sorted(model.PERSONAL))
        refilled = _refilled(model, "IS DISTINCT FROM")
        made.append(trigger("only_empties", f"UPDATE OF {personal}", refilled, "keeps its versions as written"))
    if model.SEALED:
        made += _sealed(table, model.SEALED)
    return made


def _sealed(table: str, condition: str) -> list[str]:
    kinds = [("is_sealed", "UPDATE OF until_event", "OLD"), ("is_full", "INSERT", "NEW")]
    made = []
    for name, when, row in kinds if "SELECT" in condition else kinds[:1]:
        made += _postgresql_asks(table, name, when, condition.format(row=row), f"{REFUSED}{table} is sealed")
    return made


def _postgresql_asks(table: str, name: str, when: str, condition: str, said: str) -> list[str]:
    """PostgreSQL's WHEN takes no sub-query, so a function of the table's own asks."""
    function = f"{table}_{name}"
    asks = f"BEGIN IF {condition} THEN RAISE EXCEPTION USING MESSAGE = '{said}'; END IF; RETURN NEW; END"
    return [
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$\n{asks} $$",
        f"CREATE TRIGGER {function} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()",
    ]

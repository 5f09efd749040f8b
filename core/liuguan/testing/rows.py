"""One row through the engine: values as people write them go in, and come out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import polars as pl

from liuguan.errors import ConfigError
from liuguan.language.columns import dtype_of
from liuguan.language.kinds import Kind
from liuguan.language.written import NotWritten, read, write
from liuguan.rulebook.book import Rulebook
from liuguan.rulebook.evaluate import evaluate
from liuguan.rulebook.resolve import nearest
from liuguan.vocabulary import ENTITIES, KEYS, VOCABULARY

Written = str | int | bool | datetime.date | None
Row = Mapping[str, Written]
_LINKS = ("worker", "station", "district")


def evaluate_row(
    book: Rulebook, entity: str, beside: Mapping[str, Sequence[Row]] | None = None, /, **inputs: Written
) -> dict[str, str | None]:
    """What every rule and check of an entity says about one row.

    Args:
        book: a rulebook, such as `rulebook_with` gives.
        entity: what the row is: `worker_month`, `candidate`, …
        beside: further rows by entity: items of the sheet, the row of the station, other months of the same worker.
            Worker, station, district and month are those of the row unless they are named.
        inputs: values by the names of inputs, as a file would have them: `"1380.00"` or `1380` yuan, `"85.00"`
            points, `"2010-12"`, a day, a flag. What is not given is unknown. A result may be given too, and is then
            taken as it is.

    Returns:
        The results by name, written: `"1380.00"`, `"true"`; None where unknown.

    Raises:
        ConfigError: an unknown entity or name, or a value that cannot be read.
    """
    row = _filled(entity, inputs, book)
    frames = {entity: [row]}
    for other, rows in (beside or {}).items():
        frames.setdefault(other, []).extend(_filled(other, {**_shared(row), **r}, book) for r in rows)
    facts = {name: _frame(book, name, rows) for name, rows in frames.items()}
    wanted = [node.key for node in book.of(entity)]
    found = evaluate(book, facts, wanted).frame(entity)
    answers = found.row(0, named=True)
    return {node.name: write(answers.get(node.name), node.kind) or None for node in book.of(entity)}


def _shared(row: Row) -> dict[str, Written]:
    return {n: row[n] for n in (*_LINKS, "month") if n in row}


def _filled(entity: str, inputs: Row, book: Rulebook) -> dict[str, Written]:
    """The row with the keys that a file's row would have."""
    if entity not in ENTITIES:
        raise ConfigError([f"no entity {entity}{nearest(entity, list(ENTITIES))}"], where="evaluate_row")
    if ENTITIES[entity].is_monthly and "month" not in inputs:
        raise ConfigError([f'{entity} has a month; give month="2010-12"'], where="evaluate_row")
    keys = {*KEYS[entity], *ENTITIES[entity].links} & set(_LINKS)
    usual: dict[str, Written] = {"worker": "1", "station": "1", "district": book.district or None}
    return {**{k: usual[k] for k in usual if k in keys or k == "district"}, **inputs}


def _frame(book: Rulebook, entity: str, rows: Sequence[Row]) -> pl.DataFrame:
    names = list(dict.fromkeys(n for row in rows for n in row))
    kinds = {n: _kind(book, entity, n) for n in names}
    columns = {n: [_stored(row.get(n), kinds[n], n) for row in rows] for n in names}
    return pl.DataFrame(columns, schema={n: dtype_of(k) if k else pl.String() for n, k in kinds.items()})


def _kind(book: Rulebook, entity: str, name: str) -> Kind | None:
    """The kind of a column; None for a key."""
    declared = VOCABULARY.find(entity, name)
    if declared is not None:
        return declared.kind
    node = book.nodes.get((entity, name))
    if node is not None:
        return node.kind
    if name in _LINKS:
        return None
    known = [*(i.name for i in VOCABULARY.of(entity)), *(n.name for n in book.of(entity)), *_LINKS]
    raise ConfigError([f"{entity} has no input {name}{nearest(name, known)}"], where="evaluate_row")


def _stored(value: Written, kind: Kind | None, name: str) -> object:
    if value is None or kind is None:
        return None if value is None else str(value)
    sign = -1 if kind.is_number and isinstance(value, int | str) and str(value).startswith("-") else 1
    try:
        found = read(str(value)[1:] if sign < 0 else value, kind)
    except NotWritten as e:
        raise ConfigError([f"{name}: {e}"], where="evaluate_row") from e
    return sign * found if isinstance(found, int) and sign < 0 else found

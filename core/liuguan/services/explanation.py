"""Explaining one value of one row of a table of inputs."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from liuguan.district import City
from liuguan.errors import ConfigError, Text
from liuguan.exchange.tables import read_table
from liuguan.rulebook.evaluate import evaluate
from liuguan.rulebook.explain import Explained, explain
from liuguan.rulebook.resolve import nearest
from liuguan.services.evaluation import in_own_districts, no_entity, no_result
from liuguan.vocabulary import ENTITIES


def explain_row(
    city: City,
    file: Path,
    entity: str,
    name: str,
    *,
    row: int,
    district: str | None = None,
    plugin: Path | None = None,
) -> Explained:
    """Why a result of a row is what it is.

    Args:
        row: which row of the file, from 1; the other rows of its district are evaluated with it, since ranks
            and windows rest on them.

    Raises:
        InputError: with every problem of the file.
        ConfigError: an unknown entity, district, result or row.
    """
    if entity not in ENTITIES:
        raise ConfigError([no_entity(entity)], where="--entity")
    if district is not None:
        city.check_id(district)
    default = city.district(district, plugin=plugin).book if district is not None else city.book
    loaded = read_table(file, entity, results={n.name: n.kind for n in default.of(entity)}, districts=city.config.ids())
    if not 1 <= row <= loaded.frame.height:
        have = loaded.frame.height
        none = Text(f"没有第 {row} 行;文件有 {have} 行", f"no row {row}; the file has {have}")
        raise ConfigError([none], where="--row")
    code = loaded.frame["district"][row - 1] or district
    book = city.district(code, plugin=plugin if code == district else None).book if code else city.book
    if (entity, name) not in book.nodes:
        known = [n.name for n in book.of(entity)]
        raise ConfigError([no_result(name, entity) + nearest(name, known)], where="explain")
    rows = loaded.frame.with_row_index("·line").filter(pl.col("district").fill_null(district or "") == (code or ""))
    place = rows.with_row_index("·place").filter(pl.col("·line") == row - 1)["·place"][0]
    results = evaluate(book, {entity: rows if code else in_own_districts(rows, entity)}, [(entity, name)])
    return explain(results, entity, int(place), name)

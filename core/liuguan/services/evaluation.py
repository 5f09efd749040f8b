"""Evaluating any entity from a table of inputs, without a database: rows in, the same rows with results out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from liuguan.district import City
from liuguan.errors import ConfigError, InputError, Problem, Text
from liuguan.exchange.reasons import in_month, row_of
from liuguan.exchange.tables import Loaded, read_table
from liuguan.language.columns import dtype_of
from liuguan.language.kinds import Kind
from liuguan.language.written import month_text
from liuguan.rulebook.book import Rulebook
from liuguan.rulebook.evaluate import evaluate
from liuguan.rulebook.facts import DAY, link_column
from liuguan.rulebook.resolve import nearest
from liuguan.services.district_check import outside_validity
from liuguan.services.mergers import with_merged_periods
from liuguan.vocabulary import ENTITIES, STANDARD, WORKER_MONTH

SHOWN_WITH: Mapping[str, tuple[str, ...]] = {
    WORKER_MONTH: ("minimum_wage", "wage_floor"),
    STANDARD: ("minimum_wage", "wage_floor"),
}
"""Results of the district that are shown with an entity's own."""


@dataclass(slots=True, kw_only=True)
class Evaluated:
    """Results of one table: `id`, `district`, `month` (number), then the results in stored units.

    `kinds` names the kind of each result column. `notes` are lines for the person at the terminal.
    """

    frame: pl.DataFrame
    kinds: Mapping[str, Kind]
    notes: list[Text] = field(default_factory=list)


def evaluate_file(
    city: City,
    file: Path,
    entity: str,
    *,
    district: str | None = None,
    only: Sequence[str] = (),
    plugin: Path | None = None,
) -> Evaluated:
    """Evaluate the rows of a CSV, XLSX or Parquet file.

    Args:
        entity: what one row is.
        district: for rows that name none.
        only: names of results; all of the entity's without it.

    Raises:
        InputError: with every problem of the file.
        ConfigError: an unknown entity, district or result.
        PluginFault: a standard that cannot be compiled.
    """
    if entity not in ENTITIES:
        raise ConfigError([no_entity(entity)], where="--entity")
    if district is not None:
        city.check_id(district)
    default = city.district(district, plugin=plugin).book if district is not None else city.book
    loaded = read_table(file, entity, results={n.name: n.kind for n in default.of(entity)}, districts=city.config.ids())
    books = _books(city, loaded, district, plugin)
    names = _names(books, entity, only)
    problems = _misplaced(city, loaded, entity, file, district)
    if problems:
        raise InputError(problems)
    parts, notes = [], [*loaded.warnings, *_early(city, loaded, entity)]
    kinds: dict[str, Kind] = {}
    for code, book in books.items():
        rows = loaded.frame.with_row_index(_AT).filter(pl.col("district").fill_null(district or "") == code)
        part, more, part_kinds = _part(city, book, entity, rows, names, loaded.frame)
        parts.append(part)
        notes += more
        kinds |= part_kinds
    order = ["id", "district", "month", *(n for n in names if n in kinds)]
    frame = pl.concat(parts, how="diagonal_relaxed").sort(_AT)
    missing = [pl.lit(None, dtype=dtype_of(kinds[n])).alias(n) for n in order[3:] if n not in frame.columns]
    return Evaluated(frame=frame.with_columns(missing).select(order), kinds=kinds, notes=list(dict.fromkeys(notes)))


_AT = "·line"


def no_entity(name: str) -> Text:
    """There is no such entity."""
    close, known = nearest(name, list(ENTITIES)), ", ".join(ENTITIES)
    return Text(f"没有对象 {name}{close.zh};可用 {known}", f"no entity {name}{close.en}; the entities are {known}")


def no_result(name: str, entity: str) -> Text:
    """The entity has no such result."""
    return Text(f"{entity} 没有结果 {name}", f"no result {name} of {entity}")


def _books(city: City, loaded: Loaded, district: str | None, plugin: Path | None) -> dict[str, Rulebook]:
    """The rulebook of each district that a row names; the city's alone under an empty id."""
    named = loaded.frame["district"].fill_null(district or "").unique(maintain_order=True).to_list()
    return {
        code: city.district(code, plugin=plugin if code == district else None).book if code else city.book
        for code in (named or [district or ""])
    }


def _names(books: Mapping[str, Rulebook], entity: str, only: Sequence[str]) -> list[str]:
    """The results to show, in declared order, or as asked."""
    known: dict[str, None] = {}
    linked: dict[str, None] = {}
    for book in books.values():
        known |= dict.fromkeys(n.name for n in book.of(entity))
        for target in _linked_entities(entity):
            linked |= dict.fromkeys(n.name for n in book.of(target))
    if not only:
        return [*known, *(n for n in SHOWN_WITH.get(entity, ()) if n not in known)]
    unknown = [n for n in only if n not in known and n not in linked]
    if unknown:
        hint = nearest(unknown[0], [*known, *linked])
        raise ConfigError([no_result(unknown[0], entity) + hint], where="--only")
    return list(dict.fromkeys(only))


def _linked_entities(entity: str) -> list[str]:
    found: list[str] = []
    for target in ENTITIES[entity].links.values():
        found += [target, *_linked_entities(target)]
    return list(dict.fromkeys(found))


def _part(
    city: City, book: Rulebook, entity: str, rows: pl.DataFrame, names: Sequence[str], everyone: pl.DataFrame
) -> tuple[pl.DataFrame, list[Text], dict[str, Kind]]:
    """Results of the rows of one district."""
    own = [n for n in names if (entity, n) in book.nodes]
    fetched = {n: _path(book, entity, n) for n in names if n not in own}
    wanted = [(entity, n) for n in own] + [(path[-1][1], n) for n, path in fetched.items() if path]
    facts = {entity: rows if book.district else in_own_districts(rows, entity)}
    if entity == WORKER_MONTH and "worker" in everyone.columns:
        facts = dict(with_merged_periods(city, book.district, facts, everyone))
    results = evaluate(book, facts, wanted)
    frame = results.frames[entity]
    kinds = {n: book.nodes[entity, n].kind for n in own}
    for name, path in fetched.items():
        if not path:
            continue
        place = frame[link_column(path[0][0])]
        at = path[0][1]
        for link, target in path[1:]:
            place = results.frames[at][link_column(link)].gather(place)
            at = target
        kinds[name] = book.nodes[at, name].kind
        found = (
            results.frames[at][name].gather(place)
            if results.frames[at].height
            else pl.Series(name, [None] * frame.height, dtype=dtype_of(kinds[name]))
        )
        frame = frame.with_columns(found.alias(name))
    results.frames[entity] = frame
    made = results.frame(entity, list(kinds))
    shown = made.select(
        pl.col(_AT),
        _id(made),
        pl.lit(book.district or None, dtype=pl.String).alias("district"),
        _month(made, entity),
        *(pl.col(n) for n in kinds if n in made.columns),
    )
    return shown, _notes(results.beyond), kinds


def in_own_districts(rows: pl.DataFrame, entity: str) -> pl.DataFrame:
    """Rows that name no district, each in a nameless one of its own: what the city says holds in any district.

    The rows of one station are in one district.
    """
    if "district" not in ENTITIES[entity].links:
        return rows
    place = pl.int_range(pl.len()).cast(pl.String)
    if "station" in rows.columns:
        place = pl.coalesce("station", place)
    return rows.with_columns(("·" + place).alias("district"))


def _path(book: Rulebook, entity: str, name: str) -> list[tuple[str, str]]:
    """Links and entities from an entity to a result of what it links to."""
    waiting: list[tuple[str, list[tuple[str, str]]]] = [(entity, [])]
    while waiting:
        at, path = waiting.pop(0)
        for link, target in ENTITIES[at].links.items():
            further = [*path, (link, target)]
            if (target, name) in book.nodes:
                return further
            waiting.append((target, further))
    return []


def _id(frame: pl.DataFrame) -> pl.Expr:
    return pl.col("id").cast(pl.String) if "id" in frame.columns else pl.lit(None, dtype=pl.String).alias("id")


def _month(frame: pl.DataFrame, entity: str) -> pl.Expr:
    if ENTITIES[entity].is_monthly:
        return pl.col("month")
    day = pl.coalesce(DAY, str(ENTITIES[entity].as_of)) if DAY in frame.columns else pl.col(str(ENTITIES[entity].as_of))
    return (day.dt.year().cast(pl.Int64) * 12 + day.dt.month().cast(pl.Int64) - 1).alias("month")


def _early(city: City, loaded: Loaded, entity: str) -> list[Text]:
    months = loaded.frame.select(_month(loaded.frame, entity)).to_series()
    rows, first = int((months < city.config.law_from).sum()), month_text(city.config.law_from)
    if not rows:
        return []
    return [
        Text(
            f"{rows} 行早于规定的首月 {first}:超出已知规定",
            f"{rows} row{' lies' if rows == 1 else 's lie'} before {first}, the first month of law: beyond known law",
        )
    ]


def _notes(beyond: Sequence[object]) -> list[Text]:
    notes = []
    by_node: dict[tuple[str, Text], list[str]] = {}
    for b in beyond:
        day = b.day  # type: ignore[attr-defined]
        by_node.setdefault((b.node, b.reason), []).append(month_text(day.year * 12 + day.month - 1))  # type: ignore[attr-defined]
    for (node, reason), months in by_node.items():
        listed = ", ".join(dict.fromkeys(months))
        notes.append(
            Text(f"超出已知规定:{node},{reason.zh}({listed})", f"beyond known law: {node}, {reason.en} ({listed})")
        )
    return notes


def _misplaced(city: City, loaded: Loaded, entity: str, file: Path, default: str | None) -> list[Problem]:
    """Rows of a district in a month in which it did not exist."""
    months = loaded.frame.select(pl.col("district").fill_null(pl.lit(default)), _month(loaded.frame, entity))
    found = []
    for row, (district, month) in zip(loaded.rows, months.iter_rows(), strict=True):
        if district is None or month is None or month < city.config.law_from:
            continue
        wrong = outside_validity(city, district, month)
        if wrong is not None:
            found.append(
                Problem(
                    file=file.name,
                    where=row_of(row, "district"),
                    found=in_month(district, month),
                    expected=wrong,
                )
            )
    return found

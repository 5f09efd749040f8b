"""Which items a sheet holds: those of the city's catalogue that the standard of the month speaks of."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from liuguan.district import City
from liuguan.language.functions import last_day
from liuguan.language.kinds import FLAG, ITEM, Table, TableKind
from liuguan.rulebook.book import Rulebook, Version
from liuguan.vocabulary import ITEM_MONTH


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """An item of the city's catalogue (III.4); `group` is the part of IV.3 that it belongs to."""

    code: str
    zh: str
    en: str
    group: str
    department: str = ""


def catalogue(city: City, month: int) -> dict[str, WorkItem]:
    """The work items of a month by code, in the city's order: the list in force on its last day."""
    day = last_day(month)
    lists = city.config.data.get("work_items")
    dated = [c for c in lists if c["effective_from"] <= day] if isinstance(lists, list) else []
    if not dated:
        return {}
    latest = max(dated, key=lambda c: c["effective_from"])
    return {code: _item(code, said) for code, said in latest["items"].items() if _holds(said, day)}


def items_in_force(city: City, book: Rulebook, month: int) -> tuple[str, ...]:
    """Codes of the items that a sheet of the month has.

    They are the keys of the tables by item that the standard has in force (weights, steps, rates), and what it names
    under `assessment_groups`. A table of flags only says how an item counts, and puts none on the sheet.
    """
    named = set(_keys_of_tables(book, last_day(month))) | set(_named_groups(book))
    return tuple(code for code in catalogue(city, month) if code in named)


def _item(code: str, said: Mapping[str, str]) -> WorkItem:
    return WorkItem(
        code=code, zh=said["zh"], en=said["en"], group=said["group"], department=said.get("department", "")
    )  # fmt: skip


def _holds(said: Mapping[str, object], day: datetime.date) -> bool:
    begin, end = said.get("from"), said.get("to")
    begun = not isinstance(begin, datetime.date) or begin <= day
    return begun and (not isinstance(end, datetime.date) or day < end)


def _keys_of_tables(book: Rulebook, day: datetime.date) -> Iterator[str]:
    for node in book.of(ITEM_MONTH):
        version = node.version_on(day)
        if version is not None:
            yield from _keys(version)


def _keys(version: Version) -> Iterator[str]:
    for name, kind in version.formula.arguments:
        table = version.values.get(name)
        if isinstance(kind, TableKind) and kind.key == ITEM and kind.value != FLAG and isinstance(table, Table):
            yield from table


def _named_groups(book: Rulebook) -> Iterator[str]:
    groups = book.standard.manifest.get("assessment_groups") if book.standard else None
    for named in groups.values() if isinstance(groups, Mapping) else ():
        yield from (str(n) for n in named) if isinstance(named, list | tuple) else ()

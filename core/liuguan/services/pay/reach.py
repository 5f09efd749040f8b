"""How far back the records must be read for a month's pay: as far as the rulebook's windows look."""

from __future__ import annotations

from collections.abc import Iterable

from liuguan.rulebook.book import Key, Rulebook
from liuguan.rulebook.definitions import Aggregate


def first_month_needed(book: Rulebook, wanted: Iterable[Key], month: int) -> int:
    """The earliest month that nodes of a month rest on; never before the first month of law.

    A figure over a window rests on what its earliest month rests on in turn.
    """
    seen: dict[tuple[Key, int], int] = {}

    def earliest(key: Key, at: int) -> int:
        if (key, at) in seen:
            return seen[key, at]
        seen[key, at] = at
        node = book.nodes.get(key)
        found = at
        if node is not None:
            definition = node.definition
            first = at
            if isinstance(definition, Aggregate) and definition.over is not None:
                first = max(min(definition.over.bounds_of(at)[0], at), book.law_from)
            for need in book.needs.get(key, ()):
                found = min(found, first, earliest(need, first))
        seen[key, at] = found
        return found

    return max(min((earliest(key, month) for key in wanted), default=month), book.law_from)

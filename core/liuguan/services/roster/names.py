"""What a name is found by: the name itself, its pinyin in every usual reading, and initials."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

READINGS = 24
"""So many combinations of readings are kept of one name, the usual one first."""


def name_search(name: str | None) -> str:
    """The words by which a name is found, with blanks between: `单小明 shanxiaoming danxiaoming sxm dxm`."""
    plain = "".join((name or "").split()).lower()
    if not plain:
        return ""
    spelt = list(islice(_spellings(plain), READINGS))
    full = ["".join(parts) for parts in spelt]
    initials = ["".join(part[:1] for part in parts) for parts in spelt]
    return " ".join(dict.fromkeys([plain, *full, *initials]))


def _spellings(name: str) -> Iterator[tuple[str, ...]]:
    """Syllables of a name: first as names are read, then by every reading of every character."""
    from pypinyin import Style, lazy_pinyin, pinyin

    yield tuple(lazy_pinyin(name))
    yield from product(*pinyin(name, style=Style.NORMAL, heteronym=True))


def query_words(text: str) -> list[str]:
    """What somebody typed, as words that are sought: without full-width forms and wildcards, in lower case."""
    import unicodedata

    return unicodedata.normalize("NFKC", text).lower().translate(_WILDCARDS).split()


_WILDCARDS = dict.fromkeys(map(ord, "%_\\"), " ")


__all__ = ["name_search", "query_words"]

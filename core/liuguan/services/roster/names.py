"""What a name is found by: the name itself, its pinyin in every usual reading, and initials."""

from __future__ import annotations

from collections.abc import Iterator


def name_search(name: str | None) -> str:
    """The words by which a name is found, with blanks between: `单小明 shanxiaoming danxiaoming sxm dxm`."""
    plain = "".join((name or "").split()).lower()
    if not plain:
        return ""
    spelt = list(_spellings(plain))
    full = ["".join(parts) for parts in spelt]
    initials = ["".join(part[:1] for part in parts) for parts in spelt]
    return " ".join(dict.fromkeys([plain, *full, *initials]))


def _spellings(name: str) -> Iterator[list[str]]:
    """Syllables of a name as it is usually read, then with each other reading of one of its characters."""
    from pypinyin import Style, lazy_pinyin, pinyin

    usual = lazy_pinyin(name)
    yield usual
    readings = pinyin(name, style=Style.NORMAL, heteronym=True)
    if len(readings) != len(usual):
        return
    for at, others in enumerate(readings):
        yield from ([*usual[:at], other, *usual[at + 1 :]] for other in others if other != usual[at])


def query_words(text: str) -> list[str]:
    """What somebody typed, as words that are sought: without full-width forms and wildcards, in lower case."""
    import unicodedata

    return unicodedata.normalize("NFKC", text).lower().translate(_WILDCARDS).split()


_WILDCARDS = dict.fromkeys(map(ord, "%_\\"), " ")


__all__ = ["name_search", "query_words"]

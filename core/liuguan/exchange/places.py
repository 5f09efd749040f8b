"""Which district and which month a title, a sheet, a file or a folder is about."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Protocol

from liuguan.exchange.cells import FIRST_YEAR, clean_text

_HAN = "\u4e00-\u9fff"
_YEAR = rf"(?<![0-9])({str(FIRST_YEAR)[:2]}[0-9]{{2}}|20[0-9]{{2}})"
_YEAR_MONTH = re.compile(
    rf"{_YEAR}(?:年|-|\.|/|_)?(1[0-2]|0[1-9]|(?<=[年\-./_])[1-9])(?:月份?)?(?![0-9日\-./~—至]|[-—~至][0-9])"
)
_DAY = re.compile(rf"{_YEAR}[年\-./][0-9]{{1,2}}[月\-./][0-9]{{1,2}}日?")
_TO = r"(?:[—–~至到]|(?<=月)-)"
_SPAN = re.compile(
    rf"{_YEAR}[年\-./]?[0-9]{{1,2}}月?份?{_TO}(?:20[0-9]{{2}}[年\-./]?)?[0-9]{{1,2}}月?份?|(?<=年)[0-9]{{1,2}}-[0-9]{{1,2}}月"
)
_ONLY_YEAR = re.compile(rf"{_YEAR}年?")
_ONLY_MONTH = re.compile(r"(?<![0-9\-—~至])(1[0-2]|0?[1-9])月(?!份?[0-9至\-—~])")


class Named(Protocol):
    """A district as a city's configuration tells of it; an id may stand twice, one span after the other.

    The last day of its existence is the one before `valid_to`; `successor` is the district that went on.
    """

    @property
    def id(self) -> str: ...
    @property
    def name_zh(self) -> str: ...
    @property
    def name_en(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...
    @property
    def valid_from(self) -> datetime.date: ...
    @property
    def valid_to(self) -> datetime.date: ...
    @property
    def successor(self) -> str: ...


def _last_day(month: int) -> datetime.date:
    year, index = divmod(month + 1, 12)
    return datetime.date(year, index + 1, 1) - datetime.timedelta(days=1)


class Districts:
    """The districts of a city, found by id, name or alias."""

    def __init__(self, units: Iterable[Named], hints: Sequence[str] = ()) -> None:
        self.spans = tuple(units)
        self.ids = tuple(dict.fromkeys(d.id for d in self.spans))
        self._exact = {w.lower(): d.id for d in self.spans for w in (d.id, d.name_zh, d.name_en, *d.aliases)}
        words = sorted(self._exact, key=len, reverse=True)
        follows = "|".join(map(re.escape, ("区", "县", "流管", "流动", "专职", "20", *hints)))
        full = [w for w in words if re.search(f"[{_HAN}](?:区|县)$", w)]
        short = [w for w in words if re.fullmatch(f"[{_HAN}]+", w) and w not in full]
        latin = [w for w in words if re.fullmatch("[a-z_ ]+", w)]
        self._full = re.compile("|".join(map(re.escape, full)) or r"(?!)")
        # 玄武门街道 is not 玄武: a short name counts only where the name ends
        self._short = re.compile(
            rf"(?:^|[^{_HAN}]|市)({'|'.join(map(re.escape, short)) or '(?!)'})(?=$|[^{_HAN}]|{follows})"
        )
        self._latin = re.compile(rf"(?<![a-z])({'|'.join(map(re.escape, latin)) or '(?!)'})(?![a-z])")

    def exactly(self, text: str | None) -> str | None:
        """The district that a cell names, or None."""
        plain = (clean_text(text) or "").lower()
        found = self._exact.get(plain)
        if found is None:
            named = self.within(plain)
            found = next(iter(named)) if len(named) == 1 else None
        return found

    def within(self, text: str | None) -> set[str]:
        """All districts that a title or a name of a file mentions."""
        plain = (clean_text(text) or "").lower()
        found = {self._exact[m] for m in self._full.findall(plain)}
        if not found:
            found = {self._exact[m] for m in self._short.findall(plain)}
        return found | {self._exact[m] for m in self._latin.findall(plain)}

    def covers(self, district: str, month: int) -> bool:
        """Whether a month belongs to a district: by its last day."""
        last = _last_day(month)
        return any(d.id == district and d.valid_from <= last < d.valid_to for d in self.spans)

    def successor(self, district: str) -> str:
        return next((d.successor for d in self.spans if d.id == district and d.successor), "")


def months_within(text: str | None) -> set[int]:
    """The months that a text names, as year times 12, plus the month, less one; days and spans name none."""
    plain = _SPAN.sub(" ", _DAY.sub(" ", clean_text(text) or ""))
    return {int(y) * 12 + int(m) - 1 for y, m in _YEAR_MONTH.findall(plain)}


def month_from(*texts: str) -> int | None:
    """A month put together from a year in one text and a month in another, nearest text first."""
    months = [int(m) for t in texts for m in _ONLY_MONTH.findall(clean_text(t) or "")]
    years = [int(y) for t in texts for y in _ONLY_YEAR.findall(_DAY.sub(" ", clean_text(t) or ""))]
    if len(set(months)) == 1 and len(set(years)) == 1:
        return years[0] * 12 + months[0] - 1
    return None


def year_within(*texts: str) -> int | None:
    """The one year that the texts name, or None."""
    years = {int(y) for t in texts for y in _ONLY_YEAR.findall(_DAY.sub(" ", clean_text(t) or ""))}
    return years.pop() if len(years) == 1 else None


def names_of(path: PurePath) -> tuple[str, ...]:
    """A file's name without its ending, and its folders' names, nearest first."""
    return (path.stem, *(p for p in reversed(path.parts[:-1])))

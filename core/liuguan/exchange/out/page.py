"""A sheet to be written: its columns and rows, and what is said around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

from liuguan.errors import Text

NUMBER = "@number"
"""The column that counts the rows."""


class Style(StrEnum):
    """How the cells of a column are written."""

    TEXT = "text"
    WORD = "word"
    WHOLE = "whole"
    MONEY = "money"
    POINTS = "points"
    PERCENT = "percent"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a sheet.

    Attributes:
        header: what it is called; under a group, `leaf` stands in the second row.
        sources: columns of the frame that its cell tells of; mostly one.
        words: from the values of the sources to the word that stands for them.
        choices: words among which whoever fills the cell may choose.
        prints: it stands on paper; what does not is kept to the right of the printed columns.
        adds: the last row holds its sum.
        signs: there is room to sign by hand.
        widest: characters after which a longer text is broken.
    """

    header: str
    sources: tuple[str, ...]
    style: Style = Style.TEXT
    group: str = ""
    leaf: str = ""
    words: Mapping[tuple[object, ...], str] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    prints: bool = True
    adds: bool = False
    signs: bool = False
    widest: int = 26

    @property
    def is_number(self) -> bool:
        return self.style in (Style.WHOLE, Style.MONEY, Style.POINTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A status that values of a sheet carry, and what it says of them."""

    word: Text
    meaning: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Lines over the months (or other categories) of a small table.

    Attributes:
        columns: the first is the category, the others are drawn.
        rows: of the frame with the columns' sources.
        from_nothing: the axis begins at zero.
    """

    title: Text
    columns: tuple[Column, ...]
    rows: pl.DataFrame
    from_nothing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One sheet.

    Attributes:
        code: the form's code.
        rows: one row per line, with the columns' sources in stored units.
        marks: statuses of what stands on it.
        number, digest: what paper is told apart by; a digest is shown short.
        signed: printed to be signed: signatures at the foot, the whole width on one sheet of paper.
        spare: empty rows in which lists of words are offered too.
    """

    code: str
    name: str
    title: str
    columns: tuple[Column, ...]
    rows: pl.DataFrame
    marks: Sequence[Mark] = ()
    number: str = ""
    digest: str = ""
    signed: bool = False
    spare: int = 0
    notes: Sequence[str] = ()

    @property
    def is_deep(self) -> bool:
        """Whether the header has a row of groups."""
        return any(c.group for c in self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What one file holds."""

    pages: tuple[Page, ...]
    charts: tuple[Chart, ...] = ()

    @property
    def rows(self) -> int:
        """Lines of the form on all its sheets."""
        return sum(page.rows.height for page in self.pages if page.code)

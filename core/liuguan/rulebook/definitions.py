"""What a rulebook is made of, as plain data: nothing here refers to the Python it was written in.

Computed     a formula that gives a node, alone or as one of its readings
Check        a formula that is true where something is wrong, with its code and severity
Aggregate    a total, count, mean, rank or value, along a link or over a window
GroupCheck   a check over all members of a group, which blank cells cannot escape
Question     a node that a district answers
Fold         a node that the city composes from the answers of several rules
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from liuguan.language.compiler import Formula
from liuguan.language.kinds import Kind
from liuguan.rulebook.windows import Window


class Severity(StrEnum):
    """How grave a finding is, gravest first."""

    VIOLATION = "violation"
    WARNING = "warning"
    UNKNOWN = "unknown"
    INFO = "info"


class Declaration(StrEnum):
    """What a district may do to a node of the city."""

    SEALED = "sealed"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class How(StrEnum):
    """What an aggregate does with the values it sees."""

    TOTAL = "total"
    COUNT = "count"
    MEAN = "mean"
    RANK = "rank"
    VALUE = "value"


class FoldBy(StrEnum):
    """How the city composes the answers of several rules."""

    SUM_OF_NONNEGATIVE = "sum_of_nonnegative"
    ALL_OF = "all_of"


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What all definitions share; `node` is the name of what they give."""

    node: str
    entities: tuple[str, ...]
    cites: tuple[str, ...]
    en: str
    zh: str
    area: str = ""
    place: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.entities[0], self.node


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed(Definition):
    """A formula for a node; `reading` is its own name, and the node's when the node has one reading only.

    `offered` rules take part only where a district's standard names them or something in force needs them.
    `into` names the fold that the node contributes to.
    """

    reading: str
    formula: Formula
    note: str = ""
    into: str | None = None
    offered: bool = False
    declaration: Declaration = Declaration.SEALED
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Computed):
    """A formula that is true where something is wrong."""

    code: str
    severity: Severity
    fix_en: str = ""
    fix_zh: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate(Definition):
    """A figure over the members of a group (`along` a link) or over a row's own months (`over` a window).

    `holder` is the entity that has the link, or whose months are seen; where it is empty, merging finds it.
    """

    how: How
    of: str
    along: str | None = None
    over: Window | None = None
    where: str | None = None
    left_out: bool = False
    absent: object = None
    rounding: str = "half_up"
    ties: str = "shared"
    highest_first: bool = True
    offered: bool = False
    holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCheck(Definition):
    """A check that the margins of a group's members sum to at least nothing.

    `margin` is a node of the members; the check fails where the sum over the known members is negative. With
    unknown members the verdict is the check's own severity when the blanks could not make up for it even at
    the best known margin of the group, and a warning otherwise; a group that passes with unknown members is
    unknown.
    """

    code: str
    severity: Severity
    margin: str
    along: str
    over: Window | None = None
    where: str | None = None
    holder: str = ""
    fix_en: str = ""
    fix_zh: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Definition):
    """A node that each district answers; without an answer it has the default, or is unknown."""

    kind: Kind
    default: int | bool | None = None
    at_least: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold(Definition):
    """A node that the city composes from what rules contribute."""

    kind: Kind
    by: FoldBy

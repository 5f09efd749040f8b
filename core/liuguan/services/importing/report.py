"""What an import did, or would do: files, rows, what was turned away or asked, and what changed in the records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from liuguan.errors import LiuguanError, Problem
from liuguan.exchange.gathering import Notice


class Outcome(StrEnum):
    """What became of a file."""

    TAKEN = "taken"
    PARTLY = "partly"
    KNOWN = "known"
    REFUSED = "refused"
    NOTHING = "nothing"


@dataclass(slots=True, kw_only=True)
class FileReport:
    """One file: `rows` state facts, of which `parked` wait to be put right."""

    path: str
    sha256: str
    districts: tuple[str, ...]
    forms: tuple[str, ...]
    outcome: Outcome
    rows: int
    parked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What keeps a row from being taken in (`rejected_cell`), or a question about it that is open (`question`)."""

    id: str
    kind: str
    districts: tuple[str, ...]
    problem: Problem
    written: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class DistrictReport:
    """What one district's unit of work wrote; `changed` counts the rows that are new versions, by table."""

    id: str
    changed: dict[str, int] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    kept_closed: list[Problem] = field(default_factory=list)
    standards: int = 0


@dataclass(slots=True, kw_only=True)
class ImportReport:
    """A whole import.

    Attributes:
        dry: nothing was written.
        parked: rows that could not be taken in wait on the to-fix list.
        faults: why standards that lay beside the files are not filed.
    """

    dry: bool
    parked: bool
    files: list[FileReport] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    districts: list[DistrictReport] = field(default_factory=list)
    notices: Sequence[Notice] = ()
    faults: list[LiuguanError] = field(default_factory=list)

    @property
    def rejected(self) -> list[Problem]:
        """Every cell and row that was not taken in."""
        return [d.problem for d in self.doubts if d.kind == "rejected_cell"]

    @property
    def questions(self) -> list[Problem]:
        """What only people can answer."""
        return [d.problem for d in self.doubts if d.kind == "question"]

    @property
    def exit_code(self) -> int:
        """2 where a file was not taken in or a closed month kept from being changed, else what faults end with."""
        refused = any(f.outcome is Outcome.REFUSED for f in self.files)
        if refused or any(d.kept_closed for d in self.districts):
            return 2
        return min((e.exit_code for e in self.faults), default=0)

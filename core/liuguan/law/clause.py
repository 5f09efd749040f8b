"""What a clause and its document are, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

ClauseKind = Literal["rule", "check", "parameter", "workflow", "record", "principle"]
Basis = Literal["text"]
Force = Literal["in_force", "superseded", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One sentence in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause of the law, in the project's own words.

    Attributes:
        id: the project's name of the clause, such as `I.7`.
        kind: what the clause mainly is.
        also: the further kinds it has.
        wording: what it says.
        basis: `text`: it stands in the document itself.
        computable: whether something can be computed from it.
        why_not: on a principle, why nothing computable can act on it.
        planned: what the clause waits for, where its record or workflow is not built yet.
    """

    id: str
    kind: ClauseKind
    wording: Wording
    basis: Basis
    computable: bool
    also: tuple[ClauseKind, ...] = ()
    why_not: Wording | None = None
    planned: Wording | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The document whose clauses a registry holds.

    Attributes:
        id: the project's name of the document.
        title: its title.
        issued_on: the day on which it was issued.
        law_from: the first month of law, `YYYY-MM`; months before it do not exist for any rule.
        status: its legal force today.
    """

    id: str
    title: Wording
    issued_on: date
    law_from: str
    status: Force

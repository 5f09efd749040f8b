"""The clauses of one document, by id and in its order."""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from liuguan.errors import ConfigError
from liuguan.law import parse
from liuguan.law.clause import Clause, Document


class ClauseRegistry(Mapping[str, Clause]):
    """The clauses of one document: a mapping from id to clause, iterated in the document's order."""

    def __init__(self, document: Document, clauses: Iterable[Clause]) -> None:
        self.document = document
        self._clauses = {clause.id: clause for clause in clauses}

    @classmethod
    def from_mapping(cls, data: Mapping[str, object], *, where: str = "clauses.toml") -> ClauseRegistry:
        """Read a clause table as TOML gives it: one `document` and a list `clause`.

        Args:
            data: the parsed table.
            where: what the table is called in messages.

        Raises:
            ConfigError: with every problem of the table, not only the first.
        """
        problems = [f"unknown table {key!r}" for key in sorted(data.keys() - {"document", "clause"})]
        about = data.get("document")
        if not isinstance(about, Mapping):
            problems.append("document: the table [document] is missing")
            about = None
        document = None if about is None else parse.document(about, problems)

        rows = data.get("clause")
        if not isinstance(rows, list) or not rows:
            problems.append("clause: there must be at least one [[clause]]")
            rows = []
        clauses: list[Clause] = []
        for number, row in enumerate(rows, start=1):
            place = f"clause number {number}"
            if isinstance(row, Mapping):
                clauses.append(parse.clause(row, place=place, problems=problems))
            else:
                problems.append(f"{place}: must be a table, found {row!r}")
        counted = Counter(clause.id for clause in clauses if clause.id)
        problems += [f"clause {name}: stands {times} times" for name, times in counted.items() if times > 1]

        if document is None or problems:
            raise ConfigError(problems, where=where)
        return cls(document, clauses)

    def __getitem__(self, clause_id: str) -> Clause:
        return self._clauses[clause_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._clauses)

    def __len__(self) -> int:
        return len(self._clauses)

    def nearest(self, clause_id: str) -> str | None:
        """The id that a misspelt citation most likely means, or None if nothing is close."""
        by_spelling = {_spelling(known): known for known in self}
        close = difflib.get_close_matches(_spelling(clause_id), by_spelling, n=1, cutoff=0.6)
        return by_spelling[close[0]] if close else None

    def dangling(self, ids: Iterable[str]) -> tuple[str, ...]:
        """One sentence for each id that is no clause, with the nearest one that is."""
        sentences: list[str] = []
        for clause_id in ids:
            if clause_id in self:
                continue
            near = self.nearest(clause_id)
            hint = f"did you mean {near!r}?" if near else f"the clauses are those of {self.document.id}"
            sentences.append(f"there is no clause {clause_id!r}; {hint}")
        return tuple(sentences)

    def require(self, ids: Iterable[str], where: str) -> None:
        """Refuse citations of clauses that do not exist.

        Args:
            ids: the cited clauses.
            where: who cites them, as it appears in the message.

        Raises:
            ConfigError: with every dangling citation and the nearest id.
        """
        if sentences := self.dangling(ids):
            raise ConfigError(sentences, where=where)


def _spelling(clause_id: str) -> str:
    """The id without what people spell differently: width, case, spaces, separators."""
    plain = unicodedata.normalize("NFKC", clause_id).casefold()
    return "".join(c for c in plain if c.isalnum())

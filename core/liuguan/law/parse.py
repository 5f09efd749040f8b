"""Read a clause table that came from a file: every problem is found before anything is refused."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import TypeVar, get_args

from liuguan.law.clause import Basis, Clause, ClauseKind, Document, Force, Wording

Choice = TypeVar("Choice", bound=str)

KINDS: tuple[ClauseKind, ...] = get_args(ClauseKind)
BASES: tuple[Basis, ...] = get_args(Basis)
FORCES: tuple[Force, ...] = get_args(Force)

_DOCUMENT_KEYS = ("id", "title_zh", "title_en", "issued_on", "law_from", "status")
_CLAUSE_KEYS = ("id", "kind", "also", "zh", "en", "basis", "computable", "why_not", "planned")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class Fields:
    """The keys of one table, read one by one; what is wrong with them is added to `problems`."""

    def __init__(self, data: Mapping[str, object], *, place: str, known: Collection[str], problems: list[str]) -> None:
        self._data = data
        self._place = place
        self._problems = problems
        for key in sorted(data.keys() - set(known)):
            self.refuse(f"unknown key {key!r}; known are {', '.join(known)}")

    def refuse(self, problem: str) -> None:
        self._problems.append(f"{self._place}: {problem}")

    def text(self, key: str) -> str:
        value = self._data.get(key)
        if isinstance(value, str) and value.strip():
            return value
        self.refuse(f"{key} must be a text that is not empty, found {_shown(value)}")
        return ""

    def flag(self, key: str) -> bool:
        value = self._data.get(key)
        if not isinstance(value, bool):
            self.refuse(f"{key} must be true or false, found {_shown(value)}")
        return value is True

    def day(self, key: str) -> date:
        value = self._data.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.refuse(f"{key} must be a day such as 2010-12-02, found {_shown(value)}")
        return date.min

    def month(self, key: str) -> str:
        value = self._data.get(key)
        if isinstance(value, str) and _MONTH.fullmatch(value):
            return value
        self.refuse(f'{key} must be a month such as "2010-12", found {_shown(value)}')
        return ""

    def choice(self, key: str, choices: tuple[Choice, ...]) -> Choice:
        return self._one_of(key, self._data.get(key), choices)

    def choices(self, key: str, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        value = self._data.get(key, [])
        if not isinstance(value, list):
            self.refuse(f"{key} must be a list, found {_shown(value)}")
            return ()
        return tuple(self._one_of(key, item, choices) for item in value)

    def wording(self, key: str) -> Wording | None:
        if key not in self._data:
            return None
        value = self._data[key]
        if not isinstance(value, Mapping):
            self.refuse(f"{key} must be a table with zh and en, found {_shown(value)}")
            return None
        inner = Fields(value, place=f"{self._place}, {key}", known=("zh", "en"), problems=self._problems)
        return Wording(zh=inner.text("zh"), en=inner.text("en"))

    def _one_of(self, key: str, value: object, choices: tuple[Choice, ...]) -> Choice:
        for choice in choices:
            if value == choice:
                return choice
        self.refuse(f"{key} must be one of {', '.join(choices)}, found {_shown(value)}")
        return choices[0]


def document(data: Mapping[str, object], problems: list[str]) -> Document:
    """Read the `[document]` table; what is wrong with it is added to `problems`."""
    fields = Fields(data, place="document", known=_DOCUMENT_KEYS, problems=problems)
    return Document(
        id=fields.text("id"),
        title=Wording(zh=fields.text("title_zh"), en=fields.text("title_en")),
        issued_on=fields.day("issued_on"),
        law_from=fields.month("law_from"),
        status=fields.choice("status", FORCES),
    )


def clause(data: Mapping[str, object], *, place: str, problems: list[str]) -> Clause:
    """Read one `[[clause]]`; what is wrong with it is added to `problems`, under `place` or its id."""
    name = data.get("id")
    place = f"clause {name}" if isinstance(name, str) and name.strip() else place
    fields = Fields(data, place=place, known=_CLAUSE_KEYS, problems=problems)
    read = Clause(
        id=fields.text("id"),
        kind=fields.choice("kind", KINDS),
        also=fields.choices("also", KINDS),
        wording=Wording(zh=fields.text("zh"), en=fields.text("en")),
        basis=fields.choice("basis", BASES),
        computable=fields.flag("computable"),
        why_not=fields.wording("why_not"),
        planned=fields.wording("planned"),
    )
    for problem in _contradictions(data):
        fields.refuse(problem)
    return read


def _contradictions(data: Mapping[str, object]) -> list[str]:
    """The statements of a clause that do not fit together; what cannot be read is reported elsewhere."""
    kind, also, computable = data.get("kind"), data.get("also"), data.get("computable")
    found: list[str] = []
    kinds = [kind, *also] if isinstance(also, list) else [kind]
    if any(kinds.count(each) > 1 for each in kinds):
        found.append("a kind is named twice in kind and also")
    if kind == "principle":
        if "why_not" not in data:
            found.append("a principle must say why nothing computable can act on it: add why_not")
        if computable is True:
            found.append("a principle cannot be computable; give it another kind or computable = false")
        if "planned" in data:
            found.append("a principle has nothing planned; give it another kind or drop planned")
    elif kind in KINDS:
        if "why_not" in data:
            found.append("why_not belongs to principles only")
        if computable is False and "planned" not in data:
            found.append("what is not computable must be a principle, or say what is planned")
    return found


def _shown(value: object) -> str:
    return "nothing" if value is None else repr(value)

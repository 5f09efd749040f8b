"""Forms: what a workbook of a city's offices looks like. The forms themselves are the city's data.

    [[form]]
    code = "F4"
    title_zh = "工资发放表"
    title_en = "Payroll"
    entities = ["worker_month"]
    hints = ["工资", "发放表"]        # words of a title, sheet or file name that point at this form
    required = true                  # a district without it is not judged

    [[form.column]]
    header = "单位养老"
    aliases = ["单位养老保险"]
    under = ["单位缴费", "单位承担"]   # this leaf may also stand under a group header
    leaves = ["养老", "养老保险"]
    input = "employer_pension"       # or role = "name"
    required = true                  # the sheet is refused without it
    values = { 普通 = "ordinary" }    # further words for a value

A column may also say `also = { data_entry = { 录入 = "true" } }` (the same cell answers another input),
`adds = true` (its amount is added to the input's other column), `month_as_day = true` (a month stands for
its first day), `reads = "named"` (whatever is written means yes) or `reads = "contains"` (`values` are parts
of the text; a text with none of them is unknown). Two columns may give the same input: the one that comes
first in the form is believed, the other fills its gaps. `keeps = "course"` is for the records: what is written
is kept under that name, as text or as its `kind` says, beside an input or alone; no rule reads it. A form
without entities is kept and written, and no rule speaks of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from liuguan.errors import ConfigError, Text
from liuguan.exchange.cells import PLAIN_FLAGS, clean_text
from liuguan.language.kinds import Group
from liuguan.vocabulary import ENTITIES, ITEM_MONTH, VOCABULARY, Input

TEXT_ROLES = (
    "id_number",
    "name",
    "worker_no",
    "district",
    "street",
    "station",
    "unit",
    "item",
    "change_type",
)
DATE_ROLES = ("period_from", "period_to", "change_date", "points_from", "points_to", "cover_from", "cover_to")
OTHER_ROLES = ("month", "birth_month", "contract_span", "note", "ignore")
ROLES = (*TEXT_ROLES, *DATE_ROLES, *OTHER_ROLES)
ITEM_GROUP = "item_group:"
FEN_ENDING = "_fen"
READS = ("", "named", "contains")
KEPT_KINDS = ("text", "date", "month", "count", "points", "money", "flag", "word")
_UNITS = r"[(（\[【〔](?:元|元/月|分|天|日|小时|人|户|年|%|％|次|个|条|必填|选填|年月|yyyy-mm-dd)[)）\]】〕]"
_DROPPED = re.compile(r"[\s()（）\[\]【】〔〕*:：、,,。.]+")


@lru_cache(maxsize=65_536)
def header_key(text: str | None) -> str:
    """A header as it is compared: NFKC, without blanks, brackets and units, in lower case."""
    plain = clean_text(text) or ""
    return _DROPPED.sub("", re.sub(_UNITS, "", plain, flags=re.IGNORECASE)).lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormColumn:
    """One column of a form: how it is headed, and what it says (an input of the vocabulary, or a role)."""

    header: str
    aliases: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    input: str = ""
    role: str = ""
    required: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    reads: str = ""
    adds: bool = False
    month_as_day: bool = False
    keeps: str = ""
    kind: str = "text"

    @property
    def is_read(self) -> bool:
        """Whether what stands in it is a fact for the rules, or says whose or of when it is."""
        return bool(self.input) or self.role not in ("", "note", "ignore")

    @property
    def kept_as(self) -> str:
        """The name under which the records keep what is written, or ""."""
        return self.keeps or ("note" if self.role == "note" else "")

    @property
    def item_input(self) -> str:
        return self.role.removeprefix(ITEM_GROUP) if self.is_item else ""

    @property
    def is_item(self) -> bool:
        return self.role.startswith(ITEM_GROUP)

    def headings(self) -> Iterator[str]:
        """Every header, as it is compared, under which the column may stand."""
        yield from map(header_key, (self.header, *self.aliases))
        for group in self.under:
            yield from (header_key(group + leaf) for leaf in (*self.leaves, self.header))


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form: the columns that its sheets have, and the entities that its rows tell about."""

    code: str
    title_zh: str
    title_en: str
    entities: tuple[str, ...]
    columns: tuple[FormColumn, ...]
    hints: tuple[str, ...] = ()
    required: bool = False
    listed_means: Mapping[str, bool] = field(default_factory=dict)

    @property
    def title(self) -> Text:
        return Text(f"{self.code} {self.title_zh}", f"{self.code} {self.title_en} ({self.title_zh})")

    def declared(self, name: str) -> Input | None:
        """The input of one of the form's entities."""
        return next((found for e in self.entities if (found := VOCABULARY.find(e, name))), None)

    def lookup(self) -> dict[str, FormColumn]:
        """From each header, as it is compared, to its column; without the columns of an item.

        An input's own name heads its column too, and with `_fen` behind it when its amounts are fen.
        """
        found = {key: c for c in reversed(self.columns) if not c.is_item for key in c.headings()}
        for column in self.columns:
            if column.input and not column.adds:
                found.setdefault(column.input, column)
                found.setdefault(f"{column.input}{FEN_ENDING}", column)
        return found

    def item_lookup(self) -> dict[str, FormColumn]:
        return {key: c for c in reversed(self.columns) if c.is_item for key in c.headings()}

    @classmethod
    def from_mapping(cls, raw: Mapping[str, object], *, where: str) -> Form:
        """A form from its TOML table.

        Raises:
            ConfigError: with every problem of the form.
        """
        problems: list[str] = []
        form = _form(raw, problems)
        problems += _clashes(form)
        if problems:
            raise ConfigError(problems, where=where)
        return form


def forms_of(document: Mapping[str, object], *, where: str = "forms.toml") -> tuple[Form, ...]:
    """All forms of a TOML document, or of a city's data that hold one under `forms`.

    Raises:
        ConfigError: with every problem of every form.
    """
    forms: list[Form] = []
    problems: list[str] = []
    inner = document.get("forms", document)
    tables = inner.get("form") if isinstance(inner, Mapping) else None
    if not isinstance(tables, Sequence) or not tables:
        raise ConfigError(["found no [[form]]"], where=where)
    for table in tables:
        try:
            forms.append(Form.from_mapping(table, where=where))
        except ConfigError as e:
            problems += map(str, e.problems)
    codes = [f.code for f in forms]
    problems += [f"two forms have the code {c}" for c in sorted({c for c in codes if codes.count(c) > 1})]
    if problems:
        raise ConfigError(problems, where=where)
    return tuple(forms)


_FORM_KEYS = {"code", "title_zh", "title_en", "entities", "hints", "required", "listed_means", "column"}
_COLUMN_KEYS = {
    "header", "aliases", "under", "leaves", "input", "role", "required", "values", "also", "reads", "adds",
    "month_as_day", "keeps", "kind",
}  # fmt: skip


def _form(raw: Mapping[str, object], problems: list[str]) -> Form:
    code = str(raw.get("code", "?"))
    problems += [f"form {code}: unknown key {k}" for k in raw if k not in _FORM_KEYS]
    problems += [
        f"form {code}: {k} is missing" for k in ("code", "title_zh", "title_en", "entities", "column") if k not in raw
    ]
    entities = _texts(raw.get("entities"), f"form {code}: entities", problems)
    problems += [f"form {code}: no entity is called {e}" for e in entities if e not in ENTITIES]
    columns = raw.get("column", [])
    listed = raw.get("listed_means", {})
    form = Form(
        code=code,
        title_zh=str(raw.get("title_zh", "")),
        title_en=str(raw.get("title_en", "")),
        entities=tuple(e for e in entities if e in ENTITIES),
        columns=tuple(_column(c, code, problems) for c in columns) if isinstance(columns, list) else (),
        hints=_texts(raw.get("hints", []), f"form {code}: hints", problems),
        required=raw.get("required") is True,
        listed_means=dict(listed) if isinstance(listed, Mapping) else {},
    )
    for name in form.listed_means:
        declared = form.declared(name)
        if declared is None or declared.kind.group is not Group.FLAG:
            problems.append(f"form {code}: listed_means: {name} is not a flag of its entities")
    for column in form.columns:
        _check_targets(form, column, problems)
    return form


def _column(raw: object, code: str, problems: list[str]) -> FormColumn:
    if not isinstance(raw, Mapping):
        problems.append(f"form {code}: a column is not a table")
        return FormColumn(header="?")
    place = f"form {code}, column {raw.get('header', '?')}"
    problems += [f"{place}: unknown key {k}" for k in raw if k not in _COLUMN_KEYS]
    also = raw.get("also", {})
    return FormColumn(
        header=str(raw.get("header", "?")),
        aliases=_texts(raw.get("aliases", []), f"{place}: aliases", problems),
        under=_texts(raw.get("under", []), f"{place}: under", problems),
        leaves=_texts(raw.get("leaves", []), f"{place}: leaves", problems),
        input=str(raw.get("input", "")),
        role=str(raw.get("role", "")),
        required=raw.get("required") is True,
        values=_words(raw.get("values", {}), f"{place}: values", problems),
        also={k: _words(v, f"{place}: also", problems) for k, v in also.items()} if isinstance(also, Mapping) else {},
        reads=str(raw.get("reads", "")),
        adds=raw.get("adds") is True,
        month_as_day=raw.get("month_as_day") is True,
        keeps=str(raw.get("keeps", "")),
        kind=str(raw.get("kind", "text")),
    )


def _check_targets(form: Form, column: FormColumn, problems: list[str]) -> None:
    place = f"form {form.code}, column {column.header}"
    if bool(column.input) + bool(column.role) != 1 and not (column.keeps and not column.role):
        problems.append(f"{place}: needs either an input or a role, or a name to keep it under")
    if column.keeps and column.role:
        problems.append(f"{place}: what has a role is not kept")
    if column.kind not in KEPT_KINDS:
        problems.append(f"{place}: kind must be one of {', '.join(KEPT_KINDS)}")
    if column.reads not in READS:
        problems.append(f"{place}: reads must be named or contains")
    role = column.role.removeprefix(ITEM_GROUP)
    if column.is_item and VOCABULARY.find(ITEM_MONTH, role) is None:
        problems.append(f"{place}: no input of an item is called {role}")
    if column.role and not column.is_item and role not in ROLES:
        problems.append(f"{place}: no role is called {role}")
    answers = {**({column.input: column.values} if column.input else {}), **column.also}
    for name, words in answers.items():
        declared = form.declared(name)
        if declared is None:
            problems.append(f"{place}: no input of {', '.join(form.entities)} is called {name}")
            continue
        allowed = tuple(PLAIN_FLAGS) if declared.kind.group is Group.FLAG else declared.kind.members
        if declared.kind.group in (Group.FLAG, Group.CLOSED):
            problems += [f"{place}: {value} is no value of {name}" for value in words.values() if value not in allowed]


def _clashes(form: Form) -> list[str]:
    seen: dict[str, str] = {}
    headers = [c.header for c in form.columns]
    problems = [
        f"form {form.code}: two columns are called {h}" for h in sorted({h for h in headers if headers.count(h) > 1})
    ]
    for column in form.columns:
        for key in dict.fromkeys(column.headings()):
            other = seen.setdefault(("#" if column.is_item else "") + key, column.header)
            if other != column.header:
                problems.append(f"form {form.code}: {other} and {column.header} are both headed {key}")
    return problems


def _texts(raw: object, place: str, problems: list[str]) -> tuple[str, ...]:
    if isinstance(raw, list) and all(isinstance(x, str) for x in raw):
        return tuple(raw)
    if raw is not None:
        problems.append(f"{place}: must be a list of texts")
    return ()


def _words(raw: object, place: str, problems: list[str]) -> dict[str, str]:
    if isinstance(raw, Mapping) and all(isinstance(v, str) for v in raw.values()):
        return dict(raw)
    problems.append(f"{place}: must be a table of texts")
    return {}

"""An office's own headers: which column of its workbooks is which column of a form, and which is passed over.

A mapping goes from a form's code to pairs of the office's header and the form's; an empty form header passes the
column over. As a file it is TOML:

    [F2]
    "人员名称(全)" = "姓名"
    "内部备注" = ""
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from liuguan.configs import read_toml
from liuguan.errors import ConfigError, Text, Words
from liuguan.exchange.forms import Form, FormColumn, header_key

ColumnNames: TypeAlias = Mapping[str, Mapping[str, str]]


def read_mapping(path: Path, forms: Sequence[Form]) -> dict[str, dict[str, str]]:
    """A mapping file.

    Raises:
        ConfigError: with every problem of the file.
    """
    found: dict[str, dict[str, str]] = {}
    problems: list[Words] = []
    for code, pairs in read_toml(path).items():
        if not isinstance(pairs, Mapping) or not all(isinstance(v, str) for v in pairs.values()):
            problems.append(Text(f"[{code}] 应为“表头 = 表头”", f'[{code}] must hold "header = header"'))
            continue
        for header, form_header in pairs.items():
            problems += faults(forms, code, header, str(form_header))
            found.setdefault(code, {})[header] = str(form_header)
    if problems:
        raise ConfigError(problems, where=path.name)
    return found


def faults(forms: Sequence[Form], code: str, header: str, form_header: str) -> list[Words]:
    """What is wrong with one pair: no such form, no such column, or a header that the form itself knows."""
    form = next((f for f in forms if f.code == code), None)
    if form is None:
        listed = ", ".join(f.code for f in forms)
        return [Text(f"没有表 {code};有 {listed}", f"no form {code}; there are {listed}")]
    if not header_key(header):
        return [Text("表头为空", "the header is empty")]
    if form_header and _column(form, form_header) is None:
        return [Text(f"{code} 没有“{form_header}”列", f"{code} has no column {form_header}")]
    if header_key(header) in form.lookup() and form_header:
        return [Text(f"{code} 本来就认识“{header}”", f"{code} knows {header} as it is")]
    return []


def with_mapping(forms: Sequence[Form], names: ColumnNames) -> tuple[Form, ...]:
    """Forms that know an office's own headers too; pairs that fit no form are left alone."""
    return tuple(_with_names(form, names.get(form.code, {})) for form in forms)


def _with_names(form: Form, names: Mapping[str, str]) -> Form:
    if not names:
        return form
    known = form.lookup()
    given: dict[str, list[str]] = {}
    passed: list[FormColumn] = []
    for header, form_header in names.items():
        column = _column(form, form_header) if form_header else None
        if column is not None:
            given.setdefault(column.header, []).append(header)
        elif not form_header and header_key(header) not in known:
            passed.append(FormColumn(header=header, role="ignore"))
    own = (replace(c, aliases=(*c.aliases, *given.get(c.header, ()))) for c in form.columns)
    return replace(form, columns=(*own, *passed))


def _column(form: Form, header: str) -> FormColumn | None:
    return next((c for c in form.columns if header_key(c.header) == header_key(header)), None)

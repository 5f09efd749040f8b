"""Which columns a form is written with: those of the city's form that the rows have something for.

A column's cell is what the form's own reading makes the stored value of. Where two columns answer the same, the
first is written; where one word answers two inputs (岗位: post and data entry), both are looked up together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from liuguan.exchange.cells import WORKBOOK_FLAGS
from liuguan.exchange.forms import DATE_ROLES, Form, FormColumn
from liuguan.exchange.out.page import NUMBER, Column, Style
from liuguan.language.kinds import PERCENT, Group, Kind
from liuguan.vocabulary import ITEM_MONTH, VOCABULARY

ALWAYS = ("name", "unit", "id_number", "worker_no")
"""Roles whose columns are written even where nobody has a value."""
NEVER = ("contract_span", "item")
YES, NO = "是", "否"
_COUNTS = ("序号", "No")
_KEPT_STYLES = {
    "text": Style.TEXT, "date": Style.DAY, "month": Style.MONTH, "count": Style.WHOLE, "points": Style.POINTS,
    "money": Style.MONEY, "flag": Style.WORD, "word": Style.WORD,
}  # fmt: skip


def item_source(item: str, name: str) -> str:
    """The frame's column of one work item's input."""
    return f"item·{item}·{name}"


def columns_of(
    form: Form,
    rows: pl.DataFrame,
    *,
    items: Mapping[str, str] | None = None,
    extra: Mapping[str, Column] | None = None,
    whole: bool = False,
) -> tuple[Column, ...]:
    """The columns of a form for some rows.

    Args:
        rows: under the names of inputs, roles and what is kept, in stored units; items as `item_source` says.
        items: labels of the work items that stand side by side, by code.
        extra: columns that the form does not read, by their header, such as sums.
        whole: every column of the form, whether or not the rows have something for it; so it is without rows.
    """
    whole = whole or not rows.height
    made: list[Column] = []
    answered: dict[str, str] = {}
    for own in form.columns:
        if own.is_item:
            if not any(c.group in (items or {}).values() for c in made):
                made += _item_columns(form, rows, items or {})
            continue
        column = (extra or {}).get(own.header) or _column(form, own)
        if column is None or own.adds or column.sources[0] in {c.sources[0] for c in made}:
            continue
        main = answered.get(column.sources[0])
        wanted = whole or own.role in ALWAYS or own.required or column.signs or column.sources == (NUMBER,)
        if main is not None and not whole:
            wanted = _left_open(rows, column.sources[0], main)
        if wanted or (main is None and _filled(rows, column)):
            made.append(column)
            answered |= dict.fromkeys(column.sources[1:], column.sources[0])
    return tuple(made)


def _filled(rows: pl.DataFrame, column: Column) -> bool:
    return any(s in rows.columns and rows[s].null_count() < rows.height for s in column.sources[:1])


def _left_open(rows: pl.DataFrame, source: str, main: str) -> bool:
    """Whether rows have a value that the word of another column cannot tell, as there is none there."""
    if source not in rows.columns or main not in rows.columns:
        return False
    return bool((rows[source].is_not_null() & rows[main].is_null()).any())


def _column(form: Form, own: FormColumn) -> Column | None:
    if own.header in _COUNTS:
        return Column(header=own.header, sources=(NUMBER,), style=Style.WHOLE)
    if own.keeps:
        words = _kept_words(own)
        return Column(
            header=own.header, sources=(own.keeps,), style=_KEPT_STYLES[own.kind], words=words,
            choices=tuple(words.values()),
        )  # fmt: skip
    if own.role == "note":
        return Column(header=own.header, sources=("note",))
    if (own.role in ("", "ignore") and not own.input) or own.role in NEVER:
        return None
    if own.role:
        style = Style.DAY if own.role in DATE_ROLES else Style.MONTH if "month" in own.role else Style.TEXT
        return Column(header=own.header, sources=(own.role,), style=style)
    return _answer(form, own)


def _answer(form: Form, own: FormColumn) -> Column:
    """The column of an input."""
    declared = form.declared(own.input)
    assert declared is not None  # forms are checked when they are read
    words = _words(declared.kind, own)
    return Column(
        header=own.header,
        sources=(own.input, *own.also),
        style=Style.WORD if words else style_of(declared.kind),
        words=words,
        choices=tuple(dict.fromkeys(words.values())),
        signs=own.reads == "named" and own.header.endswith(("签字", "审核")),
    )


def style_of(kind: Kind) -> Style:
    """How values of a kind are written."""
    if kind.group is Group.DATE:
        return Style.DAY
    if kind.group is Group.MONTH:
        return Style.MONTH
    if kind.group in (Group.FLAG, Group.CLOSED):
        return Style.WORD
    if kind == PERCENT:
        return Style.PERCENT
    if kind.group is Group.AMOUNT:
        return Style.MONEY
    return Style.POINTS if kind.is_number and kind.scale == 100 else Style.WHOLE if kind.is_number else Style.TEXT


def _words(kind: Kind, own: FormColumn) -> dict[tuple[object, ...], str]:
    """From values to the word that the form reads as them; the first of several words is written."""
    found: dict[tuple[object, ...], str] = {}
    for word, value in own.values.items():
        others = (_value(words.get(word)) for words in own.also.values())
        found.setdefault((_stored(kind, value), *others), word)
    if kind.group is Group.FLAG:
        found.setdefault((True,), YES)
        found.setdefault((False,), NO)
    elif kind.group is Group.CLOSED:
        for member in kind.members:  # a member without a word of its own is readable by its name
            if not any(key[0] == member for key in found):
                found[member, *(None for _ in own.also)] = str(member)
    return found


def _stored(kind: Kind, value: str) -> object:
    if kind.group is Group.FLAG:
        return WORKBOOK_FLAGS[value]
    return value if kind.group is Group.CLOSED else int(value)


def _value(text: str | None) -> object:
    return None if text is None else WORKBOOK_FLAGS.get(text, text)


def _kept_words(own: FormColumn) -> dict[tuple[object, ...], str]:
    if own.kind == "flag":
        return {(True,): YES, (False,): NO}
    words: dict[tuple[object, ...], str] = {}
    for word, value in own.values.items() if own.kind == "word" else ():
        words.setdefault((value,), word)
    return words


def _item_columns(form: Form, rows: pl.DataFrame, items: Mapping[str, str]) -> Iterator[Column]:
    leaves = [c for c in form.columns if c.is_item]
    for item, label in items.items():
        for leaf in leaves:
            source = item_source(item, leaf.item_input)
            declared = VOCABULARY.find(ITEM_MONTH, leaf.item_input)
            if declared is not None and source in rows.columns and rows[source].null_count() < rows.height:
                yield Column(
                    header=f"{label}{leaf.header}", sources=(source,), style=style_of(declared.kind), group=label,
                    leaf=leaf.header,
                )  # fmt: skip


def printed_first(columns: Sequence[Column], aside: Sequence[str]) -> tuple[Column, ...]:
    """Columns as they stand on paper: number and name in front, room to sign at the end, the others behind.

    Args:
        aside: headers of columns that stay off the paper.
    """
    printed = [c for c in columns if c.header not in aside]
    first = [c for c in printed if c.sources in ((NUMBER,), ("name",))]
    own = [c for c in printed if c not in first and not c.signs]
    signed = [c for c in printed if c.signs]
    return (*first, *own, *signed, *(replace(c, prints=False) for c in columns if c.header in aside))

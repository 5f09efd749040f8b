"""Text that a spreadsheet program must not take for a formula, and the same text as it was before.

An apostrophe is put before text that begins like a formula, also behind apostrophes of its own, so that taking one
away gives back exactly what was guarded. Zero characters are left out: no file format holds them.
"""

from __future__ import annotations

import re

import polars as pl

_BEGINS = r"^'*[=+\-@\t\r＝＋－＠]"
_FORMULA = re.compile(_BEGINS)
_NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"
_GUARDED = r"^'+[=+\-@\t\r＝＋－＠]"


def begins_a_formula(text: str) -> bool:
    """Whether text would be taken for a formula, or for guarded text; a plain number is neither."""
    return bool(_FORMULA.match(text)) and not re.fullmatch(_NUMBER, text)


def guarded(text: str) -> str:
    """The text, with an apostrophe before it where it begins like a formula; a plain number stays one."""
    text = text.replace("\0", "")
    return f"'{text}" if begins_a_formula(text) else text


def unguarded(text: str) -> str:
    """Guarded text as it was."""
    return text[1:] if re.match(_GUARDED, text) else text


def guarded_column(text: pl.Expr) -> pl.Expr:
    """The same for a column of text."""
    text = text.str.replace_all("\0", "", literal=True)
    risky = text.str.contains(_BEGINS) & ~text.str.contains(_NUMBER)
    return pl.when(risky).then(pl.concat_str(pl.lit("'"), text)).otherwise(text)


def unguarded_column(text: pl.Expr) -> pl.Expr:
    """Guarded text of a column as it was."""
    return pl.when(text.str.contains(_GUARDED)).then(text.str.slice(1)).otherwise(text)

"""Text that a spreadsheet program must not take for a formula."""

from __future__ import annotations

import re

import polars as pl

_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def guarded(text: str) -> str:
    """The text, with an apostrophe before it where it begins like a formula; a plain number stays one."""
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def guarded_column(text: pl.Expr) -> pl.Expr:
    """The same for a column of text."""
    risky = text.str.contains(rf"^{_FORMULA.pattern}") & ~text.str.contains(rf"^{_NUMBER.pattern}$")
    return pl.when(risky).then(pl.concat_str(pl.lit("'"), text)).otherwise(text)

"""A document as CSV: UTF-8 with a byte order mark, header first, nothing in it that a program takes for a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from liuguan.exchange.guarding import guarded
from liuguan.exchange.out.cells import shown
from liuguan.exchange.out.page import Document, Page
from liuguan.exchange.saving import save_text

MARK = "\ufeff"


def save_separated(document: Document, output: Path) -> None:
    """Write a CSV file; it appears whole or not at all.

    Raises:
        ConfigError: the file cannot be written.
    """
    save_text(output, separated(document))


def separated(document: Document) -> str:
    """All pages below one header, which stands once; pages of one document have the same columns."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for nth, page in enumerate(document.pages):
        if nth == 0:
            writer.writerows([guarded(cell) for cell in row] for row in _head(page))
        writer.writerows([guarded(cell or "") for cell in row] for row in shown(page.rows, page.columns).iter_rows())
    return MARK + out.getvalue()


def _head(page: Page) -> list[list[str]]:
    if not page.is_deep:
        return [[c.header for c in page.columns]]
    # a group stands over its first column, and reaches to the next one
    groups, before = [], ""
    for column in page.columns:
        groups.append((column.group if column.group != before else "") if column.group else column.header)
        before = column.group
    return [groups, [c.leaf if c.group else "" for c in page.columns]]

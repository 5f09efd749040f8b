"""How a sheet stands on paper: A4 landscape, head rows on every page, page x of y, number and short hash."""

from __future__ import annotations

from typing import Any

from liuguan.exchange.out.page import Page

A4 = 9
FOOT = "制表:                    审核:                    负责人:                    日期:      年    月    日"
"""Whoever makes, checks and answers for a sheet signs at its foot; readers know the line by its first words."""


def set_up_paper(sheet: Any, page: Page, *, head_from: int, head_to: int, last: int) -> None:
    """Margins, repeated rows, print area, header and footer of one sheet.

    Args:
        head_from, head_to: rows that stand on every page.
        last: the last row that is printed.
    """
    printed = sum(c.prints for c in page.columns)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(head_from, head_to)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    if printed and printed < len(page.columns):
        sheet.print_area(0, 0, last, printed - 1)
    left = _plain(" ".join(part for part in (page.number, page.digest) if part))
    marks = _plain(" ".join(m.word.zh for m in page.marks))
    sheet.set_footer(f"&L&8{left}&C&8第 &P 页 共 &N 页&R&8{marks}")


def _plain(text: str) -> str:
    return text.replace("&", "&&")

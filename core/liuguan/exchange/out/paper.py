"""How a sheet stands on paper: A4 landscape, head rows on every page, page x of y, number and short hash."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from liuguan.exchange.out.page import Column, Page

A4 = 9
FOOT = "制表:                    审核:                    负责人:                    日期:      年    月    日"
"""Whoever makes, checks and answers for a sheet signs at its foot; readers know the line by its first words."""


SMALLEST = 44
"""Percent: in print that is smaller than this names cannot be read."""
SPREAD = 58
"""Percent at which a sheet is printed that would come out smaller than that on one page."""
_PAGE = 1047
"""Pixels side by side on A4 landscape between its margins, at full size."""


def set_up_paper(sheet: Any, page: Page, widths: Sequence[float], *, head: int, body: int, last: int) -> None:
    """Margins, repeated rows and columns, print area, header and footer of one sheet.

    A sheet that would come out too small is spread over several pages side by side, parted where groups end, each
    with the first columns and the title on it.

    Args:
        widths: of the columns.
        head: the first header row; the title is above it.
        body: the first row below the header.
        last: the last row that is printed.
    """
    printed = sum(c.prints for c in page.columns)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    breaks = page_breaks(page.columns, widths)
    if breaks:
        sheet.set_print_scale(SPREAD)
        sheet.set_v_pagebreaks(breaks)
        sheet.repeat_columns(0, named_columns(page.columns) - 1)
        sheet.print_across()
        sheet.set_header(f"&C&B{_plain(page.title)}")
    else:
        sheet.fit_to_pages(1, 0)
    first = head if breaks else 0
    sheet.repeat_rows(first, body - 1)
    sheet.print_area(first, 0, last, printed - 1)
    left = _plain(" ".join(part for part in (page.number, page.digest) if part))
    marks = _plain(" ".join(m.word.zh for m in page.marks))
    sheet.set_footer(f"&L&8{left}&C&8第 &P 页 共 &N 页&R&8{marks}")


def page_breaks(every: Sequence[Column], widths: Sequence[float]) -> list[int]:
    """The columns before which a new page begins; none where all stand on one page in a size that can be read."""
    columns = [c for c in every if c.prints]
    wide = [_pixels(w) for w in widths[: len(columns)]]
    repeated = named_columns(columns)
    if not repeated or sum(wide) * SMALLEST <= _PAGE * 100:
        return []
    found: list[int] = []
    used, group_start, before = 0.0, 0, 0.0
    for i, column in enumerate(columns):
        if i == 0 or not column.group or column.group != columns[i - 1].group:
            group_start, before = i, used
        used += wide[i]
        if used * SPREAD > _PAGE * 100 and group_start > (found[-1] if found else repeated):
            found.append(group_start)
            used = sum(wide[:repeated]) + used - before
            before = sum(wide[:repeated])
    return found


def _pixels(width: float) -> float:
    """Room that a column takes, in a wide font: rather a page more than a column cut off."""
    return 9.5 * width + 5


def named_columns(columns: Sequence[Column]) -> int:
    """How many columns reach to the name; they stand on every page."""
    return next((i + 1 for i, c in enumerate(columns) if c.sources[0] in ("name", "unit")), 0)


def _plain(text: str) -> str:
    return text.replace("&", "&&")

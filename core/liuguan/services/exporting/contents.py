"""What the file of a form holds: its rows, the statuses of what is computed for it, and charts beside the numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl
from sqlmodel import Session

from liuguan.district import City
from liuguan.errors import Text
from liuguan.exchange.out.page import Chart, Column, Mark, Style
from liuguan.records.tables.places import WHOLE_DISTRICT
from liuguan.services.exporting.annual import annual_rows, needs
from liuguan.services.exporting.frames import (
    Asked,
    assessment_rows,
    certificate_rows,
    duty_rows,
    inspection_rows,
    pay_rows,
    roster_rows,
    staffing_rows,
)
from liuguan.services.exporting.marks import marks_of_nodes, marks_of_states
from liuguan.vocabulary import DISTRICT_MONTH

_MONTH = Column(header="统计年月", sources=("month",), style=Style.MONTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Rows under the names of the form's columns, and what goes with them."""

    rows: pl.DataFrame
    charts: tuple[Chart, ...] = ()
    marks: tuple[Mark, ...] = ()


def _plain(read: Callable[[Session, Asked], pl.DataFrame]) -> Reader:
    def content(session: Session, city: City, asked: Asked) -> Content:
        rows = read(session, asked)
        return Content(rows=rows, marks=tuple(marks_of_states(rows)))

    return content


def _staffing(session: Session, city: City, asked: Asked) -> Content:
    """The counts with the need by each measure beside them; a chart where there are several months."""
    rows, needed = staffing_rows(session, asked), needs(session, city, asked)
    both = needed.select(
        "month", pl.col("station").alias("unit"), "required_by_migrants", "required_by_households",
        "required_headcount", "effective_headcount",
    )  # fmt: skip
    joined = rows.join(both, on=["month", "unit"], how="left", maintain_order="left")
    whole = joined.filter(pl.col("unit") == WHOLE_DISTRICT)
    return Content(
        rows=joined,
        charts=(_staffing_chart(whole),) if whole.height > 1 else (),
        marks=_of_need(session, city, asked),
    )


def _staffing_chart(whole: pl.DataFrame) -> Chart:
    columns = (
        _MONTH,
        Column(header="按标准需要人数", sources=("required_headcount",), style=Style.WHOLE),
        Column(header="月末在册人数", sources=("headcount",), style=Style.WHOLE),
        Column(header="其中有效人数", sources=("effective_headcount",), style=Style.WHOLE),
    )
    title = Text("逐月需要与实有人数", "workers needed and in post, by month")
    return Chart(title=title, columns=columns, rows=whole, from_nothing=True)


def _annual(session: Session, city: City, asked: Asked) -> Content:
    rows = annual_rows(session, city, asked)
    columns = (
        _MONTH,
        Column(header="考核均分", sources=("mean_score",), style=Style.POINTS),
        Column(header="考核最高", sources=("highest_score",), style=Style.POINTS),
        Column(header="考核最低", sources=("lowest_score",), style=Style.POINTS),
    )
    chart = Chart(title=Text("逐月考核得分", "scores by month"), columns=columns, rows=rows)
    return Content(
        rows=rows,
        charts=(chart,) if rows["mean_score"].is_not_null().sum() > 1 else (),
        marks=_of_need(session, city, asked),
    )


def _of_need(session: Session, city: City, asked: Asked) -> tuple[Mark, ...]:
    wanted = [(DISTRICT_MONTH, name) for name in ("required_headcount", "effective_headcount", "headcount_shortage")]
    return tuple(marks_of_nodes(session, city, asked.district, wanted, asked.first_month, asked.last_month))


Reader = Callable[[Session, City, Asked], Content]
CONTENTS: Mapping[str, Reader] = {
    "F2": _plain(roster_rows),
    "F3": _plain(assessment_rows),
    "F4": _plain(pay_rows),
    "F5": _staffing,
    "F6": _plain(certificate_rows),
    "F7": _plain(inspection_rows),
    "F9": _annual,
    "F10": _plain(duty_rows),
}
"""What reads the content of a form."""

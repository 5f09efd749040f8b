"""Statuses that the values of a sheet carry: drafts, illustrative figures, figures without a verified source."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

import polars as pl
from sqlmodel import Session

from liuguan.district import City
from liuguan.errors import Text
from liuguan.exchange.out.page import Mark
from liuguan.language.functions import first_day, last_day
from liuguan.rulebook.book import Key, Rulebook
from liuguan.services.filings.in_force import standards_in_force

DRAFT = Mark(
    word=Text("草案", "draft"), meaning=Text("尚未结账,数字还会变", "not closed yet, figures may change")
)  # fmt: skip
SHIPPED = Mark(
    word=Text("示例", "illustrative"),
    meaning=Text("按随附示例标准计算,区县尚未报备标准", "computed by the shipped standard; none has been filed"),
)
STATUSES: Mapping[str, Mark] = {
    "illustrative": Mark(
        word=Text("示例", "illustrative"),
        meaning=Text("所用数值中有示例值", "some of the figures used are illustrative"),
    ),
    "unverified": Mark(
        word=Text("未核实", "unverified"),
        meaning=Text("所用数值中有未核实来源的", "some of the figures used have no verified source"),
    ),
}


def marks_of_states(rows: pl.DataFrame) -> list[Mark]:
    """The statuses that sheets and pay runs themselves say: not closed, or computed by the shipped standard.

    A payroll that was imported was paid elsewhere, and is no draft.
    """
    own = rows.filter(pl.col("kind") != "imported") if {"state", "kind"} <= set(rows.columns) else rows
    open_ = "state" in own.columns and bool((own["state"] != "closed").any())
    shipped = "computed_by" in rows.columns and bool((rows["computed_by"] == "draft").any())
    return [*([DRAFT] if open_ else []), *([SHIPPED] if shipped else [])]


def marks_of_nodes(
    session: Session, city: City, district: str, wanted: Iterable[Key], first_month: int, last_month: int
) -> list[Mark]:
    """The statuses of the parameters from which nodes are computed in some months."""
    keys = list(wanted)
    books = {
        m: s.book for m, s in standards_in_force(session, city, district, range(first_month, last_month + 1)).items()
    }
    found = {
        status for month, book in books.items() for status in _statuses(book, keys, first_day(month), last_day(month))
    }
    return [mark for status, mark in STATUSES.items() if status in found]


def _statuses(book: Rulebook, wanted: Iterable[Key], first: datetime.date, last: datetime.date) -> set[str]:
    there = [key for key in book.closure([k for k in wanted if k in book.nodes]) if key in book.nodes]
    return {
        version.section.status
        for key in there
        for version in book.nodes[key].versions
        if version.section is not None and version.start <= last and first < version.end
    }

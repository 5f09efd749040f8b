"""What an import may not touch: months whose payroll is closed, and sheets of the assessment that are."""

from __future__ import annotations

import polars as pl

from liuguan.errors import Problem, Text
from liuguan.language.written import month_text
from liuguan.records.base import Day
from liuguan.records.frames import read_frame
from liuguan.records.store import Work, table_of
from liuguan.records.tables.assessment import AssessmentSheet
from liuguan.records.tables.pay import PayRun

KEY = ["district", "month", "worker"]
CLOSED_RUN = Text("该月工资已封账,未导入", "the month's pay run is closed; not taken in")
CLOSED_SHEET = Text("该月考核表已结算,未导入", "the month's assessment sheet is closed; not taken in")
CORRECT_THEM = Text("与记录相同的内容,或在程序中更正", "what the records say; correct it in the program")


def without_closed_runs(lines: pl.DataFrame, runs: list[PayRun]) -> tuple[pl.DataFrame, list[Problem]]:
    """Payroll lines of months that are open.

    Args:
        runs: all runs of the district.
    """
    closed = [r.month for r in runs if r.state == "closed" and r.kind != "delta"]
    out = lines.filter(pl.col("month").is_in(closed))
    return lines.filter(~pl.col("month").is_in(closed)), _told(out, CLOSED_RUN)


def without_closed_sheets(
    work: Work, sheets: pl.DataFrame, items: pl.DataFrame, district: str
) -> tuple[pl.DataFrame, pl.DataFrame, list[Problem]]:
    """Assessment sheets, with their items, that are not closed."""
    table = table_of(AssessmentSheet)
    where = (table.c.district == district, table.c.state == "closed")
    closed = read_frame(work.session.connection(), AssessmentSheet, *where, only=KEY)
    out = sheets.join(closed, on=KEY, how="semi", maintain_order="left")
    open_sheets = sheets.join(closed, on=KEY, how="anti", maintain_order="left")
    return open_sheets, items.join(closed, on=KEY, how="anti", maintain_order="left"), _told(out, CLOSED_SHEET)


def _told(lines: pl.DataFrame, found: Text) -> list[Problem]:
    """One problem for each month that was left alone, at the first line of it."""
    first = lines.unique("month", keep="first", maintain_order=True)
    return [
        Problem(file=str(source).split("!")[0], where=month_text(month), found=found, expected=CORRECT_THEM)
        for source, month in first.select("source", "month").iter_rows()
    ]


def run_numbers(work: Work, district: str, lines: pl.DataFrame, runs: list[PayRun]) -> dict[int, int]:
    """For each month of a payroll the number of its imported run, which is entered where there is none yet.

    The month of a run is the month worked; the day of payment stands on the run where the lines agree on it.
    """
    numbers: dict[int, int] = {}
    days = _paid_on(lines)
    for month in lines["month"].unique().sort().to_list():
        there = [r for r in runs if r.month == month]
        imported = next((r for r in there if r.kind == "imported"), None)
        number = imported.number if imported else max((r.number for r in there), default=0) + 1
        numbers[month] = number
        paid_on = days.get(month) or (imported.paid_on if imported else None)
        author = imported.author if imported else work.operator
        work.put(
            PayRun(
                district=district, month=month, number=number, kind="imported", state="computed", paid_on=paid_on,
                author=author,
            )
        )  # fmt: skip
    return numbers


def _paid_on(lines: pl.DataFrame) -> dict[int, Day]:
    if "paid_on" not in lines.columns:
        return {}
    days = lines.drop_nulls("paid_on").group_by("month").agg(pl.col("paid_on").unique())
    return {month: found[0] for month, found in days.iter_rows() if len(found) == 1}


__all__ = ["run_numbers", "without_closed_runs", "without_closed_sheets"]

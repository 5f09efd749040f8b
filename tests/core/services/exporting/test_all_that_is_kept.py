"""Every column that an import fills is written again by the form that it came from."""

from __future__ import annotations

import polars as pl
import pytest

from liuguan.district import City
from liuguan.exchange.out.columns import columns_of
from liuguan.records.base import BOOKKEEPING, Version
from liuguan.records.store import table_of
from liuguan.records.tables import (
    AssessmentSheet,
    Assignment,
    Certificate,
    DutyMonth,
    Inspection,
    PayLine,
    Population,
)
from liuguan.services.exporting.documents import form_named

KEYS = {"district", "worker", "month", "line", "run", "pay_month", "station", "staff_number"}
ABOUT = {"source", "note", "action", "changed"}
ASIDE: dict[str, set[str]] = {
    "F2": {"from_day", "to_day", "roster_month"},  # under the names of their roles: period_from, period_to, month
    "F3": {"state", "revision", "correction", "false_data_inspected"},  # how the program holds the sheet
    "F4": {"post"},  # from the roster; no import reads it
    "F5": {"correction"},
    "F7": {"id"},
}


@pytest.mark.parametrize(
    ("code", "model"),
    [
        ("F2", Assignment), ("F3", AssessmentSheet), ("F4", PayLine), ("F5", Population), ("F6", Certificate),
        ("F7", Inspection), ("F10", DutyMonth),
    ],
)  # fmt: skip
def test_every_column_of_the_table_has_one_in_the_form(code: str, model: type[Version]) -> None:
    form = form_named(City(), code)
    written = {source for c in columns_of(form, pl.DataFrame(), whole=True) for source in c.sources}
    kept = {c.name for c in table_of(model).columns} - set(BOOKKEEPING) - KEYS - ABOUT - ASIDE.get(code, set())
    assert kept - written == set()

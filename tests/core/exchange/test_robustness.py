"""Whatever stands in the cells, reading ends with facts or with problems, never with a fault."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuguan.errors import InputError, Problem
from liuguan.exchange.forms import Form
from liuguan.exchange.tables import read_table

from .conftest import ASSESSMENT_HEAD, PAYROLL_HEAD, ROSTER_HEAD, STAFFING_HEAD, City, id_number

CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["张三", "玄武区", "鼓楼区", "合计", "2010-12", "2010年12月", "2011.1", "2010-12-16", "普通", "中心站", "是", "0",
         "1384.13", "1,384", "=1+1", "#N/A", "3.2E+17", "姓名", "备注：", id_number(1), id_number(1)[:17], "X01", " "]
    ),
    st.text(max_size=12),
    st.integers(-5, 10**18),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
)  # fmt: skip


def outcome(path: Path) -> Sequence[str | Problem]:
    """The columns of a table that can be read, or the problems of one that cannot."""
    try:
        return read_table(path, "worker_month").frame.columns
    except InputError as e:
        return e.problems


def rows_under(head: list[str]) -> st.SearchStrategy[list[list[Any]]]:
    return st.lists(st.lists(CELLS, min_size=len(head), max_size=len(head)), max_size=5)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows_under(ROSTER_HEAD), rows_under(PAYROLL_HEAD), rows_under(ASSESSMENT_HEAD), rows_under(STAFFING_HEAD))
def test_any_cells_give_facts_or_problems(
    forms: tuple[Form, ...], roster: list[Any], payroll: list[Any], assessment: list[Any], staffing: list[Any]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        city = City(Path(folder), forms)
        city.roster(roster)
        city.payroll(payroll)
        city.assessment(assessment)
        city.staffing(staffing)
        found = city.read()
    assert all(p.found and p.expected for problems in found.problems.values() for p in problems)


@settings(max_examples=25)
@given(
    st.lists(st.text(max_size=8), min_size=1, max_size=4),
    st.lists(st.lists(st.text(max_size=8), max_size=5), max_size=5),
)
def test_any_text_is_a_table_or_is_refused(head: list[str], rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.csv"
        path.write_bytes("\n".join(",".join(r) for r in (["month", *head], *rows)).encode("utf-8", "surrogatepass"))
        assert outcome(path)


@settings(max_examples=25)
@given(st.binary(max_size=300), st.sampled_from([".csv", ".xlsx", ".parquet"]))
def test_any_bytes_are_a_table_or_are_refused(data: bytes, ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"in{ending}"
        path.write_bytes(data)
        assert outcome(path)

"""Names and texts that mean harm, or are merely rare, go into the records and out of them as they are."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.core.exchange.conftest import id_number, write_workbook
from tests.core.services.conftest import DISTRICT, OfficeOf

from liuguan.exchange.out.separated import save_separated
from liuguan.exchange.out.workbook import save_workbook
from liuguan.records.frames import read_frame
from liuguan.records.store import Store
from liuguan.records.tables import Assignment, Worker
from liuguan.records.tables.operators import Role
from liuguan.services.exporting import Asked, export
from liuguan.services.importing import import_files, read_files

NAMES = [
    "=1+1",
    "+86张",
    "-张三",
    "@sum",
    "𠮷野家",
    "张三(大)",
    "O'Neil",
    "<b>张</b>",
    "&amp;",
    "a_x0041_b",
    "阿卜杜拉·买买提",
]
NOTES = [
    "=cmd|' /C calc'!A0", "'=quoted", "＝全角", "１２３", "长" * 5_000, "两行\n文字", "Z͑ͫ̓ͪ", "🀄🈶", "\"引号\",逗号", "'''", "-1",
]  # fmt: skip
HEAD = ["姓名", "工号", "身份证号", "岗位", "到岗日期", "责任区", "备注"]


def taken_in(office_of: OfficeOf, *sources: Path) -> None:
    office = office_of(Role.CLERK)
    with office.reading() as session:
        readout = read_files(office.city, session, list(sources))
    report = import_files(office, readout)
    assert [str(d.problem) for d in report.doubts] == []


def texts(store: Store) -> list[tuple[object, ...]]:
    """Names, notes and areas by ID number."""
    with store.reading() as session:
        people = read_frame(session.connection(), Worker, order=("id",)).select(
            pl.col("id").alias("worker"), "name", "id_number"
        )
        lines = read_frame(session.connection(), Assignment)
    return lines.join(people, on="worker").sort("id_number").select("id_number", "name", "note", "area").rows()


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_they_come_back_as_they_were(store: Store, office_of: OfficeOf, tmp_path: Path, ending: str) -> None:
    rows = [
        [name, f"X{n:02d}", id_number(n), "普通", "2009-01-05", note, note]
        for n, (name, note) in enumerate(zip(NAMES, NOTES, strict=True), 1)
    ]
    taken_in(office_of, write_workbook(tmp_path / "玄武区花名册.xlsx", {"花名册": [HEAD, *rows]}))
    before = texts(store)
    assert [row[1] for row in before] == NAMES
    assert [row[2] for row in before] == NOTES
    asked = Asked(district=DISTRICT, first_month=0, last_month=12 * 2100, full=True)
    document = export(office_of(Role.HEAD), "F2", asked, flat=ending == "csv")
    again = tmp_path / f"again.{ending}"
    (save_separated if ending == "csv" else save_workbook)(document, again)
    taken_in(office_of, again)
    assert texts(store) == before
    with store.reading() as session:
        versions = read_frame(session.connection(), Assignment, only=("worker", "version"))
    assert versions.height == len(NAMES)

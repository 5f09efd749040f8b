"""`import` and `check` over the records, as they are given at a terminal."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from tests.end_to_end.test_check import SPAN, ZHANG, one_district

SAID = {"en": ("rejected", "a dry run"), "zh": ("未读入", "仅预演")}


def office(tmp_path: Path, **more: str) -> dict[str, str]:
    return {"LIUGUAN_DATABASE_URL": str(tmp_path / "records.sqlite"), **more}


def listed(done: Any) -> dict[str, str]:
    return {row["file"]: row["outcome"] for row in csv.DictReader(io.StringIO(done.stdout))}


def test_workbooks_come_in_once_and_the_records_are_checked(liuguan, workbook, tmp_path):  # type: ignore[no-untyped-def]
    workbook("xuanwu.xlsx", one_district(net="900.00"))
    place = office(tmp_path)
    first = liuguan("import", tmp_path / "files", "--format", "csv", **place)
    assert (first.returncode, listed(first)) == (0, {"xuanwu.xlsx": "taken"}), first.stderr
    again = liuguan("import", tmp_path / "files" / "xuanwu.xlsx", "--format", "csv", **place)
    assert (again.returncode, list(listed(again).values())) == (0, ["known"]), again.stderr
    files = liuguan("check", tmp_path / "files", *SPAN, "--format", "json")
    records = liuguan("check", *SPAN, "--format", "json", **place)
    assert records.returncode == 1, records.stderr
    assert json.loads(records.stdout) == json.loads(files.stdout)
    assert ZHANG not in records.stdout + records.stderr + first.stdout + first.stderr


def test_what_was_recorded_later_was_not_known_on_the_day(liuguan, workbook, tmp_path):  # type: ignore[no-untyped-def]
    workbook("xuanwu.xlsx", one_district())
    place = office(tmp_path)
    liuguan("import", tmp_path / "files", **place)
    done = liuguan("check", *SPAN, "--as-known-on", "2011-01-31", "--format", "json", **place)
    assert (done.returncode, json.loads(done.stdout)["findings"]) == (0, [])
    wrong = liuguan("check", *SPAN, "--as-known-on", "January", **place)
    assert wrong.returncode == 2
    both = liuguan("check", tmp_path / "files", *SPAN, "--as-known-on", "2011-01-31", **place)
    assert both.returncode == 2
    assert "--as-known-on" in both.stderr


def broken() -> dict[str, list[list[Any]]]:
    rows = one_district()
    rows["工资发放表"][1][5] = "many"
    return rows


def test_a_rejected_cell_is_told_in_both_languages_and_marked_in_a_copy(liuguan, workbook, tmp_path):  # type: ignore[no-untyped-def]
    workbook("xuanwu.xlsx", broken())
    for language, (rejected, dry) in SAID.items():
        place = office(tmp_path, LIUGUAN_LANG=language)
        done = liuguan("import", tmp_path / "files", "--dry-run", "--fix-out", tmp_path / "fixed", **place)
        assert done.returncode == 2
        assert f"{rejected}: xuanwu.xlsx: 工资发放表!F2" in done.stderr
        assert dry in done.stderr
        assert "Traceback" not in done.stderr
    import openpyxl

    cell = openpyxl.load_workbook(tmp_path / "fixed" / "xuanwu.xlsx")["工资发放表"]["F2"]
    assert cell.comment is not None
    parked = liuguan("import", tmp_path / "files", "--park", "--format", "json", **office(tmp_path))
    assert parked.returncode == 0, parked.stderr
    assert json.loads(parked.stdout)["rows"][0]["outcome"] == "partly"


def test_a_folder_that_is_not_there_is_bad_input(liuguan, tmp_path):  # type: ignore[no-untyped-def]
    done = liuguan("import", tmp_path / "nowhere", **office(tmp_path))
    assert done.returncode == 2
    assert "no such file or folder" in done.stderr


def test_headers_of_an_office_s_own_come_in_with_a_mapping(liuguan, workbook, tmp_path):  # type: ignore[no-untyped-def]
    rows = one_district()
    rows["花名册"][0][2] = "人员名称(全)"
    workbook("xuanwu.xlsx", rows)
    place = office(tmp_path)
    assert liuguan("import", tmp_path / "files", **place).returncode == 2
    mapping = tmp_path / "headers.toml"
    mapping.write_text('[F2]\n"人员名称(全)" = "姓名"\n', encoding="utf-8")
    done = liuguan("import", tmp_path / "files", "--mapping", mapping, **place)
    assert done.returncode == 0, done.stderr


def test_an_operator_of_a_district_takes_in_the_papers_of_that_district(liuguan, workbook, tmp_path):  # type: ignore[no-untyped-def]
    from liuguan.district import City
    from liuguan.records.migrate import prepare
    from liuguan.records.store import Store
    from liuguan.records.tables.operators import Role
    from liuguan.services.office import Office
    from liuguan.services.operators import AddOperator

    workbook("xuanwu.xlsx", one_district())
    others = one_district()
    for rows in others.values():
        for row in rows[1:]:
            row[0] = "六合区"
    workbook("luhe.xlsx", others)
    place = office(tmp_path, LIUGUAN_OPERATOR="zhao", LIUGUAN_PASSWORD="long enough to be one")
    store = Store(place["LIUGUAN_DATABASE_URL"])
    prepare(store)
    head = AddOperator(
        name="zhao", role=Role.HEAD, districts=("xuanwu",), password=place["LIUGUAN_PASSWORD"]
    )  # fmt: skip
    Office(store, City()).run(head)
    store.close()
    done = liuguan("import", tmp_path / "files", "--format", "csv", **place)
    assert done.returncode == 0, done.stderr
    assert listed(done) == {"xuanwu.xlsx": "taken"}

"""The mergers of 28 March 2013: each day under the standard of the district that it belonged to."""

from __future__ import annotations

from pathlib import Path

import pytest

from liuguan.district import City
from liuguan.errors import InputError
from liuguan.services.evaluation import evaluate_file


def standards(city: City, folder: Path, rows: str) -> list[int]:
    file = folder / "rows.csv"
    file.write_text("worker,district,month,post,data_entry,migrant_work_start\n" + rows, encoding="utf-8")
    return evaluate_file(city, file, "worker_month", only=["standard_wage"]).frame["standard_wage"].to_list()


def alone(city: City, folder: Path, district: str, month: str) -> int:
    return standards(city, folder, f"z,{district},{month},ordinary,no,2009-01-01\n")[0]


def test_a_worker_who_came_over_is_paid_27_days_by_the_old_district(city: City, tmp_path: Path) -> None:
    old, new = alone(city, tmp_path, "baixia", "2013-02"), alone(city, tmp_path, "qinhuai", "2013-04")
    rows = "a,baixia,2013-02,ordinary,no,2009-01-01\na,qinhuai,2013-03,ordinary,no,2009-01-01\n"
    assert standards(city, tmp_path, rows) == [old, (27 * old + 4 * new) // 31]


def test_a_worker_of_the_successor_s_own_changes_standard_with_the_merger(city: City, tmp_path: Path) -> None:
    old, new = alone(city, tmp_path, "gulou", "2013-02"), alone(city, tmp_path, "gulou", "2013-04")
    rows = "a,gulou,2013-02,ordinary,no,2009-01-01\na,gulou,2013-03,ordinary,no,2009-01-01\n"
    assert standards(city, tmp_path, rows) == [old, (27 * old + 4 * new) // 31]


def test_other_districts_have_whole_months(city: City, tmp_path: Path) -> None:
    assert alone(city, tmp_path, "xuanwu", "2013-03") == alone(city, tmp_path, "xuanwu", "2013-02")


@pytest.mark.parametrize(("gone", "successor"), [("baixia", "qinhuai"), ("xiaguan", "gulou")])
def test_the_merged_district_is_no_more_from_that_month(city: City, tmp_path: Path, gone: str, successor: str) -> None:
    with pytest.raises(InputError, match=successor):
        alone(city, tmp_path, gone, "2013-03")


def test_seniority_goes_on_across_the_merger(city: City, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    head = "worker,district,month,post,data_entry,migrant_work_start\n"
    file.write_text(
        head + "a,baixia,2013-02,ordinary,no,2008-03-01\na,qinhuai,2013-04,ordinary,no,2008-03-01\n", encoding="utf-8"
    )
    years = evaluate_file(city, file, "worker_month", only=["migrant_work_years"]).frame["migrant_work_years"]
    assert years.to_list() == [4, 5]

"""What only Python can say in four districts, as plain functions, and who each module speaks for."""

from __future__ import annotations

import importlib

import pytest

from liuguan import Bands
from liuguan_nanjing.districts import jiangning, luhe, xiaguan, yuhuatai

PRIZES = Bands({1: 18000, 2: 12000, 3: 8000, 4: 0})


@pytest.mark.parametrize(
    "district",
    [
        "xuanwu",
        "baixia",
        "qinhuai",
        "jianye",
        "gulou",
        "xiaguan",
        "pukou",
        "qixia",
        "yuhuatai",
        "jiangning",
        "luhe",
        "lishui",
        "gaochun",
    ],
)
def test_each_module_speaks_for_its_district(district: str) -> None:
    module = importlib.import_module(f"liuguan_nanjing.districts.{district}")
    assert module.manifest() == {"district": district}


@pytest.mark.parametrize(
    ("inspection", "recheck", "amount"),
    [
        pytest.param(0, 0, 6000, id="both clean"),
        pytest.param(10, 0, 3000, id="found by an unannounced check"),
        pytest.param(0, 10, 3000, id="found by a re-check"),
        pytest.param(10, 10, 0, id="found by both"),
    ],
)
def test_jiangning_pays_for_clean_checks(inspection: int, recheck: int, amount: int) -> None:
    assert jiangning.clean_checks_supplement(inspection, recheck, 6000, 3000) == amount


def test_xiaguan_leaves_no_gap_after_a_tie() -> None:
    third_behind_two_second_places = 3
    assert xiaguan.bonus_of_rank_without_gaps(third_behind_two_second_places, 30, 2, PRIZES) == 8000
    assert xiaguan.bonus_of_rank_without_gaps(1, 2, 2, PRIZES) == 0


@pytest.mark.parametrize(
    ("standard", "floor", "withheld"),
    [
        pytest.param(156000, 120000, 15000, id="cut to what lies above the floor"),
        pytest.param(184000, 142500, 18400, id="the whole share"),
        pytest.param(140000, 120000, 0, id="no room"),
    ],
)
def test_luhe_withholds_nothing_of_the_floor(standard: int, floor: int, withheld: int) -> None:
    assert luhe.share_above_the_floor(standard, floor, 1000, 21000) == withheld


@pytest.mark.parametrize(
    ("own", "station", "score"),
    [
        pytest.param(8000, 10000, 8500, id="lifted by five points at most"),
        pytest.param(8000, 9000, 8300, id="lifted by less"),
        pytest.param(9000, 6000, 8100, id="pulled down without limit"),
    ],
)
def test_yuhuatai_caps_what_the_station_adds(own: int, station: int, score: int) -> None:
    assert yuhuatai.own_and_station_with_capped_lift(own, station, 7000, 500) == score

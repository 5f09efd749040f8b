"""A sheet under other schemes: what it holds and how it scores follows the district's own standard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from tests.core.services.conftest import TODAY
from tests.core.services.staffed import DECEMBER, ONE, items, sheet, staff

from liuguan.district import City
from liuguan.records.migrate import prepare
from liuguan.records.store import Store
from liuguan.services.assessment.cells import Cell
from liuguan.services.assessment.entering import EnterCells
from liuguan.services.assessment.opening import OpenMonth
from liuguan.services.assessment.scoring import SheetScore, scores
from liuguan.services.office import Office


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    """Records in which nobody is entered, so that the machine's own account gives the orders."""
    made = Store(str(tmp_path / "any.sqlite"), clock=lambda: TODAY)
    prepare(made)
    yield made
    made.close()


def scored(
    store: Store, city: City, district: str, of_items: Mapping[tuple[str, str], int], of_sheet: Mapping[str, int]
) -> SheetScore:
    """December of a district in which one sheet has these cells, and every other item no defect."""
    staff(store, district)
    office = Office(store, city)
    office.run(OpenMonth(district=district, month=DECEMBER))
    rows = items(store, ONE, district=district)
    cells = [
        Cell(worker=ONE, item=code, column=column, seen=row.version, value=of_items.get((code, column), value))
        for code, row in rows.items() for column, value in (("baseline", 100), ("done", 100), ("defects", 0))
    ]  # fmt: skip
    seen = sheet(store, ONE, district=district).version
    cells += [Cell(worker=ONE, column=column, value=value, seen=seen) for column, value in of_sheet.items()]
    office.run(EnterCells(district=district, month=DECEMBER, cells=tuple(cells)))
    with store.reading() as session:
        return scores(session, city, district, DECEMBER).sheets[ONE]


HEADS = {"conduct_points": 900, "ability_points": 1850, "diligence_points": 2000, "performance_points": 4225}


@pytest.mark.parametrize(
    ("district", "of_items", "of_sheet", "score"),
    [
        ("baixia", {("R01", "defects"): 15}, {}, 9250),
        ("baixia", {("R01", "defects"): 15, ("P06", "defects"): 1}, {}, 9150),
        ("gaochun", {}, HEADS, 8975),
        ("gaochun", {}, {**HEADS, "conduct_points": 1100}, 9075),
        ("qixia", {("R03", "done"): 55}, {}, 9550),
    ],
    ids=["7.5 points lost", "false data costs one more", "four heads", "no head above its most", "stars"],
)
def test_each_scheme_scores_its_own_sheet(
    district: str, of_items: Mapping[tuple[str, str], int], of_sheet: Mapping[str, int], score: int, empty: Store,
    city: City,
) -> None:  # fmt: skip
    assert scored(empty, city, district, of_items, of_sheet).score == score


def test_own_and_station_score_is_unknown_without_the_stations_rates_and_names_them(empty: Store, city: City) -> None:
    found = scored(empty, city, "luhe", {}, {})
    assert found.score is None
    assert {m.name for m in found.missing} >= {"registration_percent", "rental_percent", "permit_percent"}

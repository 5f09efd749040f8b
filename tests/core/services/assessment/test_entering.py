"""Entering cells: one order for many, all of it or nothing, each with the version that was seen."""

from __future__ import annotations

import pytest
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.staffed import (
    DECEMBER,
    JANUARY,
    ONE,
    TWO,
    cell,
    fill,
    items,
    opened,
    sheet,
    staff,
)

from liuguan.errors import Conflict, Refusals
from liuguan.records.store import Store
from liuguan.records.tables.operators import Role
from liuguan.services.assessment.cells import Cell
from liuguan.services.assessment.entering import CopyBaselines, EnterCells
from liuguan.services.undo import UndoEvent


@pytest.fixture(autouse=True)
def month(office_of: OfficeOf, store: Store) -> None:
    """December, opened."""
    staff(store)
    opened(office_of)


def enter(office_of: OfficeOf, *cells: Cell, by: Role = Role.CLERK, month: int = DECEMBER) -> int:
    done: int = office_of(by).run(EnterCells(district=DISTRICT, month=month, cells=cells))
    return done


def refused(office_of: OfficeOf, *cells: Cell, by: Role = Role.CLERK, month: int = DECEMBER) -> list[tuple[str, str]]:
    """Reason and place of everything that is wrong with cells."""
    with pytest.raises(Refusals) as e:
        enter(office_of, *cells, by=by, month=month)
    return [(p.reason, str(p.where)) for p in e.value.parts]


def test_a_cell_and_a_whole_column_are_entered_alike(office_of: OfficeOf, store: Store) -> None:
    column = [cell(store, w, "R01", "baseline", 40) for w in (ONE, TWO)]
    assert enter(office_of, *column, cell(store, ONE, "", "bonus_points", 250)) == 3
    assert [items(store, w)["R01"].baseline for w in (ONE, TWO)] == [40, 40]
    assert sheet(store, ONE).bonus_points == 250


def test_a_cell_can_be_emptied_again_and_is_then_unknown(office_of: OfficeOf, store: Store) -> None:
    enter(office_of, cell(store, ONE, "R01", "done", 3))
    enter(office_of, cell(store, ONE, "R01", "done", None))
    assert items(store, ONE)["R01"].done is None


def test_the_same_value_again_changes_nothing(office_of: OfficeOf, store: Store) -> None:
    enter(office_of, cell(store, ONE, "R01", "done", 3))
    before = sheet(store, ONE)
    assert enter(office_of, cell(store, ONE, "R01", "done", 3)) == 0
    assert sheet(store, ONE) == before


def test_everything_wrong_is_said_at_once_and_nothing_is_kept(office_of: OfficeOf, store: Store) -> None:
    good = cell(store, ONE, "R01", "done", 3)
    bad = [
        cell(store, ONE, "R01", "done", -1),
        cell(store, ONE, "", "conduct_points", 10_001),
        cell(store, ONE, "R01", "recorded_item_points", 5),
        Cell(worker=ONE, item="R11", column="done", value=1, seen=1),
        Cell(worker="stranger", item="R01", column="done", value=1, seen=1),
        cell(store, TWO, "R01", "done", 4).model_copy(update={"seen": 9}),
    ]
    assert refused(office_of, good, *bad) == [
        ("out_of_range", "one R01 done"),
        ("twice", "one R01 done"),
        ("out_of_range", "one conduct_points"),
        ("unknown_column", "one R01 recorded_item_points"),
        ("unknown_item", "one R11 done"),
        ("unknown_sheet", "stranger"),
        ("conflict", "two R01 done"),
    ]
    assert items(store, ONE)["R01"].done is None


def test_who_saw_an_older_version_is_told_what_stands_there_now(office_of: OfficeOf, store: Store) -> None:
    old = cell(store, ONE, "R01", "done", 5)
    enter(office_of, cell(store, ONE, "R01", "done", 3))
    with pytest.raises(Refusals) as e:
        enter(office_of, old)
    (conflict,) = e.value.parts
    assert isinstance(conflict, Conflict)
    assert (conflict.mine["done"], conflict.theirs["done"]) == (5, 3)


def test_two_operators_on_different_items_of_one_sheet_do_not_meet(office_of: OfficeOf, store: Store) -> None:
    one, other = cell(store, ONE, "R01", "done", 5), cell(store, ONE, "R02", "done", 6)
    enter(office_of, one)
    assert enter(office_of, other) == 1


def test_the_score_is_never_entered_where_the_standard_computes_it(office_of: OfficeOf, store: Store) -> None:
    assert refused(office_of, cell(store, ONE, "", "recorded_score", 8500)) == [
        ("unknown_column", "one recorded_score")
    ]


def test_a_station_assessor_enters_the_sheets_of_the_own_station_and_of_no_other(
    office_of: OfficeOf, store: Store
) -> None:
    assert enter(office_of, cell(store, ONE, "R01", "done", 5), by=Role.ASSESSOR) == 1
    reasons = refused(office_of, cell(store, TWO, "R01", "done", 5), by=Role.ASSESSOR)
    assert reasons == [("not_own_station", TWO)]


def test_undo_takes_cells_back_but_not_past_a_later_change_of_the_same_sheet(office_of: OfficeOf, store: Store) -> None:
    enter(office_of, cell(store, ONE, "R01", "done", 5))
    first = sheet(store, ONE).since_event
    enter(office_of, cell(store, ONE, "R02", "done", 6))
    later = sheet(store, ONE).since_event
    with pytest.raises(Exception, match="changed it since"):
        office_of(Role.CLERK).run(UndoEvent(district=DISTRICT, event=first))
    office_of(Role.CLERK).run(UndoEvent(district=DISTRICT, event=later))
    office_of(Role.CLERK).run(UndoEvent(district=DISTRICT, event=first))
    assert (items(store, ONE)["R01"].done, items(store, ONE)["R02"].done) == (None, None)


def test_baselines_are_copied_where_they_are_empty_and_stay_where_they_are_not(
    office_of: OfficeOf, store: Store
) -> None:
    fill(store, office_of, [ONE], baseline=40)
    opened(office_of, JANUARY)
    enter(office_of, cell(store, ONE, "R01", "baseline", 55, JANUARY), month=JANUARY)
    copied = office_of(Role.CLERK).run(CopyBaselines(district=DISTRICT, month=JANUARY))
    now = items(store, ONE, JANUARY)
    assert (now["R01"].baseline, now["R02"].baseline, now["R02"].done) == (55, 40, None)
    assert (copied.filled, copied.still_unknown) == (14, 2 * 15)

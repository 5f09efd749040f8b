"""Live scores: golden cases of the coefficient scheme, unknown where inputs are, and the batch as the oracle."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.staffed import DECEMBER, EVERYBODY, ONE, TWO, cell, fill, items, opened, scored, staff

from liuguan.district import City
from liuguan.records.store import Store, all_current
from liuguan.records.tables.assessment import AssessmentItem
from liuguan.records.tables.operators import Role
from liuguan.rulebook.evaluate import evaluate
from liuguan.services.assessment.cells import Cell
from liuguan.services.assessment.entering import EnterCells
from liuguan.services.assessment.scoring import Scores, explain_score, scores
from liuguan.vocabulary import ITEM_MONTH, WORKER_MONTH


def now(store: Store, city: City, month: int = DECEMBER) -> Scores:
    with store.reading() as session:
        return scores(session, city, DISTRICT, month)


def test_everything_reached_gives_100_and_the_best_grade(office_of: OfficeOf, store: Store, city: City) -> None:
    scored(office_of)
    assert {(s.score, s.grade) for s in now(store, city).sheets.values() if s.worker in EVERYBODY} == {(10_000, "优秀")}


def test_60_of_100_registrations_cost_15_of_25_points_and_score_85(
    office_of: OfficeOf, store: Store, city: City
) -> None:
    staff(store)
    opened(office_of)
    fill(store, office_of, [ONE], lost=60)
    found = now(store, city).sheets[ONE]
    assert (found.score, found.grade, found.items["R01"], found.items["W01"]) == (8500, "良好", 1000, 0)


def test_each_defect_costs_the_step_of_its_item(office_of: OfficeOf, store: Store, city: City) -> None:
    scored(office_of)
    defects = [cell(store, ONE, "R01", "defects", 3), cell(store, ONE, "P06", "defects", 1)]
    office_of(Role.CLERK).run(EnterCells(district=DISTRICT, month=DECEMBER, cells=tuple(defects)))
    found = now(store, city).sheets[ONE]
    assert (found.items["R01"], found.items["P06"], found.score) == (2350, 200, 9750)


def test_a_baseline_of_nought_is_a_verified_zero_and_gives_the_full_weight(
    office_of: OfficeOf, store: Store, city: City
) -> None:
    scored(office_of)
    zero = [cell(store, ONE, "F01", "baseline", 0), cell(store, ONE, "F01", "done", 0)]
    merged = tuple(zero)
    office_of(Role.CLERK).run(EnterCells(district=DISTRICT, month=DECEMBER, cells=merged))
    assert now(store, city).sheets[ONE].items["F01"] == 500


def test_a_score_is_unknown_while_an_input_is_and_says_which(office_of: OfficeOf, store: Store, city: City) -> None:
    scored(office_of)
    office_of(Role.CLERK).run(
        EnterCells(district=DISTRICT, month=DECEMBER, cells=(cell(store, ONE, "R04", "done", None),))
    )
    found = now(store, city).sheets[ONE]
    assert (found.score, found.grade) == (None, None)
    assert [m.where for m in found.missing] == ["R04 done"]


def test_a_score_is_explained_by_what_it_rests_on(office_of: OfficeOf, store: Store, city: City) -> None:
    scored(office_of)
    told = explain_score(now(store, city), ONE)
    assert (told.value, told.reading, told.clauses) == (
        "100.00", "sum_of_items", ("IV.3.0a", "IV.3.0b"),
    )  # fmt: skip
    because = {b.name: b.value for b in told.because}
    assert because == {
        "item_points_total": "100.00", "complete_sheets": "1", "inspection_points_lost": "0.00",
        "recheck_points_lost": "0.00",
    }  # fmt: skip


ENTERED = [(w, c, column) for w in (ONE, TWO) for c in ("R01", "R04", "P05") for column in ("done", "defects")]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_cells_entered_in_any_order_score_as_the_batch_over_the_same_facts(
    data: st.DataObject, office_of: OfficeOf, store: Store, city: City
) -> None:
    if not items_there(store):
        scored(office_of)
    values = {place: data.draw(st.none() | st.integers(0, 120), label=str(place)) for place in ENTERED}
    for worker, code, column in data.draw(st.permutations(ENTERED), label="order"):
        entered = (cell(store, worker, code, column, values[worker, code, column]),)
        office_of(Role.CLERK).run(EnterCells(district=DISTRICT, month=DECEMBER, cells=entered))
    live = now(store, city).sheets
    assert {w: live[w].score for w in EVERYBODY} == batch(city, values)


def items_there(store: Store) -> bool:
    with store.reading() as session:
        return bool(all_current(session, AssessmentItem, district=DISTRICT))


def batch(city: City, values: dict[tuple[str, str, str], int | None]) -> dict[str, int | None]:
    """The scores that the engine gives for frames made by hand."""
    codes = ["R01", "R02", "R04", "R05", "R06", "F01", "F02", "E01", "E02", "P05", "P06"]
    rows = [
        {
            "worker": w, "district": DISTRICT, "month": DECEMBER, "item": code, "baseline": 100,
            **{column: values.get((w, code, column), full) for column, full in (("done", 100), ("defects", 0))},
        }
        for w in EVERYBODY for code in codes
    ]  # fmt: skip
    workers = [{"worker": w, "district": DISTRICT, "month": DECEMBER} for w in EVERYBODY]
    facts = {ITEM_MONTH: pl.DataFrame(rows, infer_schema_length=None), WORKER_MONTH: pl.DataFrame(workers)}
    found = evaluate(city.district(DISTRICT).book, facts, [(WORKER_MONTH, "assessment_score")]).frame(WORKER_MONTH)
    return dict(found.select("worker", "assessment_score").iter_rows())


@pytest.mark.parametrize("order", [0, 1], ids=["baseline first", "done first"])
def test_a_column_at_once_scores_as_its_cells_one_by_one(
    order: int, office_of: OfficeOf, store: Store, city: City
) -> None:
    scored(office_of)
    pairs = [("baseline", 40), ("done", 20)]
    for column, value in pairs if order == 0 else reversed(pairs):
        row = items(store, ONE)["R01"]
        one = Cell(worker=ONE, item="R01", column=column, value=value, seen=row.version)
        office_of(Role.CLERK).run(EnterCells(district=DISTRICT, month=DECEMBER, cells=(one,)))
    both = (cell(store, TWO, "R01", "baseline", 40), cell(store, TWO, "R01", "done", 20))
    office_of(Role.CLERK).run(EnterCells(district=DISTRICT, month=DECEMBER, cells=both))
    found = now(store, city).sheets
    assert found[ONE].score == found[TWO].score == 8750

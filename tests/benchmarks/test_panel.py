"""The benchmark measures what it says: one panel for all runs, and two ways that agree."""

import polars as pl
import pytest
from benchmarks import conventional
from benchmarks.measures import row_rules
from benchmarks.panel import FIRST_MONTH, GIVEN, MONTHS, Panel, make_panel, year_of

from liuguan.district import City
from liuguan.rulebook.evaluate import evaluate
from liuguan.vocabulary import VOCABULARY, WORKER_MONTH

ROWS = 12_000
MERGED = 2013 * 12 + 2


@pytest.fixture(scope="module")
def city() -> City:
    return City()


@pytest.fixture(scope="module")
def panel(city: City) -> Panel:
    return make_panel(city, ROWS)


def test_a_panel_has_the_rows_that_were_asked_for_and_is_the_same_each_time(city: City, panel: Panel) -> None:
    again = make_panel(city, ROWS)
    assert panel.rows == again.rows == ROWS
    for district, facts in panel.facts.items():
        for entity, frame in facts.items():
            assert frame.equals(again.facts[district][entity])


def test_it_spans_ten_years_and_thirteen_districts_with_both_mergers(panel: Panel) -> None:
    months = pl.concat([f[WORKER_MONTH].select("month") for f in panel.facts.values()])["month"]
    assert (months.min(), months.max()) == (FIRST_MONTH, FIRST_MONTH + MONTHS - 1)
    assert len(panel.facts) == 13
    for dissolved in ("baixia", "xiaguan"):
        assert panel.facts[dissolved][WORKER_MONTH]["month"].to_list()[-1] < MERGED
        assert (panel.facts[dissolved][WORKER_MONTH]["month"] < MERGED).all()


def test_every_column_is_a_key_an_input_or_a_result_of_the_sheet(panel: Panel) -> None:
    keys = {"worker", "station", "district", "month", *GIVEN}
    strange = {
        (entity, column)
        for facts in panel.facts.values()
        for entity, frame in facts.items()
        for column in frame.columns
        if column not in keys and VOCABULARY.find(entity, column) is None
    }
    assert strange == set()


@pytest.mark.parametrize("code", conventional.DISTRICTS)
def test_a_loop_over_hooks_and_the_columns_give_the_same_figures(city: City, panel: Panel, code: str) -> None:
    district, facts = city.district(code), panel.facts[code]
    frame = facts[WORKER_MONTH]
    by_loop = conventional.loop(conventional.manager(district), frame)
    by_column = evaluate(district.book, facts, conventional.targets()).frame(WORKER_MONTH, conventional.FIGURES)
    assert by_loop == by_column.select(conventional.FIGURES).rows()
    known = [name for name in conventional.FIGURES if by_column[name].null_count() < frame.height]
    assert known == list(conventional.FIGURES)


def test_row_rules_are_those_without_a_group_or_a_window(city: City) -> None:
    found = {name for _, name in row_rules(city.district("gulou").book, frozenset(GIVEN))}
    assert {"standard_wage", "floating_pool", "net_pay", "penalty_taken_from_wages"} <= found
    assert not {"net_over_floor_to_date", "own_average_below_floor", "retraining_due", "scored_at_the_mean"} & found


def test_a_year_has_the_rows_of_its_months(panel: Panel) -> None:
    year = year_of(panel, 2012)
    assert 0 < year.rows < panel.rows / 8

"""The kit for rule authors: it runs what is right, and says what is wrong."""

from __future__ import annotations

from types import ModuleType

import pytest
from tests.core.language.sources import module_of

from liuguan.errors import ConfigError, PluginFault, RulebookError
from liuguan.rulebook.book import Rulebook
from liuguan.rulebook.declare import Rule, rules_of
from liuguan.testing import check_readings_agree, evaluate_row, rulebook_with
from liuguan.testing.rows import Written
from liuguan_nanjing.city import eligibility, pay
from liuguan_nanjing.districts import jiangning

PLUGIN = '''
import sys

@supplement(cites=("local", "II.5"), zh="夜间补贴")
def night_allowance(visits: Count, night_step: Fen) -> Fen:
    """Night allowance: an amount for each visit."""
    return visits * night_step

@hookimpl
def pay_rules():
    return rules_of(NAMES)
'''
FIGURES = """
[[night_allowance]]
effective_from = 2010-12-01
cites = "II.5"
status = "illustrative"
night_step = "1.50"

[[standard_wage]]
reading = "by_post"
effective_from = 2010-12-01
cites = "II.2"
status = "illustrative"
standard_by_post = { ordinary = "1250.00", central = "1350.00" }
data_entry_uplift = "100.00"
"""
WORKER: dict[str, Written] = {
    "month": "2010-12",
    "post": "ordinary",
    "data_entry": False,
    "employment_start": "2010-12-01",
}


@pytest.fixture(scope="module")
def plugin() -> ModuleType:
    module = module_of(PLUGIN)
    module.__dict__["NAMES"] = module
    return module


@pytest.fixture(scope="module")
def book(plugin: ModuleType) -> Rulebook:
    return rulebook_with(plugin, FIGURES, "xuanwu")


# ---- check_readings_agree


def test_readings_of_shipped_modules_agree() -> None:
    assert check_readings_agree(pay) > 20
    assert check_readings_agree(jiangning) == 1
    assert check_readings_agree(rules_of(eligibility)) > 5


def test_a_rule_whose_call_says_something_else_is_named_with_the_row() -> None:
    lying = Rule(lambda **row: -1, pay.floating_pool.definition)
    with pytest.raises(AssertionError, match=r"pay\.py:\d+: floating_pool: the plain call gives -1, the reference"):
        check_readings_agree(lying)


def test_own_rows_are_used_as_they_are() -> None:
    lying = Rule(lambda **row: 290_00, pay.floating_pool.definition)
    check_readings_agree(lying, rows=[{"standard_wage": 1250_00, "minimum_wage": 960_00}])
    check_readings_agree(lying, rows=[{"standard_wage": None, "minimum_wage": 960_00}])
    with pytest.raises(AssertionError, match="290"):
        check_readings_agree(lying, rows=[{"standard_wage": 1251_00, "minimum_wage": 960_00}])


def test_made_up_rows_are_the_same_on_every_run() -> None:
    def pool(standard_wage: int, minimum_wage: int) -> int:
        seen[-1].append(standard_wage)
        return max(standard_wage - minimum_wage, 0)

    seen: list[list[int]] = []
    for _ in range(2):
        seen.append([])
        check_readings_agree(Rule(pool, pay.floating_pool.definition))
    assert seen[0] == seen[1]
    assert len(seen[0]) > 100


# ---- rulebook_with


def test_a_supplement_of_the_module_is_paid(book: Rulebook) -> None:
    found = evaluate_row(book, "worker_month", **WORKER, visits=40)
    assert found["night_allowance"] == "60.00"
    assert found["supplements"] == "60.00"


def test_a_standard_without_python(plugin: ModuleType) -> None:
    without = FIGURES[FIGURES.index("[[standard_wage]]") :]
    assert evaluate_row(rulebook_with(None, without, "xuanwu"), "worker_month", **WORKER)["standard_wage"] == "1250.00"
    with pytest.raises(RulebookError, match="nothing is called night_allowance"):
        rulebook_with(None, FIGURES, "xuanwu")


def test_a_whole_standard_is_taken_as_it_is() -> None:
    text = '[district]\nid = "luhe"\n\n[standard]\nversion = "7"\n'
    layer = rulebook_with(None, text, "luhe").standard
    assert layer is not None
    assert layer.manifest["version"] == "7"


@pytest.mark.parametrize(
    ("toml", "district", "said"),
    [
        pytest.param("", "xuanwo", "did you mean xuanwu", id="no such district"),
        pytest.param("[[standard_wage]", "xuanwu", "not TOML", id="not TOML"),
    ],
)
def test_what_is_no_standard_is_refused(toml: str, district: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        rulebook_with(None, toml, district)


def test_a_module_without_hooks_is_no_plugin() -> None:
    with pytest.raises(PluginFault, match="answers no hook"):
        rulebook_with(module_of("x = 1"), "", "xuanwu")


# ---- evaluate_row


def test_values_go_in_and_come_out_as_people_write_them(book: Rulebook) -> None:
    found = evaluate_row(book, "worker_month", **WORKER, assessment_score="85", at_stake="290.00", scheduled_days=21)
    assert found["more_at_stake_than_floats"] == "false"
    assert found["floating_pool"] == "290.00"
    assert found["performance_pay"] is None


def test_what_is_not_given_is_unknown(book: Rulebook) -> None:
    assert evaluate_row(book, "worker_month", month="2010-12")["standard_wage"] is None


def test_a_candidate_has_a_day_and_no_month(book: Rulebook) -> None:
    found = evaluate_row(book, "candidate", birth_date="1985-06-01", hire_date="2010-12-10")
    assert found["age_at_hire"] == "25"


def test_items_beside_the_worker_are_that_worker_s(book: Rulebook) -> None:
    text = (
        FIGURES
        + """
[[assessment_score]]
reading = "deducted_from_hundred"
effective_from = 2010-12-01
cites = "IV.3.5"
[[points_lost]]
effective_from = 2010-12-01
cites = "IV.3.5"
points_per_defect = { R01 = 5, R02 = "2.50" }
"""
    )
    scored = rulebook_with(None, text[text.index("[[standard_wage]]") :], "xuanwu")
    items: list[dict[str, Written]] = [{"item": "R01", "defects": 2}, {"item": "R02", "defects": 1}]
    found = evaluate_row(scored, "worker_month", {"item_month": items}, **WORKER)
    assert found["assessment_score"] == "87.50"


def test_the_rows_of_other_months_are_the_same_worker_s() -> None:
    text = FIGURES[FIGURES.index("[[standard_wage]]") :]
    before: dict[str, Written] = {**WORKER, "paid_gross": "1300.00", "full_time": True}
    now: dict[str, Written] = {**before, "month": "2011-01", "paid_gross": "1290.00"}
    found = evaluate_row(rulebook_with(None, text, "xuanwu"), "worker_month", {"worker_month": [before]}, **now)
    assert found["paid_gross_before"] == "1300.00"


def test_a_figure_below_nothing_can_be_given(book: Rulebook) -> None:
    found = evaluate_row(book, "standard", month="2010-12", most_at_stake_over_pool="-5.00")
    assert "true" not in {v for k, v in found.items() if "pool" in k}


@pytest.mark.parametrize(
    ("entity", "inputs", "said"),
    [
        pytest.param("worker", {}, "no entity worker", id="entity"),
        pytest.param("worker_month", {}, "give month", id="no month"),
        pytest.param("worker_month", {**WORKER, "visit": 3}, "no input visit.*visits", id="misspelt"),
        pytest.param("worker_month", {**WORKER, "star": "many"}, "star: 'many' is not a Star", id="not a number"),
        pytest.param("worker_month", {**WORKER, "post": "middle"}, "ordinary, central", id="not a member"),
    ],
)
def test_what_cannot_be_read_is_named(book: Rulebook, entity: str, inputs: dict[str, Written], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        evaluate_row(book, entity, **inputs)

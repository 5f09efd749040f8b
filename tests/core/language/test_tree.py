"""A tree depends on the formula and on nothing else."""

from __future__ import annotations

import pytest
from tests.core.language.sources import formula_of, rule_text

SAME = {
    "layout": "return (a + b) * 2",
    "redundant parentheses": "return (((a) + (b))) * (2)",
    "a comment": "return (a + b) * 2  # twice",
    "a docstring": '"""Something else."""\nreturn (a + b) * 2',
    "local names": "total = a + b\nreturn total * 2",
    "other local names": "x = a + b\ny = x\nreturn y * 2",
    "an idle local name": "z = a * a\nreturn (a + b) * 2",
    "line breaks": "return (\n    a\n    + b\n) * 2",
    "an if that decides nothing new": "c = (a + b) * 2\nreturn c",
}


@pytest.mark.parametrize("body", SAME.values(), ids=SAME)
def test_the_tree_does_not_depend_on(body: str) -> None:
    assert formula_of(rule_text(body)).tree == formula_of(rule_text(SAME["layout"])).tree


def test_if_else_and_a_conditional_are_one_tree() -> None:
    statement = formula_of(rule_text("if a > b:\n    return a\nelse:\n    return b")).tree
    early = formula_of(rule_text("if a > b:\n    return a\nreturn b")).tree
    expression = formula_of(rule_text("return a if a > b else b")).tree
    assert statement == early == expression


@pytest.mark.parametrize(
    "body",
    ["return (a + b) * 3", "return (a - b) * 2", "return (b + a) * 2", "return a + b * 2", "return max(a + b, 2)"],
)
def test_the_tree_changes_with_the_formula(body: str) -> None:
    assert formula_of(rule_text(body)).tree != formula_of(rule_text(SAME["layout"])).tree


def test_true_and_one_are_two_steps() -> None:
    source = rule_text("return g == True and a == 1", "g: Flag, a: Count", "Flag")
    literals = [s[1] for s in formula_of(source).tree if s[0] == "lit"]
    assert [type(v) for v in literals] == [bool, int]


def test_a_value_used_twice_is_one_step() -> None:
    tree = formula_of(rule_text("return min(a + b, 3) + min(a + b, 3)")).tree
    assert sum(step[0] == "min" for step in tree) == 1

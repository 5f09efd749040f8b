"""What a declaration itself refuses, and what `rules_of` gathers."""

from __future__ import annotations

import pytest
from tests.core.language.sources import module_of
from tests.core.rulebook.builders import a_rule

from liuguan import rules_of
from liuguan.errors import PluginFault, RuleError

PAY = a_rule("pay(paid_net: Fen)", "return paid_net")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('x = total("a", cites="I.7", en="x", zh="x")', "give either along="),
        ('x = total("a", along="worker", over=last(2), cites="I.7", en="x", zh="x")', "give either along="),
        ('x = total("a", along="worker", unknown="gone", cites="I.7", en="x", zh="x")', 'write unknown="spreads" or "left_out"'),
        ('x = rank("a", along="worker", ties="fair", cites="I.7", en="x", zh="x")', 'write ties="shared", "lower" or "dense"'),
        ('x = question(kind=int, cites="I.7", en="x", zh="x")', "give a kind such as Fen"),
        ('x = fold("all_of", entity=CANDIDATE, kind=3, cites="I.7", en="x", zh="x")', "give a kind such as Fen"),
        ('x = question(entity="month", kind=Fen, cites="I.7", en="x", zh="x")', "unknown entity 'month'; name one of"),
        ('x = group_check("PAY001", margin="a", along="town", severity=WARNING, cites="I.7")', "along='town'.*station, district"),
        ('x = group_check("P1", margin="a", along="district", severity=WARNING, cites="I.7")', "code 'P1'.*such as STF001"),
        ("@rule(entity='month', cites='I.7')\ndef f(a: Fen) -> Fen:\n    return a", "rule f: unknown entity 'month'"),
        ("@check('x1', cites='I.7', severity=WARNING)\ndef f(a: Flag) -> Flag:\n    return a", "code 'x1'.*such as STF001"),
        ("@check('STF001', cites='I.7', severity=WARNING)\ndef f(a: Fen) -> Fen:\n    return a", "a check that gives Fen; return Flag"),
        ("@supplement(cites='I.7')\ndef f(a: Count) -> Count:\n    return a", "it gives Count; what goes into supplements is Fen"),
        ("@requirement(cites='I.7')\ndef f(a: Count) -> Count:\n    return a", "what goes into .* is Flag"),
    ],
)  # fmt: skip
def test_a_declaration_that_makes_no_sense_is_refused_where_it_stands(source: str, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        module_of(source + "\n")


@pytest.mark.parametrize("months", [0, 121])
def test_a_window_has_1_to_120_months(months: int) -> None:
    with pytest.raises(ValueError, match="give 1 to 120"):
        module_of(f"x = last({months})\n")


def test_only_modules_have_rules() -> None:
    with pytest.raises(PluginFault, match="rules_of takes modules, got str"):
        rules_of("pay")  # type: ignore[arg-type]  # that is what is tested


def test_what_a_module_imports_is_not_its_own() -> None:
    first = module_of(PAY)
    second = module_of(a_rule("other(paid_net: Fen)", "return paid_net"))
    vars(second)["pay"] = first.pay
    assert [d.node for d in rules_of(second)] == ["other"]
    assert [d.node for d in rules_of(first, second)] == ["pay", "other"]

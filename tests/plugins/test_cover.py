"""Every clause on which something can be computed has something that acts on it, or a reason why not yet."""

from __future__ import annotations

from liuguan.district import City
from liuguan.services.rules import cover


def test_no_clause_is_left_without_an_act_or_a_reason() -> None:
    assert [c.clause.id for c in cover(City()) if c.state == "uncovered"] == []


def test_planned_clauses_and_principles_say_why_in_both_languages() -> None:
    for row in cover(City()):
        reason = {"planned": row.clause.planned, "principle": row.clause.why_not}.get(row.state)
        assert row.state == "covered" or (reason and reason.zh and reason.en), row.clause.id


def test_a_computable_clause_is_covered_or_planned() -> None:
    assert [c.clause.id for c in cover(City()) if c.clause.computable and c.state == "principle"] == []

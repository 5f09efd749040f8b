"""A line is explained from what its run knew, not from today's records. Amounts are in fen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.core.services.conftest import DISTRICT
from tests.core.services.pay.desk import DECEMBER, Desk

from liuguan.errors import Refusal
from liuguan.rulebook.explain import Explained
from liuguan.services.pay.explaining import LineExplained, explain_line


def explained(desk: Desk, node: str = "net_to_pay", month: int = DECEMBER, worked: int | None = None) -> LineExplained:
    with desk.store.reading() as session:
        return explain_line(session, desk.city, DISTRICT, month, "a", node=node, month=worked)


def named(tree: Explained) -> Iterator[tuple[str, str]]:
    yield tree.name, tree.value
    for part in tree.because:
        yield from named(part)


@pytest.fixture
def paid(desk: Desk) -> Desk:
    desk.hire("a")
    desk.month_of_work("a", unpaid=1)
    desk.pay()
    return desk


def test_the_tree_leads_from_net_pay_to_the_score_and_the_days(paid: Desk) -> None:
    found = dict(named(explained(paid).tree))
    assert (found["net_to_pay"], found["gross_pay_due"]) == ("1314.29", "1314.29")
    assert (found["assessment_score"], found["paid_days"], found["scheduled_days"]) == ("85.00", "20", "21")


def test_a_column_of_the_form_is_explained_by_its_node(paid: Desk) -> None:
    assert explained(paid, "paid_gross").tree.name == "gross_to_pay"


def test_what_became_known_later_changes_nothing_of_it(paid: Desk) -> None:
    before = explained(paid)
    paid.assess("a", score=50_00)
    paid.attend("a", unpaid=20)
    paid.amend("a", post="central")
    after = explained(paid)
    assert after.tree == before.tree
    assert after.rulebook == after.replayed_by


def test_a_line_of_deltas_is_explained_as_known_to_its_own_run(paid: Desk) -> None:
    paid.assess("a", score=95_00)
    paid.month_of_work("a", month=DECEMBER + 1)
    paid.compute(DECEMBER + 1)
    paid.delta(DECEMBER + 1)
    paid.assess("a", score=50_00)
    found = explained(paid, "gross_to_pay", DECEMBER + 1, DECEMBER)
    assert found.tree.value == "1390.48"
    assert found.delta is not None
    assert found.delta.settled == 1390_48 - 1314_29


def test_an_unknown_amount_is_refused_with_the_nearest(paid: Desk) -> None:
    with pytest.raises(Refusal) as e:
        explained(paid, "gros_pay")
    assert "gross_pay" in str(e.value)


def test_who_is_not_on_the_run_is_refused(paid: Desk) -> None:
    with paid.store.reading() as session, pytest.raises(Refusal) as e:
        explain_line(session, paid.city, DISTRICT, DECEMBER, "nobody")
    assert e.value.reason == "unknown_line"

"""What later facts make of a closed month, through the office: causes told apart, limits kept. Amounts are in fen."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from tests.core.services.conftest import DISTRICT
from tests.core.services.pay.desk import DECEMBER, Desk

from liuguan.errors import Refusal
from liuguan.records.store import all_current
from liuguan.records.tables.pay import PayComponent, PayDelta, PayLine, PayRun
from liuguan.services.pay.closing import ClosePayRun
from liuguan.services.pay.delta_runs import ComputeDelta
from liuguan.services.pay.entries import LeaveOutOfPay

JANUARY, FEBRUARY = DECEMBER + 1, DECEMBER + 2


@pytest.fixture
def paid(desk: Desk) -> Desk:
    """December is closed: 1380.00 for a score of 85; January is worked and computed."""
    desk.hire("a", "b")
    desk.month_of_work("a", "b")
    desk.pay()
    desk.month_of_work("a", "b", month=JANUARY)
    desk.compute(JANUARY)
    return desk


def delta(desk: Desk, month: int = JANUARY, worked: int = DECEMBER, worker: str = "a") -> dict[str, Any]:
    """A worker's delta of a month worked, as the run of a month has it."""
    desk.delta(month)
    with desk.store.reading() as session:
        (found,) = all_current(session, PayDelta, district=DISTRICT, pay_month=month, month=worked, worker=worker)
        return found.model_dump()


def parts(row: dict[str, Any]) -> tuple[int, int, int]:
    return row["settled"], row["carried"], row["waived"]


def test_an_unchanged_history_has_no_deltas_and_no_run_of_them(paid: Desk) -> None:
    assert paid.delta(JANUARY) is None
    with paid.store.reading() as session:
        assert all_current(session, PayDelta) == []
        assert {r.kind for r in all_current(session, PayRun)} == {"regular"}


def test_a_higher_score_is_paid_in_the_open_month_on_a_line_of_the_month_worked(paid: Desk) -> None:
    paid.assess("a", score=95_00)
    assert parts(delta(paid)) == (80_00, 0, 0)
    with paid.store.reading() as session:
        (line,) = all_current(session, PayLine, district=DISTRICT, pay_month=JANUARY, month=DECEMBER)
        components = {c.node: c.amount for c in all_current(session, PayComponent, pay_month=JANUARY, month=DECEMBER)}
    assert (line.worker, line.paid_gross, line.paid_net) == ("a", 80_00, 80_00)
    assert components == {"gross_to_pay": 80_00, "net_to_pay": 80_00}


def test_a_lower_score_takes_nothing_and_is_shown(paid: Desk) -> None:
    paid.assess("a", score=75_00)
    row = delta(paid)
    assert parts(row) == (0, 0, 80_00)
    assert (row["cause"], row["due"], row["by_score"]) == ("lower_score", -80_00, -80_00)
    with paid.store.reading() as session:
        assert all_current(session, PayLine, district=DISTRICT, pay_month=JANUARY, month=DECEMBER) == []


def test_an_error_of_data_is_taken_down_to_the_minimum_wage_and_the_rest_is_carried(paid: Desk) -> None:
    """14 of 21 days: 460.00 too much; January pays 1380.00, a fifth of it is 276.00."""
    paid.attend("a", unpaid=7)
    assert parts(delta(paid)) == (-276_00, 184_00, 0)
    paid.close(JANUARY)
    paid.month_of_work("a", "b", month=FEBRUARY)
    paid.compute(FEBRUARY)
    assert parts(delta(paid, FEBRUARY)) == (-184_00, 0, 0)
    paid.close(FEBRUARY)
    paid.month_of_work("a", "b", month=FEBRUARY + 1)
    paid.compute(FEBRUARY + 1)
    assert paid.delta(FEBRUARY + 1) is None


def test_from_february_the_higher_minimum_wage_bounds_what_is_taken(desk: Desk) -> None:
    """February pays 1380.00 and the minimum wage is 1140.00 by then: 240.00 can be taken, less than a fifth."""
    desk.hire("a")
    desk.month_of_work("a")
    desk.pay()
    desk.month_of_work("a", month=FEBRUARY)
    desk.compute(FEBRUARY)
    desk.attend("a", unpaid=7)
    assert parts(delta(desk, FEBRUARY)) == (-240_00, 220_00, 0)


def test_what_the_score_does_and_what_data_do_are_told_apart(paid: Desk) -> None:
    """Wrong days and a lower score together: by the old score 14 days are 920.00, by the new one 866.67."""
    paid.attend("a", unpaid=7)
    paid.assess("a", score=75_00)
    row = delta(paid)
    assert (row["due"], row["by_score"]) == (866_67 - 1380_00, 866_67 - 920_00)
    assert parts(row) == (-276_00, 184_00, 53_33)


@pytest.mark.parametrize("score_first", [True, False])
def test_the_split_does_not_depend_on_what_became_known_first(paid: Desk, score_first: bool) -> None:
    changes: list[Callable[[], None]] = [lambda: paid.assess("a", score=75_00), lambda: paid.attend("a", unpaid=2)]
    for change in changes if score_first else reversed(changes):
        change()
        paid.delta(JANUARY)
    row = delta(paid)
    assert (row["by_score"], *parts(row)) == (1176_19 - 1248_57, -131_43, 0, 72_38)


def test_a_lower_score_that_is_put_right_again_pays_nothing_twice(paid: Desk) -> None:
    paid.assess("a", score=75_00)
    paid.delta(JANUARY)
    paid.close(JANUARY)
    paid.month_of_work("a", "b", month=FEBRUARY)
    paid.compute(FEBRUARY)
    paid.assess("a", score=85_00)
    row = delta(paid, FEBRUARY)
    assert (row["due"], *parts(row)) == (0, 0, 0, 0)


def test_a_score_that_was_raised_and_paid_is_not_taken_back(paid: Desk) -> None:
    paid.assess("a", score=95_00)
    paid.delta(JANUARY)
    paid.close(JANUARY)
    paid.month_of_work("a", "b", month=FEBRUARY)
    paid.compute(FEBRUARY)
    paid.assess("a", score=65_00)
    row = delta(paid, FEBRUARY)
    assert (row["cause"], row["due"], *parts(row)) == ("lower_score", -280_00, 0, 0, 280_00)


def test_who_was_hired_late_in_the_records_is_paid_in_full(paid: Desk) -> None:
    paid.hire("c")
    paid.month_of_work("c", score=95_00)
    assert parts(delta(paid, worker="c")) == (1460_00, 0, 0)


def test_what_was_paid_to_who_had_left_is_carried(paid: Desk) -> None:
    last = datetime.date(2010, 11, 30)
    paid.amend("a", employment_end=last, to_day=last)
    paid.compute(JANUARY)
    row = delta(paid)
    assert (row["cause"], *parts(row)) == ("data_error", 0, 1380_00, 0)


def test_contributions_and_tax_follow_the_month(paid: Desk) -> None:
    paid.enter("a", last_known_wage=2000_00)
    paid.compute(JANUARY)
    paid.delta(JANUARY)
    with paid.store.reading() as session:
        (line,) = all_current(session, PayLine, district=DISTRICT, pay_month=JANUARY, month=DECEMBER)
    assert (line.paid_gross, line.paid_net) == (0, 0)
    assert line.employer_pension == 400_00 - 316_60


def test_overtime_that_is_entered_late_is_paid(paid: Desk) -> None:
    paid.enter("a", paid_overtime=55_00)
    assert parts(delta(paid)) == (55_00, 0, 0)


def test_several_corrections_of_one_month_before_one_run_are_one_delta(paid: Desk) -> None:
    for score in (95_00, 50_00, 95_00):
        paid.assess("a", score=score)
    assert parts(delta(paid)) == (80_00, 0, 0)


def test_computing_deltas_twice_adds_nothing(paid: Desk) -> None:
    paid.attend("a", unpaid=7)
    first = delta(paid)
    second = delta(paid)
    assert second == first


def test_deltas_that_are_no_longer_due_leave_the_open_run(paid: Desk) -> None:
    paid.assess("a", score=95_00)
    paid.delta(JANUARY)
    paid.assess("a", score=85_00)
    paid.delta(JANUARY)
    with paid.store.reading() as session:
        assert all_current(session, PayDelta) == []
        assert all_current(session, PayLine, pay_month=JANUARY, month=DECEMBER) == []
    assert paid.close(JANUARY).deltas == 0


def test_deltas_are_closed_with_the_month_and_never_before(paid: Desk) -> None:
    paid.assess("a", score=95_00)
    paid.delta(JANUARY)
    assert paid.close(JANUARY).deltas == 1
    with paid.store.reading() as session:
        assert {(r.kind, r.state) for r in all_current(session, PayRun, month=JANUARY)} == {
            ("regular", "closed"), ("delta", "closed"),
        }  # fmt: skip


def test_deltas_that_changed_since_they_were_computed_are_computed_again_first(paid: Desk) -> None:
    paid.assess("a", score=95_00)
    paid.delta(JANUARY)
    paid.assess("b", score=95_00)
    with pytest.raises(Refusal) as e:
        paid.close(JANUARY)
    assert e.value.reason == "stale"


def test_a_delta_that_has_become_unknown_blocks_until_the_worker_is_left_out(paid: Desk) -> None:
    paid.amend("a", post=None)
    paid.month_of_work("a", month=JANUARY)
    run = paid.delta(JANUARY)
    assert run.blocked_by == "unknown_pay"
    paid.compute(JANUARY)
    paid.delta(JANUARY)
    with pytest.raises(Refusal) as e:
        paid.close(JANUARY)
    assert e.value.reason == "blocked"
    paid.clerk.run(LeaveOutOfPay(district=DISTRICT, month=JANUARY, worker="a", reason="岗位待核"))
    paid.compute(JANUARY)
    paid.delta(JANUARY)
    assert paid.close(JANUARY).lines == 1


def test_deltas_need_an_open_month(desk: Desk) -> None:
    with pytest.raises(Refusal) as e:
        desk.clerk.run(ComputeDelta(district=DISTRICT, month=JANUARY))
    assert e.value.reason == "unknown_run"


def test_who_computed_the_deltas_cannot_close_the_month_either(paid: Desk) -> None:
    paid.assess("a", score=95_00)
    paid.head.run(ComputeDelta(district=DISTRICT, month=JANUARY))
    with pytest.raises(Refusal) as e:
        paid.head.run(ClosePayRun(district=DISTRICT, month=JANUARY))
    assert e.value.reason == "four_eyes"

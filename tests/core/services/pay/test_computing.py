"""A month's pay out of the records: golden vectors, part months, split months, what is unknown. Amounts are in fen."""

from __future__ import annotations

import datetime

import pytest
from tests.core.services.conftest import DISTRICT
from tests.core.services.pay.desk import DECEMBER, Desk

from liuguan.district import City
from liuguan.records.store import Store, all_current
from liuguan.records.tables.pay import PayComponent, PayLine


def line(desk: Desk, worker: str = "a", month: int = DECEMBER) -> PayLine:
    with desk.store.reading() as session:
        (found,) = all_current(session, PayLine, district=DISTRICT, pay_month=month, month=month, worker=worker)
        return found


def component(desk: Desk, node: str, worker: str = "a") -> PayComponent:
    with desk.store.reading() as session:
        (found,) = all_current(session, PayComponent, district=DISTRICT, worker=worker, node=node)
        return found


def test_v1_pays_1380_for_a_score_of_85_and_three_full_years(desk: Desk) -> None:
    desk.hire("a")
    desk.month_of_work("a", score=85_00)
    desk.compute()
    found = line(desk)
    assert (found.paid_gross, found.paid_net, found.payroll_score) == (1380_00, 1380_00, 85_00)
    assert (found.paid_base, found.paid_performance, found.paid_seniority) == (1000_00, 320_00, 60_00)


def test_v2_pays_1390_for_seven_and_a_half_points_lost_at_rank_two(store: Store, v2: City) -> None:
    desk = Desk(store, v2)
    lost = {"a": 0, "b": 7_50, "c": 20_00, "d": 30_00, "e": 31_00, "f": 32_00, "g": 33_00}
    desk.hire(*lost)
    for worker, points in lost.items():
        desk.month_of_work(worker, score=100_00 - points)
    desk.compute()
    found = line(desk, "b")
    assert found.paid_gross == 1390_00
    assert found.paid_net == 1390_00 - 184_13, "the standard is a gross figure: the worker bears the employee's share"


@pytest.mark.parametrize(
    ("unpaid", "due"),
    [
        pytest.param(0, 1380_00, id="full month"),
        pytest.param(1, 1314_29, id="20 of 21 days: 1314.2857 is rounded up"),
        pytest.param(2, 1248_57, id="19 of 21 days: 1248.5714 is rounded down"),
        pytest.param(7, 920_00, id="14 of 21 days: nothing to round"),
        pytest.param(21, 0, id="no day"),
    ],
)
def test_a_part_month_is_paid_by_days_and_rounded_half_up(desk: Desk, unpaid: int, due: int) -> None:
    desk.hire("a")
    desk.month_of_work("a", unpaid=unpaid)
    desk.compute()
    assert line(desk).paid_gross == due
    assert line(desk).absence_deduction == 1380_00 - due


def test_exactly_half_a_fen_is_rounded_up(desk: Desk) -> None:
    """The split month of the test below, for one day of two: 731.125 yuan."""
    desk.hire("a")
    desk.line("a", 2, datetime.date(2010, 12, 15), post="central")
    desk.assess("a", score=85_00)
    desk.enter("a", scheduled_days=2, paid_days=1)
    desk.compute()
    assert line(desk).paid_gross == 731_13


def test_what_rounding_did_is_kept_with_the_line(desk: Desk) -> None:
    desk.hire("a")
    desk.month_of_work("a", unpaid=1)
    desk.compute()
    found = component(desk, "gross_pay_due")
    assert (found.amount, found.exact, found.parts) == (1314_29, 1380_00 * 20, 21)
    assert component(desk, "gross_pay").exact is None


def test_each_day_of_a_split_month_has_the_standard_of_its_post_and_the_month_is_rounded_down_once(desk: Desk) -> None:
    """14 days at 1400 and 17 at 1550: 1482.258 yuan, of which 400 are at stake and 320 are earned."""
    desk.hire("a")
    desk.line("a", 2, datetime.date(2010, 12, 15), post="central")
    desk.month_of_work("a")
    desk.compute()
    assert line(desk).paid_gross == 1482_25 - 400_00 + 320_00 + 60_00
    assert line(desk).paid_post_supplement == 82_25
    found = component(desk, "standard_wage")
    assert (found.exact, found.parts) == (14 * 1400_00 + 17 * 1550_00, 31)


def test_the_columns_of_the_form_add_up_to_gross_and_net(desk: Desk) -> None:
    desk.hire("a", post="central", data_entry=True)
    desk.month_of_work("a", unpaid=3)
    desk.enter("a", paid_overtime=50_00, paid_special_allowances=20_00, paid_reimbursements=8_00,
               deducted_housing_fund=30_00)  # fmt: skip
    desk.compute()
    f = line(desk)
    parts = (f.paid_base, f.paid_post_supplement, f.paid_seniority, f.paid_performance, f.paid_overtime,
             f.paid_special_allowances, f.paid_reimbursements)  # fmt: skip
    assert sum(p or 0 for p in parts) - (f.absence_deduction or 0) == f.paid_gross
    deducted = (f.deducted_pension, f.deducted_medical, f.deducted_unemployment, f.deducted_housing_fund, f.income_tax)
    assert (f.paid_gross or 0) - sum(d or 0 for d in deducted) == f.paid_net


def test_the_employers_five_lines_stand_beside(desk: Desk) -> None:
    desk.hire("a", maternity_exempt=True, maternity_exemption_document="宁社〔2010〕1号")
    desk.month_of_work("a")
    desk.compute()
    f = line(desk)
    assert (f.contribution_base, f.employer_pension, f.employer_medical) == (1583_00, 316_60, 142_47)
    assert (f.employer_unemployment, f.employer_injury, f.employer_maternity) == (31_66, 7_92, 0)
    assert (f.deducted_pension, f.deducted_medical, f.deducted_unemployment) == (0, 0, 0), "the standard is net"


def test_the_last_known_wage_holds_until_another_is_entered(desk: Desk) -> None:
    desk.hire("a")
    desk.month_of_work("a")
    desk.month_of_work("a", month=DECEMBER + 1)
    desk.enter("a", last_known_wage=1800_00)
    desk.compute()
    desk.compute(DECEMBER + 1)
    assert line(desk, month=DECEMBER + 1).contribution_base == 1800_00


def test_unknown_pay_is_no_zero_and_says_what_is_missing(desk: Desk) -> None:
    desk.hire("a", "b")
    desk.attend("a", "b")
    desk.assess("b", score=85_00)
    run = desk.compute()
    found = line(desk)
    assert (found.paid_gross, found.paid_net) == (None, None)
    assert "月度考核得分" in (found.note or "")
    assert "assessment score" in (found.note or "")
    assert "unknown_pay" in run.blocked_by.split()
    assert line(desk, "b").paid_gross == 1380_00


def test_who_came_within_the_month_is_paid_once_the_days_are_entered(desk: Desk) -> None:
    desk.hire("a", since=datetime.date(2010, 12, 15))
    desk.month_of_work("a")
    desk.compute()
    assert line(desk).paid_gross is None
    desk.enter("a", paid_days=13)
    desk.compute()
    assert line(desk).paid_gross == 854_29


def test_who_is_not_on_the_roster_is_not_paid(desk: Desk) -> None:
    desk.hire("a", "b")
    desk.amend("b", employment_end=datetime.date(2010, 11, 30), to_day=datetime.date(2010, 11, 30))
    desk.month_of_work("a", "b")
    desk.compute()
    with desk.store.reading() as session:
        assert [f.worker for f in all_current(session, PayLine, district=DISTRICT)] == ["a"]


def test_computing_again_changes_nothing_where_nothing_changed(desk: Desk) -> None:
    desk.hire("a", "b")
    desk.month_of_work("a", "b")
    desk.compute()
    before = line(desk).version, component(desk, "gross_pay").version
    desk.compute()
    assert (line(desk).version, component(desk, "gross_pay").version) == before


def test_computing_again_replaces_what_changed_and_ends_what_is_gone(desk: Desk) -> None:
    desk.hire("a", "b")
    desk.month_of_work("a", "b")
    desk.compute()
    desk.assess("a", score=95_00)
    desk.amend("b", employment_end=datetime.date(2010, 11, 30), to_day=datetime.date(2010, 11, 30))
    desk.compute()
    assert (line(desk).paid_gross, line(desk).version) == (1460_00, 2)
    with desk.store.reading() as session:
        assert {c.worker for c in all_current(session, PayComponent, district=DISTRICT)} == {"a"}


def test_the_run_names_what_it_was_computed_by(desk: Desk) -> None:
    desk.hire("a")
    desk.month_of_work("a")
    run = desk.compute()
    assert run.rulebook == desk.city.district(DISTRICT).book.hash
    assert (run.computed_by, run.standard, run.author) == ("draft", "", "clerk")
    assert run.known_event == run.since_event - 1
    assert "draft_standard" in run.blocked_by.split()

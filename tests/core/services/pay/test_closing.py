"""Closing a month: a second person, nothing unknown, and for good. Amounts are in fen."""

from __future__ import annotations

import datetime
import threading

import pytest
import sqlalchemy as sa
from tests.core.services.conftest import DISTRICT
from tests.core.services.pay.desk import ACCEPT, DECEMBER, Desk, enter_head

from liuguan.errors import Conflict, Refusal
from liuguan.records.store import Store, all_current
from liuguan.records.tables.assessment import AssessmentSheet
from liuguan.records.tables.conduct import Reward, RewardShare
from liuguan.records.tables.operators import Role
from liuguan.records.tables.pay import PayComponent, PayLine, PayOmission, PayRun
from liuguan.services.office import Office
from liuguan.services.operators import may_do
from liuguan.services.pay.closing import ClosePayRun
from liuguan.services.pay.computing import ComputePayRun
from liuguan.services.pay.delta_runs import ComputeDelta
from liuguan.services.pay.entries import LeaveOutOfPay, TakeIntoPay
from liuguan.services.pay.runs import OpenPayRun

CLOSE = ClosePayRun(district=DISTRICT, month=DECEMBER, accept=ACCEPT, reason="tried out")


@pytest.fixture
def computed(desk: Desk) -> Desk:
    """A month of two workers, computed by the clerk."""
    desk.hire("a", "b")
    desk.month_of_work("a", "b")
    desk.compute()
    return desk


def reason(desk: Desk, order: ClosePayRun = CLOSE) -> str:
    with pytest.raises(Refusal) as e:
        desk.head.run(order)
    return e.value.reason


def test_the_head_closes_what_the_clerk_computed(computed: Desk) -> None:
    done = computed.close(paid_on=datetime.date(2011, 1, 15))
    assert (done.lines, done.gross, done.net) == (2, 2760_00, 2760_00)
    with computed.store.reading() as session:
        (run,) = all_current(session, PayRun, district=DISTRICT)
    assert (run.state, run.author, run.approver) == ("closed", "clerk", "head")
    assert run.accepted == "draft_standard signatures: tried out"


def test_a_clerk_may_not_close(computed: Desk) -> None:
    with pytest.raises(Refusal) as e:
        computed.clerk.run(CLOSE)
    assert e.value.reason == "not_allowed"


def test_who_computed_cannot_close(computed: Desk) -> None:
    computed.head.run(ComputePayRun(district=DISTRICT, month=DECEMBER))
    assert reason(computed) == "four_eyes"


def test_a_draft_cannot_be_closed(desk: Desk) -> None:
    desk.clerk.run(OpenPayRun(district=DISTRICT, month=DECEMBER))
    assert reason(desk) == "not_computed"


def test_what_stands_against_it_is_accepted_by_name_and_with_a_reason(computed: Desk) -> None:
    assert reason(computed, ClosePayRun(district=DISTRICT, month=DECEMBER)) == "blocked"
    nameless = ClosePayRun(district=DISTRICT, month=DECEMBER, accept=ACCEPT)
    assert reason(computed, nameless) == "bad_order"


def test_a_sheet_that_nobody_signed_blocks_until_it_is_accepted(desk: Desk) -> None:
    desk.hire("a")
    desk.attend("a")
    desk.assess("a", score=85_00, signed=False)
    desk.compute()
    assert reason(desk, CLOSE.model_copy(update={"accept": ("draft_standard",)})) == "blocked"
    assert desk.close().lines == 1


def test_an_open_objection_never_blocks(desk: Desk) -> None:
    desk.hire("a")
    desk.month_of_work("a")
    with desk.writing() as work:
        sheet = work.current(AssessmentSheet, DISTRICT, DECEMBER, "a")
        assert sheet is not None
        work.change(sheet, objection_open=True, sheet_acknowledged=False)
    desk.compute()
    assert desk.close(accept=("draft_standard",)).lines == 1


def test_unknown_pay_blocks_whatever_is_accepted_until_the_worker_is_left_out_with_a_reason(desk: Desk) -> None:
    desk.hire("a", "b")
    desk.attend("a", "b")
    desk.assess("b", score=85_00)
    desk.compute()
    assert reason(desk, CLOSE.model_copy(update={"accept": (*ACCEPT, "unknown_pay")})) == "blocked"
    with pytest.raises(Refusal):
        desk.clerk.run(LeaveOutOfPay(district=DISTRICT, month=DECEMBER, worker="a", reason=" "))
    desk.clerk.run(LeaveOutOfPay(district=DISTRICT, month=DECEMBER, worker="a", reason="考核表未交"))
    desk.compute()
    assert desk.close().lines == 1


def test_who_was_left_out_can_be_taken_in_again(computed: Desk) -> None:
    computed.clerk.run(LeaveOutOfPay(district=DISTRICT, month=DECEMBER, worker="a", reason="待核"))
    computed.clerk.run(TakeIntoPay(district=DISTRICT, month=DECEMBER, worker="a"))
    computed.compute()
    assert computed.close().lines == 2


def test_records_that_changed_after_computing_are_computed_first(computed: Desk) -> None:
    computed.assess("a", score=95_00)
    assert reason(computed) == "stale"
    computed.compute()
    assert computed.close().gross == 2760_00 + 80_00


ORDERS = [
    OpenPayRun(district=DISTRICT, month=DECEMBER),
    ComputePayRun(district=DISTRICT, month=DECEMBER),
    ComputeDelta(district=DISTRICT, month=DECEMBER),
    LeaveOutOfPay(district=DISTRICT, month=DECEMBER, worker="a", reason="待核"),
    TakeIntoPay(district=DISTRICT, month=DECEMBER, worker="a"),
    CLOSE,
]


@pytest.mark.parametrize("order", ORDERS, ids=[type(o).__name__ for o in ORDERS])
def test_a_closed_month_refuses_everything(computed: Desk, order: ClosePayRun) -> None:
    computed.close()
    with pytest.raises(Refusal) as e:
        computed.head.run(order)
    assert e.value.reason in ("closed", "taken")


CHANGES = [
    "UPDATE pay_run SET until_event = 99 WHERE until_event IS NULL",
    "UPDATE pay_line SET until_event = 99 WHERE until_event IS NULL",
    "UPDATE pay_component SET until_event = 99 WHERE until_event IS NULL",
    "UPDATE pay_line SET paid_net = 1",
    "DELETE FROM pay_component",
    (
        "INSERT INTO pay_line (version, since_event, district, pay_month, run, month, worker)"
        f" VALUES (1, 98, '{DISTRICT}', {DECEMBER}, 1, {DECEMBER - 1}, 'a')"
    ),
    (
        "INSERT INTO pay_component (version, since_event, district, pay_month, run, month, worker, node)"
        f" VALUES (1, 98, '{DISTRICT}', {DECEMBER}, 1, {DECEMBER}, 'a', 'more')"
    ),
    (
        "INSERT INTO pay_delta (version, since_event, district, pay_month, run, month, worker, cause, due, by_score,"
        f" settled, carried, waived) VALUES (1, 98, '{DISTRICT}', {DECEMBER}, 1, {DECEMBER}, 'a', 'other', 1, 0, 1, 0, 0)"
    ),
    (
        "INSERT INTO pay_omission (version, since_event, district, pay_month, run, worker, reason)"
        f" VALUES (1, 98, '{DISTRICT}', {DECEMBER}, 1, 'a', 'x')"
    ),
]


@pytest.mark.parametrize("statement", CHANGES, ids=[" ".join(s.split()[:3]) for s in CHANGES])
def test_the_database_refuses_to_change_a_closed_month_too(computed: Desk, statement: str) -> None:
    computed.close()
    with (
        computed.store.engine.connect() as connection,
        connection.begin(),
        pytest.raises(sa.exc.DBAPIError, match="liuguan: "),
    ):
        connection.exec_driver_sql(statement)


def test_the_same_statements_pass_while_the_month_is_open(computed: Desk) -> None:
    """The test above would be empty if they failed for another reason."""
    with computed.store.engine.connect() as connection, connection.begin():
        for statement in (*CHANGES[5:], *CHANGES[:3]):
            connection.exec_driver_sql(statement)


def test_of_two_heads_who_close_at_once_one_has_a_conflict(computed: Desk) -> None:
    enter_head(computed.store, "second")
    with computed.store.reading() as session:
        (run,) = all_current(session, PayRun, district=DISTRICT)
    order = CLOSE.model_copy(update={"seen": run.version})
    stores = [Store(str(computed.store.engine.url.database), clock=computed.store.clock) for _ in range(2)]
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def close(store: Store, name: str) -> None:
        office = Office(store, computed.city, operator=name)
        together.wait()
        try:
            office.run(order)
            outcomes.append("closed")
        except Conflict:
            outcomes.append("conflict")

    threads = [threading.Thread(target=close, args=pair) for pair in zip(stores, ("head", "second"), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.close()
    assert sorted(outcomes) == ["closed", "conflict"]


def reward(desk: Desk, reference: str, amount: int, *, state: str = "confirmed", worker: str = "a") -> None:
    with desk.writing() as work:
        work.put(
            Reward(
                district=DISTRICT, reference=reference, kind="W04", day=datetime.date(2010, 12, 9), amount=amount,
                state=state, confirming_unit="派出所" if state == "confirmed" else None,
            )
        )  # fmt: skip
        work.put(RewardShare(district=DISTRICT, reference=reference, worker=worker, amount=amount))


def test_a_confirmed_reward_is_paid_beside_gross_and_once(computed: Desk) -> None:
    reward(computed, "2010-7", 200_00)
    reward(computed, "2010-8", 500_00, state="registered")
    computed.compute()
    done = computed.close()
    assert (done.rewards, done.gross) == (1, 2760_00 + 200_00)
    with computed.store.reading() as session:
        paid = {s.reference: s.paid_month for s in all_current(session, RewardShare, district=DISTRICT)}
        (component,) = all_current(session, PayComponent, district=DISTRICT, worker="a", node="reward:2010-7")
        (wage,) = all_current(session, PayComponent, district=DISTRICT, worker="a", node="gross_pay_due")
    assert paid == {"2010-7": DECEMBER, "2010-8": None}
    assert (component.amount, wage.amount) == (200_00, 1380_00)
    computed.month_of_work("a", "b", month=DECEMBER + 1)
    computed.compute(DECEMBER + 1)
    assert computed.delta(DECEMBER + 1) is None
    assert computed.close(DECEMBER + 1).gross == 2760_00


def test_a_reward_reaches_who_has_left(computed: Desk) -> None:
    computed.amend("b", employment_end=datetime.date(2010, 11, 30), to_day=datetime.date(2010, 11, 30))
    reward(computed, "2010-9", 100_00, worker="b")
    computed.compute()
    assert computed.close().gross == 1380_00 + 100_00
    with computed.store.reading() as session:
        (line,) = all_current(session, PayLine, district=DISTRICT, worker="b")
    assert (line.paid_gross, line.paid_net, line.paid_rewards, line.paid_base) == (100_00, 100_00, 100_00, None)


def test_a_reward_that_was_confirmed_after_computing_has_to_be_computed(computed: Desk) -> None:
    reward(computed, "2010-7", 200_00)
    assert reason(computed) == "stale"


def test_who_is_left_out_stands_in_no_line_and_in_the_records_with_the_reason(computed: Desk) -> None:
    computed.clerk.run(LeaveOutOfPay(district=DISTRICT, month=DECEMBER, worker="a", reason="待核"))
    computed.compute()
    computed.close()
    with computed.store.reading() as session:
        (omitted,) = all_current(session, PayOmission, district=DISTRICT)
        assert [f.worker for f in all_current(session, PayLine, district=DISTRICT)] == ["b"]
    assert omitted.reason == "待核"


def test_roles(desk: Desk) -> None:
    ours = {"pay.open", "pay.compute", "pay.delta", "pay.enter", "pay.leave_out", "pay.take_in"}
    assert ours <= may_do(Role.CLERK)
    assert ours | {"pay.close"} <= may_do(Role.HEAD)
    assert "pay.close" not in may_do(Role.CLERK)
    for role in (Role.ASSESSOR, Role.CITY_OFFICER, Role.CITY_APPROVER):
        assert not {n for n in may_do(role) if n.startswith("pay.")}

"""The reward register (F11), and the two procedures after an incident (II.10)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.roster.people import D, hire, id_number

from liuguan.errors import Refusal
from liuguan.records.store import Store, all_current
from liuguan.records.tables.conduct import RewardShare
from liuguan.records.tables.operators import Role
from liuguan.services.conduct.incidents import RecordIncident, RecordProcedure
from liuguan.services.conduct.rewards import ConfirmReward, RegisterReward, Share
from liuguan.services.office import Office


def team(office: Office) -> tuple[str, str]:
    other = hire(name="李红", id_number=id_number(sequence=2), staff_number="XW002")
    return office.run(hire()).worker, office.run(other).worker


def reward(shares: tuple[Share, ...], **more: Any) -> RegisterReward:
    given = {
        "district": DISTRICT, "reference": "玄公 2011-7", "kind": "capture", "day": D(2011, 1, 3), "amount": 50_000,
    }  # fmt: skip
    return RegisterReward(**{**given, **more}, shares=shares)


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [(25_000, 25_000, None), (25_000, 24_999, "not_the_whole"), (25_000, 25_001, "not_the_whole")],
    ids=["the whole", "a fen short", "a fen over"],
)
def test_the_parts_make_up_the_whole(office_of: OfficeOf, first: int, second: int, reason: str | None) -> None:
    office = office_of(Role.CLERK)
    a, b = team(office)
    order = reward((Share(worker=a, amount=first), Share(worker=b, amount=second)))
    if reason is None:
        assert office.run(order).state == "registered"
    else:
        with pytest.raises(Refusal) as e:
            office.run(order)
        assert e.value.reason == reason


@pytest.mark.parametrize(
    "written", ["玄公 2011-7", "玄公2011-7", "玄公2011－7"], ids=["same", "no blank", "full width"]
)
def test_one_case_is_rewarded_once(office_of: OfficeOf, written: str, store: Store) -> None:
    office = office_of(Role.CLERK)
    a, b = team(office)
    office.run(reward((Share(worker=a, amount=50_000),)))
    with pytest.raises(Refusal) as e:
        office.run(reward((Share(worker=b, amount=50_000),), reference=written))
    assert e.value.reason == "taken"
    with store.reading() as session:
        assert [share.worker for share in all_current(session, RewardShare)] == [a]


def test_a_reward_is_confirmed_by_the_head_with_the_unit_once(office_of: OfficeOf) -> None:
    clerk, head = office_of(Role.CLERK), office_of(Role.HEAD)
    a, _ = team(clerk)
    clerk.run(reward((Share(worker=a, amount=50_000),)))
    confirm = ConfirmReward(
        district=DISTRICT, reference="玄公2011-7", confirming_unit="玄武公安分局", confirmed_on=D(2011, 1, 5)
    )
    with pytest.raises(Refusal) as denied:
        clerk.run(confirm)
    assert denied.value.reason == "not_allowed"
    assert head.run(confirm).state == "confirmed"
    with pytest.raises(Refusal) as again:
        head.run(confirm)
    assert again.value.reason == "not_registered"


def test_who_was_not_in_post_takes_no_part(office_of: OfficeOf) -> None:
    office = office_of(Role.CLERK)
    a, _ = team(office)
    with pytest.raises(Refusal) as e:
        office.run(reward((Share(worker=a, amount=50_000),), day=D(2010, 11, 30)))
    assert e.value.reason == "not_in_post"


def test_both_procedures_go_their_own_way(office_of: OfficeOf) -> None:
    office = office_of(Role.CLERK)
    key, _ = team(office)
    made = office.run(RecordIncident(district=DISTRICT, worker=key, day=D(2011, 1, 3)))
    assert (made.work_injury_claim, made.bravery_application) == ("unknown", "unknown")
    of = {"district": DISTRICT, "id": made.id}

    def step(procedure: Any, state: Any, on: D) -> Any:
        return office.run(RecordProcedure(**of, procedure=procedure, state=state, on=on))

    step("work_injury_claim", "applied", D(2011, 1, 4))
    granted = step("work_injury_claim", "granted", D(2011, 2, 4))
    assert (granted.work_injury_claim, granted.bravery_application) == ("granted", "unknown")
    both = step("bravery_application", "applied", D(2011, 1, 5))
    assert (both.work_injury_claim, both.bravery_application) == ("granted", "applied")
    for procedure, state, on, reason in [
        ("work_injury_claim", "applied", D(2011, 3, 1), "wrong_step"),
        ("bravery_application", "granted", D(2011, 1, 4), "bad_order"),
    ]:
        with pytest.raises(Refusal) as e:
            step(procedure, state, on)
        assert e.value.reason == reason

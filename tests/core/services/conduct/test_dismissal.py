"""Dismissal takes the law's own path, and every step that is not there is named (IV.3.6)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.roster.people import D, hire

from liuguan.errors import Refusal
from liuguan.records.tables.conduct import Dismissal
from liuguan.records.tables.operators import Role
from liuguan.services.conduct.discipline import RecordBreach, WithdrawBreach
from liuguan.services.conduct.dismissal import (
    DecideDismissal,
    OpenDismissal,
    RecordDismissalStep,
    missing_steps,
)
from liuguan.services.roster.leaving import Leave

WHOLE: dict[str, Any] = {
    "district": DISTRICT, "id": "d1", "worker": "w1", "opened_on": D(2011, 1, 6), "opened_by": "clerk",
    "ground": "failed_assessments", "clause": "IV.3.6", "failed_on": D(2010, 12, 31), "remedy": "training",
    "remedy_on": D(2011, 1, 10), "remedy_document": "培训记录 3 号", "failed_again_on": D(2011, 2, 28),
    "medical_period": "no", "medical_period_on": D(2011, 3, 1), "maternity_protected": "no",
    "maternity_protected_on": D(2011, 3, 1), "work_injured": "no", "work_injured_on": D(2011, 3, 1),
    "near_retirement": "no", "near_retirement_on": D(2011, 3, 1), "union_asked": "yes",
    "union_asked_on": D(2011, 3, 2), "notice_on": D(2011, 3, 3), "leaves_on": D(2011, 4, 2), "document": "玄流〔2011〕9 号",
}  # fmt: skip
STEPS = {
    k: v
    for k, v in WHOLE.items()
    if k not in ("district", "id", "worker", "opened_on", "opened_by", "ground", "clause")
}


def named(**changes: Any) -> list[str]:
    return [missing.step for missing in missing_steps(Dismissal(**{**WHOLE, **changes}))]


def test_a_whole_path_lacks_nothing() -> None:
    assert named() == []


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"failed_on": None}, "failed_on"),
        ({"remedy": None}, "remedy"),
        ({"remedy_document": None}, "remedy"),
        ({"remedy_on": D(2010, 12, 31)}, "remedy"),
        ({"failed_again_on": D(2011, 1, 10)}, "failed_again"),
        ({"medical_period": "unknown"}, "medical_period"),
        ({"maternity_protected": "yes"}, "maternity_protected"),
        ({"work_injured": "yes"}, "work_injured"),
        ({"near_retirement_on": D(2011, 2, 27)}, "near_retirement"),
        ({"notice_on": D(2011, 3, 4)}, "notice"),
        ({"notice_on": None, "pay_in_lieu": True}, "notice"),
        ({"notice_on": D(2011, 2, 27)}, "notice"),
        ({"union_asked": "no"}, "union_asked"),
        ({"union_asked_on": None}, "union_asked"),
        ({"leaves_on": None, "pay_in_lieu": True}, "leaves_on"),
        ({"document": None}, "document"),
    ],
    ids=[
        "never failed", "no remedy", "a remedy without record", "a remedy on the day of failing",
        "not failed again after it", "a protection nobody answered", "pregnant", "injured at work",
        "answered before the second failure", "29 days of notice", "pay in lieu without notice",
        "notice before the second failure", "the union not asked", "the union asked on no day", "no last day",
        "no decision number",
    ],
)  # fmt: skip
def test_each_missing_step_is_named(changes: dict[str, Any], step: str) -> None:
    assert step in named(**changes)


def test_a_month_s_pay_takes_the_place_of_thirty_days() -> None:
    assert named(leaves_on=D(2011, 3, 3), pay_in_lieu=True) == []


def test_a_serious_breach_needs_no_notice_and_no_second_failure_but_the_union(office_of: OfficeOf) -> None:
    bare: dict[str, Any] = {
        "district": DISTRICT, "id": "d1", "worker": "w1", "opened_on": D(2011, 1, 6), "opened_by": "clerk",
        "ground": "serious_breach", "clause": "IV.2.6",
    }  # fmt: skip
    assert [m.step for m in missing_steps(Dismissal(**bare))] == ["union_asked", "leaves_on", "document"]


def test_last_place_in_a_ranking_is_never_a_ground(office_of: OfficeOf) -> None:
    key = office_of(Role.CLERK).run(hire()).worker
    with pytest.raises(Refusal) as e:
        office_of(Role.CLERK).run(
            OpenDismissal(district=DISTRICT, worker=key, ground="last_in_ranking", clause="IV.3.6")
        )
    assert e.value.reason == "no_ground"


def test_a_file_is_decided_by_another_person_once_it_is_whole_and_then_somebody_may_leave(office_of: OfficeOf) -> None:
    clerk, head = office_of(Role.CLERK), office_of(Role.HEAD)
    key = clerk.run(hire()).worker
    of = {"district": DISTRICT, "worker": key}
    file = clerk.run(OpenDismissal(**of, ground="failed_assessments", clause="IV.3.6", failed_on=D(2010, 12, 31)))
    with pytest.raises(Refusal) as incomplete:
        head.run(DecideDismissal(district=DISTRICT, id=file.id))
    assert incomplete.value.reason == "incomplete"
    assert "art. 42" in incomplete.value.text.en
    assert "工会" in incomplete.value.text.zh
    assert clerk.run(RecordDismissalStep(district=DISTRICT, id=file.id, **STEPS)) == ()
    with pytest.raises(Refusal):
        clerk.run(Leave(**of, last_day=D(2011, 4, 2), kind="dismissed", dismissal=file.id))
    assert head.run(DecideDismissal(district=DISTRICT, id=file.id)).decided_by == "head"
    with pytest.raises(Refusal) as early:
        clerk.run(Leave(**of, last_day=D(2011, 4, 1), kind="dismissed", dismissal=file.id))
    assert early.value.reason == "before_notice_ends"
    assert clerk.run(Leave(**of, last_day=D(2011, 4, 2), kind="dismissed", dismissal=file.id)).employment_end


def test_who_opened_a_file_does_not_decide_it(office_of: OfficeOf) -> None:
    head = office_of(Role.HEAD)
    key = head.run(hire()).worker
    file = head.run(
        OpenDismissal(
            district=DISTRICT, worker=key, ground="failed_assessments", clause="IV.3.6", failed_on=D(2010, 12, 31)
        )
    )
    head.run(RecordDismissalStep(district=DISTRICT, id=file.id, **STEPS))
    with pytest.raises(Refusal) as e:
        head.run(DecideDismissal(district=DISTRICT, id=file.id))
    assert e.value.reason == "four_eyes"


@pytest.mark.parametrize("code", ["IV.2.2", "IV.2.3", "IV.2.4", "IV.2.5", "IV.2.7"])
def test_only_two_codes_may_be_serious(office_of: OfficeOf, code: Any) -> None:
    key = office_of(Role.CLERK).run(hire()).worker
    with pytest.raises(Refusal) as e:
        office_of(Role.CLERK).run(
            RecordBreach(district=DISTRICT, worker=key, day=D(2011, 1, 3), code=code, serious=True, document="x")
        )
    assert e.value.reason == "never_serious"


def test_a_breach_that_a_file_rests_on_is_not_taken_back(office_of: OfficeOf) -> None:
    clerk = office_of(Role.CLERK)
    key = clerk.run(hire()).worker
    minor = clerk.run(RecordBreach(district=DISTRICT, worker=key, day=D(2011, 1, 3), code="IV.2.6"))
    with pytest.raises(Refusal) as no_ground:
        clerk.run(
            OpenDismissal(
                district=DISTRICT, worker=key, ground="serious_breach", clause="IV.2.6", discipline_event=minor.id
            )
        )
    assert no_ground.value.reason == "no_ground"
    serious = clerk.run(
        RecordBreach(
            district=DISTRICT, worker=key, day=D(2011, 1, 4), code="IV.2.6", serious=True, document="纪 3 号"
        )
    )  # fmt: skip
    clerk.run(
        OpenDismissal(
            district=DISTRICT, worker=key, ground="serious_breach", clause="IV.2.6", discipline_event=serious.id
        )
    )
    with pytest.raises(Refusal) as in_use:
        clerk.run(WithdrawBreach(district=DISTRICT, id=serious.id, reason="录错"))
    assert in_use.value.reason == "in_use"

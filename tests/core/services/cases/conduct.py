"""Cases of leave, attendance and conduct."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.core.services.cases import case
from tests.core.services.cases.roster import hired
from tests.core.services.conduct.test_dismissal import STEPS
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.roster.people import D

from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command
from liuguan.services.conduct.discipline import RecordBreach, WithdrawBreach
from liuguan.services.conduct.dismissal import DecideDismissal, DropDismissal, OpenDismissal, RecordDismissalStep
from liuguan.services.conduct.incidents import RecordIncident, RecordProcedure
from liuguan.services.conduct.rewards import ConfirmReward, RefuseReward, RegisterReward, Share
from liuguan.services.leave import Attended, CorrectLeave, RecordAttendance, RecordLeave, WithdrawLeave

FIRST = D(2010, 12, 13)


def _after(order_of: Callable[..., Command], then: Callable[[dict[str, Any], Any], Command]) -> Any:
    """A builder that gives one order first, and makes the next of the worker and of what came out."""

    def build(office_of: OfficeOf) -> Command:
        who = hired(office_of)
        return then(who, office_of(Role.CLERK).run(order_of(**who)))

    return build


def leave(**who: Any) -> Command:
    return RecordLeave(**who, from_day=FIRST, to_day=D(2010, 12, 16), effect="paid")


def incident(**who: Any) -> Command:
    return RecordIncident(**who, day=FIRST, reference="事 1 号")


def breach(**who: Any) -> Command:
    return RecordBreach(**who, day=FIRST, code="IV.2.5")


def reward(district: str, worker: str) -> Command:
    return RegisterReward(
        district=district, reference="玄公 7", kind="lead", day=FIRST, amount=10_000,
        shares=(Share(worker=worker, amount=10_000),),
    )  # fmt: skip


def dismissal(**who: Any) -> Command:
    return OpenDismissal(**who, ground="failed_assessments", clause="IV.3.6", failed_on=D(2010, 12, 31))


SETTLED: dict[str, Any] = {"reference": "玄公 7", "confirming_unit": "玄武分局", "confirmed_on": D(2011, 1, 4)}

case("leave.record")(lambda office_of: leave(**hired(office_of)))
case("leave.correct")(_after(leave, lambda who, _: CorrectLeave(**who, from_day=FIRST, effect="unpaid")))
case("leave.withdraw")(_after(leave, lambda who, _: WithdrawLeave(**who, from_day=FIRST)))
case("attendance.record")(
    lambda office_of: RecordAttendance(**hired(office_of), days=(Attended(day=FIRST, attended=True),))
)
case("incident.record")(lambda office_of: incident(**hired(office_of)))
case("incident.procedure")(
    _after(
        incident,
        lambda who, made: RecordProcedure(
            district=DISTRICT, id=made.id, procedure="work_injury_claim", state="applied", on=D(2010, 12, 20)
        ),
    )
)
case("discipline.record")(lambda office_of: breach(**hired(office_of)))
case("discipline.withdraw")(
    _after(breach, lambda who, made: WithdrawBreach(district=DISTRICT, id=made.id, reason="录错"))
)
case("reward.register")(lambda office_of: reward(**hired(office_of)))
case("reward.confirm")(_after(reward, lambda who, _: ConfirmReward(district=DISTRICT, **SETTLED)))
case("reward.refuse")(_after(reward, lambda who, _: RefuseReward(district=DISTRICT, **SETTLED)))
case("dismissal.open")(lambda office_of: dismissal(**hired(office_of)))
case("dismissal.step")(
    _after(dismissal, lambda who, made: RecordDismissalStep(district=DISTRICT, id=made.id, remedy="training"))
)
case("dismissal.drop")(_after(dismissal, lambda who, made: DropDismissal(district=DISTRICT, id=made.id, reason="改正")))


@case("dismissal.decide")
def decide_dismissal(office_of: OfficeOf) -> Command:
    file = office_of(Role.CLERK).run(dismissal(**hired(office_of)))
    office_of(Role.CLERK).run(RecordDismissalStep(district=DISTRICT, id=file.id, **STEPS))
    return DecideDismissal(district=DISTRICT, id=file.id)

"""Cases of duty."""

from __future__ import annotations

import datetime

from tests.core.services.cases import case
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.staffed import DECEMBER, ONE, staff

from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command
from liuguan.services.duty import Hours, LogDuty, SetSecondment


@case("duty.log")
def log_duty(office_of: OfficeOf) -> Command:
    staff(office_of(Role.CLERK).store)
    day = Hours(worker=ONE, day=datetime.date(2010, 12, 6), category="core", hours=8)
    return LogDuty(district=DISTRICT, entries=(day,))


@case("duty.secondment")
def set_secondment(office_of: OfficeOf) -> Command:
    staff(office_of(Role.CLERK).store)
    return SetSecondment(district=DISTRICT, month=DECEMBER, worker=ONE, seconded=True)

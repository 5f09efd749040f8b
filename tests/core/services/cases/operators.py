"""Cases of operators and of taking events back."""

from __future__ import annotations

import datetime

from tests.core.services.cases import case
from tests.core.services.conftest import DISTRICT, OfficeOf

from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command
from liuguan.services.operators import AddOperator, CloseOperator, SetPassword
from liuguan.services.stations import OpenStation
from liuguan.services.undo import UndoEvent


@case("operator.add")
def add_operator(office_of: OfficeOf) -> Command:
    return AddOperator(
        district=DISTRICT, name="li", role=Role.CLERK, password="ten letters or more", full_name="李某",
        districts=(DISTRICT,),
    )  # fmt: skip


@case("operator.close")
def close_operator(office_of: OfficeOf) -> Command:
    return CloseOperator(district=DISTRICT, name="clerk")


@case("operator.password")
def set_password(office_of: OfficeOf) -> Command:
    return SetPassword(district=DISTRICT, name="clerk", password="ten letters or more")


@case("event.undo")
def undo_event(office_of: OfficeOf) -> Command:
    since = datetime.date(2010, 12, 1)
    order = OpenStation(district=DISTRICT, name="玄武门街道", kind="street", valid_from=since)
    office_of(Role.CLERK).run(order)
    return UndoEvent(district=DISTRICT, event=2)

"""Cases of stations."""

from __future__ import annotations

import datetime

from tests.core.services.cases import case
from tests.core.services.conftest import DISTRICT, OfficeOf

from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command
from liuguan.services.stations import CloseStation, OpenStation

STREET = OpenStation(district=DISTRICT, name="玄武门街道", kind="street", valid_from=datetime.date(2010, 12, 1))


@case("station.open")
def open_station(office_of: OfficeOf) -> Command:
    return STREET


@case("station.close")
def close_station(office_of: OfficeOf) -> Command:
    office_of(Role.CLERK).run(STREET)
    return CloseStation(district=DISTRICT, name=STREET.name, valid_to=datetime.date(2012, 1, 1))

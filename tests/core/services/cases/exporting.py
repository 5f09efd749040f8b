"""Cases of exports, of opening an office, and of what imports need."""

from __future__ import annotations

import datetime

from tests.core.services.cases import case
from tests.core.services.conftest import DISTRICT, OfficeOf

from liuguan.records.tables.imports import ToFix
from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command
from liuguan.services.exporting import ExportFull
from liuguan.services.mappings import DropMapping, SetMapping
from liuguan.services.opening import InitOffice, OperatorLine, StationLine
from liuguan.services.to_fix import SettleFix

MAPPING = SetMapping(district=DISTRICT, form="F2", header="人员名称", form_header="姓名")


@case("export.full")
def export_full(office_of: OfficeOf) -> Command:
    return ExportFull(district=DISTRICT, form="F2", first_month=24131, last_month=24131, rows=0)


@case("office.init")
def init_office(office_of: OfficeOf) -> Command:
    street = StationLine(name="玄武门街道", kind="street", valid_from=datetime.date(2010, 12, 1))
    clerk = OperatorLine(name="new.clerk", role=Role.CLERK, full_name="某人", password="a first password")
    return InitOffice(district=DISTRICT, stations=(street,), operators=(clerk,))


@case("mapping.set")
def set_mapping(office_of: OfficeOf) -> Command:
    return MAPPING


@case("mapping.drop")
def drop_mapping(office_of: OfficeOf) -> Command:
    office_of(Role.CLERK).run(MAPPING)
    return DropMapping(district=DISTRICT, form="F2", header="人员名称")


@case("fix.settle")
def settle_fix(office_of: OfficeOf) -> Command:
    with office_of(Role.CLERK).store.writing(operator="test") as work:
        work.put(
            ToFix(
                id="a1", district=DISTRICT, file="f.xlsx", place="花名册!B3", kind="rejected_cell", found="x",
                expected_zh="日期", expected_en="a date",
            )
        )  # fmt: skip
        work.record(command="test", district=DISTRICT, subject="", payload={})
    return SettleFix(district=DISTRICT, id="a1", state="done")

"""The case of an import: one person's payroll of a month, as it was read."""

from __future__ import annotations

import polars as pl
from tests.core.services.cases import case
from tests.core.services.conftest import DISTRICT, OfficeOf

from liuguan.facts.statements import Statements
from liuguan.services.commands import Command
from liuguan.services.importing.taking_in import Content, ImportFiles, TakenFile

MONTH = 2010 * 12 + 11
FILE = TakenFile(path="工资.xlsx", sha256="0" * 64, forms=("F4",), rows=1, parked=0)


@case("import.files")
def import_files(office_of: OfficeOf) -> Command:
    payroll = pl.DataFrame(
        {"district": DISTRICT, "month": MONTH, "worker": "w1", "paid_net": 120_000, "source": "工资.xlsx!12月!3"}
    )
    people = pl.DataFrame(
        {"worker": "w1", "id_number": "11010519491231002X", "name": "张三", "district": DISTRICT, "staff_number": "X01"}
    )
    order = ImportFiles(district=DISTRICT, files=(FILE,), lines={"payroll": 1}, totals={"payroll.paid_net": 120_000})
    order._content = Content(stated=Statements(payroll=payroll, people=people))
    return order

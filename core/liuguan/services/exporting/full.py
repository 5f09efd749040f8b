"""Taking ID numbers out in full: who did it, of which form and months, and how many rows, stands in the audit."""

from __future__ import annotations

from liuguan.errors import Refusal, Text
from liuguan.exchange.out.page import Document
from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command, Task, command
from liuguan.services.exporting.contents import CONTENTS
from liuguan.services.exporting.documents import document, form_named
from liuguan.services.exporting.frames import Asked


class ExportFull(Command):
    """Write a form with ID numbers in full; `rows` is how many rows that takes out."""

    form: str
    first_month: int
    last_month: int
    rows: int
    run: int | None = None
    known: int | None = None
    flat: bool = False


@command(
    ExportFull, "export.full", may={Role.HEAD, Role.CITY_APPROVER}, zh="导出完整身份证号",
    en="export ID numbers in full", undoable=False,
)  # fmt: skip
def export_full(task: Task, order: ExportFull) -> Document:
    """The sheets of a form with ID numbers in full.

    Raises:
        Refusal: the records have another number of rows by now, so that the audit would say something untrue.
    """
    asked = Asked(
        district=order.district, first_month=order.first_month, last_month=order.last_month, run=order.run,
        known=order.known, full=True,
    )  # fmt: skip
    content = CONTENTS[order.form](task.work.session, task.city, asked)
    if content.rows.height != order.rows:
        changed = Text("记录刚被他人更改,请再导出一次", "somebody has just changed the records; export again")
        raise Refusal(changed, reason="changed_since", where=order.form)
    return document(task.work.session, task.city, asked, form_named(task.city, order.form), content, flat=order.flat)

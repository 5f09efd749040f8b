"""An office's own headers, kept by district: read once, used by every later import."""

from __future__ import annotations

from sqlmodel import Session

from liuguan.errors import Refusal, Text
from liuguan.exchange.forms import forms_of
from liuguan.exchange.mapping import faults
from liuguan.records.store import all_current
from liuguan.records.tables.imports import ColumnMapping
from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command, Task, command


class SetMapping(Command):
    """Say which column of a form a header of the office's workbooks stands for; an empty one is passed over."""

    form: str
    header: str
    form_header: str = ""


class DropMapping(Command):
    """Forget an office's own header."""

    form: str
    header: str


def mapping_for(session: Session, district: str) -> dict[str, dict[str, str]]:
    """An office's own headers: by form code, from each header to the form's."""
    found: dict[str, dict[str, str]] = {}
    for row in all_current(session, ColumnMapping, district=district):
        found.setdefault(row.form, {})[row.header] = row.form_header
    return found


@command(SetMapping, "mapping.set", may={Role.CLERK, Role.HEAD}, zh="登记表头对应", en="keep a header's meaning")
def set_mapping(task: Task, order: SetMapping) -> ColumnMapping:
    """Keep what a header stands for.

    Raises:
        Refusal: no such form or column, or the form knows the header as it is.
    """
    task.city.check_id(order.district)
    wrong = faults(forms_of(task.city.data), order.form, order.header, order.form_header)
    if wrong:
        raise Refusal(Text.joined(wrong, "; "), reason="bad_order", where=order.header)
    return task.work.put(ColumnMapping(**order.model_dump()))


@command(DropMapping, "mapping.drop", may={Role.CLERK, Role.HEAD}, zh="取消表头对应", en="forget a header")
def drop_mapping(task: Task, order: DropMapping) -> str:
    """Forget a header.

    Raises:
        Refusal: there is none.
    """
    there = task.work.current(ColumnMapping, order.district, order.form, order.header)
    if there is None:
        raise Refusal(Text("没有登记此表头", "no such header is kept"), reason="unknown_header", where=order.header)
    task.work.end(there)
    return order.header

"""Opening a month: a sheet for each full-time worker in post, with the items of the standard in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liuguan.errors import Refusal, Text
from liuguan.language.written import month_text
from liuguan.records.store import CHINA
from liuguan.records.tables.assessment import AssessmentItem, AssessmentSheet
from liuguan.records.tables.operators import Role
from liuguan.services.assessment.items import items_in_force
from liuguan.services.assessment.sheets import revise_all
from liuguan.services.assessment.staff import InPost, staff_of
from liuguan.services.commands import Command, Task, command

if TYPE_CHECKING:
    import polars as pl

    from liuguan.services.filings.in_force import InForce


class OpenMonth(Command):
    """Make the sheets of a month that are missing; what is there stays as it is."""

    month: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What opening a month did.

    Attributes:
        sheets, items: how many were added.
        there: sheets that were there before.
        unknown: workers in post of whom the roster does not say whether they are full-time; they have no sheet.
        standard: address of the filed standard; empty where none is filed.
        is_draft: the shipped, illustrative standard stands in.
    """

    month: int
    sheets: int
    items: int
    there: int
    unknown: tuple[str, ...]
    standard: str
    is_draft: bool


@command(OpenMonth, "assessment.open", may={Role.CLERK, Role.HEAD}, zh="开启考核月", en="open a month's assessment")
def open_month(task: Task, order: OpenMonth) -> Opened:
    """Make the missing sheets and items of a month.

    Raises:
        Refusal: the month lies ahead or before the law, nobody is in post, or the district has no standard.
    """
    standard = _standard(task, order)
    staff = staff_of(task.work.session, order.district, order.month)
    if not staff:
        nobody = Text("该月花名册上没有人员", "nobody is on the roster of the month")
        raise Refusal(nobody, reason="nobody_in_post", where=month_text(order.month))
    sheets = {s.worker: s for s in task.work.all(AssessmentSheet, district=order.district, month=order.month)}
    added = [who for worker, who in sorted(staff.items()) if who.full_time and worker not in sheets]
    codes = items_in_force(task.city, standard.book, order.month)
    have = {
        (i.worker, i.item) for i in task.work.all(AssessmentItem, district=order.district, month=order.month)
    }  # fmt: skip
    still_open = [w for w, s in sheets.items() if s.state == "open"]
    missing = [
        (worker, code) for worker in sorted([*still_open, *(w.worker for w in added)])
        for code in codes if (worker, code) not in have
    ]  # fmt: skip
    if added:
        task.work.put_frame(AssessmentSheet, _sheets(order, added))
    revise_all(task, [(sheets[w], {}) for w in sorted({w for w, _ in missing} & set(still_open))])
    if missing:
        task.work.put_frame(AssessmentItem, _items(order, missing))
    return Opened(
        month=order.month, sheets=len(added), items=len(missing), there=len(sheets),
        unknown=tuple(sorted(w for w, who in staff.items() if who.full_time is None and w not in sheets)),
        standard=standard.sha256, is_draft=standard.is_draft,
    )  # fmt: skip


def _standard(task: Task, order: OpenMonth) -> InForce:
    from liuguan.services.filings.in_force import standard_in_force

    task.city.check_id(order.district)
    today = task.work.now.astimezone(CHINA).date()
    where = month_text(order.month)
    if not task.city.config.law_from <= order.month <= today.year * 12 + today.month - 1:
        outside = Text("早于指导意见施行,或尚未到来", "before the guidance, or still ahead")
        raise Refusal(outside, reason="bad_month", where=where)
    found = standard_in_force(task.work.session, task.city, order.district, order.month)
    if found.city_only:
        none = Text(
            "该区县没有考核标准;请先制定并报备(V.1、V.2)",
            "the district has no standard to assess by; issue and file one first (V.1, V.2)",
        )
        raise Refusal(none, reason="no_standard", where=where)
    return found


def _sheets(order: OpenMonth, added: Sequence[InPost]) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(
        {
            "district": [order.district] * len(added), "month": [order.month] * len(added),
            "worker": [w.worker for w in added], "state": ["open"] * len(added),
            "station": [w.station for w in added], "staff_number": [w.staff_number for w in added],
            "assessment_sheets": [1] * len(added), "sheet_acknowledged": [False] * len(added),
            "sheet_reviewed": [False] * len(added), "objection_open": [False] * len(added),
            "revision": [0] * len(added), "false_data_inspected": [0] * len(added),
        }
    )  # fmt: skip


def _items(order: OpenMonth, missing: Sequence[tuple[str, str]]) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(
        {
            "district": [order.district] * len(missing), "month": [order.month] * len(missing),
            "worker": [w for w, _ in missing], "item": [code for _, code in missing],
            "defects_inspected": [0] * len(missing), "false_records_inspected": [0] * len(missing),
        }
    )  # fmt: skip

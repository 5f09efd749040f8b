"""Drafts: what a clerk prepares for filing; they change freely until they are submitted, and never afterwards."""

from __future__ import annotations

from typing import Any

from liuguan.errors import Refusal, Text
from liuguan.records.base import Day
from liuguan.records.store import CHINA
from liuguan.records.tables.filings import PERMISSION_FORM, STANDARD_FORM, Filing, FilingAct, NoticeCode
from liuguan.records.tables.operators import Role
from liuguan.records.tables.places import Station
from liuguan.rulebook.layer import Layer
from liuguan.services.commands import Command, Task, command
from liuguan.services.filings.contents import Document, address, attach, canonical, keep, listed
from liuguan.services.filings.notices import NOTICE_FORMS, NoticeForm, Subject
from liuguan.services.filings.standard import JSON, TOML, Composed, Parts, standard_due


class DraftNotice(Command):
    """Prepare a notice from the records.

    `filing` names one that is prepared anew or amended. `month` is that of the form; for F1 none is given and all
    changes up to today are in it that no submitted notice has told of.
    """

    form: NoticeCode
    month: int | None = None
    filing: str = ""
    documents: tuple[Document, ...] = ()
    seen: int | None = None


class DraftStandard(Command):
    """Prepare a standard for filing: its text, its compiled layer and the lint report; see `draft_of`."""

    toml: bytes
    layer: bytes
    report: bytes
    version: str
    effective_from: Day
    documents: tuple[Document, ...] = ()
    seen: int | None = None


class DraftApplication(Command):
    """Prepare an application for a relaxed ratio (I.8): which units, which measures, why, for how long.

    No unit means the whole district.
    """

    filing: str = ""
    units: tuple[str, ...] = ()
    migrants_per_worker: int | None = None
    households_per_worker: int | None = None
    reason: str
    effective_from: Day | None = None
    effective_to: Day | None = None
    documents: tuple[Document, ...] = ()
    seen: int | None = None


class DiscardDraft(Command):
    """Give a draft up."""

    filing: str
    seen: int | None = None


@command(DraftNotice, "filing.notice", may={Role.CLERK}, zh="起草备案报表", en="prepare a notice")
def draft_notice(task: Task, order: DraftNotice) -> Filing:
    """Prepare a notice from the records as they stand.

    Raises:
        Refusal: no month for a form that needs one, or nothing to tell of.
    """
    task.city.check_id(order.district)
    form = NOTICE_FORMS[order.form]
    month = _month_of(form, order.month)
    subject = Subject(
        session=task.work.session, city=task.city, district=order.district, month=month, filing=order.filing,
        today=task.work.now.astimezone(CHINA).date(),
    )  # fmt: skip
    rows = form.build(subject)
    if not rows:
        nothing = Text("记录中没有要报的内容", "the records hold nothing to tell of")
        raise Refusal(nothing, reason="nothing_to_tell", where=order.form)
    manifest = {"form": order.form, "month": month, "rows": rows, "documents": listed(order.documents)}
    due_on = form.due(subject, rows)
    return put_draft(
        task, order.district, order.form, order.filing, manifest, order.documents, seen=order.seen, month=month,
        due_on=due_on,
    )  # fmt: skip


@command(DraftStandard, "filing.standard", may={Role.CLERK}, zh="起草标准备案", en="prepare a standard for filing")
def draft_standard(task: Task, order: DraftStandard) -> Filing:
    """Prepare a standard for filing.

    Raises:
        Refusal: the layer is of another district.
        IntegrityError: the layer is none, or does not match its hashes.
        RulebookError: the layer does not fit the city's.
    """
    task.city.check_id(order.district)
    layer = Layer.loads(order.layer)
    if layer.owner != order.district:
        other = Text(f"标准属于 {layer.owner}", f"the standard is of {layer.owner}")
        raise Refusal(other, reason="other_district", where=order.district)
    task.city.judged_by(order.district, layer)
    manifest = standard_manifest(task, order.toml, layer, order.report, order.version, order.effective_from)
    manifest["documents"] = listed(order.documents)
    return put_draft(
        task, order.district, STANDARD_FORM, standard_id(order.district), manifest, order.documents, seen=order.seen,
        effective_from=order.effective_from, due_on=first_standard_due(task, order.district),
    )  # fmt: skip


@command(
    DraftApplication, "filing.apply", may={Role.CLERK}, zh="起草放宽比例申请", en="prepare an application for a ratio"
)
def draft_application(task: Task, order: DraftApplication) -> Filing:
    """Prepare an application for a relaxed ratio.

    Raises:
        Refusal: no ratio, no reason, an unknown unit, dates the wrong way round, or one that is decided already.
    """
    task.city.check_id(order.district)
    _plausible(task, order)
    if order.filing and any(a.act in ("grant", "refuse") for a in _acts(task, order.filing)):
        decided = Text("该申请已有决定;请另行申请", "that application is decided; apply anew")
        raise Refusal(decided, reason="decided", where=order.filing)
    manifest = {
        "form": PERMISSION_FORM,
        "units": sorted(order.units),
        "migrants_per_worker": order.migrants_per_worker,
        "households_per_worker": order.households_per_worker,
        "reason": order.reason,
        "effective_from": order.effective_from.isoformat() if order.effective_from else None,
        "effective_to": order.effective_to.isoformat() if order.effective_to else None,
        "documents": listed(order.documents),
    }
    return put_draft(
        task, order.district, PERMISSION_FORM, order.filing, manifest, order.documents, seen=order.seen,
        effective_from=order.effective_from, effective_to=order.effective_to,
    )  # fmt: skip


@command(DiscardDraft, "filing.discard", may={Role.CLERK}, zh="作废草稿", en="discard a draft")
def discard_draft(task: Task, order: DiscardDraft) -> Filing:
    """Give a draft up; its number is not used again.

    Raises:
        Refusal: there is no draft of that filing.
    """
    draft = draft_in(task, order.district, order.filing)
    return task.work.change(draft, seen=order.seen, state="discarded")


def draft_of(composed: Composed, *, documents: tuple[Document, ...] = ()) -> DraftStandard:
    """The order that prepares a compiled standard: its newest version."""
    newest = composed.versions[-1]
    return DraftStandard(
        district=composed.district, toml=composed.toml, layer=composed.layer_bytes, report=composed.report_bytes,
        version=newest.label, effective_from=newest.effective_from, documents=documents,
    )  # fmt: skip


def put_draft(
    task: Task,
    district: str,
    form: str,
    filing: str,
    manifest: dict[str, Any],
    documents: tuple[Document, ...],
    *,
    seen: int | None = None,
    **columns: Any,
) -> Filing:
    """Make a draft: the next version of a filing, or its draft as it is to be from now on.

    Args:
        filing: the id of the filing; a new one is begun without it.

    Raises:
        Refusal: no such filing of the district.
    """
    versions = task.work.all(Filing, district=district, form=form, id=filing) if filing else []
    if filing and not versions and filing != standard_id(district):
        raise Refusal(NO_FILING, reason="unknown_filing", where=filing)
    latest = versions[-1] if versions else None
    again = latest is not None and latest.state == "draft"
    submitted = [v.number for v in versions if v.state == "submitted"]
    written = canonical(manifest)
    draft = Filing(
        id=filing or _next_id(task, district, form),
        number=0 if latest is None else latest.number,
        district=district, form=form, manifest=written, sha256=address(written.encode()), author=task.account.name,
        amended_from=submitted[-1] if submitted else None, **columns,
    )  # fmt: skip
    if not again:
        draft.number += 1
    stored = task.work.put(draft, seen=seen)
    attach(task, stored, documents)
    return stored


def draft_in(task: Task, district: str, filing: str) -> Filing:
    """The draft of a filing.

    Raises:
        Refusal: no such filing of the district, or no draft of it.
    """
    versions = task.work.all(Filing, district=district, id=filing)
    if not versions:
        raise Refusal(NO_FILING, reason="unknown_filing", where=filing)
    if versions[-1].state != "draft":
        none = Text("没有草稿;修改须另起草新版本", "there is no draft; a change is a new version, prepare one")
        raise Refusal(none, reason="no_draft", where=filing)
    return versions[-1]


def standard_id(district: str) -> str:
    """The id of a district's standard: one filing, version after version."""
    return f"{STANDARD_FORM}-{district}"


def first_standard_due(task: Task, district: str) -> Day | None:
    """By when a standard is due: the first one by the city's day, an amendment by none."""
    versions = task.work.all(Filing, id=standard_id(district))
    return None if any(v.state == "submitted" for v in versions) else standard_due(task.city)[0]


def standard_manifest(
    task: Task, toml: bytes, layer: Layer, report: bytes, version: str, effective_from: Day
) -> dict[str, Any]:
    """The manifest of a standard, with its parts kept among the contents."""
    parts = Parts(
        toml=keep(task, TOML, toml), layer=keep(task, JSON, layer.dumps()), report=keep(task, JSON, report),
        meaning=layer.meaning, document=layer.document, city=layer.admitted_under,
    )  # fmt: skip
    return {
        "form": STANDARD_FORM, "version": version, "effective_from": effective_from.isoformat(),
        "parts": parts.to_json(), "documents": [],
    }  # fmt: skip


NO_FILING = Text("该区县没有此备案", "the district has no such filing")


def _month_of(form: NoticeForm, month: int | None) -> int | None:
    """The month that a notice is of: none for events, the last of its year for a yearly form."""
    if not form.every:
        return None
    if month is None:
        needed = Text(f"{form.code} 需要月份", f"{form.code} is of a month; give one")
        raise Refusal(needed, reason="no_month", where="month")
    return month // form.every * form.every + form.every - 1


def _plausible(task: Task, order: DraftApplication) -> None:
    if order.migrants_per_worker is None and order.households_per_worker is None:
        none = Text("须写明至少一种口径的比例", "state the ratio of at least one measure")
        raise Refusal(none, reason="no_ratio", where=PERMISSION_FORM)
    if not order.reason.strip():
        raise Refusal(Text("须写明理由", "state the reason"), reason="no_reason", where="reason")
    if min(r for r in (order.migrants_per_worker, order.households_per_worker) if r is not None) < 1:
        raise Refusal(Text("比例至少为 1", "a ratio is at least 1"), reason="bad_ratio", where=PERMISSION_FORM)
    if order.effective_from and order.effective_to and order.effective_to <= order.effective_from:
        backwards = Text("终止日须晚于起始日", "it must end after it begins")
        raise Refusal(backwards, reason="bad_dates", where=PERMISSION_FORM)
    known = {s.name for s in task.work.all(Station, district=order.district)}
    if strange := [unit for unit in order.units if unit not in known]:
        unknown = Text("没有登记这些站点", "these stations are not entered")
        raise Refusal(unknown, reason="unknown_station", where=", ".join(strange))


def _acts(task: Task, filing: str) -> list[FilingAct]:
    from liuguan.services.filings.history import read_filings

    return [a for h in read_filings(task.work.session, only=filing) for a in h.acts]


def _next_id(task: Task, district: str, form: str) -> str:
    used = {v.id for v in task.work.all(Filing, district=district, form=form)}
    return f"{form}-{district}-{len(used) + 1}"


__all__ = [
    "NO_FILING", "DiscardDraft", "DraftApplication", "DraftNotice", "DraftStandard", "discard_draft",
    "draft_application", "draft_in", "draft_notice", "draft_of", "draft_standard", "first_standard_due", "put_draft",
    "standard_id", "standard_manifest",
]  # fmt: skip

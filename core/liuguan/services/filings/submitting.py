"""Submitting and withdrawing: what the head of a district's office does with what a clerk prepared.

Four eyes: whoever has written any version of a draft does not submit it.
"""

from __future__ import annotations

import datetime
import json
from typing import Any

import sqlalchemy as sa

from liuguan.errors import Refusal, Text
from liuguan.records.base import Day, Moment
from liuguan.records.store import CHINA, table_of
from liuguan.records.tables.filings import PERMISSION_FORM, STANDARD_FORM, FiledDocument, Filing, FilingAct
from liuguan.records.tables.operators import Role
from liuguan.services.commands import Command, Task, command
from liuguan.services.filings.contents import address, canonical
from liuguan.services.filings.drafts import NO_FILING, draft_in, first_standard_due, standard_id, standard_manifest
from liuguan.services.filings.history import History, Standing, read_filings
from liuguan.services.filings.permission import mergers
from liuguan.services.filings.standard import Composed, DatedVersion, parts_of, version_label


class SubmitFiling(Command):
    """Hand a draft to the city office."""

    filing: str
    seen: int | None = None


class WithdrawFiling(Command):
    """Take back what was submitted; a standard then holds no longer."""

    filing: str
    reason: str


@command(SubmitFiling, "filing.submit", may={Role.HEAD}, zh="报送备案", en="submit a filing", undoable=False)
def submit_filing(task: Task, order: SubmitFiling) -> Filing:
    """Hand a draft to the city office; from then on the version never changes.

    Raises:
        Refusal: no draft, the approver is one of its authors, or an application without evidence.
    """
    draft = draft_in(task, order.district, order.filing)
    _four_eyes(task, draft)
    if draft.form == PERMISSION_FORM and not task.work.all(FiledDocument, filing=draft.id, number=draft.number):
        bare = Text("申请须附底数与队伍的证明材料", "an application needs its evidence: add a document")
        raise Refusal(bare, reason="no_evidence", where=draft.id)
    filed = task.work.change(
        draft, seen=order.seen, state="submitted", approver=task.account.name, submitted_at=task.work.now
    )
    act(task, filed, "submit", units=_units(filed))
    return filed


@command(WithdrawFiling, "filing.withdraw", may={Role.HEAD}, zh="撤回备案", en="withdraw a filing", undoable=False)
def withdraw_filing(task: Task, order: WithdrawFiling) -> FilingAct:
    """Take back the version that was submitted last.

    Raises:
        Refusal: nothing submitted, withdrawn already, or an application that is decided.
    """
    history, filing = submitted_in(task, order.district, order.filing)
    standing = history.standing(filing, today(task), mergers=mergers(task.city, order.district))
    if standing not in (Standing.SUBMITTED, Standing.REGISTERED, Standing.RETURNED):
        raise not_now(filing, standing)
    return act(task, filing, "withdraw", reason=_reason(order.reason))


def submit_imported_standard(task: Task, composed: Composed, *, file: str) -> list[Filing]:
    """File a standard that was read from a file, as its own text dates its versions; again it changes nothing.

    The author is the file, the approver is who imports it. A version without a day of submission counts as
    submitted now. Part of a command that imports; no command of its own.

    Returns:
        The versions that were new.
    """
    filed: list[Filing] = []
    there = [v for v in task.work.all(Filing, id=standard_id(composed.district)) if v.state == "submitted"]
    same = {
        (version_label(v), v.effective_from) for v in there if parts_of(v).document == composed.layer.document
    }  # fmt: skip
    before = max((v.number for v in task.work.all(Filing, id=standard_id(composed.district))), default=0)
    amended_from = there[-1].number if there else None
    for version in composed.versions:
        if (version.label, version.effective_from) in same:
            continue
        before += 1
        filed.append(_imported(task, composed, version, file, before, amended_from))
        amended_from = before
    return filed


def _imported(
    task: Task, composed: Composed, version: DatedVersion, file: str, number: int, amended_from: int | None
) -> Filing:
    manifest = canonical(
        standard_manifest(
            task, composed.toml, composed.layer, composed.report_bytes, version.label, version.effective_from
        )
    )
    at = _midnight(version.submitted_on) if version.submitted_on else task.work.now
    filing = task.work.put(
        Filing(
            id=standard_id(composed.district), number=number, district=composed.district, form=STANDARD_FORM,
            state="submitted", effective_from=version.effective_from, manifest=manifest,
            sha256=address(manifest.encode()), author=f"file:{file}", approver=task.account.name, submitted_at=at,
            amended_from=amended_from, due_on=first_standard_due(task, composed.district),
        )
    )  # fmt: skip
    act(task, filing, "submit", at=at)
    return filing


def submitted_in(task: Task, district: str, filing: str, number: int | None = None) -> tuple[History, Filing]:
    """A filing and the submitted version of it that a number names, the latest without one.

    Raises:
        Refusal: no such filing of the district, or no such submitted version.
    """
    found = read_filings(task.work.session, district=district, only=filing)
    if not found:
        raise Refusal(NO_FILING, reason="unknown_filing", where=filing)
    versions = [v for v in found[0].versions if v.state == "submitted" and number in (None, v.number)]
    if not versions:
        raise Refusal(Text("没有报送过", "it has not been submitted"), reason="not_submitted", where=filing)
    return found[0], versions[-1]


def act(task: Task, filing: Filing, name: str, *, at: Moment | None = None, **columns: Any) -> FilingAct:
    """Record an act upon a version, by the operator, now or at a moment before."""
    moment = at or task.work.now
    return task.work.add(
        FilingAct(
            since_event=task.work.event, filing=filing.id, number=filing.number, act=name, at=moment,
            on_day=moment.astimezone(CHINA).date(), operator=task.account.name, **columns,
        )
    )  # fmt: skip


def today(task: Task) -> Day:
    """The day in China on which a task is done."""
    return task.work.now.astimezone(CHINA).date()


def not_now(filing: Filing, standing: Standing) -> Refusal:
    """That a version, as it stands, does not allow an act."""
    from liuguan.services.filings.history import STANDINGS

    zh, en = STANDINGS[standing]
    stands = Text(f"第 {filing.number} 版{zh},不能办理", f"version {filing.number} is {en}; that cannot be done")
    return Refusal(stands, reason=f"is_{standing.value}", where=filing.id)


def _four_eyes(task: Task, draft: Filing) -> None:
    table = table_of(Filing)
    wrote = task.work.session.execute(
        sa.select(table.c.author).where(table.c.id == draft.id, table.c.number == draft.number).distinct()
    ).scalars()
    if task.account.name in {draft.author, *wrote}:
        same = Text(
            "起草人不能自己报送;请由另一名负责人报送", "who prepared it does not submit it; let another head do that"
        )
        raise Refusal(same, reason="four_eyes", where=draft.id)


def _units(filing: Filing) -> str | None:
    units = json.loads(filing.manifest).get("units")
    return json.dumps(units, ensure_ascii=False) if units else None


def _reason(text: str) -> str:
    if not text.strip():
        raise Refusal(Text("须写明理由", "state the reason"), reason="no_reason", where="reason")
    return text.strip()


def _midnight(day: Day) -> Moment:
    return datetime.datetime.combine(day, datetime.time(), tzinfo=CHINA)


__all__ = [
    "SubmitFiling", "WithdrawFiling", "act", "not_now", "submit_filing", "submit_imported_standard", "submitted_in",
    "today", "withdraw_filing",
]  # fmt: skip

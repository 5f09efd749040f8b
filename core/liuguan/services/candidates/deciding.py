"""Decisions on candidates: each with the explanation and the rulebook as they stood; none is ever changed.

Whom a requirement but training excludes is not accepted, by nobody; the age exception is the guidance's only way
around one (IV.1.4b). What is merely unknown may be accepted with a reason, which stays on the decision, as does
that eligibility was unknown. Who has not passed the training may sign and not start duty (III.2).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from liuguan.errors import Refusal, Text
from liuguan.records.store import CHINA, content
from liuguan.records.tables.hiring import Candidate, EligibilityDecision, Recruitment
from liuguan.records.tables.operators import Role
from liuguan.rulebook.explain import SCHEMA
from liuguan.services.candidates.eligibility import Answer, Eligibility, eligibility_of, rulebook_on
from liuguan.services.candidates.files import file_of, open_file
from liuguan.services.commands import Command, PersonalText, Task, command


class AcceptCandidate(Command):
    """Decide to hire a candidate; a reason where something is not known."""

    candidate: str
    reason: PersonalText = ""
    seen: int | None = None


class RejectCandidate(Command):
    """Decide not to hire a candidate; a reason where the requirements do not say why."""

    candidate: str
    reason: PersonalText = ""
    seen: int | None = None


class ReopenCandidate(Command):
    """Open a decided file again; the decision stays, and a further one can be taken."""

    candidate: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision, and what is to be looked at."""

    decision: EligibilityDecision
    notes: tuple[Text, ...] = ()


@command(
    AcceptCandidate, "candidate.accept", may={Role.HEAD}, zh="录用应聘人员", en="accept a candidate", undoable=False
)  # fmt: skip
def accept_candidate(task: Task, order: AcceptCandidate) -> Decided:
    """Accept.

    Raises:
        Refusal: no such file, one that is decided, no day of hire, a requirement that is not met, or one that is
            unknown without a reason.
        Conflict: the file was changed since it was seen.
    """
    found = open_file(task, order.district, order.candidate)
    if found.hire_date is None:
        no_day = Text("须先填聘用日期:条件按该日判断", "fill the day of hire first: requirements are judged by it")
        raise Refusal(no_day, reason="no_hire_date", where="hire_date")
    told = _judged(task, found)
    if told.failing():
        raise Refusal(_named(told.failing(), Text("不符合", "not met")), reason="not_eligible", where=found.id)
    if told.open_questions() and not order.reason.strip():
        unknown = _named(told.open_questions(), Text("未知,录用须写明理由", "unknown; accepting needs a reason"))
        raise Refusal(unknown, reason="unknown_needs_reason", where=found.id)
    decision = _decide(task, found, told, "accept", order.reason, order.seen)
    return Decided(decision=decision, notes=_notes(task, found, told))


@command(
    RejectCandidate, "candidate.reject", may={Role.HEAD}, zh="不予录用", en="reject a candidate", undoable=False
)  # fmt: skip
def reject_candidate(task: Task, order: RejectCandidate) -> Decided:
    """Reject.

    Raises:
        Refusal: no such file, one that is decided, or no reason though no requirement excludes the candidate.
        Conflict: the file was changed since it was seen.
    """
    found = open_file(task, order.district, order.candidate)
    told = _judged(task, found)
    if not told.failing() and not order.reason.strip():
        why = Text("各项条件并未排除此人,请写明理由", "no requirement excludes the candidate; say why")
        raise Refusal(why, reason="no_reason", where=found.id)
    return Decided(decision=_decide(task, found, told, "reject", order.reason, order.seen))


@command(ReopenCandidate, "candidate.reopen", may={Role.HEAD}, zh="重新打开应聘材料", en="reopen a candidate's file")
def reopen_candidate(task: Task, order: ReopenCandidate) -> Candidate:
    """Reopen.

    Raises:
        Refusal: no such file, one that is open, or one that led to a hire.
    """
    found = file_of(task, order.district, order.candidate)
    if found.state in ("open", "hired"):
        wrong = Text(f"材料状态为 {found.state}", f"the file is {found.state}")
        raise Refusal(wrong, reason="not_decided", where=found.id)
    return task.work.change(found, state="open")


def last_decision(task: Task, found: Candidate) -> EligibilityDecision | None:
    """The latest decision on a candidate."""
    taken = task.work.all(EligibilityDecision, district=found.district, candidate=found.id)
    return taken[-1] if taken else None


def _judged(task: Task, found: Candidate) -> Eligibility:
    book = rulebook_on(task.city, task.work.session, found.district, found.hire_date)
    return eligibility_of(book, content(found))


def _decide(
    task: Task, found: Candidate, told: Eligibility, decision: str, reason: str, seen: int | None
) -> EligibilityDecision:
    states = {"accept": "accepted", "reject": "rejected"}
    task.work.change(found, seen=seen, state=states[decision])
    before = last_decision(task, found)
    tree = {"schema": SCHEMA, "explanation": told.explanation.to_json()}
    return task.work.put(
        EligibilityDecision(
            district=found.district, candidate=found.id, number=(before.number if before else 0) + 1,
            decision=decision, eligible=told.eligible, reason=reason.strip() or None,
            explanation=json.dumps(tree, ensure_ascii=False), rulebook=told.rulebook,
            decided_on=task.work.now.astimezone(CHINA).date(), decided_by=task.account.name,
        )
    )  # fmt: skip


def _named(answers: Sequence[Answer], said: Text) -> Text:
    listed = Text.joined((Text(a.label_zh, a.label_en) + f" [{', '.join(a.clauses)}]" for a in answers), "; ")
    return listed + ": " + said


def _notes(task: Task, found: Candidate, told: Eligibility) -> tuple[Text, ...]:
    """Checks that speak, and what the recruitment file lacks (IV.1.0)."""
    notes = [Text(f"{r.code} {r.text.zh}", f"{r.code} {r.text.en}") for r in told.remarks]
    selected = task.work.current(Recruitment, found.district, found.recruitment) if found.recruitment else None
    if selected is None:
        notes.append(Text("没有招聘公告(IV.1.0)", "there is no notice of recruitment (IV.1.0)"))
    elif selected.examination_date is None or found.examination_result is None:
        notes.append(Text("没有考试结果(IV.1.0)", "there is no result of an examination (IV.1.0)"))
    return tuple(notes)


__all__ = [
    "AcceptCandidate", "Decided", "RejectCandidate", "ReopenCandidate", "accept_candidate", "last_decision",
    "reject_candidate", "reopen_candidate",
]  # fmt: skip

"""`eligibility`: whether candidates may be hired, requirement by requirement, with the clause and why not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from liuguan.cli.language import choose, say
from liuguan.cli.options import DistrictOption, one_of, open_office

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liuguan.errors import Text
    from liuguan.services.candidates.eligibility import Answer, Eligibility
    from liuguan.services.candidates.listing import Judged


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "eligibility", help=say("应聘人员是否符合条件,逐条说明", "whether candidates may be hired, and why not")
    )(eligibility)


def eligibility(
    context: typer.Context,
    district: DistrictOption = None,
    candidate: Annotated[
        str | None, typer.Option("--candidate", help=say("应聘材料编号,逐条列出", "a file's id: each requirement"))
    ] = None,
    known_on: Annotated[
        str | None, typer.Option("--as-known-on", help=say("按该日所知 2011-01-31", "as known on that day, 2011-01-31"))
    ] = None,
    format_: Annotated[str, typer.Option("--format", help="table | json | csv")] = "table",
) -> None:
    """Judge the candidates of the records by the rulebook of their day of hire; nobody is named."""
    from liuguan.cli.filing.asking import day, one_district
    from liuguan.cli.printing import SCHEMA, print_rows
    from liuguan.records.store import event_known_on
    from liuguan.services.candidates.listing import judged_candidates

    one_of(format_, ("table", "text", "json", "csv"), "--format")
    on = day(known_on, "--as-known-on")
    office = open_office(context)
    of = one_district(office, district)
    with office.reading(of) as session:
        known = event_known_on(session, on) if on is not None else None
        judged = judged_candidates(office.city, session, of, known=known)
    if candidate is None:
        print_rows([_row(j) for j in judged], format_)
        return
    found = _one(judged, candidate)
    if format_ == "json":
        tree = {
            **_row(found), "requirements": [_requirement(a) for a in found.told.answers],
            "explanation": found.told.explanation.to_json(),
        }  # fmt: skip
        typer.echo(json.dumps({"schema": SCHEMA, "candidate": tree}, ensure_ascii=False, indent=2, default=str))
        return
    print_rows([_requirement(a) for a in found.told.answers], format_)


def _one(judged: Iterable[Judged], candidate: str) -> Judged:
    """The judged file of an id.

    Raises:
        Refusal: the district has none.
    """
    from liuguan.errors import Refusal, Text

    found = next((j for j in judged if j.candidate == candidate), None)
    if found is None:
        none = Text("没有此应聘人员", "there is no such candidate")
        raise Refusal(none, reason="unknown_candidate", where=candidate)
    return found


def _row(judged: Judged) -> dict[str, object]:
    told = judged.told
    return {
        "candidate": judged.candidate, "state": judged.state,
        "hire_date": judged.hire_date.isoformat() if judged.hire_date else None, "eligible": _answer(told.eligible),
        "may_sign": _answer(told.may_sign), "not_met": _labels(told, met=False), "unknown": _labels(told, met=None),
        "remarks": [r.code for r in told.remarks], "rulebook": told.rulebook,
    }  # fmt: skip


def _requirement(answer: Answer) -> dict[str, object]:
    zh = choose() == "zh"
    return {
        "requirement": answer.label_zh if zh else answer.label_en, "answer": _answer(answer.met),
        "clauses": list(answer.clauses), "why": answer.words.said(choose()), "why_not": _said(answer.why_not),
        "unknown": _said(answer.unknown),
    }  # fmt: skip


def _answer(met: bool | None) -> str:
    return {True: "yes", False: "no", None: "unknown"}[met]


def _labels(told: Eligibility, *, met: bool | None) -> list[str]:
    zh = choose() == "zh"
    return [
        f"{a.label_zh if zh else a.label_en} [{', '.join(a.clauses)}]" for a in told.answers if a.met is met
    ]  # fmt: skip


def _said(texts: Iterable[Text]) -> list[str]:
    return [text.said(choose()) for text in texts]

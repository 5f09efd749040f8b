"""What there is of filings: lists, one in full, what is due, and what waits at the city office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from liuguan.cli.filing.asking import FORMS, FilingArgument, district_of, districts_of, today
from liuguan.cli.language import say
from liuguan.cli.options import DistrictOption, one_of, open_office

if TYPE_CHECKING:
    from liuguan.services.filings.due import Due
    from liuguan.services.filings.views import FilingRow

FORMATS = ("table", "text", "json", "csv")
FOR_PROGRAMS = ("json", "csv")
MONTHS_SHOWN = 3
URGENCIES = {
    "overdue": ("逾期", "overdue"), "due": ("待报", "due"), "unknown": ("期限不详", "day unknown"),
    "returned": ("待补正", "to correct"), "draft": ("草稿待报送", "draft to submit"),
}  # fmt: skip

FormatOption = Annotated[str, typer.Option("--format", help="table | json | csv")]


def list_(
    context: typer.Context,
    district: DistrictOption = None,
    form: Annotated[list[str] | None, typer.Option("--form", help=say("只列此表", "only this form"))] = None,
    format_: FormatOption = "table",
) -> None:
    """Every version of filings, with how it stands today."""
    from liuguan.cli.printing import print_rows
    from liuguan.services.filings.views import list_filings

    one_of(format_, FORMATS, "--format")
    for name in form or ():
        one_of(name, FORMS, "--form")
    office = open_office(context)
    rows: list[FilingRow] = []
    for of in districts_of(office, district):
        with office.reading(of) as session:
            rows += list_filings(session, office.city, today=today(office), district=of, forms=form or ())
    print_rows([_row(r, format_) for r in rows], format_)


def show(
    context: typer.Context,
    filing: FilingArgument,
    number: Annotated[int | None, typer.Option("--number", help=say("第几版", "which version"))] = None,
) -> None:
    """One version in full, as JSON: what it holds, its documents, what was done with it, and the lint report."""
    import json

    from liuguan.services.filings.views import view_filing

    office = open_office(context)
    with office.reading(district_of(office, filing)) as session:
        view = view_filing(session, office.city, filing, today=today(office), number=number)
        of_document = {"kind", "document_number", "document_date", "title", "sha256"}
        documents = [d.model_dump(include=of_document) for d in view.documents]
    shown = {
        "filing": _row(view.row, "json"), "manifest": view.manifest, "documents": documents, "acts": list(view.acts),
        "report": view.report,
    }  # fmt: skip
    typer.echo(json.dumps({"schema": 1, **shown}, ensure_ascii=False, indent=2, default=str))


def due(context: typer.Context, district: DistrictOption = None, format_: FormatOption = "table") -> None:
    """What a district has to hand in, the most urgent first."""
    from liuguan.cli.printing import print_rows
    from liuguan.services.filings.due import due as due_of

    one_of(format_, FORMATS, "--format")
    office = open_office(context)
    rows: list[dict[str, object]] = []
    for of in districts_of(office, district):
        with office.reading(of) as session:
            found = due_of(session, office.city, of, today(office))
        rows += [{"district": of, **_due(item, format_)} for item in found]
    print_rows(rows, format_)


def queue(context: typer.Context, format_: FormatOption = "table") -> None:
    """What waits at the city office, the longest waiting first."""
    from liuguan.cli.printing import print_rows
    from liuguan.services.filings.due import queue as queue_of

    one_of(format_, FORMATS, "--format")
    office = open_office(context)
    with office.reading() as session:
        waiting = queue_of(session, office.city, today(office))
    mine = districts_of(office, None)
    print_rows(
        [{"waits_for": w.waits_for, "days": w.days, **_row(w.row, format_)} for w in waiting if w.row.district in mine],
        format_,
    )


def _row(row: FilingRow, format_: str) -> dict[str, object]:
    """A version as a row; for programs with words that stay and with its hash."""
    plain = format_ in FOR_PROGRAMS
    shown: dict[str, object] = {
        "id": row.id, "number": row.number, "form": row.form, "district": row.district, "month": row.month,
        "standing": row.standing.value if plain else say(*row.standing_words), "submitted_on": row.submitted_on,
        "counted_from": row.counted_from, "due_on": row.due_on, "late": row.late, "effective_from": row.effective_from,
        "effective_to": row.effective_to,
    }  # fmt: skip
    if plain:
        shown |= {"author": row.author, "approver": row.approver, "sha256": row.sha256}
    return shown


def _due(item: Due, format_: str) -> dict[str, object]:
    from liuguan.language.written import month_text

    plain = format_ in FOR_PROGRAMS
    months = [month_text(m) for m in item.months]
    if not plain and len(months) > MONTHS_SHOWN:
        months = [months[0], "…", months[-1]]
    return {
        "form": item.form, "urgency": item.urgency.value if plain else say(*URGENCIES[item.urgency.value]),
        "due_on": item.due_on, "clause": item.clause, "count": item.count, "months": months, "filing": item.filing,
        "reason": item.reason, "status": item.status,
    }  # fmt: skip

"""`review`: the year of each district, as the city's annual assessment asks for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from liuguan.cli.language import say
from liuguan.cli.options import DistrictOption, narrate, one_of, open_office

if TYPE_CHECKING:
    from liuguan.services.annual import AnnualReview

FORMATS = ("table", "text", "json", "csv")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("review", help=say("年度汇总:配备、收入、专用、备案、数据质量、考核", "the year of each district"))(
        review
    )


def review(
    context: typer.Context,
    year: Annotated[int, typer.Option("--year", min=1990, max=2100, help=say("年份", "the year"))],
    district: DistrictOption = None,
    known_on: Annotated[
        str | None, typer.Option("--as-known-on", help=say("按该日所知", "as known on that day, 2011-01-31"))
    ] = None,
    format_: Annotated[str, typer.Option("--format", help="table | json | csv")] = "table",
) -> None:
    """Add up a year; every figure says of how many it is known."""
    from liuguan.cli.filing.asking import day, districts_of, today
    from liuguan.cli.printing import SCHEMA, print_rows
    from liuguan.language.functions import month_of
    from liuguan.records.store import event_known_on
    from liuguan.services.annual import annual_review
    from liuguan.services.judging import months_of

    one_of(format_, FORMATS, "--format")
    on = day(known_on, "--as-known-on")
    office = open_office(context)
    asked = districts_of(office, district)
    now = month_of(today(office))
    if district is None:
        asked = [d for d in asked if months_of(office.city, d, year * 12, min(year * 12 + 11, now))]
    found = []
    for of in asked:
        with office.reading(of) as session:
            known = event_known_on(session, on) if on is not None else None
            found.append(annual_review(session, office.city, of, year, last_month=now, known=known))
    if format_ == "json":
        made = {"schema": SCHEMA, "rows": [r.to_json() for r in found]}
        typer.echo(json.dumps(made, ensure_ascii=False, indent=2, default=str))
        return
    print_rows([_row(r) for r in found], format_)
    narrate(say("“已知/全部”为依据的多少;空白为未知", "k/n says how many a figure rests on; blank is unknown"))


def _row(made: AnnualReview) -> dict[str, object]:
    from liuguan.language.kinds import FEN, POINTS
    from liuguan.language.written import write

    short, of = made.months_short
    net, use, scores, quality = made.net, made.exclusivity, made.scores, made.quality
    return {
        "district": made.district, "months_short": f"{short}/{of}",
        "average_net": write(net.average, FEN) or None, "average_floor": write(net.average_floor, FEN) or None,
        "floor_reached": net.reached, "net_known": f"{net.known}/{net.members}",
        "diverted_days": use.diverted_days if use.known else None, "hours_known": f"{use.known}/{use.members}",
        "standard_months": f"{made.filings.standard_months}/{made.filings.months}",
        "submitted": [f"{form}: {n}" for form, n in made.filings.submitted.items()],
        "inspections": quality.inspections, "found": [f"{r.defect} {r.shown}" for r in quality.rates],
        "mean_score": write(scores.mean, POINTS) or None, "scores_known": f"{scores.known}/{scores.members}",
        "best": _shared(made.scores.best), "worst": _shared(made.scores.worst),
        "months_without_sheet": sum(scores.without_sheet.values()),
    }  # fmt: skip


def _shared(ends: tuple[object, ...]) -> str | None:
    """The mean at one end, and by how many it is shared."""
    from liuguan.language.kinds import POINTS
    from liuguan.language.written import write

    means = {getattr(e, "mean", None) for e in ends}
    return f"{write(means.pop(), POINTS)} ×{len(ends)}" if ends else None

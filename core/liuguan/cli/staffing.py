"""`staffing`: how many workers a district must have, has and lacks, month by month."""

from __future__ import annotations

from typing import Annotated

import typer

from liuguan.cli.language import say
from liuguan.cli.options import DistrictOption, month, one_of, open_office

PLAIN = (
    "district", "station", "month", "actual_migrants", "rental_households", "headcount", "effective_headcount",
    "required_headcount", "required_headcount_lenient", "headcount_shortage", "grant_state", "standard",
)  # fmt: skip
"""Columns of the table for people; JSON and CSV have all."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("staffing", help=say("各月应配、实配与缺额", "staffing needed, there and missing, by month"))(staffing)


def staffing(
    context: typer.Context,
    district: DistrictOption = None,
    first: Annotated[str | None, typer.Option("--from", help=say("起始月份 2010-12", "first month, 2010-12"))] = None,
    last: Annotated[str | None, typer.Option("--to", help=say("终止月份 2011-11", "last month, 2011-11"))] = None,
    known_on: Annotated[
        str | None, typer.Option("--as-known-on", help=say("按该日所知 2011-01-31", "as known on that day, 2011-01-31"))
    ] = None,
    format_: Annotated[str, typer.Option("--format", help="table | json | csv")] = "table",
) -> None:
    """Judge the counts of the records; a month without counts is left out."""
    from liuguan.cli.filing.asking import day, one_district, today
    from liuguan.cli.printing import print_rows
    from liuguan.language.functions import month_of
    from liuguan.records.store import event_known_on
    from liuguan.services.staffing import staffing as judged

    one_of(format_, ("table", "text", "json", "csv"), "--format")
    on = day(known_on, "--as-known-on")
    office = open_office(context)
    of = one_district(office, district)
    since = month(first, "--from") if first else office.city.config.law_from
    until = month(last, "--to") if last else month_of(today(office))
    with office.reading(of) as session:
        known = event_known_on(session, on) if on is not None else None
        rows = judged(session, office.city, of, first_month=since, last_month=until, known=known)
    plain = [r.to_json() for r in rows]
    print_rows(plain if format_ in ("json", "csv") else [{n: r[n] for n in PLAIN} for r in plain], format_)

"""What the commands about a month of a district share: their options, and how an order is given or only tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from liuguan.cli.language import say
from liuguan.cli.options import month, narrate, open_office

if TYPE_CHECKING:
    from liuguan.services.commands import Command
    from liuguan.services.office import Office

FORMATS = ("table", "text", "json", "csv")
MonthOption = Annotated[str, typer.Option("--month", help=say("月份 2010-12", "month, 2010-12"))]
WorkerArgument = Annotated[str, typer.Argument(metavar="WORKER", help=say("工号", "staff number"))]
DryOption = Annotated[
    bool, typer.Option("--dry-run", help=say("只说明会怎样,不写入", "say what would be; keep nothing"))
]
FormatOption = Annotated[str, typer.Option("--format", help="table | json | csv")]
ReasonOption = Annotated[str, typer.Option("--reason", help=say("理由", "why"))]


def asked(context: typer.Context, district: str | None, of_month: str) -> tuple[Office, str, int]:
    """The office, the district and the month that a command is about."""
    from liuguan.cli.filing.asking import one_district

    at = month(of_month, "--month")
    office = open_office(context)
    return office, one_district(office, district), at


def carry_out(office: Office, order: Command, dry: bool) -> Any:
    """Give an order; `dry` takes everything back that it did."""
    result = office.run(order, keep=not dry)
    if dry:
        narrate(say("试运行,未写入", "dry run, nothing is kept"))
    return result

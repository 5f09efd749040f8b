"""`district`: the districts of the city and their standards."""

from __future__ import annotations

from typing import Annotated

import typer

from liuguan.cli.language import say
from liuguan.cli.options import one_of, open_city


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, help=say("区县及其标准", "districts and their standards"))
    group.command("list", help=say("列出区县", "list the districts"))(list_)
    app.add_typer(group, name="district")


def list_(
    context: typer.Context,
    format_: Annotated[str, typer.Option("--format", help="table | json | csv")] = "table",
) -> None:
    """Districts with their validity, class of pay, standard and plugin."""
    from liuguan.cli.printing import print_rows
    from liuguan.services.districts import list_districts

    one_of(format_, ("table", "text", "json", "csv"), "--format")
    print_rows([vars_of(d) for d in list_districts(open_city(context))], format_)


def vars_of(row: object) -> dict[str, object]:
    """A dataclass row as a mapping."""
    from dataclasses import asdict

    return asdict(row)  # type: ignore[call-overload,no-any-return]

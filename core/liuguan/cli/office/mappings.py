"""`office mapping list|set|drop`: what the headers of an office's own workbooks stand for."""

from __future__ import annotations

from typing import Annotated

import typer

from liuguan.cli.language import say
from liuguan.cli.options import narrate, one_of, open_office

FORMATS = ("table", "json", "csv")
District = Annotated[str, typer.Option("--district", help=say("区县代号,如 xuanwu", "district id, such as xuanwu"))]
FormArgument = Annotated[str, typer.Argument(help="F2 | F3 | F4 | F5 | F6 | F10")]
Header = Annotated[str, typer.Argument(help=say("本单位的表头", "the office's own header"))]


def register(group: typer.Typer) -> None:
    """Add the group."""
    mapping = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help=say("本单位的表头", "an office's own headers")
    )
    mapping.command("list", help=say("列出表头对应", "list the headers that are kept"))(list_)
    mapping.command("set", help=say("登记一个表头对应表中的哪一列", "keep what a header stands for"))(set_)
    mapping.command("drop", help=say("取消一个表头", "forget a header"))(drop)
    group.add_typer(mapping, name="mapping")


def list_(
    context: typer.Context,
    district: District,
    format_: Annotated[str, typer.Option("--format", help=" | ".join(FORMATS))] = "table",
) -> None:
    """Every header of a district with the form's own."""
    from liuguan.cli.printing import print_rows
    from liuguan.services.mappings import mapping_for

    one_of(format_, FORMATS, "--format")
    office = open_office(context)
    office.city.check_id(district)
    with office.reading(district) as session:
        found = mapping_for(session, district)
    print_rows(
        [{"form": form, "header": h, "column": c} for form, pairs in found.items() for h, c in pairs.items()], format_
    )


def set_(
    context: typer.Context,
    form: FormArgument,
    header: Header,
    district: District,
    column: Annotated[
        str, typer.Argument(help=say("表中的列名;空为略过此列", "the form's header; empty to pass the column over"))
    ] = "",
) -> None:
    """Keep what a header stands for."""
    from liuguan.services.mappings import SetMapping

    office = open_office(context)
    office.run(SetMapping(district=district, form=form.upper(), header=header, form_header=column))
    narrate(say(f"{header} → {column or '略过'}", f"{header} → {column or 'passed over'}"))


def drop(context: typer.Context, form: FormArgument, header: Header, district: District) -> None:
    """Forget a header."""
    from liuguan.services.mappings import DropMapping

    open_office(context).run(DropMapping(district=district, form=form.upper(), header=header))
    narrate(say(f"已取消 {header}", f"{header} is forgotten"))

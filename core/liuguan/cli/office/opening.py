"""`office template|init`: an empty setup workbook, and an office's opening state from a filled one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from liuguan.cli.language import say
from liuguan.cli.options import DistrictOption, narrate, one_of, open_city, open_office

if TYPE_CHECKING:
    from liuguan.services.opening import Opened

FIRST_PASSWORD = "LIUGUAN_FIRST_PASSWORD"
FORMATS = ("table", "json", "csv")


def register(group: typer.Typer) -> None:
    """Add the commands."""
    group.command(
        "template", help=say("写出空白设置工作簿", "Write an empty setup workbook with help, lists and examples")
    )(template)
    group.command(
        "init", help=say("读入设置工作簿;全有或全无,可重复", "Take a setup workbook in: all or nothing, repeatable")
    )(init)


def template(
    context: typer.Context,
    output: Annotated[Path, typer.Option("-o", "--output", help=say("写入 .xlsx 文件", "the .xlsx file to write"))],
    district: DistrictOption = None,
) -> None:
    """Write the workbook that `office init` reads."""
    from liuguan.errors import ConfigError, Text
    from liuguan.exchange.forms import forms_of
    from liuguan.exchange.out.setup import setup_document
    from liuguan.exchange.out.workbook import save_workbook

    if output.suffix.lower() != ".xlsx":
        raise ConfigError([Text("请写 .xlsx 文件", "write an .xlsx file")], where="-o")
    city = open_city(context)
    if district is not None:
        city.check_id(district)
    unit = city.config.unit(district) if district else None
    document = setup_document(
        forms_of(city.data), city=city.config.name_zh, district=district or "", name=unit.name_zh if unit else ""
    )
    save_workbook(document, output)
    narrate(say(f"模板已写入 {output.name}", f"the template is in {output.name}"))


def init(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help=say("填好的设置工作簿", "the filled setup workbook"))] = None,
    district: DistrictOption = None,
    operators: Annotated[
        list[str] | None,
        typer.Option(
            "--operator", metavar="NAME:ROLE", help=say("登记操作员,如 wang:head", "enter an operator, wang:head")
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=say("只报告,不写入", "report only, write nothing"))
    ] = False,
    format_: Annotated[str, typer.Option("--format", help=" | ".join(FORMATS))] = "table",
) -> None:
    """Enter district, stations, operators and the opening state."""
    from liuguan.errors import ConfigError, Text
    from liuguan.services.opening import InitOffice, init_from, init_with, new_operators

    one_of(format_, FORMATS, "--format")
    if file is None and (district is None or not operators):
        wanted = Text(
            "给出设置工作簿,或 --district 与 --operator", "give a setup workbook, or --district with --operator"
        )
        raise ConfigError([wanted], where="FILE")
    if file is not None and operators:
        beside = Text("操作员写在工作簿里", "operators stand in the workbook")
        raise ConfigError([beside], where="--operator")
    office = open_office(context)
    if file is not None:
        passwords = _passwords(new_operators(office, file))
        opened = init_from(office, file, district=district or "", passwords=passwords, dry=dry_run)
    else:
        office.city.check_id(str(district))
        lines = tuple(_operators(operators or []))
        opened = init_with(office, InitOffice(district=str(district), operators=lines, dry=dry_run))  # type: ignore[arg-type]
    _print(opened, format_)
    if dry_run:
        narrate(say("仅预演,未写入任何内容", "a dry run; nothing was written"))


def _operators(given: list[str]) -> Iterable[object]:
    """Operators of the command line with their first passwords.

    Raises:
        ConfigError: not a name and a role.
    """
    from liuguan.errors import ConfigError, Text
    from liuguan.records.tables.operators import Role
    from liuguan.services.opening import OperatorLine

    pairs = [text.partition(":")[::2] for text in given]
    roles = ", ".join(Role)
    for name, role in pairs:
        if not name or role not in list(Role):
            wrong = Text(f"应为 名称:角色;角色有 {roles}", f"write NAME:ROLE; roles are {roles}")
            raise ConfigError([wrong], where="--operator")
    passwords = _passwords([name for name, _ in pairs])
    return [OperatorLine(name=name, role=Role(role), password=passwords[name]) for name, role in pairs]


def _passwords(names: list[str]) -> dict[str, str]:
    """First passwords of new accounts: from the environment for all of them, else asked for one by one.

    Raises:
        Refusal: there is nobody to ask.
    """
    from liuguan.errors import Refusal, Text

    if (given := os.environ.get(FIRST_PASSWORD)) is not None:
        return dict.fromkeys(names, given)
    if names and not sys.stdin.isatty():
        silent = Text(
            f"新操作员需要首个密码;请设 {FIRST_PASSWORD}", f"new operators need a first password; set {FIRST_PASSWORD}"
        )
        raise Refusal(silent, reason="no_password", where=", ".join(names))
    return {
        name: typer.prompt(
            say(f"{name} 的首个密码", f"first password of {name}"), hide_input=True, confirmation_prompt=True, err=True
        )
        for name in names
    }


def _print(opened: Opened, format_: str) -> None:
    from liuguan.cli.printing import print_rows

    rows = [("station", opened.stations), ("operator", opened.operators), *opened.rows.items()]
    print_rows([{"table": table, "changed": count} for table, count in rows], format_)

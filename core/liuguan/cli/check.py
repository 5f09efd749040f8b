"""`check`: the city office's batch over a folder of workbooks, or over the records."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from liuguan.cli.language import choose, say
from liuguan.cli.options import (
    OutOption,
    PluginOption,
    month,
    narrate,
    one_of,
    open_city,
    open_office,
    progress,
)
from liuguan.cli.options import day as day_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liuguan.services.check import Progress, Report

FORMATS = ("text", "table", "json", "csv", "xlsx")
LEVELS = ("violation", "warning", "unknown", "info")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "check",
        help=say(
            "检查目录中的表格,不给目录则检查记录:逐区县给出有条款依据的发现",
            "Check a folder of workbooks, or the records without one: cited findings, district by district",
        ),
    )(check)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the search for garbage: a batch keeps nearly all that it makes, and loads, until it ends."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@uncollected()
def check(
    context: typer.Context,
    first: Annotated[str, typer.Option("--from", help=say("起始月份 2010-12", "first month, 2010-12"))],
    last: Annotated[str, typer.Option("--to", help=say("终止月份 2011-11", "last month, 2011-11"))],
    folder: Annotated[
        Path | None,
        typer.Argument(help=say("表格所在目录;不给则检查记录", "folder with the workbooks; the records without it")),
    ] = None,
    as_known_on: Annotated[
        str | None,
        typer.Option(
            "--as-known-on", help=say("只用该日(含)前记录的内容", "only what had been recorded by the end of this day")
        ),
    ] = None,
    districts: Annotated[
        list[str] | None, typer.Option("--district", help=say("只查这些区县", "only these districts"))
    ] = None,
    fail_on: Annotated[str, typer.Option("--fail-on", help=" | ".join(LEVELS))] = "violation",
    format_: Annotated[str, typer.Option("--format", help=" | ".join(FORMATS))] = "text",
    output: OutOption = None,
    plugin: PluginOption = None,
) -> None:
    """Check a folder and end with the code that says what was found."""
    from liuguan.errors import ConfigError, Text
    from liuguan.rulebook.definitions import Severity
    from liuguan.services.check import check_city

    one_of(format_, FORMATS, "--format")
    one_of(fail_on, LEVELS, "--fail-on")
    start, end = month(first, "--from"), month(last, "--to")
    if end < start:
        raise ConfigError([Text("早于 --from", "before --from")], where="--to")
    if plugin is not None and len(districts or ()) != 1:
        raise ConfigError(
            [Text("--plugin 需要恰好一个 --district", "--plugin needs exactly one --district")], where="--plugin"
        )
    if folder is None and plugin is not None:
        raise ConfigError([Text("只用于目录", "goes with a folder")], where="--plugin")
    if folder is not None and as_known_on is not None:
        raise ConfigError([Text("只用于记录", "goes with the records, not with a folder")], where="--as-known-on")
    with progress() as tell:
        if folder is None:
            report = _of_records(context, start, end, districts or (), as_known_on, tell)
        elif not folder.is_dir():
            raise ConfigError([Text("不是目录", "not a folder")], where=str(folder))
        else:
            report = check_city(
                open_city(context),
                folder,
                first_month=start,
                last_month=end,
                only=districts or (),
                plugin=plugin,
                progress=tell,
            )
    write_report(report, format_, output)
    raise typer.Exit(report.exit_code(Severity(fail_on)))


def _of_records(
    context: typer.Context, first: int, last: int, districts: Sequence[str], day: str | None, tell: Progress
) -> Report:
    """The report on the records of the office, as they are or as they were known on a day."""
    from liuguan.records.store import event_known_on
    from liuguan.services.check import check_records

    office = open_office(context)
    with office.reading() as session:
        known = event_known_on(session, day_of(day, "--as-known-on")) if day is not None else None
        return check_records(
            office.city, session, first_month=first, last_month=last, only=districts, known=known, progress=tell
        )


def write_report(report: Report, format_: str, output: Path | None) -> None:
    """The report in the form asked for: data on stdout or in the file, narration on stderr."""
    from liuguan.services.report import save_report, text_report

    for notice in report.notices:
        narrate(f"{say('提示', 'note')}: {notice.said(choose())}")
    for problem in report.problems:
        narrate(f"{say('问题', 'problem')}: {problem.said(choose())}")
    for fault in report.faults:
        narrate(f"{say('插件故障', 'plugin fault')}: {fault.said(choose())}")
    if format_ in ("text", "table"):
        text = text_report(report, choose())
        if output is None:
            typer.echo(text)
        else:
            save_report(report, "text", output, choose())
        return
    saved = save_report(report, format_, output, choose())
    if saved is not None:
        typer.echo(saved, nl=False)

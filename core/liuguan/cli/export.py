"""`export`: the city's forms out of the records, as workbooks that print as they stand or as CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from liuguan.cli.language import choose, say
from liuguan.cli.options import month, narrate, one_of, open_office

FORMATS = ("xlsx", "csv")
LISTED = "F2 | F3 | F4 | F5 | F6 | F7 | F9 | F10"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "export",
        help=say(
            "导出表格:F2 花名册、F3 考核、F4 工资、F5 配备、F6 培训、F7 检查、F9 年度汇总、F10 勤务;默认隐藏身份证号",
            "Export a form: F2 roster, F3 assessment, F4 payroll, F5 staffing, F6 training, F7 inspections, F9 annual, "
            "F10 duty; ID numbers are masked unless --full",
        ),
    )(export)


def export(
    context: typer.Context,
    form: Annotated[str, typer.Argument(help=LISTED)],
    district: Annotated[str, typer.Option("--district", help=say("区县代号,如 xuanwu", "district id, such as xuanwu"))],
    output: Annotated[Path, typer.Option("-o", "--output", help=say("写入文件", "write to this file"))],
    of_month: Annotated[
        str | None, typer.Option("--month", help=say("一个月,如 2010-12", "one month, 2010-12"))
    ] = None,
    first: Annotated[str | None, typer.Option("--from", help=say("起始月份", "first month"))] = None,
    last: Annotated[str | None, typer.Option("--to", help=say("终止月份", "last month"))] = None,
    year: Annotated[
        int | None, typer.Option("--year", min=1990, max=2100, help=say("全年,如 2011", "a whole year, 2011"))
    ] = None,
    run: Annotated[int | None, typer.Option("--run", help=say("F4:第几次发放", "F4: number of the pay run"))] = None,
    known_on: Annotated[
        str | None, typer.Option("--as-known-on", help=say("按该日所知", "as known on that day, 2011-01-31"))
    ] = None,
    format_: Annotated[
        str | None, typer.Option("--format", help=f"{' | '.join(FORMATS)}; " + say("默认看文件名", "else by file name"))
    ] = None,
    full: Annotated[
        bool, typer.Option("--full/--masked", help=say("完整身份证号(记入审计)", "ID numbers in full (audited)"))
    ] = False,
) -> None:
    """Write one form of a district to a file."""
    from liuguan.cli.filing.asking import day
    from liuguan.errors import ConfigError, Text
    from liuguan.exchange.out.separated import save_separated
    from liuguan.exchange.out.workbook import save_workbook
    from liuguan.records.store import event_known_on
    from liuguan.services.exporting import FORMS, Asked
    from liuguan.services.exporting import export as exported

    code = one_of(form.upper(), FORMS, "FORM")
    ending = format_ or output.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        wrong = Text("请用 xlsx 或 csv", "write xlsx or csv")
        raise ConfigError([wrong], where="--format" if format_ else "-o")
    start, end = _span(of_month, first, last, year, needed=code not in ("F2", "F6"))
    on = day(known_on, "--as-known-on")
    office = open_office(context)
    office.city.check_id(district)
    known = None
    if on is not None:
        with office.reading(district) as session:
            known = event_known_on(session, on)
    asked = Asked(district=district, first_month=start, last_month=end, run=run, known=known, full=full)
    document = exported(office, code, asked, flat=ending == "csv")
    if ending == "csv":
        save_separated(document, output)
    else:
        save_workbook(document, output, language=choose())
    rows = document.rows
    narrate(say(f"{code}:{rows} 行已写入 {output.name}", f"{code}: {rows} rows written to {output.name}"))


def _span(
    of_month: str | None, first: str | None, last: str | None, year: int | None, *, needed: bool
) -> tuple[int, int]:  # fmt: skip
    """First and last month of what was asked for; all months where a form needs none.

    Raises:
        ConfigError: none is given though the form needs one, or several ways at once.
    """
    from liuguan.errors import ConfigError, Text

    if [of_month is not None, first is not None or last is not None, year is not None].count(True) > 1:
        raise ConfigError(
            [Text("只用一种:--month、--from/--to 或 --year", "one of --month, --from/--to, --year")], where=""
        )
    if of_month is not None:
        return month(of_month, "--month"), month(of_month, "--month")
    if year is not None:
        return year * 12, year * 12 + 11
    if first is None and last is None and not needed:
        return 12 * 1900, 12 * 2100
    if first is None or last is None:
        which = Text("需要 --month、--from 与 --to 或 --year", "give --month, --from with --to, or --year")
        raise ConfigError([which], where="--from" if first is None else "--to")
    start, end = month(first, "--from"), month(last, "--to")
    if end < start:
        raise ConfigError([Text("早于 --from", "before --from")], where="--to")
    return start, end

"""`import`: workbooks into the records, with a report of everything that was not taken in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from liuguan.cli.language import choose, say
from liuguan.cli.options import narrate, one_of, open_office, progress

if TYPE_CHECKING:
    from liuguan.services.importing import ImportReport

FORMATS = ("table", "json", "csv")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "import",
        help=say(
            "把表格读入记录:逐文件全有或全无,逐区县一笔",
            "Take workbooks into the records, each file whole or not at all",
        ),
    )(take_in)


def take_in(
    context: typer.Context,
    sources: Annotated[list[Path], typer.Argument(help=say("目录或文件", "folders or files"))],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=say("只报告,不写入", "report only, write nothing"))
    ] = False,
    park: Annotated[
        bool,
        typer.Option(
            "--park", help=say("好的行先读入,其余列入待改清单", "let good rows in and keep the rest on the to-fix list")
        ),
    ] = False,
    fix_out: Annotated[
        Path | None,
        typer.Option("--fix-out", help=say("另存标出问题的表格的目录", "folder for copies with each problem marked")),
    ] = None,
    districts: Annotated[
        list[str] | None, typer.Option("--district", help=say("只读这些区县", "only these districts"))
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", help=say("表头对应(TOML)", "what headers stand for (TOML)"))
    ] = None,
    format_: Annotated[str, typer.Option("--format", help=" | ".join(FORMATS))] = "table",
) -> None:
    """Import folders and files, and end with 2 where any of them was not taken in."""
    from liuguan.cli.office.asking import ask_headers
    from liuguan.errors import ConfigError, Text
    from liuguan.exchange.forms import forms_of
    from liuguan.exchange.mapping import read_mapping
    from liuguan.services.importing import import_files, read_files

    one_of(format_, FORMATS, "--format")
    for source in sources:
        if not source.exists():
            raise ConfigError([Text("没有此文件或目录", "no such file or folder")], where=str(source))
    office = open_office(context)
    for district in districts or ():
        office.city.check_id(district)
    own = office.account.districts
    wanted = districts or (sorted(own) if own is not None else [])
    of_file = read_mapping(mapping, forms_of(office.city.data)) if mapping is not None else None
    names = ask_headers(office, sources, wanted, of_file)
    with progress() as tell:
        with office.reading() as session:
            readout = read_files(office.city, session, sources, only=wanted, park=park, names=names, progress=tell)
        report = import_files(office, readout, dry=dry_run, progress=tell)
    _narrate(report)
    if fix_out is not None:
        _mark(report, sources, fix_out)
    _print(report, format_)
    raise typer.Exit(report.exit_code)


def _narrate(report: ImportReport) -> None:
    for notice in report.notices:
        narrate(f"{say('提示', 'note')}: {notice.said(choose())}")
    for problem in report.rejected:
        narrate(f"{say('未读入', 'rejected')}: {problem.said(choose())}")
    for problem in report.questions:
        narrate(f"{say('待答', 'question')}: {problem.said(choose())}")
    for district in report.districts:
        for problem in district.kept_closed:
            narrate(f"{say('已封账', 'closed')}: {problem.said(choose())}")
    for fault in report.faults:
        narrate(f"{say('标准有误,未备案', 'standard not filed')}: {fault.said(choose())}")
    if report.dry:
        narrate(say("仅预演,未写入任何内容", "a dry run; nothing was written"))


def _mark(report: ImportReport, sources: list[Path], folder: Path) -> None:
    """Copies of the files that have problems, each cell coloured and commented."""
    from liuguan.exchange.fixing import by_file, write_fixed_copy

    folder.mkdir(parents=True, exist_ok=True)
    for name, problems in by_file([*report.rejected, *report.questions]).items():
        path = next((p for s in sources for p in (s / name, s) if p.is_file()), None)
        if path is None or path.suffix.lower() not in (".xlsx", ".csv"):
            continue
        copy = folder / Path(name).with_suffix(".xlsx")
        copy.parent.mkdir(parents=True, exist_ok=True)
        lacks = write_fixed_copy(path, problems, copy, language=choose())
        narrate(f"{say('已另存', 'marked copy')}: {copy}" + (f" ({lacks.said(choose())})" if lacks else ""))


def _print(report: ImportReport, format_: str) -> None:
    from liuguan.cli.printing import print_rows

    rows = [
        {
            "file": f.path, "districts": " ".join(f.districts), "forms": " ".join(f.forms), "outcome": f.outcome.value,
            "rows": f.rows, "parked": f.parked,
        }
        for f in report.files
    ]  # fmt: skip
    print_rows(rows, format_)

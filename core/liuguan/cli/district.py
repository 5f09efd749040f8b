"""`district`: the districts of the city and their standards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from liuguan.cli.language import choose, say
from liuguan.cli.options import PluginOption, month, narrate, one_of, open_city

if TYPE_CHECKING:
    from liuguan.rulebook.finding import Finding
    from liuguan.services.admission_report import AdmissionReport, Difference

LEVELS = ("violation", "warning", "unknown", "info")
_LEVELS = {
    "violation": ("违反", "violation"), "warning": ("警告", "warning"), "unknown": ("未知", "unknown"),
    "info": ("提示", "info"),
}  # fmt: skip
_HOW = {
    "answered": ("作答", "answered"), "taken up": ("采用", "taken up"), "beside": ("另答", "beside"),
    "own": ("自有", "own"),
}  # fmt: skip

NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help=say("区县代号,如 xuanwu", "district id, such as xuanwu"))
]


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help=say("区县及其标准", "districts and their standards")
    )
    group.command("list", help=say("列出区县", "list the districts"))(list_)
    group.command(
        "new",
        help=say(
            "写出一个区县标准包:规则、数值、测试", "write a package for a district's standard: rules, figures, tests"
        ),
    )(new)
    group.command(
        "check",
        help=say(
            "备案前自查:逐月检查、哈希、与全市的不同", "the report before filing: checks by month, hashes, what differs"
        ),
    )(check)
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


def new(
    context: typer.Context,
    name: NameArgument,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help=say("写入的新目录", "new folder to write to"))
    ] = None,
) -> None:
    """Write a working package with its tests; the paths go to stdout."""
    from liuguan.services.new_district import write_district

    written = write_district(open_city(context), name, output)
    for path in written:
        typer.echo(path.as_posix())
    package = next(p.parent for p in written if p.name == "__init__.py")
    command = f"liuguan district check {name} --plugin {package.as_posix()}"
    narrate(say(f"数值均为示例。自查:{command}", f"All figures are illustrative. Next: {command}"))


def check(
    context: typer.Context,
    name: NameArgument,
    plugin: PluginOption = None,
    standard: Annotated[
        Path | None, typer.Option("--standard", help=say("用此标准文件", "a TOML file instead of the one in place"))
    ] = None,
    first: Annotated[str | None, typer.Option("--from", help=say("起始月份 2010-12", "first month, 2010-12"))] = None,
    last: Annotated[str | None, typer.Option("--to", help=say("终止月份 2011-11", "last month, 2011-11"))] = None,
    fail_on: Annotated[str, typer.Option("--fail-on", help=" | ".join(LEVELS))] = "violation",
    format_: Annotated[str, typer.Option("--format", help="text | json")] = "text",
) -> None:
    """Judge a standard as the city would on receiving it."""
    import json

    from liuguan.rulebook.definitions import Severity
    from liuguan.services.admission_report import check_district

    one_of(format_, ("text", "table", "json"), "--format")
    one_of(fail_on, LEVELS, "--fail-on")
    report = check_district(
        open_city(context),
        name,
        standard=standard,
        plugin=plugin,
        first=month(first, "--from") if first else None,
        last=month(last, "--to") if last else None,
    )
    if format_ == "json":
        typer.echo(json.dumps({"schema": 1, "admission": report.to_json()}, ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(lines(report)))
    raise typer.Exit(1 if report.worst_is_at_least(Severity(fail_on)) else 0)


def lines(report: AdmissionReport) -> list[str]:
    """The report as text: hashes, what the checks say, what differs, what is illustrative."""
    zh = choose() == "zh"
    out = [
        f"{report.name_zh if zh else report.name_en} ({report.district})  {report.first_month} – {report.last_month}",
        f"  {say('标准含义', 'meaning')}  {report.meaning}",
        f"  {say('标准全文', 'document')} {report.document}",
        f"  {say('全市含义', 'city')}  {report.city_meaning}",
        "",
        say("备案检查", "Filing checks"),
    ]
    out += [_finding(f, months) for f, months in report.together()] or [f"  {say('没有发现', 'no findings')}"]
    out += ["", say("与全市不同的项目", "What differs from the city")]
    out += [_difference(d) for d in report.differences] or [f"  {say('无', 'nothing')}"]
    out += ["", say(f"示例性取值 {len(report.illustrative)}", f"Illustrative sections: {len(report.illustrative)}")]
    if report.illustrative:
        out.append(f"  {', '.join(report.illustrative)}")
    return out


def _finding(f: Finding, months: list[str]) -> str:
    when = months[0] if len(months) == 1 else f"{months[0]} – {months[-1]} ({len(months)})"
    message, fix = (f.message_zh, f.fix_zh) if choose() == "zh" else (f.message_en, f.fix_en)
    head = f"  {say(*_LEVELS[f.severity.value])} {f.code} [{f.clause}] {when}  {message}"
    return f"{head}\n      → {fix}" if fix else head


def _difference(d: Difference) -> str:
    zh = choose() == "zh"
    readings: list[Any] = (
        [f"{r} {z}" for r, z in zip(d.readings, d.readings_zh, strict=False)] if zh else list(d.readings)
    )
    chosen = f"  {say('读法', 'reading')} {'、'.join(readings) if zh else ', '.join(readings)}" if readings else ""
    since = f"  {say('自', 'from')} {', '.join(d.since)}" if d.since else ""
    return (
        f"  {say(*_HOW[d.how])} {d.label_zh if zh else d.label_en} ({d.name}) [{', '.join(d.clauses)}]{chosen}{since}"
    )

"""`evaluate`: any entity from a table of inputs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from liuguan.cli.language import choose, say
from liuguan.cli.options import DistrictOption, OutOption, PluginOption, narrate, one_of, open_city

FORMATS = ("csv", "json", "parquet", "xlsx", "table", "text")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("evaluate", help=say("按输入表逐行计算结果", "Compute results for every row of a table of inputs"))(
        evaluate
    )


def evaluate(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=say("CSV、XLSX 或 Parquet 文件", "CSV, XLSX or Parquet file"))],
    entity: Annotated[
        str, typer.Option("--entity", help=say("每行是什么,如 worker_month", "what a row is, such as worker_month"))
    ],
    district: DistrictOption = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", help=say("只要这些结果,逗号分隔", "only these results, with commas"))
    ] = None,
    format_: Annotated[str, typer.Option("--format", help=" | ".join(FORMATS))] = "csv",
    output: OutOption = None,
    plugin: PluginOption = None,
) -> None:
    """Compute, narrate on stderr, and write nothing on bad input."""
    from liuguan.errors import ConfigError, Text
    from liuguan.exchange.results import save_results
    from liuguan.services.evaluation import evaluate_file

    one_of(format_, FORMATS, "--format")
    if format_ in ("xlsx", "parquet") and output is None:
        raise ConfigError([Text(f"{format_} 需要 -o 文件", f"{format_} needs -o FILE")], where="--format")
    names = [n.strip() for part in only or () for n in part.split(",") if n.strip()]
    found = evaluate_file(open_city(context), file, entity, district=district, only=names, plugin=plugin)
    for note in found.notes:
        narrate(f"{say('提示', 'note')}: {note.said(choose())}")
    if format_ in ("table", "text"):
        from liuguan.cli.printing import print_rows
        from liuguan.exchange.results import written_rows

        print_rows(written_rows(found.frame, found.kinds), "table")
        return
    text = save_results(found.frame, found.kinds, format_, output, language=choose())
    if text is not None:
        typer.echo(text, nl=False)

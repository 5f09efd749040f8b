"""The root command: options that all commands share, and one place where errors become exit codes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from liuguan.cli import (
    assess,
    check,
    db,
    district,
    eligibility,
    evaluate,
    explain,
    export,
    filing,
    importing,
    inspect,
    office,
    pay,
    review,
    roster,
    rules,
    sample,
    staffing,
)
from liuguan.cli.language import choose, say
from liuguan.cli.options import Shared
from liuguan.cli.refusals import is_help, usage
from liuguan.errors import ConfigError, LiuguanError, Text

app = typer.Typer(
    rich_markup_mode=None,  # drawing help in colour costs as much time as everything else of it
    name="liuguan", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help=say(
        "流动人口服务管理专职人员:把全市指导意见和各区县标准变成可查、可算、可追溯到条款的规则。",
        "Full-time migrant-population service staff: a city's guidance and its districts' standards as rules.",
    ),
    epilog=say(
        "退出码:0 没有达到 --fail-on 的发现;1 有发现;2 输入有误;3 存储;4 插件故障;5 完整性。",
        "Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 bad input, 3 storage, 4 plugin fault, 5 integrity.",
    ),
)  # fmt: skip

assess.register(app)
check.register(app)
db.register(app)
district.register(app)
eligibility.register(app)
evaluate.register(app)
explain.register(app)
export.register(app)
filing.register(app)
importing.register(app)
inspect.register(app)
office.register(app)
pay.register(app)
review.register(app)
roster.register(app)
rules.register(app)
sample.register(app)
staffing.register(app)

DEFECT = 70
"""What a defect of the program itself ends with, so that it is never taken for findings."""


def _version(asked: bool) -> None:
    if asked:
        from liuguan import __version__

        typer.echo(f"liuguan {__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    lang: Annotated[str | None, typer.Option("--lang", help=say("zh 或 en", "zh or en"))] = None,
    config_dir: Annotated[
        Path | None, typer.Option("--config-dir", help=say("标准所在目录", "folder of the configurations"))
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            "--database",
            help=say(
                "数据库:文件或 URL(含密码时请设 LIUGUAN_DATABASE_URL)",
                "database: file or URL (set LIUGUAN_DATABASE_URL for one with a password)",
            ),
        ),
    ] = None,
    operator: Annotated[str | None, typer.Option("--operator", help=say("操作员", "who gives the orders"))] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=say("显示版本", "show the version"))
    ] = False,
) -> None:
    """Keep the shared options for the command that follows."""
    if lang is not None and lang not in ("zh", "en"):
        raise ConfigError([Text(f"{lang};请用 zh 或 en", f"{lang}; write zh or en")], where="--lang")
    context.obj = Shared(config_dir=config_dir, database=database, operator=operator)


def main() -> None:
    """Run the command line; every refusal is a message on stderr and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        sys.exit(app(standalone_mode=False))
    except TyperException as e:
        if not is_help(e):
            typer.echo(f"{say('错误', 'error')}: {usage(e).said(choose())}", err=True)
        sys.exit(e.exit_code)
    except LiuguanError as e:
        typer.echo(f"{say('错误', 'error')}: {e.said(choose())}", err=True)
        sys.exit(e.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as e:
        if os.environ.get("LIUGUAN_TRACEBACK"):
            raise
        said = say(
            "程序内部错误,请报告;设 LIUGUAN_TRACEBACK=1 可看详情",
            "a defect of the program, please report it; LIUGUAN_TRACEBACK=1 shows more",
        )
        typer.echo(f"{type(e).__name__}: {e}\n{said}", err=True)
        sys.exit(DEFECT)

"""Options and helpers that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from liuguan.cli.language import say
from liuguan.errors import ConfigError, Text

if TYPE_CHECKING:
    from liuguan.district import City

DistrictOption = Annotated[
    str | None, typer.Option("--district", help=say("区县代号,如 xuanwu", "district id, such as xuanwu"))
]
PluginOption = Annotated[
    Path | None,
    typer.Option(
        "--plugin", help=say("第三方区县插件:模块文件或包目录", "a third party's plugin: module file or package folder")
    ),
]
OutOption = Annotated[Path | None, typer.Option("-o", "--output", help=say("写入文件", "write to this file"))]


def open_city(context: typer.Context) -> City:
    """The city with its configuration folder as asked for."""
    from liuguan.district import City

    config = context.find_root().obj
    return City(config_dir=config if isinstance(config, Path) else None)


def narrate(text: str) -> None:
    """A line for the person at the terminal, beside the data."""
    typer.echo(text, err=True)


def month(text: str, option: str) -> int:
    """A month option as a number.

    Raises:
        ConfigError: the text is not a month.
    """
    from liuguan.language.written import NotWritten, month_number

    try:
        return month_number(text)
    except NotWritten as e:
        wrong = Text(f"{text} 不是月份;请写成 2010-12", f"{text} is not a month; write 2010-12")
        raise ConfigError([wrong], where=option) from e


def one_of(value: str, allowed: tuple[str, ...], option: str) -> str:
    """An option that takes one of a few words.

    Raises:
        ConfigError: it is given another.
    """
    if value not in allowed:
        listed = ", ".join(allowed)
        raise ConfigError([Text(f"{value};可用 {listed}", f"{value}; write one of {listed}")], where=option)
    return value


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on stderr where that is a terminal, else nothing."""
    if not sys.stderr.isatty():
        yield lambda what, done, of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def tell(what: str, done: int, of: int) -> None:
            bar.update(task, description=what, completed=done, total=of)

        yield tell

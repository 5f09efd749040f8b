"""Options and helpers that several commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from liuguan.cli.language import say
from liuguan.errors import ConfigError, Refusal, Text

if TYPE_CHECKING:
    import datetime

    from liuguan.district import City
    from liuguan.records.store import Store
    from liuguan.services.office import Office

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


OPERATOR_VARIABLE = "LIUGUAN_OPERATOR"
PASSWORD_VARIABLE = "LIUGUAN_PASSWORD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What stands before the command: the options that all commands share."""

    config_dir: Path | None = None
    database: str | None = None
    operator: str | None = None


def shared(context: typer.Context) -> Shared:
    """The shared options of this run."""
    kept = context.find_root().obj
    return kept if isinstance(kept, Shared) else Shared()


def open_city(context: typer.Context) -> City:
    """The city with its configuration folder as asked for."""
    from liuguan.district import City

    return City(config_dir=shared(context).config_dir)


def open_store(context: typer.Context) -> Store:
    """The records at `--database`, else LIUGUAN_DATABASE_URL, else the user's own; closed when the command ends.

    Raises:
        StorageError: they cannot be opened.
    """
    from liuguan.records.store import Store

    store = Store(shared(context).database)
    context.find_root().call_on_close(store.close)
    return store


def open_office(context: typer.Context) -> Office:
    """The office over the records, brought to the tables of this program, with who gives the orders logged in.

    Raises:
        Refusal: operators are entered, and nobody or not one of them logs in.
        StorageError: the records cannot be opened.
    """
    from liuguan.records.migrate import prepare
    from liuguan.services.office import Office
    from liuguan.services.operators import anybody_entered, log_in

    store = open_store(context)
    prepare(store)
    name = None
    if anybody_entered(store):
        name = shared(context).operator or os.environ.get(OPERATOR_VARIABLE) or ""
        log_in(store, name, _password(name))
    return Office(store, open_city(context), operator=name)


def _password(operator: str) -> str:
    """The password of an operator, from the environment, else from who sits at the terminal."""
    if not operator:
        nobody = Text(
            "已登记操作员;请用 --operator 指明,或设 LIUGUAN_OPERATOR",
            "operators are entered; give --operator or set LIUGUAN_OPERATOR",
        )
        raise Refusal(nobody, reason="not_logged_in", where="--operator")
    if (given := os.environ.get(PASSWORD_VARIABLE)) is not None:
        return given
    if not sys.stdin.isatty():
        silent = Text("没有密码;请设 LIUGUAN_PASSWORD", "there is no password; set LIUGUAN_PASSWORD")
        raise Refusal(silent, reason="not_logged_in", where=operator)
    typed: str = typer.prompt(say("密码", "password"), hide_input=True, err=True)
    return typed


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


def day(text: str, option: str) -> datetime.date:
    """A day option.

    Raises:
        ConfigError: the text is not a day.
    """
    import datetime

    try:
        return datetime.date.fromisoformat(text)
    except ValueError as e:
        wrong = Text(f"{text} 不是日期;请写成 2011-01-31", f"{text} is not a day; write 2011-01-31")
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

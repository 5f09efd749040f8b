"""`roster`: who is in post, what is known of a worker, and how it came about; ID numbers are masked."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from liuguan.cli.language import say
from liuguan.cli.options import DistrictOption, one_of, open_office

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

    from liuguan.records.base import Day

FORMATS = ("table", "text", "json", "csv")
WorkerArgument = Annotated[str, typer.Argument(metavar="WORKER", help=say("工号或人员编号", "staff number or key"))]
OnOption = Annotated[str | None, typer.Option("--on", help=say("某日 2011-01-31;默认今天", "a day; today without it"))]
KnownOption = Annotated[
    str | None, typer.Option("--as-known-on", help=say("按该日所知 2011-01-31", "as known on that day, 2011-01-31"))
]
FormatOption = Annotated[str, typer.Option("--format", help="table | json | csv")]


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=say("花名册查询", "reading the roster"))
    for name, function, zh, en in (
        ("list", list_, "某日在岗人员", "who is in post on a day"),
        ("show", show, "某人某日的全部登记", "everything a worker's line says on a day"),
        (
            "search",
            search,
            "按姓名、拼音、首字母、证件尾号、工号、站点查找",
            "find by name, pinyin, initials, number, station",
        ),
        ("history", history, "某人的各次变动", "what changed for a worker, and when"),
        ("changes", changes, "某段时间的人员变动(F1)", "changes of staff between two days (F1)"),
    ):
        group.command(name, help=say(zh, en))(function)
    app.add_typer(group, name="roster")


def list_(
    context: typer.Context, district: DistrictOption = None, on: OnOption = None, known_on: KnownOption = None,
    format_: FormatOption = "table",
) -> None:  # fmt: skip
    """List those in post."""
    from liuguan.services.roster.listing import listed

    with _reading(context, district, on, known_on, format_) as (session, of, day, known):
        _print(listed(session, of, day, known=known), format_)


def show(
    context: typer.Context, worker: WorkerArgument, district: DistrictOption = None, on: OnOption = None,
    known_on: KnownOption = None, format_: FormatOption = "table",
) -> None:  # fmt: skip
    """Show one line in full."""
    from liuguan.errors import Refusal, Text
    from liuguan.services.roster.listing import shown, worker_of

    with _reading(context, district, on, known_on, format_) as (session, of, day, known):
        line = shown(session, of, worker_of(session, of, worker), day, known=known)
    if line is None:
        away = Text(f"{day} 不在岗", f"not in post on {day}")
        raise Refusal(away, reason="not_in_post", where=worker)
    _print([{"field": name, "value": value} for name, value in line.items()], format_)


def search(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=say("要找的字", "what is sought"))],
    district: DistrictOption = None,
    on: OnOption = None,
    limit: Annotated[int, typer.Option("--limit", help=say("最多几人", "so many at most"))] = 20,
    format_: FormatOption = "table",
) -> None:
    """Find workers."""
    from dataclasses import asdict

    from liuguan.services.roster.searching import search as find

    with _reading(context, district, on, None, format_) as (session, of, day, _):
        _print([asdict(found) for found in find(session, text, on=day, district=of, limit=limit)], format_)


def history(
    context: typer.Context, worker: WorkerArgument, district: DistrictOption = None, known_on: KnownOption = None,
    format_: FormatOption = "table",
) -> None:  # fmt: skip
    """List a worker's lines."""
    from liuguan.services.roster.listing import told, worker_of

    with _reading(context, district, None, known_on, format_) as (session, of, _, known):
        _print(told(session, of, worker_of(session, of, worker), known=known), format_)


def changes(
    context: typer.Context,
    first: Annotated[str, typer.Option("--from", help=say("起日 2010-12-01", "first day, 2010-12-01"))],
    last: Annotated[str, typer.Option("--to", help=say("止日 2010-12-31", "last day, 2010-12-31"))],
    district: DistrictOption = None,
    known_on: KnownOption = None,
    format_: FormatOption = "table",
) -> None:
    """List hires, leaves, transfers and changes of role or employer."""
    from liuguan.cli.filing.asking import day
    from liuguan.services.roster.reading import staff_changes

    since, until = day(first, "--from"), day(last, "--to")
    if since is None or until is None:
        return
    with _reading(context, district, None, known_on, format_) as (session, of, _, known):
        _print(staff_changes(session, of, since, until, known=known).to_dicts(), format_)


@contextmanager
def _reading(
    context: typer.Context, district: str | None, on: str | None, known_on: str | None, format_: str
) -> Iterator[tuple[Session, str, Day, int | None]]:
    """A session on the records with the district, the day and the event that were asked for."""
    from liuguan.cli.filing.asking import day, one_district, today
    from liuguan.records.store import event_known_on

    one_of(format_, FORMATS, "--format")
    asked, known_day = day(on, "--on"), day(known_on, "--as-known-on")
    office = open_office(context)
    of = one_district(office, district)
    with office.reading(of) as session:
        known = event_known_on(session, known_day) if known_day is not None else None
        yield session, of, asked or today(office), known


def _print(rows: list[dict[str, object]], format_: str) -> None:
    from liuguan.cli.printing import print_rows

    print_rows(rows, format_)

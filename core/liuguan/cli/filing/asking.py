"""What the commands about filings ask for in the same way: the filing, its district, days, and documents."""

from __future__ import annotations

import datetime
import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from liuguan.cli.language import say
from liuguan.cli.options import narrate, one_of, open_office
from liuguan.errors import ConfigError, Refusal, Text, why_unopened

if TYPE_CHECKING:
    from liuguan.services.filings.contents import Document
    from liuguan.services.office import Office

FORMS = ("F1", "F3", "F4", "F5", "F8", "F9", "F13")
KINDS = ("implementing_opinion", "pay_standard", "assessment_standard", "evidence", "other")

FilingArgument = Annotated[
    str, typer.Argument(metavar="FILING", help=say("备案号,如 F13-xuanwu", "its id, such as F13-xuanwu"))
]
ReasonOption = Annotated[str, typer.Option("--reason", help=say("理由", "why"))]
UnitsOption = Annotated[list[str] | None, typer.Option("--unit", help=say("站点,可多次", "a station; may be repeated"))]
MigrantsOption = Annotated[
    int | None, typer.Option("--migrants-per-worker", help=say("每人服务流动人口数", "migrants per worker"))
]
HouseholdsOption = Annotated[
    int | None, typer.Option("--households-per-worker", help=say("每人服务出租户数", "households per worker"))
]
FromOption = Annotated[str | None, typer.Option("--from", help=say("起始日 2011-03-01", "first day, 2011-03-01"))]
UntilOption = Annotated[
    str | None, typer.Option("--to", help=say("自该日起不再有效", "day from which it no longer holds"))
]
_KINDS = ", ".join(KINDS)
DocumentsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--document", metavar="KIND:NUMBER:DATE:FILE",
        help=say(f"随附文件,可多次;种类 {_KINDS}", f"a document, may be repeated; KIND is one of {_KINDS}"),
    ),
]  # fmt: skip


def give(context: typer.Context, order: Any, filing: str, zh: str, en: str, **fields: Any) -> None:
    """Carry out an order about a filing, and say what it now is; its id goes to stdout."""
    office = open_office(context)
    office.run(order(district=district_of(office, filing), filing=filing, **fields))
    typer.echo(filing)
    narrate(say(f"{filing} {zh}", f"{filing} {en}"))


def district_of(office: Office, filing: str) -> str:
    """The district of a filing.

    Raises:
        Refusal: there is no such filing.
    """
    from liuguan.services.filings.drafts import NO_FILING
    from liuguan.services.filings.history import read_filings

    with office.reading() as session:
        found = read_filings(session, only=filing)
    if not found:
        raise Refusal(NO_FILING, reason="unknown_filing", where=filing)
    return found[0].latest.district


def districts_of(office: Office, district: str | None) -> list[str]:
    """The district that was asked for, else all that the operator has to do with, in the city's order."""
    if district is not None:
        office.city.check_id(district)
        return [district]
    own = office.account.districts
    return [d for d in office.city.config.ids() if own is None or d in own]


def one_district(office: Office, district: str | None) -> str:
    """The district that was asked for, else the operator's one district.

    Raises:
        ConfigError: none was asked for, and the operator has not just one.
    """
    found = districts_of(office, district)
    if len(found) != 1:
        raise ConfigError([Text("请指定区县", "name the district")], where="--district")
    return found[0]


def today(office: Office) -> datetime.date:
    """The day in China."""
    from liuguan.records.store import CHINA

    return office.store.clock().astimezone(CHINA).date()


def day(text: str | None, option: str) -> datetime.date | None:
    """A day option.

    Raises:
        ConfigError: the text is not a day.
    """
    try:
        return datetime.date.fromisoformat(text) if text is not None else None
    except ValueError as e:
        wrong = Text(f"{text} 不是日期;请写成 2011-01-31", f"{text} is not a day; write 2011-01-31")
        raise ConfigError([wrong], where=option) from e


def document(text: str) -> Document:
    """A document option, with the file's content.

    Raises:
        ConfigError: a part is missing or wrong, or the file cannot be read or is too large.
    """
    from liuguan.services.filings.contents import LARGEST, Document

    kind, number, date, name = (*text.split(":", 3), "", "", "", "")[:4]
    on = day(date or None, "--document")
    if not (kind and number and name) or on is None:
        raise ConfigError([Text("请写成 种类:文号:日期:文件", "write KIND:NUMBER:DATE:FILE")], where="--document")
    one_of(kind, KINDS, "--document")
    path = Path(name)
    try:
        data = path.read_bytes()
    except OSError as e:
        why = why_unopened(e)
        raise ConfigError([Text(f"不能读取({why.zh})", f"cannot be read ({why.en})")], where=path.name) from e
    if len(data) > LARGEST:
        megabytes = LARGEST >> 20
        raise ConfigError([Text(f"超过 {megabytes} MB", f"larger than {megabytes} MB")], where=path.name)
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    values: dict[str, Any] = {"kind": kind, "number": number, "date": on, "title": path.stem}
    return Document(**values, media_type=media_type, data=data)

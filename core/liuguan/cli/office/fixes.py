"""`office fix list|done|drop`: rows and questions that imports left over."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from liuguan.cli.language import choose, say
from liuguan.cli.options import narrate, one_of, open_office

FORMATS = ("table", "json", "csv")
STATES = ("open", "done", "dropped", "all")
District = Annotated[str, typer.Option("--district", help=say("区县代号,如 xuanwu", "district id, such as xuanwu"))]
Ids = Annotated[list[str], typer.Argument(help=say("待改项编号,可只写开头", "ids of entries, or how they begin"))]


def register(group: typer.Typer) -> None:
    """Add the group."""
    fix = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=say("待改清单", "the to-fix list"))
    fix.command("list", help=say("列出待改项", "list what is to be put right"))(list_)
    fix.command("done", help=say("已改好,或问题已答", "it is put right, or the question is answered"))(done)
    fix.command("drop", help=say("不再处理", "give it up"))(drop)
    group.add_typer(fix, name="fix")


def list_(
    context: typer.Context,
    district: District,
    state: Annotated[str, typer.Option("--state", help=" | ".join(STATES))] = "open",
    format_: Annotated[str, typer.Option("--format", help=" | ".join(FORMATS))] = "table",
) -> None:
    """Entries with where they stand, what was found and what is expected."""
    from liuguan.cli.printing import print_rows
    from liuguan.services.to_fix import to_fix

    one_of(format_, FORMATS, "--format")
    one_of(state, STATES, "--state")
    office = open_office(context)
    office.city.check_id(district)
    with office.reading(district) as session:
        entries = to_fix(session, district, state=None if state == "all" else state)  # type: ignore[arg-type]
    print_rows(
        [
            {
                "id": e.id[:12], "state": e.state, "kind": e.kind, "file": e.file, "place": e.place, "found": e.found,
                "expected": e.expected_zh if choose() == "zh" else e.expected_en,
            }
            for e in entries
        ],
        format_,
    )  # fmt: skip


def done(context: typer.Context, ids: Ids, district: District) -> None:
    """Close entries that are put right."""
    _settle(context, ids, district, "done")


def drop(context: typer.Context, ids: Ids, district: District) -> None:
    """Close entries that nobody will put right."""
    _settle(context, ids, district, "dropped")


def _settle(context: typer.Context, ids: list[str], district: str, state: Literal["done", "dropped"]) -> None:
    from liuguan.services.to_fix import SettleFix, entry_of

    office = open_office(context)
    office.city.check_id(district)
    with office.reading(district) as session:
        whole = [entry_of(session, district, given) for given in ids]
    for id_ in whole:
        office.run(SettleFix(district=district, id=id_, state=state))
    narrate(say(f"已处理 {len(whole)} 项", f"{len(whole)} closed"))

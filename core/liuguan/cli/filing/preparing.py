"""What a district does with its filings: prepare, submit, discard, withdraw."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from liuguan.cli.filing.asking import (
    FORMS,
    DocumentsOption,
    FilingArgument,
    FromOption,
    HouseholdsOption,
    MigrantsOption,
    ReasonOption,
    UnitsOption,
    UntilOption,
    day,
    district_of,
    document,
    give,
    one_district,
    today,
)
from liuguan.cli.language import choose, say
from liuguan.cli.options import DistrictOption, PluginOption, month, narrate, one_of, open_office


def new(
    context: typer.Context,
    form: Annotated[str, typer.Argument(metavar="FORM", help=" | ".join(FORMS))],
    district: DistrictOption = None,
    month_: Annotated[str | None, typer.Option("--month", help=say("月份 2010-12", "month, 2010-12"))] = None,
    filing: Annotated[
        str, typer.Option("--filing", help=say("修改或修订此备案", "prepare this filing anew, or amend it"))
    ] = "",
    standard: Annotated[
        Path | None, typer.Option("--standard", help=say("用此标准文件(F13)", "a TOML file instead (F13)"))
    ] = None,
    plugin: PluginOption = None,
    units: UnitsOption = None,
    migrants: MigrantsOption = None,
    households: HouseholdsOption = None,
    reason: Annotated[str, typer.Option("--reason", help=say("理由(F8)", "why (F8)"))] = "",
    first: FromOption = None,
    last: UntilOption = None,
    documents: DocumentsOption = None,
) -> None:
    """Prepare a filing from the records; its id goes to stdout."""
    from liuguan.services.filings import drafts
    from liuguan.services.filings.standard import compose

    one_of(form, FORMS, "FORM")
    files = tuple(document(text) for text in documents or ())
    office = open_office(context)
    of = one_district(office, district)
    order: Any
    if form == "F13":
        order = drafts.draft_of(compose(office.city, of, standard=standard, plugin=plugin), documents=files)
    elif form == "F8":
        order = drafts.DraftApplication(
            district=of, filing=filing, units=tuple(units or ()), migrants_per_worker=migrants,
            households_per_worker=households, reason=reason, effective_from=day(first, "--from"),
            effective_to=day(last, "--to"), documents=files,
        )  # fmt: skip
    else:
        values: dict[str, Any] = {"form": form, "month": month(month_, "--month") if month_ else None}
        order = drafts.DraftNotice(district=of, filing=filing, documents=files, **values)
    made = office.run(order)
    typer.echo(made.id)
    due_on = made.due_on.isoformat() if made.due_on else say("不详", "unknown")
    narrate(
        say(
            f"第 {made.number} 版草稿;期限 {due_on}。由负责人报送:liuguan filing submit {made.id}",
            f"draft of version {made.number}; due {due_on}. The head submits it: liuguan filing submit {made.id}",
        )
    )


def submit(
    context: typer.Context,
    filing: FilingArgument,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help=say("显示检查并试报,不报送", "show the checks, try, keep nothing")),
    ] = False,
) -> None:
    """Hand a draft to the city office."""
    from liuguan.services.filings.submitting import SubmitFiling
    from liuguan.services.filings.views import view_filing

    office = open_office(context)
    of = district_of(office, filing)
    if dry_run:
        with office.reading(of) as session:
            view = view_filing(session, office.city, filing, today=today(office))
        typer.echo("\n".join(lint(view.report)) if view.report else say("此表没有备案检查", "no checks for this form"))
    made = office.run(SubmitFiling(district=of, filing=filing), keep=not dry_run)
    if dry_run:
        narrate(say("可以报送;未报送", "it can be submitted; nothing was submitted"))
        return
    typer.echo(f"{made.id} {made.number} {made.sha256}")
    narrate(say(f"第 {made.number} 版已报送", f"version {made.number} is submitted"))


def discard(context: typer.Context, filing: FilingArgument) -> None:
    """Give a draft up."""
    from liuguan.services.filings.drafts import DiscardDraft

    give(context, DiscardDraft, filing, "草稿已作废", "is discarded")


def withdraw(context: typer.Context, filing: FilingArgument, reason: ReasonOption) -> None:
    """Take back what was submitted."""
    from liuguan.services.filings.submitting import WithdrawFiling

    give(context, WithdrawFiling, filing, "已撤回", "is withdrawn", reason=reason)


def lint(report: dict[str, Any]) -> list[str]:
    """What the filing checks said of a standard, each once with the months in which it holds."""
    together: dict[tuple[str, str, str, str], list[str]] = {}
    for f in report["findings"]:
        key = (f["severity"], f["code"], f["clause"], f["message"][choose()])
        together.setdefault(key, []).append(f["month"])
    lines = []
    for (severity, code, clause, message), months in together.items():
        when = months[0] if len(months) == 1 else f"{months[0]} – {months[-1]} ({len(months)})"
        lines.append(f"{severity} {code} [{clause}] {when}  {message}")
    return lines or [say("备案检查没有发现", "the filing checks find nothing")]

"""What the city office does with filings: register, return, grant, refuse, revoke."""

from __future__ import annotations

from typing import Annotated

import typer

from liuguan.cli.filing.asking import (
    FilingArgument,
    FromOption,
    HouseholdsOption,
    MigrantsOption,
    ReasonOption,
    UnitsOption,
    UntilOption,
    day,
    give,
)
from liuguan.cli.language import say

NumberOption = Annotated[str, typer.Option("--document-number", help=say("批复文号", "number of the city's document"))]


def register(context: typer.Context, filing: FilingArgument) -> None:
    """Take a submitted filing into the register."""
    from liuguan.services.filings.decisions import RegisterFiling

    give(context, RegisterFiling, filing, "已登记", "is registered")


def return_(context: typer.Context, filing: FilingArgument, reason: ReasonOption) -> None:
    """Return a filing for correction."""
    from liuguan.services.filings.decisions import ReturnFiling

    give(context, ReturnFiling, filing, "已退回补正", "is returned for correction", reason=reason)


def grant(
    context: typer.Context,
    filing: FilingArgument,
    document_number: NumberOption,
    units: UnitsOption = None,
    migrants: MigrantsOption = None,
    households: HouseholdsOption = None,
    first: FromOption = None,
    last: UntilOption = None,
) -> None:
    """Grant a relaxed ratio, as applied for unless said otherwise."""
    from liuguan.services.filings.decisions import GrantRatio

    give(
        context, GrantRatio, filing, "已许可", "is granted", document_number=document_number,
        units=tuple(units) if units else None, migrants_per_worker=migrants, households_per_worker=households,
        effective_from=day(first, "--from"), effective_to=day(last, "--to"),
    )  # fmt: skip


def refuse(context: typer.Context, filing: FilingArgument, document_number: NumberOption, reason: ReasonOption) -> None:
    """Refuse a relaxed ratio."""
    from liuguan.services.filings.decisions import RefuseRatio

    give(context, RefuseRatio, filing, "未予许可", "is refused", document_number=document_number, reason=reason)


def revoke(
    context: typer.Context,
    filing: FilingArgument,
    document_number: NumberOption,
    reason: ReasonOption,
    first: FromOption = None,
) -> None:
    """Revoke a grant, from today or a later day on."""
    from liuguan.services.filings.decisions import RevokeGrant

    give(
        context, RevokeGrant, filing, "许可已撤销", "is revoked", document_number=document_number, reason=reason,
        effective_from=day(first, "--from"),
    )  # fmt: skip

"""What the office enters for a worker's month, and whom it leaves out."""

from __future__ import annotations

from typing import Annotated

import typer

from liuguan.cli.language import say
from liuguan.cli.monthly import MonthOption, ReasonOption, WorkerArgument, asked
from liuguan.cli.options import DistrictOption, narrate


def enter(
    context: typer.Context, worker: WorkerArgument, of_month: MonthOption,
    cells: Annotated[
        list[str], typer.Option("--set", metavar="COLUMN=VALUE", help=say("可多次;空为未知", "repeatable"))
    ],
    district: DistrictOption = None,
) -> None:  # fmt: skip
    """Enter columns of a worker's month: paid_days, scheduled_days, paid_overtime, last_known_wage and so on."""
    from liuguan.services.pay.entries import EnterPay
    from liuguan.services.pay.reading import worker_of

    office, of, at = asked(context, district, of_month)
    given, unknown = _cells(cells)
    with office.reading(of) as session:
        key = worker_of(session, of, worker)
    office.run(EnterPay(district=of, month=at, worker=key, unknown=unknown, **given))
    narrate(say(f"已录入 {len(cells)} 项", f"{len(cells)} entered"))


def leave_out(
    context: typer.Context, worker: WorkerArgument, of_month: MonthOption, reason: ReasonOption,
    district: DistrictOption = None,
) -> None:  # fmt: skip
    """Leave a worker out of an open month; compute it again afterwards."""
    from liuguan.services.pay.entries import LeaveOutOfPay
    from liuguan.services.pay.reading import worker_of

    office, of, at = asked(context, district, of_month)
    with office.reading(of) as session:
        key = worker_of(session, of, worker)
    office.run(LeaveOutOfPay(district=of, month=at, worker=key, reason=reason))
    narrate(say("已暂不发放;请重新计算", "left out; compute the month again"))


def take_in(
    context: typer.Context, worker: WorkerArgument, of_month: MonthOption, district: DistrictOption = None
) -> None:
    """Take back that a worker is left out; compute the month again afterwards."""
    from liuguan.services.pay.entries import TakeIntoPay
    from liuguan.services.pay.reading import worker_of

    office, of, at = asked(context, district, of_month)
    with office.reading(of) as session:
        key = worker_of(session, of, worker)
    office.run(TakeIntoPay(district=of, month=at, worker=key))
    narrate(say("已恢复;请重新计算", "taken in; compute the month again"))


def _cells(cells: list[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Columns with their values in stored units, and columns that are to be unknown.

    Raises:
        ConfigError: no such column, or a value that cannot be read.
    """
    from liuguan.errors import ConfigError, Text
    from liuguan.language.written import NotWritten, read
    from liuguan.services.pay.entries import COLUMNS
    from liuguan.vocabulary import VOCABULARY, WORKER_MONTH

    given: dict[str, int] = {}
    unknown = []
    for cell in cells:
        name, equals, value = cell.partition("=")
        declared = VOCABULARY.find(WORKER_MONTH, name)
        if not equals or name not in COLUMNS or declared is None:
            listed = ", ".join(COLUMNS)
            raise ConfigError([Text(f"{cell};可录入 {listed}", f"{cell}; columns are {listed}")], where="--set")
        if not value:
            unknown.append(name)
            continue
        try:
            given[name] = int(str(read(value, declared.kind)))
        except NotWritten as e:
            raise ConfigError([Text.of(f"{name}: ") + e.text], where="--set") from e
    return given, tuple(unknown)

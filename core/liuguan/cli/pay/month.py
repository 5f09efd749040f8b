"""A month's pay as commands: opened, computed, made up for, shown, explained, closed."""

from __future__ import annotations

from typing import Annotated

import typer

from liuguan.cli.language import choose, say
from liuguan.cli.monthly import FORMATS, DryOption, FormatOption, MonthOption, WorkerArgument, asked, carry_out
from liuguan.cli.options import DistrictOption, month, narrate, one_of
from liuguan.cli.pay.rows import delta_row, line_row, narrate_limits, narrate_month, narrate_standard, yuan


def open_(context: typer.Context, of_month: MonthOption, district: DistrictOption = None) -> None:
    """Open the regular run of a month, as a draft."""
    from liuguan.services.pay.runs import OpenPayRun

    office, of, at = asked(context, district, of_month)
    office.run(OpenPayRun(district=of, month=at))
    narrate(say(f"已开立 {of} {of_month} 工资表", f"the pay run of {of} for {of_month} is open"))


def compute(
    context: typer.Context, of_month: MonthOption, district: DistrictOption = None, dry: DryOption = False,
    format_: FormatOption = "table",
) -> None:  # fmt: skip
    """Compute the regular run of an open month, and print its lines."""
    from liuguan.cli.printing import print_rows
    from liuguan.services.pay.computing import ComputePayRun

    one_of(format_, FORMATS, "--format")
    office, of, at = asked(context, district, of_month)
    done = carry_out(office, ComputePayRun(district=of, month=at), dry)
    print_rows([line_row(row) for row in done.made.lines.sort("staff_number").iter_rows(named=True)], format_)
    narrate_standard(done.run.computed_by, done.run.standard)
    for blocker in done.made.blockers:
        many = f" ({len(blocker.workers)})" if blocker.workers else ""
        narrate(
            f"{say('封账前须处理', 'stands against closing')}: {blocker.text.said(choose())} [{blocker.code}]{many}"
        )


def delta(
    context: typer.Context, of_month: MonthOption, district: DistrictOption = None, dry: DryOption = False,
    format_: FormatOption = "table",
) -> None:  # fmt: skip
    """Compute the deltas of all closed months, to be paid in an open month, and print them."""
    from liuguan.cli.printing import print_rows
    from liuguan.services.pay.delta_runs import ComputeDelta
    from liuguan.services.pay.limits import limits_of
    from liuguan.services.pay.reading import numbers_of

    one_of(format_, FORMATS, "--format")
    office, of, at = asked(context, district, of_month)
    done = carry_out(office, ComputeDelta(district=of, month=at), dry)
    rows = done.found.rows.iter_rows(named=True)
    with office.reading(of) as session:
        numbers = numbers_of(session, done.found.rows["worker"].to_list())
    print_rows([delta_row(row, numbers) for row in rows], format_)
    narrate_limits(limits_of(office.city, at))
    if done.found.unknown:
        many = len(done.found.unknown)
        narrate(
            say(f"{many} 个人月的应发未知,未计", f"what is due is unknown for {many} worker-months, and not settled")
        )
    if done.run is None:
        narrate(say("已封账各月没有补发补扣", "nothing to pay or take for the closed months"))


def show(
    context: typer.Context, of_month: MonthOption, district: DistrictOption = None,
    deltas: Annotated[bool, typer.Option("--deltas", help=say("只列补发补扣", "the deltas only"))] = False,
    format_: FormatOption = "table",
) -> None:  # fmt: skip
    """The lines of a month, or its deltas; sums, state and what rounding did are said beside."""
    from liuguan.cli.printing import print_rows
    from liuguan.services.pay.reading import read_month

    one_of(format_, FORMATS, "--format")
    office, of, at = asked(context, district, of_month)
    with office.reading(of) as session:
        view = read_month(session, of, at)
    if deltas:
        print_rows([delta_row(d.model_dump(), view.numbers) for d in view.deltas], format_)
    else:
        rows = [line_row(f.model_dump(), view.rounding.get((f.month, f.worker))) for f in view.lines]
        print_rows(rows, format_)
    narrate_month(view)


def explain(
    context: typer.Context, worker: WorkerArgument, of_month: MonthOption, district: DistrictOption = None,
    node: Annotated[str, typer.Option("--node", help=say("哪项金额", "which amount"))] = "net_to_pay",
    worked: Annotated[
        str | None, typer.Option("--worked", help=say("补发补扣的所属月份", "month worked, for a line of deltas"))
    ] = None,
    depth: Annotated[int, typer.Option("--depth", help=say("展开层数", "levels that are opened"))] = 2,
    format_: Annotated[str, typer.Option("--format", help="text | json")] = "text",
) -> None:  # fmt: skip
    """Explain an amount from the facts as the run knew them, and by the rulebook that it names."""
    import json

    from liuguan.cli.explain import lines
    from liuguan.rulebook.explain import SCHEMA
    from liuguan.services.pay.explaining import explain_line
    from liuguan.services.pay.reading import worker_of

    one_of(format_, ("text", "table", "json"), "--format")
    office, of, at = asked(context, district, of_month)
    month_worked = month(worked, "--worked") if worked is not None else None
    with office.reading(of) as session:
        key = worker_of(session, of, worker)
        found = explain_line(session, office.city, of, at, key, node=node, month=month_worked)
    if format_ == "json":
        said = {"known_event": found.known_event, "rulebook": found.rulebook, "explanation": found.tree.to_json()}
        typer.echo(json.dumps({"schema": SCHEMA, **said}, ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(lines(found.tree, depth)))
    narrate(
        say(f"依据:事件 {found.known_event} 时的记录,规则 {found.rulebook}",
            f"from the records as of event {found.known_event}, by rulebook {found.rulebook}")
    )  # fmt: skip
    if found.replayed_by != found.rulebook:
        narrate(
            say(f"注意:现有规则为 {found.replayed_by},与当时不同",
                f"note: the rules here are {found.replayed_by}, not those of the run")
        )  # fmt: skip


def close(
    context: typer.Context, of_month: MonthOption, district: DistrictOption = None,
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", metavar="CODE", help=say("接受未决项,可多次", "what is accepted; repeatable")),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help=say("接受的理由", "why it is accepted"))] = "",
    paid_on: Annotated[str | None, typer.Option("--paid-on", help=say("发放日期", "day it is paid on"))] = None,
    dry: DryOption = False,
) -> None:  # fmt: skip
    """Close a month with its deltas; afterwards nothing of it changes."""
    from liuguan.cli.filing.asking import day
    from liuguan.services.pay.closing import ClosePayRun
    from liuguan.services.pay.reading import read_month

    office, of, at = asked(context, district, of_month)
    with office.reading(of) as session:
        seen = read_month(session, of, at).regular.version
    order = ClosePayRun(
        district=of, month=at, accept=tuple(accept or ()), reason=reason, seen=seen,
        paid_on=day(paid_on, "--paid-on") if paid_on else None,
    )  # fmt: skip
    done = carry_out(office, order, dry)
    both = say(f"工资 {done.lines} 行,补发补扣 {done.deltas} 行", f"{done.lines} lines, {done.deltas} deltas")
    sums = say(f"应发 {yuan(done.gross)},实发 {yuan(done.net)}", f"gross {yuan(done.gross)}, net {yuan(done.net)}")
    narrate(f"{say('已封账' if not dry else '可以封账', 'closed' if not dry else 'it can be closed')}: {both}; {sums}")

"""`pay`: a month's pay over the records: opened, entered, computed, shown, explained, made up for, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from liuguan.cli.language import choose, say
from liuguan.cli.options import DistrictOption, month, narrate, one_of, open_office

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liuguan.services.commands import Command
    from liuguan.services.office import Office
    from liuguan.services.pay.reading import MonthPaid

FORMATS = ("table", "text", "json", "csv")
MonthOption = Annotated[str, typer.Option("--month", help=say("发放月份 2010-12", "pay month, 2010-12"))]
WorkerArgument = Annotated[str, typer.Argument(metavar="WORKER", help=say("工号", "staff number"))]
DryOption = Annotated[
    bool, typer.Option("--dry-run", help=say("只说明会怎样,不写入", "say what would be; keep nothing"))
]
FormatOption = Annotated[str, typer.Option("--format", help="table | json | csv")]
ReasonOption = Annotated[str, typer.Option("--reason", help=say("理由", "why"))]


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=say("工资发放", "pay of a district's months"))
    for name, function, zh, en in (
        ("open", open_, "开立一个月的工资表", "open a month's pay run"),
        ("enter", enter, "录入计薪天数、加班费等", "enter days paid, overtime and the like of a worker"),
        ("leave-out", leave_out, "写明理由暂不发放某人", "leave a worker out of a month, with a reason"),
        ("take-in", take_in, "恢复发放某人", "pay a worker who was left out"),
        ("compute", compute, "按现行标准计算", "compute by the standard in force"),
        ("delta", delta, "计算已封账各月的补发补扣", "compute what later facts make of closed months"),
        ("show", show, "查看工资表", "show the lines of a month"),
        ("explain", explain, "解释某人的一项金额", "explain an amount of a worker's line"),
        ("close", close, "封账(须由另一人)", "close a month; another person than who computed it"),
    ):
        group.command(name, help=say(zh, en))(function)
    app.add_typer(group, name="pay")


def open_(context: typer.Context, of_month: MonthOption, district: DistrictOption = None) -> None:
    """Open the regular run of a month, as a draft."""
    from liuguan.services.pay.runs import OpenPayRun

    office, of, at = _asked(context, district, of_month)
    office.run(OpenPayRun(district=of, month=at))
    narrate(say(f"已开立 {of} {of_month} 工资表", f"the pay run of {of} for {of_month} is open"))


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

    office, of, at = _asked(context, district, of_month)
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

    office, of, at = _asked(context, district, of_month)
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

    office, of, at = _asked(context, district, of_month)
    with office.reading(of) as session:
        key = worker_of(session, of, worker)
    office.run(TakeIntoPay(district=of, month=at, worker=key))
    narrate(say("已恢复;请重新计算", "taken in; compute the month again"))


def compute(
    context: typer.Context, of_month: MonthOption, district: DistrictOption = None, dry: DryOption = False,
    format_: FormatOption = "table",
) -> None:  # fmt: skip
    """Compute the regular run of an open month, and print its lines."""
    from liuguan.cli.printing import print_rows
    from liuguan.services.pay.computing import ComputePayRun

    one_of(format_, FORMATS, "--format")
    office, of, at = _asked(context, district, of_month)
    done = _run(office, ComputePayRun(district=of, month=at), dry)
    print_rows([_line(row) for row in done.made.lines.sort("staff_number").iter_rows(named=True)], format_)
    _narrate_standard(done.run.computed_by, done.run.standard)
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
    office, of, at = _asked(context, district, of_month)
    done = _run(office, ComputeDelta(district=of, month=at), dry)
    rows = done.found.rows.iter_rows(named=True)
    with office.reading(of) as session:
        numbers = numbers_of(session, done.found.rows["worker"].to_list())
    print_rows([_delta(row, numbers) for row in rows], format_)
    _narrate_limits(limits_of(office.city, at))
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
    office, of, at = _asked(context, district, of_month)
    with office.reading(of) as session:
        view = read_month(session, of, at)
    if deltas:
        print_rows([_delta(d.model_dump(), view.numbers) for d in view.deltas], format_)
    else:
        rows = [_line(f.model_dump(), view.rounding.get((f.month, f.worker))) for f in view.lines]
        print_rows(rows, format_)
    _narrate_month(view)


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
    office, of, at = _asked(context, district, of_month)
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

    office, of, at = _asked(context, district, of_month)
    with office.reading(of) as session:
        seen = read_month(session, of, at).regular.version
    order = ClosePayRun(
        district=of, month=at, accept=tuple(accept or ()), reason=reason, seen=seen,
        paid_on=day(paid_on, "--paid-on") if paid_on else None,
    )  # fmt: skip
    done = _run(office, order, dry)
    both = say(f"工资 {done.lines} 行,补发补扣 {done.deltas} 行", f"{done.lines} lines, {done.deltas} deltas")
    sums = say(f"应发 {_yuan(done.gross)},实发 {_yuan(done.net)}", f"gross {_yuan(done.gross)}, net {_yuan(done.net)}")
    narrate(f"{say('已封账' if not dry else '可以封账', 'closed' if not dry else 'it can be closed')}: {both}; {sums}")


def _asked(context: typer.Context, district: str | None, of_month: str) -> tuple[Office, str, int]:
    """The office, the district and the month that a command is about."""
    from liuguan.cli.filing.asking import one_district

    at = month(of_month, "--month")
    office = open_office(context)
    return office, one_district(office, district), at


def _run(office: Office, order: Command, dry: bool) -> Any:
    result = office.run(order, keep=not dry)
    if dry:
        narrate(say("试运行,未写入", "dry run, nothing is kept"))
    return result


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


def _line(row: Mapping[str, Any], rounding: object = None) -> dict[str, object]:
    """A line of the payroll, amounts in yuan; `rounding` in fen, exact."""
    from liuguan.language.written import month_text

    employer = [row.get(f"employer_{n}") for n in ("pension", "medical", "unemployment", "injury", "maternity")]
    deducted = [row.get(f"deducted_{n}") for n in ("pension", "medical", "unemployment", "housing_fund")]
    return {
        "worker": row.get("staff_number") or row["worker"], "month": month_text(row["month"]),
        "post": row.get("post"), "scheduled_days": row.get("scheduled_days"), "paid_days": row.get("paid_days"),
        **{n: _yuan(row.get(c)) for n, c in (
            ("base", "paid_base"), ("post_supplement", "paid_post_supplement"), ("seniority", "paid_seniority"),
            ("star", "paid_star"), ("performance", "paid_performance"), ("rewards", "paid_rewards"),
            ("overtime", "paid_overtime"), ("absence", "absence_deduction"), ("gross", "paid_gross"),
        )},
        "deducted": _yuan(_sum(deducted)), "tax": _yuan(row.get("income_tax")), "net": _yuan(row.get("paid_net")),
        "employer": _yuan(_sum(employer)), "rounding_fen": str(rounding) if rounding else None, "note": row.get("note"),
    }  # fmt: skip


def _delta(row: Mapping[str, Any], numbers: Mapping[str, str]) -> dict[str, object]:
    from liuguan.language.written import month_text

    amounts = ("due", "by_score", "settled", "carried", "waived")
    return {
        "worker": numbers.get(row["worker"], row["worker"]), "month": month_text(row["month"]), "cause": row["cause"],
        **{n: _yuan(row[n]) for n in amounts},
    }  # fmt: skip


def _sum(parts: list[int | None]) -> int | None:
    """The sum of amounts that are all known; one that is unknown makes it unknown."""
    known = [p for p in parts if p is not None]
    return sum(known) if len(known) == len(parts) else None


def _yuan(fen: int | None) -> str | None:
    from liuguan.language.kinds import FEN
    from liuguan.language.written import write

    return write(fen, FEN) or None


def _narrate_standard(computed_by: str, standard: str) -> None:
    if computed_by == "filed":
        narrate(say(f"按已报备标准 {standard[:12]} 计算", f"computed by the filed standard {standard[:12]}"))
    elif computed_by == "draft":
        narrate(
            say(
                "未报备标准,按所附示例标准(草案)计算",
                "nothing is filed; computed by the shipped, illustrative standard",
            )
        )
    else:
        narrate(say("没有标准,只按全市规定", "no standard; the city's rules alone"))


def _narrate_limits(limits: Any) -> None:
    from liuguan.rulebook.labels import status_label

    status = status_label(limits.status, choose())
    narrate(
        say(f"多发的每月至多扣回当月工资 {limits.most_percent_taken}%,且不低于最低工资;得分降低不追扣 [{status}]",
            f"what was paid too much is taken up to {limits.most_percent_taken} % of a month and never below the "
            f"minimum wage; a lower score takes nothing [{status}]")
    )  # fmt: skip


def _narrate_month(view: MonthPaid) -> None:
    run = view.regular
    who = say(
        f"计算 {run.author or '-'},封账 {run.approver or '-'}",
        f"computed by {run.author or '-'}, closed by {run.approver or '-'}",
    )
    narrate(f"{say('状态', 'state')} {run.state}; {who}")
    if run.computed_by:
        _narrate_standard(run.computed_by, run.standard)
    narrate(
        say(
            f"应发合计 {_yuan(view.gross)},实发合计 {_yuan(view.net)}",
            f"gross {_yuan(view.gross)}, net {_yuan(view.net)} in all",
        )
    )
    if view.unknown:
        narrate(
            say(f"{view.unknown} 行工资未知,不在合计内", f"pay is unknown on {view.unknown} lines, which are in no sum")
        )
    if view.rounding:
        added = sum(view.rounding.values())
        narrate(say(f"按天折算的舍入共 {added} 分", f"rounding by days added {added} fen in all"))
    for omitted in view.omitted:
        narrate(f"{say('暂不发放', 'left out')}: {view.numbers.get(omitted.worker, omitted.worker)}: {omitted.reason}")
    if run.blocked_by and run.state != "closed":
        narrate(f"{say('封账前须处理', 'stands against closing')}: {run.blocked_by}")
    if run.accepted:
        narrate(f"{say('已接受', 'accepted')}: {run.accepted}")

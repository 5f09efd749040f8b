"""Pay as rows and sentences: lines, deltas, sums, and what they were computed by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from liuguan.cli.language import choose, say
from liuguan.cli.options import narrate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liuguan.services.pay.limits import Limits
    from liuguan.services.pay.reading import MonthPaid


def line_row(row: Mapping[str, Any], rounding: object = None) -> dict[str, object]:
    """A line of the payroll, amounts in yuan; `rounding` in fen, exact."""
    from liuguan.language.written import month_text

    employer = [row.get(f"employer_{n}") for n in ("pension", "medical", "unemployment", "injury", "maternity")]
    deducted = [row.get(f"deducted_{n}") for n in ("pension", "medical", "unemployment", "housing_fund")]
    return {
        "worker": row.get("staff_number") or row["worker"], "month": month_text(row["month"]),
        "post": row.get("post"), "scheduled_days": row.get("scheduled_days"), "paid_days": row.get("paid_days"),
        **{n: yuan(row.get(c)) for n, c in (
            ("base", "paid_base"), ("post_supplement", "paid_post_supplement"), ("seniority", "paid_seniority"),
            ("star", "paid_star"), ("performance", "paid_performance"), ("rewards", "paid_rewards"),
            ("overtime", "paid_overtime"), ("absence", "absence_deduction"), ("gross", "paid_gross"),
        )},
        "deducted": yuan(_sum(deducted)), "tax": yuan(row.get("income_tax")), "net": yuan(row.get("paid_net")),
        "employer": yuan(_sum(employer)), "rounding_fen": str(rounding) if rounding else None, "note": row.get("note"),
    }  # fmt: skip


def delta_row(row: Mapping[str, Any], numbers: Mapping[str, str]) -> dict[str, object]:
    """A delta of a worker and month worked, amounts in yuan."""
    from liuguan.language.written import month_text

    amounts = ("due", "by_score", "settled", "carried", "waived")
    return {
        "worker": numbers.get(row["worker"], row["worker"]), "month": month_text(row["month"]), "cause": row["cause"],
        **{n: yuan(row[n]) for n in amounts},
    }  # fmt: skip


def yuan(fen: int | None) -> str | None:
    """An amount as it is written; None where it is unknown."""
    from liuguan.language.kinds import FEN
    from liuguan.language.written import write

    return write(fen, FEN) or None


def narrate_standard(computed_by: str, standard: str) -> None:
    """By which standard a run was computed."""
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


def narrate_limits(limits: Limits) -> None:
    """What may be taken, and how certain that is."""
    from liuguan.rulebook.labels import status_label

    status = status_label(limits.status, choose())
    narrate(
        say(f"多发的每月至多扣回当月工资 {limits.most_percent_taken}%,且不低于最低工资;得分降低不追扣 [{status}]",
            f"what was paid too much is taken up to {limits.most_percent_taken} % of a month and never below the "
            f"minimum wage; a lower score takes nothing [{status}]")
    )  # fmt: skip


def narrate_month(view: MonthPaid) -> None:
    """State, sums, rounding, who is left out and what stands against closing."""
    run = view.regular
    who = say(
        f"计算 {run.author or '-'},封账 {run.approver or '-'}",
        f"computed by {run.author or '-'}, closed by {run.approver or '-'}",
    )
    narrate(f"{say('状态', 'state')} {run.state}; {who}")
    if run.computed_by:
        narrate_standard(run.computed_by, run.standard)
    narrate(
        say(
            f"应发合计 {yuan(view.gross)},实发合计 {yuan(view.net)}",
            f"gross {yuan(view.gross)}, net {yuan(view.net)} in all",
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


def _sum(parts: list[int | None]) -> int | None:
    """The sum of amounts that are all known; one that is unknown makes it unknown."""
    known = [p for p in parts if p is not None]
    return sum(known) if len(known) == len(parts) else None

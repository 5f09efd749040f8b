"""`pay`: a month's pay over the records: opened, entered, computed, shown, explained, made up for, closed."""

from __future__ import annotations

import typer

from liuguan.cli.language import say
from liuguan.cli.pay import entering, month


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=say("工资发放", "pay of a district's months"))
    for name, function, zh, en in (
        ("open", month.open_, "开立一个月的工资表", "open a month's pay run"),
        ("enter", entering.enter, "录入计薪天数、加班费等", "enter days paid, overtime and the like of a worker"),
        ("leave-out", entering.leave_out, "写明理由暂不发放某人", "leave a worker out of a month, with a reason"),
        ("take-in", entering.take_in, "恢复发放某人", "pay a worker who was left out"),
        ("compute", month.compute, "按现行标准计算", "compute by the standard in force"),
        ("delta", month.delta, "计算已封账各月的补发补扣", "compute what later facts make of closed months"),
        ("show", month.show, "查看工资表", "show the lines of a month"),
        ("explain", month.explain, "解释某人的一项金额", "explain an amount of a worker's line"),
        ("close", month.close, "封账(须由另一人)", "close a month; another person than who computed it"),
    ):
        group.command(name, help=say(zh, en))(function)
    app.add_typer(group, name="pay")

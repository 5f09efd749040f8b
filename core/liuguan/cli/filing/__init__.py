"""`filing`: what a district hands to the city office, and what the city office does with it."""

from __future__ import annotations

import typer

from liuguan.cli.filing import deciding, preparing, showing
from liuguan.cli.language import say


def register(app: typer.Typer) -> None:
    """Add the group."""
    subject = say("报送、登记与许可", "filings, their register, and permissions")
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=subject)
    commands = (
        ("new", preparing.new, "起草或修改草稿", "prepare a filing, or its draft anew"),
        ("submit", preparing.submit, "报送(由负责人办理)", "submit what was prepared (the head)"),
        ("discard", preparing.discard, "作废草稿", "discard a draft"),
        ("withdraw", preparing.withdraw, "撤回已报送的", "withdraw what was submitted"),
        ("list", showing.list_, "列出备案", "list filings"),
        ("show", showing.show, "显示一件备案", "show one filing"),
        ("due", showing.due, "应报送与逾期的", "what is due and overdue"),
        ("queue", showing.queue, "等待市流管办办理的", "what waits at the city office"),
        ("register", deciding.register, "登记(市)", "register (city)"),
        ("return", deciding.return_, "退回补正(市)", "return for correction (city)"),
        ("grant", deciding.grant, "许可放宽比例(市)", "grant a relaxed ratio (city)"),
        ("refuse", deciding.refuse, "不予许可(市)", "refuse a relaxed ratio (city)"),
        ("revoke", deciding.revoke, "撤销许可(市)", "revoke a grant (city)"),
    )
    for name, function, zh, en in commands:
        group.command(name, help=say(zh, en))(function)
    app.add_typer(group, name="filing")

"""What the option parser refuses, said in both languages: the parser itself speaks English only."""

from __future__ import annotations

import re

from typer.exceptions import TyperException

from liuguan.errors import Text

_MESSAGES = (
    (r"Missing (?:argument|parameter):? (.+?)\.?", r"缺少参数 \1"),
    (r"Missing option (.+?)\.", r"缺少选项 \1"),
    (r"Missing command\.", "缺少命令"),
    (r"No such command (\S+?)\.(?: Did you mean (.+)\?)?", r"没有命令 \1"),
    (r"No such option: (\S+)(?: \(Possible options: (.+)\))?", r"没有选项 \1"),
    (r"Option (\S+) requires .+", r"选项 \1 需要一个值"),
    (r"Option (\S+) does not take a value\.", r"选项 \1 不带值"),
    (r"Got unexpected extra argument\(?s?\)? \((.+)\)", r"多余的参数 \1"),
    (r"Invalid value for (\S+): Input should be greater than or equal to (\S+)", r"\1 的值不对:至少为 \2"),
    (r"Invalid value for (\S+): Input should be a valid integer.*", r"\1 的值不对:应为整数"),
    (r"Invalid value for (\S+): .*", r"\1 的值不对"),
)


def usage(e: TyperException) -> Text:
    """What is wrong with a command line, and how to ask for help."""
    message = e.format_message()
    path = getattr(getattr(e, "ctx", None), "command_path", "liuguan")
    return Text(_in_chinese(message), message) + Text(f"\n帮助: {path} --help", f"\nhelp: {path} --help")


def is_help(e: TyperException) -> bool:
    """Whether no argument was given at all, and the help has been shown instead."""
    return type(e).__name__ == "NoArgsIsHelpError"


def _in_chinese(message: str) -> str:
    for pattern, zh in _MESSAGES:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            near = match[2] if match.re.groups == 2 and r"\2" not in zh else None
            return match.expand(zh) + (f"(是否指 {near}?)" if near else "")
    return f"命令行有误,英文详情:{message}"

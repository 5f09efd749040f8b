"""Messages in two languages, and that none is left in one."""

from __future__ import annotations

import ast
import errno
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import liuguan
from liuguan.errors import (
    ConfigError,
    InputError,
    LiuguanError,
    PluginFault,
    Problem,
    RulebookError,
    RuleError,
    Text,
    why_unopened,
)

CELL = Text("01 到 12 之间的月份", "a month between 01 and 12")
PROBLEM = Problem(file="in.csv", where=Text("第 2 行", "row 2"), found='"2010-13"', expected=CELL)
PACKAGE = Path(liuguan.__file__).parent
HAN = re.compile("[\u3400-\u9fff]")
OF_FORMS = re.compile("是/否|身份证号|工号|姓名|区县|月份|任职起|变动日期|无固定期限|[年月至]")
"""Words of the workbooks, which an English message quotes as they stand there."""


def test_a_text_is_english_to_programs() -> None:
    assert str(CELL) == f"{CELL}" == "a month between 01 and 12"
    assert (CELL.said("zh"), CELL.said("en")) == ("01 到 12 之间的月份", "a month between 01 and 12")


def test_texts_join_with_names_and_with_one_another() -> None:
    assert Text("列 ", "column ") + "post" == Text("列 post", "column post")
    assert Text.joined(("a", CELL), Text("、", ", ")) == Text(f"a、{CELL.zh}", f"a, {CELL.en}")


@pytest.mark.parametrize(
    ("error", "zh", "en"),
    [
        (
            InputError([PROBLEM, Problem(file="b.xls", where="", found=Text("空文件", "an empty file"), expected="x")]),
            'in.csv: 第 2 行: "2010-13";应为:01 到 12 之间的月份\nb.xls: 空文件;应为:x',
            'in.csv: row 2: found "2010-13"; expected a month between 01 and 12\nb.xls: found an empty file; expected x',
        ),
        (
            ConfigError([Text("不是目录", "not a folder"), "x"], where="files"),
            "files: 不是目录\nfiles: x",
            "files: not a folder\nfiles: x",
        ),
        (
            PluginFault("boom", district="luhe", hook="pay_rules"),
            "区县 luhe 接口 pay_rules: 插件有误,英文详情:boom",
            "district luhe hook pay_rules: boom",
        ),
        (PluginFault(CELL), CELL.zh, CELL.en),
        (
            RuleError("a loop", instead="use total", file="ours.py", line=4, rule="pay"),
            "ours.py:4: 规则 pay: 规则语言不接受这种写法,英文详情:a loop; use total",
            "ours.py:4: rule pay: a loop; use total",
        ),
        (
            RulebookError([CELL, "y"], district="luhe"),
            f"区县 luhe: 规则与参数不能合在一起:\n{CELL.zh}\ny",
            f"district luhe: {CELL.en}\ny",
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, LiuguanError) else "",
)
def test_an_error_is_said_in_each_language(error: LiuguanError, zh: str, en: str) -> None:
    assert error.said("zh") == zh
    assert error.said("en") == str(error) == en


def test_a_fault_keeps_both_languages_when_a_hook_is_added_to_it() -> None:
    again = PluginFault(PluginFault("boom").reason, hook="manifest")
    assert again.said("zh") == "接口 manifest: 插件有误,英文详情:boom"


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.EISDIR, 9999])
def test_why_a_file_does_not_open_is_said_in_both(number: int) -> None:
    why = why_unopened(OSError(number, "no luck"))
    assert why.en == "no luck"
    assert HAN.search(why.zh)


def written() -> Iterator[tuple[str, ast.expr, ast.expr]]:
    """Every `Text(…)` and `say(…)` of the program: where it stands, its Chinese, its English."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Text", "say") and len(node.args) == 2:
                yield f"{file.relative_to(PACKAGE).as_posix()}:{node.lineno}", node.args[0], node.args[1]


def words(text: ast.expr) -> str:
    """The fixed part of a text."""
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    return "".join(str(p.value) for p in parts if isinstance(p, ast.Constant))


def values(text: ast.expr) -> set[str]:
    """What is filled in, without the language in which it is."""
    filled = [p.value for p in ast.walk(text) if isinstance(p, ast.FormattedValue)]
    return {n.id for value in filled for n in ast.walk(value) if isinstance(n, ast.Name)} - {"zh", "en"}


def is_fixed(text: ast.expr) -> bool:
    return isinstance(text, ast.Constant | ast.JoinedStr)


def test_every_message_is_written_in_both_languages() -> None:
    found = [(where, words(zh), words(en)) for where, zh, en in written() if is_fixed(zh) and is_fixed(en)]
    assert len(found) > 200
    assert [where for where, zh, en in found if re.search("[A-Za-z]{2}", en) and not HAN.search(zh)] == []
    assert [where for where, zh, en in found if HAN.search(zh) and not re.search("[A-Za-z]", en)] == []
    assert [(where, en) for where, _, en in found if HAN.search(OF_FORMS.sub("", en))] == []


def test_both_languages_tell_the_same_values() -> None:
    pairs = [(where, values(zh), values(en)) for where, zh, en in written() if is_fixed(zh) and is_fixed(en)]
    assert [(where, zh ^ en) for where, zh, en in pairs if zh != en] == []

"""What a formula is called in words, in Chinese and English, for each construct of the language."""

from __future__ import annotations

import ast

import pytest
from tests.core.language.sources import formula_of

from liuguan.language.functions import last_day
from liuguan.language.kinds import DATE, DISTRICT, FEN, FLAG, MONTHS, PERCENT, POINTS, Group, Kind, enum_kind
from liuguan.language.signatures import SIGNATURES
from liuguan.language.words import _CALLS, Language, amount, formula
from liuguan.vocabulary import CLOSED_ENUMS, MEMBERS, Post

ARGUMENTS = {
    "a": ("Fen", "甲", "A"), "b": ("Fen", "乙", "B"), "n": ("Count", "人数", "people"), "m": ("Count", "天数", "days"),
    "g": ("Flag", "在岗", "in post"), "h": ("Flag", "专职", "full time"), "r": ("Percent", "比例", "share"),
    "p": ("Points", "得分", "score"), "since": ("Date", "起", "start"), "on": ("Date", "止", "end"),
    "month": ("Month", "月份", "month"), "post": ("Post", "岗位", "post"), "item": ("Item", "项目", "item"),
    "rates": ("Table[Item, Fen]", "单价", "rates"), "bands": ("Bands[Points, Percent]", "系数", "coefficients"),
}  # fmt: skip


def said(expression: str, returns: str, language: Language) -> str:
    """The words of `return expression`, with the arguments that it uses."""
    used = {n.id for n in ast.walk(ast.parse(expression)) if isinstance(n, ast.Name)}
    signature = ", ".join(f"{name}: {kind}" for name, (kind, *_) in ARGUMENTS.items() if name in used)
    made = formula_of(f"def f({signature}) -> {returns}:\n    return {expression}\n")
    return formula(made.tree, lambda name: ARGUMENTS[name][1 + (language == "en")], language)


CONSTRUCTS = {
    "sum": ("a + b", "Fen", "甲 + 乙", "A + B"),
    "difference keeps its brackets": ("a - (b - a)", "Fen", "甲 − (乙 − 甲)", "A − (B − A)"),
    "product of a sum": ("(a + b) * n", "Fen", "(甲 + 乙) × 人数", "(A + B) × people"),
    "whole division": ("a // 3", "Fen", "甲 ÷ 3", "A ÷ 3"),
    "a literal beside money": ("a - 5000", "Fen", "甲 − 50.00 元", "A − 50.00 yuan"),
    "less": ("a < b", "Flag", "甲 < 乙", "A < B"),
    "chain": ("0 <= n <= m", "Flag", "0 ≤ 人数 且 人数 ≤ 天数", "0 ≤ people and people ≤ days"),
    "equal": ("n == m", "Flag", "人数 = 天数", "people = days"),
    "unequal": ("n != m", "Flag", "人数 ≠ 天数", "people ≠ days"),
    "and, or": ("(g or h) and g", "Flag", "(在岗 或 专职) 且 在岗", "(in post or full time) and in post"),
    "not": ("not (g and h)", "Flag", "非 (在岗 且 专职)", "not (in post and full time)"),
    "member of an enum": ("post == Post.CENTRAL", "Flag", "岗位 = 中心站岗位", "post = central-station post"),
    "one of": (
        "post in (Post.CENTRAL, Post.ORDINARY)", "Flag", "岗位 属于 (中心站岗位、普通岗位)",
        "post is one of (central-station post, ordinary post)",
    ),
    "key of open data": ('item == "R01"', "Flag", "项目 = R01", "item = R01"),
    "choice": ("a if g else b", "Fen", "如果 在岗 则 甲,否则 乙", "if in post then A, else B"),
    "choice within a sum": (
        "a + (a if g else b)", "Fen", "甲 + (如果 在岗 则 甲,否则 乙)", "A + (if in post then A, else B)",
    ),
    "smaller": ("min(a, b)", "Fen", "甲 与 乙 中较小者", "the smaller of A and B"),
    "smaller, then times": (
        "min(n, m) * a", "Fen", "(人数 与 天数 中较小者) × 甲", "(the smaller of people and days) × A",
    ),
    "larger of a difference": (
        "max(a - b, 0)", "Fen", "(甲 − 乙) 与 0.00 元 中较大者", "the larger of (A − B) and 0.00 yuan",
    ),
    "without sign": ("abs(a - b)", "Fen", "(甲 − 乙) 的绝对值", "(A − B) without its sign"),
    "look-up": ("rates[item]", "Fen", "按 项目 查 单价", "rates by item"),
    "band": ("bands[p]", "Percent", "按 得分 分档查 系数", "the band of coefficients at score"),
    "share": ("share_of(a, r, HALF_UP)", "Fen", "甲 的 比例(四舍五入)", "share of A (rounded half up)"),
    "share, rounded up": ("share_of(a, r, UP)", "Fen", "甲 的 比例(进一)", "share of A (rounded up)"),
    "share, rounded down": (
        "share_of(a + b, r, DOWN)", "Fen", "(甲 + 乙) 的 比例(舍去)", "share of (A + B) (rounded down)",
    ),
    "for each point": (
        "for_points(a, p, HALF_UP)", "Fen", "每分 甲,共 得分 分(四舍五入)", "A for each of score points (rounded half up)",
    ),
    "rounded up": ("round_up(n, 500)", "Count", "人数 ÷ 500 进一取整", "people ÷ 500, rounded up"),
    "rounded half up": ("round_half_up(a, 3) + b", "Fen", "甲 ÷ 3 四舍五入 + 乙", "A ÷ 3, rounded half up + B"),
    "per": ("per(a, n)", "Fen", "甲 ÷ 人数 取整", "A for each of people, rounded down"),
    "first known": ("first_known(a, 0)", "Fen", "甲(未知时取 0.00 元)", "A, or 0.00 yuan where it is unknown"),
    "full years": ("completed_years(since, on)", "Years", "起 至 止 的满年数", "full years from start to end"),
    "full months": ("completed_months(since, on)", "Months", "起 至 止 的满月数", "full months from start to end"),
    "days between": ("days_between(since, on)", "Days", "起 至 止 的天数", "days from start to end"),
    "first day": ("first_day(month)", "Date", "月份 的首日", "the first day of month"),
    "last day": ("last_day(month)", "Date", "月份 的末日", "the last day of month"),
    "month of a day": ("month_of(on)", "Month", "止 所在月份", "the month of end"),
    "calendar month": ("calendar_month(month)", "Count", "月份 的月序", "the calendar month of month"),
    "days in a month": ("days_in_month(month)", "Days", "月份 的天数", "the days of month"),
}  # fmt: skip


@pytest.mark.parametrize(("expression", "returns", "zh", "en"), CONSTRUCTS.values(), ids=CONSTRUCTS)
def test_each_construct_has_words_in_both_languages(expression: str, returns: str, zh: str, en: str) -> None:
    assert said(expression, returns, "zh") == zh
    assert said(expression, returns, "en") == en


def test_every_named_function_has_words() -> None:
    assert set(SIGNATURES) - set(_CALLS) == set()
    tried = " ".join(expression for expression, *_ in CONSTRUCTS.values())
    assert [name for name in SIGNATURES if f"{name}(" not in tried] == []


def test_branches_that_return_read_as_one_choice() -> None:
    made = formula_of(
        "def f(a: Fen, g: Flag, h: Flag) -> Fen:\n"
        "    if g:\n        return 0\n    if h:\n        return a\n    return a * 2\n"
    )
    assert formula(made.tree, str, "zh") == "如果 g 则 0.00 元,否则 (如果 h 则 a,否则 a × 2)"


def test_names_for_steps_leave_no_trace_in_the_words() -> None:
    made = formula_of("def f(a: Fen, b: Fen) -> Fen:\n    taken = a - b\n    return max(taken, 0)\n")
    assert formula(made.tree, str, "en") == "the larger of (a − b) and 0.00 yuan"


@pytest.mark.parametrize(
    ("value", "kind", "zh", "en"),
    [
        pytest.param(138000, FEN, "1380.00 元", "1380.00 yuan", id="money"),
        pytest.param(2500, PERCENT, "25.00 %", "25.00 %", id="percent"),
        pytest.param(8550, POINTS, "85.50 分", "85.50 points", id="points"),
        pytest.param(6, MONTHS, "6 个月", "6 months", id="months"),
        pytest.param(True, FLAG, "是", "yes", id="flag"),
        pytest.param(None, FEN, "未知", "unknown", id="unknown"),
        pytest.param("gross", enum_kind(Post), "应发额", "gross", id="member of an enum"),
        pytest.param("xuanwu", DISTRICT, "xuanwu", "xuanwu", id="open data"),
        pytest.param(last_day(2010 * 12 + 11), DATE, "2010-12-31", "2010-12-31", id="day"),
    ],
)
def test_a_value_is_said_with_its_unit(value: object, kind: Kind, zh: str, en: str) -> None:
    assert amount(value, kind, "zh") == zh
    assert amount(value, kind, "en") == en


def test_every_member_of_a_closed_enum_is_called_something() -> None:
    members = {str(m.value) for e in CLOSED_ENUMS for m in e}
    assert members == set(MEMBERS)
    assert all(enum_kind(e).group is Group.CLOSED for e in CLOSED_ENUMS)
    assert [m for m, (zh, en) in MEMBERS.items() if not zh or not en or zh.isascii()] == []

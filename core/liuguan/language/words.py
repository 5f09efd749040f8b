"""The reading for people: a formula in words, in Chinese or English, with labels and numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from liuguan.language.kinds import BASIC_KINDS, FLAG, NUMBER, Group, Kind
from liuguan.language.tree import Tree
from liuguan.language.written import write
from liuguan.vocabulary import ENUM_KINDS, MEMBERS

Language = Literal["zh", "en"]
Labels = Callable[[str], str]

_SIGNS = {
    "add": "+", "sub": "−", "mul": "×", "div": "÷", "lt": "<", "le": "≤", "gt": ">", "ge": "≥", "eq": "=", "ne": "≠",
}  # fmt: skip
_LOOSE = {
    "if": 0, "or": 1, "and": 2, "not": 3, "min": 3, "max": 3, "in": 4, "lt": 4, "le": 4, "gt": 4, "ge": 4, "eq": 4,
    "ne": 4, "add": 5, "sub": 5, "mul": 6, "div": 6, "per": 6, "round_up": 6, "round_half_up": 6,
}  # fmt: skip
_TIGHT = 9

_CALLS: Mapping[str, tuple[str, str]] = {
    "share_of": ("{0} 的 {1}({how})", "{1} of {0} ({how})"),
    "for_points": ("每分 {0},共 {1} 分({how})", "{0} for each of {1} points ({how})"),
    "round_up": ("{0} ÷ {1} 进一取整", "{0} ÷ {1}, rounded up"),
    "round_half_up": ("{0} ÷ {1} 四舍五入", "{0} ÷ {1}, rounded half up"),
    "per": ("{0} ÷ {1} 取整", "{0} for each of {1}, rounded down"),
    "first_known": ("{0}(未知时取 {1})", "{0}, or {1} where it is unknown"),
    "completed_years": ("{0} 至 {1} 的满年数", "full years from {0} to {1}"),
    "completed_months": ("{0} 至 {1} 的满月数", "full months from {0} to {1}"),
    "days_between": ("{0} 至 {1} 的天数", "days from {0} to {1}"),
    "first_day": ("{0} 的首日", "the first day of {0}"),
    "last_day": ("{0} 的末日", "the last day of {0}"),
    "month_of": ("{0} 所在月份", "the month of {0}"),
    "calendar_month": ("{0} 的月序", "the calendar month of {0}"),
    "days_in_month": ("{0} 的天数", "the days of {0}"),
    "min": ("{0} 与 {1} 中较小者", "the smaller of {0} and {1}"),
    "max": ("{0} 与 {1} 中较大者", "the larger of {0} and {1}"),
    "abs": ("{0} 的绝对值", "{0} without its sign"),
    "if": ("如果 {0} 则 {1},否则 {2}", "if {0} then {1}, else {2}"),
    "and": ("{0} 且 {1}", "{0} and {1}"),
    "or": ("{0} 或 {1}", "{0} or {1}"),
    "not": ("非 {0}", "not {0}"),
    "in": ("{0} 属于 {1}", "{0} is one of {1}"),
    "table": ("按 {1} 查 {0}", "{0} by {1}"),
    "bands": ("按 {1} 分档查 {0}", "the band of {0} at {1}"),
}
_ROUNDING = {"half_up": ("四舍五入", "rounded half up"), "up": ("进一", "rounded up"), "down": ("舍去", "rounded down")}
_FLAGS = {True: ("是", "yes"), False: ("否", "no")}


def formula(tree: Tree, label: Labels, language: Language, member: Labels = str) -> str:
    """The formula as one line.

    Args:
        label: what to write for an argument: its label, or its label with the number of one row.
        member: what to write for a key of open data, such as an item or a grade.
    """
    texts: list[tuple[str, int]] = []
    for step in tree.steps:
        texts.append(_text(step, texts, label, member, language))
    return texts[-1][0]


def amount(value: object, kind: Kind, language: Language) -> str:
    """A value with its unit, or what a member of an enum is called: `1380.00 元`, `25.00 %`, `yes`."""
    if value is None:
        return "未知" if language == "zh" else "unknown"
    if isinstance(value, bool) or kind is FLAG:
        return _FLAGS[bool(value)][language == "en"]
    if kind.group is Group.CLOSED and value in MEMBERS:
        return MEMBERS[str(value)][language == "en"]
    units = {"Fen": ("元", "yuan"), "Percent": ("%", "%"), "Points": ("分", "points"), "Years": ("年", "years"),
             "Days": ("天", "days"), "Months": ("个月", "months"), "Hours": ("小时", "hours")}  # fmt: skip
    unit = units.get(kind.name)
    return f"{write(value, kind)} {unit[language == 'en']}" if unit else write(value, kind)


def _text(
    step: tuple[Any, ...], texts: list[tuple[str, int]], label: Labels, member: Labels, language: Language
) -> tuple[str, int]:
    op, english = step[0], language == "en"
    if op == "lit":
        kind = BASIC_KINDS.get(step[2]) or ENUM_KINDS.get(step[2], NUMBER)
        return member(step[1]) if kind.group is Group.OPEN else amount(step[1], kind, language), _TIGHT
    if op == "name":
        return label(step[1]), _TIGHT
    if op in _SIGNS:
        mine = _LOOSE[op]
        left = _inside(texts[step[1]], mine)
        right = _inside(texts[step[2]], mine + (op in ("sub", "div", "mul")))
        return f"{left} {_SIGNS[op]} {right}", mine
    if op in ("table", "bands"):
        return _CALLS[op][english].format(label(step[1]), texts[step[2]][0]), _TIGHT
    if op == "in":
        listed = ("、", ", ")[english].join(_listed(v, member, language) for v in step[2])
        return _CALLS[op][english].format(_inside(texts[step[1]], 5), f"({listed})"), _LOOSE[op]
    if op == "call":
        how = _ROUNDING[step[3]][english] if step[3] else ""
        said = _CALLS[step[1]][english].format(*(_inside(texts[i], 6) for i in step[2]), how=how)
        return said, _LOOSE.get(step[1], _TIGHT)
    loose = _LOOSE.get(op, _TIGHT)
    wanted = {"and": 2, "or": 1, "min": 7, "max": 7}.get(op, min(loose + 1, 8))
    parts = [_inside(texts[i], wanted) for i in step[1:]]
    return _CALLS[op][english].format(*parts), loose


def _listed(value: object, member: Labels, language: Language) -> str:
    if isinstance(value, bool):
        return _FLAGS[value][language == "en"]
    return (
        (MEMBERS[value][language == "en"] if value in MEMBERS else member(value))
        if isinstance(value, str)
        else str(value)
    )


def _inside(text: tuple[str, int], at_least: int) -> str:
    return text[0] if text[1] >= at_least else f"({text[0]})"

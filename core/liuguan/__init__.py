"""What a plugin author imports, and nothing else.

Rules are plain functions under a decorator; groups and windows are declared; hooks return `rules_of(module)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

_HOMES = {
    "liuguan.hookspecs": ("hookimpl",),
    "liuguan.language.kinds": (
        "Bands", "Count", "Date", "Days", "District", "Fen", "Flag", "Grade", "Hours", "Item", "Month", "Months",
        "Percent", "Points", "Star", "Table", "Years",
    ),
    "liuguan.language.functions": (
        "DOWN", "HALF_UP", "UP", "calendar_month", "completed_months", "completed_years", "days_between",
        "days_in_month", "first_day", "first_known", "for_points", "last_day", "month_of", "per", "round_half_up", "round_up",
        "share_of",
    ),
    "liuguan.rulebook.declare": (
        "check", "count", "fold", "group_check", "mean", "question", "rank", "requirement", "rule", "rules_of",
        "supplement", "total", "value",
    ),
    "liuguan.rulebook.definitions": ("Severity",),
    "liuguan.rulebook.windows": ("last", "month_before", "quarter_before", "year_to_date"),
    "liuguan.vocabulary": (
        "CANDIDATE", "DISTRICT_MONTH", "DUTY_PERIOD", "ITEM_MONTH", "STANDARD", "STATION_MONTH", "WORKER_MONTH",
        "Assessor", "DepartmentMode", "Education", "Employer", "Gender", "GrantState", "Insurance", "ManagingBody",
        "PayBasis", "Post",
    ),
}  # fmt: skip
_HOME = {name: home for home, names in _HOMES.items() for name in names}
_SEVERITIES = ("VIOLATION", "WARNING", "INFO")

__version__ = "0.1.0"
__all__ = ["__version__", *sorted((*_HOME, *_SEVERITIES))]

if TYPE_CHECKING:
    from liuguan.hookspecs import hookimpl as hookimpl
    from liuguan.language.functions import (
        DOWN as DOWN, HALF_UP as HALF_UP, UP as UP, calendar_month as calendar_month,
        completed_months as completed_months, completed_years as completed_years, days_between as days_between,
        days_in_month as days_in_month, first_day as first_day, first_known as first_known, for_points as for_points, last_day as last_day,
        month_of as month_of, per as per, round_half_up as round_half_up, round_up as round_up, share_of as share_of,
    )  # fmt: skip
    from liuguan.language.kinds import (
        Bands as Bands, Count as Count, Date as Date, Days as Days, District as District, Fen as Fen, Flag as Flag,
        Grade as Grade, Hours as Hours, Item as Item, Month as Month, Months as Months, Percent as Percent,
        Points as Points, Star as Star, Table as Table, Years as Years,
    )  # fmt: skip
    from liuguan.rulebook.declare import (
        check as check, count as count, fold as fold, group_check as group_check, mean as mean,
        question as question, rank as rank, requirement as requirement, rule as rule, rules_of as rules_of,
        supplement as supplement, total as total, value as value,
    )  # fmt: skip
    from liuguan.rulebook.definitions import Severity as Severity
    from liuguan.rulebook.windows import (
        last as last, month_before as month_before, quarter_before as quarter_before, year_to_date as year_to_date,
    )  # fmt: skip
    from liuguan.vocabulary import (
        CANDIDATE as CANDIDATE, DISTRICT_MONTH as DISTRICT_MONTH, DUTY_PERIOD as DUTY_PERIOD,
        ITEM_MONTH as ITEM_MONTH, STANDARD as STANDARD, STATION_MONTH as STATION_MONTH, WORKER_MONTH as WORKER_MONTH,
        Assessor as Assessor, DepartmentMode as DepartmentMode, Education as Education, Employer as Employer,
        Gender as Gender, GrantState as GrantState, Insurance as Insurance, ManagingBody as ManagingBody,
        PayBasis as PayBasis, Post as Post,
    )  # fmt: skip

    VIOLATION = Severity.VIOLATION
    WARNING = Severity.WARNING
    INFO = Severity.INFO


def __getattr__(name: str) -> object:
    """Public names are loaded when they are asked for, so that `liuguan --help` stays quick."""
    import importlib

    if name in _SEVERITIES:
        severity: object = getattr(importlib.import_module("liuguan.rulebook.definitions").Severity, name)
        return severity
    if name in _HOME:
        thing: object = getattr(importlib.import_module(_HOME[name]), name)
        return thing
    raise AttributeError(f"module 'liuguan' has no public name {name!r}")

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
        "days_in_month", "first_day", "first_known",
        "for_points", "last_day", "month_of", "per", "round_half_up", "round_up",
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
        DOWN as DOWN,
    )  # fmt: skip
    from liuguan.language.functions import (
        HALF_UP as HALF_UP,
    )
    from liuguan.language.functions import (
        UP as UP,
    )
    from liuguan.language.functions import (
        calendar_month as calendar_month,
    )
    from liuguan.language.functions import (
        completed_months as completed_months,
    )
    from liuguan.language.functions import (
        completed_years as completed_years,
    )
    from liuguan.language.functions import (
        days_between as days_between,
    )
    from liuguan.language.functions import (
        days_in_month as days_in_month,
    )
    from liuguan.language.functions import (
        first_day as first_day,
    )
    from liuguan.language.functions import (
        first_known as first_known,
    )
    from liuguan.language.functions import (
        for_points as for_points,
    )
    from liuguan.language.functions import (
        last_day as last_day,
    )
    from liuguan.language.functions import (
        month_of as month_of,
    )
    from liuguan.language.functions import (
        per as per,
    )
    from liuguan.language.functions import (
        round_half_up as round_half_up,
    )
    from liuguan.language.functions import (
        round_up as round_up,
    )
    from liuguan.language.functions import (
        share_of as share_of,
    )
    from liuguan.language.kinds import (
        Bands as Bands,
    )  # fmt: skip
    from liuguan.language.kinds import (
        Count as Count,
    )
    from liuguan.language.kinds import (
        Date as Date,
    )
    from liuguan.language.kinds import (
        Days as Days,
    )
    from liuguan.language.kinds import (
        District as District,
    )
    from liuguan.language.kinds import (
        Fen as Fen,
    )
    from liuguan.language.kinds import (
        Flag as Flag,
    )
    from liuguan.language.kinds import (
        Grade as Grade,
    )
    from liuguan.language.kinds import (
        Hours as Hours,
    )
    from liuguan.language.kinds import (
        Item as Item,
    )
    from liuguan.language.kinds import (
        Month as Month,
    )
    from liuguan.language.kinds import (
        Months as Months,
    )
    from liuguan.language.kinds import (
        Percent as Percent,
    )
    from liuguan.language.kinds import (
        Points as Points,
    )
    from liuguan.language.kinds import (
        Star as Star,
    )
    from liuguan.language.kinds import (
        Table as Table,
    )
    from liuguan.language.kinds import (
        Years as Years,
    )
    from liuguan.rulebook.declare import (
        check as check,
    )  # fmt: skip
    from liuguan.rulebook.declare import (
        count as count,
    )
    from liuguan.rulebook.declare import (
        fold as fold,
    )
    from liuguan.rulebook.declare import (
        group_check as group_check,
    )
    from liuguan.rulebook.declare import (
        mean as mean,
    )
    from liuguan.rulebook.declare import (
        question as question,
    )
    from liuguan.rulebook.declare import (
        rank as rank,
    )
    from liuguan.rulebook.declare import (
        requirement as requirement,
    )
    from liuguan.rulebook.declare import (
        rule as rule,
    )
    from liuguan.rulebook.declare import (
        rules_of as rules_of,
    )
    from liuguan.rulebook.declare import (
        supplement as supplement,
    )
    from liuguan.rulebook.declare import (
        total as total,
    )
    from liuguan.rulebook.declare import (
        value as value,
    )
    from liuguan.rulebook.definitions import Severity as Severity
    from liuguan.rulebook.windows import (
        last as last,
    )  # fmt: skip
    from liuguan.rulebook.windows import (
        month_before as month_before,
    )
    from liuguan.rulebook.windows import (
        quarter_before as quarter_before,
    )
    from liuguan.rulebook.windows import (
        year_to_date as year_to_date,
    )
    from liuguan.vocabulary import (
        CANDIDATE as CANDIDATE,
    )  # fmt: skip
    from liuguan.vocabulary import (
        DISTRICT_MONTH as DISTRICT_MONTH,
    )
    from liuguan.vocabulary import (
        DUTY_PERIOD as DUTY_PERIOD,
    )
    from liuguan.vocabulary import (
        ITEM_MONTH as ITEM_MONTH,
    )
    from liuguan.vocabulary import (
        STANDARD as STANDARD,
    )
    from liuguan.vocabulary import (
        STATION_MONTH as STATION_MONTH,
    )
    from liuguan.vocabulary import (
        WORKER_MONTH as WORKER_MONTH,
    )
    from liuguan.vocabulary import (
        Assessor as Assessor,
    )
    from liuguan.vocabulary import (
        DepartmentMode as DepartmentMode,
    )
    from liuguan.vocabulary import (
        Education as Education,
    )
    from liuguan.vocabulary import (
        Employer as Employer,
    )
    from liuguan.vocabulary import (
        Gender as Gender,
    )
    from liuguan.vocabulary import (
        GrantState as GrantState,
    )
    from liuguan.vocabulary import (
        Insurance as Insurance,
    )
    from liuguan.vocabulary import (
        ManagingBody as ManagingBody,
    )
    from liuguan.vocabulary import (
        PayBasis as PayBasis,
    )
    from liuguan.vocabulary import (
        Post as Post,
    )

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

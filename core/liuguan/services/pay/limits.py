"""What a later fact may take from a month that has been paid: the city's dated parameters (II.12, IV.3.0c, IV.3.5)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from liuguan.district import City
from liuguan.errors import ConfigError, Text
from liuguan.language.functions import last_day

SECTION = "pay_deltas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits on taking back what was paid too much.

    Attributes:
        lower_score_is_taken: whether a lower score reaches a month that was paid by a higher one.
        most_percent_taken: of a month's gross pay, in whole percent.
        minimum_wage_is_kept: whether what is left of the month must reach the minimum wage of a full month.
        status: how certain the figures are, such as `unverified`; shown wherever they are used.
        note: where they come from.
    """

    lower_score_is_taken: bool
    most_percent_taken: int
    minimum_wage_is_kept: bool
    effective_from: datetime.date
    status: str
    note: Text


def limits_of(city: City, month: int) -> Limits:
    """The limits that hold on a month's last day.

    Raises:
        ConfigError: the city states none for that month.
    """
    sections = city.config.data.get(SECTION)
    stated = [s for s in sections if s["effective_from"] <= last_day(month)] if isinstance(sections, list) else []
    if not stated:
        none = Text("该月没有有关参数", "nothing is stated for that month")
        raise ConfigError([none], where=f"[[{SECTION}]]")
    found = max(stated, key=lambda s: s["effective_from"])
    return Limits(
        lower_score_is_taken=bool(found["lower_score_is_taken"]), most_percent_taken=int(found["most_percent_taken"]),
        minimum_wage_is_kept=bool(found["minimum_wage_is_kept"]), effective_from=found["effective_from"],
        status=str(found.get("status", "")),
        note=Text(str(found.get("note_zh", "")), str(found.get("note_en", ""))),
    )  # fmt: skip

"""Orders with sane defaults, and ID numbers that can be right."""

from __future__ import annotations

import datetime
from typing import Any

from tests.core.services.conftest import DISTRICT

from liuguan.facts.identity import CHECK_CHARACTERS, WEIGHTS
from liuguan.services.roster.hiring import Hire

D = datetime.date
START = D(2010, 12, 1)
BORN = D(1970, 5, 17)


def id_number(born: datetime.date = BORN, sequence: int = 1) -> str:
    """An 18-digit number with its check character."""
    body = f"320102{born:%Y%m%d}{sequence:03d}"
    return body + CHECK_CHARACTERS[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


def short(number: str) -> str:
    """The 15-digit form of the same number."""
    return number[:6] + number[8:17]


def hire(**more: Any) -> Hire:
    """Wang Xiaoming begins at Xinjiekou on the first day."""
    given = {
        "district": DISTRICT, "name": "王晓明", "id_number": id_number(), "first_day": START, "station": "新街口",
        "post": "ordinary", "data_entry": False, "education": "senior_high", "staff_number": "XW001",
    }  # fmt: skip
    return Hire(**{**given, **more})

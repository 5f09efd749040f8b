"""How a person is shown: ID numbers and birth dates are masked here, and read in full by `person.reveal` alone."""

from __future__ import annotations

from liuguan.facts import identity
from liuguan.records.base import Day

NOTHING = ""


def masked_id(number: str | None) -> str:
    """`320***********1234`; empty where no number is known."""
    return identity.mask(number) if number else NOTHING


def masked_birth(day: Day | None) -> str:
    """The year of a birth date."""
    return f"{day.year}-**-**" if day is not None else NOTHING


__all__ = ["masked_birth", "masked_id"]

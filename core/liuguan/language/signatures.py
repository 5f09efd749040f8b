"""Which kinds each named function takes, and what it gives.

One row per function: adding a function is its plain Python in `functions.py`, its row here, its column form
in `columns.py` and its words in `words.py`; a test holds the four together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from liuguan.language import functions
from liuguan.language.kinds import COUNT, DATE, DAYS, FEN, MONTH, MONTHS, NUMBER, PERCENT, POINTS, YEARS, Group, Kind


class KindMismatch(Exception):
    """Kinds that do not go together; `instead` says what to write."""

    def __init__(self, what: str, instead: str) -> None:
        super().__init__(what)
        self.what = what
        self.instead = instead


def same(kinds: Sequence[Kind], what: str) -> Kind:
    """The one kind that all sides have; a literal takes the kind of the others."""
    named = [k for k in kinds if k is not NUMBER]
    if not named:
        return NUMBER
    first = named[0]
    if any(k.name != first.name for k in named):
        listed = " and ".join(dict.fromkeys(k.name for k in named))
        raise KindMismatch(f"{what} of {listed}", "both sides must be of one kind")
    if len(named) != len(kinds) and not first.is_number and first.group is not Group.MONTH:
        raise KindMismatch(f"{what} of {first.name} and a number", f"compare it with another {first.name}")
    return first


def product(left: Kind, right: Kind) -> Kind:
    """The kind of `left * right`: at most one side that is not a count."""
    for k in (left, right):
        if not k.is_number:
            raise KindMismatch(f"product with {k.name}", "multiply numbers only")
    if left.group is not Group.COUNT and right.group is not Group.COUNT:
        raise KindMismatch(
            f"product of {left.name} and {right.name}",
            "write share_of(amount, percent, HALF_UP) or for_points(rate, points, HALF_UP), which name the rounding",
        )
    if left.group is not Group.COUNT:
        return left
    if right.group is not Group.COUNT:
        return right
    return right if left is NUMBER or (left is COUNT and right is not NUMBER) else left


def quotient(left: Kind, right: Kind) -> Kind:
    """The kind of `left // right`: the divisor is a count."""
    if not left.is_number or right.group is not Group.COUNT:
        raise KindMismatch(f"division of {left.name} by {right.name}", "divide a number by a count")
    return left


def _share(kinds: Sequence[Kind]) -> Kind:
    if not kinds[0].is_number or kinds[1].name != PERCENT.name:
        raise KindMismatch(f"share_of({kinds[0].name}, {kinds[1].name})", "write share_of(amount, percent, rounding)")
    return kinds[0]


def _for_points(kinds: Sequence[Kind]) -> Kind:
    if kinds[0].name != FEN.name or kinds[1].name != POINTS.name:
        raise KindMismatch(f"for_points({kinds[0].name}, {kinds[1].name})", "write for_points(rate, points, rounding)")
    return kinds[0]


def _divide(kinds: Sequence[Kind]) -> Kind:
    return quotient(kinds[0], kinds[1])


def _alike(kinds: Sequence[Kind]) -> Kind:
    return same(kinds, "first_known")


def _exactly(given: tuple[Kind, ...], result: Kind) -> Callable[[Sequence[Kind]], Kind]:
    def check(kinds: Sequence[Kind]) -> Kind:
        if [k.name for k in kinds] != [k.name for k in given]:
            found, wanted = (", ".join(k.name for k in ks) for ks in (kinds, given))
            raise KindMismatch(f"arguments of kind {found}", f"this function takes {wanted}")
        return result

    return check


@dataclass(frozen=True, slots=True)
class Signature:
    """A named function: its plain form, how many values, whether a rounding follows, and its kinds."""

    plain: Callable[..., object]
    arity: int
    kinds: Callable[[Sequence[Kind]], Kind]
    rounded: bool = False
    divides: bool = False  # the second value is a divisor that must be at least 1


SIGNATURES: Mapping[str, Signature] = {
    "share_of": Signature(functions.share_of, 2, _share, rounded=True),
    "for_points": Signature(functions.for_points, 2, _for_points, rounded=True),
    "round_up": Signature(functions.round_up, 2, _divide, divides=True),
    "round_half_up": Signature(functions.round_half_up, 2, _divide, divides=True),
    "per": Signature(functions.per, 2, _divide),
    "first_known": Signature(functions.first_known, 2, _alike),
    "completed_years": Signature(functions.completed_years, 2, _exactly((DATE, DATE), YEARS)),
    "completed_months": Signature(functions.completed_months, 2, _exactly((DATE, DATE), MONTHS)),
    "days_between": Signature(functions.days_between, 2, _exactly((DATE, DATE), DAYS)),
    "first_day": Signature(functions.first_day, 1, _exactly((MONTH,), DATE)),
    "last_day": Signature(functions.last_day, 1, _exactly((MONTH,), DATE)),
    "month_of": Signature(functions.month_of, 1, _exactly((DATE,), MONTH)),
    "calendar_month": Signature(functions.calendar_month, 1, _exactly((MONTH,), COUNT)),
    "days_in_month": Signature(functions.days_in_month, 1, _exactly((MONTH,), DAYS)),
}

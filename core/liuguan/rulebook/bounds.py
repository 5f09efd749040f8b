"""Lower bounds of expressions, known before any data: a divisor must never be able to be nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from liuguan.language.compiler import Formula
from liuguan.language.signatures import SIGNATURES
from liuguan.language.tree import Step, Tree

Bound = int | None
_CALENDAR = {"calendar_month": 1, "days_in_month": 28}


def lower_bounds(tree: Tree, of_argument: Callable[[str], Bound]) -> list[Bound]:
    """For each step the least number it can be, or None when that is not known."""
    found: list[Bound] = []
    for step in tree.steps:
        found.append(_bound(step, found, of_argument))
    return found


def _bound(step: Step, found: Sequence[Bound], of_argument: Callable[[str], Bound]) -> Bound:
    def both(a: int, b: int, how: Callable[[int, int], int]) -> Bound:
        x, y = found[a], found[b]
        return None if x is None or y is None else how(x, y)

    match step:
        case ("lit", bool(), _):
            return None
        case ("lit", int(value), _):
            return value
        case ("name", str(name)):
            return of_argument(name)
        case ("table" | "bands", str(name), _):
            return of_argument(name)
        case ("add", int(a), int(b)):
            return both(a, b, lambda x, y: x + y)
        case ("mul", int(a), int(b)):
            return both(a, b, lambda x, y: x * y if x >= 0 and y >= 0 else None)  # type: ignore[arg-type,return-value]
        case ("min", int(a), int(b)) | ("if", _, int(a), int(b)):
            return both(a, b, min)
        case ("max", int(a), int(b)):
            known = [x for x in (found[a], found[b]) if x is not None]
            return max(known) if known else None
        case ("abs", _):
            return 0
        case ("div", int(a), _):
            return 0 if (found[a] or -1) >= 0 or found[a] == 0 else None
        case ("call", "first_known", (int(a), int(b)), _):
            return both(a, b, min)
        case ("call", str(name), _, _) if name in _CALENDAR:
            return _CALENDAR[name]
        case ("call", "share_of" | "for_points" | "round_up" | "round_half_up" | "per", tuple(given), _):
            return 0 if all((found[i] if found[i] is not None else -1) >= 0 for i in given) else None  # type: ignore[operator]
    return None


@lru_cache(maxsize=10_000)
def least_of(formula: Formula, arguments: tuple[Bound, ...]) -> tuple[Bound, tuple[str, ...]]:
    """The least that a formula can give, and a sentence for each divisor that could be less than 1.

    Args:
        arguments: the lower bounds of the formula's arguments, in their order.
    """
    names = (name for name, _ in formula.arguments)
    bounds = lower_bounds(formula.tree, dict(zip(names, arguments, strict=True)).__getitem__)
    return bounds[-1], tuple(_divisor_problems(formula, bounds))


def _divisor_problems(formula: Formula, bounds: Sequence[Bound]) -> Iterator[str]:
    for step in formula.tree.steps:
        divisor: Any = None
        if step[0] == "div":
            divisor = step[2]
        elif step[0] == "call" and SIGNATURES[str(step[1])].divides:
            divisor = step[2][1]  # type: ignore[index]
        if divisor is not None and ((least := bounds[divisor]) is None or least < 1):
            yield (
                f"{formula.file}:{formula.line}: {formula.name} divides by {_words(formula.tree.steps[divisor])}, "
                "which may be 0; "
                "write max(divisor, 1), or per(a, b) where 0 makes the result unknown"
            )


def _words(step: Step) -> str:
    return str(step[1]) if step[0] == "name" else "a computed value"

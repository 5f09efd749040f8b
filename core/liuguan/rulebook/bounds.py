"""Lower bounds of expressions, known before any data: a divisor must never be able to be nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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


def divisor_problems(formula: Formula, of_argument: Callable[[str], Bound]) -> Iterator[str]:
    """A sentence for each divisor of a formula that could be less than 1."""
    bounds = lower_bounds(formula.tree, of_argument)
    for step in formula.tree.steps:
        divisor: Any = None
        if step[0] == "div":
            divisor = step[2]
        elif step[0] == "call" and SIGNATURES[str(step[1])].divides:
            divisor = step[2][1]  # type: ignore[index]
        if divisor is not None and (bounds[divisor] is None or bounds[divisor] < 1):
            yield (
                f"{formula.file}:{formula.line}: {formula.name} divides by {_words(formula.tree.steps[divisor])}, "
                "which may be 0; "
                "write max(divisor, 1), or per(a, b) where 0 makes the result unknown"
            )


def _words(step: Step) -> str:
    return str(step[1]) if step[0] == "name" else "a computed value"

"""A rule as a flat tree: a tuple of steps, each naming earlier steps by their index; the last is the result.

    lit   value kind        name  argument          table name key   bands name key
    add sub mul div  a b    lt le gt ge eq ne  a b  and or  a b      not abs  a
    if    guard a b         min max  a b            in    a values   call function args rounding

Equal steps are one step, so a value used twice is computed once, and the tree does not depend on layout
or local names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

Scalar = int | bool | str
Step = tuple[object, ...]

ARITHMETIC = ("add", "sub", "mul", "div", "min", "max")
COMPARISONS = ("lt", "le", "gt", "ge", "eq", "ne")
BINARY = (*ARITHMETIC, *COMPARISONS, "and", "or")
UNARY = ("not", "abs")


def operands(step: Step) -> tuple[int, ...]:
    """Indices of the steps that a step uses."""
    op = step[0]
    if op in BINARY or op == "if" or op in UNARY:
        return tuple(step[1:])  # type: ignore[arg-type]
    if op == "in":
        return (step[1],)  # type: ignore[return-value]
    if op in ("table", "bands"):
        return (step[2],)  # type: ignore[return-value]
    if op == "call":
        return tuple(step[2])  # type: ignore[arg-type]
    return ()


def _moved(step: Step, place: dict[int, int]) -> Step:
    """The same step with its operands renumbered."""
    op = step[0]
    if op in BINARY or op == "if" or op in UNARY:
        return (op, *(place[i] for i in step[1:]))  # type: ignore[index]
    if op == "in":
        return (op, place[step[1]], step[2])  # type: ignore[index]
    if op in ("table", "bands"):
        return (op, step[1], place[step[2]])  # type: ignore[index]
    if op == "call":
        return (op, step[1], tuple(place[i] for i in step[2]), step[3])  # type: ignore[attr-defined]
    return step


@dataclass(frozen=True, slots=True)
class Tree:
    """A compiled formula."""

    steps: tuple[Step, ...]

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    @property
    def result(self) -> int:
        return len(self.steps) - 1

    def uses(self) -> list[int]:
        """How often each step is used by others."""
        count = [0] * len(self.steps)
        for step in self.steps:
            for i in operands(step):
                count[i] += 1
        return count

    def names(self) -> tuple[str, ...]:
        """Arguments that the formula really uses, in order of first use."""
        found = [s[1] for s in self.steps if s[0] in ("name", "table", "bands")]
        return tuple(dict.fromkeys(found))  # type: ignore[arg-type]

    def to_json(self) -> list[list[object]]:
        """The steps as JSON lists."""
        return [[list(v) if isinstance(v, tuple) else v for v in step] for step in self.steps]

    @classmethod
    def from_json(cls, steps: Sequence[Sequence[object]]) -> Tree:
        """The tree that `to_json` wrote."""
        return cls(tuple(tuple(tuple(v) if isinstance(v, list) else v for v in step) for step in steps))


_OPERANDS = {
    **dict.fromkeys(BINARY, 2),
    **dict.fromkeys(UNARY, 1),
    "if": 3,
    "in": 2,
    "table": 2,
    "bands": 2,
    "lit": 2,
    "name": 1,
    "call": 3,
}
_SCALARS = (int, bool, str)


def fault(tree: Tree, arguments: Collection[str], functions: Collection[str]) -> str | None:
    """What is wrong with the shape of a tree that came from a file, or None."""
    for at, step in enumerate(tree.steps):
        op = step[0] if step else None
        if not isinstance(op, str) or len(step) - 1 != _OPERANDS.get(op):
            return f"step {at} is not a step: {step!r}"
        if any(type(i) is not int or not 0 <= i < at for i in operands(step)):
            return f"step {at} names a step that does not come before it"
        if op in ("name", "table", "bands") and step[1] not in arguments:
            return f"step {at} names {step[1]!r}, which is no argument"
        if op == "call" and step[1] not in functions:
            return f"step {at} calls {step[1]!r}"
        values = step[2] if op == "in" else step[1:2] if op == "lit" else ()
        if not isinstance(values, tuple) or any(type(v) not in _SCALARS for v in values) or (op == "in" and not values):
            return f"step {at} holds a value outside the language"
    return None if tree.steps else "no steps"


class Builder:
    """Collects steps, one for each distinct expression."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._place: dict[tuple[object, ...], int] = {}

    def add(self, *step: object) -> int:
        """Index of the step, which is added when it is new."""
        key = tuple((type(v).__name__, v) for v in step)
        if key not in self._place:
            self._place[key] = len(self.steps)
            self.steps.append(step)
        return self._place[key]

    def tree(self, result: int) -> Tree:
        """The steps that lead to `result`, without those that do not; the result comes last."""
        needed: set[int] = set()
        stack = [result]
        while stack:
            i = stack.pop()
            if i not in needed:
                needed.add(i)
                stack.extend(operands(self.steps[i]))
        order: list[int] = []
        state: dict[int, bool] = {}
        stack = [result]
        while stack:  # depth first from the result: the order depends on the formula alone
            i = stack[-1]
            if i not in state:
                state[i] = False
                stack.extend(j for j in reversed(operands(self.steps[i])) if j not in state)
            else:
                stack.pop()
                if not state[i]:
                    state[i] = True
                    order.append(i)
        place = {old: new for new, old in enumerate(order)}
        return Tree(tuple(_moved(self.steps[i], place) for i in order))

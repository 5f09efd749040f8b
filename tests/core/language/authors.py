"""An author who writes random rules: source text within the language, with arguments and values to call it with."""

from __future__ import annotations

import ast
import datetime
from collections.abc import Mapping
from random import Random

from liuguan.language.kinds import Bands, Table
from liuguan.vocabulary import Post

ARGUMENTS: Mapping[str, str] = {
    "c1": "Count", "c2": "Count", "y1": "Years", "n1": "Days",
    "f1": "Fen", "f2": "Fen", "p1": "Points", "r1": "Percent", "s1": "Star",
    "g1": "Flag", "g2": "Flag", "d1": "Date", "d2": "Date", "m1": "Month",
    "o1": "Post", "o2": "Post", "i1": "Item",
    "by_item": "Table[Item, Fen]", "by_size": "Table[Count, Years]", "by_post": "Table[Post, Count]", "by_star": "Table[Star, Flag]",
    "of_points": "Bands[Points, Percent]", "of_count": "Bands[Count, Fen]", "of_day": "Bands[Date, Points]",
}  # fmt: skip
NUMBERS = ("Count", "Years", "Days", "Fen", "Points", "Percent", "Star")
COUNTS = ("Count", "Years", "Days")
KINDS = (*NUMBERS, "Flag", "Date", "Month", "Post", "Item")
ITEMS = ("leads", "permits", "sheets")
UNKNOWN_IN_TEN = 1


class Author:
    """Writes one rule; all choices come from `random`."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.locals: dict[str, str] = {}

    def rule(self) -> str:
        """The source of a rule called `f`, with every argument that it uses in its signature."""
        returns = self.random.choice(KINDS)
        assignments = [self.assignment(n) for n in range(self.random.randint(0, 3))]
        lines = self.block(returns, 2)
        for assignment in reversed(assignments):  # one that nothing reads would leave its arguments idle
            if any(assignment[:2] in line for line in lines):
                lines = [assignment, *lines]
        body = "\n".join(f"    {line}" for line in lines)
        used = {n.id for n in ast.walk(ast.parse(f"def f():\n{body}")) if isinstance(n, ast.Name)}
        needed = [n for n in ARGUMENTS if n in used]
        signature = ", ".join(f"{n}: {ARGUMENTS[n]}" for n in needed)
        return f"def f({signature}) -> {returns}:\n{body}\n"

    def assignment(self, n: int) -> str:
        kind = self.random.choice(KINDS)
        text = self.expression(kind, 3)
        self.locals[f"x{n}"] = kind
        return f"x{n} = {text}"

    def block(self, kind: str, depth: int) -> list[str]:
        shape = self.random.choice(("return", "return", "early", "else", "elif", "inner")) if depth else "return"
        if shape == "return":
            return [f"return {self.expression(kind, 3)}"]
        made = [f"if {self.expression('Flag', 2)}:"]
        if shape == "inner":  # an if that does not always return
            made += [f"    if {self.expression('Flag', 1)}:", *self.indented(self.block(kind, 0), 2)]
            return [*made, *self.block(kind, depth - 1)]
        made += self.indented(self.block(kind, depth - 1), 1)
        if shape == "early":
            return [*made, *self.block(kind, depth - 1)]
        if shape == "elif":
            made += [f"elif {self.expression('Flag', 1)}:", *self.indented(self.block(kind, 0), 1)]
        return [*made, "else:", *self.indented(self.block(kind, depth - 1), 1)]

    def indented(self, lines: list[str], by: int) -> list[str]:
        return ["    " * by + line for line in lines]

    # ---- expressions

    def expression(self, kind: str, depth: int) -> str:
        if depth == 0 or self.random.random() < 0.15:
            return self.leaf(kind)
        if self.random.random() < 0.12:
            yes, no = self.expression(kind, depth - 1), self.expression(kind, depth - 1)
            return f"({yes} if {self.expression('Flag', depth - 1)} else {no})"
        if self.random.random() < 0.08:
            return f"first_known({self.expression(kind, depth - 1)}, {self.name(kind)})"
        if kind == "Flag":
            return self.flag(depth - 1)
        if kind in NUMBERS:
            return self.number(kind, depth - 1)
        if kind == "Date":
            return self.random.choice((self.date, self.name))("Date")
        if kind == "Month":
            month = self.expression("Month", depth - 1)
            day = self.expression("Date", depth - 1)
            return self.random.choice((f"({month} + {self.random.randint(0, 30)})", f"month_of({day})", month))
        return self.leaf(kind)

    def leaf(self, kind: str) -> str:
        if self.random.random() < 0.25:
            if kind in NUMBERS:
                return f"min({self.name(kind)}, {self.random.randint(-5, 900)})"
            if kind == "Post":
                return self.random.choice(("Post.CENTRAL", "Post.ORDINARY"))
            if kind == "Flag":
                return self.random.choice(("True", "False"))
        return self.name(kind)

    def name(self, kind: str) -> str:
        return self.random.choice([n for n, k in {**ARGUMENTS, **self.locals}.items() if k == kind])

    def date(self, kind: str) -> str:
        month = self.expression("Month", 1)
        first, second = self.name("Date"), self.name("Date")
        return self.random.choice(
            (f"first_day({month})", f"last_day({month})", f"min({first}, {second})", f"max({first}, {second})")
        )

    def flag(self, depth: int) -> str:
        shape = self.random.randrange(7)
        if shape == 0:
            return f"({self.expression('Flag', depth)} and {self.expression('Flag', depth)})"
        if shape == 1:
            return f"({self.expression('Flag', depth)} or {self.expression('Flag', depth)})"
        if shape == 2:
            return f"(not {self.expression('Flag', depth)})"
        if shape == 3:
            return self.membership()
        if shape == 4:
            kind = self.random.choice(("Post", "Item", "Flag"))
            sides = self.expression(kind, 0), self.expression(kind, 0)
            text = self.random.choice(("'central'", sides[1])) if kind == "Post" else sides[1]
            return f"({sides[0]} {self.random.choice(('==', '!='))} {text})"
        if shape == 5:
            return f"by_star[{self.expression('Star', 0)}]"
        kind = self.random.choice((*NUMBERS, "Date", "Month"))
        parts = [self.expression(kind, depth) for _ in range(self.random.choice((2, 2, 3)))]
        signs = [self.random.choice(("<", "<=", ">", ">=", "==", "!=")) for _ in parts[1:]]
        return "(" + parts[0] + "".join(f" {s} {p}" for s, p in zip(signs, parts[1:], strict=True)) + ")"

    def membership(self) -> str:
        word = self.random.choice(("in", "not in"))
        of = self.random.randrange(3)
        if of == 0:
            return f"({self.expression('Post', 0)} {word} ('central',))"
        if of == 1:
            return f"({self.name('Item')} {word} ('leads', 'sheets'))"
        listed = ", ".join(str(self.random.randint(-2, 20)) for _ in range(3))
        return f"({self.expression(self.random.choice(NUMBERS), 1)} {word} ({listed}))"

    def number(self, kind: str, depth: int) -> str:
        a, b = self.expression(kind, depth), self.expression(kind, depth)
        small, count = self.random.randint(1, 9), self.expression(self.random.choice(COUNTS), depth)
        shapes = [
            f"({a} + {b})", f"({a} - {b})", f"({a} * {small})", f"({small} * {a})", f"-({a})", f"abs({a})",
            f"min({a}, {b})", f"max({a}, {b}, {small})", f"({a} // {small})", f"({a} // max({count}, 1))",
            f"round_up({a}, {small})", f"round_half_up({a}, max({count}, 1))", f"per({a}, {count})",
            f"share_of({a}, {self.name('Percent')}, {self.random.choice(('HALF_UP', 'UP', 'DOWN'))})",
        ]  # fmt: skip
        dates = self.name("Date"), self.expression("Date", depth)
        shapes += {
            "Fen": [
                f"by_item[{self.name('Item')}]", f"of_count[{count}]" if ARGUMENTS.get(count) == "Count" else "of_count[c1]",
                f"for_points({self.name('Fen')}, {self.expression('Points', depth)}, UP)",
            ],
            "Count": [f"by_post[{self.expression('Post', 0)}]", f"calendar_month({self.expression('Month', depth)})"],
            "Years": [f"completed_years({dates[0]}, {dates[1]})", f"by_size[{self.name('Count')}]"],
            "Days": [f"days_between({dates[0]}, {dates[1]})", f"days_in_month({self.expression('Month', depth)})"],
            "Percent": [f"of_points[{self.expression('Points', depth)}]"],
            "Points": [f"of_day[{self.expression('Date', 0)}]"],
        }.get(kind, [])  # fmt: skip
        return self.random.choice(shapes)


def value_of(kind: str, random: Random) -> object:
    """A known value of a kind, edges first."""
    if kind in (*COUNTS, "Months", "Hours"):
        return random.choice((0, 1, 2, random.randint(0, 60)))
    if kind in ("Points", "Percent"):
        return random.choice((0, 8500, random.randint(0, 10_000)))
    if kind == "Star":
        return random.randint(0, 5)
    if kind == "Fen":
        return random.choice((0, -1, 50, random.randint(-1_000, 200_000)))
    if kind == "Flag":
        return random.random() < 0.5
    if kind == "Date":
        year = random.randint(1940, 2030)
        return random.choice(
            (
                datetime.date(2008, 2, 29),
                datetime.date(year, 2, 28),
                datetime.date(year, random.randint(1, 12), random.randint(1, 28)),
                datetime.date(year, 12, 31),
            )
        )
    if kind == "Month":
        return random.randint(2008 * 12, 2013 * 12)
    if kind == "Post":
        return random.choice([p.value for p in Post])
    if kind in ("Item", "District"):
        return random.choice(ITEMS)
    if kind == "Grade":
        return random.choice("ABCDE")
    return _table(kind, random)


def _table(kind: str, random: Random) -> Table[object, object]:
    key, value = kind[kind.index("[") + 1 : -1].split(", ")
    rows = {value_of(key, random): value_of(value, random) for _ in range(random.choice((1, 3, 4, 50)))}
    if random.random() < 0.2:
        rows[next(iter(rows))] = None  # a row may be explicitly unknown
    return Bands(rows) if kind.startswith("Bands") else Table(rows)


def row_of(names: Mapping[str, str], random: Random) -> dict[str, object]:
    """A value for each argument; about one in ten is unknown, but no table."""
    return {
        n: None if "[" not in k and random.random() < UNKNOWN_IN_TEN / 10 else value_of(k, random)
        for n, k in names.items()
    }

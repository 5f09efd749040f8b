"""What the rule language accepts, and what it refuses: where, why, and what to write instead."""

from __future__ import annotations

import datetime
import functools
from types import FunctionType

import pytest
from tests.core.language.sources import HEAD, formula_of, function_of, module_of, rule_text

from liuguan import Count, Fen, Post
from liuguan.errors import RuleError
from liuguan.language.compiler import compile_function
from liuguan.language.reference import evaluate

ACCEPTED = {
    "arithmetic": (rule_text("return (a + b) * 2 - a // 3"), {"a": 7, "b": 5}, 22),
    "negative literal": (rule_text("return a * -1 + b"), {"a": 7, "b": 5}, -2),
    "minus a name": (rule_text("return -a + b"), {"a": 7, "b": 5}, -2),
    "chained comparison": (rule_text("return 1 <= a < b", returns="Flag"), {"a": 1, "b": 2}, True),
    "and or not": (rule_text("return a > 1 and not b > 1 or a == b", returns="Flag"), {"a": 2, "b": 1}, True),
    "conditional": (rule_text("return a if a > b else b"), {"a": 2, "b": 3}, 3),
    "if elif else": (
        rule_text("if a > b:\n    return 1\nelif a == b:\n    return 2\nelse:\n    return 3"),
        {"a": 2, "b": 2},
        2,
    ),
    "early return": (rule_text("if a > b:\n    return a\nreturn b"), {"a": 2, "b": 9}, 9),
    "an if that goes on": (
        rule_text("if a > 1:\n    if b > 1:\n        return 1\nreturn 0"),
        {"a": 2, "b": 1},
        0,
    ),
    "local names": (rule_text("c = a + b\nc = c * c\nreturn c"), {"a": 1, "b": 2}, 9),
    "min max abs": (rule_text("return min(a, b, 9) + max(a, 3) + abs(b - a)"), {"a": 1, "b": 2}, 5),
    "in a tuple": (rule_text("return a in (1, 2) and b not in (3,)", returns="Flag"), {"a": 2, "b": 3}, False),
    "enum member": (rule_text("return p == Post.CENTRAL", "p: Post", "Flag"), {"p": "central"}, True),
    "enum by text": (rule_text("return p in ('central', Post.ORDINARY)", "p: Post", "Flag"), {"p": "central"}, True),
    "open enum by text": (rule_text("return 'leads' == i", "i: Item", "Flag"), {"i": "leads"}, True),
    "flag alone": (rule_text("return g and a > 0", "g: Flag, a: Count", "Flag"), {"g": True, "a": 1}, True),
    "a literal takes the other side's kind": (rule_text("return max(a, 50)", "a: Fen", "Fen"), {"a": 20}, 50),
    "an amount by a count": (rule_text("return a * n // 2", "a: Fen, n: Days", "Fen"), {"a": 5, "n": 3}, 7),
    "a share": (rule_text("return share_of(a, p, HALF_UP)", "a: Fen, p: Percent", "Fen"), {"a": 10, "p": 2500}, 3),
    "a rounding by its class": (
        rule_text("return share_of(a, p, Rounding.DOWN)", "a: Fen, p: Percent", "Fen").replace(
            "def f", "from liuguan.language.functions import Rounding\n\n\ndef f"
        ),
        {"a": 10, "p": 2500},
        2,
    ),
    "per": (rule_text("return per(a, b)"), {"a": 10, "b": 0}, None),
    "first known": (rule_text("return first_known(a, 0) + b"), {"a": None, "b": 2}, 2),
    "first known of flags": (rule_text("return first_known(g, False)", "g: Flag", "Flag"), {"g": None}, False),
    "a month and a number": (rule_text("return m + 1", "m: Month", "Month"), {"m": 24131}, 24132),
    "dates": (
        rule_text("return min(d, e) < e", "d: Date, e: Date", "Flag"),
        {"d": datetime.date(2010, 1, 1), "e": datetime.date(2010, 1, 2)},
        True,
    ),
    "keyword-only arguments": (rule_text("return a - b", "a: Count, *, b: Count"), {"a": 2, "b": 1}, 1),
    "a docstring": (rule_text('"""Twice.\n\nReading: so."""\nreturn a + b'), {"a": 2, "b": 1}, 3),
    "a constant result": (rule_text("return 3 if a > b else 4", returns="Fen"), {"a": 2, "b": 1}, 3),
    "set and list displays": (rule_text("return a in [1] or b in {2}", returns="Flag"), {"a": 0, "b": 2}, True),
    "a local name of a rule": (
        rule_text("helper = a + b\nreturn helper") + "\n\ndef helper() -> int:\n    return 1\n",
        {"a": 2, "b": 1},
        3,
    ),
}


@pytest.mark.parametrize(("source", "values", "expected"), ACCEPTED.values(), ids=ACCEPTED)
def test_is_accepted(source: str, values: dict[str, object], expected: object) -> None:
    assert evaluate(formula_of(source).tree, values) == expected


# Each refused source marks the offending line with "# <-"; the texts are parts of what and of what to write instead.
REFUSED = {
    "a fraction": (rule_text("return a + 1.5  # <-\n+ b".replace("\n+ b", " "), "a: Count"), "fraction 1.5", "hundredths"),
    "true division": (rule_text("return a / b  # <-"), "/ gives fractions", "round_half_up"),
    "a power": (rule_text("return a ** b  # <-"), "operator Pow", "use + - * //"),
    "a remainder": (rule_text("return a % b  # <-"), "operator Mod", "use + - * //"),
    "a shift": (rule_text("return a << b  # <-"), "operator LShift", "use + - * //"),
    "bits": (rule_text("return a | b  # <-"), "operator BitOr", "use + - * //"),
    "a matrix product": (rule_text("return a @ b  # <-"), "operator MatMult", "use + - * //"),
    "inverted bits": (rule_text("return ~a + b  # <-"), "operator Invert", "use not or -"),
    "a plus sign": (rule_text("return +a + b  # <-"), "operator UAdd", "use not or -"),
    "a for loop": (rule_text("for i in (1, 2):  # <-\n    a = a + b\nreturn a"), "For", "total("),
    "a while loop": (rule_text("while a > b:  # <-\n    a = a - b\nreturn a"), "While", "count("),
    "a list comprehension": (rule_text("return [a, b][0]  # <-"), "a look-up in", "Table or Bands"),
    "a comprehension": (rule_text("return sum([a for b in (1, 2)])  # <-"), "call of sum", "min, max, abs"),
    "a comprehension in a membership": (
        rule_text("return a in [b for b in (1, 2)]  # <-", "a: Count", "Flag"),
        "not a literal tuple",
        "(first, second)",
    ),
    "a set comprehension": (rule_text("return {a for _ in (1, 2)} == b  # <-", returns="Flag"), "SetComp", "total("),
    "a generator expression": (rule_text("return (a + b for _ in (1, 2))  # <-"), "GeneratorExp", "total("),
    "a lambda": (rule_text("return (lambda: a + b)()  # <-"), "call of", "a rule of its own"),
    "a lambda as a local": (rule_text("g = lambda: a + b  # <-\nreturn a"), "Lambda", "write another rule"),
    "an attribute": (rule_text("return a.real + b  # <-"), "a.real", "vocabulary's enums"),
    "a method": (rule_text("return a.bit_length() + b  # <-"), "call of a.bit_length", "a rule of its own"),
    "a subscript of a number": (rule_text("return a[b]  # <-"), "a look-up in a", "Table or Bands"),
    "a slice of a table": (
        rule_text("return t[a:b]  # <-", "a: Count, b: Count, t: Table[Count, Fen]", "Fen"),
        "Slice",
        "arithmetic",
    ),
    "a table without a key": (rule_text("return t  # <-", "t: Table[Count, Fen]", "Fen"), "without a key", "t[key]"),
    "a key of another kind": (rule_text("return t[a]  # <-", "a: Fen, t: Table[Count, Fen]", "Fen"), "look-up of", "one kind"),
    "a call of another function": (rule_text("return pow(a, b)  # <-"), "call of pow", "completed_years"),
    "a call of a built-in": (rule_text("return int(a) + b  # <-"), "call of int", "a rule of its own"),
    "a shadowed min": (
        "def min(a: int, b: int) -> int:\n    return a\n\n\n" + rule_text("return min(a, b)  # <-"),
        "min is not Python's own",
        "do not redefine it",
    ),
    "a local min": (rule_text("x = min(a, b)  # <-\nmin = x\nreturn min"), "min is not Python's own", "redefine"),
    "a shadowed named function": (
        "def per(a: int, b: int) -> int:\n    return a\n\n\n" + rule_text("return per(a, b)  # <-"),
        "call of per",
        "import and use",
    ),
    "an argument called like a function": (
        rule_text("return per(b, 2) + per  # <-", "per: Count, b: Count"),
        "call of per",
        "import and use",
    ),
    "a local name called like an enum": (
        rule_text("Post = a\nreturn Post == Post.CENTRAL  # <-", "a: Post", "Flag"),
        "Post.CENTRAL",
        "vocabulary's enums",
    ),
    "a local name called like a rounding": (
        rule_text("UP = a\nreturn share_of(UP, p, UP)  # <-", "a: Fen, p: Percent", "Fen"),
        "as a rounding",
        "imported from liuguan",
    ),
    "named arguments of a call": (rule_text("return per(value=a, count=b)  # <-"), "named or spread", "in order"),
    "spread arguments of a call": (rule_text("return min(*(a, b))  # <-"), "named or spread", "in order"),
    "too few arguments": (rule_text("return per(a) + b  # <-"), "per with 1 arguments", "give 2 values"),
    "no rounding": (rule_text("return share_of(a, p)  # <-", "a: Fen, p: Percent", "Fen"), "2 arguments", "HALF_UP"),
    "a made-up rounding": (rule_text("return share_of(a, p, a)  # <-", "a: Fen, p: Percent", "Fen"), "a as a rounding", "HALF_UP"),
    "min of one": (rule_text("return min(a) + b  # <-"), "min with 1 arguments", "two or more"),
    "abs of two": (rule_text("return abs(a, b)  # <-"), "abs with 2 arguments", "one value"),
    "abs of a flag": (rule_text("return abs(g)  # <-", "g: Flag", "Flag"), "abs of Flag", "numbers"),
    "a default value": (rule_text("return a + b", "a: Count, b: Count = 1").replace(":\n", ":  # <-\n", 1), "default", "TOML"),
    "a keyword default": (rule_text("return a + b", "a: Count, *, b: Count = 1").replace(":\n", ":  # <-\n", 1), "default", "TOML"),
    "star arguments": (rule_text("return a", "a: Count, *b: Count").replace(":\n", ":  # <-\n", 1), "* or **", "name every"),
    "double-star arguments": (rule_text("return a", "a: Count, **b: Count").replace(":\n", ":  # <-\n", 1), "* or **", "name every"),
    "a closure": (
        "def outer():\n    c = 1\n\n    def f(a: Count) -> Count:  # <-\n        return a + c\n\n    return f\n\n\nf = outer()\n",
        "enclosing function",
        "make them arguments",
    ),
    "a global constant": ("LIMIT = 3\n\n\n" + rule_text("return min(a, LIMIT) + b  # <-"), "unknown name LIMIT", "as an argument"),
    "an async function": ("async " + rule_text("return a + b").replace(":\n", ":  # <-\n", 1), "AsyncFunctionDef", "not async"),
    "a generator": (rule_text("yield a  # <-\nreturn b"), "yield a", "write return"),
    "yield from": (rule_text("yield from (a, b)  # <-"), "yield from", "write return"),
    "a walrus": (rule_text("return (c := a) + c + b  # <-"), "NamedExpr", "a line of its own"),
    "an f-string": (rule_text("return f'{a}{b}'  # <-", returns="Item"), "JoinedStr", "not texts"),
    "is": (rule_text("return a is b  # <-", returns="Flag"), "comparison Is", "=="),
    "is not": (rule_text("return a is not b  # <-", returns="Flag"), "comparison IsNot", "=="),
    "an assignment in an if": (
        rule_text("c = a\nif a > b:\n    c = b  # <-\nreturn c"),
        "assignment inside an if",
        "a if condition else b",
    ),
    "an assignment in an else": (
        rule_text("if a > b:\n    return a\nelse:\n    c = b  # <-\nreturn c"),
        "assignment inside an if",
        "a if condition else b",
    ),
    "augmented assignment": (rule_text("a += b  # <-\nreturn a"), "AugAssign", "name = name + value"),
    "assigning twice at once": (rule_text("c = d = a + b  # <-\nreturn c"), "this assignment", "name = value"),
    "unpacking": (rule_text("c, d = a, b  # <-\nreturn c"), "this assignment", "name = value"),
    "an annotated local name": (rule_text("c: Fen = a + b  # <-\nreturn c"), "annotated local", "name = value"),
    "deleting": (rule_text("del a  # <-\nreturn b"), "Delete", "if and return"),
    "global": (rule_text("global c  # <-\nreturn a + b"), "Global", "as an argument"),
    "pass": (rule_text("if a > b:\n    pass  # <-\nreturn a"), "Pass", "if and return"),
    "a bare expression": (rule_text("a + b  # <-\nreturn a"), "a + b", "if and return"),
    "a missing return in a branch": (rule_text("if a > b:  # <-\n    return a"), "without a return", "every branch"),
    "a missing return": (rule_text("c = a + b  # <-"), "without a return", "every branch"),
    "an unreachable line": (rule_text("return a\nreturn b  # <-"), "never reached", "remove"),
    "an unreachable line after branches": (
        rule_text("if a > b:\n    return a\nelse:\n    return b\nreturn 1  # <-"),
        "never reached",
        "remove",
    ),
    "a return without a value": (rule_text("if a > b:\n    return  # <-\nreturn a"), "without a value", "declared kind"),
    "a sum of two kinds": (rule_text("return a + b  # <-", "a: Fen, b: Count", "Fen"), "sum of Fen and Count", "one kind"),
    "a difference of two kinds": (rule_text("return a - b  # <-", "a: Days, b: Years", "Days"), "Days and Years", "one kind"),
    "a comparison of two kinds": (rule_text("return a < b  # <-", "a: Fen, b: Points", "Flag"), "comparison of", "one kind"),
    "a min of two kinds": (rule_text("return min(a, b)  # <-", "a: Fen, b: Points", "Fen"), "min of Fen and Points", "one kind"),
    "branches of two kinds": (rule_text("return a if a > 0 else b  # <-", "a: Fen, b: Count", "Fen"), "branches of", "one kind"),
    "returns of two kinds": (
        rule_text("if a > 0:  # <-\n    return a\nreturn b", "a: Fen, b: Count", "Fen"),
        "branches of Fen and Count",
        "one kind",
    ),
    "a product of two amounts": (rule_text("return a * b  # <-", "a: Fen, b: Fen", "Fen"), "product of Fen and Fen", "share_of"),
    "an amount by a percentage": (rule_text("return a * p  # <-", "a: Fen, p: Percent", "Fen"), "Fen and Percent", "share_of"),
    "an amount divided by an amount": (rule_text("return a // b  # <-", "a: Fen, b: Fen", "Count"), "division of", "by a count"),
    "a share of points": (rule_text("return share_of(a, b, UP)  # <-", "a: Fen, b: Points", "Fen"), "share_of(Fen, Points)", "percent"),
    "points for a count": (rule_text("return for_points(a, b, UP)  # <-", "a: Fen, b: Count", "Fen"), "for_points(Fen, Count)", "points"),
    "years between numbers": (rule_text("return completed_years(a, b)  # <-", returns="Years"), "Count, Count", "Date, Date"),
    "division by 0": (rule_text("return a // 0 + b  # <-"), "division by 0", "positive"),
    "division by a negative number": (rule_text("return a // -2 + b  # <-"), "division by -2", "positive"),
    "rounding up by 0": (rule_text("return round_up(a, 0) + b  # <-"), "division by 0", "positive"),
    "a text beside a number": (rule_text("return a == 'x' or b > 1  # <-", returns="Flag"), "'x' beside Count", "write a Count"),
    "an enum beside a number": (rule_text("return p == 1  # <-", "p: Post", "Flag"), "Post and a number", "another Post"),
    "an unknown enum text": (rule_text("return p == 'centre'  # <-", "p: Post", "Flag"), "'centre' is not a Post", "ordinary, central"),
    "an unknown enum member": (rule_text("return p == Post.CENTRE  # <-", "p: Post", "Flag"), "Post.CENTRE", "vocabulary's enums"),
    "two enums": (rule_text("return p == e  # <-", "p: Post, e: Education", "Flag"), "Post and Education", "one kind"),
    "an order of enums": (rule_text("return p < Post.CENTRAL  # <-", "p: Post", "Flag"), "an order of Post", "=="),
    "the greatest enum": (rule_text("return max(p, q)  # <-", "p: Post, q: Post", "Post"), "max of Post", "numbers or dates"),
    "an order of flags": (rule_text("return g > h  # <-", "g: Flag, h: Flag", "Flag"), "an order of Flag", "=="),
    "a sum of flags": (rule_text("return g + h  # <-", "g: Flag, h: Flag", "Count"), "sum of Flag", "add and subtract numbers"),
    "a flag times a number": (rule_text("return g * 2  # <-", "g: Flag", "Count"), "product with Flag", "numbers only"),
    "a number as a condition": (rule_text("return a if b else 0  # <-"), "Count where yes or no", "value > 0"),
    "not of a number": (rule_text("return not a or b > 1  # <-", returns="Flag"), "Count where yes or no", "value > 0"),
    "a date and a number": (rule_text("return d + 1  # <-", "d: Date", "Date"), "sum of Date and a number", "another Date"),
    "a difference of dates": (rule_text("return d - e  # <-", "d: Date, e: Date", "Days"), "difference of Date", "days_between"),
    "a difference of months": (rule_text("return m - n  # <-", "m: Month, n: Month", "Months"), "difference of Month", "numbers"),
    "minus a date": (rule_text("return -d  # <-", "d: Date", "Date"), "minus Date", "negate numbers only"),
    "text and text": (rule_text("return i + 'x' == 'y'  # <-", "i: Item", "Flag"), "the text 'x'", "enum"),
    "an unused argument": (rule_text("return a", "a: Count, b: Count").replace(":\n", ":  # <-\n", 1), "b is not used", "remove it"),
    "an argument without a kind": (rule_text("return a", "a").replace(":\n", ":  # <-\n", 1), "a has no kind", "annotate it"),
    "a plain int": (rule_text("return a", "a: int").replace(":\n", ":  # <-\n", 1), "a has no kind", "annotate it"),
    "a plain float": (rule_text("return a", "a: float").replace(":\n", ":  # <-\n", 1), "a has no kind", "annotate it"),
    "no kind of result": (rule_text("return a", "a: Count", "int").replace(":\n", ":  # <-\n", 1), "no kind of result", "-> Fen"),
    "a table as the result": (
        rule_text("return a", "a: Count", "Table[Count, Fen]").replace(":\n", ":  # <-\n", 1),
        "no kind of result",
        "-> Fen",
    ),
    "an annotation that is not there": (rule_text("return a", "a: Yuan").replace(":\n", ":  # <-\n", 1), "'Yuan' is not defined", "import"),
    "the wrong kind of result": (
        rule_text("return a", "a: Count", "Fen").replace(":\n", ":  # <-\n", 1),
        "returns Count but declares Fen",
        "agree",
    ),
    "a number as a flag": (rule_text("return 1 if a > 0 else 0", "a: Count", "Flag").replace(":\n", ":  # <-\n", 1), "number where Flag", "write a Flag"),
    "None": (rule_text("return None if a > b else a  # <-"), "the value None", "unknown input"),
    "an ellipsis": (rule_text("return ...  # <-"), "Ellipsis", "unknown input"),
    "bytes": (rule_text("return b'a'  # <-", returns="Item"), "b'a'", "unknown input"),
    "a number that is too large": (rule_text("return a * 9007199254740992 + b  # <-"), "9007199254740992", "that large"),
    "a nested function": (rule_text("def g(c: Count) -> Count:  # <-\n    return c\nreturn a + b"), "FunctionDef", "another rule"),
    "a class": (rule_text("class C:  # <-\n    pass\nreturn a + b"), "ClassDef", "if and return"),
    "match": (rule_text("match a:  # <-\n    case 1:\n        return b\nreturn a"), "Match", "if, elif and else"),
    "try": (rule_text("try:  # <-\n    return a // b\nexcept ZeroDivisionError:\n    return 0"), "Try", "cannot fail"),
    "raise": (rule_text("if a > b:\n    raise ValueError  # <-\nreturn a"), "Raise", "write a check"),
    "assert": (rule_text("assert a > b  # <-\nreturn a"), "Assert", "own code"),
    "with": (rule_text("with open('x'):  # <-\n    return a + b"), "With", "only computes"),
    "an import": (rule_text("import os  # <-\nreturn a + b"), "Import", "head of the module"),
    "a computed value in a tuple": (rule_text("return a in (b, 1)  # <-", returns="Flag"), "computed value", "literal values"),
    "an empty tuple": (rule_text("return a in () or b > 1  # <-", returns="Flag"), "not a literal tuple", "(first, second)"),
    "a stack of decorators": (
        "def same(f):\n    return f\n\n\n@same\n@same\n" + rule_text("return a + b").replace(":\n", ":  # <-\n", 1),
        "several decorators",
        "alone before def",
    ),
    "a wrapped function": (
        "import functools\n\n\ndef twice(f):\n    @functools.wraps(f)\n    def g(*args):\n        return 2 * f(*args)\n\n    return g\n\n\n"
        "@twice\n" + rule_text("return a + b").replace(":\n", ":  # <-\n", 1),
        "several decorators",
        "alone before def",
    ),
    "nesting that no one can read": (
        rule_text("return " + "abs(" * 61 + "a" + ")" * 61 + "  # <-", "a: Count"),
        "nesting too deep",
        "names of their own",
    ),
    "two thousand steps": (
        rule_text("".join(f"a = a + b + {i}\n" for i in range(1_001)) + "return a").replace(":\n", ":  # <-\n", 1),
        "3005 steps",
        "2000 is the most",
    ),
    "branches that multiply": (
        rule_text("\n".join(f"if a > {i}:\n    if b > {i}:\n        return {i}" for i in range(20)) + "\nreturn a"),
        "too many branches",
        "split the rule",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("source", "what", "instead"), REFUSED.values(), ids=REFUSED)
def test_is_refused_with_place_reason_and_way_out(source: str, what: str, instead: str) -> None:
    function = function_of(source)
    with pytest.raises(RuleError) as refused:
        compile_function(function)
    e = refused.value
    marked = [n for n, line in enumerate((HEAD + source).splitlines(), 1) if "# <-" in line]
    assert what in e.what
    assert instead in e.instead
    assert e.rule == "f"
    assert e.line in marked or not marked
    assert str(e).startswith(f"{e.file}:{e.line}: rule f: ")
    assert e.file.endswith(".py")
    assert e.file.count("/") == 1


def test_a_lambda_is_no_rule() -> None:
    with pytest.raises(RuleError, match=r"test_compiler\.py:\d+: rule <lambda>: .* write def name"):
        compile_function(lambda a: a)


@pytest.mark.parametrize("thing", [int, functools.partial(max, 1), "a"], ids=["class", "partial", "text"])
def test_only_functions_are_rules(thing: object) -> None:
    with pytest.raises(RuleError, match="write def name"):
        compile_function(thing)  # type: ignore[arg-type]  # that is what is tested


def test_a_function_without_source_is_refused() -> None:
    scope: dict[str, object] = {"Count": Count}
    exec("def f(a: Count) -> Count:\n    return a", scope)
    with pytest.raises(RuleError, match="source cannot be read; keep rules in a module file"):
        compile_function(scope["f"])  # type: ignore[arg-type]


def test_a_function_that_runs_something_else_than_its_source_is_refused() -> None:
    def honest(a: Fen) -> Fen:
        return a + 1

    def other(a: Fen) -> Fen:
        return a + 2

    assert isinstance(honest, FunctionType)
    honest.__code__ = other.__code__.replace(co_firstlineno=honest.__code__.co_firstlineno)
    with pytest.raises(RuleError, match="its source is not what runs"):
        compile_function(honest)


def test_a_module_that_changed_since_it_was_imported_is_refused() -> None:
    module = module_of(rule_text("return a + b"))
    with open(str(module.__file__), "a", encoding="utf-8") as file:  # noqa: PTH123
        file.seek(0)
        file.truncate()
        file.write(HEAD + rule_text("return a - b"))
    with pytest.raises(RuleError, match="its source is not what runs"):
        compile_function(module.f)


def test_a_method_body_may_be_indented() -> None:
    class Holder:
        @staticmethod
        def f(a: Fen) -> Fen:
            """One more

            than a.
            """
            return a + 1

    assert evaluate(compile_function(Holder.f).tree, {"a": 1}) == 2


def test_the_docstring_gives_the_label_and_the_note() -> None:
    formula = formula_of(rule_text('"""Workers needed.\n\nReading: the larger.\n"""\nreturn a + b'))
    assert (formula.en, formula.note) == ("Workers needed", "Reading: the larger.")


def test_arguments_keep_their_order_and_kinds() -> None:
    formula = formula_of(rule_text("return t[p] * b", "b: Count, p: Post, t: Table[Post, Fen]", "Fen"))
    assert [(n, k.name) for n, k in formula.arguments] == [("b", "Count"), ("p", "Post"), ("t", "Table[Post, Fen]")]
    assert formula.kind_of("p").name == "Post"


def test_a_refusal_inside_a_decorated_function_names_the_line_itself() -> None:
    with pytest.raises(RuleError) as refused:
        module_of("@rule(cites='I.7')\n" + rule_text("c = a\nreturn c / b"))
    assert refused.value.line == len(HEAD.splitlines()) + 4


def test_a_name_may_be_used_for_an_enum_member_again_and_again() -> None:
    source = rule_text("return p == Post.CENTRAL or q == Post.CENTRAL", "p: Post, q: Post", "Flag")
    assert evaluate(formula_of(source).tree, {"p": Post.ORDINARY, "q": Post.CENTRAL}) is True

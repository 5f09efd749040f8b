"""From a Python function to a tree, or to an error that says what to write instead."""

from __future__ import annotations

import ast
import builtins
import inspect
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from types import CodeType, FunctionType

from liuguan.errors import RuleError
from liuguan.language.functions import Rounding
from liuguan.language.kinds import FLAG, NUMBER, Group, Kind, TableKind, enum_kind, kind_of
from liuguan.language.signatures import SIGNATURES, KindMismatch, product, quotient, same
from liuguan.language.tree import Builder, Tree

MOST_STEPS = 2_000  # a rule longer than this cannot be read by anyone
DEEPEST = 60
LARGEST = 2**53 - 1  # what canonical JSON can hold

_COMPARE = {ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge", ast.Eq: "eq", ast.NotEq: "ne"}
_ARITHMETIC = {ast.Add: ("add", "sum"), ast.Sub: ("sub", "difference")}
_GROUP = "declare total(...) or count(...) along a link or over a window"
_INSTEAD = {
    ast.For: f"a rule has no loops; {_GROUP}",
    ast.While: f"a rule has no loops; {_GROUP}",
    ast.AugAssign: "write name = name + value",
    ast.Try: "a rule cannot fail; an unknown input makes the result unknown",
    ast.Raise: "a rule cannot fail; write a check",
    ast.Assert: "write a check with its own code and severity",
    ast.Import: "import at the head of the module",
    ast.ImportFrom: "import at the head of the module",
    ast.Match: "write if, elif and else",
    ast.With: "a rule only computes",
    ast.Lambda: "write another rule and name it as an argument",
    ast.JoinedStr: "a rule gives values, not texts",
    ast.Attribute: "only members of the vocabulary's enums, such as Post.CENTRAL, are written with a dot",
    ast.ListComp: _GROUP,
    ast.SetComp: _GROUP,
    ast.DictComp: _GROUP,
    ast.GeneratorExp: _GROUP,
    ast.NamedExpr: "write an assignment on a line of its own",
    ast.Await: "a rule only computes",
    ast.Yield: "write return",
    ast.YieldFrom: "write return",
    ast.FunctionDef: "write another rule and name it as an argument",
    ast.Global: "name it as an argument",
    ast.Nonlocal: "name it as an argument",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A compiled rule function: what it needs, what it gives, and the tree between."""

    name: str
    arguments: tuple[tuple[str, Kind | TableKind], ...]
    returns: Kind
    tree: Tree
    en: str  # first line of the docstring
    note: str  # the rest of it: the reading and its reason
    file: str
    line: int

    def kind_of(self, argument: str) -> Kind | TableKind:
        return dict(self.arguments)[argument]


def compile_function(function: Callable[..., object]) -> Formula:
    """The formula of a plain Python function.

    Raises:
        RuleError: the function uses something outside the rule language.
    """
    return _Compiler(function).formula()


class _Compiler:
    def __init__(self, function: Callable[..., object]) -> None:
        self.name = getattr(function, "__name__", repr(function))
        self.file, self.line = "", 0
        if isinstance(function, FunctionType):
            self.file = _short(function.__code__.co_filename)
            self.line = function.__code__.co_firstlineno
        if not isinstance(function, FunctionType) or self.name == "<lambda>":
            raise self.refuse(None, f"{self.name} is not a function written with def", "write def name(...) -> Kind:")
        self.function = function
        try:
            lines, before = inspect.findsource(inspect.unwrap(function))
            self.line = before + 1
            definition = _definitions("".join(lines))[self.line]
        except (OSError, TypeError, SyntaxError, KeyError) as e:
            raise self.refuse(None, "its source cannot be read", "keep rules in a module file") from e
        if not isinstance(definition, ast.FunctionDef):
            found = type(definition).__name__
            raise self.refuse(definition, f"{found} is not a plain function", "write def, not async")
        if len(definition.decorator_list) > 1 or hasattr(function, "__wrapped__"):
            raise self.refuse(definition, "several decorators", "put the rule's own decorator alone before def")
        self.definition = definition
        self.own_names = frozenset(function.__code__.co_varnames)
        self.steps = Builder()
        self.kinds: dict[int, Kind] = {}
        self.work = 0

    def refuse(self, node: ast.AST | None, what: str, instead: str) -> RuleError:
        line = getattr(node, "lineno", self.line)
        return RuleError(what, instead=instead, file=self.file, line=line, rule=self.name)

    # ---- signature

    def formula(self) -> Formula:
        self.hints = self._hints()
        arguments = self._arguments()
        returns = kind_of(self.hints.get("return"))
        if not isinstance(returns, Kind):
            raise self.refuse(self.definition, "no kind of result", "annotate it: -> Fen, Count, Points, Flag, …")
        self.arguments = dict(arguments)
        self.returns = returns
        if self.function.__code__.co_freevars:
            raise self.refuse(self.definition, "it uses names of an enclosing function", "make them arguments")
        body = self.definition.body
        doc = ast.get_docstring(self.definition) or ""
        if doc:
            body = body[1:]
        result, kind = self.block(body, {}, self.definition)
        if kind is NUMBER:
            result, kind = self.as_kind(result, returns, self.definition), returns
        if kind.name != returns.name:
            raise self.refuse(
                self.definition, f"it returns {kind.name} but declares {returns.name}", "make the two agree"
            )
        tree = self.steps.tree(result)
        if len(tree) > MOST_STEPS:
            raise self.refuse(self.definition, f"{len(tree)} steps", f"split it; {MOST_STEPS} is the most")
        idle = [n for n, _ in arguments if n not in tree.names()]
        if idle:
            raise self.refuse(self.definition, f"argument {idle[0]} is not used", "use it or remove it")
        if not self.same_code():
            raise self.refuse(self.definition, "its source is not what runs", "keep rules in a module file, unchanged")
        head, _, note = doc.partition("\n")
        return Formula(
            name=self.name, arguments=arguments, returns=returns, tree=tree, en=head.strip().rstrip("."),
            note=note.strip(), file=self.file, line=self.line,
        )  # fmt: skip

    def same_code(self) -> bool:
        """Whether the function that a test calls is the one whose source was read."""
        bare = ast.FunctionDef(**{**vars(self.definition), "decorator_list": []})
        ours = self.function.__code__
        flags = ours.co_flags & annotations.compiler_flag
        module = compile(ast.Module([bare], []), ours.co_filename, "exec", flags, dont_inherit=True)
        return _essence(ours) in [_essence(c) for c in module.co_consts if isinstance(c, CodeType)]

    def _hints(self) -> dict[str, object]:
        try:
            return typing.get_type_hints(self.function, include_extras=True)
        except Exception as e:  # an annotation is arbitrary code; whatever it raises is the author's to mend
            raise self.refuse(self.definition, f"an annotation cannot be read ({e})", "import the kind it names") from e

    def _arguments(self) -> tuple[tuple[str, Kind | TableKind], ...]:
        a = self.definition.args
        if a.vararg or a.kwarg:
            raise self.refuse(self.definition, "* or ** in the signature", "name every argument")
        if a.defaults or any(d is not None for d in a.kw_defaults):
            raise self.refuse(self.definition, "a default value", "put the value into the district's TOML")
        found: list[tuple[str, Kind | TableKind]] = []
        for arg in (*a.posonlyargs, *a.args, *a.kwonlyargs):
            kind = kind_of(self.hints.get(arg.arg))
            if kind is None:
                raise self.refuse(
                    arg, f"argument {arg.arg} has no kind", "annotate it with Fen, Count, Flag, Date, Table[…], …"
                )
            found.append((arg.arg, kind))
        return tuple(found)

    # ---- statements

    def block(
        self, statements: Sequence[ast.stmt], env: dict[str, int], at: ast.AST, depth: int = 0
    ) -> tuple[int, Kind]:
        for n, s in enumerate(statements):
            self.spend(s)
            at, rest = s, statements[n + 1 :]
            if isinstance(s, ast.Return):
                if s.value is None:
                    raise self.refuse(s, "return without a value", "return a value of the declared kind")
                if rest:
                    raise self.refuse(rest[0], "this line is never reached", "remove it")
                return self.answer(s.value, env, depth)
            if isinstance(s, ast.If):
                return self.branch(s, rest, env, depth)
            env = {**env, **self.assignment(s, env, depth)}
        raise self.refuse(at, "it can end without a return", "give every branch a return")

    def assignment(self, s: ast.stmt, env: dict[str, int], depth: int) -> dict[str, int]:
        if isinstance(s, ast.AnnAssign):
            raise self.refuse(s, "an annotated local name", "write name = value; it takes the kind of its value")
        if not isinstance(s, ast.Assign):
            raise self.refuse(s, f"{_label(s)} is outside the rule language", _hint(s))
        target = s.targets[0]
        if not isinstance(target, ast.Name) or len(s.targets) > 1:
            raise self.refuse(s, "this assignment", "write name = value")
        return {target.id: self.expression(s.value, env, depth)[0]}

    def answer(self, n: ast.expr, env: dict[str, int], depth: int) -> tuple[int, Kind]:
        """What a return gives; a text there is a member of the enum that the rule returns."""
        if _is_text(n):
            return self.text(n, self.returns)
        if isinstance(n, ast.IfExp) and depth <= DEEPEST:
            guard = self.flag(n.test, env, depth + 1)
            return self.choice(n, guard, self.answer(n.body, env, depth + 1), self.answer(n.orelse, env, depth + 1))
        return self.expression(n, env, depth)

    def branch(self, s: ast.If, rest: Sequence[ast.stmt], env: dict[str, int], depth: int) -> tuple[int, Kind]:
        for part in (*s.body, *s.orelse):
            if isinstance(part, ast.Assign | ast.AnnAssign | ast.AugAssign):
                raise self.refuse(part, "an assignment inside an if", "write name = a if condition else b before it")
        guard = self.flag(s.test, env, depth)
        ends = _returns(s.body)
        if ends and s.orelse and _returns(s.orelse) and rest:
            raise self.refuse(rest[0], "this line is never reached", "remove it")
        yes, yes_kind = self.block([*s.body, *([] if ends else rest)], env, s, depth + 1)
        otherwise = [*s.orelse, *([] if s.orelse and _returns(s.orelse) else rest)]
        no, no_kind = self.block(otherwise, env, s, depth + 1)
        return self.choice(s, guard, (yes, yes_kind), (no, no_kind))

    # ---- expressions

    def spend(self, node: ast.AST) -> None:
        self.work += 1
        if self.work > 20 * MOST_STEPS:
            raise self.refuse(node, "too many branches", "split the rule")

    def note(self, kind: Kind, *step: object) -> tuple[int, Kind]:
        i = self.steps.add(*step)
        self.kinds[i] = kind
        return i, kind

    def as_kind(self, i: int, kind: Kind, node: ast.AST) -> int:
        """The literal at `i`, or an expression of literals, seen as a value of `kind`."""
        step = self.steps.steps[i]
        if self.kinds.get(i) is not NUMBER:
            return i
        if not (kind.is_number or kind.group is Group.MONTH):
            raise self.refuse(node, f"a number where {kind.name} is needed", f"write a {kind.name}")
        if step[0] == "lit":
            return self.note(kind, "lit", step[1], kind.name)[0]
        return i

    def expression(self, n: ast.expr, env: dict[str, int], depth: int) -> tuple[int, Kind]:
        self.spend(n)
        if depth > DEEPEST:
            raise self.refuse(n, "nesting too deep", "give parts of it names of their own")
        d = depth + 1
        try:
            match n:
                case ast.Constant():
                    return self.constant(n)
                case ast.Name():
                    return self.name_(n, env)
                case ast.BinOp():
                    return self.arithmetic(n, env, d)
                case ast.UnaryOp():
                    return self.unary(n, env, d)
                case ast.BoolOp():
                    parts = [self.flag(v, env, d) for v in n.values]
                    out = parts[0]
                    for part in parts[1:]:
                        out = self.note(FLAG, "and" if isinstance(n.op, ast.And) else "or", out, part)[0]
                    return out, FLAG
                case ast.Compare():
                    return self.comparison(n, env, d)
                case ast.IfExp():
                    guard = self.flag(n.test, env, d)
                    return self.choice(n, guard, self.expression(n.body, env, d), self.expression(n.orelse, env, d))
                case ast.Subscript():
                    return self.look_up(n, env, d)
                case ast.Call():
                    return self.call(n, env, d)
                case ast.Attribute():
                    return self.member(n)
        except KindMismatch as e:
            raise self.refuse(n, e.what, e.instead) from None
        raise self.refuse(n, f"{_label(n)} is outside the rule language", _hint(n))

    def constant(self, n: ast.Constant) -> tuple[int, Kind]:
        if isinstance(n.value, bool):
            return self.note(FLAG, "lit", n.value, FLAG.name)
        if isinstance(n.value, int):
            if n.value > LARGEST:
                raise self.refuse(n, f"the number {n.value}", "no amount or count is that large")
            return self.note(NUMBER, "lit", n.value, NUMBER.name)
        if isinstance(n.value, float):
            raise self.refuse(
                n, f"the fraction {n.value}", "write whole units: fen for money, hundredths for points and percent"
            )
        if isinstance(n.value, str):
            raise self.refuse(n, f"the text {n.value!r} here", "compare an enum value with it, or name a member")
        raise self.refuse(n, f"the value {n.value!r}", "an unknown value comes from an unknown input only")

    def name_(self, n: ast.Name, env: dict[str, int]) -> tuple[int, Kind]:
        if n.id in env:
            return env[n.id], self.kinds[env[n.id]]
        if n.id in self.arguments:
            kind = self.arguments[n.id]
            if isinstance(kind, TableKind):
                raise self.refuse(n, f"the table {n.id} without a key", f"write {n.id}[key]")
            return self.note(kind, "name", n.id)
        raise self.refuse(n, f"unknown name {n.id}", "name it as an argument")

    def arithmetic(self, n: ast.BinOp, env: dict[str, int], depth: int) -> tuple[int, Kind]:
        if isinstance(n.op, ast.Div):
            raise self.refuse(n, "/ gives fractions", "write // or round_up(a, b), round_half_up(a, b)")
        if type(n.op) not in _ARITHMETIC and not isinstance(n.op, ast.Mult | ast.FloorDiv):
            raise self.refuse(n, f"the operator {type(n.op).__name__}", "use + - * // or a named function")
        (a, ka), (b, kb) = self.expression(n.left, env, depth), self.expression(n.right, env, depth)
        if type(n.op) in _ARITHMETIC:
            op, word = _ARITHMETIC[type(n.op)]
            kind = same((ka, kb), word)
            if not kind.is_number and not (kind.group is Group.MONTH and NUMBER in (ka, kb)):
                raise self.refuse(n, f"{word} of {kind.name}", "add and subtract numbers; use days_between for dates")
            return self.note(kind, op, self.as_kind(a, kind, n), self.as_kind(b, kind, n))
        if isinstance(n.op, ast.Mult):
            return self.note(product(ka, kb), "mul", a, b)
        kind = quotient(ka, kb)
        self.divisor(n, b)
        return self.note(kind, "div", a, b)

    def divisor(self, n: ast.AST, i: int) -> None:
        step = self.steps.steps[i]
        if step[0] == "lit" and typing.cast(int, step[1]) < 1:
            raise self.refuse(n, f"division by {step[1]}", "divide by a positive number")

    def unary(self, n: ast.UnaryOp, env: dict[str, int], depth: int) -> tuple[int, Kind]:
        if isinstance(n.op, ast.Not):
            return self.note(FLAG, "not", self.flag(n.operand, env, depth))
        if isinstance(n.op, ast.USub):
            i, kind = self.expression(n.operand, env, depth)
            if not kind.is_number:
                raise self.refuse(n, f"minus {kind.name}", "negate numbers only")
            step = self.steps.steps[i]
            if step[0] == "lit":
                return self.note(kind, "lit", -typing.cast(int, step[1]), kind.name)
            return self.note(kind, "sub", self.note(kind, "lit", 0, kind.name)[0], i)
        raise self.refuse(n, f"the operator {type(n.op).__name__}", "use not or -")

    def flag(self, n: ast.expr, env: dict[str, int], depth: int) -> int:
        i, kind = self.expression(n, env, depth)
        if kind is not FLAG:
            raise self.refuse(n, f"{kind.name} where yes or no is needed", "write a comparison, such as value > 0")
        return i

    def comparison(self, n: ast.Compare, env: dict[str, int], depth: int) -> tuple[int, Kind]:
        out: int | None = None
        left = n.left
        for op, right in zip(n.ops, n.comparators, strict=True):
            part = self.compare(n, left, op, right, env, depth)
            out = part if out is None else self.note(FLAG, "and", out, part)[0]
            left = right
        return typing.cast(int, out), FLAG

    def compare(
        self, n: ast.Compare, left: ast.expr, op: ast.cmpop, right: ast.expr, env: dict[str, int], depth: int
    ) -> int:
        if isinstance(op, ast.In | ast.NotIn):
            found = self.membership(n, left, right, env, depth)
            return self.note(FLAG, "not", found)[0] if isinstance(op, ast.NotIn) else found
        if type(op) not in _COMPARE:
            raise self.refuse(n, f"the comparison {type(op).__name__}", "use < <= > >= == != or in")
        if _is_text(left) and not _is_text(right):
            b, kb = self.expression(right, env, depth)
            a, ka = self.text(left, kb)
        else:
            a, ka = self.expression(left, env, depth)
            b, kb = self.text(right, ka) if _is_text(right) else self.expression(right, env, depth)
        kind = same((ka, kb), "comparison")
        if kind.group in (Group.CLOSED, Group.OPEN, Group.FLAG) and not isinstance(op, ast.Eq | ast.NotEq):
            raise self.refuse(n, f"an order of {kind.name}", "compare with == or in, or look a rank up in a table")
        return self.note(FLAG, _COMPARE[type(op)], self.as_kind(a, kind, n), self.as_kind(b, kind, n))[0]

    def membership(self, n: ast.AST, left: ast.expr, right: ast.expr, env: dict[str, int], depth: int) -> int:
        if not isinstance(right, ast.Tuple | ast.List | ast.Set) or not right.elts:
            raise self.refuse(n, "in something that is not a literal tuple", "write value in (first, second)")
        a, kind = self.expression(left, env, depth)
        values: list[object] = []
        for element in right.elts:
            i, k = self.text(element, kind) if _is_text(element) else self.expression(element, env, depth)
            i = self.as_kind(i, same((kind, k), "membership"), n)
            step = self.steps.steps[i]
            if step[0] != "lit":
                raise self.refuse(element, "a computed value in the tuple", "list literal values")
            values.append(step[1])
        return self.note(FLAG, "in", a, tuple(values))[0]

    def text(self, n: ast.expr, kind: Kind) -> tuple[int, Kind]:
        """A text literal as a member of the enum that stands on the other side."""
        value = typing.cast(str, typing.cast(ast.Constant, n).value)
        if kind.group not in (Group.CLOSED, Group.OPEN):
            raise self.refuse(n, f"the text {value!r} beside {kind.name}", f"write a {kind.name}")
        if kind.group is Group.CLOSED and value not in kind.members:
            raise self.refuse(n, f"{value!r} is not a {kind.name}", f"write one of {', '.join(kind.members)}")
        return self.note(kind, "lit", value, kind.name)

    def meaning(self, n: ast.expr) -> object:
        """What a name stands for outside the function; None for its own names and for anything else."""
        if not isinstance(n, ast.Name) or n.id in self.own_names:
            return None
        return self.function.__globals__.get(n.id, getattr(builtins, n.id, None))

    def member(self, n: ast.Attribute) -> tuple[int, Kind]:
        owner = self.meaning(n.value)
        if isinstance(owner, type) and issubclass(owner, Enum) and n.attr in owner.__members__:
            kind = enum_kind(owner)
            return self.note(kind, "lit", str(owner[n.attr].value), kind.name)
        raise self.refuse(n, f"{ast.unparse(n)}", _INSTEAD[ast.Attribute])

    def choice(self, n: ast.AST, guard: int, yes: tuple[int, Kind], no: tuple[int, Kind]) -> tuple[int, Kind]:
        try:
            kind = same((yes[1], no[1]), "branches")
        except KindMismatch as e:
            raise self.refuse(n, e.what, e.instead) from None
        return self.note(kind, "if", guard, self.as_kind(yes[0], kind, n), self.as_kind(no[0], kind, n))

    def look_up(self, n: ast.Subscript, env: dict[str, int], depth: int) -> tuple[int, Kind]:
        table = self.arguments.get(n.value.id) if isinstance(n.value, ast.Name) else None
        if not isinstance(n.value, ast.Name) or not isinstance(table, TableKind):
            raise self.refuse(n, f"a look-up in {ast.unparse(n.value)}", "look up in a Table or Bands argument")
        key, kind = self.text(n.slice, table.key) if _is_text(n.slice) else self.expression(n.slice, env, depth)
        key = self.as_kind(key, same((kind, table.key), "look-up"), n)
        return self.note(table.value, "bands" if table.banded else "table", n.value.id, key)

    def call(self, n: ast.Call, env: dict[str, int], depth: int) -> tuple[int, Kind]:
        name = n.func.id if isinstance(n.func, ast.Name) else ast.unparse(n.func)
        meant = self.meaning(n.func)
        if n.keywords or any(isinstance(a, ast.Starred) for a in n.args):
            raise self.refuse(n, f"named or spread arguments of {name}", "write them in order")
        if name in ("min", "max", "abs"):
            if meant is not getattr(builtins, name):
                raise self.refuse(n, f"{name} is not Python's own here", "do not redefine it")
            return self.extreme(n, name, env, depth)
        signature = SIGNATURES.get(name)
        if signature is None or meant is not signature.plain:
            known = ", ".join(("min", "max", "abs", *SIGNATURES))
            raise self.refuse(n, f"the call of {name}", f"import and use one of {known}, or make it a rule of its own")
        return self.named(n, name, env, depth)

    def named(self, n: ast.Call, name: str, env: dict[str, int], depth: int) -> tuple[int, Kind]:
        signature = SIGNATURES[name]
        if len(n.args) != signature.arity + signature.rounded:
            more = " and a rounding (HALF_UP, UP or DOWN)" if signature.rounded else ""
            raise self.refuse(n, f"{name} with {len(n.args)} arguments", f"give {signature.arity} values{more}")
        rounding = self.rounding(n.args[-1]) if signature.rounded else None
        values = [self.expression(a, env, depth) for a in n.args[: signature.arity]]
        kind = signature.kinds([k for _, k in values])
        places = [i for i, _ in values]
        if signature.divides:
            self.divisor(n, places[1])
        if name == "first_known":
            places = [self.as_kind(i, kind, n) for i in places]
        return self.note(kind, "call", name, tuple(places), rounding)

    def rounding(self, n: ast.expr) -> str:
        meant = self.meaning(n)
        if isinstance(n, ast.Attribute) and n.attr in Rounding.__members__:
            meant = Rounding[n.attr] if self.meaning(n.value) is Rounding else None
        if not isinstance(meant, Rounding):
            raise self.refuse(n, f"{ast.unparse(n)} as a rounding", "write HALF_UP, UP or DOWN, imported from liuguan")
        return meant.value

    def extreme(self, n: ast.Call, name: str, env: dict[str, int], depth: int) -> tuple[int, Kind]:
        values = [self.expression(a, env, depth) for a in n.args]
        if (name == "abs") != (len(values) == 1) or not values:
            raise self.refuse(n, f"{name} with {len(values)} arguments", "give abs one value, min and max two or more")
        kind = same([k for _, k in values], name)
        if name == "abs":
            if not kind.is_number:
                raise self.refuse(n, f"abs of {kind.name}", "take abs of numbers")
            return self.note(kind, "abs", values[0][0])
        if kind.group in (Group.CLOSED, Group.OPEN, Group.FLAG):
            raise self.refuse(n, f"{name} of {kind.name}", "compare numbers or dates")
        out = self.as_kind(values[0][0], kind, n)
        for i, _ in values[1:]:
            out = self.note(kind, name, out, self.as_kind(i, kind, n))[0]
        return out, kind


@lru_cache(maxsize=16)
def _definitions(source: str) -> dict[int, ast.AST]:
    """The functions of a module by the line on which they begin, their decorators included: it is parsed once."""
    functions = (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    return {min(part.lineno for part in (n, *n.decorator_list)): n for n in functions}


def _returns(statements: Sequence[ast.stmt]) -> bool:
    """Whether a block always ends in a return."""
    if not statements:
        return False
    last = statements[-1]
    if isinstance(last, ast.If):
        return _returns(last.body) and _returns(last.orelse)
    return isinstance(last, ast.Return)


def _is_text(n: ast.expr) -> bool:
    return isinstance(n, ast.Constant) and isinstance(n.value, str)


def _label(n: ast.AST) -> str:
    text = ast.unparse(n).splitlines()[0] if isinstance(n, ast.stmt | ast.expr) else type(n).__name__
    return f"{type(n).__name__} ({text[:60]})"


def _hint(n: ast.AST) -> str:
    if isinstance(n, ast.Expr):
        n = n.value
    return _INSTEAD.get(type(n), "use arithmetic, comparisons, if and return")


def _essence(code: CodeType) -> tuple[object, ...]:
    """What a code object does: all but its docstring and where it stands."""
    constants = code.co_consts[1:] if code.co_consts and isinstance(code.co_consts[0], str) else code.co_consts
    return code.co_code, code.co_names, code.co_varnames, repr(constants)


def _short(path: str) -> str:
    """The file's name with its folder: enough to find it, nothing about the machine."""
    return "/".join(path.replace("\\", "/").split("/")[-2:])

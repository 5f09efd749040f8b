"""What a rule author writes: decorators for functions, and declarations of groups, windows and questions."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Generic, ParamSpec, TypeVar

from liuguan.errors import PluginFault, RuleError
from liuguan.language.compiler import Formula, compile_function
from liuguan.language.functions import HALF_UP, Rounding
from liuguan.language.kinds import FLAG, Kind, kind_of
from liuguan.rulebook.definitions import (
    Aggregate,
    Check,
    Computed,
    Declaration,
    Definition,
    Fold,
    FoldBy,
    GroupCheck,
    How,
    Question,
    Severity,
)  # fmt: skip
from liuguan.rulebook.windows import Window
from liuguan.vocabulary import CANDIDATE, ENTITIES, WORKER_MONTH

P = ParamSpec("P")
R = TypeVar("R")
Cites = str | tuple[str, ...] | list[str]

SUPPLEMENTS = "supplements"
REQUIREMENTS = "eligible_but_for_training"
UNNAMED = ""
_CODE = "write area letters and a number, such as STF001"


class Rule(Generic[P, R]):
    """A compiled rule; it may still be called with plain numbers."""

    def __init__(self, function: Callable[P, R], definition: Computed) -> None:
        self.function = function
        self.definition = definition
        self.module = function.__module__
        self.__name__ = definition.reading
        self.__doc__ = function.__doc__

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self.function(*args, **kwargs)

    def __repr__(self) -> str:
        return f"<rule {self.definition.node} ({self.definition.reading})>"


class Declared:
    """A declaration that takes its name from the module's variable."""

    def __init__(self, definition: Definition, module: str) -> None:
        self.definition = definition
        self.module = module


def _clauses(cites: Cites) -> tuple[str, ...]:
    return (cites,) if isinstance(cites, str) else tuple(cites)


def _entities(entity: str | tuple[str, ...], formula: Formula | None = None) -> tuple[str, ...]:
    names = (entity,) if isinstance(entity, str) else tuple(entity)
    for name in names:
        if name not in ENTITIES:
            raise _refusal(formula, f"unknown entity {name!r}", f"name one of {', '.join(ENTITIES)}")
    return names


def _refusal(formula: Formula | None, what: str, instead: str) -> RuleError:
    if formula is None:
        return RuleError(what, instead=instead)
    return RuleError(what, instead=instead, file=formula.file, line=formula.line, rule=formula.name)


def rule(
    *,
    entity: str | tuple[str, ...] = WORKER_MONTH,
    cites: Cites = (),
    zh: str = "",
    reading_of: str | None = None,
    offered: bool = False,
    declaration: Declaration | str = Declaration.SEALED,
    status: str = "",
) -> Callable[[Callable[P, R]], Rule[P, R]]:
    """Make a function a rule: its name is the node it gives, or one reading of the node `reading_of`.

    Args:
        entity: what one row is; several where the same rule holds for several.
        cites: clause ids, or "local" for a district's own.
        zh: the Chinese label; the first line of the docstring is the English one.
        offered: takes part only where a standard has a section for it, or another rule in force needs it.
        declaration: what a district may do to the node: sealed, at_least or at_most.
        status: status of the reading itself, where it is open: sourced or unverified.

    Raises:
        RuleError: the function is outside the rule language.
    """

    def decorate(function: Callable[P, R]) -> Rule[P, R]:
        formula = compile_function(function)
        return Rule(
            function,
            Computed(
                node=reading_of or formula.name, reading=formula.name, entities=_entities(entity, formula),
                cites=_clauses(cites), en=formula.en, zh=zh, note=formula.note, formula=formula, offered=offered,
                declaration=Declaration(declaration), status=status, place=f"{formula.file}:{formula.line}",
            ),
        )  # fmt: skip

    return decorate


def supplement(
    *, cites: Cites = (), zh: str = "", offered: bool = False, status: str = ""
) -> Callable[[Callable[P, R]], Rule[P, R]]:
    """A pay supplement: an amount that is added to a worker's gross pay, never less than nothing (II.5)."""
    return _contribution(SUPPLEMENTS, WORKER_MONTH, "Fen", cites=cites, zh=zh, offered=offered, status=status)


def requirement(
    *, cites: Cites = (), zh: str = "", offered: bool = False, status: str = ""
) -> Callable[[Callable[P, R]], Rule[P, R]]:
    """A condition that a candidate must meet beside all others (IV.1)."""
    return _contribution(REQUIREMENTS, CANDIDATE, "Flag", cites=cites, zh=zh, offered=offered, status=status)


def _contribution(
    into: str, entity: str, kind: str, *, cites: Cites, zh: str, offered: bool, status: str
) -> Callable[[Callable[P, R]], Rule[P, R]]:
    def decorate(function: Callable[P, R]) -> Rule[P, R]:
        made = rule(entity=entity, cites=cites, zh=zh, offered=offered, status=status)(function)
        formula = made.definition.formula
        if formula.returns.name != kind:
            raise _refusal(formula, f"it gives {formula.returns.name}", f"what goes into {into} is {kind}")
        made.definition = replace(made.definition, into=into)
        return made

    return decorate


def check(
    code: str,
    *,
    entity: str | tuple[str, ...] = WORKER_MONTH,
    cites: Cites = (),
    severity: Severity | str,
    fix: str = "",
    fix_zh: str = "",
    zh: str = "",
    status: str = "",
) -> Callable[[Callable[P, R]], Rule[P, R]]:
    """Make a function a check: it is true where something is wrong, and the docstring says what."""

    def decorate(function: Callable[P, R]) -> Rule[P, R]:
        made = rule(entity=entity, cites=cites, zh=zh, status=status)(function)
        d = made.definition
        if d.formula.returns is not FLAG:
            raise _refusal(d.formula, f"a check that gives {d.formula.returns.name}", "return Flag: true where wrong")
        if not _is_code(code):
            raise _refusal(d.formula, f"the code {code!r}", _CODE)
        made.definition = Check(
            node=d.node, reading=d.reading, entities=d.entities, cites=d.cites, en=d.en, zh=d.zh, note=d.note,
            formula=d.formula, place=d.place, status=d.status, code=code, severity=Severity(severity), fix_en=fix,
            fix_zh=fix_zh,
        )  # fmt: skip
        return made

    return decorate


def _is_code(code: str) -> bool:
    letters = code.rstrip("0123456789")
    return letters.isalpha() and letters.isupper() and letters.isascii() and 2 <= len(code) - len(letters) <= 4


def group_check(
    code: str,
    *,
    margin: str,
    along: str,
    severity: Severity | str,
    cites: Cites,
    over: Window | None = None,
    where: str | None = None,
    entity: str = WORKER_MONTH,
    en: str = "",
    zh: str = "",
    fix: str = "",
    fix_zh: str = "",
    note: str = "",
) -> Declared:
    """A check that the members' margins sum to at least nothing; a blank cell cannot escape it."""
    links = ENTITIES[_entities(entity)[0]].links
    if along not in links:
        raise RuleError(f"along={along!r}", instead=f"name a link of {entity}: {', '.join(links) or 'it has none'}")
    if not _is_code(code):
        raise RuleError(f"the code {code!r}", instead=_CODE)
    target = links[along]
    return Declared(
        GroupCheck(
            node=UNNAMED, entities=(target,), cites=_clauses(cites), en=en, zh=zh, code=code, margin=margin,
            along=along, over=over, where=where, holder=entity,
            severity=Severity(severity), fix_en=fix, fix_zh=fix_zh, note=note,
        ),
        _caller(),
    )  # fmt: skip


def _caller() -> str:
    return str(sys._getframe(2).f_globals.get("__name__", ""))


def _aggregate(
    how: How, of: str | Rule[..., object], along: str | None, over: Window | None, entity: str | None, module: str,
    *, unknown: str = "spreads", rounding: Rounding = HALF_UP, cites: Cites = (), en: str = "", zh: str = "",
    where: str | None = None, absent: object = None, ties: str = "shared", highest_first: bool = True,
    offered: bool = False,
) -> Declared:  # fmt: skip
    if (along is None) == (over is None):
        raise RuleError(f"{how} of {of}", instead='give either along="link" or over=window')
    if unknown not in ("spreads", "left_out"):
        raise RuleError(f"unknown={unknown!r}", instead='write unknown="spreads" or "left_out"')
    if ties not in ("shared", "lower", "dense"):
        raise RuleError(f"ties={ties!r}", instead='write ties="shared", "lower" or "dense"')
    name = of.definition.node if isinstance(of, Rule) else of
    return Declared(
        Aggregate(
            node=UNNAMED, entities=(UNNAMED,), holder=entity or UNNAMED, cites=_clauses(cites), en=en, zh=zh,
            how=how, of=name,
            along=along, over=over, where=where, left_out=unknown == "left_out", absent=absent,
            rounding=rounding.value, ties=ties, highest_first=highest_first, offered=offered,
        ),
        module,
    )  # fmt: skip


def total(
    of: str | Rule[..., object],
    *,
    along: str | None = None,
    over: Window | None = None,
    entity: str | None = None,
    **more: object,
) -> Declared:
    """The sum of a node: of the members of a group, or of a row's months; flags count as 1."""
    return _aggregate(How.TOTAL, of, along, over, entity, _caller(), **more)  # type: ignore[arg-type]


def count(
    of: str | Rule[..., object],
    *,
    along: str | None = None,
    over: Window | None = None,
    entity: str | None = None,
    **more: object,
) -> Declared:
    """How many members or months have the flag, or have a value."""
    return _aggregate(How.COUNT, of, along, over, entity, _caller(), **more)  # type: ignore[arg-type]


def mean(
    of: str | Rule[..., object],
    *,
    rounding: Rounding,
    along: str | None = None,
    over: Window | None = None,
    entity: str | None = None,
    **more: object,
) -> Declared:
    """The average of a node, with a named rounding."""
    return _aggregate(How.MEAN, of, along, over, entity, _caller(), rounding=rounding, **more)  # type: ignore[arg-type]


def rank(of: str | Rule[..., object], *, along: str, entity: str | None = None, **more: object) -> Declared:
    """The place of each member in its group, 1 being the highest, or the lowest with `highest_first=False`."""
    return _aggregate(How.RANK, of, along, None, entity, _caller(), **more)  # type: ignore[arg-type]


def value(
    of: str | Rule[..., object],
    *,
    along: str | None = None,
    over: Window | None = None,
    entity: str | None = None,
    **more: object,
) -> Declared:
    """A node of what the row is linked to, or the last value of a window."""
    return _aggregate(How.VALUE, of, along, over, entity, _caller(), **more)  # type: ignore[arg-type]


def question(
    *,
    entity: str = WORKER_MONTH,
    kind: object,
    cites: Cites,
    en: str,
    zh: str,
    default: int | bool | None = None,
    at_least: int | None = None,
) -> Declared:
    """A node that each district answers with a reading of its own choice."""
    found = kind_of(kind)
    if not isinstance(found, Kind):
        raise RuleError(f"kind={kind!r}", instead="give a kind such as Fen or Points")
    definition = Question(
        node=UNNAMED,
        entities=_entities(entity),
        cites=_clauses(cites),
        en=en,
        zh=zh,
        kind=found,
        default=default,
        at_least=at_least,
    )
    return Declared(definition, _caller())


def fold(by: FoldBy | str, *, entity: str, kind: object, cites: Cites, en: str, zh: str) -> Declared:
    """A node that the city composes from what rules contribute."""
    found = kind_of(kind)
    if not isinstance(found, Kind):
        raise RuleError(f"kind={kind!r}", instead="give a kind such as Fen or Flag")
    definition = Fold(
        node=UNNAMED, entities=_entities(entity), cites=_clauses(cites), en=en, zh=zh, kind=found, by=FoldBy(by)
    )
    return Declared(definition, _caller())


def rules_of(*modules: ModuleType) -> tuple[Definition, ...]:
    """Everything that modules declare themselves, in the order written; what they import is not theirs."""
    found: list[Definition] = []
    for module in modules:
        if not isinstance(module, ModuleType):
            raise PluginFault(f"rules_of takes modules, got {type(module).__name__}")
        for name, thing in vars(module).items():
            if not isinstance(thing, Rule | Declared) or thing.module != module.__name__:
                continue
            definition = thing.definition
            if isinstance(thing, Declared):
                definition = replace(definition, node=name, place=module.__name__.rpartition(".")[2])
            found.append(definition)
    return tuple(found)

"""Which clauses something acts on, and why the others are left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from liuguan.law.clause import Clause
from liuguan.law.registry import ClauseRegistry

ActKind = Literal["rule", "check", "parameter", "record", "workflow"]
CoverageState = Literal["covered", "planned", "principle", "uncovered"]

ACT_KINDS: tuple[ActKind, ...] = get_args(ActKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that acts on a clause, because it cites it.

    Attributes:
        kind: what it is.
        name: the rule, the code of the check, the parameter section, the record or the workflow.
        where: `file:line`, or the file.
    """

    kind: ActKind
    name: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """One clause and what acts on it.

    Attributes:
        clause: the clause.
        acts: for each kind of act, in the order of `ACT_KINDS`, what acts, by name; empty where nothing does.
        state: `covered` once anything acts; else `planned` or `principle`, if the clause says so; else
            `uncovered`, which is a fault.
    """

    clause: Clause
    acts: Mapping[ActKind, tuple[Act, ...]]
    state: CoverageState


def coverage(registry: ClauseRegistry, acts: Mapping[str, Sequence[Act]]) -> tuple[Coverage, ...]:
    """One row per clause, in the document's order.

    Args:
        registry: the clauses.
        acts: what acts on a clause, by clause id.

    Raises:
        ConfigError: if `acts` names a clause that does not exist.
    """
    for clause_id, citing in acts.items():
        registry.require([clause_id], where=", ".join(sorted({act.where for act in citing})) or "coverage")
    return tuple(_row(clause, acts.get(clause_id, ())) for clause_id, clause in registry.items())


def _row(clause: Clause, acts: Sequence[Act]) -> Coverage:
    grouped = {
        kind: tuple(sorted((act for act in acts if act.kind == kind), key=lambda act: (act.name, act.where)))
        for kind in ACT_KINDS
    }
    return Coverage(clause=clause, acts=grouped, state=_state(clause, acted_on=bool(acts)))


def _state(clause: Clause, *, acted_on: bool) -> CoverageState:
    if acted_on:
        return "covered"
    if clause.planned is not None:
        return "planned"
    if clause.why_not is not None:
        return "principle"
    return "uncovered"

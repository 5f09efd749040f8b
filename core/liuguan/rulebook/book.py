"""A rulebook: the city's layer and one district's layer, merged, checked before any data is seen, and frozen."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from liuguan.language.compiler import Formula
from liuguan.language.functions import first_day
from liuguan.language.kinds import Kind
from liuguan.parameters import Section
from liuguan.rulebook.definitions import Aggregate, Definition, Fold, GroupCheck, Question
from liuguan.rulebook.layer import Layer
from liuguan.rulebook.resolve import Reference

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A formula in force from `start` until `end` (half-open), with the section that gives its parameters."""

    start: datetime.date
    end: datetime.date
    formula: Formula
    reading: str
    section: Section | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One value of a rulebook: what defines it, its dated versions and what its arguments stand for.

    `versions` is empty for aggregates, folds and unanswered questions; `answers` are a district's beside the
    city's, where the city declares a bound and the better of the two counts. `references` maps each formula
    argument that is not a parameter; `contributions` are the nodes that a fold composes.
    """

    entity: str
    name: str
    kind: Kind
    definition: Definition
    versions: tuple[Version, ...] = ()
    answers: tuple[Version, ...] = ()
    references: Mapping[str, Reference] = field(default_factory=dict)
    contributions: tuple[str, ...] = ()
    owner: str = ""

    @property
    def key(self) -> Key:
        return self.entity, self.name

    @property
    def question(self) -> Question | None:
        return self.definition if isinstance(self.definition, Question) else None

    @property
    def aggregate(self) -> Aggregate | None:
        return self.definition if isinstance(self.definition, Aggregate) else None

    @property
    def group_check(self) -> GroupCheck | None:
        return self.definition if isinstance(self.definition, GroupCheck) else None

    @property
    def fold(self) -> Fold | None:
        return self.definition if isinstance(self.definition, Fold) else None

    @property
    def has_parameters(self) -> bool:
        return any(v.values for v in self.versions)

    def version_on(self, day: datetime.date) -> Version | None:
        """The version in force on a day; None where nothing is known to be in force."""
        return next((v for v in self.versions if v.start <= day < v.end), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """Everything that judges one district's rows, in an order in which it can be computed.

    Build it with `liuguan.rulebook.merge.merge`.
    """

    district: str
    city: Layer
    standard: Layer | None
    nodes: Mapping[Key, Node]
    needs: Mapping[Key, tuple[Key, ...]]
    order: tuple[Key, ...]

    @property
    def law_from(self) -> int:
        """First month of law, as a month number."""
        return self.city.law_from

    @property
    def law_from_day(self) -> datetime.date:
        return first_day(self.law_from)

    @property
    def hash(self) -> str:
        """Names both layers by what they mean."""
        own = self.standard.meaning[:12] if self.standard else "-"
        return f"{self.city.meaning[:12]}+{own}"

    def is_law(self, node: Node) -> bool:
        """Whether the city itself must say what the node is: where it does not, a month is beyond known law."""
        offered = bool(getattr(node.definition, "offered", False))
        return bool(node.versions) and node.owner == self.city.owner and not node.question and not offered

    def of(self, entity: str) -> tuple[Node, ...]:
        """The nodes of an entity, in declared order."""
        return tuple(n for n in self.nodes.values() if n.entity == entity)

    def node(self, entity: str, name: str) -> Node:
        """The node of an entity.

        Raises:
            KeyError: there is none.
        """
        return self.nodes[entity, name]

    def closure(self, targets: Iterable[Key], given: Collection[Key] = ()) -> set[Key]:
        """The targets and everything they need, inputs included, but not what only nodes that are given need."""
        found: set[Key] = set()
        stack = list(targets)
        while stack:
            key = stack.pop()
            if key not in found:
                found.add(key)
                stack.extend(self.needs.get(key, ()) if key not in given else ())
        return found

    def answers(self) -> tuple[Key, ...]:
        """What the city leaves to districts: questions, and what it composes from their rules."""
        return tuple(k for k, n in self.nodes.items() if n.question is not None or n.fold is not None)

    def reached(self) -> tuple[Key, ...]:
        """The city's own nodes that a district's answer can reach, and which must come out the same without it."""
        open_nodes = set(self.answers())
        return tuple(
            key
            for key, node in self.nodes.items()
            if node.owner == self.city.owner and key not in open_nodes and open_nodes & self.closure([key])
        )

    def regimes(self) -> tuple[datetime.date, ...]:
        """Days on which the set of rules or readings in force changes."""
        days = {v.start for n in self.nodes.values() for v in (*n.versions, *n.answers)} | {self.law_from_day}
        return tuple(sorted(d for d in days if d >= self.law_from_day))

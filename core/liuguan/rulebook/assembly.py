"""Collecting the definitions of layers into one table of nodes, with who may write what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from liuguan.errors import Text, Words
from liuguan.language.kinds import COUNT, FLAG, Kind, TableKind
from liuguan.rulebook.definitions import (
    Aggregate,
    Computed,
    Declaration,
    Definition,
    Fold,
    GroupCheck,
    How,
    Question,
)  # fmt: skip
from liuguan.rulebook.resolve import Names, nearest
from liuguan.vocabulary import ENTITIES, Vocabulary

Key = tuple[str, str]


@dataclass(slots=True)
class Slot:
    """A node while layers are being merged; `readings` go from a reading's name to it and its author."""

    entity: str
    name: str
    owner: str
    definition: Definition
    readings: dict[str, tuple[Computed, str]] = field(default_factory=dict)

    @property
    def offered(self) -> bool:
        return bool(getattr(self.definition, "offered", False))

    @property
    def is_question(self) -> bool:
        return isinstance(self.definition, Question)

    @property
    def declaration(self) -> Declaration:
        found = getattr(self.definition, "declaration", Declaration.SEALED)
        return found if isinstance(found, Declaration) else Declaration.SEALED

    @property
    def is_bounded(self) -> bool:
        """Whether a district may answer beside the city, and the better answer counts."""
        return self.declaration is not Declaration.SEALED

    def by(self, *, city: bool) -> dict[str, Computed]:
        """The readings of the slot's owner, or those of others."""
        return {r: d for r, (d, author) in self.readings.items() if (author == self.owner) is city}

    def choices(self, author: str, reading: str | None) -> dict[str, Computed]:
        """The readings that an author's section may mean."""
        if self.is_bounded and author == self.owner:
            return self.by(city=True)
        if self.is_bounded and reading is None and self.by(city=False):
            return self.by(city=False)
        return {r: d for r, (d, _) in self.readings.items()}

    def pick(self, reading: str | None, author: str, place: Words, problems: list[Words]) -> Computed | None:
        """The reading that an author's section asks for; what is wrong is added to `problems`."""
        readings = self.choices(author, reading)
        if reading is None and self.name in readings:
            return readings[self.name]
        if reading is None and len(readings) == 1:
            return next(iter(readings.values()))
        if reading in readings:
            return readings[reading]
        known = ", ".join(readings)
        name = self.name
        if reading is None:
            wrong = Text(
                f"{name} 有几种读法;请写 reading = {known} 之一",
                f"{name} has several readings; add reading = one of {known}",
            )
        else:
            close = nearest(reading, list(readings))
            wrong = Text(
                f"{name} 没有读法 {reading}{close.zh};现有 {known or '无'}",
                f"{name} has no reading {reading}{close.en}; there are {known or 'none'}",
            )
        problems.append(Text.joined((place, wrong), ": "))
        return None


class Assembly:
    """The table of nodes of one or two layers; `problems` says what does not fit."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.problems: list[Words] = []
        self.slots: dict[Key, Slot] = {}
        self.kinds: dict[Key, Kind] = {}
        self.names = Names(vocabulary, lambda entity, name: self.kinds.get((entity, name)))
        self._known: dict[str, Names] = {}

    def add(self, definitions: Iterable[Definition], owner: str) -> None:
        """Take in the definitions of one author, in any order; layers come in order, the city's first."""
        ordered = sorted(definitions, key=_first_of_its_node)
        waiting = [d for d in ordered if isinstance(d, Aggregate)]
        for d in ordered:
            if not isinstance(d, Aggregate):
                self._place(d, owner)
        while waiting:
            left = [d for d in waiting if not self._settle(d, owner)]
            if len(left) == len(waiting):
                self.problems += [self._lost(d) for d in left]
                break
            waiting = left
        kinds = dict(self.kinds)
        self._known[owner] = Names(self.vocabulary, lambda entity, name: kinds.get((entity, name)))

    def known_to(self, slot: Slot, d: Computed) -> Names:
        """Names as the author of a reading knew them: a district's nodes never change what the city's rules mean."""
        return self._known[slot.readings[d.reading][1]]

    def named_alike(self, node: str) -> list[Slot]:
        """Slots of a name, whatever a row is."""
        return [s for s in (self.slots.get((entity, node)) for entity in ENTITIES) if s is not None]

    def named(self, node: str) -> list[Slot]:
        """Slots that a section called `node` can speak to."""
        found = [s for s in self.named_alike(node) if s.readings]
        questions = [s for s in found if s.is_question]
        return questions or [s for s in found if len(s.readings) > 1 or self.parameters_of(s)]

    def parameters_of(self, slot: Slot) -> set[str]:
        """Names of the parameters of any reading of a slot."""
        return {name for d, _ in slot.readings.values() for name in self.parameters(slot, d)}

    def parameters(self, slot: Slot, d: Computed) -> dict[str, Kind | TableKind]:
        """The arguments of a reading that are neither a node nor an input, so that a section must give them."""
        names = self.known_to(slot, d)
        return {n: k for n, k in d.formula.arguments if isinstance(k, TableKind) or names.find(slot.entity, n) is None}

    # ---- placing

    def _place(self, d: Definition, owner: str) -> None:
        for entity in d.entities:
            key = (entity, d.node)
            there = self.slots.get(key)
            if there is None:
                self._new(key, d, owner)
            elif isinstance(d, Question | Fold) and isinstance(there.definition, Computed) and owner == there.owner:
                there.definition = d  # its readings were met first
            elif isinstance(d, Computed) and (there.readings or there.is_question):
                self._reading(there, d, owner)
            else:
                self.problems.append(
                    f"{d.place}: {d.node} is written twice, here and in {there.definition.place} by {there.owner}"
                )

    def _new(self, key: Key, d: Definition, owner: str) -> None:
        others = [s for s in self.named_alike(d.node) if s.owner != owner]
        if others:  # its values would be shown, and read, under the name of the city's
            self._sealed(others[0], d)
            return
        slot = self.slots[key] = Slot(key[0], key[1], owner, d)
        if isinstance(d, Computed):
            slot.readings[d.reading] = (d, owner)
        kind = _kind_of(d)
        if kind is not None:
            self.kinds[key] = kind
        if isinstance(d, Computed) and slot.is_bounded and not d.formula.returns.is_number:
            self.problems.append(f"{d.place}: {d.node} is declared {d.declaration}, which needs a number")
        if self.vocabulary.find(*key):
            self.problems.append(f"{d.place}: {d.node} is a declared input of {key[0]}; give the rule another name")

    def _reading(self, slot: Slot, d: Computed, owner: str) -> None:
        kind = self.kinds[slot.entity, slot.name]
        if owner != slot.owner and not slot.is_question and not slot.is_bounded:
            self._sealed(slot, d)
        elif d.reading in slot.readings:
            self.problems.append(f"{d.place}: {d.node} has two rules called {d.reading}")
        elif d.formula.returns.name != kind.name:
            self.problems.append(f"{d.place}: {d.reading} gives {d.formula.returns.name}, but {d.node} is {kind.name}")
        else:
            slot.readings[d.reading] = (d, owner)

    def _sealed(self, slot: Slot, d: Definition) -> None:
        clauses = ", ".join(slot.definition.cites)
        self.problems.append(
            f"{d.place}: {d.node} is the city's and sealed ({clauses}); a district answers questions and adds "
            "supplements, requirements, checks and rules under names of its own"
        )

    # ---- aggregates

    def _settle(self, d: Aggregate, owner: str) -> bool:
        """Place an aggregate once what it aggregates is known."""
        holders = [d.holder] if d.holder else self._holders(d)
        if len(holders) > 1:
            listed = " and ".join(holders)
            self.problems.append(f'{d.place}: {d.node} could be of {listed}; add entity="{holders[0]}" or another')
            return True
        if not holders or (d.along is not None and d.along not in ENTITIES[holders[0]].links):
            return False
        holder = holders[0]
        target = ENTITIES[holder].links[d.along] if d.along is not None else holder
        kind = self.names.kind(target if d.how is How.VALUE else holder, d.of)
        if kind is None:
            return False
        at = target if d.how in (How.TOTAL, How.COUNT, How.MEAN) else holder
        if d.how in (How.COUNT, How.RANK) or (d.how is How.TOTAL and kind is FLAG):
            kind = COUNT
        if (at, d.node) not in self.slots:
            self.kinds[at, d.node] = kind
        self._place(replace(d, entities=(at,), holder=holder), owner)
        return True

    def _holders(self, d: Aggregate) -> list[str]:
        found = []
        for entity in ENTITIES.values():
            if d.along is not None and d.along not in entity.links:
                continue
            source = entity.links[d.along] if d.along is not None and d.how is How.VALUE else entity.name
            if self.names.kind(source, d.of) is not None:
                found.append(entity.name)
        return found

    def _lost(self, d: Aggregate) -> str:
        known = sorted({name for _, name in self.slots} | {i.name for e in ENTITIES for i in self.vocabulary.of(e)})
        link = f" along {d.along}" if d.along else ""
        return f"{d.place}: {d.node} is a {d.how}{link} of {d.of}, which nothing gives{nearest(d.of, known)}"


def _first_of_its_node(d: Definition) -> tuple[str, ...]:
    """Readings come after what declares their node, by name: the order they were written in says nothing."""
    return (d.node, d.reading) if isinstance(d, Computed) and d.reading != d.node else ()


def _kind_of(d: Definition) -> Kind | None:
    match d:
        case Computed():
            return d.formula.returns
        case Question() | Fold():
            return d.kind
        case GroupCheck():
            return FLAG
    return None

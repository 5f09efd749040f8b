"""Merging layers: which readings are in force when, what every name stands for, and whether it all fits."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence

from liuguan.errors import RulebookError
from liuguan.language.kinds import Kind, Table, TableKind
from liuguan.parameters import RawSection, Section, in_sequence, overlaps, typed
from liuguan.rulebook.assembly import Assembly, Key, Slot
from liuguan.rulebook.book import Node, Rulebook, Version
from liuguan.rulebook.bounds import Bound, divisor_problems, lower_bounds
from liuguan.rulebook.definitions import Aggregate, Computed, Declaration, Definition, Fold, GroupCheck, How
from liuguan.rulebook.layer import Layer, values_read_as
from liuguan.rulebook.resolve import Ambiguous, Reference, find_cycle, mismatch, nearest
from liuguan.vocabulary import ENTITIES, VOCABULARY, Vocabulary

LOCAL = "local"
EVER = datetime.date.min
FOREVER = datetime.date.max


def merge(
    city: Layer,
    standard: Layer | None = None,
    *,
    district: str = "",
    clauses: Collection[str] | None = None,
    vocabulary: Vocabulary = VOCABULARY,
) -> Rulebook:
    """The rulebook of a district, or of the city alone.

    Args:
        clauses: ids of the law registry; with them every citation is checked.

    Raises:
        RulebookError: with every problem that was found.
    """
    return _Merger(city, standard, district, clauses, vocabulary).rulebook()


def typed_sections(
    raw: Sequence[RawSection], definitions: Sequence[Definition], city: Layer | None, *, owner: str
) -> tuple[Section, ...]:
    """Sections of a layer with values in stored units, by the signatures of the rules they speak to.

    Raises:
        RulebookError: with every problem that was found.
    """
    assembly = Assembly(VOCABULARY)
    if city is not None:
        assembly.add(city.definitions, city.owner)
    assembly.add(definitions, owner)
    problems: list[str] = []
    found: dict[str, list[Section]] = {}
    for section in raw:
        slots = assembly.named(section.node)
        if not slots:
            known = sorted({s.name for s in assembly.slots.values() if assembly.named(s.name)})
            problems.append(f"{section.place}: nothing is called {section.node}{nearest(section.node, known)}")
        before = len(problems)
        kinds: dict[str, Kind | TableKind] = {}
        for slot in slots:
            picked = slot.pick(section.reading, section.place, problems)
            if picked is not None:
                kinds |= {n: k for n, k in picked.formula.arguments if assembly.is_parameter(slot, n, k)}
        if slots and len(problems) == before:
            found.setdefault(section.node, []).append(typed(section, kinds, problems))
    for sections in found.values():
        problems += overlaps(sections, closed=False)
    if problems:
        raise RulebookError(problems, district=owner)
    return tuple(s for sections in found.values() for s in sections)


class _Merger:
    def __init__(
        self, city: Layer, standard: Layer | None, district: str, clauses: Collection[str] | None, vocabulary: Vocabulary
    ) -> None:
        self.city, self.standard, self.district, self.clauses = city, standard, district, clauses
        self.assembly = Assembly(vocabulary)
        self.vocabulary = vocabulary
        self.assembly.add(city.definitions, city.owner)
        self.sections: dict[Key, list[tuple[Section, str]]] = {}
        if standard is not None:
            self.assembly.add(standard.definitions, standard.owner)
        self.problems = self.assembly.problems
        self.nodes: dict[Key, Node] = {}
        self.needs: dict[Key, tuple[Key, ...]] = {}

    def rulebook(self) -> Rulebook:
        self.assign(self.city)
        if self.standard is not None:
            self.assign(self.standard)
        for slot in self.assembly.slots.values():
            self.check_citations(slot)
        self.activate()
        order = self.order()
        if not self.problems:
            self.check_divisors(order)
        if self.problems:
            raise RulebookError(self.problems, district=self.district)
        return Rulebook(
            district=self.district, city=self.city, standard=self.standard,
            nodes={k: self.nodes[k] for k in self.assembly.slots if k in self.nodes}, needs=self.needs, order=order,
        )  # fmt: skip

    def check_citations(self, slot: Slot) -> None:
        definitions: list[Definition] = [d for d, _ in slot.readings.values()] or [slot.definition]
        for d in definitions:
            if not d.cites:
                self.problems.append(f'{d.place}: {d.node} cites no clause; add cites="I.7", or cites="{LOCAL}"')
            for clause in d.cites if self.clauses is not None else ():
                if clause != LOCAL and clause not in self.clauses:  # type: ignore[operator]
                    close = nearest(clause, sorted(self.clauses or ()))
                    self.problems.append(f"{d.place}: {d.node} cites {clause}, which is no clause{close}")

    # ---- sections

    def assign(self, layer: Layer) -> None:
        """Give each section to the nodes it speaks to, where its author may speak."""
        for section in layer.sections:
            for slot in self.assembly.named(section.node):
                key = (slot.entity, slot.name)
                mine = slot.owner == layer.owner or slot.is_question or slot.offered
                if not mine and slot.declaration is Declaration.SEALED:
                    clauses = ", ".join(slot.definition.cites)
                    self.problems.append(
                        f"[[{section.node}]] of {layer.owner}: {section.node} is the city's and sealed ({clauses})"
                    )
                    continue
                given = self.sections.setdefault(key, [])
                if given and given[0][1] != layer.owner:
                    given.clear()  # a district's own answer replaces the city's
                given.append((section, layer.owner))

    def versions(self, slot: Slot) -> tuple[Version, ...]:
        """The dated formulas of a node."""
        given = self.sections.get((slot.entity, slot.name), [])
        if not given:
            return self.timeless(slot)
        owner = given[0][1]
        found = []
        for section in in_sequence(s for s, _ in given):
            picked = slot.pick(section.reading, f"[[{section.node}]] of {owner}", self.problems)
            if picked is None:
                continue
            kinds = {n: k for n, k in picked.formula.arguments if self.assembly.is_parameter(slot, n, k)}
            absent = [n for n in kinds if n not in section.values]
            if absent:
                self.problems.append(f"[[{section.node}]] of {owner}: {self.undefined(slot, picked, absent[0])}")
            values = values_read_as({n: v for n, v in section.values.items() if n in kinds}, kinds)
            found.append(
                Version(
                    start=section.first_day, end=section.end, formula=picked.formula, reading=picked.reading,
                    section=section, values=values, owner=owner,
                )
            )  # fmt: skip
        return tuple(found)

    def timeless(self, slot: Slot) -> tuple[Version, ...]:
        """The one formula of a node without sections, in force at all times."""
        readings = slot.readings
        if slot.is_question:
            readings = {r: (d, o) for r, (d, o) in readings.items() if o != slot.owner}
        if not readings:
            return ()
        if len(readings) > 1 and slot.name not in readings:
            self.problems.append(f"{slot.name} has the readings {', '.join(readings)} and no [[{slot.name}]] picks one")
            return ()
        picked, owner = readings.get(slot.name) or next(iter(readings.values()))
        unset = [n for n, k in picked.formula.arguments if self.assembly.is_parameter(slot, n, k)]
        if unset:
            self.problems.append(self.undefined(slot, picked, unset[0]))
        return (Version(start=EVER, end=FOREVER, formula=picked.formula, reading=picked.reading, owner=owner),)

    def undefined(self, slot: Slot, picked: Computed, name: str) -> str:
        entity = slot.entity
        reachable = [entity, *ENTITIES[entity].links.values()]
        known = sorted(
            {n for e, n in self.assembly.slots if e in reachable} | {i.name for e in reachable for i in self.vocabulary.of(e)}
        )
        return (
            f"{picked.place}: {picked.reading} needs {name}, which is no rule and no input of {entity}"
            f"{nearest(name, known)}; give it in [[{slot.name}]] of the standard's TOML if it is a parameter"
        )

    # ---- activation

    def activate(self) -> None:
        """Make nodes of everything in force, and of what that needs."""
        named = {node for layer in (self.city, self.standard) if layer for node in (s.node for s in layer.sections)}
        waiting = [k for k, s in self.assembly.slots.items() if not s.offered or s.name in named]
        while waiting:
            key = waiting.pop()
            if key in self.nodes or key not in self.assembly.slots:
                continue
            node, needs = self.node(self.assembly.slots[key])
            self.nodes[key] = node
            self.needs[key] = needs
            waiting.extend(needs)
        for key, node in list(self.nodes.items()):
            if isinstance(node.definition, Fold):
                self.compose(key, node)

    def compose(self, key: Key, node: Node) -> None:
        parts = tuple(
            n.name for n in self.nodes.values()
            if n.entity == node.entity and isinstance(n.definition, Computed) and n.definition.into == node.name
        )  # fmt: skip
        parts = tuple(sorted(parts, key=lambda p: (self.nodes[node.entity, p].owner != self.city.owner, p)))
        self.nodes[key] = Node(
            entity=node.entity, name=node.name, kind=node.kind, definition=node.definition, contributions=parts, owner=node.owner
        )
        self.needs[key] = tuple((node.entity, p) for p in parts)

    def node(self, slot: Slot) -> tuple[Node, tuple[Key, ...]]:
        d, entity = slot.definition, slot.entity
        versions: tuple[Version, ...] = ()
        references: dict[str, Reference] = {}
        needs: list[Key] = []
        if isinstance(d, Aggregate):
            source = ENTITIES[d.holder].links[d.along] if d.along is not None and d.how is How.VALUE else d.holder
            needs = [(source, d.of), *([(d.holder, d.where)] if d.where else [])]
        elif isinstance(d, GroupCheck):
            needs = [(d.holder, d.margin), *([(d.holder, d.where)] if d.where else [])]
        else:
            versions = self.versions(slot)
            for version in versions:
                for argument, kind in version.formula.arguments:
                    if argument in version.values:
                        continue
                    found = self.reference(slot, version, argument, kind)
                    if found is not None:
                        references[argument] = found
                        needs.append((found.entity, found.name))
        for need in needs:
            if self.assembly.names.kind(*need) is None:
                self.problems.append(f"{d.place}: {d.node} needs {need[1]}, which {need[0]} does not have")
        node = Node(
            entity=entity, name=slot.name, kind=self.assembly.kinds[entity, slot.name], definition=d, versions=versions,
            references=references, owner=slot.owner,
        )  # fmt: skip
        return node, tuple(dict.fromkeys(needs))

    def reference(self, slot: Slot, version: Version, argument: str, kind: Kind | TableKind) -> Reference | None:
        found = self.assembly.names.find(slot.entity, argument)
        where = f"{version.formula.file}:{version.formula.line}: {version.reading}"
        if isinstance(found, Ambiguous):
            places = " and ".join(f"{r.entity} (along {r.links[-1]})" for r in found.found)
            self.problems.append(
                f'{where}: {argument} is in {places}; write {slot.entity.split("_")[0]}_{argument} = value("{argument}", along="…") and name that'
            )
            return None
        if found is None:
            return None  # already reported as an undefined name
        actual = self.assembly.names.kind(found.entity, found.name)
        wrong = mismatch(argument, kind, actual) if actual else None
        if wrong:
            self.problems.append(f"{where}: {wrong}")
        return found

    # ---- order and divisors

    def order(self) -> tuple[Key, ...]:
        needs = {k: [n for n in v if n in self.nodes] for k, v in self.needs.items()}
        cycle = find_cycle(needs)
        if cycle:
            path = " -> ".join(name for _, name in cycle)
            self.problems.append(
                f"a circle: {path}; a value that depends on its own past is a decision: record it as an input and let "
                "a rule say what was due"
            )
            return ()
        done: dict[Key, None] = {}
        for start in needs:
            stack = [start]
            while stack:
                key = stack[-1]
                left = [n for n in needs[key] if n not in done]
                if left and key not in done:
                    stack.extend(left)
                else:
                    done.setdefault(key)
                    stack.pop()
        return tuple(done)

    def check_divisors(self, order: Iterable[Key]) -> None:
        lowest: dict[Key, Bound] = {}
        for key in order:
            node = self.nodes[key]
            bounds: list[Bound] = []
            for version in node.versions:
                arguments = {
                    n: self.least(node, version, n, lowest) for n, _ in version.formula.arguments
                }
                self.problems += divisor_problems(version.formula, arguments.__getitem__)
                bounds.append(lower_bounds(version.formula.tree, arguments.__getitem__)[-1])
            lowest[key] = None if not bounds or None in bounds else min(b for b in bounds if b is not None)

    def least(self, node: Node, version: Version, name: str, lowest: Mapping[Key, Bound]) -> Bound:
        if name in version.values:
            value = version.values[name]
            values = list(value.rows.values()) if isinstance(value, Table) else [value]
            numbers = [v for v in values if isinstance(v, int) and not isinstance(v, bool)]
            return min(numbers) if numbers and len(numbers) == len([v for v in values if v is not None]) else None
        found = node.references.get(name)
        if found is None:
            return None
        declared = self.vocabulary.find(found.entity, found.name)
        return declared.bounds()[0] if declared else lowest.get((found.entity, found.name))

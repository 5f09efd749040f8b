"""Merging layers: which readings are in force when, what every name stands for, and whether it all fits."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence

from liuguan.errors import RulebookError, Text, Words
from liuguan.language.kinds import Kind, Table, TableKind
from liuguan.parameters import RawSection, Section, in_sequence, overlaps, typed
from liuguan.rulebook.assembly import Assembly, Key, Slot
from liuguan.rulebook.book import Node, Rulebook, Version
from liuguan.rulebook.bounds import Bound, least_of
from liuguan.rulebook.definitions import Aggregate, Check, Computed, Definition, Fold, GroupCheck
from liuguan.rulebook.figures import misuses, sources
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
    alone: Rulebook | None = None,
) -> Rulebook:
    """The rulebook of a district, or of the city alone.

    Args:
        clauses: ids of the law registry; with them every citation is checked.
        alone: the rulebook of the very same city layer without a district: what no district can change is taken
            from there.

    Raises:
        RulebookError: with every problem that was found.
    """
    return _Merger(city, standard, district, clauses, vocabulary, alone).rulebook()


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
    problems: list[Words] = []
    found: dict[str, list[Section]] = {}
    for section in raw:
        slots = assembly.named(section.node)
        if not slots:
            known = sorted({s.name for s in assembly.slots.values() if assembly.named(s.name)})
            problems.append(Text.joined((section.place, _nameless(section.node) + nearest(section.node, known)), ": "))
        before = len(problems)
        kinds: dict[str, Kind | TableKind] = {}
        for slot in slots:
            picked = slot.pick(section.reading, owner, section.place, problems)
            if picked is not None:
                kinds |= assembly.parameters(slot, picked)
        if slots and len(problems) == before:
            found.setdefault(section.node, []).append(typed(section, kinds, problems))
    for sections in found.values():
        problems += overlaps(sections, closed=False)
    if problems:
        raise RulebookError(problems, district=owner)
    return tuple(s for sections in found.values() for s in sections)


def _nameless(node: str) -> Text:
    return Text(f"没有叫 {node} 的规则", f"nothing is called {node}")


def _section_of(node: str, owner: str) -> Text:
    return Text(f"{owner} 的 [[{node}]]", f"[[{node}]] of {owner}")


class _Merger:
    def __init__(
        self,
        city: Layer,
        standard: Layer | None,
        district: str,
        clauses: Collection[str] | None,
        vocabulary: Vocabulary,
        alone: Rulebook | None,
    ) -> None:
        self.city, self.standard, self.district, self.clauses = city, standard, district, clauses
        self.alone = alone
        self.assembly = Assembly(vocabulary)
        self.vocabulary = vocabulary
        self.assembly.add(city.definitions, city.owner)
        self.sections: dict[Key, list[tuple[Section, str]]] = {}
        self.answers: dict[Key, list[tuple[Section, str]]] = {}  # of districts, to nodes with a bound
        self.problems = self.assembly.problems
        if standard is not None:
            if standard.owner == city.owner:
                self.problems.append(f"two layers of {city.owner}: a district's layer has the district as its owner")
            self.assembly.add(standard.definitions, standard.owner)
        self.nodes: dict[Key, Node] = {}
        self.needs: dict[Key, tuple[Key, ...]] = {}

    def rulebook(self) -> Rulebook:
        self.assign(self.city)
        if self.standard is not None:
            self.assign(self.standard)
        for slot in self.assembly.slots.values():
            self.check_citations(slot)
        self.check_codes()
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
        definitions: list[Definition] = [d for d, _ in slot.readings.values()]
        if slot.definition not in definitions:
            definitions.append(slot.definition)
        for d in definitions:
            if not d.cites:
                self.problems.append(f'{d.place}: {d.node} cites no clause; add cites="I.7", or cites="{LOCAL}"')
            for clause in d.cites:
                self.check_clause(clause, f"{d.place}: {d.node}")

    def check_codes(self) -> None:
        """A finding's code names one check for ever."""
        found: dict[str, Definition] = {}
        for slot in self.assembly.slots.values():
            for d in (slot.definition, *(r for r, _ in slot.readings.values())):
                code = d.code if isinstance(d, Check | GroupCheck) else None
                if code and found.setdefault(code, d).node != d.node:
                    self.problems.append(f"{d.place}: {d.node} has the code {code} of {found[code].node}")

    def check_clause(self, clause: str, where: Words) -> None:
        if self.clauses is not None and clause != LOCAL and clause not in self.clauses:
            close = nearest(clause, sorted(self.clauses))
            cites = Text(f" 引用了不存在的条款 {clause}", f" cites {clause}, which is no clause")
            self.problems.append(Text.of(where) + cites + close)

    # ---- sections

    def assign(self, layer: Layer) -> None:
        """Give each section to the nodes it speaks to, where its author may speak."""
        by_node: dict[str, list[Section]] = {}
        for section in layer.sections:
            by_node.setdefault(section.node, []).append(section)
            where = _section_of(section.node, layer.owner)
            slots = self.assembly.named(section.node)
            if not slots:
                self.problems.append(where + ": " + _nameless(section.node))
            taken: set[str] = set()
            for slot in slots:
                taken |= self.give(section, slot, layer.owner, where)
            for name in section.values.keys() - taken if slots else ():
                none = Text(f"{section.node} 没有参数 {name}", f"{section.node} has no parameter {name}")
                self.problems.append(where + ": " + none)
            for clause in section.cites:
                self.check_clause(clause, where)
        for sections in by_node.values():
            self.problems += [Text.of(f"{layer.owner}: ") + p for p in overlaps(sections, closed=False)]

    def give(self, section: Section, slot: Slot, author: str, where: Text) -> set[str]:
        """Give a section to a node; returns the parameters that it may speak of there."""
        mine = slot.owner == author or slot.is_question or slot.offered
        if not mine and not slot.is_bounded:
            clauses = ", ".join(slot.definition.cites)
            sealed = Text(
                f"{section.node} 属全市,不可改({clauses})", f"{section.node} is the city's and sealed ({clauses})"
            )
            self.problems.append(where + ": " + sealed)
            return set(section.values)
        taken = self.sections if mine else self.answers
        given = taken.setdefault((slot.entity, slot.name), [])
        if given and given[0][1] != author:
            given.clear()  # a district's own answer replaces the city's
        given.append((section, author))
        picked = slot.pick(section.reading, author, where, [])
        return set(self.assembly.parameters(slot, picked)) if picked else set(section.values)

    def versions(self, slot: Slot) -> tuple[Version, ...]:
        """The dated formulas of a node, as its owner gives them or as a district answers its question."""
        given = self.sections.get((slot.entity, slot.name), [])
        if given:
            return self.dated(slot, given)
        if slot.is_question:
            return self.timeless(slot, slot.by(city=False))
        return self.timeless(slot, slot.by(city=True))

    def answered(self, slot: Slot) -> tuple[Version, ...]:
        """The dated formulas by which a district answers beside the city."""
        given = self.answers.get((slot.entity, slot.name), [])
        return self.dated(slot, given) if given else self.timeless(slot, slot.by(city=False))

    def dated(self, slot: Slot, given: Sequence[tuple[Section, str]]) -> tuple[Version, ...]:
        owner = given[0][1]
        where = _section_of(slot.name, owner)
        found = []
        for section in in_sequence(s for s, _ in given):
            picked = slot.pick(section.reading, owner, where, self.problems)
            if picked is None:
                continue
            kinds = self.assembly.parameters(slot, picked)
            self.problems += [where + ": " + self.undefined(slot, picked, n) for n in kinds if n not in section.values]
            try:
                values = values_read_as({n: v for n, v in section.values.items() if n in kinds}, kinds)
            except (TypeError, ValueError) as e:
                self.problems.append(where + f": {e}")
                continue
            found.append(
                Version(
                    start=section.first_day, end=section.end, formula=picked.formula, reading=picked.reading,
                    section=section, values=values, owner=owner,
                )
            )  # fmt: skip
        return tuple(found)

    def timeless(self, slot: Slot, readings: Mapping[str, Computed]) -> tuple[Version, ...]:
        """The one formula of a node without sections, in force at all times."""
        if not readings:
            return ()
        if len(readings) > 1 and slot.name not in readings:
            listed = ", ".join(readings)
            self.problems.append(f"{slot.name} has the readings {listed} and no [[{slot.name}]] picks one")
            return ()
        picked = readings.get(slot.name) or next(iter(readings.values()))
        self.problems += [self.undefined(slot, picked, n) for n in self.assembly.parameters(slot, picked)]
        owner = slot.readings[picked.reading][1]
        return (Version(start=EVER, end=FOREVER, formula=picked.formula, reading=picked.reading, owner=owner),)

    def undefined(self, slot: Slot, picked: Computed, name: str) -> str:
        entity = slot.entity
        reachable = [entity, *ENTITIES[entity].links.values()]
        known = sorted(
            {n for e, n in self.assembly.slots if e in reachable}
            | {i.name for e in reachable for i in self.vocabulary.of(e)}
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
            slot = self.assembly.slots[key]
            if self.alone is not None and key in self.alone.nodes and self.is_sealed(slot):
                self.nodes[key], self.needs[key] = self.alone.nodes[key], self.alone.needs[key]
            else:
                self.nodes[key], self.needs[key] = self.node(slot)
            waiting.extend(self.needs[key])
        for key, node in list(self.nodes.items()):
            if isinstance(node.definition, Fold):
                self.compose(key, node)
            elif isinstance(node.definition, Computed) and node.definition.into:
                self.check_contribution(node, node.definition.into)

    def compose(self, key: Key, node: Node) -> None:
        parts = tuple(
            n.name for n in self.nodes.values()
            if n.entity == node.entity and isinstance(n.definition, Computed) and n.definition.into == node.name
        )  # fmt: skip
        parts = tuple(sorted(parts, key=lambda p: (self.nodes[node.entity, p].owner != self.city.owner, p)))
        self.nodes[key] = Node(
            entity=node.entity,
            name=node.name,
            kind=node.kind,
            definition=node.definition,
            contributions=parts,
            owner=node.owner,
        )
        self.needs[key] = tuple((node.entity, p) for p in parts)

    def check_contribution(self, node: Node, into: str) -> None:
        fold = self.assembly.slots.get((node.entity, into))
        if fold is None or not isinstance(fold.definition, Fold):
            self.problems.append(f"{node.definition.place}: {node.name} goes into {into}, which nothing composes")
        elif fold.definition.kind.name != node.kind.name:
            kinds = f"{node.kind.name}, but {into} is {fold.definition.kind.name}"
            self.problems.append(f"{node.definition.place}: {node.name} is {kinds}")

    def is_sealed(self, slot: Slot) -> bool:
        """Whether a slot is the city's, and nothing that a district says can change it."""
        of_city = slot.owner == self.city.owner and not slot.is_question and not slot.is_bounded
        given = self.sections.get((slot.entity, slot.name), ())
        return of_city and not isinstance(slot.definition, Fold) and all(a == slot.owner for _, a in given)

    def node(self, slot: Slot) -> tuple[Node, tuple[Key, ...]]:
        d, entity = slot.definition, slot.entity
        versions: tuple[Version, ...] = ()
        answers: tuple[Version, ...] = ()
        references: dict[str, Reference] = {}
        needs: list[Key] = []
        if isinstance(d, Aggregate | GroupCheck):
            needs = sources(d)
        else:
            versions = self.versions(slot)
            if slot.is_bounded:
                answers = self.answered(slot)
            for version in (*versions, *answers):
                for argument, found in self.references(slot, version).items():
                    if references.setdefault(argument, found) != found:
                        self.problems.append(
                            f"{version.formula.file}:{version.formula.line}: {version.reading}: {argument} stands for "
                            f"{found.entity} here and for {references[argument].entity} in another reading "
                            f"of {slot.name}"
                        )
                    needs.append((found.entity, found.name))
        lost = [need for need in needs if self.assembly.names.kind(*need) is None]
        for source, name in lost:
            self.problems.append(f"{d.place}: {d.node} needs {name}, which {source} does not have")
        if isinstance(d, Aggregate | GroupCheck) and not lost:
            self.problems += [f"{d.place}: {d.node} {p}" for p in misuses(d, self.assembly.names.kind)]
        if isinstance(d, Computed) and len(slot.readings) > 1 and versions:
            d = slot.readings[versions[-1].reading][0]  # labelled as the reading that holds
        node = Node(
            entity=entity, name=slot.name, kind=self.assembly.kinds[entity, slot.name], definition=d, versions=versions,
            answers=answers, references=references, owner=slot.owner,
        )  # fmt: skip
        return node, tuple(dict.fromkeys(needs))

    def references(self, slot: Slot, version: Version) -> dict[str, Reference]:
        """What the arguments of a version that are no parameters stand for."""
        arguments = {n: k for n, k in version.formula.arguments if n not in version.values}
        found = {n: self.reference(slot, version, n, k) for n, k in arguments.items()}
        return {n: r for n, r in found.items() if r is not None}

    def reference(self, slot: Slot, version: Version, argument: str, kind: Kind | TableKind) -> Reference | None:
        found = self.assembly.known_to(slot, slot.readings[version.reading][0]).find(slot.entity, argument)
        where = f"{version.formula.file}:{version.formula.line}: {version.reading}"
        if isinstance(found, Ambiguous):
            places = " and ".join(f"{r.entity} (along {r.links[-1]})" for r in found.found)
            self.problems.append(
                f"{where}: {argument} is in {places}; write {slot.entity.split('_')[0]}_{argument} = "
                f'value("{argument}", entity="{slot.entity}", along="…") and name that'
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
            for version in (*node.versions, *node.answers):
                arguments = (self.least(node, version, n, lowest) for n, _ in version.formula.arguments)
                least, problems = least_of(version.formula, tuple(arguments))
                self.problems += problems
                bounds.append(least)
            question = node.question
            if question is not None and question.default is not None:
                bounds.append(question.default)
            lowest[key] = None if not bounds or None in bounds else min(b for b in bounds if b is not None)
            if question is not None and question.at_least is not None:
                lowest[key] = max(question.at_least, lowest[key] or question.at_least)

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

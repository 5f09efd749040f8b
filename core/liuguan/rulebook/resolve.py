"""What the argument names of a rule stand for: a node or input of the row, of what it links to, or a parameter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from liuguan.errors import Text
from liuguan.language.kinds import Kind, TableKind
from liuguan.vocabulary import ENTITIES, Vocabulary


@dataclass(frozen=True, slots=True)
class Reference:
    """A node or input, reached over links; no links for the row's own."""

    entity: str
    name: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A name that several linked entities have."""

    found: tuple[Reference, ...]


Found = Reference | Ambiguous | None


class Names:
    """Looks names up the way a reader would: on the row itself first, then on what it links to."""

    def __init__(self, vocabulary: Vocabulary, kinds_of_nodes: Callable[[str, str], Kind | None]) -> None:
        self.vocabulary = vocabulary
        self.node_kind = kinds_of_nodes

    def kind(self, entity: str, name: str) -> Kind | None:
        """The kind of a node or input of an entity, or None when it has none of that name."""
        node = self.node_kind(entity, name)
        if node is not None:
            return node
        declared = self.vocabulary.find(entity, name)
        return declared.kind if declared else None

    def find(self, entity: str, name: str) -> Found:
        """Where a name leads from a row of `entity`; None when it leads nowhere: a parameter, or a mistake."""
        if self.kind(entity, name) is not None:
            return Reference(entity, name)
        found: dict[str, Reference] = {}
        for link, target in ENTITIES[entity].links.items():
            further = self.find(target, name)
            if isinstance(further, Ambiguous):
                return further
            if further is None:
                continue
            path = (link, *further.links)
            if further.entity not in found or len(path) < len(found[further.entity].links):
                found[further.entity] = Reference(further.entity, name, path)
        if len(found) > 1:
            return Ambiguous(tuple(found.values()))
        return next(iter(found.values()), None)


def nearest(name: str, known: Sequence[str]) -> Text:
    """` (did you mean x?)`, or nothing."""
    written = {k.casefold(): k for k in known}
    close = [written[k] for k in get_close_matches(name.casefold(), written, 1, 0.6)]
    return Text(f"(是否指 {close[0]}?)", f" (did you mean {close[0]}?)") if close else Text.of("")


def mismatch(argument: str, declared: Kind | TableKind, found: Kind) -> str | None:
    """What is wrong when an argument's annotation and what it stands for differ in kind."""
    if isinstance(declared, TableKind):
        return f"{argument} is annotated {declared.name} but stands for a {found.name}"
    if declared.name != found.name:
        return f"{argument} is annotated {declared.name} but is a {found.name}"
    return None


def find_cycle(needs: Mapping[tuple[str, str], Sequence[tuple[str, str]]]) -> list[tuple[str, str]] | None:
    """A cycle with its full path, or None; iterative, so that depth is no limit."""
    state: dict[tuple[str, str], int] = {}
    for start in needs:
        if state.get(start):
            continue
        path: list[tuple[str, str]] = []
        stack: list[tuple[tuple[str, str], int]] = [(start, 0)]
        while stack:
            at, i = stack.pop()
            if i == 0:
                state[at] = 1
                path.append(at)
            following = needs.get(at, ())
            if i < len(following):
                stack.append((at, i + 1))
                after = following[i]
                if state.get(after) == 1:
                    return [*path[path.index(after) :], after]
                if not state.get(after):
                    stack.append((after, 0))
            else:
                state[at] = 2
                path.pop()
    return None

"""From the nodes that are asked for to columns: operations in levels, one pass over each frame per level.

One plan computes any number of rows and months at once. Where several versions of a node are in force within
the rows' days, the row's version decides between them; where only one is, its parameters are literals.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

import polars as pl

from liuguan.language.columns import (
    Argument,
    LookUps,
    Operation,
    Value,
    choose,
    column,
    dtype_of,
    larger,
    literal,
    operations,
    smaller,
)  # fmt: skip
from liuguan.language.compiler import Formula
from liuguan.language.kinds import FLAG, Kind, Table, TableKind
from liuguan.rulebook.book import Key, Node, Rulebook, Version
from liuguan.rulebook.definitions import Aggregate, Declaration, FoldBy, GroupCheck, How, Severity
from liuguan.rulebook.facts import DAY, Frames, link_column
from liuguan.rulebook.groups import Column, along, are_paired, figure, margin_columns, rank
from liuguan.rulebook.resolve import Reference
from liuguan.rulebook.spans import Figure, Months, figures, months_of
from liuguan.rulebook.windows import Window
from liuguan.vocabulary import DISTRICT_MONTH, ENTITIES, KEYS, VOCABULARY, WORKER_MONTH

Place = tuple[str, str]  # entity and column
DECIDED = "·decided"
"""Ends the name of a column of facts that gives a node for some rows; the others are computed."""


@dataclass(slots=True)
class Step:
    """One column, or the columns of one group figure: what it reads and how it is made."""

    makes: Place
    reads: tuple[Place, ...]
    expression: pl.Expr | None = None
    gather: tuple[str, str, str] | None = None  # link column, parent entity, parent column
    group: tuple[str, str, Sequence[Column]] | None = None  # child entity, link column, figures
    figure: Figure | None = None  # over a window
    also: tuple[str, ...] = ()


@dataclass(slots=True)
class _Days:
    low: datetime.date | None
    high: datetime.date | None
    blanks: bool


@dataclass(slots=True)
class Plan:
    """The steps that compute some nodes of a rulebook over given frames."""

    book: Rulebook
    frames: Frames
    wanted: set[Key]
    steps: list[Step] = field(default_factory=list)
    made: set[Place] = field(default_factory=set)
    _days: dict[str, _Days] = field(default_factory=dict)
    _months: dict[str, Months] = field(default_factory=dict)
    _paired: dict[tuple[str, str], bool] = field(default_factory=dict)

    def run(self) -> Frames:
        """The frames with a column for each wanted node (and for the nodes these need)."""
        given = self.given()
        for entity, name in given:
            dtype = dtype_of(self.book.nodes[entity, name].kind)
            self.frames[entity] = self.frames[entity].with_columns(pl.col(name).cast(dtype))
        for key in self.book.order:
            if key in self.wanted and key not in given:
                self.node(self.book.nodes[key])
        keep = {(e, n) for e, n in self.wanted}
        for level, last_readers in _levels(self.steps):
            self.execute(level)
            self.forget(last_readers, keep)
        return self.frames

    def given(self) -> set[Key]:
        """Nodes that the facts bring as columns: they are taken as they are."""
        return {(e, c) for e, f in self.frames.items() for c in f.columns if (e, c) in self.book.nodes}

    # ---- steps of nodes

    def add(self, step: Step) -> None:
        self.steps.append(step)
        self.made.add(step.makes)
        self.made.update((step.makes[0], name) for name in step.also)

    def node(self, node: Node) -> None:
        d = node.definition
        if isinstance(d, Aggregate):
            self.aggregate(node, d)
        elif isinstance(d, GroupCheck):
            self.group_check(node, d)
        elif node.fold is not None:
            self.fold(node)
        else:
            self.formula(node)

    def days(self, entity: str) -> _Days:
        if entity not in self._days:
            day = self.frames[entity][DAY]
            low, high = day.min(), day.max()
            self._days[entity] = _Days(
                low if isinstance(low, datetime.date) else None, high if isinstance(high, datetime.date) else None,
                day.null_count() > 0,
            )  # fmt: skip
        return self._days[entity]

    def in_force(self, entity: str, versions: Sequence[Version]) -> tuple[list[Version], bool]:
        """The versions that some row falls under, and whether every row falls under the only one."""
        days = self.days(entity)
        if days.low is None or days.high is None:
            return [v for v in versions if v.start == datetime.date.min], len(versions) == 1
        active = [v for v in versions if v.start <= days.high and v.end > days.low]
        whole = len(active) == 1 and active[0].start <= days.low and active[0].end > days.high
        timeless = whole and active[0].start == datetime.date.min
        return active, whole and (timeless or not days.blanks)

    def formula(self, node: Node) -> None:
        """The steps of a node with formulas; where a district answers beside the city, the better of the two."""
        entity, name = node.key
        decided = f"{name}{DECIDED}"
        if decided in self.frames[entity].columns:  # what another standard has decided for some of the rows
            self.dated(node, node.versions, f"{name}@own")
            self.add(Step((entity, name), ((entity, f"{name}@own"),), pl.coalesce(decided, f"{name}@own")))
            return
        if not node.answers:
            self.dated(node, node.versions, name)
            return
        own, answer = f"{name}@city", f"{name}@answer"
        self.dated(node, node.versions, own)
        self.dated(node, node.answers, answer)
        answered = pl.lit(False)
        for v in node.answers:
            answered = answered | _within(v)
        better = larger if getattr(node.definition, "declaration", None) is Declaration.AT_LEAST else smaller
        result = choose(answered, better(pl.col(own), pl.col(answer)), pl.col(own))
        self.add(Step((entity, name), ((entity, own), (entity, answer), (entity, DAY)), result))

    def dated(self, node: Node, versions: Sequence[Version], name: str) -> None:
        """The steps that give `name` by the version that each row falls under."""
        entity, question = node.entity, node.question
        active, alone = self.in_force(entity, versions)
        default = literal(question.default if question else None, node.kind)
        if versions and self.days(entity).blanks:  # a day that is not known could be any
            default = pl.when(pl.col(DAY).is_not_null()).then(default)
        if not active:
            self.add(Step((entity, name), ((entity, DAY),), default))
            return
        version = None
        if not alone:
            version = self.version(entity, active)
        by_reading: dict[str, list[int]] = {}
        for i, v in enumerate(active):
            by_reading.setdefault(v.reading, []).append(i)
        bounded = question is not None and question.at_least is not None
        final = version is not None and (len(by_reading) > 1 or not self.covered(entity, active))
        for reading, places in by_reading.items():
            self.reading(node, active, places, version, f"{name}@{reading}" if final or bounded else name)
        if not (final or bounded):
            return
        reads: list[Place] = [(entity, f"{name}@{r}") for r in by_reading]
        result = pl.col(f"{name}@{next(iter(by_reading))}")
        if final:
            reads += [(entity, str(version)), (entity, DAY)]
            result = pl.when(pl.col(str(version)).is_null()).then(default)
            for reading, places in by_reading.items():
                result = result.when(pl.col(str(version)).is_in(places)).then(pl.col(f"{name}@{reading}"))
            result = result.otherwise(None)
        if question is not None and question.at_least is not None:
            result = result.clip(lower_bound=pl.lit(question.at_least, dtype=dtype_of(node.kind)))
        self.add(Step((entity, name), tuple(reads), result))

    def covered(self, entity: str, active: Sequence[Version]) -> bool:
        """Whether every row falls under some version."""
        days = self.days(entity)
        if days.blanks or days.low is None or days.high is None:
            return False
        closed = all(a.end == b.start for a, b in pairwise(active))
        return closed and active[0].start <= days.low and active[-1].end > days.high

    def version(self, entity: str, active: Sequence[Version]) -> str:
        """The column that tells which version each row falls under; nodes that change on the same days share it."""
        dates = tuple((v.start, v.end) for v in active)
        name = f"{'|'.join(str(start) for start, _ in dates)}|{dates[-1][1]}·version"
        if not all(a == b for (_, a), (b, _) in pairwise(dates)):
            name = "|".join(f"{start} {end}" for start, end in dates) + "·version"
        if (entity, name) not in self.made:
            self.add(Step((entity, name), ((entity, DAY),), _version(dates)))
        return name

    def reading(
        self, node: Node, active: Sequence[Version], places: Sequence[int], version: str | None, name: str
    ) -> None:
        """The steps of one formula of a node, with the parameters of the versions that use it."""
        first = active[places[0]]
        given: list[str | _Parameter] = []
        for argument, _ in first.formula.arguments:
            if argument not in first.values:
                given.append(self.reference(node.entity, node.references[argument]))
                continue
            used = [active[i].values.get(argument) for i in places]
            if version is None or all(v == used[0] for v in used):
                given.append(_Parameter((used[0],)))
            else:
                values = (active[i].values.get(argument) if i in places else None for i in range(len(active)))
                given.append(_Parameter(tuple(values), version))
        for operation in _compiled(first.formula, tuple(given), name):
            self.operation(node.entity, operation)

    def operation(self, entity: str, operation: Operation) -> None:
        self.add(Step((entity, operation.name), tuple((entity, c) for c in operation.reads), operation.expression))

    def reference(self, entity: str, reference: Reference) -> str:
        """The column of `entity` that holds a node or input, fetched over links where it is not the row's own."""
        if not reference.links:
            return reference.name
        link, *further = reference.links
        target = ENTITIES[entity].links[link]
        name = f"{reference.entity}.{reference.name}"
        if (entity, name) not in self.made:
            source = self.reference(target, Reference(reference.entity, reference.name, tuple(further)))
            reads: tuple[Place, ...] = ((target, source), (entity, link_column(link)))
            self.add(Step((entity, name), reads, gather=(link_column(link), target, source)))
        return name

    def fold(self, node: Node) -> None:
        entity, name = node.key
        fold = node.fold
        assert fold is not None
        adds = fold.by is FoldBy.SUM_OF_NONNEGATIVE
        nothing = pl.lit(0, dtype=pl.Int64) if adds else pl.lit(True)
        result, reads = nothing, []
        for part in node.contributions:
            contributor = self.book.nodes[entity, part]
            value = pl.col(part).clip(lower_bound=0) if adds else pl.col(part)
            reads.append((entity, part))
            given = (entity, part) not in self.made
            if not given and not self.book.is_law(contributor):  # outside its dates it adds nothing
                active, alone = self.in_force(entity, contributor.versions)
                if not alone:
                    reads.append((entity, DAY))
                    outside = pl.col(DAY).is_not_null()
                    for v in active:
                        outside = outside & ~_within(v)
                    value = choose(outside.fill_null(False), nothing, value)
            result = result + value if adds else result & value
        self.add(Step((entity, name), tuple(reads), result))

    # ---- aggregates

    def aggregate(self, node: Node, a: Aggregate) -> None:
        entity, name = node.key
        if a.over is not None:
            self.window(node, a, a.over)
            return
        link = link_column(a.along or "")
        members = [(a.holder, a.of), *([(a.holder, a.where)] if a.where else []), (a.holder, link)]
        if a.how is How.VALUE:
            target = ENTITIES[a.holder].links[a.along or ""]
            self.add(Step((entity, name), ((target, a.of), (entity, link)), gather=(link, target, a.of)))
        elif a.how is How.RANK:
            self.add(Step((entity, name), tuple(members), rank(a, link)))
        else:
            is_flag = self.kind(a.holder, a.of) is FLAG
            columns = figure(a, name, is_flag=is_flag)
            self.add(
                Step(
                    (entity, name),
                    tuple(members),
                    group=(a.holder, link, columns),
                    also=tuple(c.name for c in columns[1:]),
                )
            )

    def kind(self, entity: str, name: str) -> Kind | None:
        node = self.book.nodes.get((entity, name))
        declared = VOCABULARY.find(entity, name)
        return node.kind if node else declared.kind if declared else None

    def window(self, node: Node, a: Aggregate, window: Window) -> None:
        entity, name = node.key
        reads = [(entity, a.of), *([(entity, a.where)] if a.where else [])]
        made = Figure(
            name=name,
            of=a.of,
            how=a.how,
            window=window,
            where=a.where,
            absent=a.absent,
            rounding=a.rounding,
            left_out=a.left_out,
        )
        self.add(Step(node.key, tuple(reads), figure=made))

    def months(self, entity: str) -> Months:
        if entity not in self._months:
            frame = self.frames[entity]
            self._months[entity] = months_of(frame, KEYS[entity], first_months(self.book, entity, frame))
        return self._months[entity]

    def paired(self, child: str, link: str, parent: str) -> bool:
        if (child, link) not in self._paired:
            self._paired[child, link] = are_paired(self.frames[child], link, self.frames[parent].height)
        return self._paired[child, link]

    def group_check(self, node: Node, g: GroupCheck) -> None:
        """Sums of known members' margins, of the month or of a window of months, and the verdict."""
        entity, name = node.key
        link = link_column(g.along)
        columns = margin_columns(name, g.margin, g.where)
        names = [c.name for c in columns]
        reads = [(g.holder, g.margin), *([(g.holder, g.where)] if g.where else []), (g.holder, link)]
        self.add(Step((entity, names[0]), tuple(reads), group=(g.holder, link, columns), also=tuple(names[1:])))
        if g.over is not None:
            window = g.over
            for part in names:
                summed = Figure(name=f"{part}·window", of=part, how=How.TOTAL, window=window)
                self.add(Step((entity, summed.name), ((entity, part),), figure=summed))
            names = [f"{n}·window" for n in names]
        total, known, members, repair = (pl.col(n) for n in names)
        fails, blank = total < 0, known < members
        places = tuple((entity, n) for n in names)
        severity = (
            pl.when(fails & ~blank).then(pl.lit(g.severity.value))
            .when(fails & (total + repair < 0)).then(pl.lit(g.severity.value))
            .when(fails).then(pl.lit(Severity.WARNING.value))
            .when(blank).then(pl.lit(Severity.UNKNOWN.value))
            .when(~fails).then(pl.lit("")).otherwise(pl.lit(Severity.UNKNOWN.value))
        )  # fmt: skip
        self.add(Step((entity, f"{name}·severity"), places, severity))
        verdict = pl.when(pl.col(f"{name}·severity") == Severity.UNKNOWN.value).then(None).otherwise(fails)
        self.add(Step((entity, name), (*places, (entity, f"{name}·severity")), verdict))

    # ---- execution

    def execute(self, level: Sequence[Step]) -> None:
        expressions: dict[str, list[pl.Expr]] = {}
        gathers: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
        groups: dict[tuple[str, str, str], list[Column]] = {}
        windows: dict[str, list[Figure]] = {}
        for step in level:
            entity, name = step.makes
            if step.expression is not None:
                expressions.setdefault(entity, []).append(step.expression.alias(name))
            elif step.gather is not None:
                link, target, source = step.gather
                gathers.setdefault((entity, link, target), []).append((source, name))
            elif step.group is not None:
                child, link, columns = step.group
                groups.setdefault((child, link, entity), []).extend(columns)
            elif step.figure is not None:
                windows.setdefault(entity, []).append(step.figure)
        series: dict[str, list[pl.Series]] = {}
        for (entity, link, target), sources in gathers.items():
            series.setdefault(entity, []).extend(self.gathered(entity, link, target, sources))
        for (child, link, entity), columns in groups.items():
            paired = self.paired(child, link, entity)
            found = along(self.frames[child], link, columns, self.frames[entity].height, paired=paired)
            series.setdefault(entity, []).extend(found)
        for entity, wanted in windows.items():
            series.setdefault(entity, []).extend(figures(self.frames[entity], self.months(entity), wanted))
        for entity in {**expressions, **series}:
            self.frames[entity] = self.frames[entity].with_columns(
                *expressions.get(entity, ()), *series.get(entity, ())
            )

    def gathered(self, entity: str, link: str, target: str, sources: Sequence[tuple[str, str]]) -> list[pl.Series]:
        """Columns of a linked entity, one value for each row of `entity`."""
        frame, rows = self.frames[target], self.frames[entity][link]
        if not frame.height:
            return [pl.Series(name, [None] * len(rows), dtype=frame[source].dtype) for source, name in sources]
        if self.paired(entity, link, target):
            return [frame[source].alias(name) for source, name in sources]
        at = pl.lit(rows)
        return frame.select(pl.col(source).gather(at).alias(name) for source, name in sources).get_columns()

    def forget(self, places: Iterable[Place], keep: set[Key]) -> None:
        """Drop helper columns that no later step reads."""
        drop: dict[str, list[str]] = {}
        for entity, name in places:
            helper = "·" in name or "@" in name
            kept = name.startswith("·") or name.endswith(
                ("·severity", "·known", "·members", "·sum", "·repair", "·window", "·version")
            )
            if helper and not kept and (entity, name) not in keep:
                drop.setdefault(entity, []).append(name)
        for entity, names in drop.items():
            for name in names:
                self.frames[entity].drop_in_place(name)


def _within(v: Version) -> pl.Expr:
    return _between(v.start, v.end)


def _between(start: datetime.date, end: datetime.date) -> pl.Expr:
    """Whether the row's day lies in a version; a version without dates holds on any day, known or not."""
    if start == datetime.date.min and end == datetime.date.max:
        return pl.lit(True)
    return (pl.col(DAY) >= start) & (pl.col(DAY) < end)


@lru_cache(maxsize=1_000)
def _version(dates: Sequence[tuple[datetime.date, datetime.date]]) -> pl.Expr:
    """The index of the version in force on the row's day, null where none is."""
    chain: Any = pl.when(pl.lit(False)).then(pl.lit(None, dtype=pl.Int64))
    for i, (start, end) in enumerate(dates):
        chain = chain.when(_between(start, end)).then(pl.lit(i, dtype=pl.Int64))
    found: pl.Expr = chain.otherwise(pl.lit(None, dtype=pl.Int64))
    return found


@dataclass(frozen=True, slots=True)
class _Parameter:
    """What a section gives: one value, or one for each version that the column `version` tells apart."""

    values: tuple[object, ...]
    version: str | None = None

    def argument(self, kind: Kind | TableKind) -> Argument:
        if isinstance(kind, TableKind):
            return LookUps(tuple(v if isinstance(v, Table) else None for v in self.values), self.version)
        if self.version is None:
            return Value(literal(self.values[0], kind), plain=True)
        chain: Any = pl.when(pl.lit(False)).then(literal(None, kind))
        for i, v in enumerate(self.values):
            chain = chain.when(pl.col(self.version) == i).then(literal(v, kind))
        return Value(chain.otherwise(literal(None, kind)), frozenset((self.version,)))


@lru_cache(maxsize=10_000)
def _compiled(formula: Formula, given: tuple[str | _Parameter, ...], name: str) -> tuple[Operation, ...]:
    """The columns of a formula, made once for all districts that give it the same columns and parameters."""
    by_name = dict(zip((argument for argument, _ in formula.arguments), given, strict=True))
    kinds: Mapping[str, Kind | TableKind] = dict(formula.arguments)

    def argument(arg: str) -> Argument:
        found = by_name[arg]
        return column(found) if isinstance(found, str) else found.argument(kinds[arg])

    return tuple(operations(formula.tree, argument, kinds, result=name))


def _levels(steps: Sequence[Step]) -> list[tuple[list[Step], list[Place]]]:
    """Steps by longest path, and after each level the columns that nothing later reads."""
    level: dict[Place, int] = {}
    by_level: dict[int, list[Step]] = {}
    last: dict[Place, int] = {}
    for step in steps:
        at = 1 + max((level.get(p, -1) for p in step.reads), default=-1)
        for name in (step.makes[1], *step.also):
            level[step.makes[0], name] = at
        by_level.setdefault(at, []).append(step)
    for at, found in by_level.items():
        for step in found:
            for place in step.reads:
                last[place] = max(last.get(place, 0), at)
    done: dict[int, list[Place]] = {}
    for place, at in last.items():
        if place in level:
            done.setdefault(at, []).append(place)
    return [(by_level[at], done.get(at, [])) for at in sorted(by_level)]


def first_months(book: Rulebook, entity: str, frame: pl.DataFrame) -> pl.Series:
    """For each row of a monthly entity the first month that exists for it: the post's first, never before the law."""
    floor = pl.lit(book.law_from, dtype=pl.Int64)
    since = floor
    if entity == WORKER_MONTH and "employment_start" in frame.columns:
        start = pl.col("employment_start").cast(pl.Date)
        month = start.dt.year().cast(pl.Int64) * 12 + start.dt.month().cast(pl.Int64) - 1
        since = pl.max_horizontal(month.fill_null(0), floor)
    elif entity == DISTRICT_MONTH and "·since" in frame.columns:
        since = pl.max_horizontal(pl.col("·since").fill_null(0), floor)
    return frame.with_columns(since.alias("·since"))["·since"]

"""Facts as the plan sees them: sorted, linked, with the rows that links lead to, and the day each row is judged by.

Columns of the engine's own carry a middle dot: `·row` (place in the input), `·day` (the day of judgement) and
`·link·NAME` (row number in the linked entity's frame).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from liuguan.language.columns import dtype_of, first_day, last_day, literal
from liuguan.vocabulary import DUTY_PERIOD, ENTITIES, KEYS, STANDARD, VOCABULARY, WORKER_MONTH, Entity

ROW = "·row"
DAY = "·day"
GENERATED = "·generated"

_FEW = 500
"""So many rows are matched by hash before their keys could be numbered."""

Frames = dict[str, pl.DataFrame]


def link_column(link: str) -> str:
    """The column that holds row numbers in the linked entity's frame."""
    return f"·link·{link}"


@dataclass(slots=True)
class Prepared:
    """Frames ready for a plan, and the rows that lie before the first month of law."""

    frames: Frames
    before_law: Frames


def prepare(
    facts: Mapping[str, pl.DataFrame],
    needed: Mapping[str, set[str]],
    law_from: int,
    district: str,
    *,
    unread: Collection[str] = (),
) -> Prepared:
    """Frames for a plan.

    Args:
        facts: for each entity its rows: keys, links, `month` (number) and inputs in stored units.
        needed: for each entity of the plan the inputs and given results that are read.
        law_from: first month of law; earlier rows do not exist for any window.
        district: put where a row has no district.
        unread: entities of which no value is wanted, so that nothing is linked to them.
    """
    frames: Frames = {}
    before: Frames = {}
    for name in _bottom_up(needed):
        frame = _with_keys(facts.get(name), ENTITIES[name], district)
        later, earlier = _since_law(frame, ENTITIES[name], law_from)
        frames[name] = later
        if earlier.height:
            before[name] = earlier
    paired = False
    linked: dict[str, dict[str, _Linked]] = {name: {} for name in frames}
    for name in _bottom_up(frames):
        frames[name] = _in_order(frames[name], name)
        if name == WORKER_MONTH and DUTY_PERIOD in frames:  # all workers are known by now
            paired = not frames[DUTY_PERIOD].height and _is_ordered(
                frames[name], _order_of(frames[name], name), strictly=True
            )
            frames[DUTY_PERIOD] = _in_order(_whole_months(frames[DUTY_PERIOD], frames[name]), DUTY_PERIOD)
        for link, target in ENTITIES[name].links.items():
            if target in frames and target not in unread:
                linked[name][link] = _with_missing_parents(frames[target], frames[name], link, target, district)
                frames[target] = linked[name][link].parents
    for name in frames:
        links = _links(frames, name, linked[name], unread, paired=paired and name == DUTY_PERIOD)
        inputs = _inputs(frames[name], name, needed.get(name, set()))
        frames[name] = frames[name].with_columns(*links, *inputs).with_columns(_day(ENTITIES[name]))
    return Prepared(frames, before)


def _order_of(frame: pl.DataFrame, name: str) -> list[str]:
    return [k for k in (*KEYS[name], "month") if k in frame.columns]


def _in_order(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """The rows by key and month; sorting is left out where they are in order already."""
    keys = _order_of(frame, name)
    if name not in _ORDERED or not keys or _is_ordered(frame, keys, strictly=False):
        return frame
    return frame.sort(keys, maintain_order=True)


def _is_ordered(frame: pl.DataFrame, keys: Sequence[str], *, strictly: bool) -> bool:
    """Whether each row comes after the one before it; rows with an unknown key are in no order."""
    if any(frame[k].null_count() for k in keys):
        return False
    after = pl.lit(not strictly)
    for key in reversed(keys):
        here, before = pl.col(key), pl.col(key).shift()
        after = (here > before) | ((here == before) & after)
    return frame.height < 2 or bool(frame.select(after.slice(1).all()).item())


_ORDERED = frozenset(n for n, e in ENTITIES.items() if e.is_monthly and n != "item_month")


def _bottom_up(names: Iterable[str]) -> list[str]:
    order = [DUTY_PERIOD, "item_month", STANDARD, "candidate", WORKER_MONTH, "station_month", "district_month"]
    wanted = set(names)
    return [n for n in order if n in wanted]


def key_columns(entity: str) -> tuple[str, ...]:
    """Columns that tell rows apart and lead to linked rows, the month included."""
    links = ENTITIES[entity].links
    keys = [*KEYS[entity], *(["month"] if ENTITIES[entity].is_monthly else [])]
    for link, target in links.items():
        keys += [k for k in (link, *KEYS[target]) if k != "from_day"]
    return tuple(dict.fromkeys(k for k in keys if k not in ("from_day", "item")))


def _with_keys(frame: pl.DataFrame | None, entity: Entity, district: str) -> pl.DataFrame:
    made = pl.DataFrame(schema={ROW: pl.Int64})
    if frame is not None and frame.width:
        made = frame.select(pl.int_range(pl.len(), dtype=pl.Int64).alias(ROW), pl.all())
    return made.with_columns(_key(made, key, entity, district) for key in key_columns(entity.name))


def _key(frame: pl.DataFrame, key: str, entity: Entity, district: str) -> pl.Expr:
    """A key as a number or a text; without its column every row has the district asked for, and is a worker alone."""
    if key in frame.columns:
        there = pl.col(key).cast(pl.Int64 if key == "month" else pl.String)
        if key == "district" and district:
            return there.fill_null(district)
        if key == "worker" and entity.name == WORKER_MONTH and frame[key].null_count():
            return there.fill_null(_nameless())
        return there
    if key == "district":
        return pl.lit(district or None, dtype=pl.String).alias(key)
    if key == "worker" and entity.name == WORKER_MONTH:
        return _nameless().alias(key)
    return pl.lit(None, dtype=pl.Int64 if key == "month" else pl.String).alias(key)


def _nameless() -> pl.Expr:
    """A name for a worker who has none: each row is its own worker."""
    return "·" + pl.col(ROW).cast(pl.String)


def _since_law(frame: pl.DataFrame, entity: Entity, law_from: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    if entity.is_monthly:
        least = frame["month"].min()
        if not isinstance(least, int) or least >= law_from:
            return frame, frame.clear()
        early = pl.col("month") < law_from
    elif entity.as_of in frame.columns:
        day = pl.col(str(entity.as_of))
        early = day.dt.year().cast(pl.Int64) * 12 + day.dt.month().cast(pl.Int64) - 1 < law_from
    else:
        return frame, frame.clear()
    early = early.fill_null(False)
    if not frame.select(early.any()).item():
        return frame, frame.clear()
    return frame.filter(~early), frame.filter(early)


def _whole_months(periods: pl.DataFrame, workers: pl.DataFrame) -> pl.DataFrame:
    """Duty periods, with one whole month for each worker and month that has none."""
    bare = workers
    if periods.height:
        bare = workers.join(
            periods.select("worker", "month").unique(), on=["worker", "month"], how="anti", maintain_order="left"
        )
    month = pl.col("month")
    shared = [
        i.name
        for i in VOCABULARY.of(DUTY_PERIOD)
        if i.name in workers.columns and VOCABULARY.find(WORKER_MONTH, i.name) and i.name not in ("month", "district")
    ]
    made = bare.select(
        "worker", "month", "district", *shared, first_day(month).alias("from_day"), last_day(month).alias("to_day"),
        pl.lit(True).alias(GENERATED), pl.lit(None, dtype=pl.Int64).alias(ROW),
    )  # fmt: skip
    return pl.concat([periods, made], how="diagonal_relaxed") if periods.height else made


def _with_missing_parents(
    parents: pl.DataFrame, children: pl.DataFrame, link: str, target: str, district: str
) -> _Linked:
    """Parents, with a row of unknown inputs for each that a child names and no file has."""
    keys = _link_keys(link, target)
    telling = _telling(children, parents, keys)
    named = children.select([pl.col(c).alias(p) for c, p in keys])
    if parents.height:
        places = _places(children, parents, telling)
        if not places.null_count():
            return _Linked(children, parents, places)
        named = named.filter(places.is_null())
    named = named.unique([p for _, p in telling], maintain_order=True).drop_nulls()
    if not named.height:
        return _Linked(children, parents)
    if "district" not in named.columns and "district" in key_columns(target):
        named = named.with_columns(pl.lit(district or None, dtype=pl.String).alias("district"))
    return _Linked(children, pl.concat([parents, named], how="diagonal_relaxed"))


@dataclass(slots=True)
class _Linked:
    """Children and parents, and where known the parents' row numbers by child: they hold for these very frames."""

    children: pl.DataFrame
    parents: pl.DataFrame
    places: pl.Series | None = None


def _places(children: pl.DataFrame, parents: pl.DataFrame, keys: Sequence[tuple[str, str]]) -> pl.Series:
    """For each child the row number of its parent, of the first where there are several; null without one."""
    names = [p for _, p in keys]
    wanted, there = children.select([pl.col(c).alias(p) for c, p in keys]), parents.select(names)
    if not children.height:
        return pl.Series("·place", [], dtype=pl.UInt32)
    number = _number(wanted, there) if children.height > _FEW else None
    if number is None:
        place = there.with_row_index("·place")
        found = wanted.join(place, on=names, how="left", maintain_order="left")
        if found.height > children.height:
            first = place.unique(names, keep="first", maintain_order=True)
            found = wanted.join(first, on=names, how="left", maintain_order="left")
        return found["·place"]
    expression, size = number
    first = there.select(expression.alias("n")).with_row_index("·place").drop_nulls()
    first = first.unique("n", keep="first", maintain_order=True)
    places = pl.Series([None], dtype=pl.UInt32).new_from_index(0, size).scatter(first["n"], first["·place"])
    return places.gather(wanted.select(expression.alias("n")).to_series()).alias("·place")


def _number(children: pl.DataFrame, parents: pl.DataFrame) -> tuple[pl.Expr, int] | None:
    """A month, or a name and a month, as a small number, and how many there are; None where that would be many.

    Looking numbers up in a list takes a fraction of matching names by hash.
    """
    names = [c for c in parents.columns if c != "month"]
    low, high = parents["month"].min(), parents["month"].max()
    if len(names) > 1 or not isinstance(low, int) or not isinstance(high, int):
        return None
    known = parents[name].drop_nulls().unique() if (name := next(iter(names), "")) else pl.Series([""])
    months = high - low + 1
    if not 0 < len(known) * months <= 4 * max(children.height, 1_000):
        return None
    month = pl.when(pl.col("month").is_between(low, high)).then(pl.col("month") - low)
    if not name:
        return month, months
    return pl.col(name).cast(pl.Enum(known), strict=False).to_physical().cast(pl.Int64) * months + month, len(
        known
    ) * months


def _telling(children: pl.DataFrame, parents: pl.DataFrame, keys: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The keys that tell rows apart: a district that is the same in all rows tells nothing."""
    return [(c, p) for c, p in keys if p != "district" or not _is_one(children[c], parents[p])]


def _is_one(child: pl.Series, parent: pl.Series) -> bool:
    """Whether both columns hold one and the same value throughout."""
    if not len(child) or child.null_count() or parent.null_count():
        return False
    return bool((child == child[0]).all()) and bool((parent == child[0]).all())


def _link_keys(link: str, target: str) -> list[tuple[str, str]]:
    """Column of the child and column of the parent, for each key."""
    return [(link if k == KEYS[target][-1] else k, k) for k in KEYS[target]] + [("month", "month")]


def _links(
    frames: Frames, name: str, known: Mapping[str, _Linked], unread: Collection[str], *, paired: bool
) -> list[pl.Expr | pl.Series]:
    """The row numbers of a frame's links; `paired`: each row belongs to the worker's row of its number."""
    frame = frames[name]
    made: list[pl.Expr | pl.Series] = []
    for link, target in ENTITIES[name].links.items():
        if target not in frames or target in unread:
            continue
        if paired:
            made.append(pl.int_range(pl.len(), dtype=pl.UInt32).alias(link_column(link)))
            continue
        found = known.get(link)
        places = found.places if found and found.children is frame and found.parents is frames[target] else None
        if places is None:
            places = _places(frame, frames[target], _telling(frame, frames[target], _link_keys(link, target)))
        made.append(places.alias(link_column(link)))
    return made


def _inputs(frame: pl.DataFrame, entity: str, names: set[str]) -> list[pl.Expr]:
    """The inputs that are read, where they are not there as they must be.

    An empty cell has the input's `absent` value where there is one; a column that nobody brought has
    `unless_supplied`.
    """
    made: list[pl.Expr] = []
    there = frame.schema
    for name in sorted(names):
        declared = VOCABULARY.find(entity, name)
        if declared is None:
            continue
        dtype = dtype_of(declared.kind)
        if name not in there:
            made.append(literal(declared.where_not_supplied, declared.kind).alias(name))
        elif declared.absent is not None and frame[name].null_count():
            made.append(pl.col(name).cast(dtype).fill_null(literal(declared.absent, declared.kind)))
        elif there[name] != dtype:
            made.append(pl.col(name).cast(dtype))
    return made


def _day(entity: Entity) -> pl.Expr:
    if entity.name == DUTY_PERIOD:
        return pl.col("to_day").alias(DAY)
    if entity.as_of is not None:
        return pl.col(entity.as_of).alias(DAY)
    return last_day(pl.col("month")).alias(DAY)


def duplicates(frame: pl.DataFrame, entity: str) -> pl.DataFrame:
    """Rows that stand more than once for one worker and month."""
    keys: Sequence[str] = [k for k in (*KEYS[entity], "month") if k in frame.columns]
    return frame.filter(pl.struct(keys).is_duplicated()) if len(keys) > 1 else frame.clear()

"""Figures over the members of a group: totals, counts, means and ranks along a link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from liuguan.rulebook.definitions import Aggregate, How

_TIES: Mapping[str, Literal["min", "max", "dense"]] = {"shared": "min", "lower": "max", "dense": "dense"}


@dataclass(frozen=True, slots=True)
class Column:
    """One figure to compute for each group, and what it is worth for a group without members.

    `single` is the same figure where every group has exactly one member: an expression of the member's row.
    """

    name: str
    expression: pl.Expr
    single: pl.Expr
    nothing: object


def figure(a: Aggregate, name: str, is_flag: bool) -> list[Column]:
    """The columns of a total, count or mean, with how many members there are and how many are known.

    A member counts when its `where` flag is true; where the flag is unknown the member is there and unknown.
    """
    member = pl.lit(True) if a.where is None else pl.col(a.where).fill_null(True)
    raw = pl.col(a.of).cast(pl.Int64) if is_flag else pl.col(a.of)
    value = raw if a.where is None else pl.when(pl.col(a.where)).then(raw)
    inside = value.filter(member)
    unknown = inside.null_count().cast(pl.Int64)
    members = inside.len().cast(pl.Int64)
    if a.how is How.COUNT and not is_flag:
        found: pl.Expr = members - unknown
    else:
        found = inside.sum().cast(pl.Int64)
    one = member & value.is_not_null()
    single: pl.Expr = (
        one.cast(pl.Int64)
        if a.how is How.COUNT and not is_flag
        else pl.when(one).then(value).otherwise(pl.lit(0, dtype=pl.Int64))
    )
    nothing: object = 0
    if a.how is How.MEAN:
        n = members - unknown
        total, divisor = inside.sum().cast(pl.Int64), pl.max_horizontal(n, 1)
        exact = {
            "half_up": (2 * total + divisor) // (2 * divisor), "up": -((-total) // divisor), "down": total // divisor,
        }[a.rounding]  # fmt: skip
        found, single = pl.when(n > 0).then(exact), pl.when(one).then(value)
        nothing = a.absent
    if not a.left_out:
        found, single = pl.when(unknown == 0).then(found), pl.when(one | ~member).then(single)
    return [
        Column(name, found, single, nothing),
        Column(f"{name}·known", members - unknown, one.cast(pl.Int64), 0),
        Column(f"{name}·members", members, member.cast(pl.Int64), 0),
    ]


def are_paired(children: pl.DataFrame, link: str, groups: int) -> bool:
    """Whether every group has exactly one member, in the same order."""
    at = children[link]
    if len(at) != groups or at.null_count():
        return False
    return bool((at == pl.int_range(groups, dtype=pl.UInt32, eager=True)).all())


def along(
    children: pl.DataFrame, link: str, columns: Sequence[Column], groups: int, *, paired: bool
) -> list[pl.Series]:
    """The figures of all groups, one row per parent row; `paired` where every group has one member, in order."""
    if paired:
        return children.select(c.single.alias(c.name) for c in columns).get_columns()
    members = children.filter(pl.col(link).is_not_null()) if children[link].null_count() else children
    found = members.group_by(link).agg(c.expression.alias(c.name) for c in columns)
    if found.height < groups:
        met = found.with_columns(pl.lit(True).alias("·met"))
        every = pl.DataFrame({link: pl.int_range(groups, dtype=pl.UInt32, eager=True)})
        found = every.join(met, on=link, how="left", maintain_order="left").with_columns(
            pl.when(pl.col("·met").is_null())
            .then(pl.lit(c.nothing, dtype=found.schema[c.name]))
            .otherwise(pl.col(c.name))
            .alias(c.name)
            for c in columns
        )
    else:
        found = found.sort(link)
    return [found[c.name] for c in columns]


def rank(a: Aggregate, link: str) -> pl.Expr:
    """The place of each member in its group; unknown for members whose value is unknown."""
    value = pl.col(a.of) if a.where is None else pl.when(pl.col(a.where)).then(pl.col(a.of))
    place = value.rank(_TIES[a.ties], descending=a.highest_first).over(link).cast(pl.Int64)
    if a.left_out:
        return pl.when(pl.col(link).is_not_null()).then(place)
    counted = pl.lit(True) if a.where is None else pl.col(a.where).fill_null(True)
    blanks = (value.is_null() & counted).sum().over(link)
    return pl.when(pl.col(link).is_not_null() & (blanks == 0)).then(place)


def margin_columns(name: str, margin: str, where: str | None) -> list[Column]:
    """What a group check needs of a month's members: the known sum, how many, and what blanks could repair."""
    member = pl.lit(True) if where is None else pl.col(where).fill_null(True)
    value = pl.col(margin) if where is None else pl.when(pl.col(where)).then(pl.col(margin))
    inside = value.filter(member)
    unknown = inside.null_count().cast(pl.Int64)
    best = pl.max_horizontal(inside.max().fill_null(0), 0)
    one = member & value.is_not_null()
    nothing = pl.lit(0, dtype=pl.Int64)
    return [
        Column(f"{name}·sum", inside.sum().cast(pl.Int64), pl.when(one).then(value).otherwise(nothing), 0),
        Column(f"{name}·known", (inside.len() - inside.null_count()).cast(pl.Int64), one.cast(pl.Int64), 0),
        Column(f"{name}·members", inside.len().cast(pl.Int64), member.cast(pl.Int64), 0),
        Column(f"{name}·repair", (unknown * best).cast(pl.Int64), nothing, 0),
    ]

"""Figures over the members of a group: totals, counts, means and ranks along a link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
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


@lru_cache(maxsize=1_000)
def figure(a: Aggregate, name: str, *, is_flag: bool) -> tuple[Column, ...]:
    """The columns of a total, count or mean, with how many members there are and how many are known.

    A member counts when its `where` flag is true; where the flag is unknown the member is there and unknown.
    """
    member, value = _member(a.of, a.where, is_flag=is_flag)
    one = member & value.is_not_null()
    members, known = _many(member, a.where), one.cast(pl.Int64).sum()
    found, single = value.sum().cast(pl.Int64), pl.when(one).then(value).otherwise(pl.lit(0, dtype=pl.Int64))
    if a.how is How.COUNT and not is_flag:
        found, single = known, one.cast(pl.Int64)
    nothing: object = 0
    if a.how is How.MEAN:
        total, divisor = found, pl.max_horizontal(known, 1)
        exact = {
            "half_up": (2 * total + divisor) // (2 * divisor), "up": -((-total) // divisor), "down": total // divisor,
        }[a.rounding]  # fmt: skip
        found, single = pl.when(known > 0).then(exact), pl.when(one).then(value)
        nothing = a.absent
    if not a.left_out:
        found, single = pl.when(known == members).then(found), pl.when(one | ~member).then(single)
    return (
        Column(name, found, single, nothing),
        Column(f"{name}·known", known, one.cast(pl.Int64), 0),
        Column(f"{name}·members", members, member.cast(pl.Int64), 0),
    )


def _member(of: str, where: str | None, *, is_flag: bool = False) -> tuple[pl.Expr, pl.Expr]:
    """Whether a row counts as a member, and its value, which is null for whoever does not count for certain."""
    value = pl.col(of).cast(pl.Int64) if is_flag else pl.col(of)
    if where is None:
        return pl.lit(True), value
    return pl.col(where).fill_null(True), pl.when(pl.col(where)).then(value)


def _many(member: pl.Expr, where: str | None) -> pl.Expr:
    return pl.len().cast(pl.Int64) if where is None else member.cast(pl.Int64).sum()


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
        dtypes = found.schema
        every = pl.DataFrame({link: pl.int_range(groups, dtype=pl.UInt32, eager=True)})
        found = every.join(met, on=link, how="left", maintain_order="left").with_columns(
            pl.when(pl.col("·met").is_null())
            .then(pl.lit(c.nothing, dtype=dtypes[c.name]))
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


@lru_cache(maxsize=1_000)
def margin_columns(name: str, margin: str, where: str | None) -> tuple[Column, ...]:
    """What a group check needs of a month's members: the known sum, how many, and what blanks could repair."""
    member, value = _member(margin, where)
    one = member & value.is_not_null()
    members, known = _many(member, where), one.cast(pl.Int64).sum()
    best = pl.max_horizontal(value.max().fill_null(0), 0)
    nothing = pl.lit(0, dtype=pl.Int64)
    return (
        Column(f"{name}·sum", value.sum().cast(pl.Int64), pl.when(one).then(value).otherwise(nothing), 0),
        Column(f"{name}·known", known, one.cast(pl.Int64), 0),
        Column(f"{name}·members", members, member.cast(pl.Int64), 0),
        Column(f"{name}·repair", ((members - known) * best).cast(pl.Int64), nothing, 0),
    )

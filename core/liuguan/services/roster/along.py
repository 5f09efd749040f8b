"""The few values of a column that many rows share, found step by step along an index instead of in every row."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session


def values_along(session: Session, column: sa.ColumnElement[Any], *where: sa.ColumnElement[bool]) -> list[Any]:
    """The distinct values of a column that an index begins with, in order; null is none.

    Args:
        where: conditions that the index meets before the column, or is limited to.
    """
    first = sa.select(column).where(column.is_not(None), *where).order_by(column).limit(1).scalar_subquery()
    along = sa.select(first.label("value")).cte("along", recursive=True)
    following = sa.select(column).where(column > along.c.value, *where).order_by(column).limit(1).scalar_subquery()
    steps = along.union_all(sa.select(following).where(along.c.value.is_not(None)))
    found = session.execute(sa.select(steps.c.value).where(steps.c.value.is_not(None)))
    return list(found.scalars())


__all__ = ["values_along"]

"""What a total, count, mean, rank, value or group check may be made of; told before any data is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from liuguan.language.kinds import FLAG, Group, Kind
from liuguan.rulebook.definitions import Aggregate, GroupCheck, How
from liuguan.vocabulary import DISTRICT_MONTH, ENTITIES, STATION_MONTH, WORKER_MONTH

Key = tuple[str, str]
WITH_MONTHS = (WORKER_MONTH, STATION_MONTH, DISTRICT_MONTH)
"""Entities whose rows follow one another month by month, so that a window can run over them."""
_ORDERED = (Group.DATE, Group.MONTH)


def sources(d: Aggregate | GroupCheck) -> list[Key]:
    """The nodes or inputs that a figure is made of."""
    if isinstance(d, GroupCheck):
        return [(d.holder, d.margin), *([(d.holder, d.where)] if d.where else [])]
    of = ENTITIES[d.holder].links[d.along] if d.along is not None and d.how is How.VALUE else d.holder
    return [(of, d.of), *([(d.holder, d.where)] if d.where else [])]


def misuses(d: Aggregate | GroupCheck, kind_of: Callable[[str, str], Kind | None]) -> Iterator[str]:
    """What is wrong with a figure whose sources are there, each as the end of a sentence."""
    kind, *condition = (kind_of(*key) for key in sources(d))
    if kind is None:
        return
    for flag in condition:
        if flag is not FLAG:
            yield f"takes members where {d.where} is true, but {d.where} is no Flag"
    if d.over is not None and (entity := d.entities[0]) not in WITH_MONTHS:
        yield f"runs over months of {entity}, but windows run over {', '.join(WITH_MONTHS)}"
    if isinstance(d, GroupCheck):
        if not kind.is_number:
            yield f"sums {d.margin}, which is a {kind.name} and no number"
        return
    fine = {
        How.TOTAL: kind.is_number or kind is FLAG,
        How.MEAN: kind.is_number,
        How.RANK: kind.is_number or kind.group in _ORDERED,
    }.get(d.how, True)
    if not fine:
        yield f"is a {d.how} of {d.of}, which is a {kind.name}"
    if d.how is How.VALUE and d.where is not None:
        yield "is a value and takes no where"
    if d.absent is not None and not _fits(d, kind):
        yield f"is worth {d.absent!r} where there is nothing, which is no {kind.name}"


def _fits(d: Aggregate, kind: Kind) -> bool:
    if d.how in (How.TOTAL, How.COUNT):
        return d.absent == 0
    if d.how is How.RANK or (d.how is How.VALUE and d.along is not None):
        return False
    if kind is FLAG:
        return isinstance(d.absent, bool)
    if kind.group in (Group.OPEN, Group.CLOSED):
        return isinstance(d.absent, str) and (not kind.members or d.absent in kind.members)
    return kind.is_number and isinstance(d.absent, int) and not isinstance(d.absent, bool)

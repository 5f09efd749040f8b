"""Which submitted version of a district's standard holds on a day: a pure function over versions and acts (V.2).

A standard is in force from its date once submitted; registration is a receipt and changes nothing. A return suspends
the version from the day of the return for as long as it is unanswered: an amended version that stands is the answer,
and then the return has never interrupted anything. A withdrawn version ends on the day of its withdrawal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from liuguan.records.base import Day
from liuguan.records.tables.filings import Filing, FilingAct


def version_in_force(
    versions: Iterable[Filing], acts: Iterable[FilingAct], day: Day, *, known: int | None = None
) -> Filing | None:
    """The version that holds on a day; of several the one that begins last, then the one that was submitted last.

    Args:
        versions: of the standards of one district, drafts among them.
        acts: upon these versions.
        known: an event; what had been done by then. Everything without it.
    """
    heard = [a for a in acts if known is None or a.since_event <= known]
    submitted = {(a.filing, a.number): a.since_event for a in heard if a.act == "submit"}
    known_versions = [v for v in versions if (v.id, v.number) in submitted]
    standing = [
        v
        for v in known_versions
        if v.effective_from is not None
        and v.effective_from <= day
        and (v.effective_to is None or day < v.effective_to)
        and stands(v, known_versions, heard, day)
    ]
    return max(standing, key=lambda v: (v.effective_from, submitted[v.id, v.number]), default=None)


def stands(version: Filing, submitted: Sequence[Filing], acts: Sequence[FilingAct], day: Day) -> bool:
    """Whether a submitted version is, on a day, neither withdrawn nor suspended by a return without an answer."""
    done = {a.act for a in acts if (a.filing, a.number) == (version.id, version.number) and a.on_day <= day}
    if "withdraw" in done:
        return False
    return "return" not in done or is_answered(version, submitted, acts, day)


def is_answered(version: Filing, submitted: Sequence[Filing], acts: Sequence[FilingAct], day: Day) -> bool:
    """Whether an amended version that itself stands on a day takes the place of this one."""
    amendments = (v for v in submitted if v.id == version.id and v.amended_from == version.number)
    return any(stands(v, submitted, acts, day) for v in amendments)

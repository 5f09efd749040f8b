"""The to-fix list: rows that were parked and questions that are open, until a later file or an answer settles them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from liuguan.errors import Text
from liuguan.records.store import Work
from liuguan.records.tables.imports import ToFix
from liuguan.services.importing.report import Doubt


def park(work: Work, district: str, doubts: Iterable[Doubt]) -> None:
    """Put what keeps rows from being taken in, and what is asked, on the list; what was answered stays so."""
    for doubt in doubts:
        there = work.current(ToFix, doubt.id)
        if there is not None and there.state == "dropped":
            continue
        problem = doubt.problem
        expected = Text.of(problem.expected)
        work.put(
            ToFix(
                id=doubt.id, district=district, file=problem.file, place=str(problem.where), kind=doubt.kind,
                found=str(problem.found), expected_zh=expected.zh, expected_en=expected.en,
                written=json.dumps(doubt.written, ensure_ascii=False, sort_keys=True),
            )
        )  # fmt: skip


def settle_fixed(work: Work, district: str, paths: Sequence[str], doubts: Iterable[Doubt]) -> None:
    """Rejected cells of files that came again without them are done."""
    still = {doubt.id for doubt in doubts}
    for path in paths:
        for row in work.all(ToFix, district=district, file=path, state="open", kind="rejected_cell"):
            if row.id not in still:
                work.change(row, state="done")


__all__ = ["park", "settle_fixed"]

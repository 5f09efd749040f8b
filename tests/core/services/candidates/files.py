"""Candidates' files with sane defaults."""

from __future__ import annotations

from typing import Any

from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.roster.people import D, id_number

from liuguan.records.tables.operators import Role
from liuguan.services.candidates.deciding import AcceptCandidate
from liuguan.services.candidates.files import FillCandidate, OpenCandidate

ELIGIBLE: dict[str, Any] = {
    "name": "陈静", "id_number": id_number(D(1975, 6, 1), 2), "hire_date": D(2011, 1, 1), "education": "senior_high",
    "data_entry_post": False, "background_clear": True, "medically_fit": True, "computer_proficient": True,
    "training_passed": True,
}  # fmt: skip


def opened(office_of: OfficeOf, **fields: Any) -> str:
    """The id of a file with some fields filled."""
    office = office_of(Role.CLERK)
    candidate: str = office.run(OpenCandidate(district=DISTRICT)).id
    if fields:
        office.run(FillCandidate(district=DISTRICT, candidate=candidate, **fields))
    return candidate


def accepted(office_of: OfficeOf, **fields: Any) -> str:
    """The id of an accepted candidate's file."""
    candidate = opened(office_of, **{**ELIGIBLE, **fields})
    office_of(Role.HEAD).run(AcceptCandidate(district=DISTRICT, candidate=candidate, reason="名额"))
    return candidate

"""Which signatures stand for sheets as they are now, alone or with the whole printed table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from liuguan.records.store import all_current
from liuguan.records.tables.assessment import Signature
from liuguan.services.assessment.sheets import FORM
from liuguan.services.signatures import WHOLE, Signatory


@dataclass(frozen=True, slots=True)
class Standing:
    """The signatures of a month's sheets that are not void, by worker and signatory; whole tables under ""."""

    kept: Mapping[tuple[str, str], Signature]

    @classmethod
    def of(cls, session: Session, district: str, month: int) -> Standing:
        """Those of a month."""
        found = all_current(session, Signature, district=district, month=month, form=FORM, void=False)
        return cls({(s.worker, s.signatory): s for s in found})

    @property
    def of_whole(self) -> bool:
        """Whether a whole table is signed."""
        return any(worker == WHOLE for worker, _ in self.kept)

    def has(self, worker: str, signatory: Signatory, hashes: Mapping[str, str]) -> bool:
        """Whether a sheet is signed as it is now.

        Args:
            hashes: of the sheets as they are, by worker.
        """
        kept = [(of, self.kept.get((of, signatory))) for of in (worker, WHOLE)]
        return any(s is not None and s.sheet_hash == hashes.get(of) for of, s in kept)

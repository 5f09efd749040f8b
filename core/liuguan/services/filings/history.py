"""A filing with all its versions and what was done with them, and how a version stands on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session

from liuguan.records.base import Day, Moment
from liuguan.records.grants import grant_state
from liuguan.records.store import as_known, table_of
from liuguan.records.tables.filings import FORMS, PERMISSION_FORM, Filing, FilingAct
from liuguan.vocabulary import GrantState


class Standing(StrEnum):
    """How a version of a filing stands."""

    DRAFT = "draft"
    DISCARDED = "discarded"
    SUBMITTED = "submitted"
    REGISTERED = "registered"
    RETURNED = "returned"
    AMENDED = "amended"
    WITHDRAWN = "withdrawn"
    GRANTED = "granted"
    REFUSED = "refused"
    EXPIRED = "expired"
    REVOKED = "revoked"
    LAPSED = "lapsed"


STANDINGS = {
    Standing.DRAFT: ("草稿", "draft"), Standing.DISCARDED: ("已作废", "discarded"),
    Standing.SUBMITTED: ("已报送", "submitted"), Standing.REGISTERED: ("已登记", "registered"),
    Standing.RETURNED: ("退回补正", "returned"), Standing.AMENDED: ("已有修订版", "amended"),
    Standing.WITHDRAWN: ("已撤回", "withdrawn"), Standing.GRANTED: ("已许可", "granted"),
    Standing.REFUSED: ("未许可", "refused"), Standing.EXPIRED: ("已到期", "expired"),
    Standing.REVOKED: ("已撤销", "revoked"), Standing.LAPSED: ("因区划合并失效", "lapsed with a merger"),
}  # fmt: skip
"""What standings are called, in Chinese and English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """One filing: versions by number, acts in the order of their events."""

    versions: tuple[Filing, ...]
    acts: tuple[FilingAct, ...] = ()

    @property
    def latest(self) -> Filing:
        return self.versions[-1]

    @property
    def id(self) -> str:
        return self.latest.id

    @property
    def draft(self) -> Filing | None:
        return self.latest if self.latest.state == "draft" else None

    @property
    def submitted(self) -> Filing | None:
        """The version that was submitted last."""
        return next((v for v in reversed(self.versions) if v.state == "submitted"), None)

    def upon(self, number: int) -> list[FilingAct]:
        """The acts upon a version."""
        return [a for a in self.acts if a.number == number]

    def standing(self, version: Filing, day: Day, *, mergers: Sequence[Day] = ()) -> Standing:
        """How a version stands at the end of a day.

        Args:
            mergers: days on which the district was merged, for permissions.
        """
        if version.state != "submitted":
            return Standing(version.state)
        acts = [a for a in self.upon(version.number) if a.on_day <= day]
        done = {a.act for a in acts}
        if "withdraw" in done:
            return Standing.WITHDRAWN
        state = grant_state(acts, day, mergers) if version.form == PERMISSION_FORM else None
        if state is not None and state is not GrantState.REGISTERED:
            return Standing(state.value)
        if any(v.amended_from == version.number and v.state == "submitted" for v in self.versions):
            return Standing.AMENDED
        if "return" in done:
            return Standing.RETURNED
        return Standing.REGISTERED if "register" in done else Standing.SUBMITTED

    def counted_from(self, version: Filing) -> Moment | None:
        """When a version counts as submitted: with the one that it corrects, where that was returned (II.13)."""
        before = next((v for v in self.versions if v.number == version.amended_from), None)
        returned = before is not None and any(a.act == "return" for a in self.upon(before.number))
        return self.counted_from(before) if before is not None and returned else version.submitted_at


def read_filings(
    session: Session, *, district: str = "", forms: Iterable[str] = (), only: str = "", known: int | None = None
) -> list[History]:
    """Filings with their versions and acts, by district, form and number; of a district, of forms, or one filing.

    Args:
        only: the id of a filing.
        known: an event; as they stood right after it.
    """
    filing, act = table_of(Filing), table_of(FilingAct)
    where = [as_known(filing, known)]
    where += [filing.c.district == district] if district else []
    where += [filing.c.form.in_(list(forms))] if forms else []
    where += [filing.c.id == only] if only else []
    rows = session.execute(sa.select(Filing).where(*where).order_by(filing.c.id, filing.c.number)).scalars().all()
    found: dict[str, list[Filing]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    heard = [act.c.since_event <= known] if known is not None else []
    acts: dict[str, list[FilingAct]] = {}
    for done in session.execute(
        sa.select(FilingAct).where(act.c.filing.in_(list(found)), *heard).order_by(act.c.row_id)
    ).scalars():
        acts.setdefault(done.filing, []).append(done)
    made = [History(versions=tuple(rows), acts=tuple(acts.get(key, ()))) for key, rows in found.items()]
    return sorted(made, key=lambda h: (h.latest.district, FORMS.index(h.latest.form), len(h.id), h.id))


__all__ = ["STANDINGS", "History", "Standing", "read_filings"]

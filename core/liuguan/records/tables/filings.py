"""Filings: what a district hands to the city office, version by version, and every act upon it (V.2, I.8, II.13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, get_args

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary
from sqlmodel import Field

from liuguan.records.base import Day, Moment, Record, Version, one_of, strict, versions

NoticeCode = Literal["F1", "F3", "F4", "F5", "F9"]
NOTICES: tuple[str, ...] = get_args(NoticeCode)
STANDARD_FORM = "F13"
PERMISSION_FORM = "F8"
FORMS = (*NOTICES, STANDARD_FORM, PERMISSION_FORM)
DocumentKind = Literal["implementing_opinion", "pay_standard", "assessment_standard", "evidence", "other"]
DOCUMENT_KINDS: tuple[str, ...] = get_args(DocumentKind)
ACTS = ("submit", "register", "return", "grant", "refuse", "revoke", "withdraw")
"""That a grant has expired, or lapsed with its district, is no act: the calendar says it."""


class Content(Record, table=True):
    """Bytes by their hash: standards, reports and documents that were handed in."""

    __tablename__ = "content"
    __table_args__ = strict()
    APPEND_ONLY: ClassVar[bool] = True

    sha256: str = Field(primary_key=True)
    media_type: str
    size: int
    data: bytes = Field(sa_type=LargeBinary)


class Filing(Version, table=True):
    """One version of a filing. A submitted version never changes; an amendment is the next `number`.

    `manifest` is canonical JSON: what the version holds (rows of a notice, hashes of a standard's parts, the units
    and dates of an application), by which the version is addressed (`sha256`).
    """

    __tablename__ = "filing"
    KEY: ClassVar[tuple[str, ...]] = ("id", "number")
    SEALED: ClassVar[str] = "{row}.state = 'submitted'"
    __table_args__ = versions(
        *KEY,
        four_eyes="state <> 'submitted' OR (approver <> '' AND approver <> author)",
        submitted_at_a_moment="(state = 'submitted') = (submitted_at IS NOT NULL)",
        standard_has_a_date=f"form <> '{STANDARD_FORM}' OR effective_from IS NOT NULL",
        amends_an_earlier_version="amended_from IS NULL OR amended_from < number",
    )

    id: str
    number: int
    district: str
    form: str = one_of("form", FORMS)
    state: str = one_of("state", ("draft", "submitted", "discarded"), default="draft")
    month: int | None = None
    effective_from: Day | None = None
    effective_to: Day | None = None
    manifest: str
    sha256: str
    """Of the manifest, in which the hashes of all parts and documents stand."""
    author: str
    approver: str = ""
    submitted_at: Moment | None = None
    amended_from: int | None = None
    due_on: Day | None = None


class FiledDocument(Version, table=True):
    """A document of the district's own that goes with a version: its number, date and the hash of the file."""

    __tablename__ = "filed_document"
    KEY: ClassVar[tuple[str, ...]] = ("filing", "number", "kind", "document_number")
    SEALED: ClassVar[str] = (
        "EXISTS (SELECT 1 FROM filing f WHERE f.id = {row}.filing AND f.number = {row}.number"
        " AND f.until_event IS NULL AND f.state = 'submitted')"
    )
    __table_args__ = versions(*KEY)

    filing: str
    number: int
    kind: str = one_of("kind", DOCUMENT_KINDS)
    document_number: str
    document_date: Day | None = None
    title: str = ""
    sha256: str = Field(foreign_key="content.sha256")


_VERSION = "SELECT 1 FROM filing f WHERE f.id = {row}.filing AND f.number = {row}.number AND f.until_event IS NULL"
_ACT = "SELECT 1 FROM filing_act a WHERE a.filing = {row}.filing AND a.number = {row}.number"
_DECIDES = "{row}.act IN ('grant', 'refuse')"


class FilingAct(Record, table=True):
    """Something that was done with a submitted version; acts are added, never changed."""

    __tablename__ = "filing_act"
    __table_args__ = strict(
        Index(None, "filing", "number"),
        CheckConstraint(
            "act <> 'grant' OR (effective_from IS NOT NULL AND effective_from >= on_day"
            " AND effective_to IS NOT NULL AND effective_to > effective_from)",
            name="never_retroactive",
        ),
        CheckConstraint("migrants_per_worker IS NULL OR migrants_per_worker >= 1", name="migrants_per_worker"),
        CheckConstraint("households_per_worker IS NULL OR households_per_worker >= 1", name="households_per_worker"),
    )
    APPEND_ONLY: ClassVar[bool] = True
    REFUSES: ClassVar[Mapping[str, str]] = {
        "needs_a_submitted_version": f"{{row}}.act <> 'submit' AND NOT EXISTS ({_VERSION} AND f.state = 'submitted')",
        "decides_on_what_is_registered": f"{_DECIDES} AND NOT EXISTS ({_ACT} AND a.act = 'register')",
        "needs_four_eyes": f"{_DECIDES} AND EXISTS ({_ACT} AND a.act = 'register' AND a.operator = {{row}}.operator)",
        "is_decided_once": f"{_DECIDES} AND EXISTS ({_ACT} AND a.act IN ('grant', 'refuse'))",
        "revokes_what_was_granted": f"{{row}}.act = 'revoke' AND NOT EXISTS ({_ACT} AND a.act = 'grant')",
    }

    row_id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    since_event: int = Field(sa_type=BigInteger)
    filing: str
    number: int
    act: str = one_of("act", ACTS)
    at: Moment
    on_day: Day
    """The day in China on which it was done."""
    operator: str
    reason: str = ""
    document_number: str | None = None
    effective_from: Day | None = None
    effective_to: Day | None = None
    units: str | None = None
    migrants_per_worker: int | None = None
    households_per_worker: int | None = None

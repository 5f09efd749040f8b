"""The rulebook by which a district's month is judged: the city's layer with the layer that the district filed (V.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import Session

from liuguan.district import City
from liuguan.language.functions import last_day
from liuguan.records.store import all_current, table_of
from liuguan.records.tables.filings import STANDARD_FORM, Content, Filing, FilingAct
from liuguan.rulebook.book import Rulebook
from liuguan.services.filings.force import version_in_force
from liuguan.services.filings.standard import layer_of, parts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """What judges a month of a district.

    Attributes:
        filing: the filed version; None where none is in force.
        sha256: address of the filed layer among the contents; empty where none is in force.
        is_draft: nothing is filed, and the shipped standard stands in as a draft: illustrative figures, named so.
        city_only: there is not even that, and only the guidance judges.
    """

    book: Rulebook
    filing: Filing | None = None

    @property
    def sha256(self) -> str:
        return parts_of(self.filing).layer if self.filing is not None else ""

    @property
    def is_draft(self) -> bool:
        return self.filing is None and self.book.standard is not None

    @property
    def city_only(self) -> bool:
        return self.book.standard is None


_BOOKS: WeakKeyDictionary[City, dict[tuple[str, str], Rulebook]] = WeakKeyDictionary()
"""Merged rulebooks by district and address of the filed layer: an address never means anything else."""


def standard_in_force(session: Session, city: City, district: str, month: int, *, known: int | None = None) -> InForce:
    """What judges a month of a district: what is in force on the month's last day.

    Args:
        month: month number.
        known: an event; as the filings stood right after it.

    Raises:
        IntegrityError: a filed content does not match its address.
        PluginFault: a layer does not fit the city's, or the shipped standard has a fault.
    """
    return standards_in_force(session, city, district, [month], known=known)[month]


def standards_in_force(
    session: Session, city: City, district: str, months: Iterable[int], *, known: int | None = None
) -> dict[int, InForce]:
    """What judges each of some months; the filings are read once. Raises as `standard_in_force` does."""
    versions, acts = read_standards(session, district)
    found: dict[int, InForce] = {}
    for month in months:
        filing = version_in_force(versions, acts, last_day(month), known=known)
        book = city.district(district).book if filing is None else book_of(session, city, filing)
        found[month] = InForce(book=book, filing=filing)
    return found


def read_standards(session: Session, district: str) -> tuple[Sequence[Filing], Sequence[FilingAct]]:
    """All versions of a district's standards, and the acts upon them.

    A submitted version never changes, so its current row is what it was at every event since it was submitted.
    """
    versions = all_current(session, Filing, district=district, form=STANDARD_FORM)
    table = table_of(FilingAct)
    ids = sorted({v.id for v in versions})
    acts = session.execute(sa.select(FilingAct).where(table.c.filing.in_(ids)).order_by(table.c.since_event)).scalars()
    return versions, acts.all()


def book_of(session: Session, city: City, filing: Filing) -> Rulebook:
    """The rulebook of a filed version, merged once for each content.

    Raises:
        IntegrityError: the content is missing, or is not what its address says.
        RulebookError: it does not fit the city's layer of today.
    """
    address = parts_of(filing).layer
    books = _BOOKS.setdefault(city, {})
    key = (filing.district, address)
    if key not in books:
        books[key] = city.judged_by(filing.district, layer_of(session.get(Content, address), address))
    return books[key]


__all__ = ["InForce", "book_of", "read_standards", "standard_in_force", "standards_in_force"]

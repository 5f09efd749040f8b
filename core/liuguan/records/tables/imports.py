"""What came in from files: which files, what is still to be put right, and how an office's headers are read."""

from __future__ import annotations

from typing import ClassVar

from liuguan.records.base import Version, one_of, versions


class ImportedFile(Version, table=True):
    """A file whose rows were taken in; the same bytes again change nothing."""

    __tablename__ = "imported_file"
    KEY: ClassVar[tuple[str, ...]] = ("sha256",)
    __table_args__ = versions(*KEY)

    sha256: str
    path: str
    districts: str
    forms: str
    rows_read: int
    rows_parked: int = 0


class ToFix(Version, table=True):
    """A row or question left over from an import: where it stands, what is wrong, what was expected."""

    __tablename__ = "to_fix"
    KEY: ClassVar[tuple[str, ...]] = ("id",)
    __table_args__ = versions(*KEY)

    id: str
    district: str
    file: str
    place: str
    kind: str = one_of("kind", ("rejected_cell", "question"))
    found: str
    expected_zh: str
    expected_en: str
    written: str = "{}"
    """The row as it was written, as JSON, for whoever puts it right."""
    state: str = one_of("state", ("open", "done", "dropped"), default="open")


class ColumnMapping(Version, table=True):
    """Which column of an office's workbooks is which column of a form."""

    __tablename__ = "column_mapping"
    KEY: ClassVar[tuple[str, ...]] = ("district", "form", "header")
    __table_args__ = versions(*KEY)

    district: str
    form: str
    header: str
    form_header: str
    """The form's own header; empty where the column is to be passed over."""

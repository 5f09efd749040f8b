"""Bytes that are filed, kept once each under their SHA-256, and the documents of a district's own that go with them."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from typing import Any, ClassVar

import rfc8785
from pydantic import BaseModel, ConfigDict

from liuguan.records.tables.filings import Content, DocumentKind, FiledDocument, Filing
from liuguan.services.commands import Task

LARGEST = 32 << 20
"""Bytes of the largest document that is taken in."""


def address(data: bytes) -> str:
    """Where bytes stand among the contents."""
    return hashlib.sha256(data).hexdigest()


class Document(BaseModel):
    """A document of the district's own: its number, its date, and the file."""

    model_config: ClassVar[ConfigDict] = ConfigDict(strict=True, extra="forbid", frozen=True)

    kind: DocumentKind
    number: str
    date: datetime.date
    title: str = ""
    media_type: str = "application/octet-stream"
    data: bytes


def keep(task: Task, media_type: str, data: bytes) -> str:
    """Keep bytes, and say where they stand."""
    at = address(data)
    there = at in {c.sha256 for c in task.work.added(Content)} or task.work.session.get(Content, at) is not None
    if not there:
        task.work.add(Content(sha256=at, media_type=media_type, size=len(data), data=data))
    return at


def attach(task: Task, filing: Filing, documents: Iterable[Document]) -> None:
    """Let a draft have exactly these documents."""
    wanted = {(d.kind, d.number): d for d in documents}
    for there in task.work.all(FiledDocument, filing=filing.id, number=filing.number):
        if (there.kind, there.document_number) not in wanted:
            task.work.end(there)
    for document in wanted.values():
        task.work.put(
            FiledDocument(
                filing=filing.id, number=filing.number, kind=document.kind, document_number=document.number,
                document_date=document.date, title=document.title,
                sha256=keep(task, document.media_type, document.data),
            )
        )  # fmt: skip


def listed(documents: Iterable[Document]) -> list[dict[str, str]]:
    """Documents as a manifest names them."""
    rows = [
        {"kind": d.kind, "number": d.number, "date": d.date.isoformat(), "title": d.title, "sha256": address(d.data)}
        for d in documents
    ]
    return sorted(rows, key=lambda row: (row["kind"], row["number"]))


def canonical(manifest: dict[str, Any]) -> str:
    """A manifest as it is stored and hashed: canonical JSON (RFC 8785)."""
    return rfc8785.dumps(manifest).decode()


__all__ = ["Document", "address", "attach", "canonical", "keep", "listed"]

"""A standard as it is filed: its TOML, its compiled layer and its lint report, each found by its hash (V.2, F13)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from liuguan.errors import IntegrityError, Text
from liuguan.records.tables.filings import Content, Filing
from liuguan.rulebook.layer import Layer


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Addresses (SHA-256) of what a filed standard is made of; `city` is the meaning of the city's layer then."""

    toml: str
    layer: str
    report: str
    meaning: str
    document: str
    city: str
    version: str = ""

    def to_json(self) -> dict[str, str]:
        """The parts as the manifest holds them."""
        return asdict(self)


def parts_of(filing: Filing) -> Parts:
    """The parts that a filed standard names."""
    return Parts(**json.loads(filing.manifest))


def layer_of(content: Content | None, address: str) -> Layer:
    """The layer that stands at an address.

    Raises:
        IntegrityError: nothing stands there, or something else than the address says.
    """
    if content is None:
        raise IntegrityError(Text(f"缺少内容 {address[:12]}", f"content {address[:12]} is missing"))
    if hashlib.sha256(content.data).hexdigest() != address:
        raise IntegrityError(
            Text(f"内容 {address[:12]} 与其哈希不符", f"content {address[:12]} does not match its hash")
        )
    return Layer.loads(content.data)

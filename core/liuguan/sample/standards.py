"""The standards of a sample: the shipped ones with the mark, some of them as if never amended."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from pathlib import Path

_BLOCK = re.compile(r"(?m)^(?=\[)")


def sample_standard(text: str, *, mark: Mapping[str, str], without_from: datetime.date | None) -> str:
    """The text of a standard's TOML with the mark in its titles.

    Args:
        without_from: the day whose sections and version are left out, as if nobody had written them.
    """
    head, *blocks = _BLOCK.split(text)
    if without_from is not None:
        amended = re.compile(rf"(?m)^effective_from = {without_from.isoformat()}\s*$")
        blocks = [b for b in blocks if not amended.search(b)]
    body = "".join(blocks)
    body = re.sub(r'(?m)^title_zh = "', f'title_zh = "{mark["zh"]}', body, count=1)
    body = re.sub(r'(?m)^title_en = "', f'title_en = "{mark["en"]}: ', body, count=1)
    return f"# {mark['en']} {mark['zh']}: part of a made-up city; nothing here was filed by anyone.\n{head}{body}"


def write_standard(shipped: Path, folder: Path, *, mark: Mapping[str, str], without_from: datetime.date | None) -> Path:
    """Write a district's standard below a folder, and say where."""
    target = folder / "standards" / shipped.name
    target.parent.mkdir(parents=True, exist_ok=True)
    text = sample_standard(shipped.read_text("utf-8"), mark=mark, without_from=without_from)
    target.write_text(text, "utf-8", newline="\n")
    return target

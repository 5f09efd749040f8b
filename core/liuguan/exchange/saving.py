"""Files appear whole or not at all: written beside their final name, then renamed."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from liuguan.errors import ConfigError, Text, why_unopened


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to, in the same folder; it takes the final name only when the block ends well.

    Raises:
        ConfigError: there is no such folder, the path is one, or it cannot be written to.
    """
    if not path.parent.is_dir():
        raise ConfigError([Text("没有此目录", "there is no such folder")], where=str(path.parent))
    if path.is_dir():
        raise ConfigError([Text("是目录;请给出文件名", "is a folder; name a file")], where=str(path))
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        yield part
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(path)
    except OSError as e:
        why = why_unopened(e)
        raise ConfigError([Text(f"写不进去({why.zh})", f"cannot be written ({why.en})")], where=path.name) from e
    finally:
        part.unlink(missing_ok=True)


def save_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8 with the line ends that the text has."""
    with replacing(path) as part:
        part.write_text(text, encoding="utf-8", newline="")

"""Walking through a page: its files are written, its commands run, and what they print is held to what it shows.

```python path/file.py     writes a file; `+path` adds to it
```sh                      runs each line
```text                    is what the commands before it print: `…` stands for anything, alone on a line for any lines
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^```(\S+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows after its commands, and what they printed."""

    commands: tuple[str, ...]
    shown: str
    printed: str

    @property
    def agrees(self) -> bool:
        return _pattern(self.shown).fullmatch(_tidy(self.printed)) is not None


def walk(page: Path, folder: Path, language: str) -> list[Shown]:
    """Do what a page says in an empty folder."""
    found: list[Shown] = []
    commands: list[str] = []
    printed = ""
    for kind, name, body in _BLOCK.findall(page.read_text("utf-8")):
        if kind == "sh":
            commands = [line for line in body.splitlines() if line]
            printed = "".join(run(command, folder, language) for command in commands)
        elif kind == "text":
            found.append(Shown(tuple(commands), body.strip(), printed))
        elif name:
            path = folder / name.removeprefix("+")
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_text("utf-8") + "\n" if name.startswith("+") else ""
            path.write_text(before + body, encoding="utf-8")
    return found


def run(command: str, folder: Path, language: str) -> str:
    """What a command prints: stdout, then stderr."""
    env = {
        **os.environ, "LIUGUAN_LANG": language, "PYTHONUTF8": "1", "PYTEST_ADDOPTS": "-p no:cacheprovider",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }  # fmt: skip
    env.pop("PYTEST_CURRENT_TEST", None)
    done = subprocess.run(command, shell=True, capture_output=True, cwd=folder, env=env, check=False, timeout=240)
    return (done.stdout + done.stderr).decode("utf-8")


def _tidy(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.strip().splitlines())


def _pattern(shown: str) -> re.Pattern[str]:
    """The lines as a pattern over tidied lines."""
    lines = [
        "(?:.*\n)*" if line == "…\n" else re.escape(line).replace("…", ".*") for line in _tidy(shown).splitlines(True)
    ]
    return re.compile("".join(lines))

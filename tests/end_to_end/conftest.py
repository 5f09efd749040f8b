"""The command line in a process of its own, and workbooks small enough to read in a test."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
import xlsxwriter

Run = Callable[..., subprocess.CompletedProcess[str]]
Sheets = Mapping[str, Sequence[Sequence[object]]]


@pytest.fixture
def liuguan(tmp_path: Path) -> Run:
    """Run a command in an empty folder, in English, and give back what it said."""

    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        known = {**os.environ, "LIUGUAN_LANG": "en", "PYTHONIOENCODING": "utf-8", **environment}
        command = [sys.executable, "-c", "from liuguan.cli import main; main()", *map(str, arguments)]
        return subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, env=known, check=False, timeout=120
        )

    return run


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[[str, Sheets], Path]:
    """Write a workbook of plain sheets under `files/`; texts stay texts."""

    def write(name: str, sheets: Sheets) -> Path:
        path = tmp_path / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with xlsxwriter.Workbook(str(path)) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for r, row in enumerate(rows):
                    for c, value in enumerate(row):
                        if isinstance(value, str):
                            sheet.write_string(r, c, value)
                        elif value is not None:
                            sheet.write(r, c, value)
        return path

    return write

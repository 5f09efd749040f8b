"""The same workbook again, with each rejected cell coloured and commented: what was found, what is expected.

Everything else stays as it was, as far as openpyxl keeps it: charts and pictures are left out, and are named. A
CSV file comes back as a workbook of texts, since it has no colours.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from liuguan.errors import ConfigError, Language, Problem, Text
from liuguan.exchange.saving import replacing
from liuguan.exchange.sheets import read_book

MARKED = "FFC7CE"
AUTHOR = "liuguan"
MOST_WORDS = 2_000
_CELL = re.compile(r"(?:(?P<sheet>.+)!)?(?P<cell>[A-Z]{1,3}[1-9][0-9]{0,6})")
_ROW = re.compile(r"(?:(?P<sheet>.+)!)?row (?P<row>[0-9]+)(?:, column .*)?", re.DOTALL)
_LEFT_OUT = re.compile(r"xl/(?:charts|media|diagrams)/")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is told: a sheet ("" is the first one) and a cell."""

    sheet: str
    cell: str


def place_of(problem: Problem, sheets: Iterable[str] = ()) -> Place:
    """The cell on which a problem is told: its own, the first of its row, or the first of its sheet.

    Args:
        sheets: names of the file's sheets.
    """
    where = Text.of(problem.where).en
    names = list(sheets)
    if cell := _CELL.fullmatch(where):
        return Place(cell["sheet"] or "", cell["cell"])
    if row := _ROW.fullmatch(where):
        return Place(row["sheet"] or "", f"A{row['row']}")
    own = where if where in names else where.rpartition("!")[0]
    return Place(own if own in names else "", "A1")


def write_fixed_copy(
    path: Path, problems: Iterable[Problem], output: Path, *, language: Language = "zh"
) -> Text | None:
    """Write a workbook again with its problems in it.

    Args:
        path: the workbook or CSV file that was read.
        problems: those of this file.
        output: the copy, an .xlsx; it appears whole or not at all.
        language: of the comments.

    Returns:
        What the copy lacks, where it lacks something.

    Raises:
        ConfigError: openpyxl is not installed, the copy is to take the file's own place, or has another ending.
    """
    openpyxl = _openpyxl()
    if output.suffix.lower() != ".xlsx":
        raise ConfigError([Text("请写 .xlsx 文件", "write an .xlsx file")], where=output.name)
    if output.exists() and output.samefile(path):
        raise ConfigError(
            [Text("会覆盖原文件;请用另一个名字", "it would replace the file itself; give another name")],
            where=output.name,
        )
    book = _opened(openpyxl, path)
    told: dict[tuple[str, str], list[str]] = {}
    names = list(book.sheetnames)
    for problem in problems:
        at = place_of(problem, names)
        sheet = at.sheet if at.sheet in names else names[0]
        said = _said(problem, language)
        lines = told.setdefault((sheet, _origin(book[sheet], at.cell)), [])
        if said not in lines:
            lines.append(said)
    for (sheet, cell), lines in told.items():
        _mark(openpyxl, book[sheet][cell], lines)
    with replacing(output) as part:
        book.save(part)
    return _lacks(path)


def _openpyxl() -> Any:  # it ships no types
    try:
        import openpyxl
        import openpyxl.comments
        import openpyxl.styles
    except ModuleNotFoundError as e:
        missing = Text("需要 openpyxl;请安装 liuguan[fix]", "openpyxl is needed; install liuguan[fix]")
        raise ConfigError([missing], where="--fix-out") from e
    return openpyxl


def _opened(openpyxl: Any, path: Path) -> Any:
    if path.suffix.lower() == ".xlsx":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it tells of what it cannot keep; `_lacks` does that in our words
            return openpyxl.load_workbook(path, rich_text=True)
    book = openpyxl.Workbook()
    for i, row in enumerate(read_book(path).sheets[0].grid.iter_rows(), 1):
        for j, text in enumerate(row, 1):
            if text is not None:
                cell = book.active.cell(i, j)
                cell.value, cell.data_type, cell.number_format = text, "s", "@"
    return book


def _origin(sheet: Any, cell: str) -> str:
    """The cell itself, or the first of the merged range that it lies in."""
    for merged in sheet.merged_cells.ranges:
        if cell in merged:
            return str(merged.start_cell.coordinate)
    return cell


def _said(problem: Problem, language: Language) -> str:
    found, expected = Text.of(problem.found).said(language), Text.of(problem.expected).said(language)
    where = Text.of(problem.where).said(language)
    if language == "zh":
        return f"{where}\n发现:{found}\n应为:{expected}"
    return f"{where}\nfound: {found}\nexpected: {expected}"


def _mark(openpyxl: Any, cell: Any, lines: list[str]) -> None:
    before = [cell.comment.text] if cell.comment is not None else []
    text = "\n\n".join([*before, *lines])
    if len(text) > MOST_WORDS:
        text = text[: MOST_WORDS - 1] + "…"
    comment = openpyxl.comments.Comment(text, AUTHOR)
    comment.width, comment.height = 320, min(60 + 18 * text.count("\n"), 480)
    cell.comment = comment
    cell.fill = openpyxl.styles.PatternFill("solid", fgColor=MARKED)


def _lacks(path: Path) -> Text | None:
    if path.suffix.lower() != ".xlsx":
        return None
    with zipfile.ZipFile(path) as archive:
        if any(_LEFT_OUT.match(name) for name in archive.namelist()):
            return Text("副本中没有原文件的图表和图片", "charts and pictures of the file are not in the copy")
    return None


def by_file(problems: Iterable[Problem]) -> Mapping[str, list[Problem]]:
    """Problems by the path of their file."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.file, []).append(problem)
    return found

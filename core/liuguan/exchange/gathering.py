"""Walking a folder: every file opened once, every sheet matched to a form, its rows kept as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import polars as pl

from liuguan.errors import Language, Problem, Text, Words
from liuguan.exchange.archive import Refused, column_letters, column_number
from liuguan.exchange.cells import month_text
from liuguan.exchange.forms import Form
from liuguan.exchange.layout import Finder, Layout, fact_rows, rows_below
from liuguan.exchange.places import Districts, month_from, months_within, names_of, year_within
from liuguan.exchange.reasons import A_VALUE, BESIDE, row_of, unopened
from liuguan.exchange.sheets import OTHER_WORKBOOKS, READABLE, Book, Sheet, cell_name, read_book

Progress = Callable[[str, int, int], None]
SKIPPED_FOLDERS = frozenset({"standards"})
_LOST_DIGITS = Text("存成数值的身份证号(末几位已丢失)", "an ID number stored as a number (its last digits are lost)")
_TITLE, _SHEET, _FILE = (
    Text("标题", "the title"),
    Text("工作表名", "the sheet's name"),
    Text("文件名", "the file's name"),
)
_AT_TITLE = Text("标题", "title")
_ASIDE = re.compile("说明|封面|目录|字典|填表|注意")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something a reader of the result should know that keeps nothing from being judged."""

    file: str
    where: Words
    text: Words
    district: str = ""

    def said(self, language: Language) -> str:
        """The whole message in one language."""
        return Text.joined((part for part in (self.file, self.where, self.text) if part), ": ").said(language)

    def __str__(self) -> str:
        return self.said("en")


@dataclass(slots=True, kw_only=True)
class FoundSheet:
    """A sheet that holds a form: where it stands, and what its surroundings say about it.

    `district` and `month` are what title, sheet, file and folder say together; the rows may say it too. Of a
    `doubtful` sheet no row can be trusted.
    """

    file: int
    name: str
    layout: Layout
    district: str | None = None
    month: int | None = None
    year: int | None = None
    doubtful: bool = False

    def cell(self, row: int, header: str) -> Text:
        """`sheet!C7`, or `C7` in a CSV file."""
        column = self.layout.columns.get(header)
        return self.row(row) if column is None else self.at(cell_name(row, column))

    def row(self, row: int) -> Text:
        return self.at(row_of(row))

    def at(self, place: Words) -> Text:
        return Text.joined((self.name, place), "!") if self.name else Text.of(place)


@dataclass(slots=True, kw_only=True)
class FoundFile:
    """A file of the folder; `districts` are those that its name, titles and rows speak of."""

    path: str
    sha256: str = ""
    districts: set[str] = field(default_factory=set)
    sheets: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    rows_read: int = 0
    rows_skipped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that has a problem, or a cell of it (`C7`); rows count from 1."""

    sheet: int
    row: int
    cell: str
    problem: Problem


@dataclass(slots=True)
class Gathered:
    """All rows of a folder as text: by form code, frames with `@sheet`, `@row` and one column per header."""

    files: list[FoundFile] = field(default_factory=list)
    sheets: list[FoundSheet] = field(default_factory=list)
    rows: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    items: list[pl.DataFrame] = field(default_factory=list)
    alike: dict[tuple[object, ...], list[pl.DataFrame]] = field(default_factory=dict)
    suspects: dict[tuple[int, int], list[tuple[str, Words, Words]]] = field(default_factory=dict)
    problems: list[tuple[int, Problem]] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    aside: set[tuple[int, int]] = field(default_factory=set)
    notices: list[tuple[int, Notice]] = field(default_factory=list)

    def problem(self, file: int, where: Words, found: Words, expected: Words) -> None:
        self.problems.append((file, Problem(file=self.files[file].path, where=where, found=found, expected=expected)))

    def reject(
        self, sheet: int, row: int, found: Words, expected: Words, *, header: str = "", letters: str = ""
    ) -> None:
        """A problem of a row, or of its cell under a header or in the column of some letters."""
        at = self.sheets[sheet]
        column = at.layout.columns.get(header)
        cell = f"{letters}{row}" if letters else "" if column is None else cell_name(row, column)
        self.problem(at.file, at.at(cell) if cell else at.row(row), found, expected)
        self.rejected.append(Rejected(sheet=sheet, row=row, cell=cell, problem=self.problems[-1][1]))

    def set_aside(self, rows: pl.DataFrame) -> None:
        """Rows that share a problem which was told once."""
        self.aside.update(rows.select("@sheet", "@row").iter_rows())

    def doubt(self, sheet: FoundSheet, where: Words, found: Words, expected: Words) -> None:
        """A problem of a whole sheet."""
        sheet.doubtful = True
        self.problem(sheet.file, sheet.at(where), found, expected)

    def notice(self, file: int, where: Words, text: Words) -> None:
        self.notices.append((file, Notice(file=self.files[file].path, where=where, text=text)))


def files_of(folder: Path) -> list[Path]:
    """The workbooks and CSV files of a folder, sorted; no standards, hidden or lock files, nor `truth*`."""
    found = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if any(p.startswith((".", "~$")) for p in parts) or SKIPPED_FOLDERS.intersection(parts[:-1]):
            continue
        if (
            path.suffix.lower() in (*READABLE, *OTHER_WORKBOOKS)
            and not path.name.lower().startswith("truth")
            and path.is_file()
        ):
            found.append(path)
    return found


def gather(
    folder: Path,
    forms: Sequence[Form],
    districts: Districts,
    *,
    only: Iterable[str] | None,
    progress: Progress | None,
    files: Iterable[tuple[Path, PurePosixPath]] | None = None,
) -> Gathered:
    """Read every file under a folder as text.

    Args:
        only: ids of districts; files whose name or folder names other districts are left alone.
        files: read these instead, each under a name of its own.
    """
    gathered, finder = Gathered(), Finder(forms)
    wanted = None if only is None else set(only)
    within = (
        ((p, PurePosixPath(p.relative_to(folder).as_posix())) for p in files_of(folder)) if files is None else files
    )
    paths = list(within)
    for done, (path, relative) in enumerate(paths):
        if progress is not None:
            progress(str(relative), done, len(paths))
        named = _named(names_of(relative), districts)
        if wanted is not None and named and not named & wanted:
            continue
        gathered.files.append(FoundFile(path=str(relative), districts=named if len(named) == 1 else set()))
        number = len(gathered.files) - 1
        try:
            book = read_book(path)
        except Refused as e:
            gathered.problem(number, "", e.found, e.expected)
            continue
        except OSError as e:
            gathered.problem(number, "", *unopened(e))
            continue
        _gather_file(gathered, number, book, finder, districts, relative)
    _keep_facts(gathered)
    if progress is not None:
        progress("", len(paths), len(paths))
    return gathered


def _named(names: Iterable[str], districts: Districts) -> set[str]:
    return next((found for n in names if (found := districts.within(n))), set())


def _gather_file(
    gathered: Gathered, number: int, book: Book, finder: Finder, districts: Districts, path: PurePosixPath
) -> None:
    file = gathered.files[number]
    file.sha256 = book.sha256
    file.sheets = [s.name for s in book.sheets]
    matched = 0
    for sheet in book.sheets:
        if not sheet.grid.height:
            continue
        if not sheet.visible:
            gathered.notice(number, sheet.name, Text("隐藏的工作表,未读取", "a hidden sheet, not read"))
            continue
        layout = finder.find(sheet, names=f"{sheet.name} {path.stem}")
        if layout is None:
            if _looks_like_a_form(sheet, finder):
                headless = Text("没有表格的表头行", "no header row of a form")
                headers = Text("同一行中的表头,如姓名", "headers such as 姓名 in one row")
                gathered.problem(number, sheet.name, headless, headers)
            else:
                unlike = Text("未认出任何表格,未读取", "no form was recognised on this sheet, not read")
                gathered.notice(number, sheet.name, unlike)
            continue
        matched += 1
        _gather_sheet(gathered, number, sheet, layout, districts, path)
    if not matched and not any(n == number for n, _ in gathered.problems):
        titles = Text.joined((k.form.title for k in finder.known if k.form.entities), BESIDE)
        headless = Text("没有带表头的工作表", "no sheet with the header of a form")
        gathered.problem(number, "", headless, Text(f"{titles.zh} 之一", f"one of {titles.en}"))


def _looks_like_a_form(sheet: Sheet, finder: Finder) -> bool:
    title = sheet.name + "".join(cell or "" for cell in sheet.grid.row(0))
    hinted = any(hint in title for known in finder.known for hint in known.form.hints)
    return hinted and not _ASIDE.search(title)


def _gather_sheet(
    gathered: Gathered, number: int, sheet: Sheet, layout: Layout, districts: Districts, path: PurePosixPath
) -> None:
    file, code = gathered.files[number], layout.form.code
    found = FoundSheet(file=number, name=sheet.name, layout=layout)
    for place, was, expected in layout.problems:
        gathered.doubt(found, place, was, expected)
    for label, near in layout.unknown.items():
        unread = Text(f'列"{label}"不在表格中,未读取', f'the column "{label}" is in no form and was not read')
        meant = Text(f';是否指"{near}"?', f'; is it "{near}"?') if near and near not in layout.columns else ""
        gathered.notice(number, sheet.name, unread + meant)
    if code not in file.forms:
        file.forms.append(code)
    _settle_district(gathered, found, districts, path)
    _settle_month(gathered, found, path)
    index = len(gathered.sheets)
    gathered.sheets.append(found)
    body = rows_below(sheet, layout).with_columns(pl.lit(index, dtype=pl.Int64).alias("@sheet"))
    gathered.alike.setdefault(layout.shape(), []).append(body)
    for row, letters, was, expected in _lost_cells(sheet, layout):
        gathered.suspects.setdefault((index, row), []).append((letters, was, expected))


def _keep_facts(gathered: Gathered) -> None:
    """The rows that state facts, for all sheets that are laid out alike at once."""
    for bodies in gathered.alike.values():
        body = pl.concat(bodies, how="diagonal_relaxed")
        if not body.height:
            continue
        layout = gathered.sheets[body["@sheet"][0]].layout
        facts = fact_rows(body, layout)
        for sheet, total in body.group_by("@sheet").len().iter_rows():
            gathered.files[gathered.sheets[sheet].file].rows_skipped += total
        for sheet, kept in facts.group_by("@sheet").len().iter_rows():
            file = gathered.files[gathered.sheets[sheet].file]
            file.rows_read += kept
            file.rows_skipped -= kept
        read = [c.header for c in layout.form.columns if c.is_read and not c.is_item and c.header in layout.columns]
        kept = [c for c in facts.columns if c.startswith("@kept_")]
        gathered.rows.setdefault(layout.form.code, []).append(facts.select("@sheet", "@row", *read, *kept))
        gathered.items.extend(_items(facts, layout))
        if gathered.suspects:
            for index, row in facts.select("@sheet", "@row").iter_rows():
                for letters, was, expected in gathered.suspects.get((index, row), ()):
                    gathered.reject(index, row, was, expected, letters=letters)
    gathered.alike.clear()


def _settle_district(gathered: Gathered, found: FoundSheet, districts: Districts, path: PurePosixPath) -> None:
    said: dict[Text, set[str]] = {}
    for source, text in ((_TITLE, found.layout.title), (_SHEET, found.name)):
        said[source] = districts.within(text)
    said[_FILE] = _named(names_of(path), districts)
    single = {source: next(iter(ids)) for source, ids in said.items() if len(ids) == 1}
    if len(set(single.values())) > 1:
        clash = Text("两个区县: ", "two districts: ") + _clash(single)
        gathered.doubt(found, _AT_TITLE, clash, Text("一个区县", "one district"))
    found.district = next(iter(single.values()), None)


def _settle_month(gathered: Gathered, found: FoundSheet, path: PurePosixPath) -> None:
    texts = {_TITLE: found.layout.title, _SHEET: found.name, _FILE: path.stem}
    said = {source: months_within(text) for source, text in texts.items()}
    single = {source: next(iter(months)) for source, months in said.items() if len(months) == 1}
    if len(set(single.values())) > 1:
        clash = Text("两个月份: ", "two months: ") + _clash({source: month_text(m) for source, m in single.items()})
        gathered.doubt(found, _AT_TITLE, clash, Text("一个月份", "one month"))
    found.month = next(iter(single.values()), month_from(found.name, found.layout.title, *names_of(path)))
    found.year = year_within(found.layout.title, found.name) or year_within(path.stem) or year_within(*path.parts[:-1])


def _clash(said: Mapping[Text, str]) -> Text:
    return Text.joined(
        (Text(f"{source.zh}为 {what}", f"{source.en} says {what}") for source, what in said.items()), BESIDE
    )


def _lost_cells(sheet: Sheet, layout: Layout) -> Iterator[tuple[int, str, Text, Text]]:
    """Cells whose value is lost, as (row, column, found, expected), wherever they stand below the header.

    These are ID numbers that Excel keeps as numbers, errors, and formulas without a saved value.
    """
    for column in layout.form.columns:
        if column.role == "id_number" and column.header in layout.columns and sheet.name:
            index = layout.columns[column.header]
            for row in sheet.numeric_rows(index).arg_true().to_list():
                as_text = Text("文本单元格(格式 @)", "a text cell (format @)")
                yield row + 1, column_letters(index), _LOST_DIGITS, as_text
    headers = {*layout.columns.values(), *(c.index for c in layout.items)}
    for name, what in sheet.faults.items():
        letters = name.rstrip("0123456789")
        if column_number(letters) in headers:
            yield int(name[len(letters) :]), letters, what, A_VALUE


def _items(facts: pl.DataFrame, layout: Layout) -> Iterator[pl.DataFrame]:
    by_item: dict[str, Mapping[str, str]] = {}
    for column in layout.items:
        by_item[column.item] = {**by_item.get(column.item, {}), column.column.item_input: str(column.index)}
    listed = next((c.header for c in layout.form.columns if c.role == "item" and c.header in layout.columns), None)
    for item, columns in by_item.items():
        named = pl.col(listed) if listed is not None and not item else pl.lit(item or None, dtype=pl.String)
        chosen = facts.select(
            "@sheet",
            "@row",
            named.alias("item"),
            *(pl.col(c).alias(i) for i, c in columns.items()),
            *(pl.lit(column_letters(int(c))).alias(f"@at_{i}") for i, c in columns.items()),
        )
        yield chosen.filter(pl.any_horizontal(pl.col(i).is_not_null() for i in columns))

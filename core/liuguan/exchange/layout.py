"""Finding the form on a sheet: which rows are its header, which column says what, which rows are facts.

Offices put titles above the header, merge group headers over their columns, repeat the header on every
printed page, add sub-totals and sign at the foot. A header is the row, or two or three rows, within the first
fifteen that match a form best.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import polars as pl

from liuguan.errors import Text, Words
from liuguan.exchange.cells import clean_text, cleaned, trimmed
from liuguan.exchange.forms import FEN_ENDING, Form, FormColumn, header_key
from liuguan.exchange.reasons import row_of
from liuguan.exchange.sheets import Sheet

HEADER_WITHIN = 15
DEEPEST_HEADER = 3
FEWEST_COLUMNS = 3
HINT = 1.5
IDENTIFIES = ("id_number", "name", "worker_no", "unit")
FILLS_DOWN = ("district", "street", "station", "month", "name", "id_number", "worker_no", "unit")
_SUBTOTAL = r"^(?:.{0,20})?(?:合计|小计|总计|共计)[::]?$"
_FOOTNOTE = (
    r"^(?:制表|填表|填报|审核|复核|审批|批准|负责|单位负责|分管|主管|经办|会计|出纳|领导|签字|盖章|备注|注|说明|联系)"
    r"[^::]{0,8}[::]"
)
_ITEM_CODE = re.compile(r"^[(（\[]?([A-Za-z]{1,3}[0-9]{1,3})(?![A-Za-z0-9])|[(（\[]([A-Za-z]{1,3}[0-9]{1,3})[)）\]]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemColumn:
    """A column of one work item: the item, its input, where it stands."""

    item: str
    column: FormColumn
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A form found on a sheet.

    Attributes:
        columns: for each form column's header, the number of the sheet's column.
        fen: headers of columns whose amounts are fen.
        items: columns of work items that stand side by side.
        unknown: headers that the form does not know, with the nearest that it knows or "".
        first_row: the first row below the header, from 1.
        title: the text above the header.
        problems: what is wrong with the header, as (where, found, expected).
    """

    form: Form
    columns: Mapping[str, int]
    fen: frozenset[str]
    items: tuple[ItemColumn, ...]
    unknown: Mapping[str, str]
    first_row: int
    labels: Mapping[int, tuple[str, ...]]
    title: str
    problems: tuple[tuple[Words, Words, Words], ...]

    def shape(self) -> tuple[object, ...]:
        """What sheets that are laid out alike have in common."""
        items = tuple((c.item, c.column.header, c.index) for c in self.items)
        return (self.form.code, tuple(self.columns.items()), items, tuple(self.labels.items()))


class Finder:
    """Finds any of a city's forms on a sheet."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self.known = [_Known(form) for form in forms]
        self.fits: dict[tuple[tuple[str, ...], ...], tuple[float, ...]] = {}
        self.words = frozenset(word for known in self.known for word in known.words())

    def find(self, sheet: Sheet, *, names: str = "") -> Layout | None:
        """The form on a sheet, or None where there is none.

        Args:
            names: sheet and file name, whose words may point at a form.
        """
        within = sheet.grid.head(HEADER_WITHIN + DEEPEST_HEADER).rows()
        top = [[clean_text(cell) or "" for cell in row] for row in within]
        above = names + "".join(cell for row in top[:3] for cell in row)
        best: tuple[float, int, int, _Known] | None = None
        wordy = [sum(header_key(cell) in self.words for cell in set(row) if cell) for row in top]
        for start in range(min(HEADER_WITHIN, len(top))):
            if wordy[start] < 2 or sum(wordy[start : start + DEEPEST_HEADER]) < FEWEST_COLUMNS:
                continue
            for depth in range(1, min(DEEPEST_HEADER, len(top) - start) + 1):
                if not any(wordy[start + depth - 1 : start + DEEPEST_HEADER]):
                    break  # facts below the header, not a deeper header
                for known, fit in zip(self.known, self._fits(top[start : start + depth]), strict=True):
                    hint = HINT if fit > 0 and any(h in above for h in known.form.hints) else 0.0
                    score = fit + hint - 0.01 * depth
                    if fit > 0 and (best is None or score > best[0]):
                        best = (score, start, depth, known)
        return None if best is None else _layout(sheet, best[3], top, best[1], best[2])

    def _fits(self, rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
        """How well each form fits the rows as its header; sheets of a year share theirs."""
        key = tuple(map(tuple, rows))
        if key not in self.fits:
            paths = list(_paths(rows).values())
            self.fits[key] = tuple(known.fit(paths) for known in self.known)
        return self.fits[key]


class _Known:
    """A form with its headers ready to compare."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.headers = form.lookup()
        self.items = form.item_lookup()
        # under a group that the form does not know, a short label such as 养老 may be anyone's
        self.needs_group = {header_key(leaf) for c in form.columns if c.under for leaf in c.leaves}
        self.met: dict[tuple[str, ...], FormColumn | None] = {}

    def words(self) -> Iterator[str]:
        """Every label that may stand in a header of the form, at any depth."""
        yield from self.headers
        yield from self.items
        for column in self.form.columns:
            yield from map(header_key, (*column.under, *column.leaves))

    def column(self, path: tuple[str, ...]) -> FormColumn | None:
        """The column that a path of labels heads; the sheets of a year share their labels."""
        if path not in self.met:
            self.met[path] = self._column(path)
        return self.met[path]

    def _column(self, path: tuple[str, ...]) -> FormColumn | None:
        leaf = header_key(path[-1])
        if len(path) == 1:
            return self.headers.get(leaf) or self.items.get(leaf)
        if grouped := self.headers.get(header_key(path[-2]) + leaf):
            return grouped
        return self.items.get(leaf) or (None if leaf in self.needs_group else self.headers.get(leaf))

    def fit(self, paths: Sequence[tuple[str, ...]]) -> float:
        """How well the form fits a header; 0 where it does not fit at all."""
        found = [self.column(path) for path in paths]
        headers = {c.header for c in found if c is not None}
        rules = bool(self.form.entities)  # a form that no rule reads is known by what the records keep of it
        facts = sum(c is not None and bool(c.input or c.is_item or (c.keeps and not rules)) for c in found)
        if len(headers) < FEWEST_COLUMNS or not facts:
            return 0.0
        return max(len(headers) + 0.1 * facts - 0.4 * found.count(None), 0.1)


def _paths(rows: Sequence[Sequence[str]]) -> dict[int, tuple[str, ...]]:
    """For each column, the labels from its group down to itself; a group reaches right to the next one."""
    filled: list[list[str]] = []
    for level, row in enumerate(rows):
        last = level == len(rows) - 1
        out, current, above = [], "", ""
        for i, label in enumerate(row):
            over = filled[level - 1][i] if level else ""
            current = label or (current if over == above else "")
            above = over
            below = any(deeper[i] for deeper in rows[level + 1 :])
            out.append(label if last or not below else current)
        filled.append(out)
    paths = {}
    for i in range(len(rows[0])):
        path = tuple(dict.fromkeys(row[i] for row in filled if row[i]))
        if path:
            paths[i] = path
    return paths


def _layout(sheet: Sheet, known: _Known, top: Sequence[Sequence[str]], start: int, depth: int) -> Layout:
    form = known.form
    numbers = [int(c) for c in sheet.grid.columns]
    columns: dict[str, int] = {}
    items: list[ItemColumn] = []
    unknown: dict[str, str] = {}
    labels: dict[int, tuple[str, ...]] = {}
    fen: set[str] = set()
    problems: list[tuple[Words, Words, Words]] = []
    header = row_of(start + depth)
    paths = _paths(top[start : start + depth])
    for i, path in paths.items():
        column = known.column(path)
        label = "/".join(path)
        labels[numbers[i]] = path
        if column is None:
            near = get_close_matches(header_key(path[-1]), known.headers, n=1, cutoff=0.5)
            unknown[label] = known.headers[near[0]].header if near else ""
        elif column.is_item:
            items.append(ItemColumn(item=item_name(path[-2]) if len(path) > 1 else "", column=column, index=numbers[i]))
        elif column.header in columns and not column.is_read:
            continue
        elif column.header in columns:
            both = Text(f'两列"{column.header}"', f'two columns for "{column.header}"')
            problems.append((header, both, Text("一列", "one column")))
        else:
            columns[column.header] = numbers[i]
            if column.input and header_key(path[-1]) == f"{column.input}{FEN_ENDING}":
                fen.add(column.header)
    for column in form.columns:
        if column.required and column.header not in columns:
            near = [label for label, header in unknown.items() if header == column.header]
            there = Text(f'(有"{near[0]}")', f' (there is "{near[0]}")') if near else ""
            missing = Text(f'没有"{column.header}"列', f'no column "{column.header}"') + there
            problems.append((header, missing, Text(f'"{column.header}"列', f'a column headed "{column.header}"')))
    title = " ".join(dict.fromkeys(cell for row in top[:start] for cell in row if cell))
    return Layout(
        form=form, columns=columns, fen=frozenset(fen), items=tuple(items), unknown=unknown,
        first_row=start + depth + 1, labels=labels, title=title, problems=tuple(problems),
    )  # fmt: skip


def item_name(label: str) -> str:
    """The code of a work item where its label has one (`R01 暂住登记`, `暂住登记(R01)`), else the label."""
    code = _ITEM_CODE.search(label)
    return (code[1] or code[2]).upper() if code else label


def rows_below(sheet: Sheet, layout: Layout) -> pl.DataFrame:
    """The rows below the header as written: `@row` (true row number), one column per header of the form.

    Columns of work items, and those that the form does not know, keep the numbers of the sheet's columns.
    """
    grid = _unmerged(sheet, layout).with_row_index("@row", offset=1).slice(layout.first_row - 1)
    names = {str(index): header for header, index in layout.columns.items()}
    return grid.rename(names).cast({"@row": pl.Int64})


def fact_rows(body: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """The rows that state facts, cleaned; under `@kept_` names what the records keep, as it was written.

    Left out are blank rows (also with a number in front, or with sums of nothing), the header repeated,
    sub-totals, and notes and signatures at the foot.

    Args:
        body: `@sheet` and the rows of `rows_below`, of sheets that are laid out alike.
    """
    headed = {c.header: c for c in layout.form.columns if c.header in layout.columns}
    kept = {c.kept_as: pl.col(h) for h, c in headed.items() if c.kept_as}
    body = body.with_columns(
        *(cleaned(body[c]) for c in body.columns if c not in ("@row", "@sheet")),
        *(trimmed(text).alias(f"@kept_{name}") for name, text in kept.items()),
    )
    who = [h for h, c in headed.items() if c.role in IDENTIFIES]
    only_kept = not layout.form.entities
    stated = [h for h, c in headed.items() if c.is_read or (only_kept and c.keeps)]
    stated += [str(c.index) for c in layout.items]
    nothing = pl.all_horizontal(pl.col(h).is_null() | pl.col(h).str.contains(r"^[-0.]+$") for h in stated)
    blank = nothing & pl.all_horizontal(pl.lit(True), *(pl.col(h).is_null() for h in who))
    first = pl.coalesce(c for c in body.columns if not c.startswith("@"))
    begins = [b.str.replace_all(r"\s", "") for b in (first, *(pl.col(h) for h in who))]
    aside = pl.any_horizontal(b.str.contains(_SUBTOTAL) for b in begins) | begins[0].str.contains(_FOOTNOTE)
    numbered = [pl.col(h).is_not_null() for h in who if headed[h].role == "id_number"]
    is_person = pl.any_horizontal(numbered) if numbered else pl.lit(False)
    return body.filter(~blank & ~_repeats_header(layout) & (is_person | ~aside.fill_null(False)))


def _repeats_header(layout: Layout) -> pl.Expr:
    names = {index: header for header, index in layout.columns.items()}
    same = [pl.col(names.get(i, str(i))).is_in(list(path)) for i, path in layout.labels.items()]
    return pl.sum_horizontal(s.fill_null(False).cast(pl.Int32) for s in same) >= 2


def _unmerged(sheet: Sheet, layout: Layout) -> pl.DataFrame:
    """The grid with cells that are merged downwards filled, in columns that say who, where and when."""
    fills = {
        layout.columns[c.header] for c in layout.form.columns if c.role in FILLS_DOWN and c.header in layout.columns
    }
    sources: dict[int, list[int]] = {}
    for top, left, bottom, right in sheet.merges:
        if left == right and left in fills and top + 1 >= layout.first_row:
            rows = sources.setdefault(left, list(range(sheet.grid.height)))
            rows[top : bottom + 1] = [top] * (min(bottom + 1, len(rows)) - top)
    return sheet.grid.with_columns(sheet.grid[str(i)].gather(rows) for i, rows in sources.items())

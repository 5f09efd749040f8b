"""From the text of a form's rows to typed columns, with a problem for every cell that cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import polars as pl

from liuguan.errors import Text, Words
from liuguan.exchange.cells import WORKBOOK_FLAGS, Cell, cell_of, clean, clean_text, stored
from liuguan.exchange.forms import DATE_ROLES, Form, FormColumn
from liuguan.exchange.gathering import Gathered
from liuguan.exchange.reasons import expected, shown
from liuguan.facts import identity
from liuguan.language.kinds import COUNT, DATE, FEN, FLAG, MONTH, POINTS
from liuguan.vocabulary import ITEM_MONTH, VOCABULARY, Input

MOST_PROBLEMS = 1_000
_DAY_CELL = Cell(kind=DATE)
_MONTH_CELL = Cell(kind=MONTH)
_KEPT_CELLS = {
    "date": _DAY_CELL, "month": _MONTH_CELL, "count": Cell(kind=COUNT, low=0, high=10_000_000),
    "points": Cell(kind=POINTS), "money": Cell(kind=FEN), "flag": Cell(kind=FLAG, words=WORKBOOK_FLAGS),
}  # fmt: skip
_SPAN = r"^(.+?)\s*(?:至|到|~|—+|–|--)\s*(.+)$"
_OPEN_ENDED = "无固定期限"
_ALL_DIGITS = Text("文本单元格(格式 @)中的全部 18 位", "all 18 digits, typed into a text cell (format @)")
_TWO_DAYS = Text(
    "两个日期,如 2010-12-01至2011-11-30,或无固定期限", "two days such as 2010-12-01至2011-11-30, or 无固定期限"
)
_UNDER_NO_ITEM = Text("项目列上方没有项目名称,未读取", "columns of work items that stand under no item were not read")


def read_form(gathered: Gathered, form: Form, text: pl.DataFrame) -> pl.DataFrame:
    """Typed columns of all rows of a form.

    Args:
        text: `@sheet`, `@row` and cleaned text under each header of the form.

    Returns:
        `@sheet`, `@row`, for each role a column such as `@name`, the inputs in stored units, and what the
        records keep under names such as `@kept_note`. A cell that cannot be read is null, and a problem of its
        file; one that would only be kept is no more than a notice.
    """
    kept = _kept(gathered, form, text)
    made: dict[str, list[str]] = {}
    values: list[pl.Expr] = []
    watched: list[tuple[str, str, Callable[[str], Words]]] = []
    for column in form.columns:
        if column.header not in text.columns:
            continue
        for target, value, watch in _readings(column, form, gathered):
            mark = f"·{len(values)}"
            values.append(value.alias(mark))
            made.setdefault(target, []).append(mark)
            if watch is not None:
                watched.append((column.header, mark, watch))
    read = text.with_columns(values)
    failed = [(pl.col(header).is_not_null() & pl.col(mark).is_null()).sum() for header, mark, _ in watched]
    counts = read.select(failure.alias(str(i)) for i, failure in enumerate(failed)).row(0) if failed else ()
    for count, (header, mark, watch) in zip(counts, watched, strict=True):
        if count:
            _report(gathered, read, header, mark, watch)
    sums = {c.input for c in form.columns if c.adds and c.header in text.columns}
    return read.select("@sheet", "@row", *(_together(t, marks, t in sums) for t, marks in made.items()), *kept)


def _kept(gathered: Gathered, form: Form, text: pl.DataFrame) -> list[pl.Series]:
    """What the records keep of the rows, in the kinds of its columns."""
    made: list[pl.Series] = []
    for column in form.columns:
        name = f"@kept_{column.kept_as}"
        if not column.kept_as or name not in text.columns or any(s.name == name for s in made):
            continue
        written = text[name]
        read = text.select(_kept_value(column, pl.col(name)).alias(name)).to_series()
        for sheet, row in text.filter(written.is_not_null() & read.is_null()).select("@sheet", "@row").iter_rows():
            found = gathered.sheets[sheet]
            unread = Text("读不懂,未保留", "cannot be read and is not kept")
            gathered.notice(found.file, found.cell(row, column.header), unread)
        made.append(read)
    return made


def _kept_value(column: FormColumn, written: pl.Expr) -> pl.Expr:
    if column.kind == "text":
        return written
    if column.kind == "word":
        words = {clean_text(word): value for word, value in column.values.items()}
        return clean(written).replace_strict(words, default=None, return_dtype=pl.String)
    return stored(clean(written), _KEPT_CELLS[column.kind])


def _report(gathered: Gathered, read: pl.DataFrame, header: str, mark: str, watch: Callable[[str], Words]) -> None:
    failed = read.filter(pl.col(header).is_not_null() & pl.col(mark).is_null())
    for sheet, row, written in failed.select("@sheet", "@row", header).iter_rows():
        gathered.reject(sheet, row, shown(written), watch(written), header=header)


def _together(target: str, marks: Sequence[str], summed: bool) -> pl.Expr:
    if summed:
        return (pl.col(marks[0]) + pl.sum_horizontal(*marks[1:])).alias(target)
    return (pl.coalesce(marks) if len(marks) > 1 else pl.col(marks[0])).alias(target)


Reading = tuple[str, pl.Expr, Callable[[str], Words] | None]


def _readings(column: FormColumn, form: Form, gathered: Gathered) -> Iterable[Reading]:
    text = pl.col(column.header)
    if column.role:
        yield from _role(column, text)
    declared = form.declared(column.input) if column.input else None
    if declared is not None:
        yield _input(column, declared, text, form, gathered)
    for name, words in column.also.items():
        other = form.declared(name)
        if other is not None:
            yield name, stored(text, cell_of(other, words=words, workbook=True)), None


def _input(column: FormColumn, declared: Input, text: pl.Expr, form: Form, gathered: Gathered) -> Reading:
    if column.reads == "named":
        no = [word for word, value in (WORKBOOK_FLAGS | _flags(column.values)).items() if not value]
        return declared.name, ~text.str.to_lowercase().is_in(no), None
    if column.reads == "contains":
        parts = _flags(column.values).items()
        found = pl.coalesce(pl.when(text.str.contains(part, literal=True)).then(pl.lit(value)) for part, value in parts)
        return declared.name, found, None
    cell = cell_of(declared, words=column.values, workbook=True, month_as_day=column.month_as_day)
    in_fen = [
        i for i, s in enumerate(gathered.sheets) if s.layout.form.code == form.code and column.header in s.layout.fen
    ]  # fmt: skip
    value: pl.Expr = stored(text, cell)
    if in_fen:
        fen = stored(text, cell_of(declared, words=column.values, workbook=True, fen=True))
        value = pl.when(pl.col("@sheet").is_in(in_fen)).then(fen).otherwise(value)
    return declared.name, value, lambda written: expected(written, cell)


def _flags(words: Mapping[str, str]) -> dict[str, bool]:
    return {word: WORKBOOK_FLAGS[value] for word, value in words.items()}


def _role(column: FormColumn, text: pl.Expr) -> Iterable[Reading]:
    role, name = column.role, f"@{column.role}"
    if role == "id_number":
        number = identity.normal(text)
        # 3.2E+17 is what is left of a number that a spreadsheet took for one
        kept = pl.when(~number.str.contains(r"^[0-9.]+E\+?[0-9]+$")).then(number)
        yield name, kept, lambda _: _ALL_DIGITS
    elif role in DATE_ROLES:
        yield name, stored(text, _DAY_CELL), lambda written: expected(written, _DAY_CELL)
    elif role == "birth_month":
        day = stored(text, _DAY_CELL)
        yield "@birth_day", day, None
        month = pl.coalesce(stored(text, _MONTH_CELL), _month_of(day))
        yield name, month, lambda written: expected(written, _MONTH_CELL)
    elif role == "month":
        bare = text.str.extract(r"^(1[0-2]|0?[1-9])月份?$").cast(pl.Int64)
        yield "@bare_month", bare, None
        month = stored(text, _MONTH_CELL)
        yield name, month, None
        yield "@month_read", pl.coalesce(month, bare), lambda written: expected(written, _MONTH_CELL)
    elif role == "contract_span":
        start, end = text.str.extract(_SPAN, 1), text.str.extract(_SPAN, 2)
        is_open = text.str.contains(_OPEN_ENDED, literal=True)
        first = stored(pl.coalesce(start, text.str.replace(_OPEN_ENDED, "", literal=True)), _DAY_CELL)
        last = stored(end, _DAY_CELL)
        yield "contract_start", first, None
        yield "contract_end", last, None
        yield "contract_open_ended", pl.when(is_open).then(True), None
        good = pl.when((first.is_not_null() & last.is_not_null()) | is_open).then(True)
        yield "@span_read", good, lambda _: _TWO_DAYS
    elif column.is_read and not column.is_item:
        yield name, text, None


def _month_of(day: pl.Expr) -> pl.Expr:
    return day.dt.year().cast(pl.Int64) * 12 + day.dt.month().cast(pl.Int64) - 1


def read_items(gathered: Gathered, items: Sequence[pl.DataFrame], names: Mapping[str, str]) -> pl.DataFrame:
    """Typed rows of work items.

    Args:
        items: `@sheet`, `@row`, `item`, cleaned text under each input and its column's letters under `@at_`.
        names: from an item's name to its code.

    Returns:
        `@sheet`, `@row`, `item` and the inputs of `item_month` in stored units.
    """
    if not items:
        return pl.DataFrame(schema={"@sheet": pl.Int64, "@row": pl.Int64, "item": pl.String})
    text = pl.concat(items, how="diagonal_relaxed") if len(items) > 1 else items[0]
    nameless = text.filter(pl.col("item").is_null()).select("@sheet").unique().to_series().to_list()
    for sheet in sorted(nameless):
        found = gathered.sheets[sheet]
        gathered.notice(found.file, found.name, _UNDER_NO_ITEM)
    text = text.filter(pl.col("item").is_not_null())
    inputs = [i for i in VOCABULARY.of(ITEM_MONTH) if i.name in text.columns and i.name != "item"]
    cells = {i.name: cell_of(i, workbook=True) for i in inputs}
    typed = text.select(
        "@sheet",
        "@row",
        pl.col("item").replace(names),
        *(stored(pl.col(n), c).alias(n) for n, c in cells.items()),
    )
    for name, cell in cells.items():
        failed = text.filter(pl.col(name).is_not_null() & typed[name].is_null())
        chosen = failed.select("@sheet", "@row", name, f"@at_{name}")
        for sheet, row, written, at in chosen.head(MOST_PROBLEMS).iter_rows():
            gathered.reject(sheet, row, shown(written), expected(written, cell), letters=at)
    return typed

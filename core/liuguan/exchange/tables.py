"""A flat table of inputs for one entity: CSV, XLSX or Parquet in, a typed frame or all problems out.

Columns are named after inputs of the vocabulary, with `month`, `district`, `station`, `worker` and `id`
beside them; an amount's column may end in `_fen`. A column named after a result is taken as given.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from liuguan.errors import InputError, Problem, Text
from liuguan.exchange.archive import MIB, Refused
from liuguan.exchange.cells import PLAIN_FLAGS, Cell, cell_of, clean, clean_text, month_text, stored
from liuguan.exchange.reasons import A_VALUE, ONE_ROW, expected, more_problems, one_of, row_of, shown, unopened
from liuguan.exchange.sheets import READABLE, decoded, read_book
from liuguan.language.columns import dtype_of
from liuguan.language.kinds import FEN, MONTH, Group, Kind
from liuguan.vocabulary import ENTITIES, KEYS, VOCABULARY

KEY_COLUMNS = ("id", "district", "station", "worker")
FEN_ENDING = "_fen"
MOST_BYTES = 1024 * MIB
MOST_PROBLEMS = 1_000
_FARTHEST = 1_000_000_000
_SMALLER = Text("较小的文件", "a smaller file")
_NAMES = Text("写有输入项名称的表头行", "a header row with the names of inputs")
_HEADED = Text("带表头行的工作表", "a sheet with a header row")
_AS_MANY = Text("各行格数与首行相同、引号成对", "as many cells in each row as in the first, and paired quotes")
_HEADER = Text("表头", "header")
_NOTHING = Text("空白", "nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A table that was read.

    Attributes:
        frame: one row per row of the file that is not blank, in its order; `district` always, `month` (year
            times 12, plus the month, less one) where the entity has one; key columns, inputs and given
            results as the file has them, in stored units, null where unknown.
        rows: the file's row number of each row; the header is row 1.
        warnings: what a person should be told: unknown columns, results taken as given.
    """

    frame: pl.DataFrame
    rows: tuple[int, ...]
    warnings: list[Text] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    header: str
    cell: Cell | None


def read_table(
    path: Path, entity: str, *, results: Mapping[str, Kind] | None = None, districts: Iterable[str] = ()
) -> Loaded:
    """Read a table of inputs.

    Args:
        entity: what one row is.
        results: names and kinds of the entity's results; their columns are taken as given.
        districts: ids that a `district` may have; any without it.

    Raises:
        InputError: with every problem of the file, by row and column.
    """
    try:
        text, floats = _text(path)
    except Refused as e:
        raise InputError([Problem(file=path.name, where="", found=e.found, expected=e.expected)]) from e
    except OSError as e:
        found, readable = unopened(e)
        raise InputError([Problem(file=path.name, where="", found=found, expected=readable)]) from e
    warnings: list[Text] = []
    problems: list[Problem] = []
    columns = list(_columns(path.name, text.columns[1:], entity, results or {}, warnings, problems))
    problems += _missing_columns(path.name, columns, entity)
    problems += [
        Problem(
            file=path.name,
            where=Text(f"{c.header} 列", f"column {c.header}"),
            found=Text("浮点数金额", "floating-point money"),
            expected=Text("十进制数或文本", "decimals or text"),
        )
        for c in columns
        if c.header in floats and c.cell is not None and c.cell.kind == FEN
    ]
    frame = _typed(path.name, text, columns, ENTITIES[entity].is_monthly, problems)
    problems += _bad_districts(path.name, frame, set(districts))
    problems += _duplicates(path.name, frame, entity)
    if problems:
        more = len(problems) - MOST_PROBLEMS
        more_found, as_above = more_problems(more)
        rest = Problem(file=path.name, where="", found=more_found, expected=as_above)
        raise InputError([*problems[:MOST_PROBLEMS], *([rest] if more > 0 else [])])
    rows = tuple(frame["@row"].to_list())
    return Loaded(frame=_completed(frame.drop("@row"), entity), rows=rows, warnings=warnings)


def _text(path: Path) -> tuple[pl.DataFrame, frozenset[str]]:
    """The table as cleaned text with `@row`, blank rows left out; and the columns that were floats."""
    ending = path.suffix.lower()
    if ending not in (*READABLE, ".parquet"):
        strange = Text(f"{ending} 文件", f"a {ending} file") if ending else Text("无后缀的文件", "a nameless file")
        raise Refused(strange, Text(".csv、.xlsx 或 .parquet 文件", "a .csv, .xlsx or .parquet file"))
    if path.stat().st_size > MOST_BYTES:
        most = MOST_BYTES // MIB
        raise Refused(Text(f"超过 {most} MiB 的文件", f"a file of more than {most} MiB"), _SMALLER)
    floats: frozenset[str] = frozenset()
    if ending == ".parquet":
        table, floats = _parquet(path)
    elif ending == ".csv":
        table = _csv(path.read_bytes())
    else:
        table = _first_sheet(path)
    names = [c for c in table.columns if c != "@row"]
    if not names:
        raise Refused(Text("没有列的文件", "a file without columns"), _NAMES)
    table = table.with_columns(clean(pl.col(names)))
    return table.filter(pl.any_horizontal(pl.col(names).is_not_null())).select("@row", *names), floats


def _csv(data: bytes) -> pl.DataFrame:
    if not data:
        raise Refused(Text("空文件", "an empty file"), Text("带表头行的表", "a table with a header row"))
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        at, names = next(((row, cells) for row, cells in enumerate(reader, 1) if any(cells)), (1, []))
        header = _header(names)
        rest = text.split("\n", reader.line_num)[-1] if text.count("\n") >= reader.line_num else ""
        if not rest.strip():
            return pl.DataFrame(schema={"@row": pl.Int64} | dict.fromkeys(header, pl.String))
        above = ",".join("x" * len(header))  # Polars takes the width of the first line, which may be blank or short
        table = pl.read_csv(
            f"{above}\n{rest}".encode(), has_header=False, new_columns=header,
            schema_overrides=[pl.String] * len(header), infer_schema=False,
        )[1:]  # fmt: skip
    except (csv.Error, pl.exceptions.PolarsError) as e:
        raise Refused(_misfit(text), _AS_MANY) from e
    return table.with_row_index("@row", offset=at + 1).cast({"@row": pl.Int64})


def _misfit(text: str) -> Text:
    """Which row of a CSV does not fit its header."""
    width, row = 0, 0
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1):
            width = width or len(cells)
            if len(cells) > width:
                many = len(cells)
                return Text(
                    f"{width} 个表头下第 {row} 行有 {many} 格", f"{many} cells in row {row} under {width} headers"
                )
    except csv.Error:
        pass
    return Text(f"在第 {row + 1} 行中断的表", f"a table that breaks off at row {row + 1}")


def _first_sheet(path: Path) -> pl.DataFrame:
    book = read_book(path)
    sheet = next((s for s in book.sheets if s.visible and s.grid.height), None)
    if sheet is None:
        raise Refused(Text("没有数据行的工作簿", "a workbook without rows"), _HEADED)
    rows = sheet.grid.with_row_index("@row", offset=1).cast({"@row": pl.Int64})
    filled = rows.filter(pl.any_horizontal(pl.exclude("@row").is_not_null()))
    names = {c: h for c, h in zip(sheet.grid.columns, filled.row(0)[1:], strict=True) if clean_text(h)}
    header = _header(list(names.values()))
    if sheet.faults:
        cell, what = next(iter(sheet.faults.items()))
        raise Refused(Text(f"{cell} 中的{what.zh}", f"{what.en} in {cell}"), A_VALUE)
    return filled[1:].select("@row", *names).rename(dict(zip(names, header, strict=True)))


def _parquet(path: Path) -> tuple[pl.DataFrame, frozenset[str]]:
    try:
        raw = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as e:
        damaged = Text("已损坏的 Parquet 文件", "a damaged Parquet file")
        raise Refused(damaged, Text("能打开的 Parquet 文件", "a Parquet file that opens")) from e
    raw = raw.rename(dict(zip(raw.columns, _header(raw.columns), strict=True)))
    odd = [c for c, t in raw.schema.items() if t.is_nested() or t in (pl.Binary, pl.Time, pl.Duration, pl.Object)]
    if odd:
        name, dtype = odd[0], raw.schema[odd[0]]
        found = Text(f"{dtype} 类型的 {name} 列", f"a column {name} of type {dtype}")
        raise Refused(found, Text("数、文本、是否和日期", "numbers, texts, flags and dates"))
    floats = frozenset(c for c, t in raw.schema.items() if t.is_float())
    made = []
    for name, dtype in raw.schema.items():
        written = pl.col(name).cast(pl.String)
        if dtype == pl.Date or (isinstance(dtype, pl.Datetime) and dtype.time_zone is None):  # as in a workbook
            written = pl.col(name).cast(pl.Datetime("us")).cast(pl.String).str.strip_suffix(".000000")
        if dtype.is_float() or dtype.is_decimal():
            written = written.str.replace(r"^(-?[0-9]+)\.0+$", "$1").str.replace(r"^(-?[0-9]+\.[0-9]*[1-9])0+$", "$1")
        made.append(written)
    return raw.select(made).with_row_index("@row", offset=1).cast({"@row": pl.Int64}), floats


def _header(names: Sequence[str | None]) -> list[str]:
    plain = [(clean_text(n) or "").lower() for n in names]
    twice = next((n for n in plain if n and plain.count(n) > 1), None)
    if twice is not None:
        found = Text(f'两列名为"{twice}"', f'two columns named "{twice}"')
        raise Refused(found, Text("每个名称一次", "each name once"))
    return [n or f"#{i}" for i, n in enumerate(plain, 1)]


def _columns(
    file: str,
    headers: Sequence[str],
    entity: str,
    results: Mapping[str, Kind],
    warnings: list[Text],
    problems: list[Problem],
) -> Iterator[_Column]:
    seen: dict[str, str] = {}
    inputs = {i.name: i for i in VOCABULARY.of(entity)}
    for header in headers:
        base = header.removesuffix(FEN_ENDING)
        kind = inputs[base].kind if base in inputs else results.get(base)
        fen = header.endswith(FEN_ENDING) and kind == FEN
        name = base if fen else header
        if name in seen:
            found = Text(f'"{header}" 和 "{seen[name]}"', f'"{header}" and "{seen[name]}"')
            one = Text(f"{name} 只有一列", f"one column for {name}")
            problems.append(Problem(file=file, where=_HEADER, found=found, expected=one))
            continue
        seen[name] = header
        if name == "month":
            yield _Column(name, header, Cell(kind=MONTH))
        elif name in KEY_COLUMNS:
            yield _Column(name, header, None)
        elif name in inputs:
            yield _Column(name, header, cell_of(inputs[name], fen=fen))
        elif name in results:
            taken = Text(f"{header} 列是结果;按所给的值采用", f"column {header} is a result; it is taken as given")
            warnings.append(Text.of(f"{file}: ") + taken)
            yield _Column(name, header, _given(results[name], fen=fen))
        else:
            near = get_close_matches(name, [*inputs, *results, *KEY_COLUMNS], n=1)
            meant = Text(f";是否指 {near[0]}?", f"; did you mean {near[0]}?") if near else ""
            unread = Text(
                f"{header} 列不是 {entity} 的输入项,未读取", f"column {header} is no input of {entity} and is not read"
            )
            warnings.append(Text.of(f"{file}: ") + unread + meant)


def _given(kind: Kind, *, fen: bool) -> Cell:
    if kind.group is Group.FLAG:
        return Cell(kind=kind, words=PLAIN_FLAGS)
    if kind.group is Group.CLOSED:
        return Cell(kind=kind, closed=True, words={m: m for m in kind.members})
    return Cell(kind=kind, low=-_FARTHEST, high=_FARTHEST, fen=fen)


def _missing_columns(file: str, columns: Sequence[_Column], entity: str) -> list[Problem]:
    declared = ENTITIES[entity]
    needed = "month" if declared.is_monthly else str(declared.as_of)
    if any(c.name == needed for c in columns):
        return []
    found, wanted = Text(f"没有 {needed} 列", f"no column {needed}"), Text(f"{needed} 列", f"a column {needed}")
    return [Problem(file=file, where=_HEADER, found=found, expected=wanted)]


def _typed(
    file: str, text: pl.DataFrame, columns: Sequence[_Column], monthly: bool, problems: list[Problem]
) -> pl.DataFrame:
    made = [
        pl.col(c.header).alias(c.name) if c.cell is None else stored(pl.col(c.header), c.cell).alias(c.name)
        for c in columns
    ]
    frame = text.select("@row", *made)
    found: list[tuple[int, Problem]] = []
    for at in columns:
        if at.cell is None:
            continue
        needed = monthly and at.name == "month"
        failed = text[at.header].is_not_null() & frame[at.name].is_null() if not needed else frame[at.name].is_null()
        for row, written in text.filter(failed).select("@row", at.header).head(MOST_PROBLEMS + 1).iter_rows():
            said = shown(written) if written is not None else _NOTHING
            wanted = expected(written or "", at.cell)
            found.append((row, Problem(file=file, where=row_of(row, at.header), found=said, expected=wanted)))
    problems += [problem for _, problem in sorted(found, key=lambda pair: pair[0])]
    return frame


def _bad_districts(file: str, frame: pl.DataFrame, districts: set[str]) -> list[Problem]:
    if not districts or "district" not in frame.columns:
        return []
    bad = frame.filter(pl.col("district").is_not_null() & ~pl.col("district").is_in(districts))
    return [
        Problem(
            file=file, where=row_of(row, "district"), found=shown(text),
            expected=one_of(get_close_matches(text, districts, n=1) or sorted(districts), most=len(districts)),
        )
        for row, text in bad.select("@row", "district").iter_rows()
    ]  # fmt: skip


def _duplicates(file: str, frame: pl.DataFrame, entity: str) -> list[Problem]:
    """Rows that state the same thing twice, such as one worker and month."""
    keys = [*KEYS[entity], *(["month"] if ENTITIES[entity].is_monthly else [])]
    if not KEYS[entity] or any(k not in frame.columns for k in keys):
        return []
    known = frame.drop_nulls(keys)
    again = known.filter(~pl.struct(keys).is_first_distinct())
    told = ", ".join(keys)
    found = []
    for row in again.iter_rows(named=True):
        at = f" ({month_text(row['month'])})" if row.get("month") is not None else ""
        second = Text(f"{told} 相同的第二行{at}", f"a second row of the same {told}{at}")
        found.append(Problem(file=file, where=row_of(row["@row"]), found=second, expected=ONE_ROW))
    return found


def _completed(frame: pl.DataFrame, entity: str) -> pl.DataFrame:
    missing = []
    if "district" not in frame.columns:
        missing.append(pl.lit(None, dtype=pl.String).alias("district"))
    if ENTITIES[entity].is_monthly and "month" not in frame.columns:
        missing.append(pl.lit(None, dtype=dtype_of(MONTH)).alias("month"))
    return frame.with_columns(missing)

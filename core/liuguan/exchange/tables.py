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

from liuguan.errors import InputError, Problem
from liuguan.exchange.archive import MIB, Refused
from liuguan.exchange.cells import Cell, cell_of, clean, clean_text, month_text, stored
from liuguan.exchange.reasons import expected, shown
from liuguan.exchange.sheets import READABLE, decoded, read_book
from liuguan.language.columns import dtype_of
from liuguan.language.kinds import FEN, MONTH, Group, Kind
from liuguan.vocabulary import ENTITIES, KEYS, VOCABULARY

KEY_COLUMNS = ("id", "district", "station", "worker")
FEN_ENDING = "_fen"
MOST_BYTES = 1024 * MIB
MOST_PROBLEMS = 1_000
_FARTHEST = 1_000_000_000


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
    warnings: list[str] = field(default_factory=list)


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
        found = f"a file that cannot be opened ({e.strerror})"
        raise InputError([Problem(file=path.name, where="", found=found, expected="a readable file")]) from e
    warnings: list[str] = []
    problems: list[Problem] = []
    columns = list(_columns(path.name, text.columns[1:], entity, results or {}, warnings, problems))
    problems += _missing_columns(path.name, columns, entity)
    problems += [
        Problem(
            file=path.name,
            where=f"column {c.header}",
            found="floating-point money",
            expected="decimals or text",
        )
        for c in columns
        if c.header in floats and c.cell is not None and c.cell.kind == FEN
    ]
    frame = _typed(path.name, text, columns, ENTITIES[entity].is_monthly, problems)
    problems += _bad_districts(path.name, frame, set(districts))
    problems += _duplicates(path.name, frame, entity)
    if problems:
        more = len(problems) - MOST_PROBLEMS
        rest = Problem(file=path.name, where="", found=f"{more} more problems", expected="cells as said above")
        raise InputError([*problems[:MOST_PROBLEMS], *([rest] if more > 0 else [])])
    rows = tuple(frame["@row"].to_list())
    return Loaded(frame=_completed(frame.drop("@row"), entity), rows=rows, warnings=warnings)


def _text(path: Path) -> tuple[pl.DataFrame, frozenset[str]]:
    """The table as cleaned text with `@row`, blank rows left out; and the columns that were floats."""
    ending = path.suffix.lower()
    if ending not in (*READABLE, ".parquet"):
        raise Refused(f"a {ending or 'nameless'} file", "a .csv, .xlsx or .parquet file")
    if path.stat().st_size > MOST_BYTES:
        raise Refused(f"a file of more than {MOST_BYTES // MIB} MiB", "a smaller file")
    floats: frozenset[str] = frozenset()
    if ending == ".parquet":
        table, floats = _parquet(path)
    elif ending == ".csv":
        table = _csv(path.read_bytes())
    else:
        table = _first_sheet(path)
    names = [c for c in table.columns if c != "@row"]
    if not names:
        raise Refused("a file without columns", "a header row with the names of inputs")
    table = table.with_columns(clean(pl.col(names)))
    return table.filter(pl.any_horizontal(pl.col(names).is_not_null())).select("@row", *names), floats


def _csv(data: bytes) -> pl.DataFrame:
    if not data:
        raise Refused("an empty file", "a table with a header row")
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = _header(next(reader, []))
        rest = text.split("\n", reader.line_num)[-1] if text.count("\n") >= reader.line_num else ""
        if not rest.strip():
            return pl.DataFrame(schema={"@row": pl.Int64} | dict.fromkeys(header, pl.String))
        table = pl.read_csv(
            rest.encode(), has_header=False, new_columns=header, schema_overrides=[pl.String] * len(header),
            infer_schema=False, raise_if_empty=False,
        )  # fmt: skip
    except (csv.Error, pl.exceptions.PolarsError) as e:
        raise Refused(_misfit(text), "as many cells in each row as in the first, and paired quotes") from e
    if table.width != len(header):
        raise Refused(f"{table.width} cells in a row under {len(header)} headers", "as many cells as headers")
    return table.with_row_index("@row", offset=2).cast({"@row": pl.Int64})


def _misfit(text: str) -> str:
    """Which row of a CSV does not fit its header."""
    width, row = 0, 0
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1):
            width = width or len(cells)
            if len(cells) > width:
                return f"{len(cells)} cells in row {row} under {width} headers"
    except csv.Error:
        pass
    return f"a table that breaks off at row {row + 1}"


def _first_sheet(path: Path) -> pl.DataFrame:
    book = read_book(path)
    sheet = next((s for s in book.sheets if s.visible and s.grid.height), None)
    if sheet is None:
        raise Refused("a workbook without rows", "a sheet with a header row")
    rows = sheet.grid.with_row_index("@row", offset=1).cast({"@row": pl.Int64})
    filled = rows.filter(pl.any_horizontal(pl.exclude("@row").is_not_null()))
    names = {c: h for c, h in zip(sheet.grid.columns, filled.row(0)[1:], strict=True) if clean_text(h)}
    header = _header(list(names.values()))
    if sheet.faults:
        cell, what = next(iter(sheet.faults.items()))
        raise Refused(f"{what} in {cell}", "a value")
    return filled[1:].select("@row", *names).rename(dict(zip(names, header, strict=True)))


def _parquet(path: Path) -> tuple[pl.DataFrame, frozenset[str]]:
    try:
        raw = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as e:
        raise Refused("a damaged Parquet file", "a Parquet file that opens") from e
    raw = raw.rename(dict(zip(raw.columns, _header(raw.columns), strict=True)))
    odd = [c for c, t in raw.schema.items() if t.is_nested() or t in (pl.Binary, pl.Time, pl.Duration, pl.Object)]
    if odd:
        raise Refused(f"a column {odd[0]} of type {raw.schema[odd[0]]}", "numbers, texts, flags and dates")
    floats = frozenset(c for c, t in raw.schema.items() if t.is_float())
    made = []
    for name, dtype in raw.schema.items():
        written = pl.col(name).cast(pl.String)
        if dtype.is_float() or dtype.is_decimal():
            written = written.str.replace(r"^(-?[0-9]+)\.0+$", "$1").str.replace(r"^(-?[0-9]+\.[0-9]*[1-9])0+$", "$1")
        made.append(written)
    return raw.select(made).with_row_index("@row", offset=1).cast({"@row": pl.Int64}), floats


def _header(names: Sequence[str | None]) -> list[str]:
    plain = [(clean_text(n) or "").lower() for n in names]
    twice = next((n for n in plain if n and plain.count(n) > 1), None)
    if twice is not None:
        raise Refused(f'two columns named "{twice}"', "each name once")
    return [n or f"column {i}" for i, n in enumerate(plain, 1)]


def _columns(
    file: str,
    headers: Sequence[str],
    entity: str,
    results: Mapping[str, Kind],
    warnings: list[str],
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
            found = f'"{header}" and "{seen[name]}"'
            problems.append(Problem(file=file, where="header", found=found, expected=f"one column for {name}"))
            continue
        seen[name] = header
        if name == "month":
            yield _Column(name, header, Cell(kind=MONTH))
        elif name in KEY_COLUMNS:
            yield _Column(name, header, None)
        elif name in inputs:
            yield _Column(name, header, cell_of(inputs[name], fen=fen))
        elif name in results:
            warnings.append(f"{file}: column {header} is a result; it is taken as given")
            yield _Column(name, header, _given(results[name], fen=fen))
        else:
            near = get_close_matches(name, [*inputs, *results, *KEY_COLUMNS], n=1)
            meant = f"; did you mean {near[0]}?" if near else ""
            warnings.append(f"{file}: column {header} is no input of {entity} and is not read{meant}")


def _given(kind: Kind, *, fen: bool) -> Cell:
    if kind.group is Group.FLAG:
        return Cell(kind=kind, words={"true": True, "false": False, "1": True, "0": False, "是": True, "否": False})
    if kind.group is Group.CLOSED:
        return Cell(kind=kind, closed=True, words={m: m for m in kind.members})
    return Cell(kind=kind, low=-_FARTHEST, high=_FARTHEST, fen=fen)


def _missing_columns(file: str, columns: Sequence[_Column], entity: str) -> list[Problem]:
    declared = ENTITIES[entity]
    needed = "month" if declared.is_monthly else str(declared.as_of)
    if any(c.name == needed for c in columns):
        return []
    return [Problem(file=file, where="header", found=f"no column {needed}", expected=f"a column {needed}")]


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
            said = shown(written) if written is not None else "nothing"
            where = f"row {row}, column {at.header}"
            found.append((row, Problem(file=file, where=where, found=said, expected=expected(written or "", at.cell))))
    problems += [problem for _, problem in sorted(found, key=lambda pair: pair[0])]
    return frame


def _bad_districts(file: str, frame: pl.DataFrame, districts: set[str]) -> list[Problem]:
    if not districts or "district" not in frame.columns:
        return []
    bad = frame.filter(pl.col("district").is_not_null() & ~pl.col("district").is_in(districts))
    return [
        Problem(
            file=file, where=f"row {row}, column district", found=shown(text),
            expected="one of " + ", ".join(get_close_matches(text, districts, n=1) or sorted(districts)),
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
    return [
        Problem(file=file, where=f"row {row}", found=f"a second row of the same {told}{at}", expected="one row")
        for row, at in (
            (r["@row"], f" ({month_text(r['month'])})" if r.get("month") is not None else "")
            for r in again.iter_rows(named=True)
        )
    ]


def _completed(frame: pl.DataFrame, entity: str) -> pl.DataFrame:
    missing = []
    if "district" not in frame.columns:
        missing.append(pl.lit(None, dtype=pl.String).alias("district"))
    if ENTITIES[entity].is_monthly and "month" not in frame.columns:
        missing.append(pl.lit(None, dtype=dtype_of(MONTH)).alias("month"))
    return frame.with_columns(missing)

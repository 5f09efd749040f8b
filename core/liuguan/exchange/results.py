"""Results of an evaluation as CSV, JSON, Parquet or XLSX: money as yuan, unknown as nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeAlias

import polars as pl

from liuguan.errors import ConfigError, Text
from liuguan.exchange.guarding import guarded_column
from liuguan.exchange.saving import replacing, save_text
from liuguan.language.kinds import MONTH, Group, Kind

SCHEMA = 1
NEED_A_FILE = ("parquet", "xlsx")
HEADINGS: Mapping[str, str] = {"id": "编号", "district": "区县", "month": "月份"}
Language: TypeAlias = Literal["zh", "en"]


def _hundredths(value: pl.Expr) -> pl.Expr:
    whole, part = value.abs() // 100, value.abs() % 100
    sign = pl.when(value < 0).then(pl.lit("-")).when(value >= 0).then(pl.lit(""))
    return pl.concat_str(sign, whole.cast(pl.String), pl.lit("."), part.cast(pl.String).str.zfill(2))


def _month(value: pl.Expr) -> pl.Expr:
    return pl.concat_str(
        (value // 12).cast(pl.String).str.zfill(4), pl.lit("-"), (value % 12 + 1).cast(pl.String).str.zfill(2)
    )


def _text(name: str, kind: Kind | None) -> pl.Expr:
    """A column as people write it; null is unknown."""
    value = pl.col(name)
    if kind is None:
        return value.cast(pl.String)
    if kind.group is Group.MONTH:
        return _month(value).alias(name)
    if kind.is_number and kind.scale == 100:
        return _hundredths(value).alias(name)
    if kind.group is Group.DATE:
        return value.dt.to_string("%Y-%m-%d")
    return value.cast(pl.String)  # flags become true and false


def _kinds(frame: pl.DataFrame, kinds: Mapping[str, Kind]) -> dict[str, Kind | None]:
    found: dict[str, Kind | None] = {name: kinds.get(name) for name in frame.columns}
    return found | ({"month": MONTH} if "month" in found else {})


def written(frame: pl.DataFrame, kinds: Mapping[str, Kind]) -> pl.DataFrame:
    """Every column as text: `1380.00`, `85.00`, `true`, `2010-12`, `2010-12-31`; null where unknown.

    Args:
        frame: `id`, `district`, `month` (number) and results in stored units.
        kinds: the kind of each result.
    """
    return frame.select(_text(name, kind) for name, kind in _kinds(frame, kinds).items())


def written_rows(frame: pl.DataFrame, kinds: Mapping[str, Kind]) -> list[dict[str, str | None]]:
    """The same, row by row."""
    return written(frame, kinds).to_dicts()


def save_results(
    frame: pl.DataFrame,
    kinds: Mapping[str, Kind],
    format_: str,
    output: Path | None,
    *,
    language: Language = "zh",
) -> str | None:
    """Write results to a file; without one, return them as text.

    Args:
        frame: `id`, `district`, `month` (number), then results in stored units, in the order of the columns.
        kinds: the kind of each result.
        format_: `csv`, `json`, `parquet` or `xlsx`.
        output: the file, which appears whole or not at all.
        language: of the headings of a workbook; the other formats have fixed names.

    Raises:
        ConfigError: the format needs a file and there is none, or there is no such format.
    """
    if format_ in NEED_A_FILE and output is None:
        raise ConfigError([Text(f"{format_} 需要写入文件", f"{format_} needs a file to be written to")], where="-o")
    if format_ == "parquet" and output is not None:
        with replacing(output) as part:
            _as_parquet(frame, kinds).write_parquet(part)
        return None
    if format_ == "xlsx" and output is not None:
        with replacing(output) as part:
            _write_xlsx(frame, kinds, part, language)
        return None
    if format_ not in ("csv", "json"):
        formats = Text("可用 csv、json、parquet 和 xlsx", "there are csv, json, parquet and xlsx")
        none = Text(f"没有格式 {format_};", f"no format {format_}; ")
        raise ConfigError([none + formats], where="--format")
    text = results_csv(frame, kinds) if format_ == "csv" else results_json(frame, kinds)
    if output is None:
        return text
    save_text(output, text)
    return None


def results_csv(frame: pl.DataFrame, kinds: Mapping[str, Kind]) -> str:
    """CSV in UTF-8 with commas; text that begins like a formula is guarded."""
    texts = [n for n, k in _kinds(frame, kinds).items() if k is None or k.group in (Group.OPEN, Group.CLOSED)]
    return written(frame, kinds).with_columns(guarded_column(pl.col(n)).alias(n) for n in texts).write_csv()


def results_json(frame: pl.DataFrame, kinds: Mapping[str, Kind]) -> str:
    """`{"schema": 1, "rows": […]}`: amounts and points as texts, counts as numbers, unknown null."""
    plain = []
    for name, kind in _kinds(frame, kinds).items():
        whole = kind is not None and (kind.group is Group.FLAG or (kind.is_number and kind.scale == 1))
        plain.append(pl.col(name) if whole else _text(name, kind))
    rows = frame.select(plain).to_dicts()
    return json.dumps({"schema": SCHEMA, "rows": rows}, ensure_ascii=False, indent=1) + "\n"


def _as_parquet(frame: pl.DataFrame, kinds: Mapping[str, Kind]) -> pl.DataFrame:
    made = []
    for name, kind in _kinds(frame, kinds).items():
        if kind is not None and kind.is_number and kind.scale == 100:
            made.append(_hundredths(pl.col(name)).str.to_decimal(scale=2).cast(pl.Decimal(18, 2)).alias(name))
        elif kind == MONTH or kind is None:
            made.append(_text(name, kind))
        else:
            made.append(pl.col(name))
    return frame.select(made)


def _write_xlsx(frame: pl.DataFrame, kinds: Mapping[str, Kind], path: Path, language: Language) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False})
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    money, whole = book.add_format({"num_format": "0.00"}), book.add_format({"num_format": "0"})
    sheet = book.add_worksheet("结果" if language == "zh" else "results")
    sheet.freeze_panes(1, 0)
    known = _kinds(frame, kinds)
    for i, name in enumerate(known):
        sheet.write_string(0, i, HEADINGS.get(name, name) if language == "zh" else name, bold)
        sheet.set_column(i, i, max(12, min(len(name) + 2, 28)))
    shown = written(frame, kinds)
    for at, (row, values) in enumerate(zip(shown.iter_rows(), frame.iter_rows(), strict=True), 1):
        for i, (kind, cell, value) in enumerate(zip(known.values(), row, values, strict=True)):
            if cell is None:
                continue
            if kind is not None and kind.group is Group.FLAG:
                sheet.write_boolean(at, i, value)
            elif kind is not None and kind.is_number:
                sheet.write_number(at, i, float(cell), money if kind.scale == 100 else whole)
            else:
                sheet.write_string(at, i, cell, text)
    book.close()

"""Findings as text, JSON (with a versioned schema), CSV or a workbook with a summary sheet.

A finding comes as a plain mapping with the keys of `schemas/findings-1.json`.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Literal, TypeAlias

from pydantic_core import to_json

from liuguan.errors import ConfigError, Text
from liuguan.exchange.guarding import guarded
from liuguan.exchange.saving import replacing

SCHEMA = 1
SEVERITIES = ("violation", "warning", "unknown", "info")
COLUMNS: Mapping[str, str] = {
    "code": "代码",
    "severity": "级别",
    "clause": "条款",
    "district": "区县",
    "entity": "对象类型",
    "subject": "对象",
    "month": "月份",
    "message": "发现",
    "fix": "处理",
    "figures": "数值",
    "reading": "读法",
    "rulebook": "规则版本",
    "parameters": "参数",
    "source": "来源",
}
LEVELS: Mapping[str, str] = {"violation": "违反", "warning": "警告", "unknown": "未知", "info": "提示"}
_WIDTHS = {
    "message": 60,
    "fix": 40,
    "figures": 40,
    "subject": 22,
    "source": 36,
    "parameters": 30,
    "rulebook": 18,
}
Language: TypeAlias = Literal["zh", "en"]
Finding: TypeAlias = Mapping[str, Any]


def findings_schema() -> dict[str, Any]:
    """The JSON Schema of `findings_json`."""
    text = resources.files(__package__).joinpath("schemas", f"findings-{SCHEMA}.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def findings_json(findings: Sequence[Finding]) -> str:
    """`{"schema": 1, "findings": […]}`."""
    return to_json({"schema": SCHEMA, "findings": list(findings)}, indent=1).decode() + "\n"


def findings_text(findings: Sequence[Finding], *, language: Language = "zh") -> str:
    """One line for each finding, with its figures below it."""
    lines = []
    for finding in findings:
        row = _row(finding, language)
        place = " ".join(row[k] for k in ("district", "subject", "month") if row[k])
        lines.append(f"{row['severity']} {row['code']} [{row['clause']}] {place}: {row['message']}")
        lines += [f"    {row[k]}" for k in ("figures", "source") if row[k]]
    return "".join(f"{line}\n" for line in lines)


def findings_csv(findings: Sequence[Finding], *, language: Language = "zh") -> str:
    """CSV with a row for each finding; texts that begin like a formula are guarded."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for finding in findings:
        row = _row(finding, language, plain=True)
        writer.writerow(guarded(row[name]) for name in COLUMNS)
    return out.getvalue()


def write_findings_xlsx(findings: Sequence[Finding], output: Path | None, *, language: Language = "zh") -> None:
    """A workbook with a summary (districts by severity) and the findings, texts as texts, headers frozen.

    Raises:
        ConfigError: there is no file to write to.
    """
    if output is None:
        raise ConfigError([Text("xlsx 需要写入文件", "xlsx needs a file to be written to")], where="-o")
    import xlsxwriter

    with replacing(output) as part:
        book = xlsxwriter.Workbook(part, {"constant_memory": True, "strings_to_formulas": False})
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        _summary(book.add_worksheet("汇总" if language == "zh" else "summary"), findings, language, bold)
        sheet = book.add_worksheet("发现" if language == "zh" else "findings")
        sheet.freeze_panes(1, 0)
        for i, (name, zh) in enumerate(COLUMNS.items()):
            sheet.write_string(0, i, zh if language == "zh" else name, bold)
            sheet.set_column(i, i, _WIDTHS.get(name, 12))
        for at, finding in enumerate(findings, 1):
            row = _row(finding, language)
            for i, name in enumerate(COLUMNS):
                sheet.write_string(at, i, row[name], text)
        if findings:
            sheet.autofilter(0, 0, len(findings), len(COLUMNS) - 1)
        book.close()


def _summary(sheet: Any, findings: Sequence[Finding], language: Language, bold: Any) -> None:  # no types for xlsxwriter
    zh = language == "zh"
    total = "合计" if zh else "total"
    counts = Counter((str(f["district"]), str(f["severity"])) for f in findings)
    districts = list(dict.fromkeys(str(f["district"]) for f in findings))
    rows = [(d, [counts[d, s] for s in SEVERITIES]) for d in districts]
    rows.append((total, [sum(counts[d, s] for d in districts) for s in SEVERITIES]))
    sheet.freeze_panes(1, 0)
    heads = ["区县" if zh else "district", *(LEVELS[s] if zh else s for s in SEVERITIES), total]
    for i, head in enumerate(heads):
        sheet.write_string(0, i, head, bold)
    for at, (name, numbers) in enumerate(rows, 1):
        sheet.write_string(at, 0, name)
        for i, number in enumerate([*numbers, sum(numbers)], 1):
            sheet.write_number(at, i, number)


def _row(finding: Finding, language: Language, *, plain: bool = False) -> dict[str, str]:
    """A finding as texts, in the order of `COLUMNS`."""
    severity = str(finding["severity"])
    figures = finding.get("figures") or {}
    row = {name: str(finding.get(name) or "") for name in COLUMNS}
    return row | {
        "severity": severity if plain or language == "en" else LEVELS.get(severity, severity),
        "message": str((finding.get("message") or {}).get(language, "")),
        "fix": str((finding.get("fix") or {}).get(language, "")),
        "figures": "; ".join(f"{name} = {'?' if value is None else value}" for name, value in figures.items()),
        "parameters": "; ".join(map(str, finding.get("parameters") or ())),
    }

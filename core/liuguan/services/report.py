"""The city's report: a summary by district, then the findings, as text or through the findings writers."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from liuguan.language.written import month_text
from liuguan.rulebook.definitions import Severity

if TYPE_CHECKING:
    from liuguan.language.words import Language
    from liuguan.rulebook.findings import Finding
    from liuguan.services.check import Report
    from liuguan.services.district_check import DistrictReport

MOST_SUBJECTS = 6
_STATES = {"judged": ("已判断", "judged"), "not judged": ("未判断", "not judged"), "no files": ("无表格", "no files")}
_LEVELS = {
    Severity.VIOLATION: ("违反", "violation"), Severity.WARNING: ("警告", "warning"),
    Severity.UNKNOWN: ("未知", "unknown"), Severity.INFO: ("提示", "info"),
}  # fmt: skip


def text_report(report: Report, language: Language) -> str:
    """The whole report as text: a table of districts, then each district's findings, alike ones together."""
    english = language == "en"
    name = report.city_en if english else report.city_zh
    span = f"{month_text(report.first_month)} – {month_text(report.last_month)}"
    lines = [f"{name}  {span}", "", *_summary(report, language)]
    for district in report.districts:
        lines += ["", *_district(district, language)]
    if any(d.illustrative for d in report.districts):
        lines += [
            "",
            (
                "* values marked illustrative are invented: no public source documents them",
                "* 标注“示例”的取值为虚构,没有公开依据",
            )[not english],
        ]
    return "\n".join(lines)


def _summary(report: Report, language: Language) -> list[str]:
    english = language == "en"
    head = ["District", "state", "workers", *(_LEVELS[s][1] for s in Severity)] if english else [
        "区县", "状态", "人数", *(_LEVELS[s][0] for s in Severity)
    ]  # fmt: skip
    rows = [head]
    for d in report.districts:
        mark = "*" if d.illustrative else ""
        rows.append(
            [
                (d.name_en if english else d.name_zh) + mark,
                _STATES[d.state][english],
                str(d.workers),
                *(str(d.count(s)) for s in Severity),
            ]
        )
    total = [("total", "合计")[not english], "", str(sum(d.workers for d in report.districts))]
    rows.append([*total, *(str(sum(d.count(s) for d in report.districts)) for s in Severity)])
    widths = [max(_width(r[i]) for r in rows) for i in range(len(head))]
    return [
        "  ".join(_pad(cell, w, right=i > 1) for i, (cell, w) in enumerate(zip(row, widths, strict=True))).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int, *, right: bool) -> str:
    blank = " " * (width - _width(text))
    return blank + text if right else text + blank


def _district(d: DistrictReport, language: Language) -> list[str]:
    english = language == "en"
    lines = [f"== {d.name_en if english else d.name_zh} ({d.id}) {_STATES[d.state][english]} {d.rulebook}".rstrip()]
    if d.fault is not None:
        lines.append(f"   {('plugin fault', '插件故障')[not english]}: {d.fault.said(language)}")
    lines += [f"   {('problem', '问题')[not english]}: {p.said(language)}" for p in d.problems]
    if not d.findings and not d.problems:
        lines.append(f"   {('no findings', '没有发现')[not english]}")
    ordered = sorted(d.findings, key=_alike)
    for (_, code, clause), same in groupby(ordered, key=_alike):
        lines += _group(code, clause, list(same), language)
    return lines


def _alike(f: Finding) -> tuple[int, str, str]:
    return list(_LEVELS).index(f.severity), f.code, f.clause


def _group(code: str, clause: str, found: list[Finding], language: Language) -> list[str]:
    english = language == "en"
    first = found[0]
    level = _LEVELS[first.severity][english]
    message = first.message_en if english else first.message_zh
    lines = [f"   {level:<9} {code} [{clause}] ×{len(found)}  {message}"]
    subjects = [f"{f.subject} {f.month}".strip() for f in found]
    more = f" … +{len(subjects) - MOST_SUBJECTS}" if len(subjects) > MOST_SUBJECTS else ""
    lines.append(f"             {'; '.join(subjects[:MOST_SUBJECTS])}{more}")
    fix = first.fix_en if english else first.fix_zh
    if fix:
        lines.append(f"             → {fix}")
    return lines


def save_report(report: Report, format_: str, output: Path | None, language: Language) -> str | None:
    """Write the findings; returns the text where there is no file to write it to.

    Raises:
        ConfigError: a format that needs a file and has none.
    """
    from liuguan.exchange.report import findings_csv, findings_json, write_findings_xlsx
    from liuguan.exchange.saving import save_text

    rows = [f.to_json() for f in report.findings]
    if format_ == "xlsx":
        write_findings_xlsx(rows, output, language=language)
        return None
    made = {
        "text": lambda: text_report(report, language) + "\n",
        "json": lambda: findings_json(rows),
        "csv": lambda: findings_csv(rows, language=language),
    }[format_]()
    if output is None:
        return made
    save_text(output, made)
    return None

"""One district in the batch: its facts judged month by month, and what is said of its files and its standard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from liuguan.admission import admission
from liuguan.district import City
from liuguan.errors import LiuguanError, Problem, Text
from liuguan.exchange.reasons import in_month
from liuguan.language.written import month_text
from liuguan.rulebook.book import Rulebook
from liuguan.rulebook.definitions import Severity
from liuguan.rulebook.evaluate import evaluate
from liuguan.rulebook.findings import ORDER, Finding, findings, targets
from liuguan.services.judging import facts_within, with_district_months
from liuguan.services.mergers import with_merged_periods
from liuguan.vocabulary import DISTRICT_MONTH, ENTITIES, STANDARD, VOCABULARY, WORKER_MONTH

NO_STANDARD = "STD900"
FAULTY_STANDARD = "STD901"
UNREADABLE = "FIL001"


@dataclass(slots=True, kw_only=True)
class DistrictReport:
    """What the batch found for one district. `state`: judged, not judged (bad files), or no files."""

    id: str
    name_zh: str
    name_en: str
    state: str
    findings: list[Finding] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    workers: int = 0
    worker_months: int = 0
    rulebook: str = ""
    fault: LiuguanError | None = None
    illustrative: bool = False

    def count(self, severity: Severity) -> int:
        """How many findings of a severity."""
        return sum(f.severity is severity for f in self.findings)


@dataclass(frozen=True, slots=True)
class Judged:
    """Months, and the rulebook that judges them."""

    book: Rulebook
    months: tuple[int, ...]


def judge_district(
    city: City, report: DistrictReport, everyone: Mapping[str, pl.DataFrame], judged: Sequence[Judged]
) -> DistrictReport:
    """The report with what is found in a district's facts.

    Args:
        report: with the problems of its files, and the fault of its standard where it has one.
        everyone: facts of all districts.
    """
    district, extra = report.id, report.findings
    facts = facts_within(everyone, district)
    report.problems += _outside_validity(city, district, facts)
    if report.problems:
        report.state = "not judged"
        report.findings = [_unreadable(p, district) for p in report.problems]
        return report
    report.findings = extra
    for part in judged:
        report.rulebook = part.book.hash
        report.findings += _of_standard(part, district)
        layer = part.book.standard
        report.illustrative |= layer is not None and any(s.status == "illustrative" for s in layer.sections)
    if not facts:
        report.state = "no files"
        return report
    if WORKER_MONTH in facts:
        report.workers = facts[WORKER_MONTH]["worker"].n_unique()
        report.worker_months = facts[WORKER_MONTH].height
    every_month = [m for part in judged for m in part.months]
    for part in judged:
        found = _found(city, district, part.book, with_district_months(facts, district, every_month), everyone)
        whole = len(judged) == 1
        report.findings += [f for f in found if whole or f.month in {month_text(m) for m in part.months}]
    report.findings.sort(key=lambda f: (ORDER.index(f.severity), f.month, f.code, f.subject, f.source))
    return report


def _of_standard(part: Judged, district: str) -> list[Finding]:
    """What is to be said of the standard itself, or of there being none."""
    if part.book.standard is not None:
        return admission(part.book, list(part.months))
    return [_no_standard(district, m, part.book.hash) for m in part.months]


def _found(
    city: City, district: str, book: Rulebook, facts: Mapping[str, pl.DataFrame], everyone: Mapping[str, pl.DataFrame]
) -> list[Finding]:
    in_force = pl.lit(book.standard is not None).alias("standard_in_force")
    own = {**facts, DISTRICT_MONTH: facts[DISTRICT_MONTH].with_columns(in_force)}
    if WORKER_MONTH in everyone:
        own = dict(with_merged_periods(city, district, own, everyone[WORKER_MONTH]))
    results = evaluate(book, own, targets(book, [e for e in ENTITIES if e in own and e != STANDARD]))
    return list(findings(results, supplied=_supplied(own)))


def _outside_validity(city: City, district: str, facts: Mapping[str, pl.DataFrame]) -> list[Problem]:
    """Rows of months in which the district did not exist."""
    found = []
    for frame in facts.values():
        if "month" not in frame.columns:
            continue
        for month in sorted(frame["month"].drop_nulls().unique().to_list()):
            wrong = outside_validity(city, district, month)
            if wrong is not None:
                rows = frame.filter(pl.col("month") == month)
                source = str(rows["source"][0]) if "source" in rows.columns else district
                found.append(Problem(file=source, where="", found=in_month(district, month), expected=wrong))
    return found


def outside_validity(city: City, district: str, month: int) -> Text | None:
    """What was expected instead of a district in a month in which it does not exist; None when it does."""
    if city.config.unit(district, month) is not None:
        return None
    units = [u for u in city.config.units if u.id == district]
    latest = units[-1]
    if latest.successor:
        after, day = latest.successor, latest.valid_to
        return Text(f"{after}(已于 {day} 并入)", f"{after}, which took it over on {day}")
    return Text(f"{units[0].valid_from} 起的月份", f"a month from {units[0].valid_from} on")


def _supplied(facts: Mapping[str, pl.DataFrame]) -> dict[str, frozenset[str]]:
    return {
        entity: frozenset(
            c for c in frame.columns if VOCABULARY.find(entity, c) and frame[c].null_count() < frame.height
        )
        for entity, frame in facts.items()
    }


def _unreadable(problem: Problem, district: str) -> Finding:
    return Finding(
        code=UNREADABLE,
        severity=Severity.UNKNOWN,
        clause="V.3",
        district=district,
        entity="file",
        subject=problem.file,
        month="",
        message_en=f"not judged: {problem.said('en')}",
        message_zh=f"未判断:{problem.said('zh')}",
        fix_en="correct the file and run the check again",
        fix_zh="更正文件后重新检查",
        figures={"found": problem.found} if isinstance(problem.found, str) else {},
        source=f"{problem.file} {problem.where}".strip(),
    )


def _no_standard(district: str, month: int, book: str) -> Finding:
    return Finding(
        code=NO_STANDARD,
        severity=Severity.WARNING,
        clause="V.1, V.2",
        district=district,
        entity=STANDARD,
        subject=f"standard {district}",
        month=month_text(month),
        message_en="no standard is in force; only the city's floors are checked",
        message_zh="没有现行标准,只按全市底线检查",
        fix_en="file a standard",
        fix_zh="报备标准",
        rulebook=book,
    )


def faulty_standard(district: str, reason: Text, book: str) -> Finding:
    """The finding that a standard cannot be compiled."""
    return Finding(
        code=FAULTY_STANDARD,
        severity=Severity.VIOLATION,
        clause="V.2",
        district=district,
        entity=STANDARD,
        subject=f"standard {district}",
        month="",
        message_en=f"the standard cannot be compiled: {reason.en}",
        message_zh=f"标准无法编译:{reason.zh}",
        fix_en="correct the standard's TOML or plugin",
        fix_zh="更正标准文件或插件",
        rulebook=book,
    )


__all__ = ["DistrictReport", "Judged", "faulty_standard", "judge_district", "outside_validity"]

"""The city office's batch: a folder of workbooks in, cited findings out, district by district."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from liuguan.admission import admission
from liuguan.district import City, District
from liuguan.errors import ConfigError, InputError, LiuguanError, PluginFault, Problem, Text
from liuguan.exchange.forms import forms_of
from liuguan.exchange.gathering import Notice
from liuguan.exchange.intake import Intake, IntakeFile, read_city
from liuguan.exchange.reasons import in_month
from liuguan.language.written import month_text
from liuguan.rulebook.definitions import Severity
from liuguan.rulebook.evaluate import evaluate
from liuguan.rulebook.findings import ORDER, Finding, findings, targets
from liuguan.services.mergers import with_merged_periods
from liuguan.vocabulary import DISTRICT_MONTH, ENTITIES, STANDARD, VOCABULARY, WORKER_MONTH

STANDARDS = "standards"
NO_STANDARD = "STD900"
FAULTY_STANDARD = "STD901"
UNREADABLE = "FIL001"

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done, and how many there are."""


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


@dataclass(slots=True, kw_only=True)
class Report:
    """The whole batch; months are numbers, both included."""

    city_zh: str
    city_en: str
    first_month: int
    last_month: int
    districts: list[DistrictReport]
    unassigned: list[Problem] = field(default_factory=list)
    notices: Sequence[Notice] = ()
    files: Sequence[IntakeFile] = ()

    @property
    def findings(self) -> list[Finding]:
        """All findings, district by district."""
        return [f for d in self.districts for f in d.findings]

    @property
    def problems(self) -> list[Problem]:
        """All problems of files."""
        return [*self.unassigned, *(p for d in self.districts for p in d.problems)]

    @property
    def faults(self) -> list[LiuguanError]:
        """Why standards could not be compiled."""
        return [d.fault for d in self.districts if d.fault is not None]

    def exit_code(self, fail_on: Severity) -> int:
        """2 for bad input, 4 for a plugin fault, 1 for findings at or above a severity, else 0."""
        if self.problems:
            return 2
        if self.faults:
            return 4
        grave = ORDER[: ORDER.index(fail_on) + 1]
        return int(any(f.severity in grave for f in self.findings))


def check_city(
    city: City,
    folder: Path,
    *,
    first_month: int,
    last_month: int,
    only: Sequence[str] = (),
    plugin: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Check every district of a folder against the guidance and against its own standard.

    Args:
        only: district ids to look at; all without it.
        plugin: a third party's plugin for the one district in `only`.

    Raises:
        ConfigError: an unknown district, or the city's own configuration.
    """
    for district in only:
        city.check_id(district)
    tell = progress or (lambda what, done, of: None)
    intake = read_city(
        folder,
        forms=forms_of(city.data),
        districts=city.config.units,
        first_month=first_month,
        last_month=last_month,
        only=tuple(only) or None,
        items=work_items(city),
        progress=tell,
    )
    if not intake.files and not intake.problems and not (folder / STANDARDS).is_dir():
        nothing = Text("没有工作簿", "no workbooks")
        files = Text("各区县的 XLSX 或 CSV 文件", "XLSX or CSV files of the districts")
        raise InputError([Problem(file=folder.name, where="", found=nothing, expected=files)])
    present = [d for d in _with_anything(city, intake, folder) if not only or d in only]
    asked = list(dict.fromkeys([*only, *present])) if only else present
    reports = []
    for i, district in enumerate(asked):
        tell(district, i, len(asked))
        reports.append(_district(city, intake, district, folder, first_month, last_month, plugin))
    tell("", len(asked), len(asked))
    return Report(
        city_zh=city.config.name_zh,
        city_en=city.config.name_en,
        first_month=first_month,
        last_month=last_month,
        districts=reports,
        unassigned=list(intake.problems.get("", ())),
        notices=intake.notices,
        files=intake.files,
    )


def work_items(city: City) -> dict[str, str]:
    """From the names of the city's work items, at any time, to their codes."""
    found: dict[str, str] = {}
    catalogues = city.config.data.get("work_items")
    for catalogue in catalogues if isinstance(catalogues, list) else ():
        for code, item in catalogue.get("items", {}).items():
            found |= {str(item[key]): code for key in ("zh", "en") if key in item}
    return found


def _with_anything(city: City, intake: Intake, folder: Path) -> list[str]:
    """Districts that have files, good or bad, in the city's order."""
    found = {d for frame in intake.facts.values() if "district" in frame.columns for d in frame["district"].unique()}
    found |= set(intake.problems)
    found |= {p.stem for p in (folder / STANDARDS).glob("*.toml")} if (folder / STANDARDS).is_dir() else set()
    return [d for d in city.config.ids() if d in found]


def _district(
    city: City, intake: Intake, district: str, folder: Path, first: int, last: int, plugin: Path | None
) -> DistrictReport:
    unit = city.config.unit(district, last) or city.config.unit(district)
    report = DistrictReport(
        id=district,
        name_zh=unit.name_zh if unit else district,
        name_en=unit.name_en if unit else district,
        state="judged",
    )
    report.problems = list(intake.problems.get(district, ()))
    facts = {e: f for e, f in _facts_of(intake, district).items() if f.height}
    report.problems += _outside_validity(city, district, facts)
    loaded, extra = _standard(city, district, folder, plugin, report)
    if report.problems:
        report.state = "not judged"
        report.findings = [_unreadable(p, district) for p in report.problems]
        return report
    months = _months(city, district, first, last)
    report.rulebook = loaded.book.hash
    report.findings = extra
    if loaded.layer is not None:
        report.findings += admission(loaded.book, months)
        report.illustrative = any(s.status == "illustrative" for s in loaded.layer.sections)
    else:
        report.findings += [_no_standard(district, m, loaded.book.hash) for m in months]
    if not facts:
        report.state = "no files"
        return report
    facts = _completed(facts, district, months, in_force=loaded.layer is not None)
    if WORKER_MONTH in intake.facts:
        facts = dict(with_merged_periods(city, district, facts, intake.facts[WORKER_MONTH]))
    results = evaluate(loaded.book, facts, targets(loaded.book, [e for e in ENTITIES if e in facts and e != STANDARD]))
    report.findings += findings(results, supplied=_supplied(facts))
    if WORKER_MONTH in facts:
        report.workers = facts[WORKER_MONTH]["worker"].n_unique()
        report.worker_months = facts[WORKER_MONTH].height
    report.findings.sort(key=lambda f: (ORDER.index(f.severity), f.month, f.code, f.subject))
    return report


def _facts_of(intake: Intake, district: str) -> dict[str, pl.DataFrame]:
    found = {
        entity: frame.filter(pl.col("district") == district)
        for entity, frame in intake.facts.items()
        if "district" in frame.columns
    }
    return {e: f.select(c for c in f.columns if f[c].null_count() < f.height) for e, f in found.items() if f.height}


def _months(city: City, district: str, first: int, last: int) -> list[int]:
    """Months of the span in which the district exists and there is law."""
    return [m for m in range(max(first, city.config.law_from), last + 1) if city.config.unit(district, m)]


def _standard(
    city: City, district: str, folder: Path, plugin: Path | None, report: DistrictReport
) -> tuple[District, list[Finding]]:
    """The district with the standard that lies beside the workbooks, else the shipped one, else none."""
    beside = folder / STANDARDS / f"{district}.toml"
    try:
        return city.district(district, standard=beside if beside.is_file() else None, plugin=plugin), []
    except (ConfigError, PluginFault) as e:
        report.fault = e
        alone = District(
            id=district, unit=city.config.unit(district), config=None, layer=None, book=_alone(city, district)
        )
        return alone, [_faulty(district, e.text, alone.book.hash)]


def _alone(city: City, district: str) -> Any:
    return replace(city.book, district=district)


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


def _completed(
    facts: Mapping[str, pl.DataFrame], district: str, months: Sequence[int], *, in_force: bool
) -> dict[str, pl.DataFrame]:
    """Facts with one district row for every month that is judged."""
    made = dict(facts)
    every = pl.DataFrame(
        {"district": [district] * len(months), "month": list(months)}, schema={"district": pl.String, "month": pl.Int64}
    )
    there = made.get(DISTRICT_MONTH)
    if there is not None:
        every = pl.concat([there, every.join(there, on=["district", "month"], how="anti")], how="diagonal_relaxed")
    made[DISTRICT_MONTH] = every.with_columns(pl.lit(in_force).alias("standard_in_force"))
    return made


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


def _faulty(district: str, reason: Text, book: str) -> Finding:
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


__all__ = ["DistrictReport", "Report", "check_city", "outside_validity"]

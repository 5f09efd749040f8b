"""The city office's batch: workbooks or records in, cited findings out, district by district."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session

from liuguan.district import City
from liuguan.errors import ConfigError, InputError, LiuguanError, PluginFault, Problem, Text
from liuguan.rulebook.book import Rulebook
from liuguan.rulebook.definitions import Severity
from liuguan.rulebook.findings import ORDER, Finding
from liuguan.services.district_check import DistrictReport, Judged, faulty_standard, judge_district
from liuguan.services.judging import facts_of_districts, filed_standards, months_of

if TYPE_CHECKING:
    from liuguan.exchange.gathering import Notice
    from liuguan.exchange.intake import Intake, IntakeFile
    from liuguan.services.filings.in_force import InForce

STANDARDS = "standards"

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done, and how many there are."""


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
    from liuguan.exchange.forms import forms_of
    from liuguan.exchange.intake import read_city

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
        report = _report_of(city, district, last_month)
        report.problems = list(intake.problems.get(district, ()))
        book = _standard(city, district, folder, plugin, report)
        judged = [Judged(book, tuple(months_of(city, district, first_month, last_month)))]
        reports.append(judge_district(city, report, intake.facts, judged))
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


def check_records(
    city: City,
    session: Session,
    *,
    first_month: int,
    last_month: int,
    only: Sequence[str] = (),
    known: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """Check what the records say of every district against the guidance and against the standard in force.

    Args:
        only: district ids to look at; all that have records without it.
        known: an event; what was known right after it.

    Raises:
        ConfigError: an unknown district, or the city's own configuration.
    """
    from liuguan.services.filings.in_force import standards_in_force

    for district in only:
        city.check_id(district)
    tell = progress or (lambda what, done, of: None)
    ids = [*only, *(u.id for u in city.config.units if u.successor in only)] if only else city.config.ids()
    facts = facts_of_districts(
        city, session, list(dict.fromkeys(ids)), first_month=first_month, last_month=last_month, known=known
    )
    present = {d for frame in facts.values() for d in frame["district"].unique()} | filed_standards(session, known)
    asked = [d for d in only or city.config.ids() if only or d in present]
    reports = []
    for i, district in enumerate(asked):
        tell(district, i, len(asked))
        report = _report_of(city, district, last_month)
        months = months_of(city, district, first_month, last_month)
        try:
            in_force = standards_in_force(session, city, district, months, known=known)
            judged = _by_book({month: found.book for month, found in in_force.items()})
        except (ConfigError, PluginFault) as e:
            judged, in_force = [Judged(_at_fault(city, district, e, report), tuple(months))], {}
        report.findings += _drifting(city, district, in_force, report)
        reports.append(judge_district(city, report, facts, judged))
    tell("", len(asked), len(asked))
    return Report(
        city_zh=city.config.name_zh, city_en=city.config.name_en, first_month=first_month, last_month=last_month,
        districts=reports,
    )  # fmt: skip


def _drifting(city: City, district: str, in_force: Mapping[int, InForce], report: DistrictReport) -> list[Finding]:
    """That the standard installed here is not the one that the district filed (V.3)."""
    from liuguan.services.filings.drift import drifts

    try:
        return drifts(city, district, in_force)
    except (ConfigError, PluginFault) as e:
        report.fault = e
        return [faulty_standard(district, e.text, city.book.hash)]


def _by_book(books: Mapping[int, Rulebook]) -> list[Judged]:
    """Months together that one rulebook judges, in their order."""
    found: dict[str, Judged] = {}
    for month, book in books.items():
        before = found.get(book.hash)
        found[book.hash] = Judged(book, (*(before.months if before else ()), month))
    return list(found.values())


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


def _report_of(city: City, district: str, month: int) -> DistrictReport:
    unit = city.config.unit(district, month) or city.config.unit(district)
    names = (unit.name_zh, unit.name_en) if unit else (district, district)
    return DistrictReport(id=district, name_zh=names[0], name_en=names[1], state="judged")


def _standard(city: City, district: str, folder: Path, plugin: Path | None, report: DistrictReport) -> Rulebook:
    """The rulebook with the standard that lies beside the workbooks, else the shipped one, else the city's alone."""
    beside = folder / STANDARDS / f"{district}.toml"
    try:
        return city.district(district, standard=beside if beside.is_file() else None, plugin=plugin).book
    except (ConfigError, PluginFault) as e:
        return _at_fault(city, district, e, report)


def _at_fault(city: City, district: str, e: ConfigError | PluginFault, report: DistrictReport) -> Rulebook:
    """The city's rulebook alone, where the district's standard cannot be compiled."""
    alone = replace(city.book, district=district)
    report.fault = e
    report.findings = [faulty_standard(district, e.text, alone.hash)]
    return alone


__all__ = ["Report", "check_city", "check_records", "work_items"]

"""Writing what was read: one unit of work for each district, with one audit row that holds no person's data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl
from pydantic import BaseModel, ConfigDict, PrivateAttr

from liuguan.errors import ConfigError, PluginFault
from liuguan.facts.statements import Statements
from liuguan.records.store import Work
from liuguan.records.tables.imports import ImportedFile
from liuguan.records.tables.operators import Role
from liuguan.records.tables.pay import PayRun
from liuguan.records.tables.people import Assignment, Certificate
from liuguan.services.commands import Command, Task, command
from liuguan.services.importing import closed
from liuguan.services.importing.numbering import numbered
from liuguan.services.importing.parking import park, settle_fixed
from liuguan.services.importing.persons import settled
from liuguan.services.importing.reading import Readout
from liuguan.services.importing.report import DistrictReport, Doubt, FileReport, ImportReport, Outcome
from liuguan.services.importing.sheets import revised
from liuguan.services.importing.tables import TABLE_OF, rows_for

if TYPE_CHECKING:
    from liuguan.services.filings.standard import Composed
    from liuguan.services.office import Office

Progress = Callable[[str, int, int], None]


class TakenFile(BaseModel):
    """A file of an import as the audit names it."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    path: str
    sha256: str
    forms: tuple[str, ...]
    rows: int
    parked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What an order to import brings along: too large, and too personal, for the audit."""

    stated: Statements = field(default_factory=Statements)
    doubts: tuple[Doubt, ...] = ()
    standard: Composed | None = None


class ImportFiles(Command):
    """Take in a district's part of some files.

    Attributes:
        lines: how many lines of each kind the files state.
        totals: control totals: sums of money in fen, of heads and of counts.
        standard: hash of the standard's TOML, where one is filed along.
    """

    files: tuple[TakenFile, ...]
    lines: dict[str, int]
    totals: dict[str, int]
    standard: str = ""
    _content: Content = PrivateAttr(default_factory=Content)

    @classmethod
    def of(cls, district: str, readout: Readout, standard: Composed | None = None) -> ImportFiles:
        """The order for a district's part of what was read."""
        stated = readout.of(district)
        files = [f for f in readout.files if district in f.districts and f.outcome in (Outcome.TAKEN, Outcome.PARTLY)]
        doubts = [d for d in readout.doubts if district in d.districts] if readout.parked else []
        made = cls(
            district=district,
            files=tuple(_taken(f) for f in files),
            lines={name: f.height for name, f in stated.frames().items() if f.height and name != "people"},
            totals=control_totals(stated),
            standard=standard.layer.document if standard is not None else "",
        )
        made._content = Content(stated=stated, doubts=tuple(doubts), standard=standard)
        return made


@command(
    ImportFiles, "import.files", may={Role.CLERK, Role.HEAD, Role.CITY_OFFICER}, zh="导入文件", en="take files in",
    undoable=False,
)  # fmt: skip
def take_in(task: Task, order: ImportFiles) -> DistrictReport:
    """Write a district's part of some files: new facts, new versions of what says something else now, the rest alone.

    Raises:
        Refusal: no such district.
        StorageError: a row does not fit the tables.
    """
    task.city.check_id(order.district)
    content, work = order._content, task.work
    report = DistrictReport(id=order.district, totals=order.totals)
    stated = _on_record(work, order.district, content.stated)
    runs = work.all(PayRun, district=order.district)
    payroll, told = closed.without_closed_runs(stated.payroll, runs)
    sheets, items, more = closed.without_closed_sheets(work, stated.assessments, stated.items, order.district)
    report.kept_closed = [*told, *more]
    numbers = closed.run_numbers(work, order.district, payroll, runs)
    payroll = payroll.with_columns(
        pl.col("month").alias("pay_month"),
        pl.col("month").replace_strict(numbers, default=None, return_dtype=pl.Int64).alias("run"),
    )
    ready = replace(
        stated,
        roster=numbered(work, Assignment, stated.roster, order.district).with_columns(pl.lit("import").alias("action")),
        certificates=numbered(work, Certificate, stated.certificates, order.district),
        payroll=payroll, assessments=sheets, items=_with_own_places(items, sheets),
    )  # fmt: skip
    rows = {name: rows_for(work, model, f) for name, model in TABLE_OF.items() if (f := getattr(ready, name)).height}
    if "assessments" in rows:
        rows["assessments"] = revised(work, order.district, rows["assessments"], rows.get("items", ready.items.clear()))
    for name, frame in rows.items():
        report.changed[str(TABLE_OF[name].__tablename__)] = work.put_frame(TABLE_OF[name], frame)
    _record_files(work, order)
    park(work, order.district, content.doubts)
    settle_fixed(work, order.district, [f.path for f in order.files], content.doubts)
    if content.standard is not None:
        from liuguan.services.filings.submitting import submit_imported_standard

        report.standards = len(submit_imported_standard(task, content.standard, file=f"{order.district}.toml"))
    return report


def import_files(
    office: Office, readout: Readout, *, dry: bool = False, progress: Progress | None = None
) -> ImportReport:
    """Take in all that was read, district by district.

    Args:
        dry: report what would be taken in, and write nothing.

    Raises:
        Refusal: the operator may not take in a district's files; districts before it are in.
    """
    tell = progress or (lambda what, done, of: None)
    report = ImportReport(
        dry=dry, parked=readout.parked, files=readout.files, doubts=readout.doubts, notices=readout.notices
    )
    districts = readout.districts()
    for done, district in enumerate(districts):
        tell(district, done, len(districts))
        order = ImportFiles.of(district, readout, _composed(office, district, readout, report))
        if dry:
            report.districts.append(DistrictReport(id=district, totals=order.totals))
        elif order.files or order.standard or order._content.doubts:
            report.districts.append(office.run(order))
    tell("", len(districts), len(districts))
    return report


def control_totals(stated: Statements) -> dict[str, int]:
    """Sums by which an office can compare what came in with its papers: of heads, fen and counts; no person's own."""
    sums = {"payroll": ("paid_gross", "paid_net"), "items": ("done", "defects"), "staffing": ("actual_migrants",)}
    frames = stated.frames()
    made = {
        f"{name}.{column}": int(frames[name][column].sum() or 0)
        for name, columns in sums.items()
        for column in columns
        if column in frames[name].columns and frames[name].height
    }
    return made | {"roster.workers": stated.roster["worker"].n_unique()} if stated.roster.height else made


def _composed(office: Office, district: str, readout: Readout, report: ImportReport) -> Composed | None:
    """A district's standard, ready to be filed; None where there is none, it has a fault, or the same is filed."""
    path = readout.standards.get(district)
    if path is None:
        return None
    from liuguan.services.filings.in_force import read_standards
    from liuguan.services.filings.standard import compose, parts_of

    try:
        composed = compose(office.city, district, standard=path)
    except (ConfigError, PluginFault) as e:
        report.faults.append(e)
        return None
    with office.reading() as session:
        versions, _ = read_standards(session, district)
    filed = {parts_of(v).document for v in versions if v.state == "submitted"}
    return None if composed.layer.document in filed else composed


def _taken(file: FileReport) -> TakenFile:
    return TakenFile(path=file.path, sha256=file.sha256, forms=file.forms, rows=file.rows, parked=file.parked)


def _on_record(work: Work, district: str, stated: Statements) -> Statements:
    """Statements in which people go by their keys on record."""
    ids = settled(work, district, stated.people)
    return Statements(**{name: _known_as(f, ids) for name, f in stated.frames().items()})


def _known_as(lines: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    if "worker" not in lines.columns or not lines.height:
        return lines
    joined = lines.join(ids, on="worker", how="left", maintain_order="left")
    return joined.with_columns(pl.col("id").alias("worker")).drop("id")


def _with_own_places(items: pl.DataFrame, sheets: pl.DataFrame) -> pl.DataFrame:
    """Items that say where they stand only where that is not where their sheet does."""
    key = ["district", "month", "worker"]
    joined = items.join(sheets.select(*key, pl.col("source").alias("@of")), on=key, how="left", maintain_order="left")
    return joined.with_columns(pl.when(pl.col("source") != pl.col("@of")).then("source").alias("source")).drop("@of")


def _record_files(work: Work, order: ImportFiles) -> None:
    for file in order.files:
        there = work.current(ImportedFile, file.sha256)
        districts = {order.district, *(there.districts.split() if there is not None else ())}
        work.put(
            ImportedFile(
                sha256=file.sha256, path=file.path, districts=" ".join(sorted(districts)),
                forms=" ".join(file.forms), rows_read=file.rows, rows_parked=file.parked,
            )
        )  # fmt: skip


__all__ = ["Content", "ImportFiles", "TakenFile", "control_totals", "import_files", "take_in"]

"""Reading files for the records: every month that they tell of, with what is wrong and what is to be asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import polars as pl
from sqlmodel import Session

from liuguan.district import City
from liuguan.errors import InputError, Problem, Text
from liuguan.exchange.forms import Form, forms_of
from liuguan.exchange.gathering import FoundFile, Gathered, Notice, Progress, files_of, gather
from liuguan.exchange.intake import notices_of, state
from liuguan.exchange.mapping import ColumnNames, with_mapping
from liuguan.exchange.places import Districts
from liuguan.exchange.questions import Question, questions_of
from liuguan.exchange.stating import FRAME_OF
from liuguan.facts.statements import Statements
from liuguan.records.store import all_current
from liuguan.records.tables.imports import ImportedFile, ToFix
from liuguan.services.check import STANDARDS, work_items
from liuguan.services.importing.persons import Known, known_people
from liuguan.services.importing.report import Doubt, FileReport, Outcome
from liuguan.services.mappings import mapping_for

ROWS = ["@sheet", "@row"]


@dataclass(slots=True, kw_only=True)
class Readout:
    """What some files hold for the records.

    Attributes:
        stated: only rows that may come in.
        parked: whether rows that may not wait on the to-fix list; else their whole file stays out.
        standards: TOML files of districts' standards, by district.
    """

    stated: Statements
    files: list[FileReport]
    doubts: list[Doubt]
    notices: Sequence[Notice]
    standards: Mapping[str, Path]
    parked: bool

    def districts(self) -> list[str]:
        """Districts that have anything to take in."""
        stating = [f["district"] for f in self.stated.frames().values() if f.height and "district" in f.columns]
        found = {d for column in stating for d in column.unique().to_list()}
        asked = {d for doubt in self.doubts for d in doubt.districts} if self.parked else set()
        return sorted((found | asked | set(self.standards)) - {""})

    def of(self, district: str) -> Statements:
        """One district's part of the statements, with the people that it speaks of."""
        own = {
            name: f.filter(pl.col("district") == district) if "district" in f.columns and name != "people" else f
            for name, f in self.stated.frames().items()
        }
        spoken = [f.select("worker") for f in own.values() if "worker" in f.columns and f is not own["people"]]
        own["people"] = own["people"].join(pl.concat(spoken).unique(), on="worker", how="semi", maintain_order="left")
        return Statements(**own)


def read_files(
    city: City,
    session: Session,
    sources: Sequence[Path],
    *,
    only: Sequence[str] = (),
    park: bool = False,
    names: ColumnNames | None = None,
    progress: Progress | None = None,
) -> Readout:
    """Read folders and files for the records.

    Args:
        session: on the records, for who is known and which files have come in before.
        only: ids of districts; the rows of others are left out.
        park: let good rows in although others of their file are not.
        names: headers of the files' own, beside those that the districts have saved.

    Raises:
        InputError: there is nothing to read.
    """
    known_forms = _forms(city, session, only, names or {})
    districts = Districts(city.config.units, [h for f in known_forms for h in f.hints])
    files = list(_files(sources))
    standards = {d: p for d, p in _standards(city, sources) if not only or d in only}
    if not files and not standards:
        nothing = Text("没有工作簿", "no workbooks")
        wanted = Text("各区县的 XLSX 或 CSV 文件", "XLSX or CSV files of the districts")
        raise InputError([Problem(file=str(sources[0]), where="", found=nothing, expected=wanted)])
    gathered = gather(
        sources[0], known_forms, districts, only=tuple(only) or None, progress=progress, files=files
    )  # fmt: skip
    people = known_people(session)
    stated = state(
        gathered, known_forms, districts, only=tuple(only) or None, items=work_items(city), listed=people.listed
    )  # fmt: skip
    return _sorted_out(session, gathered, stated, people, standards, park)


def _forms(city: City, session: Session, only: Sequence[str], names: ColumnNames) -> Sequence[Form]:
    """The city's forms with the headers that districts have saved; where two disagree, neither counts."""
    saved: dict[str, dict[str, set[str]]] = {}
    for district in only or city.config.ids():
        for code, pairs in mapping_for(session, district).items():
            for header, form_header in pairs.items():
                saved.setdefault(code, {}).setdefault(header, set()).add(form_header)
    agreed = {code: {h: next(iter(f)) for h, f in pairs.items() if len(f) == 1} for code, pairs in saved.items()}
    codes = {*agreed, *names}
    return with_mapping(forms_of(city.data), {c: {**agreed.get(c, {}), **names.get(c, {})} for c in codes})


def _files(sources: Sequence[Path]) -> Iterator[tuple[Path, PurePosixPath]]:
    """Each file with the name that the records keep of it: within its folder, or as it was given."""
    for source in sources:
        if source.is_dir():
            yield from ((p, PurePosixPath(p.relative_to(source).as_posix())) for p in files_of(source))
        elif source.suffix.lower() != ".toml":
            plain = not source.is_absolute() and ".." not in source.parts
            yield source, PurePosixPath(source.as_posix() if plain else source.name)


def _standards(city: City, sources: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    for source in sources:
        within = sorted((source / STANDARDS).glob("*.toml")) if source.is_dir() else [source]
        yield from ((p.stem, p) for p in within if p.suffix.lower() == ".toml" and p.stem in city.config.ids())


def _sorted_out(
    session: Session, gathered: Gathered, stated: Statements, people: Known, standards: Mapping[str, Path], park: bool
) -> Readout:
    asked = questions_of(gathered, stated, people.asked)
    answered = {row.id for row in all_current(session, ToFix, kind="question") if row.state != "open"}
    open_questions = [q for q in asked if q.id not in answered]
    taken_before = {row.sha256: row for row in all_current(session, ImportedFile)}
    bad_rows = {(r.sheet, r.row) for r in gathered.rejected} | gathered.aside
    bad_sheets = {i for i, s in enumerate(gathered.sheets) if s.doubtful}
    bad_files = {number for number, _ in gathered.problems} | {gathered.sheets[q.sheet].file for q in open_questions}
    files = [
        _file_report(gathered, i, f, taken_before, bad_files, bad_rows, bad_sheets, park)
        for i, f in enumerate(gathered.files)
    ]
    out = {i for i, f in enumerate(files) if f.outcome not in (Outcome.TAKEN, Outcome.PARTLY)}
    new = {i for i, f in enumerate(files) if f.outcome is not Outcome.KNOWN}
    sheets_out = {i for i, s in enumerate(gathered.sheets) if s.file in out or i in bad_sheets}
    return Readout(
        stated=_without(stated, sheets_out, bad_rows if park else set()),
        files=files,
        doubts=[d for i, d in _doubts(gathered, open_questions) if i in new],
        notices=notices_of(gathered),
        standards=standards,
        parked=park,
    )


def _file_report(
    gathered: Gathered, number: int, file: FoundFile, before: Mapping[str, ImportedFile], bad_files: set[int],
    bad_rows: set[tuple[int, int]], bad_sheets: set[int], park: bool,
) -> FileReport:  # fmt: skip
    parked = sum(gathered.sheets[sheet].file == number for sheet, _ in bad_rows)
    there = before.get(file.sha256)
    districts = tuple(sorted(file.districts))
    if there is not None and set(districts) <= set(there.districts.split()):
        outcome = Outcome.KNOWN
    elif not set(file.forms) & set(FRAME_OF) and number not in bad_files:
        outcome = Outcome.NOTHING
    elif number not in bad_files:
        outcome = Outcome.TAKEN
    elif park and file.forms:
        whole = not parked and not any(gathered.sheets[s].file == number for s in bad_sheets)
        outcome = Outcome.TAKEN if whole else Outcome.PARTLY
    else:
        outcome = Outcome.REFUSED
    return FileReport(
        path=file.path, sha256=file.sha256, districts=districts, forms=tuple(file.forms), outcome=outcome,
        rows=file.rows_read, parked=parked if outcome is Outcome.PARTLY else 0,
    )  # fmt: skip


def _without(stated: Statements, sheets: set[int], rows: set[tuple[int, int]]) -> Statements:
    """Statements without the lines of some sheets and rows; a sheet of the assessment goes with any of its rows."""
    bad = pl.DataFrame(sorted(rows), schema=dict.fromkeys(ROWS, pl.Int64), orient="row")
    kept = {
        name: f.filter(~pl.col("@sheet").is_in(list(sheets))).join(bad, on=ROWS, how="anti", maintain_order="left")
        for name, f in stated.frames().items()
        if "@sheet" in f.columns and name != "people"
    }
    made = replace(stated, **kept)
    if not rows or "@rows" not in made.assessments.columns:
        return made
    key = ["district", "worker", "month"]
    spread = made.assessments.select(*key, "@sheet", pl.col("@rows").alias("@row")).explode("@row")
    touched = pl.concat([
        spread.join(bad, on=ROWS, how="semi").select(key),
        stated.items.join(bad, on=ROWS, how="semi").select(key),
    ]).unique()  # fmt: skip
    return replace(
        made,
        assessments=made.assessments.join(touched, on=key, how="anti", maintain_order="left"),
        items=made.items.join(touched, on=key, how="anti", maintain_order="left"),
    )


def _doubts(gathered: Gathered, questions: Sequence[Question]) -> Iterator[tuple[int, Doubt]]:
    """Every problem and open question, with the number of its file and the row as it was written."""
    written = _written(gathered)
    at = {id(r.problem): (r.sheet, r.row) for r in gathered.rejected}
    for number, problem in gathered.problems:
        place = json.dumps([problem.file, str(problem.where), str(problem.found)], ensure_ascii=False)
        yield number, Doubt(
            id=hashlib.sha256(place.encode()).hexdigest()[:24], kind="rejected_cell", problem=problem,
            districts=tuple(sorted(gathered.files[number].districts)) or ("",),
            written=written(*at[id(problem)]) if id(problem) in at else {},
        )  # fmt: skip
    for question in questions:
        yield gathered.sheets[question.sheet].file, Doubt(
            id=question.id, kind="question", problem=question.problem, districts=(question.district,),
            written=written(question.sheet, question.row),
        )  # fmt: skip


def _written(gathered: Gathered) -> Callable[[int, int], dict[str, str]]:
    """How a row was written, by header."""
    frames: dict[str, pl.DataFrame] = {}

    def row_of(sheet: int, row: int) -> dict[str, str]:
        code = gathered.sheets[sheet].layout.form.code
        if code not in frames:
            frames[code] = pl.concat(gathered.rows[code], how="diagonal_relaxed")
        found = frames[code].filter(pl.col("@sheet") == sheet, pl.col("@row") == row).head(1)
        cells = found.row(0, named=True) if found.height else {}
        return {header: text for header, text in cells.items() if not header.startswith("@") and text is not None}

    return row_of


__all__ = ["Readout", "read_files"]

"""A folder of district workbooks as statements and facts: what can be read, and what cannot and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from liuguan.errors import Problem, Text
from liuguan.exchange.forms import Form
from liuguan.exchange.gathering import Gathered, Notice, Progress, gather
from liuguan.exchange.people import numbered, other_people, people_of, roster_people
from liuguan.exchange.places import Districts, Named
from liuguan.exchange.placing import place_rows, within_period
from liuguan.exchange.reading import MOST_PROBLEMS, read_form, read_items
from liuguan.exchange.reasons import more_problems
from liuguan.exchange.stating import (
    ASSESSMENT_FORM,
    CERTIFICATE_FORM,
    FRAME_OF,
    ROSTER_FORM,
    STAFFING_FORM,
    certificate_lines,
    item_lines,
    monthly_lines,
    roster_lines,
    unit_lines,
    with_birth_dates,
)
from liuguan.facts.frames import facts_of
from liuguan.facts.statements import Statements


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeFile:
    """One file that was read: its path within the folder, the hash of its bytes, and what was in it."""

    path: str
    sha256: str
    districts: tuple[str, ...]
    sheets: tuple[str, ...]
    forms: tuple[str, ...]
    rows_read: int
    rows_skipped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What a folder holds.

    Attributes:
        facts: for each entity a frame, see `facts.frames.facts_of`. Districts with problems are left out.
        problems: for each district that is not judged, all that is wrong; under "" what no district owns.
        notices: what was skipped, doubled or unknown without harm.
        districts: all districts that the files speak of, judged or not.
    """

    facts: Mapping[str, pl.DataFrame]
    problems: Mapping[str, tuple[Problem, ...]]
    notices: tuple[Notice, ...]
    files: tuple[IntakeFile, ...]
    districts: tuple[str, ...]


def read_city(
    folder: Path,
    *,
    forms: Sequence[Form],
    districts: Iterable[Named],
    first_month: int,
    last_month: int,
    only: Iterable[str] | None = None,
    items: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Intake:
    """Read all workbooks and CSV files under a folder.

    Args:
        forms: the city's forms.
        districts: the city's districts with their names and the time they existed.
        first_month, last_month: the judged months; rows of others are left out with a notice.
        only: ids of districts; the rows of others are left out.
        items: from the name of a work item to its code.
        progress: called with the file at hand, how many are done, and how many there are.
    """
    known = Districts(districts, [h for f in forms for h in f.hints])
    gathered = gather(folder, forms, known, only=only, progress=progress)
    stated = state(gathered, forms, known, only=only, items=items or {}, span=(first_month, last_month))
    facts = facts_of(stated, exists=known.covers, first_month=first_month, last_month=last_month)
    have: dict[str, set[str]] = {}
    for file in gathered.files:
        for district in file.districts:
            have.setdefault(district, set()).update(file.forms)
    if only is not None:
        have = {d: codes for d, codes in have.items() if d in set(only)}
    problems = _problems(gathered, _missing_forms(forms, have))
    return Intake(
        facts={e: f.filter(~pl.col("district").is_in(list(problems))) for e, f in facts.items()},
        problems=problems,
        notices=notices_of(gathered),
        files=files_of(gathered),
        districts=tuple(d for d in known.ids if d in have),
    )


def state(
    gathered: Gathered,
    forms: Sequence[Form],
    known: Districts,
    *,
    only: Iterable[str] | None = None,
    items: Mapping[str, str],
    span: tuple[int, int] | None = None,
    listed: pl.DataFrame | None = None,
) -> Statements:
    """What the gathered rows state; what is wrong with them becomes problems of their files.

    Args:
        only: ids of districts; the rows of others are left out.
        span: first and last month; rows of other months are left out with a notice.
        listed: people whom the records know, see `people.LISTED`.
    """
    placed = _placed(gathered, forms, known, span)
    if only is not None:
        wanted = set(only)
        placed = {code: rows.filter(pl.col("district").is_in(wanted)) for code, rows in placed.items()}
    by_code = {form.code: form for form in forms}
    people: dict[str, pl.DataFrame] = {}
    if ROSTER_FORM in placed:
        people[ROSTER_FORM] = roster_people(gathered, with_birth_dates(placed[ROSTER_FORM]))
    for code in FRAME_OF:
        if code in placed and code not in (ROSTER_FORM, STAFFING_FORM):
            people[code] = other_people(gathered, placed[code], people.get(ROSTER_FORM), listed)
    people = numbered(people) if people else {}
    lines = {ROSTER_FORM: roster_lines, CERTIFICATE_FORM: certificate_lines}
    stated = {
        FRAME_OF[code]: lines.get(code, monthly_lines)(gathered, by_code[code], rows) for code, rows in people.items()
    }
    typed_items = read_items(gathered, gathered.items, items)
    if ASSESSMENT_FORM in people:
        stated["items"] = item_lines(gathered, typed_items, stated["assessments"])
    if STAFFING_FORM in placed:
        stated["staffing"] = unit_lines(gathered, placed[STAFFING_FORM], known)
    if people:
        stated["people"] = people_of(gathered, people)
    return Statements(**stated)


def _placed(
    gathered: Gathered, forms: Sequence[Form], known: Districts, span: tuple[int, int] | None
) -> dict[str, pl.DataFrame]:
    placed = {}
    for form in forms:
        if form.code not in gathered.rows or form.code not in FRAME_OF:
            continue
        text = pl.concat(gathered.rows[form.code], how="diagonal_relaxed")
        monthly = form.code not in (ROSTER_FORM, CERTIFICATE_FORM)
        rows = place_rows(gathered, form, read_form(gathered, form, text), known, monthly=monthly)
        placed[form.code] = within_period(gathered, rows, *span) if monthly and span else rows
    return placed


def _missing_forms(forms: Iterable[Form], have: Mapping[str, set[str]]) -> dict[str, list[Problem]]:
    """A problem for each required form that a district does not have.

    Args:
        have: for each district the codes of its forms.
    """
    required = [f for f in forms if f.required]
    return {
        district: [_missing(district, f) for f in required if f.code not in codes] for district, codes in have.items()
    }


def _missing(district: str, form: Form) -> Problem:
    name = form.title
    sheet = Text(f"{name.zh} 的工作表", f"a sheet of {name.en}")
    return Problem(file=district, where="", found=Text(f"没有 {name.zh}", f"no {name.en}"), expected=sheet)


def _problems(gathered: Gathered, missing: Mapping[str, list[Problem]]) -> dict[str, tuple[Problem, ...]]:
    by_file: dict[int, list[Problem]] = {}
    for number, problem in gathered.problems:
        by_file.setdefault(number, []).append(problem)
    found: dict[str, list[Problem]] = {}
    for number, problems in by_file.items():
        file = gathered.files[number]
        shown = list(dict.fromkeys(problems))
        more = len(shown) - MOST_PROBLEMS
        if more > 0:
            found_more, expected = more_problems(more)
            rest = Problem(file=file.path, where="", found=found_more, expected=expected)
            shown = [*shown[:MOST_PROBLEMS], rest]
        for district in sorted(file.districts) or [""]:
            found.setdefault(district, []).extend(shown)
    for district, problems in missing.items():
        if problems:
            found.setdefault(district, []).extend(problems)
    return {district: tuple(problems) for district, problems in sorted(found.items())}


def notices_of(gathered: Gathered) -> tuple[Notice, ...]:
    """Notices with the district whose file they are about."""
    made = []
    for number, notice in gathered.notices:
        districts = gathered.files[number].districts
        owner = next(iter(districts)) if len(districts) == 1 else ""
        made.append(Notice(file=notice.file, where=notice.where, text=notice.text, district=owner))
    return tuple(dict.fromkeys(made))


def files_of(gathered: Gathered) -> tuple[IntakeFile, ...]:
    """The files that were read."""
    return tuple(
        IntakeFile(
            path=f.path, sha256=f.sha256, districts=tuple(sorted(f.districts)), sheets=tuple(f.sheets),
            forms=tuple(f.forms), rows_read=f.rows_read, rows_skipped=f.rows_skipped,
        )
        for f in gathered.files
    )  # fmt: skip

"""A folder of district workbooks as typed facts: what can be read, and what cannot and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from liuguan.errors import Problem
from liuguan.exchange.facts import Resolved, worker_months
from liuguan.exchange.forms import Form
from liuguan.exchange.gathering import Gathered, Notice, Progress, gather
from liuguan.exchange.identity import read_numbers
from liuguan.exchange.people import other_people, people_of, roster_people
from liuguan.exchange.places import Districts, Named
from liuguan.exchange.placing import place_rows, within_period
from liuguan.exchange.reading import MOST_PROBLEMS, read_form, read_items
from liuguan.exchange.reasons import more_problems
from liuguan.exchange.roster import month_of, periods
from liuguan.exchange.staffing import missing_forms, staffing_months
from liuguan.vocabulary import WORKER_MONTH

ROSTER, STAFFING, CERTIFICATES = "F2", "F5", "F6"


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
        facts: for each entity a frame: `district`, `station`, `worker` (an opaque key) and `month` (year
            times 12, plus the month, less one) where it has them, `subject`, `source` and the inputs that any
            file supplied, in stored units. Districts with problems are left out.
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
    placed = _placed(gathered, forms, known, first_month, last_month)
    if only is not None:
        wanted = set(only)
        placed = {code: rows.filter(pl.col("district").is_in(wanted)) for code, rows in placed.items()}
    facts = _facts(gathered, placed, forms, known, first_month, last_month, items or {})
    have: dict[str, set[str]] = {}
    for file in gathered.files:
        for district in file.districts:
            have.setdefault(district, set()).update(file.forms)
    if only is not None:
        have = {d: codes for d, codes in have.items() if d in set(only)}
    problems = _problems(gathered, missing_forms(forms, have))
    return Intake(
        facts={e: f.filter(~pl.col("district").is_in(list(problems))) for e, f in facts.items()},
        problems=problems,
        notices=_notices(gathered),
        files=_files(gathered),
        districts=tuple(d for d in known.ids if d in have),
    )


def _placed(
    gathered: Gathered, forms: Sequence[Form], known: Districts, first_month: int, last_month: int
) -> dict[str, pl.DataFrame]:
    placed = {}
    for form in forms:
        if form.code not in gathered.rows or not form.entities:
            continue
        text = pl.concat(gathered.rows[form.code], how="diagonal_relaxed")
        monthly = form.code not in (ROSTER, CERTIFICATES)
        rows = place_rows(gathered, form, read_form(gathered, form, text), known, monthly=monthly)
        placed[form.code] = within_period(gathered, rows, first_month, last_month) if monthly else rows
    return placed


def _facts(
    gathered: Gathered, placed: dict[str, pl.DataFrame], forms: Sequence[Form], known: Districts,
    first_month: int, last_month: int, items: Mapping[str, str],
) -> dict[str, pl.DataFrame]:  # fmt: skip
    people: dict[str, pl.DataFrame] = {}
    held = None
    if ROSTER in placed:
        people[ROSTER] = roster_people(gathered, _with_birth_dates(placed[ROSTER]))
        held = periods(gathered, people[ROSTER], first_month, last_month)
    listed = people.get(ROSTER, _EMPTY_ROSTER)
    for code in ("F4", "F3", "F10", CERTIFICATES):
        if code in placed:
            people[code] = other_people(gathered, placed[code], listed)
    typed_items = read_items(gathered, gathered.items, items)
    facts: dict[str, pl.DataFrame] = {}
    if people:
        resolved = Resolved(rows=people, held=held, people=people_of(gathered, people), items=typed_items)
        facts = worker_months(gathered, resolved, forms, known, first_month, last_month)
    return facts | staffing_months(gathered, placed.get(STAFFING), facts.get(WORKER_MONTH), known)


_EMPTY_ROSTER = pl.DataFrame(
    schema=dict.fromkeys(("district", "worker", "@worker_no", "@name", "station", "@by_id"), pl.String)
)


def _with_birth_dates(roster: pl.DataFrame) -> pl.DataFrame:
    """The birth date where only its month is written: the ID number's if the months agree, else the first."""
    if "@birth_month" not in roster.columns:
        return roster
    number: pl.Expr = pl.lit(None, dtype=pl.Date)
    if "@id_number" in roster.columns:
        roster = roster.with_columns(read_numbers(roster["@id_number"])["birth_date"].alias("@id_day"))
        number = pl.col("@id_day")
    first = pl.date(pl.col("@birth_month") // 12, pl.col("@birth_month") % 12 + 1, 1)
    agreed = pl.when(month_of(number) == pl.col("@birth_month")).then(number)
    differs = pl.when(month_of(number) != pl.col("@birth_month")).then(first)
    own = [pl.col("birth_date")] if "birth_date" in roster.columns else []
    return roster.with_columns(pl.coalesce(*own, "@birth_day", agreed, differs).alias("birth_date"))


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


def _notices(gathered: Gathered) -> tuple[Notice, ...]:
    made = []
    for number, notice in gathered.notices:
        districts = gathered.files[number].districts
        owner = next(iter(districts)) if len(districts) == 1 else ""
        made.append(Notice(file=notice.file, where=notice.where, text=notice.text, district=owner))
    return tuple(dict.fromkeys(made))


def _files(gathered: Gathered) -> tuple[IntakeFile, ...]:
    return tuple(
        IntakeFile(
            path=f.path, sha256=f.sha256, districts=tuple(sorted(f.districts)), sheets=tuple(f.sheets),
            forms=tuple(f.forms), rows_read=f.rows_read, rows_skipped=f.rows_skipped,
        )
        for f in gathered.files
    )  # fmt: skip

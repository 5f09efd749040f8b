"""Statements: what an office has said, line by line, before any month is judged.

Workbooks and records both come down to these frames. Months are numbers (year times 12, plus the month, less one),
money is fen, days are dates, `worker` is an opaque key, `source` says where a line stands. Besides the columns that
are listed here, a frame may hold any input of the vocabulary, under its name and in its stored unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import partial

import polars as pl

TEXT, WHOLE, DAY, FLAG = pl.String(), pl.Int64(), pl.Date(), pl.Boolean()
Schema = Mapping[str, pl.DataType]

PERSON_MONTH: Schema = {
    "district": TEXT, "month": WHOLE, "worker": TEXT, "station": TEXT, "staff_number": TEXT, "source": TEXT,
}  # fmt: skip
"""Columns of every form with one line for each person and month."""

ROSTER: Schema = {
    "district": TEXT, "worker": TEXT, "line": WHOLE, "entered": FLAG, "roster_month": WHOLE, "staff_number": TEXT,
    "street": TEXT, "station": TEXT, "change_type": TEXT, "change_date": DAY, "from_day": DAY, "to_day": DAY,
    "points_from": DAY, "points_to": DAY, "cover_from": DAY, "cover_to": DAY, "employment_start": DAY,
    "employment_end": DAY, "source": TEXT,
}  # fmt: skip
"""`entered`: the line was made by an order, not read from a roster. `line`: the order in which lines were stated.

A line without a `worker` only says that the district keeps a roster for the month.
"""

ITEMS: Schema = {"district": TEXT, "month": WHOLE, "worker": TEXT, "item": TEXT, "source": TEXT}

CERTIFICATES: Schema = {
    "district": TEXT, "worker": TEXT, "line": WHOLE, "station": TEXT, "staff_number": TEXT, "certificate_date": DAY,
    "source": TEXT,
}  # fmt: skip

STAFFING: Schema = {"district": TEXT, "month": WHOLE, "station": TEXT, "source": TEXT}
"""An empty `station` is the district itself."""

PEOPLE: Schema = {"worker": TEXT, "id_number_valid": FLAG, "id_birth_date": DAY, "id_gender": TEXT}

NAMED: Mapping[str, str] = {
    "community_director": "community_director_named",
    "community_officer": "community_officer_named",
    "fixed_person": "fixed_person",
    "fixed_post": "fixed_post",
    "fixed_task": "fixed_task",
    "fixed_responsibility": "fixed_responsibility",
    "pension_exemption_document": "pension_exemption_documented",
    "medical_exemption_document": "medical_exemption_documented",
    "unemployment_exemption_document": "unemployment_exemption_documented",
    "injury_exemption_document": "injury_exemption_documented",
    "maternity_exemption_document": "maternity_exemption_documented",
    "grant_document": "grant_document_recorded",
}
"""Texts that answer a question by being there: from the column of a statement to the input."""

SAYS_NO = ("false", "0", "no", "否", "n", "无", "×", "✗", "✘")
"""What is written in the place of a name, a task or a document number to say that there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """All that some districts have stated; a frame without lines says nothing.

    Attributes:
        roster: lines of the roster (`ROSTER`), each all that holds of a worker from a day on.
        payroll: one line for each person and month worked (`PERSON_MONTH`).
        entries: what an office has entered for a person's month, which is believed first (`PERSON_MONTH`).
        assessments: one sheet for each person and month (`PERSON_MONTH`); `assessment_sheets` counts all there were.
        items: work items of those sheets (`ITEMS`).
        duties: one line for each person and month (`PERSON_MONTH`).
        certificates: courses and certificates (`CERTIFICATES`).
        staffing: counts of a unit and month (`STAFFING`).
        people: what ID numbers say (`PEOPLE`), one line for each person.
    """

    roster: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=ROSTER))
    payroll: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=PERSON_MONTH))
    entries: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=PERSON_MONTH))
    assessments: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=PERSON_MONTH))
    items: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=ITEMS))
    duties: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=PERSON_MONTH))
    certificates: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=CERTIFICATES))
    staffing: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=STAFFING))
    people: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=PEOPLE))

    def frames(self) -> dict[str, pl.DataFrame]:
        """The frames by name."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


SCHEMAS: Mapping[str, Schema] = {
    "roster": ROSTER, "payroll": PERSON_MONTH, "entries": PERSON_MONTH, "assessments": PERSON_MONTH, "items": ITEMS,
    "duties": PERSON_MONTH, "certificates": CERTIFICATES, "staffing": STAFFING, "people": PEOPLE,
}  # fmt: skip


def with_columns_of(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """A frame in which every column of a schema is there, unknown where it was not."""
    return frame.with_columns(pl.lit(None, dtype=t).alias(n) for n, t in schema.items() if n not in frame.columns)


def with_named_flags(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame in which texts that answer a question by being there have become the answer."""
    there = {text: name for text, name in NAMED.items() if frame.schema.get(text) == pl.String}
    plain = {text: pl.col(text).str.normalize("NFKC").str.strip_chars().str.to_lowercase() for text in there}
    flags = {name: ~plain[text].is_in(SAYS_NO) for text, name in there.items()}
    return frame.with_columns(**flags).drop(text for text, name in there.items() if text != name)


def without_empty_columns(frame: pl.DataFrame, keep: Schema) -> pl.DataFrame:
    """A frame without the columns in which nothing is stated."""
    return frame.select(c for c in frame.columns if c in keep or frame[c].null_count() < frame.height)

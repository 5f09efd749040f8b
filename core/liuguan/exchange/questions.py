"""What only people can answer about who a row is about: asked with its row, never guessed, and in no one's name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from liuguan.errors import Problem, Text
from liuguan.exchange.gathering import Gathered
from liuguan.facts.identity import read_numbers
from liuguan.facts.statements import Statements

TWO_NAMES = Text("同一身份证号,姓名与另一处不同", "an ID number that stands elsewhere with another name")
ONE_NAME = Text("同一人一个姓名;若确为一人,请确认", "one name for one person; confirm that it is one person")
TWO_FORMS = Text(
    "身份证号另一处写作 18 位或 15 位", "an ID number that stands elsewhere in its other form, of 18 or 15 digits"
)
ONE_FORM = Text("18 位号码;若确为一人,请确认", "the 18 digits; confirm that it is one person")
NO_NUMBER = Text("没有身份证号的人员", "a person without an ID number on any form")
A_NUMBER = Text("身份证号", "the ID number (身份证号)")
WORKERS = ("roster", "payroll", "assessments", "duties", "certificates")
KNOWN = {"worker": pl.String, "@name": pl.String, "@short": pl.Boolean, "@numbered": pl.Boolean}
"""Whom the records know: by key, whether the number is written with 15 digits, and whether there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A doubt about one row; `id` is the same whenever the same is asked."""

    id: str
    district: str
    sheet: int
    row: int
    problem: Problem


def questions_of(gathered: Gathered, stated: Statements, known: pl.DataFrame) -> list[Question]:
    """What is to be asked about the people of some statements.

    Args:
        stated: from files, see `intake.state`.
        known: people on record, as `KNOWN`.
    """
    columns = ["district", "worker", "@sheet", "@row", "@id_number", "@name"]
    frames = [f.select(columns) for name in WORKERS if (f := getattr(stated, name)).height]
    if not frames:
        return []
    rows = pl.concat(frames)
    forms = read_numbers(rows["@id_number"])
    short = forms["number"].str.len_chars() == 15
    rows = rows.with_columns(forms["long"].alias("@long"), short.alias("@short"))
    return [
        *_asked(gathered, _two(rows.drop_nulls("@long"), known, "@name"), "two_names", TWO_NAMES, ONE_NAME),
        *_asked(gathered, _two(rows.drop_nulls("@long"), known, "@short"), "two_forms", TWO_FORMS, ONE_FORM),
        *_asked(gathered, _without_number(rows, stated, known), "no_number", NO_NUMBER, A_NUMBER),
    ]


def _two(rows: pl.DataFrame, known: pl.DataFrame, column: str) -> pl.DataFrame:
    """The first row of each person in which a column says something else than on record, or than before."""
    recorded = known.drop_nulls(column).unique("worker").select("worker", pl.col(column).alias("@first"))
    stated = rows.drop_nulls(column).join(recorded, on="worker", how="left", maintain_order="left")
    first = pl.coalesce("@first", pl.col(column).first().over("worker"))
    return stated.filter(pl.col(column) != first).unique(["worker", column], maintain_order=True, keep="first")


def _without_number(rows: pl.DataFrame, stated: Statements, known: pl.DataFrame) -> pl.DataFrame:
    """The first roster row of each person of whom no form, and no record, has an ID number."""
    if not stated.roster.height:
        return rows.clear()
    has = pl.concat([rows.drop_nulls("@id_number").select("worker"), known.filter("@numbered").select("worker")])
    listed = stated.roster.select("district", "worker", "@sheet", "@row")
    return listed.join(has, on="worker", how="anti", maintain_order="left").unique("worker", maintain_order=True)


def _asked(gathered: Gathered, rows: pl.DataFrame, kind: str, found: Text, expected: Text) -> Iterator[Question]:
    said = [c for c in ("@name", "@short") if c in rows.columns]
    for district, worker, sheet, row, *more in rows.select("district", "worker", "@sheet", "@row", *said).iter_rows():
        at = gathered.sheets[sheet]
        problem = Problem(file=gathered.files[at.file].path, where=at.row(row), found=found, expected=expected)
        digest = hashlib.sha256("\x1f".join(map(str, (kind, district, worker, *more))).encode())
        yield Question(id=digest.hexdigest()[:24], district=district, sheet=sheet, row=row, problem=problem)

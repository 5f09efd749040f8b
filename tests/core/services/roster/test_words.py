"""Orders speak the words of the vocabulary and the columns of the tables."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, get_args

import pytest

from liuguan.records.tables.hiring import Candidate
from liuguan.records.tables.people import Assignment, Certificate
from liuguan.services.candidates.files import FillCandidate
from liuguan.services.commands import Command
from liuguan.services.roster import words
from liuguan.services.roster.correcting import CorrectLine
from liuguan.services.roster.hiring import TRAVELS, Hire
from liuguan.services.roster.training import RecordTraining
from liuguan.vocabulary import Education, Employer, Gender, Insurance, ManagingBody, Post


@pytest.mark.parametrize(
    ("word", "enum"),
    [
        (words.PostWord, Post), (words.GenderWord, Gender), (words.EducationWord, Education),
        (words.EmployerWord, Employer), (words.ManagingBodyWord, ManagingBody), (words.InsuranceWord, Insurance),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)  # fmt: skip
def test_closed_words_are_those_of_the_vocabulary(word: Any, enum: type[StrEnum]) -> None:
    assert get_args(word) == tuple(enum)


@pytest.mark.parametrize(
    ("order", "table", "besides"),
    [
        (CorrectLine, Assignment, {"seen"}),
        (RecordTraining, Certificate, set()),
        (FillCandidate, Candidate, {"candidate", "seen"}),
        (Hire, Assignment, {"first_day", "last_day", "name", "id_number", "same_person"}),
    ],
    ids=["correct", "training", "candidate", "hire"],
)
def test_fields_of_an_order_are_columns_of_its_table(order: type[Command], table: Any, besides: set[str]) -> None:
    assert set(order.model_fields) - set(table.model_fields) == besides


def test_what_travels_to_another_district_are_columns_of_a_line() -> None:
    assert set(TRAVELS) <= set(Assignment.model_fields)

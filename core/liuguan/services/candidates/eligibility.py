"""Whether a candidate may be hired: each requirement answered by the rulebook of the day of hire, and why not.

Nothing of the law stands here. The requirements are what the rulebook folds together, those of the district among
them; every answer is yes, no or unknown, with its clause.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlmodel import Session

from liuguan.district import City
from liuguan.errors import Text
from liuguan.language.columns import dtype_of
from liuguan.rulebook.book import Node, Rulebook
from liuguan.rulebook.definitions import Check
from liuguan.rulebook.evaluate import Results, evaluate
from liuguan.rulebook.explain import Explained, explain
from liuguan.rulebook.labels import label
from liuguan.vocabulary import CANDIDATE, VOCABULARY

ELIGIBLE = "eligible"
TRAINING = "training_met"
"""Who has not passed the training yet may sign and may not start duty (III.2): it does not hinder the decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One requirement: met, not met, or unknown (None), with its formula in numbers and what is missing.

    Attributes:
        why_not: for each comparison that failed, by how much.
        unknown: what is not known and would decide it.
    """

    name: str
    label_zh: str
    label_en: str
    met: bool | None
    clauses: tuple[str, ...]
    words: Text
    why_not: tuple[Text, ...] = ()
    unknown: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A check that speaks: code, severity, and a way out."""

    code: str
    severity: str
    clauses: tuple[str, ...]
    text: Text
    fix: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """All answers on one candidate.

    Attributes:
        eligible: every requirement, training included.
        may_sign: every requirement but training.
        explanation: the whole tree of `eligible`.
        rulebook: names the layers that answered.
    """

    eligible: bool | None
    may_sign: bool | None
    answers: tuple[Answer, ...]
    remarks: tuple[Remark, ...]
    explanation: Explained
    rulebook: str

    def failing(self) -> tuple[Answer, ...]:
        """Requirements but training that are not met."""
        return tuple(a for a in self.answers if a.met is False and a.name != TRAINING)

    def open_questions(self) -> tuple[Answer, ...]:
        """Requirements but training that nobody can answer yet."""
        return tuple(a for a in self.answers if a.met is None and a.name != TRAINING)


def eligibility_of(book: Rulebook, inputs: Mapping[str, Any]) -> Eligibility:
    """Judge one candidate, whatever is known so far.

    Args:
        inputs: inputs of the candidate by name; what is left out is unknown.
    """
    return judge(book, [inputs])[0]


def judge(book: Rulebook, candidates: Sequence[Mapping[str, Any]]) -> list[Eligibility]:
    """Judge several candidates of a district at once."""
    results = evaluate(book, {CANDIDATE: _frame(book, candidates)}) if candidates else None
    return [_eligibility(results, row) for row in range(len(candidates))] if results is not None else []


def answers_for(
    city: City, session: Session, district: str, inputs: Mapping[str, Any], names: Sequence[str]
) -> list[Answer]:
    """Some requirements alone, for what is known of somebody."""
    book = rulebook_on(city, session, district, inputs.get("hire_date"))
    found = eligibility_of(book, inputs)
    return [answer for answer in found.answers if answer.name in names]


def rulebook_on(city: City, session: Session, district: str, day: datetime.date | None) -> Rulebook:
    """The rulebook that judges a hire on a day; without a day, the district's own as it is now."""
    from liuguan.services.filings.in_force import standard_in_force

    if day is None:
        return city.district(district).book
    return standard_in_force(session, city, district, day.year * 12 + day.month - 1).book


def requirements(book: Rulebook) -> list[str]:
    """The requirements on a candidate, in the rulebook's order, training last."""
    folded = [name for node in book.of(CANDIDATE) if node.fold is not None for name in node.contributions]
    return [*(name for name in dict.fromkeys(folded) if name != TRAINING), TRAINING]


def _frame(book: Rulebook, candidates: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    declared = {i.name: dtype_of(i.kind) for i in VOCABULARY.of(CANDIDATE) if i.name != "district"}
    rows = [[c.get(name) for name in declared] for c in candidates]
    return pl.DataFrame(rows, schema=declared, orient="row").with_columns(pl.lit(book.district).alias("district"))


def _eligibility(results: Results, row: int) -> Eligibility:
    book = results.book
    answers = tuple(_answer(results, row, name) for name in requirements(book))
    return Eligibility(
        eligible=_value(results, row, ELIGIBLE),
        may_sign=_all(a.met for a in answers if a.name != TRAINING),
        answers=answers,
        remarks=tuple(r for node in book.of(CANDIDATE) if (r := _remark(results, row, node)) is not None),
        explanation=explain(results, CANDIDATE, row, ELIGIBLE),
        rulebook=book.hash,
    )


def _answer(results: Results, row: int, name: str) -> Answer:
    tree = explain(results, CANDIDATE, row, name)
    met = _value(results, row, name)
    misses = _each(tree, lambda t: tuple(map(Text, t.why_not_zh, t.why_not_en))) if met is False else ()
    missing = _each(tree, lambda t: (Text(t.label_zh, t.label_en),) if t.unknown_input else ()) if met is None else ()
    return Answer(
        name=name, label_zh=tree.label_zh, label_en=tree.label_en, met=met, clauses=tree.clauses,
        words=Text(tree.formula_zh, tree.formula_en), why_not=misses, unknown=missing,
    )  # fmt: skip


def _each(tree: Explained, told: Any) -> tuple[Text, ...]:
    """What every part of an explanation tells, each thing once."""
    found = list(told(tree))
    for part in tree.because:
        found += _each(part, told)
    return tuple(dict.fromkeys(found))


def _remark(results: Results, row: int, node: Node) -> Remark | None:
    check = node.definition
    if not isinstance(check, Check) or _value(results, row, node.name) is not True:
        return None
    said = (label(results.book, CANDIDATE, node.name, language) for language in ("zh", "en"))
    return Remark(
        code=check.code, severity=check.severity.value, clauses=check.cites, text=Text(*said),
        fix=Text(check.fix_zh, check.fix_en),
    )  # fmt: skip


def _value(results: Results, row: int, name: str) -> bool | None:
    frame = results.frame(CANDIDATE, [name])
    value = frame[name][row] if name in frame.columns else None
    return None if value is None else bool(value)


def _all(answers: Any) -> bool | None:
    """Three-valued: one no decides, else one unknown."""
    known = list(answers)
    if False in known:
        return False
    return None if None in known else True


__all__ = [
    "ELIGIBLE", "TRAINING", "Answer", "Eligibility", "Remark", "answers_for", "eligibility_of", "judge",
    "requirements", "rulebook_on",
]  # fmt: skip

"""Nanjing's guidance of 2010 as rules: what the city answers to each question of the engine."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources

from liuguan import hookimpl, rules_of
from liuguan_nanjing.city import (
    assessment,
    eligibility,
    employment,
    filing,
    insurance,
    pay,
    payout,
    payroll,
    paysheet,
    periods,
    roster,
    schemes,
    staffing,
)

CITY = "nanjing"


@hookimpl
def manifest() -> Mapping[str, object]:
    """Who the plugin speaks for, and what the parameters of its rules are called."""
    return {"city": CITY, "terms": _data("terms.toml")}


@hookimpl
def staffing_rules() -> Sequence[object]:
    """How many workers there must be (I.7, I.8)."""
    return rules_of(staffing)


@hookimpl
def employment_rules() -> Sequence[object]:
    """Contracts, certificates, assignments, use and lists (I.3, I.4, II.8, II.13, III, V.1)."""
    return rules_of(employment, roster)


@hookimpl
def pay_rules() -> Sequence[object]:
    """Pay, payroll and insurance, with the schemes that tie pay to the assessment (II, IV.3.0c)."""
    return rules_of(periods, pay, payroll, paysheet, insurance, payout, *schemes.PAY)


@hookimpl
def eligibility_rules() -> Sequence[object]:
    """Requirements on candidates (IV.1)."""
    return rules_of(eligibility)


@hookimpl
def assessment_rules() -> Sequence[object]:
    """Monthly sheets, scores and what follows from them (IV.3)."""
    return rules_of(assessment, *schemes.ASSESSMENT)


@hookimpl
def filing_checks() -> Sequence[object]:
    """What is wrong with a filed standard (V)."""
    return rules_of(filing)


@hookimpl
def law() -> Mapping[str, object]:
    """The guidance's clauses in the project's own words."""
    return _data("clauses.toml")


@hookimpl
def city_data() -> Mapping[str, object]:
    """Workbook forms and figures for a made-up city, where they are shipped."""
    return {name: _data(f"{name}.toml") for name in ("forms", "sample") if _has(f"{name}.toml")}


def _data(file: str) -> Mapping[str, object]:
    found: Mapping[str, object] = tomllib.loads((resources.files(__name__) / file).read_text("utf-8"))
    return found


def _has(file: str) -> bool:
    return (resources.files(__name__) / file).is_file()

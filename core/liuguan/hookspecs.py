"""The questions that a city and a district answer. Hooks take no argument, return data, and run once per rulebook.

A district's plugin answers any of them; each area's hook accepts only what belongs to its area. The city's
plugin answers the same hooks for the guidance, and two more: `law` and `city_data`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pluggy

from liuguan.rulebook.definitions import Definition

PROJECT = "liuguan"
API = 1

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class RuleHooks:
    """What every plugin may answer."""

    @hookspec
    def manifest(self) -> Mapping[str, object]:
        """Who the plugin speaks for: `district` (id), and what it declares of its standard.

        What the standard's TOML declares in `[standard]` comes before it; `terms`, the labels of parameters, are
        joined.
        """
        raise NotImplementedError

    @hookspec
    def staffing_rules(self) -> Sequence[Definition]:
        """Rules on how many workers there must be (part I)."""
        raise NotImplementedError

    @hookspec
    def employment_rules(self) -> Sequence[Definition]:
        """Rules on contracts, certificates, duties and their use (parts II and III)."""
        raise NotImplementedError

    @hookspec
    def pay_rules(self) -> Sequence[Definition]:
        """Rules on pay, supplements and insurance (part II)."""
        raise NotImplementedError

    @hookspec
    def eligibility_rules(self) -> Sequence[Definition]:
        """Requirements on candidates (part IV, section 1). Districts only add: all requirements must be met."""
        raise NotImplementedError

    @hookspec
    def assessment_rules(self) -> Sequence[Definition]:
        """Rules on scores, grades and what follows from them (part IV, section 3)."""
        raise NotImplementedError

    @hookspec
    def filing_checks(self) -> Sequence[Definition]:
        """Checks on a filed standard (part V)."""
        raise NotImplementedError


class CityHooks(RuleHooks):
    """What a city's plugin answers beside the rules."""

    @hookspec
    def law(self) -> Mapping[str, object]:
        """The guidance's clauses in the project's own words, as `liuguan.law` reads them."""
        raise NotImplementedError

    @hookspec
    def city_data(self) -> Mapping[str, object]:
        """Data of the city that is not law: `forms` (workbook headers) and `sample` (figures for a made-up city)."""
        raise NotImplementedError


AREAS: Mapping[str, frozenset[str]] = {
    "staffing_rules": frozenset({"district_month", "station_month"}),
    "employment_rules": frozenset({"worker_month", "district_month", "station_month"}),
    "pay_rules": frozenset({"worker_month", "duty_period", "item_month", "district_month", "station_month"}),
    "eligibility_rules": frozenset({"candidate"}),
    "assessment_rules": frozenset({"worker_month", "item_month", "station_month", "district_month"}),
    "filing_checks": frozenset({"standard"}),
}
"""Rule hooks, and the entities whose nodes each accepts."""

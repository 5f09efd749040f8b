"""Drift: a district's office that works by other rules than those which it filed (V.3)."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from liuguan.district import City
from liuguan.language.written import month_text
from liuguan.rulebook.definitions import Severity
from liuguan.rulebook.finding import Finding
from liuguan.services.filings.in_force import InForce, standards_in_force
from liuguan.vocabulary import STANDARD

LOCAL_RULE_DRIFT = "STD902"
_SHOWN = 12


def drift(session: Session, city: City, district: str, month: int, *, known: int | None = None) -> Finding | None:
    """That the installed standard decides otherwise than the filed one in force; None where it does not.

    Args:
        month: month number.
        known: an event; as the filings stood right after it.
    """
    return next(iter(drifts(city, district, standards_in_force(session, city, district, [month], known=known))), None)


def drifts(city: City, district: str, in_force: Mapping[int, InForce]) -> list[Finding]:
    """For each month in which the installed standard decides otherwise than the filed one in force, a finding.

    What ships for a district as an illustration is nobody's standard and never counts as installed.

    Raises:
        ConfigError: the installed standard cannot be read.
        PluginFault: the installed standard has a fault.
    """
    if all(found.filing is None for found in in_force.values()):
        return []
    config = city.standard_of(district)
    if config is not None and config.manifest.get("status") == "illustrative":
        return []
    installed = city.district(district).layer
    if installed is None:
        return []
    return [
        _finding(district, month, filed.meaning, installed.meaning, found.book.hash)
        for month, found in in_force.items()
        if found.filing is not None and (filed := found.book.standard) and filed.meaning != installed.meaning
    ]


def _finding(district: str, month: int, filed: str, installed: str, book: str) -> Finding:
    return Finding(
        code=LOCAL_RULE_DRIFT, severity=Severity.VIOLATION, clause="V.3", district=district, entity=STANDARD,
        subject=f"{STANDARD} {district}", month=month_text(month),
        message_zh="本机安装的标准与已报送的标准含义不同",
        message_en="the installed standard is not the one that was filed",
        fix_zh="恢复已报送的标准，或将修订后的标准报送备案", fix_en="install what was filed, or file what is installed",
        figures={"filed": filed[:_SHOWN], "installed": installed[:_SHOWN]}, rulebook=book,
    )  # fmt: skip


__all__ = ["LOCAL_RULE_DRIFT", "drift", "drifts"]

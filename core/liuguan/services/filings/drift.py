"""Drift: a district's office that works by other rules than those which it filed (V.3)."""

from __future__ import annotations

from sqlmodel import Session

from liuguan.district import City
from liuguan.language.written import month_text
from liuguan.rulebook.definitions import Severity
from liuguan.rulebook.finding import Finding
from liuguan.services.filings.in_force import standard_in_force
from liuguan.vocabulary import STANDARD

LOCAL_RULE_DRIFT = "STD902"
_SHOWN = 12


def drift(session: Session, city: City, district: str, month: int, *, known: int | None = None) -> Finding | None:
    """That the installed standard decides otherwise than the filed one in force; None where it does not.

    What ships for a district as an illustration is nobody's standard and never counts as installed.

    Args:
        month: month number.
        known: an event; as the filings stood right after it.
    """
    in_force = standard_in_force(session, city, district, month, known=known)
    installed = city.district(district).layer
    filed = in_force.book.standard
    if in_force.filing is None or installed is None or filed is None:
        return None
    if installed.manifest.get("status") == "illustrative" or installed.meaning == filed.meaning:
        return None
    return Finding(
        code=LOCAL_RULE_DRIFT, severity=Severity.VIOLATION, clause="V.3", district=district, entity=STANDARD,
        subject=f"{STANDARD} {district}", month=month_text(month),
        message_zh="本机安装的标准与已报送的标准含义不同",
        message_en="the installed standard is not the one that was filed",
        fix_zh="恢复已报送的标准，或将修订后的标准报送备案", fix_en="install what was filed, or file what is installed",
        figures={"filed": filed.meaning[:_SHOWN], "installed": installed.meaning[:_SHOWN]},
        rulebook=in_force.book.hash,
    )  # fmt: skip


__all__ = ["LOCAL_RULE_DRIFT", "drift"]

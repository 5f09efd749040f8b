"""The modules that register commands; a new one is named here."""

from __future__ import annotations

from importlib import import_module

MODULES = (
    "assessment",
    "candidates",
    "duty",
    "exporting",
    "filings.decisions",
    "filings.drafts",
    "filings.submitting",
    "importing",
    "inspections",
    "operators",
    "pay",
    "population",
    "roster",
    "signatures",
    "stations",
    "undo",
)


def load() -> None:
    """Import every module that registers commands."""
    for name in MODULES:
        import_module(f"liuguan.services.{name}")

"""The modules that register commands; a new one is named here."""

from __future__ import annotations

from importlib import import_module

MODULES = (
    "assessment",
    "candidates",
    "conduct",
    "duty",
    "exporting",
    "filings.decisions",
    "filings.drafts",
    "filings.submitting",
    "importing",
    "inspections",
    "leave",
    "mappings",
    "opening",
    "operators",
    "pay",
    "population",
    "roster",
    "signatures",
    "stations",
    "to_fix",
    "undo",
)


def load() -> None:
    """Import every module that registers commands."""
    for name in MODULES:
        import_module(f"liuguan.services.{name}")

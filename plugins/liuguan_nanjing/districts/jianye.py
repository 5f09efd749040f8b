"""Jianye District: figures and readings are in its TOML."""

from __future__ import annotations

from collections.abc import Mapping

from liuguan import hookimpl


@hookimpl
def manifest() -> Mapping[str, object]:
    """Who this module speaks for."""
    return {"district": "jianye"}

"""Baixia District, until it merged into Qinhuai in March 2013: figures and readings are in its TOML."""

from __future__ import annotations

from collections.abc import Mapping

from liuguan import hookimpl


@hookimpl
def manifest() -> Mapping[str, object]:
    """Who this module speaks for."""
    return {"district": "baixia"}

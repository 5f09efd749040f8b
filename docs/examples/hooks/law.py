"""The clauses of a city's guidance, kept in a TOML file beside the module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources

from liuguan import hookimpl


@hookimpl
def law() -> Mapping[str, object]:
    """The clauses: id, kind, status, own words in both languages."""
    return tomllib.loads(resources.files(__name__).joinpath("clauses.toml").read_text("utf-8"))

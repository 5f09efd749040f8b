"""What a city brings that is not law."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources

from liuguan import hookimpl


@hookimpl
def city_data() -> Mapping[str, object]:
    """Workbook forms; `sample` would hold the figures of a made-up city."""
    return {"forms": tomllib.loads(resources.files(__name__).joinpath("forms.toml").read_text("utf-8"))}

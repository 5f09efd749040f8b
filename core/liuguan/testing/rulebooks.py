"""A district's rulebook for a test: rules from a module, figures from a text."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from types import ModuleType

from liuguan import plugins
from liuguan.configs import StandardConfig, read_standard
from liuguan.district import City
from liuguan.rulebook.book import Rulebook
from liuguan.rulebook.layer import Layer
from liuguan.rulebook.merge import merge, typed_sections


def rulebook_with(plugin: ModuleType | None, toml: str, district: str, *, config_dir: Path | None = None) -> Rulebook:
    """The city's rules with a district's own.

    Args:
        plugin: the district's module; None for a standard without Python.
        toml: the sections of the standard, or a whole file. What it does not answer has the city's default, or is
            unknown.
        district: the id of a district of the city.
        config_dir: where `_city.toml` is, if not where the commands look for it.

    Raises:
        ConfigError: no such district, or the text is not a standard.
        PluginFault: the module does not answer as a plugin, or its rules do not fit.
    """
    city = _city(config_dir)
    city.check_id(district)
    answers = plugins.answers(plugin, district=district) if plugin is not None else None
    definitions = answers.definitions if answers else ()
    config = _standard(toml, district)
    layer = Layer(
        owner=district,
        law_from=city.config.law_from,
        definitions=definitions,
        sections=typed_sections(config.sections, definitions, city.layer, owner=district),
        manifest={**(answers.manifest if answers else {}), **config.manifest, "versions": list(config.versions)},
        admitted_under=city.layer.meaning,
    )
    return merge(city.layer, layer, district=district, clauses=frozenset(city.law))


@cache
def _city(config_dir: Path | None) -> City:
    return City(config_dir=config_dir)


def _standard(toml: str, district: str) -> StandardConfig:
    """The text as a standard; a text without a `[district]` table is this district's."""
    head = "" if "[district]" in toml.split() else f'[district]\nid = "{district}"\n'
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{district}.toml"
        path.write_text(head + toml, encoding="utf-8")
        return read_standard(path)

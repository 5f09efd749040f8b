"""The city and its districts behind a typed face: the only caller of hooks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from liuguan import plugins
from liuguan.configs import CityConfig, StandardConfig, Unit, config_folder, read_city, read_standard
from liuguan.errors import ConfigError, PluginFault, Text
from liuguan.law import ClauseRegistry
from liuguan.rulebook.book import Rulebook
from liuguan.rulebook.layer import Layer
from liuguan.rulebook.merge import merge, typed_sections
from liuguan.rulebook.resolve import nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A district with its standard and the rulebook that judges it."""

    id: str
    unit: Unit | None
    config: StandardConfig | None
    layer: Layer | None
    book: Rulebook

    @property
    def name_zh(self) -> str:
        return self.unit.name_zh if self.unit else self.id

    @property
    def name_en(self) -> str:
        return self.unit.name_en if self.unit else self.id


class City:
    """A city's guidance, its units, and the districts that answer it."""

    def __init__(self, *, config_dir: Path | None = None, city: str = "nanjing", clauses_checked: bool = True) -> None:
        self.folder = config_folder(config_dir)
        self.config: CityConfig = read_city(self.folder)
        known = plugins.index(plugins.CITIES)
        if city not in known:
            close = nearest(city, list(known))
            no_city = Text(f"没有城市插件 {city}{close.zh}", f"no city plugin called {city}{close.en}")
            raise ConfigError([no_city], where=Text("已安装的插件", "entry points"))
        self.module = plugins.import_plugin(known[city])
        found = plugins.answers(self.module, district=city, city=True)
        sections = typed_sections(self.config.sections, found.definitions, None, owner=city)
        self.layer = Layer(
            owner=city, law_from=self.config.law_from, definitions=found.definitions, sections=sections,
            manifest=dict(found.manifest),
        )  # fmt: skip
        self.clauses_checked = clauses_checked
        self._loaded: dict[tuple[str, Path | None, Path | None], District] = {}
        self._judged: set[str] = set()

    @cached_property
    def law(self) -> ClauseRegistry:
        """The registry of the guidance's clauses."""
        found = plugins.ask(self.module, "law")
        return ClauseRegistry.from_mapping(found if isinstance(found, Mapping) else {})

    @cached_property
    def data(self) -> Mapping[str, object]:
        """What the city's plugin brings that is not law: forms and sample figures."""
        found = plugins.ask(self.module, "city_data")
        return found if isinstance(found, Mapping) else {}

    @cached_property
    def book(self) -> Rulebook:
        """The city's layer alone."""
        return merge(self.layer, clauses=self._clauses())

    @cached_property
    def _modules(self) -> Mapping[str, str]:
        """The installed plugins' modules, by district."""
        return plugins.index(plugins.DISTRICTS)

    def _clauses(self) -> frozenset[str] | None:
        return frozenset(self.law) if self.clauses_checked else None

    def check_id(self, district: str) -> None:
        """Refuse an id that names no district.

        Raises:
            ConfigError: with the nearest id.
        """
        if district not in self.config.ids():
            named = [u.id for u in self.config.units if district in (u.name_zh, u.name_en, *u.aliases)]
            close = nearest(named[0] if named else district, list(self.config.ids()))
            ids = ", ".join(self.config.ids())
            unknown = Text(
                f"没有区县 {district}{close.zh};代号有 {ids}", f"no district {district}{close.en}; the ids are {ids}"
            )
            raise ConfigError([unknown], where="--district")

    def district(self, district: str, *, standard: Path | None = None, plugin: Path | None = None) -> District:
        """A district with its rulebook.

        Args:
            standard: a TOML file instead of the shipped one.
            plugin: a third party's module file or package folder, in place of the installed one.

        Raises:
            ConfigError: the TOML cannot be read.
            PluginFault: the plugin or its rules do not fit.
        """
        key = (district, standard, plugin)
        if key not in self._loaded:
            self._loaded[key] = self._load(district, standard, plugin)
        return self._loaded[key]

    def standard_of(self, district: str) -> StandardConfig | None:
        """What the installed standard's TOML says; nothing of it is compiled.

        Raises:
            ConfigError: the TOML cannot be read.
        """
        return self._standard(district, None, None)

    def forget(self, district: str) -> None:
        """Read a district anew when it is asked for next: its standard may have been edited."""
        self._loaded = {key: found for key, found in self._loaded.items() if key[0] != district}

    def judged_by(self, district: str, layer: Layer) -> Rulebook:
        """The rulebook of a district under a layer that it filed: data alone, none of its Python.

        Raises:
            RulebookError: the layer does not fit the city's layer of today.
        """
        alone = self.book if self._loaded or self._judged else None  # for one district it would be merged in vain
        self._judged.add(district)
        return merge(self.layer, layer, district=district, clauses=self._clauses(), alone=alone)

    def _load(self, district: str, standard: Path | None, plugin: Path | None) -> District:
        config = self._standard(district, standard, plugin)
        found = self._answers(district, plugin)
        speaks_for = found.manifest.get("district", district) if found else district
        if speaks_for != district:
            other = Text(
                f"插件说的是 {speaks_for},不是 {district}", f"the plugin speaks for {speaks_for}, not for {district}"
            )
            raise PluginFault(other, district=district, hook="manifest")
        definitions = found.definitions if found else ()
        said = _declared(found, config)
        layer = None
        if config is not None or definitions:
            raw = config.sections if config else ()
            layer = Layer(
                owner=district, law_from=self.config.law_from, definitions=definitions,
                sections=typed_sections(raw, definitions, self.layer, owner=district),
                manifest={**said, "versions": list(config.versions) if config else []},
                admitted_under=self.layer.meaning,
            )  # fmt: skip
        alone = self.book if self._loaded else None  # for one district it would be merged in vain
        book = merge(self.layer, layer, district=district, clauses=self._clauses(), alone=alone)
        return District(id=district, unit=self.config.unit(district), config=config, layer=layer, book=book)

    def _standard(self, district: str, standard: Path | None, plugin: Path | None) -> StandardConfig | None:
        if standard is None:
            package = plugin if plugin is not None else plugins.folder_of(self._modules.get(district, ""))
            standard = _inside(package)
        path = standard or self.folder / f"{district}.toml"
        if standard is None and not path.is_file():
            return None
        config = read_standard(path)
        if config.district != district:
            id_, place = config.district, "[district]: id"
            other = Text(f"{place} 是 {id_};应为 {district}", f"{place} is {id_}; expected {district}")
            raise ConfigError([other], where=path.name)
        return config

    def _answers(self, district: str, plugin: Path | None) -> plugins.Answers | None:
        if plugin is not None:
            return plugins.isolated(plugin, district=district)
        module = self._modules.get(district)
        if module is None:
            return None
        if plugins.is_strangers(module):
            plugins.refuse_rivals(plugins.DISTRICTS, district)
            return plugins.isolated(module, district=district)
        return plugins.answers(plugins.import_plugin(module, district=district), district=district)


def _declared(found: plugins.Answers | None, config: StandardConfig | None) -> dict[str, object]:
    """What a standard declares of itself: in its TOML, and beside that in its plugin's manifest."""
    of_plugin = {k: v for k, v in found.manifest.items() if k != "district"} if found else {}
    of_file = config.manifest if config else {}
    terms = {name: words for m in (of_plugin, of_file) for name, words in _mapping(m.get("terms")).items()}
    return {**of_plugin, **of_file, **({"terms": terms} if terms else {})}


def _mapping(value: object) -> Mapping[object, object]:
    return value if isinstance(value, Mapping) else {}


def _inside(package: Path | None) -> Path | None:
    """The standard that a package folder brings."""
    if package is None or not package.is_dir():
        return None
    named = package / "standard.toml"
    return named if named.is_file() else next(iter(sorted(package.glob("*.toml"))), None)


__all__ = ["City", "District"]

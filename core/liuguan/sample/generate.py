"""Making a sample city: people, months, pay, faults, workbooks and the truth, from one seed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from random import Random

from liuguan.district import City
from liuguan.errors import ConfigError
from liuguan.language.functions import last_day
from liuguan.sample.bench import Bench
from liuguan.sample.faults import plant
from liuguan.sample.figures import Figures, figures_of
from liuguan.sample.months import keep_months, settle
from liuguan.sample.offices import Office, add_up, count_areas, split
from liuguan.sample.people import Registrar, make_people
from liuguan.sample.standards import write_standard
from liuguan.sample.standing import standing_truth
from liuguan.sample.truth import Truth
from liuguan.sample.workbooks import write_office
from liuguan.vocabulary import WORKER_MONTH

MONTHS = 12
Progress = Callable[[str, int, int], None]


def generate(
    city: City, folder: Path, *, seed: int, workers: int | None = None, first_month: int | None = None,
    months: int = MONTHS, progress: Progress | None = None,
) -> Truth:  # fmt: skip
    """Write a sample city into a folder: workbooks, standards and `truth.json`.

    The same seed gives the same truth and the same cells.

    Args:
        workers: how many in all; without it as many as the city's figures say.
        first_month: a month number; without it the first month of law.
        progress: told the district at hand, how many are done, and how many there are.

    Raises:
        ConfigError: the city brings no figures for a sample.
    """
    tell = progress or (lambda what, done, of: None)
    data = city.data.get("sample")
    if not isinstance(data, Mapping):
        raise ConfigError(["the city brings no figures for a sample"], where="sample.toml")
    figures = figures_of(data)
    first = city.config.law_from if first_month is None else first_month
    folder.mkdir(parents=True, exist_ok=True)
    offices = _offices(city, figures, folder, seed, workers, first, months)
    bench = Bench(figures, offices, seed, first, first + months - 1)
    plant(bench, "people")
    for office in offices:
        rng = Random(f"{seed} months {office.id}")
        count_areas(office, figures, rng)
        keep_months(office, figures, rng)
    plant(bench, "facts")
    for done, office in enumerate(offices):
        tell(office.id, done, 2 * len(offices))
        add_up(office, figures)
        settle(office, figures)
    plant(bench, "papers")
    count = sum(len(o.people) for o in offices)
    truth = Truth(seed=seed, workers=count, first_month=first, last_month=first + months - 1)
    truth.faults = bench.planted
    truth.standing = list(standing_truth(figures, offices))
    for done, office in enumerate(offices):
        tell(office.id, len(offices) + done, 2 * len(offices))
        write_office(office, figures, folder)
    tell("", 2 * len(offices), 2 * len(offices))
    truth.save(folder)
    return truth


def _offices(
    city: City, figures: Figures, folder: Path, seed: int, workers: int | None, first: int, months: int
) -> list[Office]:
    """The districts that exist in all months of the sample, with their people."""
    last = first + months - 1
    there = [o for o in figures.offices if city.config.unit(o.id, first) and city.config.unit(o.id, last)]
    sizes = [o.workers for o in there]
    counts = sizes if workers is None else split(workers, sizes)
    amongst = [o.id for o in there if o.id in figures.unamended_among]
    skips = first <= _month(figures) <= last
    unamended = (
        set(Random(f"{seed} standards").sample(amongst, min(figures.unamended, len(amongst)))) if skips else set()
    )
    registrar = Registrar(figures)
    found = []
    for own, count in zip(there, counts, strict=True):
        unit = city.config.unit(own.id, first)
        assert unit is not None
        late = figures.amended_on if own.id in unamended else None
        path = write_standard(city.folder / f"{own.id}.toml", folder, mark=figures.mark, without_from=late)
        district = city.district(own.id, standard=path)
        people = make_people(
            figures, own, count, first, months, registrar, Random(f"{seed} people {own.id}"), county=unit.county
        )
        items = _catalogue(city, last)
        found.append(
            Office(
                district=district,
                unit=unit,
                city_zh=city.config.name_zh,
                figures=own,
                standard=path,
                people=people,
                first_month=first,
                last_month=last,
                item_codes=_items(district.config, items),
                item_names={code: str(item["zh"]) for code, item in items.items()},
                fed_back=frozenset(code for code, item in items.items() if "department" in item),
                unamended=late is not None,
                decided=frozenset(
                    n for n, node in figures.decisions.items() if (WORKER_MONTH, node) in district.book.nodes
                ),
            )
        )
    return found


def _month(figures: Figures) -> int:
    return figures.amended_on.year * 12 + figures.amended_on.month - 1


def _items(config: object, names: Mapping[str, object]) -> tuple[str, ...]:
    """The work items that the standard's assessment names."""
    manifest = getattr(config, "manifest", {})
    groups = manifest.get("assessment_groups")
    listed: Iterable[object] = groups.values() if isinstance(groups, Mapping) else ()
    return tuple(dict.fromkeys(c for codes in listed if isinstance(codes, list) for c in codes if c in names))


def _catalogue(city: City, month: int) -> Mapping[str, Mapping[str, object]]:
    """The city's work items in a month."""
    found: Mapping[str, Mapping[str, object]] = {}
    catalogue = city.config.data.get("work_items")
    for version in catalogue if isinstance(catalogue, list) else ():
        if version["effective_from"] <= last_day(month):
            found = version["items"]
    return found

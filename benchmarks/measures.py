"""What is measured: each function runs in a process of its own and gives its seconds and notes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from liuguan.district import City
from liuguan.vocabulary import DISTRICT_MONTH, DUTY_PERIOD, STATION_MONTH, WORKER_MONTH

if TYPE_CHECKING:
    from benchmarks.panel import Facts
    from liuguan.rulebook.book import Key, Rulebook

SCHEME = (WORKER_MONTH, STATION_MONTH, DISTRICT_MONTH)
YEAR_WORKERS = 3_800
REPEATS = 3
EXPLAINED = ("gulou", "net_pay")

Measured = dict[str, object]


def make(folder: Path, rows: int) -> Measured:
    """Write the panel to a folder, one file for each district and entity."""
    from benchmarks.panel import MONTHS, make_panel, year_of

    city = City()
    began = time.perf_counter()
    year = year_of(make_panel(city, YEAR_WORKERS * MONTHS), 2012)
    for name, panel in (("panel", make_panel(city, rows)), ("year", year)):
        for district, facts in panel.facts.items():
            for entity, frame in facts.items():
                path = folder / name / district / f"{entity}.parquet"
                path.parent.mkdir(parents=True, exist_ok=True)
                frame.write_parquet(path)
    return {"seconds": time.perf_counter() - began}


def read(folder: Path) -> dict[str, Facts]:
    """The facts of a panel, by district."""
    import polars as pl

    return {
        place.name: {file.stem: pl.read_parquet(file) for file in sorted(place.glob("*.parquet"))}
        for place in sorted(folder.iterdir())
    }


def row_rules(book: Rulebook, given: frozenset[str]) -> list[Key]:
    """The worker's nodes that need no window and no group but the periods of duty within the month."""
    from liuguan.rulebook.definitions import Aggregate, GroupCheck, How

    def alone(key: Key, seen: set[Key]) -> bool:
        if key in seen or key[1] in given:
            return True
        seen.add(key)
        node = book.nodes.get(key)
        if node is not None:
            d = node.definition
            if isinstance(d, GroupCheck):
                return False
            if isinstance(d, Aggregate) and d.how is not How.VALUE and d.holder != DUTY_PERIOD:
                return False
            if isinstance(d, Aggregate) and d.over is not None:
                return False
        return all(alone(need, seen) for need in book.needs.get(key, ()))

    return [n.key for n in book.of(WORKER_MONTH) if n.name not in given and alone(n.key, set())]


def _every(facts: Mapping[str, Facts], nodes: Callable[[Rulebook], list[Key]]) -> Measured:
    """Evaluate the nodes of each district in turn, several times; the first time compiles the plans' formulas."""
    from liuguan.rulebook.evaluate import evaluate

    city = City()
    books = {district: city.district(district).book for district in facts}
    targets = {district: nodes(book) for district, book in books.items()}
    runs, busy = [], []
    for _ in range(REPEATS):
        began, spent = time.perf_counter(), time.process_time()
        for district, own in facts.items():
            evaluate(books[district], own, targets[district])
        runs.append(time.perf_counter() - began)
        busy.append(time.process_time() - spent)
    counts = [len(t) for t in targets.values()]
    return {
        "seconds": min(runs[1:]),
        "first": runs[0],
        "cpu": min(busy[1:]),
        "rows": sum(f[WORKER_MONTH].height for f in facts.values()),
        "nodes": f"{min(counts)} to {max(counts)}",
    }


def rows_alone(folder: Path) -> Measured:
    """Row rules of the whole panel, through every district's shipped rulebook."""
    from benchmarks.panel import GIVEN

    given = frozenset(GIVEN)
    return _every(read(folder / "panel"), lambda book: row_rules(book, given))


def pay_figures(folder: Path) -> Measured:
    """The figures from the minimum wage to net pay, without checks, of the whole panel."""
    from benchmarks.conventional import FIGURES
    from benchmarks.panel import GIVEN

    given = frozenset(GIVEN)

    def figures(book: Rulebook) -> list[Key]:
        alone = set(row_rules(book, given))
        return [(WORKER_MONTH, n) for n in FIGURES if (WORKER_MONTH, n) in alone]

    return _every(read(folder / "panel"), figures)


def scheme(folder: Path) -> Measured:
    """All nodes and checks of workers, stations and districts, with ranks and windows."""
    return _every(read(folder / "panel"), lambda book: [k for k in book.nodes if k[0] in SCHEME])


def year(folder: Path) -> Measured:
    """All nodes and checks of a city of 3,800 workers over one calendar year."""
    return _every(read(folder / "year"), lambda book: [k for k in book.nodes if k[0] in SCHEME])


def person(folder: Path) -> Measured:
    """Evaluate and explain the net pay of one person, in each month of the person's year."""
    import polars as pl

    from liuguan.rulebook.evaluate import evaluate
    from liuguan.rulebook.explain import explain

    district, node = EXPLAINED
    facts = read(folder / "year")[district]
    worker = facts[WORKER_MONTH]["worker"][0]
    own = {
        WORKER_MONTH: facts[WORKER_MONTH].filter(pl.col("worker") == worker),
        STATION_MONTH: facts[STATION_MONTH],
        DISTRICT_MONTH: facts[DISTRICT_MONTH],
    }
    book = City().district(district).book
    runs, lines = [], 0
    for _ in range(REPEATS):
        for row in range(own[WORKER_MONTH].height):
            began = time.perf_counter()
            tree = explain(evaluate(book, own, [(WORKER_MONTH, node)]), WORKER_MONTH, row, node)
            runs.append(time.perf_counter() - began)
            lines = len(str(tree.to_json()))
    return {
        "seconds": sorted(runs)[len(runs) // 2],
        "first": runs[0],
        "rows": len(runs),
        "nodes": f"{lines} characters",
    }


def loop(folder: Path, rows: int) -> Measured:
    """A loop over hooks and the columns on the same rows, for the same figures; they must agree."""
    from benchmarks import conventional
    from liuguan.rulebook.evaluate import evaluate

    city = City()
    facts = read(folder / "panel")
    seconds, columns, differing, whole = 0.0, 0.0, 0, 0
    for code in conventional.DISTRICTS:
        district = city.district(code)
        frame = facts[code][WORKER_MONTH]
        whole += frame.height
        subset = frame.head(rows // len(conventional.DISTRICTS))
        found = conventional.manager(district)
        began = time.perf_counter()
        by_loop = conventional.loop(found, subset)
        seconds += (time.perf_counter() - began) * frame.height / subset.height
        results = evaluate(district.book, facts[code], conventional.targets())
        runs = []
        for _ in range(REPEATS):
            began = time.perf_counter()
            results = evaluate(district.book, facts[code], conventional.targets())
            runs.append(time.perf_counter() - began)
        columns += min(runs)
        by_column = results.frame(WORKER_MONTH, conventional.FIGURES).head(subset.height)
        differing += sum(
            a != b for a, b in zip(by_loop, by_column.select(conventional.FIGURES).iter_rows(), strict=True)
        )
    return {
        "seconds": seconds,
        "columns": columns,
        "rows": whole,
        "looped": min(rows, whole),
        "differing": differing,
        "figures": len(conventional.FIGURES),
    }


MEASURES: Mapping[str, Callable[[Path], Measured]] = {
    "rows_alone": rows_alone,
    "pay_figures": pay_figures,
    "scheme": scheme,
    "year": year,
    "person": person,
}

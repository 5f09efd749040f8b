"""Kinds of faults, a function each. What finds a fault is the city's to say: its list names kinds and codes."""

from __future__ import annotations

from random import Random

from liuguan.errors import ConfigError
from liuguan.sample.bench import KINDS, Bench
from liuguan.sample.faults import assessment, duty, insurance, payroll, roster, staffing

SUBJECTS = (roster, duty, staffing, assessment, payroll, insurance)


def plant(bench: Bench, stage: str) -> None:
    """Plant all faults of a stage, each as often as the city says; fewer where the sample is too small.

    Raises:
        ConfigError: the city names a kind that nobody can plant.
    """
    for figures in bench.figures.faults:
        if figures.kind not in KINDS:
            raise ConfigError([f"no kind of fault is called {figures.kind}"], where="sample.toml")
        own, mechanic = KINDS[figures.kind]
        if own != stage:
            continue
        rng = Random(f"{bench.seed} fault {figures.kind}")
        for _ in range(figures.plant):
            hit = mechanic(bench, rng)
            if hit is not None:
                bench.record(figures, hit)

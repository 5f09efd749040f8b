"""Measure everything in one run and print it: `python -m benchmarks [--rows N]`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHILD = "--child"
FAST_ENOUGH = 20
HELP_RUNS = 5
CHECK_RUNS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One measurement: seconds and peak memory in MB, and what the design asks for; None where it asks nothing."""

    what: str
    seconds: float
    target: float | None = None
    peak: float = 0
    target_peak: float | None = None
    note: str = ""

    def text(self) -> str:
        """The line as printed."""
        asked = f"target {_seconds(self.target)}" if self.target is not None else ""
        met = self.target is None or self.seconds <= self.target
        met = met and (self.target_peak is None or self.peak <= self.target_peak)
        verdict = "" if self.target is None else "met" if met else "MISSED"
        figures = f"{self.what:<46}{_seconds(self.seconds):>10}  {asked:<15}{verdict:<7}{self.peak:>7,.0f} MB"
        return f"{figures}  {self.note}".rstrip()


def _seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def say(text: str = "") -> None:
    """Write a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def measured(name: str, folder: Path, *arguments: str) -> dict[str, Any]:
    """What a measurement gives in a process of its own, with the `peak` memory of that process in MB."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", CHILD, name, str(folder), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.stderr.write(done.stderr)
        raise SystemExit(f"{name} failed")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def child(name: str, folder: Path, arguments: Sequence[str]) -> None:
    """Run one measurement and print its result with the peak memory of this process."""
    from benchmarks import measures

    if name == "make":
        found = measures.make(folder, int(arguments[0]))
    elif name == "loop":
        found = measures.loop(folder, int(arguments[0]))
    elif name == "pay_months":
        from benchmarks import pay

        found = pay.pay_months(folder)
    elif name == "roster_search":
        from benchmarks import roster

        found = roster.roster_search(folder)
    else:
        found = measures.MEASURES[name](folder)
    say(json.dumps({**found, "peak": _peak_of_this()}))


def _peak_of_this() -> float:
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def command(*arguments: str) -> tuple[float, float, int]:
    """Seconds, peak memory in MB and exit code of a `liuguan` command in a fresh process."""
    program = "import sys; from liuguan.cli import main; sys.argv[0] = 'liuguan'; main()"
    began = time.perf_counter()
    started = subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(started.pid, 0)
    seconds = time.perf_counter() - began
    unit = 1 if sys.platform == "darwin" else 1024
    return seconds, usage.ru_maxrss * unit / 1e6, os.waitstatus_to_exitcode(status)


def evaluations(folder: Path) -> list[Line]:
    """The measurements on the panel and on the city's year."""
    lines = []
    for name, what, target, peak in (
        ("rows_alone", "row rules and row checks", 0.5, None),
        ("pay_figures", "row rules of pay alone, no checks", 0.5, None),
        ("scheme", "whole scheme, ranks and windows", 3.0, 2_000),
        ("year", "city and year evaluated (3,800 workers)", 0.5, None),
        ("person", "one person explained", 0.025, None),
    ):
        found = measured(name, folder)
        cpu = f", processor {_seconds(found['cpu'])}" if "cpu" in found else ""
        note = f"first {_seconds(found['first'])}{cpu}; {found['rows']:,} rows, {found['nodes']}"
        note += " nodes in a district" if name != "person" else " of JSON"
        lines.append(
            Line(what=what, seconds=found["seconds"], target=target, peak=found["peak"], target_peak=peak, note=note)
        )
        say(lines[-1].text())
    return lines


def against_a_loop(folder: Path, rows: int) -> None:
    """The same rows and figures by a loop over hooks, and the ratio."""
    found = measured("loop", folder, str(rows))
    say(
        Line(
            what="a loop over hooks, same figures",
            seconds=found["seconds"],
            peak=found["peak"],
            note=f"{found['rows']:,} rows of 3 districts, {found['figures']} figures; "
            f"{found['looped']:,} rows done, the rest scaled by rows",
        ).text()
    )
    say(Line(what="the same rows as columns", seconds=found["columns"], peak=found["peak"]).text())
    ratio = found["seconds"] / found["columns"]
    verdict = "met" if ratio >= FAST_ENOUGH else "MISSED"
    say(f"columns are {ratio:.0f} times as fast (target {FAST_ENOUGH}: {verdict}); {found['differing']} rows differ")
    if found["differing"]:
        raise SystemExit("the loop and the columns give different figures")


def city_year(workers: int | None) -> None:
    """The sample city written once, checked from its workbooks in a fresh process, and then from records."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "city"
        size = ["--workers", str(workers)] if workers else []
        seconds, peak, code = command("sample", str(folder), *size)
        if code:
            say(f"SKIPPED: the city's year from workbooks, since `liuguan sample` ends with {code}")
            return
        say(Line(what="liuguan sample", seconds=seconds, peak=peak).text())
        span = ["--from", "2010-12", "--to", "2011-11"]
        report = str(Path(temporary) / "report.json")
        seconds, peak, code = command("check", str(folder), *span, "--format", "json", "-o", report)
        if code not in (0, 1):
            say(f"SKIPPED: the city's year from workbooks, since `liuguan check` ends with {code}")
            return
        say(Line(what="liuguan check, cold, to written report", seconds=seconds, target=15, peak=peak).text())
        from_records(folder, Path(temporary))


def from_records(workbooks: Path, temporary: Path) -> None:
    """The same city taken into records, and checked from them, each in a fresh process; then a pay run."""
    database = temporary / "records.sqlite"
    seconds, peak, code = command("--database", str(database), "import", str(workbooks), "--park")
    if code:
        say(f"SKIPPED: the city's year from records, since `liuguan import` ends with {code}")
        return
    size = f"{database.stat().st_size / 1e6:,.0f} MB of records"
    say(Line(what="liuguan import, the year's workbooks", seconds=seconds, target=60, peak=peak, note=size).text())
    span = ["--from", "2010-12", "--to", "2011-11"]
    report = str(temporary / "of-records.json")
    runs = [
        command("--database", str(database), "check", *span, "--format", "json", "-o", report)
        for _ in range(CHECK_RUNS)
    ]  # fmt: skip
    seconds, peak, code = min(runs)
    if code not in (0, 1):
        say(f"SKIPPED: the city's year from records, since `liuguan check` ends with {code}")
        return
    note = f"best of {CHECK_RUNS}, first {_seconds(runs[0][0])}"
    say(Line(what="liuguan check of the records, cold", seconds=seconds, target=3, peak=peak, note=note).text())
    found = measured("pay_months", database)
    note = f"first {_seconds(found['first'])}, processor {_seconds(found['cpu'])}; {found['lines']} lines"
    say(
        Line(
            what="a pay run of one district-month", seconds=found["seconds"], target=1, peak=found["peak"], note=note
        ).text()
    )


def roster_search() -> None:
    """Finding somebody among 100,000 workers of a database while typing."""
    with tempfile.TemporaryDirectory() as temporary:
        found = measured("roster_search", Path(temporary))
    note = f"median of all {_seconds(found['first'])}; {found['nodes']}"
    line = Line(
        what="roster search, 100,000 workers", seconds=found["seconds"], target=0.05, peak=found["peak"], note=note
    )
    say(line.text())


def help_page() -> None:
    """The start of the command line."""
    runs = [command("--help") for _ in range(HELP_RUNS)]
    seconds = sorted(r[0] for r in runs)[HELP_RUNS // 2]
    say(Line(what="liuguan --help", seconds=seconds, target=0.2, peak=runs[0][1], note=f"median of {HELP_RUNS}").text())


def main(arguments: Sequence[str]) -> None:
    """Measure all."""
    if arguments[:1] == [CHILD]:
        child(arguments[1], Path(arguments[2]), arguments[3:])
        return
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="worker-months of the panel (1,000,000)")
    parser.add_argument("--loop-rows", type=int, default=30_000, help="worker-months that the loop does (30,000)")
    parser.add_argument("--workers", type=int, default=None, help="workers of the sample city (its full size)")
    chosen = parser.parse_args(arguments)
    import polars as pl

    say(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, Polars {pl.__version__}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        made = measured("make", folder, str(chosen.rows))
        say(f"panel of {chosen.rows:,} worker-months, 120 months, 13 districts: made in {_seconds(made['seconds'])}")
        say()
        evaluations(folder)
        against_a_loop(folder, chosen.loop_rows)
    city_year(chosen.workers)
    roster_search()
    help_page()


if __name__ == "__main__":
    main(sys.argv[1:])

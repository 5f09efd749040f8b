"""A pay run of one district-month of the sample city out of its records: computed and written, with its audit row.

    python -m benchmarks.pay DATABASE      records into which the sample city was imported

The records are copied first; nothing of them changes.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from liuguan.district import City
from liuguan.language.written import month_number, month_text
from liuguan.records.store import Store
from liuguan.services.office import Office
from liuguan.services.pay.computing import ComputePayRun
from liuguan.services.pay.runs import OpenPayRun

DISTRICT = "qixia"
"""About 320 workers in the full sample, with items, stars and a share held back."""
MONTHS = tuple(range(month_number("2011-02"), month_number("2011-08")))
TARGET = 1.0
Measured = dict[str, object]


def pay_months(database: Path) -> Measured:
    """Compute one month after another; the first also compiles the standard's formulas.

    Returns:
        Wall-clock `seconds` of the fastest month, `first` month and `cpu` of the fastest; its `lines` and `components`.
    """
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / database.name
        shutil.copy(database, copy)
        store = Store(str(copy))
        office = Office(store, City())
        runs, busy, made = [], [], None
        for month in MONTHS:
            office.run(OpenPayRun(district=DISTRICT, month=month))
            began, spent = time.perf_counter(), time.process_time()
            made = office.run(ComputePayRun(district=DISTRICT, month=month)).made
            runs.append(time.perf_counter() - began)
            busy.append(time.process_time() - spent)
        store.close()
    assert made is not None
    return {
        "seconds": min(runs), "first": runs[0], "cpu": min(busy), "lines": made.lines.height,
        "components": made.components.height,
    }  # fmt: skip


def main(arguments: Sequence[str]) -> None:
    """Measure and say it."""
    found = pay_months(Path(arguments[0]))
    verdict = "met" if float(str(found["seconds"])) < TARGET else "MISSED"
    sys.stdout.write(
        f"pay run of {DISTRICT}, months {month_text(MONTHS[0])} to {month_text(MONTHS[-1])}: {found['seconds']:.3f} s"
        f" (target {TARGET}: {verdict}), first {found['first']:.3f} s, processor {found['cpu']:.3f} s;"
        f" {found['lines']} lines, {found['components']} components\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])

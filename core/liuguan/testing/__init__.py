"""For the tests of rule authors: plain functions that run a plugin through the door that the engine uses.

    check_readings_agree(module)                   columns, reference and plain call give one answer
    rulebook_with(module, toml, "xuanwu")          the rulebook of a district with these rules and figures
    evaluate_row(book, "worker_month", **inputs)   one row: written values in, written values out

They raise the same errors that a command would show, and `AssertionError` where readings differ. No test framework is
needed or loaded.
"""

from __future__ import annotations

from liuguan.testing.agreement import check_readings_agree
from liuguan.testing.rows import evaluate_row
from liuguan.testing.rulebooks import rulebook_with

__all__ = ["check_readings_agree", "evaluate_row", "rulebook_with"]

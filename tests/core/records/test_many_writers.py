"""Eight writers at once: no update is lost, nobody is shown a busy database, and the audit has no gap."""

from __future__ import annotations

import time

from tests.core.records.conftest import LONG
from tests.core.records.writers import MONTH, count_up, count_up_as_seen, start, told

from liuguan.records.soundness import verified
from liuguan.records.store import Store, current
from liuguan.records.tables.places import Population

WRITERS = 8
TIMES = 250 if LONG else 15


def shared(url: str) -> tuple[int, int]:
    """The count that all writers share, and the last event."""
    store = Store(url)
    with store.reading() as session:
        found = current(session, Population, "shared", MONTH, "")
        head = verified(session.connection())
    store.close()
    assert found is not None
    return found.actual_migrants or 0, head.seq


def test_eight_writers_lose_no_update_and_see_no_error(url: str) -> None:
    began = time.monotonic()
    running = [start(count_up, url, TIMES) for _ in range(WRITERS)]
    assert [told(reader) for _, reader in running] == [["done"]] * WRITERS
    assert shared(url) == (WRITERS * TIMES, WRITERS * TIMES)
    assert time.monotonic() - began < 120


def test_eight_operators_who_save_what_they_saw_overwrite_nobody(url: str) -> None:
    running = [start(count_up_as_seen, url, TIMES) for _ in range(WRITERS)]
    kept = [sum(told(reader)) for _, reader in running]
    assert shared(url) == (sum(kept), sum(kept))
    assert sum(kept) >= TIMES

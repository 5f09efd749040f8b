"""Nothing acknowledged is lost and nothing is torn: writers that are killed, and a disk that is full."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.core.records.conftest import LONG, event
from tests.core.records.writers import (
    MONTH,
    back_up_beyond,
    start,
    told,
    write_beyond,
    write_for_ever,
    write_frames_for_ever,
)

from liuguan.records.soundness import verified
from liuguan.records.store import Store, all_current
from liuguan.records.tables.places import Population

CYCLES = 1_000 if LONG else 12


def after_a_kill(url: str, task: Callable[..., None], writers: int, wait: float) -> list[tuple[int, int, int]]:
    """What writers had acknowledged when all of them were killed."""
    running = [start(task, url, number) for number in range(writers)]
    running[0][1].poll(10)
    for process, _ in running:
        process.join(wait / writers)
    for process, _ in running:
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
    return [said for _, reader in running for said in told(reader)]


@pytest.mark.parametrize("writers", [1, 4])
def test_killed_writers_lose_nothing_acknowledged_and_tear_nothing(url: str, writers: int) -> None:
    chance = random.Random(writers)
    last: dict[str, int] = {}
    for _ in range(CYCLES):
        kept = after_a_kill(url, write_for_ever, writers, chance.uniform(0.01, 0.15))
        store = Store(url)
        with store.reading() as session:
            head = verified(session.connection())
            found = {(p.district, p.month): p.actual_migrants or 0 for p in all_current(session, Population)}
        store.close()
        assert max((seq for _, seq, _ in kept), default=0) <= head.seq
        for number in range(writers):
            name = f"d{number}"
            assert found.get((name, MONTH)) == found.get((name, MONTH + 1))
            acknowledged = max((count for who, _, count in kept if who == number), default=0)
            # a count begins anew in each cycle; one that was kept and not acknowledged is one more
            assert found.get((name, MONTH), 0) in (acknowledged, acknowledged + 1, last.get(name, 0))
            assert acknowledged == 0 or found[name, MONTH] >= acknowledged
            last[name] = found.get((name, MONTH), 0)


def test_killed_imports_are_there_whole_or_not_at_all(sqlite_url: str) -> None:
    chance = random.Random(7)
    for _ in range(CYCLES):
        kept = after_a_kill(sqlite_url, write_frames_for_ever, 1, chance.uniform(0.01, 0.3))
        store = Store(sqlite_url)
        with store.reading() as session:
            head = verified(session.connection())
            counts = {p.actual_migrants for p in all_current(session, Population)}
        store.close()
        assert len(counts) <= 1
        assert max((seq for _, seq, _ in kept), default=0) <= head.seq


def test_a_full_disk_is_said_and_leaves_what_was_there(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    with event(store) as work:
        work.put(Population(district="before", month=MONTH, actual_migrants=1))
    size = Path(sqlite_url).stat().st_size
    process, reader = start(write_beyond, sqlite_url, size + 100_000)
    process.join(60)
    assert told(reader) == ["StorageFull"]
    with store.reading() as session:
        assert verified(session.connection()).seq == 1
        assert [p.district for p in all_current(session, Population)] == ["before"]
    with event(store) as work:
        work.put(Population(district="after", month=MONTH, actual_migrants=1))
    with store.reading() as session:
        assert verified(session.connection()).seq == 2
    store.close()


def test_a_backup_that_the_disk_does_not_hold_leaves_none(sqlite_url: str) -> None:
    process, reader = start(back_up_beyond, sqlite_url, Path(sqlite_url).stat().st_size // 2)
    process.join(60)
    assert told(reader) == ["StorageFull"]
    assert list((Path(sqlite_url).parent / "backups").iterdir()) == []

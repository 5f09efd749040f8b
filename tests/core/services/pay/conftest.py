"""Desks of a pay office over the fictional standards."""

from __future__ import annotations

import pytest
from tests.core.services.pay.desk import Desk, city_with

from liuguan.district import City
from liuguan.records.store import Store


@pytest.fixture(scope="session")
def v1(tmp_path_factory: pytest.TempPathFactory) -> City:
    return city_with(tmp_path_factory.mktemp("v1") / "configs", "v1")


@pytest.fixture(scope="session")
def v2(tmp_path_factory: pytest.TempPathFactory) -> City:
    return city_with(tmp_path_factory.mktemp("v2") / "configs", "v2")


@pytest.fixture
def desk(store: Store, v1: City) -> Desk:
    """An office under the fictional standard V1."""
    return Desk(store, v1)

"""What both databases hold of filings whoever writes: submitted versions, four eyes, grants that are not retroactive."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from tests.core.records.conftest import NOW, event

from liuguan.errors import LiuguanError
from liuguan.records.store import Store
from liuguan.records.tables.filings import Content, FiledDocument, Filing, FilingAct

TODAY = datetime.date(2011, 1, 6)
SHA = "0" * 64


def filing(**given: Any) -> Filing:
    values: dict[str, Any] = {
        "id": "F8-1", "number": 1, "district": "xuanwu", "form": "F8", "state": "submitted", "manifest": "{}",
        "sha256": SHA, "author": "clerk", "approver": "head", "submitted_at": NOW,
    }  # fmt: skip
    return Filing(**{**values, **given})


def act(name: str, operator: str, seq: int, **given: Any) -> FilingAct:
    values: dict[str, Any] = {
        "since_event": seq, "filing": "F8-1", "number": 1, "act": name, "at": NOW, "on_day": TODAY,
        "operator": operator,
    }  # fmt: skip
    return FilingAct(**{**values, **given})


def grant(operator: str, seq: int, **given: Any) -> FilingAct:
    values: dict[str, Any] = {
        "effective_from": TODAY, "effective_to": datetime.date(2012, 1, 6), "migrants_per_worker": 800,
    }  # fmt: skip
    return act("grant", operator, seq, **{**values, **given})


@pytest.fixture
def registered(store: Store) -> Store:
    """An application that was submitted and registered by `officer`."""
    with event(store) as work:
        work.put(filing())
        work.add(act("submit", "head", work.event))
    with event(store) as work:
        work.add(act("register", "officer", work.event))
    return store


def add(store: Store, row: FilingAct) -> None:
    with event(store) as work:
        work.add(row)


def test_another_approver_grants_what_was_registered(registered: Store) -> None:
    add(registered, grant("approver", 3))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (grant("officer", 3), "four eyes"),
        (act("refuse", "officer", 3), "four eyes"),
        (grant("approver", 3, effective_from=datetime.date(2011, 1, 5)), "never_retroactive"),
        (grant("approver", 3, effective_from=None), "never_retroactive"),
        (grant("approver", 3, effective_to=TODAY), "never_retroactive"),
        (grant("approver", 3, migrants_per_worker=0), "migrants_per_worker"),
        (act("revoke", "approver", 3), "revokes what was granted"),
        (act("return", "officer", 3, number=2), "needs a submitted version"),
        (act("register", "officer", 3, filing="F8-2"), "needs a submitted version"),
    ],
    ids=[
        "a grant by who registered it", "a refusal by who registered it", "a grant from yesterday on",
        "a grant without a day", "a grant that ends as it begins", "a ratio of nothing", "a revocation of no grant",
        "a return of another version", "an act upon nothing",
    ],
)  # fmt: skip
def test_acts_that_both_databases_refuse(registered: Store, row: FilingAct, said: str) -> None:
    with pytest.raises(LiuguanError, match=said):
        add(registered, row)


def test_a_decision_is_made_once(registered: Store) -> None:
    add(registered, grant("approver", 3))
    with pytest.raises(LiuguanError, match="decided once"):
        add(registered, act("refuse", "approver", 4))


def test_nothing_is_decided_before_it_is_registered(store: Store) -> None:
    with event(store) as work:
        work.put(filing())
    with pytest.raises(LiuguanError, match="decides on what is registered"):
        add(store, grant("approver", 2))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"approver": "clerk"}, "four_eyes"),
        ({"approver": ""}, "four_eyes"),
        ({"submitted_at": None}, "submitted_at_a_moment"),
        ({"state": "draft"}, "submitted_at_a_moment"),
        ({"form": "F13"}, "standard_has_a_date"),
        ({"amended_from": 1}, "amends_an_earlier_version"),
    ],
    ids=["its own approver", "no approver", "no moment", "a draft with a moment", "no date", "amends itself"],
)
def test_versions_that_both_databases_refuse(store: Store, given: dict[str, Any], said: str) -> None:
    with pytest.raises(LiuguanError, match=said), event(store) as work:
        work.put(filing(**given))


def test_a_submitted_version_takes_no_change_and_no_document(store: Store) -> None:
    with event(store) as work:
        work.add(Content(sha256=SHA, media_type="text/plain", size=0, data=b""))
        filed = work.put(filing())
    document = FiledDocument(filing="F8-1", number=1, kind="evidence", document_number="x", sha256=SHA)
    for row in (filing(manifest="[]"), document):
        with pytest.raises(LiuguanError, match="sealed"), event(store) as work:
            work.put(row)
    with pytest.raises(LiuguanError, match="sealed"), event(store) as work:
        work.end(filed)


@pytest.mark.parametrize("table", ["filing", "filing_act", "content"])
def test_a_stray_tool_cannot_change_or_delete(registered: Store, table: str) -> None:
    with event(registered) as work:
        work.add(Content(sha256=SHA, media_type="text/plain", size=0, data=b""))
    column = {"filing": "manifest", "filing_act": "operator", "content": "media_type"}[table]
    for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
        with registered.engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="liuguan: "):
            connection.exec_driver_sql(statement)

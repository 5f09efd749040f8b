"""The audit chain: whatever is changed in it is named by the first bad event."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable

import pytest
import rfc8785
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from tests.core.records.conftest import LONG, NOW, event

from liuguan.errors import IntegrityError
from liuguan.records import chain, guards
from liuguan.records.soundness import unguarded, verified
from liuguan.records.store import Store, table_of
from liuguan.records.tables.audit import AuditEvent
from liuguan.records.tables.places import Population

EVENTS = 20
FLIPS = 4_000 if LONG else 40
TABLE = table_of(AuditEvent)
TEXTS = [c.name for c in TABLE.columns if c.name not in ("seq", "at")]


@pytest.fixture
def log(store: Store) -> Store:
    """A log of twenty events, whose guards a determined owner has dropped."""
    for n in range(EVENTS):
        with event(store, payload={"n": n, "text": "玄武"}) as work:
            work.put(Population(district="xuanwu", month=24132, actual_migrants=n))
    with store.engine.begin() as connection:
        guards.remove(connection)
    return store


def broken(store: Store, kept: chain.Head | None = None) -> int | None:
    with store.engine.connect() as connection:
        found = chain.verify(connection, kept=kept)
    return found.seq if found else None


def tamper(store: Store, seq: int, **values: object) -> None:
    with store.engine.begin() as connection:
        connection.execute(sa.update(TABLE).where(TABLE.c.seq == seq).values(values))


def stored(store: Store, seq: int) -> dict[str, object]:
    with store.engine.connect() as connection:
        return dict(connection.execute(sa.select(TABLE).where(TABLE.c.seq == seq)).one()._mapping)


def head(store: Store) -> chain.Head:
    with store.engine.connect() as connection:
        return chain.head(connection)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text('\\"/\x00\x1f\x7f\u2028é玄😀'))
def test_an_event_is_hashed_over_its_canonical_json(subject: str, payload: str) -> None:
    made = chain.linked(
        chain.Head(0, chain.FIRST), at=NOW, operator="o", command="c", district="", subject=subject, payload=payload
    )
    said = {**made.model_dump(exclude={"hash", "at"}), "at": "2011-01-06T09:30:00.000000+00:00"}
    assert made.hash == hashlib.sha256(chain.TAG + rfc8785.dumps(said)).hexdigest()


def test_an_untouched_log_is_sound(log: Store) -> None:
    assert broken(log) is None
    assert head(log).seq == EVENTS
    with log.engine.connect() as connection:
        assert verified(connection, kept=head(log)) == head(log)


@pytest.mark.parametrize("column", TEXTS)
def test_a_changed_bit_of_any_text_is_found_at_its_event(log: Store, column: str) -> None:
    for seq in (1, 7, EVENTS):
        before = str(stored(log, seq)[column])
        for place in range(0, max(len(before), 1), 7):
            letter = chr(ord(before[place]) ^ 1) if before else "x"
            tamper(log, seq, **{column: before[:place] + letter + before[place + 1 :]})
            assert broken(log) == seq
            tamper(log, seq, **{column: before})
    assert broken(log) is None


def test_a_changed_moment_is_found_at_its_event(log: Store) -> None:
    at = stored(log, 7)["at"]
    assert isinstance(at, datetime.datetime)
    tamper(log, 7, at=at + datetime.timedelta(microseconds=1))
    assert broken(log) == 7


def test_a_removed_event_is_found(log: Store) -> None:
    with log.engine.begin() as connection:
        connection.execute(sa.delete(TABLE).where(TABLE.c.seq == 7))
    assert broken(log) == 7


def test_events_that_changed_places_are_found(log: Store) -> None:
    seven, eight = stored(log, 7), stored(log, 8)
    tamper(log, 7, **{k: v for k, v in eight.items() if k != "seq"})
    tamper(log, 8, **{k: v for k, v in seven.items() if k != "seq"})
    assert broken(log) == 7


def test_an_event_that_was_put_at_the_end_by_hand_is_found(log: Store) -> None:
    with log.engine.begin() as connection:
        connection.execute(sa.insert(TABLE), {**stored(log, EVENTS), "seq": EVENTS + 1})
    assert broken(log) == EVENTS + 1


def test_an_end_that_was_cut_off_is_found_by_a_head_that_was_kept(log: Store) -> None:
    kept = head(log)
    with log.engine.begin() as connection:
        connection.execute(sa.delete(TABLE).where(TABLE.c.seq > EVENTS - 3))
    assert broken(log) is None
    assert broken(log, kept) == EVENTS - 2


def test_a_log_that_was_written_anew_is_found_by_a_head_that_was_kept(log: Store) -> None:
    kept = head(log)
    with log.engine.begin() as connection:
        connection.execute(sa.delete(TABLE))
        previous = chain.Head(0, chain.FIRST)
        for n in range(EVENTS):
            said = {"operator": "other", "command": "test", "district": "", "subject": "", "payload": "{}"}
            made = chain.linked(previous, at=datetime.datetime(2011, 1, 6, n, tzinfo=datetime.UTC), **said)
            connection.execute(sa.insert(TABLE), made.model_dump())
            previous = chain.Head(made.seq, made.hash)
    assert broken(log) is None
    assert broken(log, kept) == EVENTS


SPOILT: dict[str, tuple[Callable[[Store], None], str]] = {
    "a changed event": (lambda log: tamper(log, 7, operator="other"), "audit event 7"),
    "a row that names no event": (
        lambda log: run(log, "UPDATE population SET since_event = 99, until_event = NULL WHERE version = 20"),
        "a row of population names an event that is not there",
    ),
    "a row that ends by no event": (
        lambda log: run(log, "UPDATE population SET until_event = 99 WHERE version = 20"),
        "a row of population names an event that is not there",
    ),
}


def run(store: Store, statement: str) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize(("spoil", "said"), SPOILT.values(), ids=SPOILT)
def test_records_that_are_not_as_written_are_named(log: Store, spoil: Callable[[Store], None], said: str) -> None:
    spoil(log)
    with pytest.raises(IntegrityError) as e, log.engine.connect() as connection:
        verified(connection)
    assert said in e.value.said("en")


def test_dropped_guards_are_named(log: Store) -> None:
    with log.engine.connect() as connection:
        assert set(unguarded(connection)) == guards.expected_names(connection.dialect.name)


def test_a_flipped_bit_of_the_file_never_changes_what_is_read_unseen(sqlite_url: str) -> None:
    """Found by the chain or by SQLite itself, or the content is the same; the bits lie where the log is."""
    store = Store(sqlite_url)
    for n in range(60):
        with event(store, payload={"n": n}):
            pass
    store.close()
    with open(sqlite_url, "rb") as file:  # noqa: PTH123  # the URL is a path here
        whole = file.read()
    kept = content(sqlite_url)
    first, last = whole.index(str(kept[0][-1]).encode()), whole.rindex(str(kept[-1][-1]).encode())
    unseen = 0
    for n in range(FLIPS):
        place = first + (n * 7919) % (last - first)
        spoilt = whole[:place] + bytes([whole[place] ^ (1 << n % 8)]) + whole[place + 1 :]
        with open(sqlite_url, "wb") as file:  # noqa: PTH123
            file.write(spoilt)
        unseen += is_unseen(sqlite_url, kept)
    assert unseen == 0


def content(path: str) -> list[tuple[object, ...]]:
    store = Store(path)
    with store.engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(sa.select(TABLE).order_by(TABLE.c.seq))]
    store.close()
    return rows


def is_unseen(path: str, kept: list[tuple[object, ...]]) -> bool:
    """Whether a file verifies, and yet its log reads otherwise."""
    store = Store(path)
    try:
        with store.errors(), store.engine.connect() as connection:
            verified(connection)
    except Exception:  # noqa: BLE001  # however it is found, it is found
        return False
    finally:
        store.close()
    return content(path) != kept

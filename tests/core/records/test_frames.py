"""Facts as whole columns: what goes in comes out, on both databases, at whatever event it is asked for."""

from __future__ import annotations

import datetime

import polars as pl
import pytest
import sqlalchemy as sa
from tests.core.records.conftest import NOW, event

from liuguan.records.frames import query_frame, read_frame
from liuguan.records.store import Store, all_current, table_of
from liuguan.records.tables.assessment import Signature
from liuguan.records.tables.duty import DutyMonth
from liuguan.records.tables.people import Worker
from liuguan.records.tables.places import Population, Station

MONTH = 24132
TEXTS = ["玄武门", 'say "x"', "back\\slash", "a,b", "two\nlines", "", None, "\\N", "'", "😀", "100%", "%%", "null", " "]


def counts(*values: int | None, month: int = MONTH) -> pl.DataFrame:
    names = [f"d{n}" for n in range(len(values))]
    return pl.DataFrame({"district": names, "month": [month] * len(values), "station": "", "actual_migrants": values})


def put(store: Store, frame: pl.DataFrame) -> int:
    with event(store) as work:
        return work.put_frame(Population, frame)


def read(store: Store, known: int | None = None) -> list[int | None]:
    with store.reading() as session:
        found = read_frame(session.connection(), Population, only=["actual_migrants"], known=known)
    return found["actual_migrants"].to_list()


def test_a_frame_makes_versions_as_single_facts_do(store: Store) -> None:
    assert put(store, counts(1, 2, None)) == 3
    assert put(store, counts(1, 5, 6)) == 2
    assert read(store) == [1, 5, 6]
    assert read(store, known=1) == [1, 2, None]
    with store.reading() as session:
        versions = [(p.version, p.since_event) for p in all_current(session, Population)]
    assert versions == [(1, 1), (2, 2), (2, 2)]


def test_the_same_frame_again_changes_nothing(store: Store) -> None:
    put(store, counts(1, 2, None))
    assert put(store, counts(1, 2, None)) == 0


def test_months_and_districts_that_a_frame_leaves_out_stay_as_they_are(store: Store) -> None:
    put(store, counts(1, 2))
    put(store, counts(9, month=MONTH + 1))
    assert sorted(filter(None, read(store))) == [1, 2, 9]


def test_a_unit_of_work_reads_the_rows_of_its_frames(store: Store) -> None:
    with event(store) as work:
        work.put_frame(Population, counts(1, 2))
        assert [p.actual_migrants for p in work.all(Population)] == [1, 2]


def test_a_frame_that_fails_leaves_nothing(store: Store) -> None:
    def put_and_fail() -> None:
        with event(store) as work:
            work.put_frame(Population, counts(1, 2))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        put_and_fail()
    assert read(store) == []


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (pl.concat([counts(1), counts(2)]), "twice"),
        (counts(1).with_columns(pl.lit(1).alias("migrants")), "no columns migrants"),
    ],
    ids=["a key twice", "an unknown column"],
)
def test_a_frame_that_is_not_of_the_table_is_refused(store: Store, frame: pl.DataFrame, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        put(store, frame)


def test_texts_come_out_as_they_went_in(store: Store) -> None:
    frame = pl.DataFrame({"district": [f"d{n:02}" for n in range(len(TEXTS))], "month": MONTH, "note": TEXTS})
    put(store, frame)
    with store.reading() as session:
        assert read_frame(session.connection(), Population)["note"].to_list() == TEXTS
        assert [p.note for p in all_current(session, Population)] == TEXTS


def test_texts_that_were_put_one_by_one_come_out_too(store: Store) -> None:
    with event(store) as work:
        for n, text in enumerate(TEXTS):
            work.put(Population(district=f"d{n:02}", month=MONTH, note=text))
    with store.reading() as session:
        assert read_frame(session.connection(), Population)["note"].to_list() == TEXTS


def test_days_flags_and_moments_keep_their_types(store: Store) -> None:
    opened = datetime.date(2010, 12, 1)
    station = {"district": "d", "name": "s", "kind": "street", "valid_from": opened, "valid_to": None}
    signed = {
        "district": "d", "month": MONTH, "form": "F3", "worker": "w", "signatory": "assessor", "signed_by": "a",
        "signed_at": NOW, "on_paper": True, "void": False,
    }  # fmt: skip
    with event(store) as work:
        work.put_frame(Station, pl.DataFrame([station], schema_overrides={"valid_to": pl.Date}))
        work.put_frame(Signature, pl.DataFrame([signed]))
    with store.reading() as session:
        connection = session.connection()
        (place,) = read_frame(connection, Station, only=list(station)).to_dicts()
        (signature,) = read_frame(connection, Signature, only=list(signed)).to_dicts()
        (by_object,) = all_current(session, Signature)
    assert (place, signature) == (station, signed)
    assert (by_object.signed_at, by_object.on_paper, by_object.void) == (NOW, True, False)


def test_a_column_that_a_frame_leaves_out_has_its_default(store: Store) -> None:
    put(store, counts(1).drop("station"))
    with store.reading() as session:
        (found,) = all_current(session, Population)
    assert (found.station, found.rental_households) == ("", None)


def test_rows_come_in_the_order_of_their_key_on_both_databases(store: Store) -> None:
    names = ["b", "B", "a", "玄", "Z", "_"]
    put(store, pl.DataFrame({"district": names, "month": MONTH}))
    with store.reading() as session:
        found = read_frame(session.connection(), Population)["district"].to_list()
    assert found == sorted(names)


def test_conditions_choose_rows_whichever_way_the_table_is_read(store: Store) -> None:
    put(store, counts(*range(40)))
    table = table_of(Population)
    with store.reading() as session:
        connection = session.connection()
        few = read_frame(connection, Population, table.c.district == "d7")
        most = read_frame(connection, Population, table.c.district != "d7")
    assert (few.height, most.height) == (1, 39)


def test_no_rows_are_an_empty_frame_with_the_same_columns(store: Store) -> None:
    with store.reading() as session:
        empty = read_frame(session.connection(), DutyMonth)
    with event(store) as work:
        work.add(Worker(id="w", since_event=1, district="d"))
        work.put(DutyMonth(district="d", month=MONTH, worker="w"))
    with store.reading() as session:
        one = read_frame(session.connection(), DutyMonth)
    assert (empty.height, empty.schema) == (0, one.schema)


def test_a_query_is_read_in_its_own_order(store: Store) -> None:
    put(store, counts(3, 1, 2))
    table = table_of(Population)
    query = sa.select(table.c.actual_migrants).order_by(table.c.actual_migrants.desc())
    with store.reading() as session:
        found = query_frame(session.connection(), query, {"actual_migrants": pl.Int64})
    assert found["actual_migrants"].to_list() == [3, 2, 1]

"""Finding workers by what people type."""

from __future__ import annotations

import pytest
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.roster.people import D, hire, id_number

from liuguan.records.store import Store
from liuguan.records.tables.operators import Role
from liuguan.services.roster.leaving import Leave
from liuguan.services.roster.names import name_search
from liuguan.services.roster.searching import search

ON = D(2011, 1, 6)
PEOPLE = (("王晓明", "XW001", "新街口"), ("单小红", "XW002", "湖南路"), ("王静", "XW003", "湖南路"))


@pytest.fixture
def entered(office_of: OfficeOf) -> dict[str, str]:
    """Keys of three workers by staff number; the third has left."""
    office = office_of(Role.CLERK)
    keys = {}
    for n, (name, number, station) in enumerate(PEOPLE, start=1):
        order = hire(name=name, id_number=id_number(sequence=n), staff_number=number, station=station)
        keys[number] = office.run(order).worker
    office.run(Leave(district=DISTRICT, worker=keys["XW003"], last_day=D(2011, 1, 5), kind="resigned"))
    return keys


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("王", ["XW001", "XW003"]),
        ("晓明", ["XW001"]),
        ("wangxiaoming", ["XW001"]),
        ("wxm", ["XW001"]),
        ("WXM", ["XW001"]),
        ("ｗｘｍ", ["XW001"]),
        ("shanxiaohong", ["XW002"]),
        ("danxiaohong", ["XW002"]),
        (id_number(sequence=2)[-4:], ["XW002"]),
        (id_number(sequence=2)[-3:], []),
        ("xw002", ["XW002"]),
        ("湖南路", ["XW002", "XW003"]),
        ("湖南路 王", ["XW003"]),
        ("湖南路 离岗", ["XW003"]),
        ("wang in", []),
        ("王 在岗", ["XW001"]),
        ("%", ["XW001", "XW002", "XW003"]),
        ("赵", []),
    ],
)
def test_what_is_typed_finds(entered: dict[str, str], store: Store, typed: str, found: list[str]) -> None:
    with store.reading() as session:
        hits = search(session, typed, on=ON, district=DISTRICT)
    assert sorted(hit.staff_number for hit in hits) == found


def test_results_are_masked_and_tell_the_state(entered: dict[str, str], store: Store) -> None:
    with store.reading() as session:
        (hit,) = search(session, "王静", on=ON)
        (before,) = search(session, "王静", on=D(2011, 1, 5))
        (to_come,) = search(session, "王静", on=D(2010, 11, 30))
    assert (hit.state, before.state, to_come.state) == ("left", "in_post", "to_come")
    assert hit.id_masked == "320***********" + id_number(sequence=3)[-4:]
    assert id_number(sequence=3) not in repr(hit)


def test_whole_names_come_before_parts_and_a_limit_holds(
    entered: dict[str, str], office_of: OfficeOf, store: Store
) -> None:
    office_of(Role.CLERK).run(hire(name="小红", id_number=id_number(sequence=9), staff_number="XW009"))
    with store.reading() as session:
        assert [hit.name for hit in search(session, "xiaohong", on=ON)] == ["小红", "单小红"]
        assert [hit.name for hit in search(session, "xiaohong", on=ON, limit=1)] == ["小红"]
        assert search(session, "王", on=ON, district="gulou") == []


def test_a_name_is_kept_with_every_usual_reading() -> None:
    words = name_search(" 单 小红 ").split()
    assert words[0] == "单小红"
    assert {"danxiaohong", "shanxiaohong", "dxh", "sxh"} <= set(words)
    assert name_search(None) == ""

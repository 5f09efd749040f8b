"""Personal data: put right with what follows, read in full with a reason, erased with the audit's keys."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa
from tests.core.services.candidates.files import accepted
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.roster.people import BORN, D, hire, id_number, short

from liuguan.errors import Refusal
from liuguan.records import chain
from liuguan.records.base import Version
from liuguan.records.store import Store, all_current, table_of
from liuguan.records.tables.audit import AuditEvent, AuditKey
from liuguan.records.tables.operators import Role
from liuguan.records.tables.people import Assignment, Worker
from liuguan.services.candidates.hiring import HireCandidate
from liuguan.services.roster.duties import GradeStar
from liuguan.services.roster.leaving import Leave
from liuguan.services.roster.persons import Erase, Reveal, SetDetails
from liuguan.services.roster.presenting import masked_birth, masked_id
from liuguan.services.undo import version_models


def test_masks_show_neither_the_day_of_birth_nor_the_whole_number() -> None:
    assert masked_id(id_number()) == "320***********" + id_number()[-4:]
    assert masked_id(short(id_number())) == "320********" + short(id_number())[-4:]
    assert masked_id(None) == ""
    assert masked_birth(BORN) == "1970-**-**"


def test_a_corrected_birth_date_is_on_every_line_and_judged_again(office_of: OfficeOf, store: Store) -> None:
    office = office_of(Role.CLERK)
    key = office.run(hire(first_day=D(2010, 12, 6))).worker
    office.run(GradeStar(district=DISTRICT, worker=key, from_day=D(2011, 1, 1), star=1))
    done = office.run(
        SetDetails(district=DISTRICT, worker=key, reason="户籍核对", birth_date=D(1948, 5, 17), education="junior")
    )
    assert done.lines == 2
    said = " / ".join(note.en for note in done.notes)
    assert "not that of the ID number" in said
    assert "IV.1.4b" in said
    assert "IV.1.3" in said
    with store.reading() as session:
        assert {line.birth_date for line in all_current(session, Assignment)} == {D(1948, 5, 17)}


def test_a_new_name_is_found_by_its_pinyin(office_of: OfficeOf, store: Store) -> None:
    office = office_of(Role.CLERK)
    key = office.run(hire()).worker
    office.run(SetDetails(district=DISTRICT, worker=key, reason="改名", name="单小红"))
    with store.reading() as session:
        who = session.get(Worker, key)
        assert who is not None
        assert {"shanxiaohong", "danxiaohong", "sxh"} <= set(who.name_search.split())


def test_another_person_s_number_is_refused(office_of: OfficeOf) -> None:
    office = office_of(Role.CLERK)
    office.run(hire())
    other = office.run(hire(name="李红", id_number=id_number(sequence=2), staff_number=None)).worker
    with pytest.raises(Refusal) as e:
        office.run(SetDetails(district=DISTRICT, worker=other, reason="录错", id_number=short(id_number())))
    assert e.value.reason == "two_persons"


@pytest.mark.parametrize("field", ["id_number", "birth_date"])
def test_reading_in_full_gives_the_value_and_leaves_who_and_why(office_of: OfficeOf, store: Store, field: Any) -> None:
    office = office_of(Role.CLERK)
    key = office.run(hire()).worker
    value = office.run(Reveal(district=DISTRICT, worker=key, field=field, reason="办理社保"))
    assert value == (id_number() if field == "id_number" else BORN)
    with store.reading() as session:
        event = session.execute(sa.select(AuditEvent).order_by(sa.desc("seq")).limit(1)).scalar_one()
    assert (event.command, event.operator, event.subject) == ("person.reveal", "clerk", key)
    assert json.loads(event.payload)["reason"] == "办理社保"
    assert str(value) not in event.payload


def test_reading_without_a_reason_or_from_another_roster_is_refused(office_of: OfficeOf) -> None:
    office = office_of(Role.CLERK)
    key = office.run(hire()).worker
    with pytest.raises(Refusal) as e:
        office.run(Reveal(district=DISTRICT, worker=key, field="id_number", reason=" "))
    assert e.value.reason == "no_reason"
    with pytest.raises(Refusal) as other:
        office_of(Role.CITY_OFFICER).run(Reveal(district="gulou", worker=key, field="id_number", reason="检查"))
    assert other.value.reason == "unknown_worker"


def test_who_is_in_post_is_not_erased(office_of: OfficeOf) -> None:
    key = office_of(Role.CLERK).run(hire(last_day=D(2011, 1, 6))).worker
    with pytest.raises(Refusal) as e:
        office_of(Role.HEAD).run(Erase(district=DISTRICT, worker=key, reason="保存期满"))
    assert e.value.reason == "in_post"


def test_erasing_empties_every_version_takes_the_keys_and_keeps_the_chain(office_of: OfficeOf, store: Store) -> None:
    clerk, head = office_of(Role.CLERK), office_of(Role.HEAD)
    candidate = accepted(office_of)
    key = clerk.run(HireCandidate(district=DISTRICT, candidate=candidate, staff_number="XW009")).worker
    clerk.run(SetDetails(district=DISTRICT, worker=key, reason="录错", birth_date=D(1975, 6, 2)))
    clerk.run(Leave(district=DISTRICT, worker=key, last_day=D(2011, 1, 4), kind="resigned"))
    other = clerk.run(hire()).worker
    taken = head.run(Erase(district=DISTRICT, worker=key, reason="保存期满"))
    with store.reading() as session:
        assert chain.verify(session.connection()) is None
        kept = [k.seq for k in session.execute(sa.select(AuditKey)).scalars()]
        about = session.execute(sa.select(AuditEvent).order_by("seq")).scalars()
        of_the_person = [event.seq for event in about if event.subject in (key, candidate)]
        assert taken == len(of_the_person) - 1  # the erasing itself keeps its key: nothing personal is in it
        assert [seq for seq in of_the_person if seq in kept] == [of_the_person[-1]]
        for model in version_models():
            assert left(store, model, key, candidate) == [], model.__name__
        who, stays = session.get(Worker, key), session.get(Worker, other)
        assert who is not None
        assert stays is not None
        assert (who.name, who.id_number, who.name_search) == (None, None, "")
        assert (stays.name, stays.id_number) == ("王晓明", id_number())


def left(store: Store, model: type[Version], worker: str, candidate: str) -> list[object]:
    """What any version of a table still holds of the person."""
    table = table_of(model)
    of_it = [table.c[c] == value for c, value in (("worker", worker), ("candidate", candidate)) if c in table.c]
    with store.engine.connect() as connection:
        rows = connection.execute(sa.select(table).where(sa.or_(sa.false(), *of_it))).mappings().all()
    return [row[name] for row in rows for name in model.PERSONAL if row[name]]


@pytest.mark.parametrize("value", [D(1980, 1, 1), None], ids=["another day", "nothing"])
def test_the_database_lets_personal_columns_be_emptied_and_nothing_else(
    office_of: OfficeOf, store: Store, value: D | None
) -> None:
    office_of(Role.CLERK).run(hire())
    table = table_of(Assignment)
    with store.engine.connect() as connection:
        if value is None:
            assert connection.execute(sa.update(table).values(birth_date=None)).rowcount == 1
        else:
            with pytest.raises(sa.exc.DBAPIError, match="keeps its versions as written"):
                connection.execute(sa.update(table).values(birth_date=value))
        connection.rollback()

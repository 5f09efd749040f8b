"""What imports need and leave behind: an office's own headers, and the to-fix list."""

from __future__ import annotations

import pytest
from tests.core.services.conftest import DISTRICT, OfficeOf

from liuguan.errors import Refusal
from liuguan.records.store import Store
from liuguan.records.tables.imports import ToFix
from liuguan.records.tables.operators import Role
from liuguan.services.mappings import DropMapping, SetMapping, mapping_for
from liuguan.services.to_fix import SettleFix, entry_of, to_fix

OWN = SetMapping(district=DISTRICT, form="F2", header="人员名称", form_header="姓名")


@pytest.fixture
def entries(store: Store) -> Store:
    """Two entries of the district and one of another."""
    with store.writing(operator="test") as work:
        for id_, district, place in (("aa1", DISTRICT, "B9"), ("aa2", DISTRICT, "B3"), ("bb1", "gulou", "B1")):
            work.put(
                ToFix(
                    id=id_, district=district, file="f.xlsx", place=place, kind="rejected_cell", found="x",
                    expected_zh="日期", expected_en="a date", written='{"姓名": "张三"}',
                )
            )  # fmt: skip
        work.record(command="test", district="", subject="", payload={})
    return store


def test_an_own_header_is_kept_by_district_until_it_is_forgotten(office_of: OfficeOf, store: Store) -> None:
    office = office_of(Role.CLERK)
    office.run(OWN)
    with store.reading() as session:
        assert mapping_for(session, DISTRICT) == {"F2": {"人员名称": "姓名"}}
        assert mapping_for(session, "gulou") == {}
    office.run(DropMapping(district=DISTRICT, form="F2", header="人员名称"))
    with store.reading() as session:
        assert mapping_for(session, DISTRICT) == {}
    with pytest.raises(Refusal) as e:
        office.run(DropMapping(district=DISTRICT, form="F2", header="人员名称"))
    assert e.value.reason == "unknown_header"


def test_a_header_cannot_stand_for_a_column_that_the_form_has_not(office_of: OfficeOf) -> None:
    with pytest.raises(Refusal, match="no column"):
        office_of(Role.CLERK).run(OWN.model_copy(update={"form_header": "没有此列"}))


def test_the_list_is_a_district_s_own_by_place(entries: Store) -> None:
    with entries.reading() as session:
        assert [row.place for row in to_fix(session, DISTRICT)] == ["B3", "B9"]
        assert entry_of(session, DISTRICT, "aa1") == "aa1"
        for begins in ("aa", "bb1", ""):
            with pytest.raises(Refusal):
                entry_of(session, DISTRICT, begins)


def test_an_entry_is_closed_once_and_its_row_kept_no_longer(entries: Store, office_of: OfficeOf) -> None:
    office = office_of(Role.CLERK)
    office.run(SettleFix(district=DISTRICT, id="aa1", state="done"))
    with entries.reading() as session:
        assert [row.id for row in to_fix(session, DISTRICT)] == ["aa2"]
        (closed,) = to_fix(session, DISTRICT, state="done")
        assert closed.written == "{}"
    with pytest.raises(Refusal) as e:
        office.run(SettleFix(district=DISTRICT, id="aa1", state="dropped"))
    assert e.value.reason == "closed"
    with pytest.raises(Refusal) as e:
        office.run(SettleFix(district=DISTRICT, id="bb1", state="done"))
    assert e.value.reason == "unknown_entry"

"""Accounts: who may enter whom, login, and waiting after failures."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.core.services.conftest import DISTRICT, TODAY, OfficeOf

from liuguan.district import City
from liuguan.errors import Refusal
from liuguan.records.migrate import prepare
from liuguan.records.store import Store
from liuguan.records.tables.audit import AuditEvent
from liuguan.records.tables.operators import Role
from liuguan.services.office import Office
from liuguan.services.operators import AddOperator, CloseOperator, SetPassword, anybody_entered, log_in

PASSWORD = "ten letters or more"
LI = AddOperator(district=DISTRICT, name="li", role=Role.CLERK, password=PASSWORD, districts=(DISTRICT,))


def reason(office: Office, order: AddOperator | CloseOperator | SetPassword) -> str:
    with pytest.raises(Refusal) as e:
        office.run(order)
    return e.value.reason


def outcomes(store: Store) -> list[tuple[str, str]]:
    """Who tried to log in, and how it ended."""
    with store.reading() as session:
        events = session.execute(sa.select(AuditEvent).order_by(sa.text("seq"))).scalars()
        return [(e.operator, json.loads(e.payload)["outcome"]) for e in events if e.command == "operator.login"]


def test_who_knows_the_password_is_in(office_of: OfficeOf, store: Store) -> None:
    office_of(Role.HEAD).run(LI)
    assert log_in(store, "li", PASSWORD).roles == {Role.CLERK}
    assert outcomes(store) == [("li", "in")]


def test_five_failures_make_an_account_wait_thirty_seconds_even_for_the_right_password(
    office_of: OfficeOf, store: Store
) -> None:
    office_of(Role.HEAD).run(LI)
    for _ in range(5):
        with pytest.raises(Refusal):
            log_in(store, "li", "not the password")
    store.clock = lambda: TODAY + datetime.timedelta(seconds=29)
    with pytest.raises(Refusal):
        log_in(store, "li", PASSWORD)
    store.clock = lambda: TODAY + datetime.timedelta(seconds=30)
    assert log_in(store, "li", PASSWORD).name == "li"
    assert outcomes(store) == [("li", "refused")] * 5 + [("li", "waiting"), ("li", "in")]


def test_four_failures_do_not(office_of: OfficeOf, store: Store) -> None:
    office_of(Role.HEAD).run(LI)
    for _ in range(4):
        with pytest.raises(Refusal):
            log_in(store, "li", "not the password")
    assert log_in(store, "li", PASSWORD).name == "li"


def test_what_was_typed_instead_of_a_name_is_not_kept(store: Store) -> None:
    with pytest.raises(Refusal) as e:
        log_in(store, "320102198001011234", PASSWORD)
    assert "320102198001011234" not in e.value.said("zh") + e.value.said("en")
    assert outcomes(store) == [("-", "refused")]


def test_a_closed_account_is_not_let_in(office_of: OfficeOf, store: Store) -> None:
    office_of(Role.HEAD).run(LI)
    office_of(Role.HEAD).run(CloseOperator(district=DISTRICT, name="li"))
    with pytest.raises(Refusal):
        log_in(store, "li", PASSWORD)


def test_a_head_enters_nobody_beyond_the_own_districts(office_of: OfficeOf) -> None:
    head = office_of(Role.HEAD)
    other = LI.model_copy(update={"districts": (DISTRICT, "gulou")})
    city = LI.model_copy(update={"role": Role.CITY_APPROVER, "districts": ()})
    assert [reason(head, order) for order in (other, city)] == ["not_allowed", "not_allowed"]


def test_a_head_sets_no_password_of_the_city(office_of: OfficeOf) -> None:
    order = SetPassword(district=DISTRICT, name="city_approver", password=PASSWORD)
    assert reason(office_of(Role.HEAD), order) == "not_allowed"


def test_a_clerk_sets_only_the_own_password(office_of: OfficeOf) -> None:
    office_of(Role.CLERK).run(SetPassword(district=DISTRICT, name="clerk", password=PASSWORD))
    other = SetPassword(district=DISTRICT, name="head", password=PASSWORD)
    assert reason(office_of(Role.CLERK), other) == "not_allowed"


def test_nobody_closes_the_own_account(office_of: OfficeOf) -> None:
    assert reason(office_of(Role.HEAD), CloseOperator(district=DISTRICT, name="head")) == "not_allowed"


def test_a_password_has_ten_characters(office_of: OfficeOf) -> None:
    head = office_of(Role.HEAD)
    assert reason(head, LI.model_copy(update={"password": "123456789"})) == "bad_order"
    head.run(LI.model_copy(update={"password": "1234567890"}))


@pytest.mark.parametrize("role", [Role.CLERK, Role.ASSESSOR, Role.CITY_OFFICER])
def test_the_first_operator_can_enter_others(role: Role, tmp_path: Path, city: City) -> None:
    store = Store(str(tmp_path / "new.sqlite"))
    prepare(store)
    districts = () if role is Role.CITY_OFFICER else (DISTRICT,)
    assert reason(Office(store, city), LI.model_copy(update={"role": role, "districts": districts})) == "bad_order"
    assert not anybody_entered(store)
    store.close()

"""The life-line of a relaxed ratio: it holds only as the city grants it, from that day on, and not for ever (I.8)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.filings.steps import (
    application,
    apply,
    day,
    enter_operator,
    grant,
    register,
    send_back,
    set_clock,
    write_past_services,
)

from liuguan.district import City
from liuguan.errors import Refusal, StorageError
from liuguan.records.grants import grants_in_force
from liuguan.records.store import Store, Work
from liuguan.records.tables.filings import FilingAct
from liuguan.records.tables.operators import Role
from liuguan.services.filings.decisions import GrantRatio, RefuseRatio, RegisterFiling, RevokeGrant
from liuguan.services.filings.permission import mergers
from liuguan.services.filings.submitting import SubmitFiling, WithdrawFiling
from liuguan.services.office import Office
from liuguan.services.stations import OpenStation

JAN = 2011 * 12


def states(store: Store, first: int = JAN, last: int = JAN + 14, known: int | None = None) -> dict[int, str]:
    """The state of the whole district's application in each month."""
    with store.reading() as session:
        frame = grants_in_force(session, [DISTRICT], first_month=first, last_month=last, known=known)
    return {row["month"] - JAN: row["grant_state"] for row in frame.to_dicts() if row["station"] == ""}


def ratio(store: Store, month: int) -> tuple[int | None, int | None]:
    with store.reading() as session:
        frame = grants_in_force(session, [DISTRICT], first_month=month, last_month=month)
    return frame["granted_migrants_per_worker"][0], frame["granted_households_per_worker"][0]


def test_a_submitted_application_says_nothing_until_it_is_registered(office_of: OfficeOf, store: Store) -> None:
    filing = apply(office_of)
    assert states(store) == {}
    register(office_of, filing)
    assert set(states(store).values()) == {"registered"}
    assert ratio(store, JAN) == (None, None)


def test_a_grant_holds_from_the_day_on_which_it_is_given_for_a_year(office_of: OfficeOf, store: Store) -> None:
    filing = apply(office_of)
    register(office_of, filing)
    set_clock(store, "2011-03-15")
    given = grant(office_of, filing)
    assert (given.effective_from, given.effective_to) == (day("2011-03-15"), day("2012-03-15"))
    found = states(store)
    assert [found[m] for m in (0, 1, 2, 13, 14)] == ["registered", "registered", "granted", "granted", "expired"]
    assert ratio(store, JAN + 2) == (800, 80)
    assert ratio(store, JAN + 1) == (None, None)


def test_a_grant_is_never_retroactive(office_of: OfficeOf, store: Store) -> None:
    filing = apply(office_of)
    register(office_of, filing)
    with pytest.raises(Refusal) as e:
        grant(office_of, filing, effective_from=day("2011-01-05"))
    assert e.value.reason == "retroactive"
    with pytest.raises(StorageError, match="never_retroactive"):
        write_past_services(store, lambda work: work.add(_grant(work, filing, begins=day("2011-01-05"))))


def _grant(work: Work, filing: str, *, begins: datetime.date, by: str = "stray") -> FilingAct:
    return FilingAct(
        since_event=work.event, filing=filing, number=1, act="grant", at=work.now, on_day=day("2011-01-06"), operator=by,
        effective_from=begins, effective_to=day("2012-01-01"), migrants_per_worker=800,
    )  # fmt: skip


def test_a_grant_for_days_to_come_is_not_in_force_yet(office_of: OfficeOf, store: Store) -> None:
    filing = apply(office_of)
    register(office_of, filing)
    grant(office_of, filing, effective_from=day("2011-03-01"))
    assert [states(store)[m] for m in (0, 1, 2)] == ["registered", "registered", "granted"]


def test_who_registered_it_does_not_decide(office_of: OfficeOf, store: Store, city: City) -> None:
    filing = apply(office_of)
    register(office_of, filing, by=Role.CITY_APPROVER)
    for order in (
        GrantRatio(district=DISTRICT, filing=filing, document_number="x"),
        RefuseRatio(district=DISTRICT, filing=filing, document_number="x", reason="y"),
    ):
        with pytest.raises(Refusal) as e:
            office_of(Role.CITY_APPROVER).run(order)
        assert e.value.reason == "four_eyes"
    same: Any = {"begins": day("2011-01-06"), "by": "city_approver"}
    with pytest.raises(Refusal, match="four eyes"):
        write_past_services(store, lambda work: work.add(_grant(work, filing, **same)))
    enter_operator(store, "other", Role.CITY_APPROVER)
    Office(store, city, operator="other").run(GrantRatio(district=DISTRICT, filing=filing, document_number="x"))


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.CITY_APPROVER])
def test_only_the_citys_approver_decides(office_of: OfficeOf, role: Role) -> None:
    filing = apply(office_of)
    register(office_of, filing)
    for order in (
        GrantRatio(district=DISTRICT, filing=filing, document_number="x"),
        RefuseRatio(district=DISTRICT, filing=filing, document_number="x", reason="y"),
        RevokeGrant(district=DISTRICT, filing=filing, document_number="x", reason="y"),
    ):
        with pytest.raises(Refusal) as e:
            office_of(role).run(order)
        assert e.value.reason == "not_allowed"


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.ASSESSOR])
def test_a_district_does_not_register_its_own_application(office_of: OfficeOf, role: Role) -> None:
    filing = apply(office_of)
    with pytest.raises(Refusal) as e:
        office_of(role).run(RegisterFiling(district=DISTRICT, filing=filing))
    assert e.value.reason == "not_allowed"


def test_nothing_is_granted_before_it_is_registered(office_of: OfficeOf, store: Store) -> None:
    filing = apply(office_of)
    with pytest.raises(Refusal) as e:
        grant(office_of, filing)
    assert e.value.reason == "is_submitted"
    with pytest.raises(Refusal, match="registered"):
        write_past_services(store, lambda work: work.add(_grant(work, filing, begins=day("2011-01-06"))))


def test_a_refused_application_is_refused_for_good(office_of: OfficeOf, store: Store) -> None:
    filing = apply(office_of)
    register(office_of, filing)
    refusal = RefuseRatio(district=DISTRICT, filing=filing, document_number="宁流管〔2011〕6号", reason="压力较大")
    office_of(Role.CITY_APPROVER).run(refusal)
    assert set(states(store).values()) == {"refused"}
    with pytest.raises(Refusal) as e:
        grant(office_of, filing)
    assert e.value.reason == "is_refused"
    with pytest.raises(Refusal) as e:
        office_of(Role.CLERK).run(application(filing=filing))
    assert e.value.reason == "decided"


def test_a_revoked_grant_ends_on_the_day_it_names(office_of: OfficeOf, store: Store) -> None:
    filing = apply(office_of)
    register(office_of, filing)
    grant(office_of, filing)
    revoke = {"district": DISTRICT, "filing": filing, "document_number": "宁流管〔2011〕9号", "reason": "人口激增"}
    set_clock(store, "2011-02-10")
    with pytest.raises(Refusal) as e:
        office_of(Role.CITY_APPROVER).run(RevokeGrant(**revoke, effective_from=day("2011-02-09")))
    assert e.value.reason == "retroactive"
    office_of(Role.CITY_APPROVER).run(RevokeGrant(**revoke, effective_from=day("2011-03-01")))
    assert [states(store)[m] for m in (0, 1, 2)] == ["granted", "granted", "revoked"]


def test_what_was_granted_is_as_it_was_known(office_of: OfficeOf, store: Store) -> None:
    filing = apply(office_of)
    register(office_of, filing)
    grant(office_of, filing)
    assert [states(store, JAN, JAN, known) for known in (3, 4, 5)] == [{}, {0: "registered"}, {0: "granted"}]


def test_a_grant_lapses_when_its_district_is_merged(office_of: OfficeOf, store: Store, city: City) -> None:
    set_clock(store, "2012-06-01")
    filing = apply(office_of)
    register(office_of, filing)
    grant(office_of, filing, effective_to=day("2014-01-01"))
    first = 2013 * 12
    with store.reading() as session:
        found = grants_in_force(
            session, [DISTRICT], first_month=first, last_month=first + 3,
            mergers={DISTRICT: mergers(city, "qinhuai")},
        )  # fmt: skip
    assert found["grant_state"].to_list() == ["granted", "granted", "lapsed", "lapsed"]
    assert found["granted_migrants_per_worker"].to_list() == [800, 800, None, None]


@pytest.mark.parametrize(
    ("district", "merged"),
    [("baixia", True), ("qinhuai", True), ("xiaguan", True), ("gulou", True), ("lishui", False), ("xuanwu", False)],
)
def test_the_districts_that_were_merged_on_28_march_2013(city: City, district: str, merged: bool) -> None:
    assert mergers(city, district) == ((day("2013-03-28"),) if merged else ())


def test_a_grant_to_units_says_nothing_of_the_whole_district(office_of: OfficeOf, store: Store) -> None:
    for name in ("玄武门街道", "锁金村街道"):
        station = OpenStation(district=DISTRICT, name=name, kind="street", valid_from=day("2010-12-01"))
        office_of(Role.CLERK).run(station)
    filing = apply(office_of, units=("锁金村街道", "玄武门街道"), households_per_worker=None)
    register(office_of, filing)
    with pytest.raises(Refusal) as e:
        grant(office_of, filing, units=("湖南路街道",))
    assert e.value.reason == "beyond_application"
    with pytest.raises(Refusal) as e:
        grant(office_of, filing, households_per_worker=80)
    assert e.value.reason == "beyond_application"
    grant(office_of, filing, units=("锁金村街道",), migrants_per_worker=700)
    with store.reading() as session:
        (row,) = grants_in_force(session, [DISTRICT], first_month=JAN, last_month=JAN).to_dicts()
    assert (row["station"], row["granted_migrants_per_worker"], row["granted_households_per_worker"]) == (
        "锁金村街道", 700, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"migrants_per_worker": None, "households_per_worker": None}, "no_ratio"),
        ({"migrants_per_worker": 0}, "bad_ratio"),
        ({"reason": " "}, "no_reason"),
        ({"effective_from": datetime.date(2011, 3, 1), "effective_to": datetime.date(2011, 3, 1)}, "bad_dates"),
        ({"units": ("无此街道",)}, "unknown_station"),
        ({"filing": "F8-xuanwu-9"}, "unknown_filing"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_application_that_makes_no_sense_is_refused(
    office_of: OfficeOf, given: dict[str, object], reason: str
) -> None:
    with pytest.raises(Refusal) as e:
        office_of(Role.CLERK).run(application(**given))
    assert e.value.reason == reason


def test_an_application_without_evidence_is_not_submitted(office_of: OfficeOf) -> None:
    draft = office_of(Role.CLERK).run(application(documents=()))
    with pytest.raises(Refusal) as e:
        office_of(Role.HEAD).run(SubmitFiling(district=DISTRICT, filing=draft.id))
    assert e.value.reason == "no_evidence"


def test_a_returned_application_is_corrected_as_its_next_version(office_of: OfficeOf, store: Store) -> None:
    filing = apply(office_of)
    send_back(office_of, filing)
    assert apply(office_of, filing=filing) == filing
    register(office_of, filing)
    assert grant(office_of, filing).number == 2


def test_a_granted_ratio_is_not_withdrawn_but_an_open_application_is(office_of: OfficeOf, store: Store) -> None:
    first, second = apply(office_of), apply(office_of)
    assert (first, second) == ("F8-xuanwu-1", "F8-xuanwu-2")
    register(office_of, first)
    grant(office_of, first)
    with pytest.raises(Refusal) as e:
        office_of(Role.HEAD).run(WithdrawFiling(district=DISTRICT, filing=first, reason="不再需要"))
    assert e.value.reason == "is_granted"
    register(office_of, second)
    office_of(Role.HEAD).run(WithdrawFiling(district=DISTRICT, filing=second, reason="不再需要"))
    assert states(store, JAN, JAN) == {0: "granted"}

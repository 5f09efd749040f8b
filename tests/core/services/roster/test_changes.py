"""Changes of post, terms and duties, put between later lines, corrected and taken back."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.roster.people import START, D, hire

from liuguan.errors import Conflict, Refusal
from liuguan.records.facts import read_facts
from liuguan.records.store import Store, all_current
from liuguan.records.tables.operators import Role
from liuguan.records.tables.people import Assignment, Certificate
from liuguan.services.office import Office
from liuguan.services.roster.correcting import CorrectLine, WithdrawLine
from liuguan.services.roster.duties import (
    ChangePost,
    FixDuties,
    GradeStar,
    NameLeaders,
    SetPointsDuty,
    TransferToStation,
)
from liuguan.services.roster.leaving import Leave
from liuguan.services.roster.reading import history_of, roster_on, staff_changes
from liuguan.services.roster.terms import (
    ChangeEmployer,
    CoverAccidents,
    EndContract,
    ExemptFromInsurance,
    SignContract,
)
from liuguan.services.roster.training import CorrectTraining, RecordTraining
from liuguan.services.stations import OpenStation


@pytest.fixture
def office(office_of: OfficeOf) -> Office:
    return office_of(Role.CLERK)


@pytest.fixture
def of(office: Office) -> dict[str, Any]:
    return {"district": DISTRICT, "worker": office.run(hire()).worker}


def held(store: Store, of: dict[str, Any], *columns: str) -> list[tuple[Any, ...]]:
    with store.reading() as session:
        return history_of(session, of["worker"]).select("holds_from", *columns).rows()


def test_a_late_change_runs_on_through_later_lines_up_to_one_that_says_otherwise(
    office: Office, of: dict[str, Any], store: Store
) -> None:
    office.run(GradeStar(**of, from_day=D(2011, 2, 1), star=2))
    office.run(TransferToStation(**of, from_day=D(2011, 3, 1), station="湖南路"))
    office.run(TransferToStation(**of, from_day=D(2011, 1, 1), station="孝陵卫"))
    assert held(store, of, "station", "star") == [
        (START, "新街口", None),
        (D(2011, 1, 1), "孝陵卫", None),
        (D(2011, 2, 1), "孝陵卫", 2),
        (D(2011, 3, 1), "湖南路", 2),
    ]


def test_two_changes_of_one_day_are_one_line(office: Office, of: dict[str, Any], store: Store) -> None:
    office.run(TransferToStation(**of, from_day=D(2011, 1, 1), station="孝陵卫", reason="轮岗"))
    office.run(ChangePost(**of, from_day=D(2011, 1, 1), post="central", data_entry=True))
    assert held(store, of, "station", "post", "data_entry", "action")[1:] == [
        (D(2011, 1, 1), "孝陵卫", "central", True, "transfer change_of_post")
    ]


def test_a_change_that_changes_nothing_is_refused(office: Office, of: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as e:
        office.run(ChangePost(**of, from_day=D(2011, 1, 1), post="ordinary"))
    assert e.value.reason == "no_change"


def test_a_line_that_was_changed_since_it_was_seen_is_a_conflict(office: Office, of: dict[str, Any]) -> None:
    seen = office.run(GradeStar(**of, from_day=D(2011, 1, 1), star=2)).since_event
    office.run(GradeStar(**of, from_day=D(2011, 2, 1), star=3, seen=seen))
    with pytest.raises(Conflict):
        office.run(GradeStar(**of, from_day=D(2011, 3, 1), star=4, seen=seen))


def test_a_station_that_is_not_there_is_refused_once_stations_are_entered(office: Office, of: dict[str, Any]) -> None:
    since = D(2010, 12, 1)
    office.run(OpenStation(district=DISTRICT, name="玄武门街道", kind="street", valid_from=since))
    office.run(OpenStation(district=DISTRICT, name="台城社区", kind="community", valid_from=since, parent="玄武门街道"))
    with pytest.raises(Refusal) as e:
        office.run(TransferToStation(**of, from_day=D(2011, 1, 1), station="孝陵卫"))
    assert e.value.reason == "unknown_station"
    moved = office.run(TransferToStation(**of, from_day=D(2011, 1, 1), station="台城社区"))
    assert moved.street == "玄武门街道"


def test_fixings_and_leaders_that_are_left_out_stay(office: Office, of: dict[str, Any]) -> None:
    office.run(FixDuties(**of, from_day=D(2011, 1, 1), fixed_person="王晓明", fixed_post="登记岗", fixed_task="登记"))
    line = office.run(FixDuties(**of, from_day=D(2011, 2, 1), fixed_responsibility="台城一组"))
    assert (line.fixed_post, line.fixed_responsibility) == ("登记岗", "台城一组")
    led = office.run(NameLeaders(**of, from_day=D(2011, 2, 1), community_officer="钱警官"))
    assert (led.fixed_post, led.community_officer, led.community_director) == ("登记岗", "钱警官", None)


def test_contracts_follow_one_another_and_end(office: Office, of: dict[str, Any]) -> None:
    first = SignContract(**of, from_day=START, signed_on=D(2010, 12, 20), last_day=D(2011, 11, 30))
    line = office.run(first)
    assert (line.line, line.contract_open_ended) == (1, False)
    with pytest.raises(Refusal) as e:
        office.run(SignContract(**of, from_day=START, signed_on=D(2010, 12, 21)))
    assert e.value.reason == "contract_there"
    renewed = office.run(SignContract(**of, from_day=D(2011, 12, 1), signed_on=D(2011, 11, 25)))
    assert (renewed.contract_start, renewed.contract_end, renewed.contract_open_ended) == (D(2011, 12, 1), None, True)
    ended = office.run(EndContract(**of, from_day=D(2012, 6, 30)))
    assert (ended.contract_end, ended.contract_open_ended) == (D(2012, 6, 30), False)


def test_an_exemption_needs_its_document_and_ends_with_it(office: Office, of: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as e:
        office.run(ExemptFromInsurance(**of, from_day=D(2011, 1, 1), insurance="pension"))
    assert e.value.reason == "no_document"
    office.run(ExemptFromInsurance(**of, from_day=D(2011, 1, 1), insurance="pension", document="宁人社 7 号"))
    again = office.run(ExemptFromInsurance(**of, from_day=D(2011, 7, 1), insurance="pension", exempt=False))
    assert (again.pension_exempt, again.pension_exemption_document) == (False, None)


def test_a_certificate_for_a_failed_examination_is_refused(office: Office, of: dict[str, Any], store: Store) -> None:
    with pytest.raises(Refusal):
        office.run(RecordTraining(**of, course="一期", result="failed", certificate_date=D(2011, 1, 5)))
    office.run(RecordTraining(**of, course="一期", result="failed", trained_on=D(2011, 1, 4)))
    office.run(RecordTraining(**of, course="二期", result="passed", trained_on=D(2011, 2, 4)))
    corrected = office.run(CorrectTraining(**of, line=2, number="宁流 42", certificate_date=D(2011, 2, 6)))
    assert (corrected.certificate_held, corrected.course) == (True, "二期")
    with store.reading() as session:
        assert [c.result for c in all_current(session, Certificate)] == ["failed", "passed"]


def test_a_correction_keeps_the_day_runs_on_and_the_mistake_stays_known(
    office: Office, of: dict[str, Any], store: Store
) -> None:
    later = office.run(GradeStar(**of, from_day=D(2011, 2, 1), star=2))
    office.run(CorrectLine(**of, line=1, reason="录错", station="孝陵卫"))
    assert held(store, of, "station") == [(START, "孝陵卫"), (D(2011, 2, 1), "孝陵卫")]
    with store.reading() as session:
        then = history_of(session, of["worker"], known=later.since_event)
        assert then["station"].to_list() == ["新街口", "新街口"]


def test_a_corrected_first_day_moves_the_employment(office: Office, of: dict[str, Any], store: Store) -> None:
    office.run(GradeStar(**of, from_day=D(2011, 2, 1), star=2))
    moved = office.run(CorrectLine(**of, line=1, reason="录错", from_day=D(2010, 12, 6)))
    assert (moved.employment_start, moved.hire_date) == (D(2010, 12, 6), D(2010, 12, 6))
    with store.reading() as session:
        assert roster_on(session, DISTRICT, D(2010, 12, 5)).height == 0
        assert roster_on(session, DISTRICT, D(2011, 2, 1))["employment_start"].to_list() == [D(2010, 12, 6)]


def test_a_correction_that_puts_two_lines_on_one_day_is_refused(office: Office, of: dict[str, Any]) -> None:
    office.run(GradeStar(**of, from_day=D(2011, 2, 1), star=2))
    line = office.run(TransferToStation(**of, from_day=D(2011, 3, 1), station="湖南路")).line
    with pytest.raises(Refusal) as e:
        office.run(CorrectLine(**of, line=line, reason="录错", from_day=D(2011, 2, 1)))
    assert e.value.reason == "misfit"


def test_a_line_that_is_taken_back_leaves_no_trace_in_later_ones(
    office: Office, of: dict[str, Any], store: Store
) -> None:
    wrong = office.run(TransferToStation(**of, from_day=D(2011, 1, 1), station="孝陵卫")).line
    office.run(GradeStar(**of, from_day=D(2011, 2, 1), star=2))
    office.run(WithdrawLine(**of, line=wrong, reason="未调动"))
    assert held(store, of, "station", "star") == [(START, "新街口", None), (D(2011, 2, 1), "新街口", 2)]
    with pytest.raises(Refusal) as e:
        office.run(WithdrawLine(**of, line=1, reason="未聘用"))
    assert e.value.reason == "later_lines"


def test_nobody_leaves_before_a_later_line_begins(office: Office, of: dict[str, Any]) -> None:
    office.run(GradeStar(**of, from_day=D(2011, 2, 1), star=2))
    with pytest.raises(Refusal) as e:
        office.run(Leave(**of, last_day=D(2011, 1, 31), kind="resigned"))
    assert e.value.reason == "later_lines"
    assert office.run(Leave(**of, last_day=D(2011, 2, 1), kind="resigned")).employment_end == D(2011, 2, 1)


def test_changes_of_staff_say_what_happened_when_and_when_it_was_recorded(
    office: Office, of: dict[str, Any], store: Store
) -> None:
    role = office.run(ChangePost(**of, from_day=D(2011, 1, 15), post="central")).since_event
    office.run(GradeStar(**of, from_day=D(2011, 1, 20), star=3))
    office.run(ChangeEmployer(**of, from_day=D(2011, 1, 20), employer="区流管办"))
    moved = office.run(ChangeEmployer(**of, from_day=D(2011, 1, 25), employer="街道办")).since_event
    left = office.run(Leave(**of, last_day=D(2011, 1, 31), kind="resigned")).since_event
    with store.reading() as session:
        found = staff_changes(session, DISTRICT, START, D(2011, 1, 31))
        assert found.select("what", "happened_on", "recorded_event", "recorded_on").rows() == [
            ("hire", START, 2, D(2011, 1, 6)),
            ("role", D(2011, 1, 15), role, D(2011, 1, 6)),
            ("employer", D(2011, 1, 25), moved, D(2011, 1, 6)),
            ("leave", D(2011, 1, 31), left, D(2011, 1, 6)),
        ]
        assert found["staff_number"].unique().to_list() == ["XW001"]
        before = staff_changes(session, DISTRICT, START, D(2011, 1, 31), known=role)
        assert before["what"].to_list() == ["hire", "role"]
        assert staff_changes(session, DISTRICT, D(2011, 2, 1), D(2011, 2, 28)).height == 0


def test_a_corrected_day_of_leaving_was_recorded_when_it_was_corrected(
    office: Office, of: dict[str, Any], store: Store
) -> None:
    line = office.run(Leave(**of, last_day=D(2011, 1, 31), kind="resigned")).line
    event = office.run(CorrectLine(**of, line=line, reason="录错", from_day=D(2011, 1, 28))).since_event
    with store.reading() as session:
        found = staff_changes(session, DISTRICT, D(2011, 1, 1), D(2011, 1, 31))
        assert found.select("what", "happened_on", "recorded_event").rows() == [("leave", D(2011, 1, 28), event)]


def test_lines_of_monthly_rosters_hold_until_the_next_roster(store: Store, office: Office) -> None:
    key = office.run(hire(first_day=D(2009, 1, 1), last_day=D(2009, 12, 31))).worker
    with store.writing(operator="test") as work:
        for line, (month, station) in enumerate([(24131, "新街口"), (24133, "湖南路")], start=7):
            work.put(
                Assignment(
                    district=DISTRICT, worker=key, line=line, action="import", roster_month=month, station=station,
                    employment_start=D(2010, 6, 1),
                )
            )  # fmt: skip
        work.record(command="test", district=DISTRICT, subject="", payload={})
    office.run(ChangePost(district=DISTRICT, worker=key, from_day=D(2011, 1, 10), post="central"))
    with store.reading() as session:
        rows = history_of(session, key).filter(pl.col("holds_to").is_null()).select("station", "post").rows()
        assert rows == [("湖南路", None)]
        assert roster_on(session, DISTRICT, D(2011, 1, 31))["post"].to_list() == ["central"]
        assert roster_on(session, DISTRICT, D(2011, 2, 1))["station"].to_list() == ["湖南路"]


def test_the_rules_read_what_orders_wrote(office: Office, of: dict[str, Any], store: Store) -> None:
    office.run(ChangePost(**of, from_day=D(2011, 1, 16), post="central"))
    office.run(SignContract(**of, from_day=START, signed_on=START, last_day=D(2011, 11, 30)))
    office.run(SetPointsDuty(**of, from_day=D(2011, 1, 22), last_day=D(2011, 1, 31)))
    office.run(CoverAccidents(**of, from_day=D(2011, 1, 25), last_day=D(2012, 1, 24)))
    office.run(Leave(**of, last_day=D(2011, 2, 10), kind="resigned"))
    with store.reading() as session:
        facts = read_facts(session, [DISTRICT], first_month=24131, last_month=24134)
    months = facts["worker_month"].sort("month")
    assert months.select("month", "post", "on_roster").rows() == [
        (24131, "ordinary", True),
        (24132, "central", True),
        (24133, "central", True),
    ]
    assert months["employment_end"].to_list()[-1] == D(2011, 2, 10)
    assert months["contract_end"].unique().to_list() == [D(2011, 11, 30)]
    january = months.filter(month=24132).row(0, named=True)
    assert (january["points_management_days"], january["points_management_days_covered"]) == (10, 7)
    assert facts["duty_period"].select("from_day", "to_day", "post").unique().sort("from_day").rows()[:2] == [
        (D(2011, 1, 1), D(2011, 1, 15), "ordinary"),
        (D(2011, 1, 16), D(2011, 1, 21), "central"),
    ]

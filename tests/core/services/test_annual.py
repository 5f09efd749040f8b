"""A district's year: every figure with what it is out of, ties shared, nothing unknown counted as nothing."""

from __future__ import annotations

import datetime

import pytest
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.staffed import (
    DECEMBER,
    HERE,
    IN_CENTRAL,
    JANUARY,
    ONE,
    PART_TIME,
    TWO,
    fill,
    move,
    opened,
    staff,
)

from liuguan.district import City
from liuguan.errors import Refusal
from liuguan.records.store import Store
from liuguan.records.tables.duty import DutyMonth
from liuguan.records.tables.operators import Role
from liuguan.records.tables.pay import PayLine, PayRun
from liuguan.records.tables.places import Population
from liuguan.services.annual import AnnualReview, annual_review
from liuguan.services.inspections.rates import rates
from liuguan.services.inspections.recording import FindingGiven, RecordInspection


def review(store: Store, city: City, year: int = 2010) -> AnnualReview:
    with store.reading() as session:
        return annual_review(session, city, DISTRICT, year, last_month=JANUARY)


def paid(store: Store, **net: int | None) -> None:
    """December's imported payroll: net pay in fen by worker."""
    with store.writing(operator="test") as work:
        work.put(PayRun(district=DISTRICT, month=DECEMBER, number=1, kind="imported"))
        for worker, amount in net.items():
            line = {"district": DISTRICT, "pay_month": DECEMBER, "run": 1, "month": DECEMBER, "worker": worker}
            work.put(PayLine.model_validate({**line, "scheduled_days": 23, "paid_days": 23, "paid_net": amount}))
        work.record(command="test", district=DISTRICT, subject="", payload={})


@pytest.fixture(autouse=True)
def workers(store: Store) -> None:
    staff(store)


def test_the_year_has_the_months_of_law_that_have_come(store: Store, city: City) -> None:
    assert (review(store, city).months, review(store, city, 2011).months) == ((DECEMBER,), (JANUARY,))
    with pytest.raises(Refusal):
        review(store, city, 2009)


def test_ties_at_both_ends_are_shared_and_the_mean_is_over_known_scores(
    office_of: OfficeOf, store: Store, city: City
) -> None:
    opened(office_of)
    fill(store, office_of, [ONE, TWO], lost=40)
    found = review(store, city).scores
    assert (found.known, found.members, found.mean) == (2, 3, 9000)
    assert [s.worker for s in found.best] == [s.worker for s in found.worst] == [ONE, TWO]
    fill(store, office_of, [IN_CENTRAL])
    found = review(store, city).scores
    assert (found.mean, [s.worker for s in found.best], [s.worker for s in found.worst]) == (
        9333, [IN_CENTRAL], [ONE, TWO],
    )  # fmt: skip


def test_whoever_should_have_had_a_sheet_and_has_none_is_counted_by_month(
    office_of: OfficeOf, store: Store, city: City
) -> None:
    opened(office_of)
    move(store, PART_TIME, line=2, full_time=True, from_day=datetime.date(2010, 12, 2))
    paid(store, **{PART_TIME: 120_000})
    assert review(store, city).scores.without_sheet == {DECEMBER: 1}


def test_net_pay_reaches_the_floor_exactly_and_not_with_one_fen_less(store: Store, city: City) -> None:
    paid(store, **{ONE: 110_000, TWO: 130_000, IN_CENTRAL: 120_000})
    found = review(store, city).net
    assert (found.known, found.members, found.average, found.average_floor) == (3, 3, 120_000, 120_000)
    assert found.reached is True


def test_one_fen_less_does_not_reach_it(store: Store, city: City) -> None:
    paid(store, **{ONE: 110_000, TWO: 130_000, IN_CENTRAL: 119_999})
    assert review(store, city).net.reached is False


def test_while_one_is_unknown_nobody_says_that_the_floor_is_reached(store: Store, city: City) -> None:
    paid(store, **{ONE: 900_000, TWO: 900_000, IN_CENTRAL: None})
    found = review(store, city).net
    assert (found.known, found.members, found.reached) == (2, 3, None)


def test_diverted_hours_are_days_of_eight_out_of_the_months_that_are_known(store: Store, city: City) -> None:
    with store.writing(operator="test") as work:
        for worker, patrol in ((ONE, 17), (TWO, 0)):
            work.put(
                DutyMonth(
                    district=DISTRICT, month=DECEMBER, worker=worker, scheduled_days=23, core_hours=100,
                    patrol_hours=patrol, other_hours=0,
                )
            )  # fmt: skip
        work.record(command="test", district=DISTRICT, subject="", payload={})
    found = review(store, city).exclusivity
    assert (found.known, found.members, found.diverted_hours, found.diverted_days) == (2, 3, 17, 2)


def test_a_month_without_counts_is_unknown_and_neither_short_nor_not(store: Store, city: City) -> None:
    assert review(store, city).months_short == (0, 0)
    with store.writing(operator="test") as work:
        counts = {"actual_migrants": 2000, "rental_households": 100, "headcount": 3}
        work.put(Population(district=DISTRICT, month=DECEMBER, **counts))  # type: ignore[arg-type]
        work.record(command="test", district=DISTRICT, subject="", payload={})
    found = review(store, city)
    assert found.months_short == (1, 1)
    assert (found.staffing[0].required_headcount, found.staffing[0].headcount_shortage) == (4, 1)


def test_inspections_keep_their_denominators_and_a_small_sample_is_a_count(
    office_of: OfficeOf, store: Store, city: City
) -> None:
    on = datetime.date(2010, 12, 15)
    for number, (found, expected) in enumerate([(3, 12), (2, 17), (1, None)]):
        given = FindingGiven(defect="missed_registration", found=found, expected=expected)
        office_of(Role.CLERK).run(
            RecordInspection(
                district=DISTRICT, id=str(number), kind="unannounced", day=on, station=HERE, findings=(given,)
            )
        )
    (rate,) = review(store, city).quality.rates
    assert (rate.found, rate.of_them, rate.expected, rate.without_denominator) == (6, 5, 29, 1)
    assert (rate.is_small, rate.shown) == (True, "5/29")


@pytest.mark.parametrize(
    ("found", "expected", "shown"),
    [(5, 30, "16.67% (5/30)"), (1, 400, "0.25% (1/400)"), (0, 30, "0.00% (0/30)"), (2, None, "2"), (0, 0, "0/0")],
)
def test_from_thirty_on_a_share_is_shown_beside_its_counts(found: int, expected: int | None, shown: str) -> None:
    from liuguan.records.tables.inspections import InspectionFinding

    one = InspectionFinding(
        district=DISTRICT, inspection="1", number=1, defect="wrong_data", found=found, expected=expected
    )
    assert [r.shown for r in rates([one])] == [shown]


def test_a_withdrawn_finding_is_in_no_rate(store: Store) -> None:
    from liuguan.records.tables.inspections import InspectionFinding

    one = InspectionFinding(
        district=DISTRICT, inspection="1", number=1, defect="wrong_data", found=2, expected=9, withdrawn=True
    )
    assert rates([one]) == []


def test_without_a_filed_standard_no_month_has_one(store: Store, city: City) -> None:
    found = review(store, city).filings
    assert (found.standard_months, found.months, found.submitted) == (0, 1, {})

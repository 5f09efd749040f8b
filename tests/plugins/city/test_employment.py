"""II.8, III.1, III.2, III.7: contracts, certificates and use."""

from __future__ import annotations

from datetime import date

import pytest

from liuguan import ManagingBody
from liuguan.language import reference
from liuguan.language.functions import month_of
from liuguan_nanjing.city import employment as emp
from liuguan_nanjing.city import roster

DECEMBER = month_of(date(2010, 12, 1))
LAST = date(2010, 12, 31)
NO_DATE: date = None  # type: ignore[assignment]  # the unknown value


def test_the_last_day_in_post_lies_in_the_month() -> None:
    assert emp.last_day_in_post(NO_DATE, DECEMBER) == LAST
    assert emp.last_day_in_post(date(2010, 12, 15), DECEMBER) == date(2010, 12, 15)
    assert emp.last_day_in_post(date(2011, 2, 1), DECEMBER) == LAST


def test_new_hires_come_after_the_day_of_issue() -> None:
    assert not emp.new_hire(date(2010, 12, 2), date(2010, 12, 2))
    assert emp.new_hire(date(2010, 12, 3), date(2010, 12, 2))


@pytest.mark.parametrize(
    ("signed", "start", "end", "open_ended", "in_force"),
    [
        pytest.param(date(2009, 1, 1), date(2009, 1, 1), LAST, False, True, id="ends on the last day"),
        pytest.param(date(2009, 1, 1), date(2009, 1, 1), date(2010, 12, 30), False, False, id="ended before"),
        pytest.param(date(2009, 1, 1), date(2009, 1, 1), NO_DATE, True, True, id="open-ended"),
        pytest.param(date(2011, 1, 5), date(2009, 1, 1), date(2012, 1, 1), False, False, id="signed afterwards"),
        pytest.param(NO_DATE, date(2009, 1, 1), date(2012, 1, 1), False, True, id="day of signing unknown"),
        pytest.param(NO_DATE, date(2011, 1, 1), date(2012, 1, 1), False, False, id="not begun"),
        pytest.param(NO_DATE, date(2009, 1, 1), NO_DATE, False, None, id="end unknown"),
    ],
)
def test_a_contract_covers_the_last_day_in_post(
    signed: date, start: date, end: date, open_ended: bool, in_force: bool | None
) -> None:
    row = {
        "contract_signed": True,
        "contract_signed_on": signed,
        "contract_start": start,
        "contract_end": end,
        "contract_open_ended": open_ended,
        "last_day_in_post": LAST,
    }
    tree = emp.contract_in_force.definition.formula.tree
    assert reference.evaluate(tree, row) is in_force
    assert reference.evaluate(tree, {**row, "contract_signed": False}) is False


def test_days_in_post_count_from_the_first() -> None:
    assert emp.days_in_post(date(2010, 12, 1), LAST) == 30


def test_a_certificate_holds_from_its_day() -> None:
    assert not emp.uncertified(True, LAST, LAST)
    assert emp.uncertified(True, date(2011, 1, 1), LAST)
    assert emp.uncertified(False, LAST, LAST)


@pytest.mark.parametrize(("start", "known"), [(date(2011, 3, 15), False), (date(2011, 3, 14), None)])
def test_without_a_day_of_duty_only_who_came_after_the_certificate_is_clear(start: date, known: bool | None) -> None:
    row = {
        "new_hire": True,
        "certificate_held": True,
        "certificate_date": date(2011, 3, 15),
        "duty_start_date": None,
        "employment_start": start,
        "last_day_in_post": date(2011, 3, 31),
    }
    assert reference.evaluate(emp.duty_before_certificate.definition.formula.tree, row) is known


@pytest.mark.parametrize(
    ("seconded", "hours", "days", "diverted"),
    [
        pytest.param(False, 88, 22, True, id="half of 22 days at eight hours"),
        pytest.param(False, 87, 22, False, id="one hour less"),
        pytest.param(False, 84, 21, True, id="half of 21 days"),
        pytest.param(True, 0, 22, True, id="standing secondment"),
    ],
)
def test_half_the_days_on_other_work_is_diverted(seconded: bool, hours: int, days: int, diverted: bool) -> None:
    assert emp.diverted(seconded, hours, days) is diverted


def test_patrol_and_other_work_are_diversion() -> None:
    assert emp.diverted_hours(3, 4) == 7


def test_directly_managed_means_by_the_migrant_office() -> None:
    assert emp.managed_by_migrant_office(ManagingBody.MIGRANT_OFFICE)
    assert not emp.managed_by_migrant_office(ManagingBody.POLICE)


def test_the_age_of_serving_staff_is_that_of_the_last_day_in_post() -> None:
    assert roster.age(date(1950, 12, 31), LAST) == 60
    assert roster.age(date(1951, 1, 1), LAST) == 59

"""What is wrong with a sample without being planted in a row: standards never amended, bases that nobody knows.

Worked out from the finished papers by plain sums, apart from the checks that must find it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from liuguan.admission import standard_facts
from liuguan.language.functions import last_day
from liuguan.language.kinds import Table
from liuguan.language.written import month_text
from liuguan.rulebook.book import Node
from liuguan.rulebook.unknowns import UNKNOWN_PARAMETER
from liuguan.sample.faults.payroll import average_short, counted
from liuguan.sample.figures import Figures
from liuguan.sample.offices import Office
from liuguan.sample.truth import Expected, Planted
from liuguan.vocabulary import DISTRICT_MONTH, STANDARD, WORKER_MONTH


def standing_truth(figures: Figures, offices: Iterable[Office]) -> Iterator[Planted]:
    """For each district what its standard and the unknown parameters lead to."""
    for office in offices:
        if office.unamended:
            expected = tuple(sorted(_unamended(figures, office)))
            yield _standing("standard_not_amended", office, "V.1", "standard", expected)
        unknown = tuple(_unknown_parameters(office))
        if unknown:
            yield _standing("parameter_unknown", office, "II.7", "", unknown)


def _standing(kind: str, office: Office, clause: str, form: str, expected: tuple[Expected, ...]) -> Planted:
    month = min((e.month for e in expected), default=month_text(office.first_month))
    return Planted(
        kind=kind, clause=clause, form=form, district=office.id, subject=office.id, month=month, expected=expected
    )


def _unamended(figures: Figures, office: Office) -> Iterator[Expected]:
    """Every month from the day on which the standard should have been another."""
    since = figures.amended_on.year * 12 + figures.amended_on.month - 1
    months = [m for m in office.span if m >= since]

    def found(effect: str, entity: str, subject: str, month: int) -> Iterator[Expected]:
        for code, severity in figures.standing[effect]:
            yield Expected(
                code=code,
                severity=severity,
                district=office.id,
                entity=entity,
                subject=subject,
                month=month_text(month),
            )

    for row in standard_facts(office.district.book, months).iter_rows(named=True):
        month = row["month"]
        floor, net = office.totals.get("wage_floor", office.id, month), row["standard_net_ordinary"]
        if row["standard_ordinary"] < floor:
            yield from found("standard_below_floor", STANDARD, office.id, month)
        elif net is not None and net < floor:
            yield from found("standard_net_below_floor", STANDARD, office.id, month)
        if row["most_at_stake_over_pool"] > 0:
            yield from found("standard_floats_too_much", STANDARD, office.id, month)
        if row["lowest_month_paid"] < office.totals.get("minimum_wage", office.id, month):
            yield from found("standard_worst_month", STANDARD, office.id, month)
    for person in office.people:
        for month in (m for m in office.in_post(person) if m >= since):
            key = (person.staff_no, month)
            get = office.months.get
            if get("at_stake", *key) > get("floating_pool", *key):
                yield from found("floats_too_much", WORKER_MONTH, person.staff_no, month)
            if get("gross_pay", *key) < office.totals.get("minimum_wage", office.id, month):
                yield from found("standard_under_minimum", WORKER_MONTH, person.staff_no, month)
            if counted(office, "paid_gross", key) < get("minimum_wage_due", *key):
                yield from found("paid_under_minimum", WORKER_MONTH, person.staff_no, month)
        for month in _short_months(office, person.staff_no, since):
            yield from found("own_average", WORKER_MONTH, person.staff_no, month)
    for month in _district_short(office, months):
        yield from found("district_average", DISTRICT_MONTH, office.id, month)


def _short_months(office: Office, staff_no: str, since: int) -> list[int]:
    starts = sorted({since, *(m for m in office.span if m > since and m % 12 == 0)})
    return [m for start in starts for m in average_short(office, staff_no, start)]


def _district_short(office: Office, months: Sequence[int]) -> list[int]:
    """Months in which all workers' net pay of the year so far lies under the floor."""
    short = []
    sums = dict.fromkeys(office.span, 0)
    for worker, month in office.months.index:
        key = (worker, month)
        sums[month] += counted(office, "paid_net", key) - office.months.get("wage_floor_due", *key)
    for month in months:
        if sum(total for m, total in sums.items() if m <= month and m // 12 == month // 12) < 0:
            short.append(month)
    return short


def _unknown_parameters(office: Office) -> Iterator[Expected]:
    for node in office.district.book.of(DISTRICT_MONTH):
        for month in office.span:
            if _is_unknown(node, office.id, month):
                yield Expected(
                    code=UNKNOWN_PARAMETER, severity="unknown", district=office.id, entity=DISTRICT_MONTH,
                    subject=office.id, month=month_text(month), about=node.name,
                )  # fmt: skip


def _is_unknown(node: Node, district: str, month: int) -> bool:
    version = node.version_on(last_day(month))
    values = version.values.values() if version else ()
    return any(v is None or (isinstance(v, Table) and v.rows.get(district, 0) is None) for v in values)

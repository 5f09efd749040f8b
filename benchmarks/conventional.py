"""The same arithmetic the conventional way: one PluginManager per district, hooks called for every worker and month.

It is written as such programs usually are: hooks answer for one worker, parameters are looked up by date for each
row, and what is not known is `None`. The figures come from the rules' own plain functions, so that both ways compute
the same thing and differ in how it is organised. Three districts share the scheme that it covers.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pluggy
import polars as pl

from liuguan.district import District
from liuguan.language.functions import first_day, last_day
from liuguan.rulebook.book import Node
from liuguan.vocabulary import DISTRICT_MONTH, DUTY_PERIOD, WORKER_MONTH, Post
from liuguan_nanjing.city import insurance, pay, periods
from liuguan_nanjing.city.schemes import coefficient_bands, posts, sheet

DISTRICTS = ("xuanwu", "jianye", "gulou")
FIGURES = (
    "standard_wage", "floating_pool", "at_stake", "assessment_score", "performance_pay", "supplements", "gross_pay",
    "contribution_base_due", "employee_pension_due", "employee_medical_due", "employee_unemployment_due",
    "employee_contributions", "income_tax_due", "net_pay", "minimum_wage_due", "wage_floor_due", "gross_pay_due",
)  # fmt: skip
"""What both ways compute for every worker and month."""
INPUTS = (
    "month", "post", "data_entry", "collects_and_enters", "migrant_work_start", "scheduled_days", "paid_days",
    "last_known_wage", "income_tax", "item_points_total", "item_weight_total", "inspection_points_lost",
)  # fmt: skip

spec = pluggy.HookspecMarker("conventional")
impl = pluggy.HookimplMarker("conventional")


@dataclass(frozen=True, slots=True)
class Worker:
    """One worker in one month."""

    month: int
    post: str | None
    data_entry: bool | None
    collects_and_enters: bool | None
    migrant_work_start: datetime.date | None
    scheduled_days: int | None
    paid_days: int | None
    last_known_wage: int | None
    income_tax: int | None
    item_points_total: int | None
    item_weight_total: int | None
    inspection_points_lost: int
    recheck_points_lost: int = 0


class Spec:
    """The questions, each about one worker on one day; the first answer counts."""

    @spec(firstresult=True)
    def minimum_wage(self, day: datetime.date) -> int | None: ...

    @spec(firstresult=True)
    def wage_floor(self, day: datetime.date) -> int | None: ...

    @spec(firstresult=True)
    def contribution_base_due(self, worker: Worker, day: datetime.date, gross_pay: int | None) -> int | None: ...

    @spec(firstresult=True)
    def employee_contributions(self, day: datetime.date, base: int) -> tuple[int, int, int] | None: ...

    @spec(firstresult=True)
    def income_tax_due(
        self, worker: Worker, day: datetime.date, gross_pay: int, contributions: int | None
    ) -> int | None: ...

    @spec(firstresult=True)
    def pay_basis(self, day: datetime.date) -> str | None: ...

    @spec(firstresult=True)
    def standard_wage(self, worker: Worker, day: datetime.date) -> int | None: ...

    @spec(firstresult=True)
    def at_stake(self, worker: Worker, day: datetime.date) -> int | None: ...

    @spec(firstresult=True)
    def assessment_score(self, worker: Worker, day: datetime.date) -> int | None: ...

    @spec(firstresult=True)
    def performance_pay(self, worker: Worker, day: datetime.date, score: int | None) -> int | None: ...

    @spec
    def supplement(self, worker: Worker, day: datetime.date) -> int | None: ...  # every answer counts


class Dated:
    """The parameters of a node by the day from which they hold."""

    def __init__(self, node: Node) -> None:
        self.starts = [v.start for v in node.versions]
        self.values = [{**v.values, "": v.reading} for v in node.versions]

    def on(self, day: datetime.date) -> Mapping[str, Any]:
        """What is in force on a day."""
        return self.values[bisect_right(self.starts, day) - 1]


class _Sections:
    """The dated parameters of a district's rulebook, by node."""

    def __init__(self, district: District) -> None:
        self.district = district.id
        self.nodes = {n.name: Dated(n) for n in district.book.nodes.values() if n.versions}
        standard = district.book.nodes[DUTY_PERIOD, "standard_wage"]
        self.nodes["standard_wage"] = Dated(standard)

    def on(self, node: str, day: datetime.date) -> Mapping[str, Any]:
        return self.nodes[node].on(day)


class CityPlugin(_Sections):
    """What the city answers."""

    @impl
    def minimum_wage(self, day: datetime.date) -> int | None:
        """Minimum wage of the district's class."""
        own = pay.wage_class.function(self.district, self.on("wage_class", day)["class_by_district"])
        return pay.minimum_wage.function(own, self.on("minimum_wage", day)["minimum_wage_by_class"])

    @impl
    def wage_floor(self, day: datetime.date) -> int | None:
        """The floor by the reading in force."""
        provisional = self.on("provisional_floor", day)["provisional_by_district"][self.district]
        if self.on("wage_floor", day)[""] == "provisional_until_next_minimum_wage":
            return pay.provisional_until_next_minimum_wage.function(provisional)
        minimum = self.minimum_wage(day)
        if minimum is None or provisional is None:
            return None
        share = pay.percent_floor.function(minimum, self.on("percent_floor", day)["floor_percent"])
        return pay.larger_of_percent_and_provisional.function(share, provisional)

    @impl
    def contribution_base_due(self, worker: Worker, day: datetime.date, gross_pay: int | None) -> int | None:
        """The last wage, or the gross pay, between the lowest and the highest base."""
        table = self.on("contribution_base_floor", day)["base_floor_by_district"]
        lowest = insurance.contribution_base_floor.function(self.district, table) if table is not None else None
        highest = self.on("contribution_base_ceiling", day)["base_ceiling"]
        wage = worker.last_known_wage if worker.last_known_wage is not None else gross_pay
        if None in (lowest, highest, wage):
            return None
        return insurance.contribution_base_due.function(wage, gross_pay, lowest, highest)  # type: ignore[arg-type]

    @impl
    def employee_contributions(self, day: datetime.date, base: int) -> tuple[int, int, int]:
        """Pension, medical and unemployment."""
        medical = self.on("employee_medical_due", day)
        return (
            insurance.employee_pension_due.function(
                base, self.on("employee_pension_due", day)["employee_pension_rate"]
            ),
            insurance.employee_medical_due.function(
                base, medical["employee_medical_rate"], medical["employee_medical_fixed"]
            ),
            insurance.employee_unemployment_due.function(
                base, self.on("employee_unemployment_due", day)["employee_unemployment_rate"]
            ),
        )

    @impl
    def income_tax_due(
        self, worker: Worker, day: datetime.date, gross_pay: int, contributions: int | None
    ) -> int | None:
        """Nothing up to the threshold."""
        threshold = self.on("income_tax_threshold", day)["monthly_threshold"]
        return pay.income_tax_due.function(gross_pay, contributions, threshold, worker.income_tax)  # type: ignore[arg-type]


class StandardPlugin(_Sections):
    """What a district of the scheme of coefficient bands answers."""

    @impl
    def pay_basis(self, day: datetime.date) -> str | None:
        """What the standard's figures mean."""
        basis: str | None = self.on("pay_basis", day)["basis"]
        return basis

    @impl
    def standard_wage(self, worker: Worker, day: datetime.date) -> int | None:
        """The standard of the post."""
        entering = worker.data_entry
        if worker.post is None or entering is None or worker.collects_and_enters is None:
            return None
        given = self.on("standard_wage", day)
        standard = posts.by_post_and_task.function(
            Post(worker.post),
            entering,
            worker.collects_and_enters,
            given["standard_by_post"],
            given["data_entry_uplift"],
            given["collecting_uplift"],
        )
        days = periods.period_days.function(first_day(worker.month), day)
        return pay.standard_wage.function(periods.standard_wage_times_days.function(standard, days), days)

    @impl
    def at_stake(self, worker: Worker, day: datetime.date) -> int | None:
        """The same amount in every post."""
        return coefficient_bands.fixed_amount.function(self.on("at_stake", day)["amount_at_stake"])

    @impl
    def assessment_score(self, worker: Worker, day: datetime.date) -> int | None:
        """The points of the sheet, less those lost in checks."""
        if worker.item_points_total is None or worker.item_weight_total is None:
            return None
        return sheet.sum_of_items.function(
            worker.item_points_total,
            sheet.complete_sheets.function(worker.item_weight_total),
            worker.inspection_points_lost,
            worker.recheck_points_lost,
        )

    @impl
    def performance_pay(self, worker: Worker, day: datetime.date, score: int | None) -> int | None:
        """The base by the coefficient of the band."""
        if score is None:
            return None
        given = self.on("performance_pay", day)
        return coefficient_bands.coefficient_bands.function(
            score, given["performance_base"], given["coefficient_bands"]
        )

    @impl
    def supplement(self, worker: Worker, day: datetime.date) -> int:
        """The seniority wage; -1 where the start of migrant work is not known (pluggy leaves out None)."""
        if worker.migrant_work_start is None:
            return -1
        years = pay.completed_on_the_first.function(worker.migrant_work_start, worker.month)
        given = self.on("seniority_pay", day)
        return pay.seniority_pay.function(years, given["seniority_cap"], given["seniority_step"])


def manager(district: District) -> pluggy.PluginManager:
    """The plugin manager of a district: its own standard over the city's guidance."""
    found = pluggy.PluginManager("conventional")
    found.add_hookspecs(Spec)
    found.register(CityPlugin(district))
    found.register(StandardPlugin(district))
    found.check_pending()
    return found


def figures_of(found: pluggy.PluginManager, worker: Worker) -> tuple[int | None, ...]:
    """All figures of one worker and month, in the order of `FIGURES`."""
    ask, day = found.hook, last_day(worker.month)
    minimum, floor = ask.minimum_wage(day=day), ask.wage_floor(day=day)
    standard, stake = ask.standard_wage(worker=worker, day=day), ask.at_stake(worker=worker, day=day)
    score = ask.assessment_score(worker=worker, day=day)
    performance = ask.performance_pay(worker=worker, day=day, score=score)
    offered = ask.supplement(worker=worker, day=day)
    supplements = None if min(offered) < 0 else sum(offered)
    pool = None if standard is None or minimum is None else pay.floating_pool.function(standard, minimum)
    gross = None
    if None not in (standard, stake, performance, supplements):
        gross = pay.gross_pay.function(standard, stake, performance, supplements, 0, 0)  # type: ignore[arg-type]
    base = ask.contribution_base_due(worker=worker, day=day, gross_pay=gross)
    lines: tuple[int | None, ...] = (None, None, None)
    contributions = None
    if base is not None:
        lines = ask.employee_contributions(day=day, base=base)
        contributions = insurance.employee_contributions.function(*lines)  # type: ignore[arg-type]
    tax = net = None
    if gross is not None:
        tax = ask.income_tax_due(worker=worker, day=day, gross_pay=gross, contributions=contributions)
        basis = ask.pay_basis(day=day)
        if tax is not None and (contributions is not None or basis != "gross"):
            net = pay.net_pay.function(gross, contributions, tax, basis)  # type: ignore[arg-type]
    return (
        standard, pool, stake, score, performance, supplements, gross, base, *lines, contributions, tax, net,
        _due(pay.minimum_wage_due.function, minimum, worker), _due(pay.wage_floor_due.function, floor, worker),
        _due(pay.gross_pay_due.function, gross, worker),
    )  # fmt: skip


def _due(rule: Any, amount: int | None, worker: Worker) -> int | None:
    if amount is None or worker.paid_days is None or worker.scheduled_days is None:
        return None
    due: int = rule(amount, worker.paid_days, worker.scheduled_days)
    return due


def workers(frame: pl.DataFrame) -> Iterator[Worker]:
    """The rows of a frame of worker-months."""
    for row in frame.select(INPUTS).iter_rows():
        yield Worker(*row)


def loop(found: pluggy.PluginManager, frame: pl.DataFrame) -> list[tuple[int | None, ...]]:
    """The figures of every row, one row after the other."""
    return [figures_of(found, worker) for worker in workers(frame)]


def targets() -> list[tuple[str, str]]:
    """The same figures, asked of a rulebook."""
    return [
        *((WORKER_MONTH, name) for name in FIGURES),
        (DISTRICT_MONTH, "minimum_wage"),
        (DISTRICT_MONTH, "wage_floor"),
    ]

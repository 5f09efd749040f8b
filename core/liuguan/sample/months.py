"""What happens month by month: attendance, hours, work items and scores; and pay, as the district's rulebook gives it.

Pay is never worked out here. All workers of a district are evaluated at once by its own standard, so that what
nobody tampers with is right by construction.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping, Sequence, Set
from random import Random
from typing import Any

import polars as pl

from liuguan.errors import ConfigError
from liuguan.language.written import month_text
from liuguan.rulebook.evaluate import Results, evaluate
from liuguan.sample.figures import Figures, whole
from liuguan.sample.offices import Office
from liuguan.sample.people import Person
from liuguan.vocabulary import DISTRICT_MONTH, ITEM_MONTH, STATION_MONTH, WORKER_MONTH

HEADS = ("conduct_points", "ability_points", "diligence_points", "performance_points")
LINES = ("pension", "medical", "unemployment", "injury", "maternity")
WITHHELD = ("pension", "medical", "unemployment")
PAID = (
    "standard_wage", "at_stake", "withheld_pay", "released_pay", "gross_pay", "gross_pay_due", "seniority_pay",
    "migrant_work_years", "star_pay", "assessment_score", "assessment_grade", "minimum_wage_due", "wage_floor_due",
    "floating_pool", "rewards_due", "contribution_base_due", "employee_contributions", "income_tax_threshold",
    *(f"employee_{line}_due" for line in WITHHELD), *(f"employer_{line}_due" for line in LINES),
)  # fmt: skip
STAFFED = (
    "required_by_migrants", "required_by_households", "required_headcount", "headcount_shortage", "pay_basis",
    "minimum_wage", "wage_floor",
)  # fmt: skip


def keep_months(office: Office, figures: Figures, rng: Random) -> None:
    """Attendance, hours, work items and heads of every worker and month."""
    codes = office.item_codes
    spread = [c for c in codes if c in figures.baselines]
    schedule = {m: working_days(m) for m in office.span}
    heads = _heads(office)
    for person in office.people:
        for month in office.in_post(person):
            days = schedule[month]
            leave = rng.randrange(100) < whole(figures.people, "percent_leave")
            lost = 1 if leave else 0
            office.months.add(
                person.staff_no,
                month,
                district=office.id,
                station=person.station,
                full_time=True,
                post=person.post,
                data_entry=person.data_entry,
                scheduled_days=days,
                paid_days=days - lost,
                leave_days_unpaid=lost,
                leave_days_reduced=0,
                **_hours(figures, rng, days - lost, days),
                false_data_records=0,
                inspection_points_lost=0,
                recheck_points_lost=0,
                bonus_points=0,
                assessor="district_office" if person.central else "station",
                sheet_acknowledged=True,
                sheet_reviewed=True,
                objection_open=False,
                last_known_wage=person.last_known_wage,
                migrant_work_start=person.migrant_work_start,
                employment_start=person.hired_on,
                employment_end=person.left_on,
                paid_overtime=_now_and_then(figures, rng, "percent_overtime", "overtime"),
                receipt_signed=True,
                standing_secondment=False,
                **_head_points(heads, person, rng),
            )
            office.items.append(_items(figures, codes, spread, person, rng))


def working_days(month: int) -> int:
    """Mondays to Fridays of a month; public holidays are paid days like others."""
    year, index = divmod(month, 12)
    days = calendar.monthrange(year, index + 1)[1]
    return sum(datetime.date(year, index + 1, d + 1).weekday() < 5 for d in range(days))


def _hours(figures: Figures, rng: Random, days: int, scheduled: int) -> dict[str, object]:
    work = figures.work
    total = days * whole(work, "hours_per_day")
    parts = {
        name: total * rng.randrange(whole(work, f"percent_{name}") * 2 + 1) // 100
        for name in ("assistance", "training", "administration")
    }
    return {
        **{f"{name}_hours": hours for name, hours in parts.items()}, "core_hours": total - sum(parts.values()),
        "patrol_hours": 0, "other_hours": 0, "visits": scheduled * whole(work, "visits_per_day") - rng.randrange(20),
    }  # fmt: skip


def _now_and_then(figures: Figures, rng: Random, percent: str, amount: str) -> int:
    return whole(figures.work, amount) * 100 if rng.randrange(100) < whole(figures.work, percent) else 0


def _heads(office: Office) -> Mapping[str, int]:
    """The most of each head of an assessment by heads, from the district's standard; empty for other schemes."""
    node = office.district.book.nodes.get((WORKER_MONTH, "assessment_score"))
    values = node.versions[0].values if node and node.versions else {}
    found = {}
    for head in HEADS:
        most = values.get(head.replace("_points", "_most"))
        if isinstance(most, int):
            found[head] = most
    return found


def _head_points(heads: Mapping[str, int], person: Person, rng: Random) -> dict[str, object]:
    return {
        head: most - round(most * (0.02 + 0.12 * person.care * rng.random()) / 50) * 50 for head, most in heads.items()
    }


def _items(
    figures: Figures, codes: Sequence[str], spread: Sequence[str], person: Person, rng: Random
) -> dict[str, list[Any]]:
    """Work items of one month, each as baseline, done, defects; defects fall on few items."""
    if not codes:
        return {}
    found: dict[str, list[Any]] = {}
    for code in codes:
        baseline = figures.baselines.get(code, 0)
        done = baseline * rng.randrange(98, 119) // 100 + (1 if baseline else 0)
        found[code] = [baseline, done, 0, None]
    for _ in range(rng.randrange(1 + round(9 * person.care))):
        found[rng.choice(spread)][2] += 1
    if rng.randrange(100) < whole(figures.work, "percent_lead"):
        found[figures.reward_item] = [None, 1, 0, None]
    return found


def facts_of(office: Office, *, unmade: bool) -> dict[str, pl.DataFrame]:
    """The district as facts of its rulebook.

    Args:
        unmade: leave out the assessment sheets that were never made.
    """
    missing = office.without.get("F3", set()) if unmade else set()
    workers = office.months.frame()
    heads = [h for h in HEADS if h in workers.columns]
    if missing and heads:
        gone = pl.Series([key in missing for key in office.months.index], dtype=pl.Boolean)
        workers = workers.with_columns(pl.when(~gone).then(pl.col(h)).alias(h) for h in heads)
    return {
        WORKER_MONTH: workers, STATION_MONTH: office.stations.frame(), DISTRICT_MONTH: office.totals.frame(),
        **({ITEM_MONTH: _item_facts(office, missing)} if office.item_codes else {}),
    }  # fmt: skip


def _item_facts(office: Office, missing: Set[tuple[str, int]]) -> pl.DataFrame:
    """One row per worker, month and item on the sheet."""
    workers, months = office.months.column("worker"), office.months.column("month")
    rows = [
        (w, m, code, cells[0], cells[1], cells[2])
        for w, m, items in zip(workers, months, office.items, strict=True) if (w, m) not in missing
        for code, cells in items.items()
    ]  # fmt: skip
    schema = {
        "worker": pl.String,
        "month": pl.Int64,
        "item": pl.String,
        "baseline": pl.Int64,
        "done": pl.Int64,
        "defects": pl.Int64,
    }
    made = pl.DataFrame(rows, schema=schema, orient="row")
    return made.with_columns(pl.lit(office.id).alias("district"), pl.col("done").alias("fed_back"))


def settle(office: Office, figures: Figures) -> None:
    """Everything that the standard decides: points, scores, stars, pay, contributions; what is paid is what is due."""
    book = office.district.book
    facts = facts_of(office, unmade=False)
    for recorded in sorted(office.decided):
        _decide(office, facts, recorded, figures.decisions[recorded])
        facts[WORKER_MONTH] = office.months.frame()
    wanted = [(WORKER_MONTH, n) for n in PAID if (WORKER_MONTH, n) in book.nodes]
    wanted += [(e, n) for e in (STATION_MONTH, DISTRICT_MONTH) for n in STAFFED if (e, n) in book.nodes]
    wanted += [(ITEM_MONTH, "item_points")] if office.item_codes and (ITEM_MONTH, "item_points") in book.nodes else []
    wanted += [(DISTRICT_MONTH, "income_tax_threshold")]
    wanted = list(dict.fromkeys(k for k in wanted if k in book.nodes))
    _keep(office, evaluate(book, facts, wanted))
    if office.without.get("F3"):
        _keep_known(office, evaluate(book, facts_of(office, unmade=True), wanted))
    _carry_contributions(office)
    _fill_payroll(office, figures)
    _report(office)


def _decide(office: Office, facts: Mapping[str, pl.DataFrame], recorded: str, node: str) -> None:
    """Record what a review gives, from one month to the next, until nothing changes any more."""
    first = {p.staff_no: 1 + int(p.care * 3) for p in office.people}
    values = [first[w] for w in office.months.column("worker")]
    frame = facts[WORKER_MONTH]
    for _ in range(len(office.span)):
        current = frame.with_columns(pl.Series(recorded, values, dtype=pl.Int64))
        results = evaluate(office.district.book, {**facts, WORKER_MONTH: current}, [(WORKER_MONTH, node)])
        due = results.frame(WORKER_MONTH)[node].to_list()
        settled = [was if now is None else now for was, now in zip(values, due, strict=True)]
        if settled == values:
            break
        values = settled
    for key, by in office.moved.items():
        place = office.months.at(*key)
        values[place] += by if 1 <= values[place] + by <= 5 else -by
    office.months.columns[recorded] = values


def _keep(office: Office, results: Results) -> None:
    worker = results.frame(WORKER_MONTH)
    office.months.take(worker, {n: n for n in PAID if n in worker.columns})
    for rows, entity in ((office.stations, STATION_MONTH), (office.totals, DISTRICT_MONTH)):
        frame = results.frame(entity)
        rows.take(frame, {n: n for n in (*STAFFED, "income_tax_threshold") if n in frame.columns})
    if ITEM_MONTH in results.frames and "item_points" in results.frames[ITEM_MONTH].columns:
        points = iter(results.frame(ITEM_MONTH)["item_points"].to_list())
        for items in office.items:
            for cells in items.values():
                cells[3] = next(points)


def _keep_known(office: Office, results: Results) -> None:
    """What the rulebook gives without the sheets that were never made; who has none is paid as with one."""
    frame = results.frame(WORKER_MONTH)
    for name in (n for n in PAID if n in frame.columns):
        kept = office.months.columns[name]
        office.months.columns[name] = [
            was if now is None else now for was, now in zip(kept, frame[name].to_list(), strict=True)
        ]


def _carry_contributions(office: Office) -> None:
    """Where no base is known any more, contributions go on at the last known one, as offices do."""
    rows = office.months
    names = ["contribution_base_due", *(f"employee_{x}_due" for x in WITHHELD), *(f"employer_{x}_due" for x in LINES)]
    known = [
        m
        for m, base in zip(rows.column("month"), rows.column("contribution_base_due"), strict=True)
        if base is not None
    ]
    if not known:
        rows.columns["base_known"] = [False] * len(rows)
        return
    last = max(known)
    rows.columns["base_known"] = [base is not None for base in rows.column("contribution_base_due")]
    unknown = [i for i, base in enumerate(rows.column("contribution_base_due")) if base is None]
    probe = pl.DataFrame(
        {
            "worker": [str(i) for i in unknown],
            "month": [last] * len(unknown),
            "district": [office.id] * len(unknown),
            "last_known_wage": [rows.column("last_known_wage")[i] for i in unknown],
            "gross_pay": [rows.column("gross_pay")[i] for i in unknown],
        },
        schema={
            "worker": pl.String,
            "month": pl.Int64,
            "district": pl.String,
            "last_known_wage": pl.Int64,
            "gross_pay": pl.Int64,
        },
    )
    if not unknown:
        return
    found = evaluate(office.district.book, {WORKER_MONTH: probe}, [(WORKER_MONTH, n) for n in names]).frame(
        WORKER_MONTH
    )
    for name in names:
        cells, values = rows.column(name), found[name].to_list()
        for i, value in zip(unknown, values, strict=True):
            cells[i] = value


def _fill_payroll(office: Office, figures: Figures) -> None:
    """The columns of the payroll, so that what is paid is what is due, to the fen."""
    rows = office.months
    ordinary = _ordinary(office)
    thresholds = dict(zip(office.totals.column("month"), office.totals.column("income_tax_threshold"), strict=True))
    gross_basis = dict(
        zip(office.totals.column("month"), (b == "gross" for b in office.totals.column("pay_basis")), strict=True)
    )
    withheld: dict[tuple[str, int], int] = {}
    for (worker, month), i in rows.index.items():
        cell: dict[str, Any] = {n: rows.columns[n][i] if n in rows.columns else None for n in PAID}
        if cell["gross_pay_due"] is None:
            raise ConfigError([f"the standard leaves the pay of {worker} open in {month_text(month)}"], where=office.id)
        standard, stake = ordinary.get(month, (cell["standard_wage"], cell["at_stake"]))
        supplement = max(cell["standard_wage"] - standard, 0)
        base = standard - stake - cell["withheld_pay"]
        rest = cell["gross_pay"] - base - supplement - (cell["seniority_pay"] or 0) - (cell["star_pay"] or 0)
        if rest < 0:
            base, rest = base + rest, 0
        rewards = cell["rewards_due"] or 0
        gross = cell["gross_pay_due"] + rewards + (rows.columns["paid_overtime"][i] or 0)
        shares = {x: (cell[f"employee_{x}_due"] or 0) if gross_basis[month] else 0 for x in WITHHELD}
        tax = income_tax(figures, gross - sum(shares.values()), thresholds[month])
        year = (worker, month // 12)
        withheld[year] = withheld.get(year, 0) + cell["withheld_pay"] - cell["released_pay"]
        rows.put(
            (worker, month), paid_base=base, paid_post_supplement=supplement, paid_seniority=cell["seniority_pay"] or 0,
            paid_seniority_years=cell["migrant_work_years"], paid_star=cell["star_pay"], paid_performance=rest,
            paid_rewards=rewards, absence_deduction=cell["gross_pay"] - cell["gross_pay_due"], penalty_deduction=0,
            paid_gross=gross, income_tax=tax, paid_net=gross - sum(shares.values()) - tax,
            withheld_to_date=withheld[year], contribution_base=cell["contribution_base_due"],
            payroll_score=cell["assessment_score"], recorded_score=cell["assessment_score"],
            recorded_grade=cell["assessment_grade"], deducted_housing_fund=0,
            **{f"deducted_{x}": share for x, share in shares.items()},
            **{f"employer_{x}": cell[f"employer_{x}_due"] for x in LINES},
        )  # fmt: skip


def _ordinary(office: Office) -> dict[int, tuple[int, int]]:
    """Standard and part at stake of an ordinary post without data entry, by month."""
    rows, found = office.months, {}
    for (_, month), i in rows.index.items():
        if rows.columns["post"][i] == "ordinary" and not rows.columns["data_entry"][i]:
            found[month] = (rows.columns["standard_wage"][i], rows.columns["at_stake"][i])
    return found


def income_tax(figures: Figures, pay: int, threshold: int | None) -> int:
    """Monthly tax in fen on what lies over the threshold."""
    over = pay - (threshold or 0)
    if over <= 0 or threshold is None:
        return 0
    for up_to, percent, less in figures.tax:
        if over <= up_to:
            return max((over * percent + 50) // 100 - less, 0)
    return 0


def _report(office: Office) -> None:
    """What the district reports of its staffing: need and shortage as computed."""
    for rows in (office.stations, office.totals):
        rows.columns["reported_required_headcount"] = list(rows.column("required_headcount"))
        rows.columns["reported_shortage"] = list(rows.column("headcount_shortage"))
        rows.columns["reported_relaxed"] = [office.figures.grant is not None] * len(rows)
        if office.figures.grant is not None:
            rows.columns["grant_document_recorded"] = [True] * len(rows)
            rows.columns["grant_state"] = ["granted"] * len(rows)

"""Duty by day and category (III.7, F10): at most 24 hours a day over all categories, summed up month by month."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from liuguan.errors import Conflict, Refusal, Refusals, Text
from liuguan.language.functions import first_day, last_day
from liuguan.records.store import CHINA, content, table_of
from liuguan.records.tables.duty import DUTY_CATEGORIES, DutyEntry, DutyMonth
from liuguan.records.tables.operators import Role
from liuguan.records.tables.people import Worker
from liuguan.services.assessment.staff import OFFICE, check_own_station, lines_within, units_above
from liuguan.services.commands import Command, Task, command

if TYPE_CHECKING:
    import polars as pl

Category = Literal["core", "assistance", "training", "administration", "patrol", "other"]
DIVERTED = ("patrol", "other")
"""Categories that are no migrant work."""
HOURS_OF_A_DAY = 24
HOURS_OF_A_PERSON_DAY = 8
RECORD = {Role.CLERK, Role.HEAD, Role.ASSESSOR}
Days = dict[tuple[str, datetime.date, str], DutyEntry]
"""Entries by worker, day and category."""


class Hours(BaseModel):
    """Whole hours of one worker on one day in one category; 0 takes an entry away.

    Attributes:
        seen: the version that the operator saw; 0 where there was none.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(strict=True, extra="forbid", frozen=True)

    worker: str
    day: datetime.date
    category: Category
    hours: Annotated[int, Field(ge=0, le=HOURS_OF_A_DAY)]
    visits: Annotated[int, Field(ge=0, le=10_000)] | None = None
    seen: int | None = None

    @property
    def where(self) -> str:
        return f"{self.worker} {self.day.isoformat()} {self.category}"


class LogDuty(Command):
    """Enter hours of duty: all of them, or none where any is wrong."""

    entries: Annotated[tuple[Hours, ...], Field(min_length=1)]


class SetSecondment(Command):
    """Say whether a worker is on a standing secondment in a month; None is unknown again."""

    month: int
    worker: str
    seconded: bool | None
    seen: int | None = None


@command(LogDuty, "duty.log", may=RECORD, zh="登记勤务", en="log duty")
def log_duty(task: Task, order: LogDuty) -> int:
    """Enter hours of duty; returns how many entries differ from what was there.

    Raises:
        Refusals: with everything that is wrong: nobody in post on the day, a day ahead, more than 24 hours of a day,
            another station, an entry changed since it was seen.
    """
    kept = _days(task, order)
    problems = [p for entry in order.entries for p in _problems(task, order.district, entry, kept)]
    problems += _elsewhere(task, order) + too_long(order.entries, kept)
    if problems:
        raise Refusals(problems, reason="bad_hours")
    return sum(_write(task, order.district, entry, kept) for entry in order.entries)


@command(SetSecondment, "duty.secondment", may={Role.CLERK, Role.HEAD}, zh="登记长期借用", en="note a secondment")
def set_secondment(task: Task, order: SetSecondment) -> DutyMonth:
    """Note a standing secondment.

    Raises:
        Refusal: no such worker.
        Conflict: the month was changed since it was seen.
    """
    if task.work.session.get(Worker, order.worker) is None:
        raise Refusal(Text("没有此人员", "there is no such worker"), reason="unknown_worker", where=order.worker)
    found = task.work.current(DutyMonth, order.district, order.month, order.worker) or DutyMonth(
        district=order.district, month=order.month, worker=order.worker
    )
    return task.work.change(found, seen=order.seen, standing_secondment=order.seconded)


def month_summary(session: Session, district: str, month: int) -> pl.DataFrame:
    """The duty of a month, one row per worker who has any on record.

    The month's own summary stands where it says something; the daily log answers what it leaves empty.

    Returns:
        `worker`, `station`, `{category}_hours` for each category, `visits`, `days_logged` (0 without a log),
        `standing_secondment`, `diverted_hours`, and `diverted_days`: person-days of eight hours, rounded down.
        What is unknown is null.
    """
    import polars as pl

    from liuguan.records.frames import read_frame

    connection = session.connection()
    entries, months = table_of(DutyEntry), table_of(DutyMonth)
    within = entries.c.day.between(first_day(month), last_day(month))
    daily = read_frame(connection, DutyEntry, entries.c.district == district, within)
    hours = [pl.col("hours").filter(pl.col("category") == c).sum().alias(f"@{c}_hours") for c in DUTY_CATEGORIES]
    logged = daily.group_by("worker").agg(
        *hours, pl.col("visits").drop_nulls().sum().alias("@visits"),
        pl.col("visits").is_not_null().any().alias("@visited"), pl.col("day").n_unique().alias("days_logged"),
    )  # fmt: skip
    names = [f"{c}_hours" for c in DUTY_CATEGORIES]
    said = read_frame(
        connection, DutyMonth, months.c.district == district, months.c.month == month,
        only=("worker", "station", *names, "visits", "standing_secondment"), order=("worker",),
    )  # fmt: skip
    posts = lines_within(session, district, first_day(month), last_day(month))
    posted = posts.group_by("worker").agg(pl.col("station").last().alias("@station"))
    joined = said.join(logged, on="worker", how="full", coalesce=True).join(posted, on="worker", how="left")
    diverted = pl.sum_horizontal((pl.col(f"{c}_hours") for c in DIVERTED), ignore_nulls=False)
    return (
        joined.with_columns(
            *(pl.coalesce(n, f"@{n}") for n in names), pl.coalesce("station", "@station"),
            pl.coalesce("visits", pl.when("@visited").then("@visits")).alias("visits"),
            pl.col("days_logged").cast(pl.Int64).fill_null(0),
        )
        .with_columns(diverted.alias("diverted_hours"))
        .with_columns((pl.col("diverted_hours") // HOURS_OF_A_PERSON_DAY).alias("diverted_days"))
        .select(
            "worker", "station", *names, "visits", "days_logged", "standing_secondment", "diverted_hours",
            "diverted_days",
        )
        .sort("worker")
    )  # fmt: skip


def _days(task: Task, order: LogDuty) -> Days:
    """All entries of the days that an order speaks of, for the workers that it names."""
    asked = {(e.worker, e.day) for e in order.entries}
    return {
        (entry.worker, day, entry.category): entry
        for day in sorted({day for _, day in asked})
        for entry in task.work.all(DutyEntry, district=order.district, day=day) if (entry.worker, day) in asked
    }  # fmt: skip


def _problems(task: Task, district: str, entry: Hours, kept: Days) -> list[Refusal]:
    found: list[Refusal] = []
    if entry.day > task.work.now.astimezone(CHINA).date():
        ahead = Text("日期晚于今天", "the day lies ahead")
        found.append(Refusal(ahead, reason="bad_order", where=entry.where))
    there = kept.get((entry.worker, entry.day, entry.category))
    version = there.version if there is not None else 0
    if entry.seen is not None and entry.seen != version:
        changed = Text("他人已更改,请对照后再保存", "somebody else has changed it; compare and save again")
        theirs = content(there) if there is not None else {}
        found.append(Conflict(changed, where=entry.where, mine={"hours": entry.hours}, theirs=theirs))
    return found


def _elsewhere(task: Task, order: LogDuty) -> list[Refusal]:
    """Workers who were not in post on the day, and those of other stations where a station's assessor enters."""
    found: list[Refusal] = []
    office = bool(task.account.roles & OFFICE)
    above = {} if office else units_above(task.work.session, order.district)
    by_day: dict[datetime.date, dict[str, str | None]] = {}
    for entry in order.entries:
        if entry.day not in by_day:
            lines = lines_within(task.work.session, order.district, entry.day, entry.day)
            by_day[entry.day] = dict(lines.select("worker", "station").iter_rows())
        if entry.worker not in by_day[entry.day]:
            absent = Text("该日不在岗", "not in post on that day")
            found.append(Refusal(absent, reason="not_in_post", where=entry.where))
        elif not office:
            refused = check_own_station(task.account, entry.worker, by_day[entry.day][entry.worker], above)
            found += [refused] if refused is not None else []
    return found


def too_long(entries: Iterable[Hours], kept: Days) -> list[Refusal]:
    """Days that would have more than 24 hours over all categories, and cells that stand twice."""
    hours = {key: row.hours for key, row in kept.items()}
    found: list[Refusal] = []
    seen: set[tuple[str, datetime.date, str]] = set()
    for entry in entries:
        key = (entry.worker, entry.day, entry.category)
        if key in seen:
            again = Text("同一人同日同类出现两次", "the same worker, day and category twice")
            found.append(Refusal(again, reason="twice", where=entry.where))
        seen.add(key)
        hours[key] = entry.hours
    days: dict[tuple[str, datetime.date], int] = {}
    for (worker, day, _), n in hours.items():
        days[worker, day] = days.get((worker, day), 0) + n
    for (worker, day), n in sorted(days.items()):
        if n > HOURS_OF_A_DAY:
            long = Text(f"一天共 {n} 小时,超过 24", f"{n} hours on one day, more than 24")
            found.append(Refusal(long, reason="too_long", where=f"{worker} {day.isoformat()}"))
    return found


def _write(task: Task, district: str, entry: Hours, kept: Days) -> bool:
    there = kept.get((entry.worker, entry.day, entry.category))
    if entry.hours == 0:
        if there is not None:
            task.work.end(there)
        return there is not None
    said = entry.model_dump(exclude={"seen"})
    if there is not None and content(there) == {"district": district, **said}:
        return False
    task.work.put(DutyEntry(district=district, **said))
    return True


__all__ = ["Hours", "LogDuty", "SetSecondment", "log_duty", "month_summary", "set_secondment"]

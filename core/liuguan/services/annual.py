"""The year of a district (F9): what the city's annual assessment asks for, each figure with what it is out of.

Staffing month by month, average net pay against the floor, exclusive use, filings, data quality by inspections, and
scores. A figure that rests on something unknown says of how many it is known; nothing unknown counts as nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from liuguan.district import City
from liuguan.errors import Refusal, Text
from liuguan.records.store import CHINA
from liuguan.records.tables.inspections import InspectionFinding
from liuguan.rulebook.book import Key
from liuguan.services.inspections.listing import all_findings, list_inspections
from liuguan.services.inspections.rates import Rate, rates
from liuguan.vocabulary import DISTRICT_MONTH, WORKER_MONTH

if TYPE_CHECKING:
    import polars as pl

STAFFING = (
    "headcount",
    "effective_headcount",
    "required_headcount",
    "required_headcount_lenient",
    "headcount_shortage",
)
PERSONAL = ("full_time", "counted_net", "wage_floor_due", "diverted_hours", "diverted", "assessment_score", "sheet_due")
WANTED: tuple[Key, ...] = (
    *((DISTRICT_MONTH, n) for n in STAFFING if n != "headcount"),
    *((WORKER_MONTH, n) for n in PERSONAL if n != "full_time"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingMonth:
    """A month's staffing; None is unknown."""

    month: int
    headcount: int | None
    effective_headcount: int | None
    required_headcount: int | None
    required_headcount_lenient: int | None
    headcount_shortage: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NetPay:
    """Average net pay against the floor over the worker-months of full-time staff (II.4), in fen.

    Attributes:
        known, members: worker-months of which pay and floor are known, of all.
        net, floor: sums over the known ones.
    """

    known: int
    members: int
    net: int
    floor: int

    @property
    def average(self) -> int | None:
        """Average net of a known worker-month, half up; None without one."""
        return _mean(self.net, self.known)

    @property
    def average_floor(self) -> int | None:
        """Average floor of a known worker-month, half up."""
        return _mean(self.floor, self.known)

    @property
    def reached(self) -> bool | None:
        """Whether the sum of net pay reaches the sum of floors; None while a worker-month is unknown."""
        return None if not self.members or self.known < self.members else self.net >= self.floor


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusivity:
    """Use for other than migrant work (III.7), over worker-months.

    Attributes:
        known, members: worker-months whose hours are known, of all.
        diverted_hours: hours of patrol and other work; `diverted_days` are the days of eight hours in them.
        worker_months: worker-months that count as diverted.
    """

    known: int
    members: int
    diverted_hours: int
    worker_months: int

    @property
    def diverted_days(self) -> int:
        return self.diverted_hours // 8


@dataclass(frozen=True, slots=True, kw_only=True)
class DataQuality:
    """What the year's inspections found, by defect over what was looked at, and what was put right."""

    inspections: int
    rates: tuple[Rate, ...]
    contested: int
    withdrawn: int
    rechecks_passed: int
    rechecks_failed: int
    rechecks_outstanding: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerScore:
    """A worker's mean over the months that have a score."""

    worker: str
    total: int
    months: int

    @property
    def mean(self) -> int:
        """Hundredths of a point, half up."""
        return _mean(self.total, self.months) or 0


@dataclass(frozen=True, slots=True, kw_only=True)
class YearScores:
    """Scores over the worker-months that are due a sheet.

    Attributes:
        known, members: worker-months with a score, of those for which a sheet is due or may be.
        best, worst: all who share the highest and the lowest mean; means are compared exactly.
        without_sheet: worker-months that are due a sheet and have none, by month.
    """

    known: int
    members: int
    total: int
    best: tuple[WorkerScore, ...]
    worst: tuple[WorkerScore, ...]
    without_sheet: dict[int, int] = field(default_factory=dict)

    @property
    def mean(self) -> int | None:
        """Mean of all scores, half up; None without one."""
        return _mean(self.total, self.known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filings:
    """What was handed in for the year, and in which months a filed standard was in force.

    Attributes:
        submitted: for each form how many filings of the year stand submitted.
        standard_months: months of the year with a filed standard in force, of `months`.
    """

    submitted: dict[str, int]
    standard_months: int
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualReview:
    """A district's year; only months of which the year has come so far and that have law."""

    district: str
    year: int
    months: tuple[int, ...]
    staffing: tuple[StaffingMonth, ...]
    net: NetPay
    exclusivity: Exclusivity
    filings: Filings
    quality: DataQuality
    scores: YearScores

    @property
    def months_short(self) -> tuple[int, int]:
        """Months with a shortage, of those whose shortage is known."""
        known = [s.headcount_shortage for s in self.staffing if s.headcount_shortage is not None]
        return sum(1 for n in known if n > 0), len(known)

    def to_json(self) -> dict[str, Any]:
        """The review as plain values, properties among them."""
        made = asdict(self)
        made["net"] |= {
            "average": self.net.average,
            "average_floor": self.net.average_floor,
            "reached": self.net.reached,
        }
        made["exclusivity"]["diverted_days"] = self.exclusivity.diverted_days
        made["scores"]["mean"] = self.scores.mean
        made["quality"]["rates"] = [{**asdict(r), "shown": r.shown} for r in self.quality.rates]
        for end in ("best", "worst"):
            made["scores"][end] = [{**asdict(s), "mean": s.mean} for s in getattr(self.scores, end)]
        return made


def annual_review(
    session: Session, city: City, district: str, year: int, *, last_month: int, known: int | None = None
) -> AnnualReview:
    """A district's year from its records, each month judged by the standard in force on its last day.

    Args:
        last_month: the month that it is now; later ones are left out.
        known: an event; as the records stood right after it.

    Raises:
        Refusal: the year has no month of law for the district, or lies ahead.
    """
    from liuguan.services.judging import months_of

    months = months_of(city, district, year * 12, min(year * 12 + 11, last_month))
    if not months:
        none = Text("该年没有可汇总的月份", "the year has no month to add up")
        raise Refusal(none, reason="bad_year", where=f"{district} {year}")
    districts, workers = _judged(session, city, district, months, known)
    return AnnualReview(
        district=district, year=year, months=tuple(months),
        staffing=_staffing(districts, months), net=_net(workers), exclusivity=_exclusivity(workers),
        filings=_filings(session, city, district, months, known),
        quality=_quality(session, district, months, known), scores=_scores(workers),
    )  # fmt: skip


def _judged(
    session: Session, city: City, district: str, months: Sequence[int], known: int | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The district's and the full-time workers' months with the wanted nodes, each under its own standard."""
    import polars as pl

    from liuguan.rulebook.evaluate import evaluate
    from liuguan.services.filings.in_force import standards_in_force
    from liuguan.services.judging import facts_of_district

    facts = facts_of_district(city, session, district, first_month=months[0], last_month=months[-1], known=known)
    frames: dict[str, list[pl.DataFrame]] = {DISTRICT_MONTH: [], WORKER_MONTH: []}
    by_book: dict[str, list[int]] = {}
    in_force = standards_in_force(session, city, district, months, known=known)
    for month in months:
        by_book.setdefault(in_force[month].book.hash, []).append(month)
    for own in by_book.values():
        results = evaluate(in_force[own[0]].book, facts, WANTED)
        for entity, names in ((DISTRICT_MONTH, STAFFING), (WORKER_MONTH, (*PERSONAL, "assessment_sheets"))):
            frame = results.frame(entity, list(names)).filter(pl.col("month").is_in(own))
            missing = [pl.lit(None).alias(n) for n in names if n not in frame.columns]
            frames[entity].append(frame.with_columns(missing).select("month", *_keys(frame), *names))
    whole = {e: pl.concat(fs, how="diagonal_relaxed") for e, fs in frames.items()}
    return whole[DISTRICT_MONTH], whole[WORKER_MONTH].filter(pl.col("full_time"))


def _keys(frame: pl.DataFrame) -> list[str]:
    return [c for c in ("worker",) if c in frame.columns]


def _staffing(frame: pl.DataFrame, months: Sequence[int]) -> tuple[StaffingMonth, ...]:
    rows = {row["month"]: row for row in frame.select("month", *STAFFING).to_dicts()}
    blank = dict.fromkeys(STAFFING)
    return tuple(StaffingMonth(**{**blank, **rows.get(m, {}), "month": m}) for m in months)


def _net(frame: pl.DataFrame) -> NetPay:
    known = frame.drop_nulls(["counted_net", "wage_floor_due"])
    return NetPay(
        known=known.height, members=frame.height, net=int(known["counted_net"].sum()),
        floor=int(known["wage_floor_due"].sum()),
    )  # fmt: skip


def _exclusivity(frame: pl.DataFrame) -> Exclusivity:
    known = frame.drop_nulls("diverted_hours")
    return Exclusivity(
        known=known.height, members=frame.height, diverted_hours=int(known["diverted_hours"].sum()),
        worker_months=int(frame["diverted"].cast(int).sum()),
    )  # fmt: skip


def _filings(session: Session, city: City, district: str, months: Sequence[int], known: int | None) -> Filings:
    from liuguan.services.filings.history import read_filings
    from liuguan.services.filings.in_force import standards_in_force

    submitted: dict[str, int] = {}
    for history in read_filings(session, district=district, known=known):
        version = history.submitted
        if version is None or version.submitted_at is None:
            continue
        day = version.submitted_at.astimezone(CHINA).date()
        month = version.month if version.month is not None else day.year * 12 + day.month - 1
        if month // 12 == months[0] // 12:
            submitted[version.form] = submitted.get(version.form, 0) + 1
    in_force = standards_in_force(session, city, district, months, known=known)
    return Filings(
        submitted=dict(sorted(submitted.items())), months=len(months),
        standard_months=sum(1 for found in in_force.values() if found.filing is not None),
    )  # fmt: skip


def _quality(session: Session, district: str, months: Sequence[int], known: int | None) -> DataQuality:
    views = list_inspections(session, district, first_month=months[0], last_month=months[-1], known=known)
    findings: list[InspectionFinding] = all_findings(views)
    standing = [f for f in findings if not f.withdrawn]
    return DataQuality(
        inspections=len(views), rates=tuple(rates(findings)), contested=sum(f.contested for f in findings),
        withdrawn=len(findings) - len(standing),
        rechecks_passed=sum(f.recheck_passed is True for f in standing),
        rechecks_failed=sum(f.recheck_passed is False for f in standing),
        rechecks_outstanding=sum(f.due_on is not None and f.recheck_on is None for f in standing),
    )  # fmt: skip


def _scores(frame: pl.DataFrame) -> YearScores:
    import polars as pl

    due = frame.filter(pl.col("sheet_due").fill_null(True))
    known = due.drop_nulls("assessment_score")
    by_worker = known.group_by("worker").agg(pl.col("assessment_score").sum(), pl.len()).sort("worker")
    own = [WorkerScore(worker=w, total=total, months=n) for w, total, n in by_worker.iter_rows()]
    means = {s.worker: Fraction(s.total, s.months) for s in own}
    best, worst = (max(means.values()), min(means.values())) if means else (None, None)
    lacking = due.filter(pl.col("sheet_due") & (pl.col("assessment_sheets") == 0))
    return YearScores(
        known=known.height, members=due.height, total=int(known["assessment_score"].sum()),
        best=tuple(s for s in own if means[s.worker] == best),
        worst=tuple(s for s in own if means[s.worker] == worst),
        without_sheet=dict(lacking.group_by("month").agg(pl.len()).sort("month").iter_rows()),
    )  # fmt: skip


def _mean(total: int, count: int) -> int | None:
    """Half up; None of none."""
    return (2 * total + count) // (2 * count) if count else None

"""Computing a pay run: every amount out of the rule engine, by the standard in force, from the facts known now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
from sqlmodel import Session

from liuguan.district import City
from liuguan.errors import Text
from liuguan.records.store import all_current
from liuguan.records.tables.operators import Role
from liuguan.records.tables.pay import PayComponent, PayLine, PayRun
from liuguan.services.commands import Command, Task, command
from liuguan.services.filings.in_force import InForce
from liuguan.services.pay import blocking, lines
from liuguan.services.pay.blocking import Blocker
from liuguan.services.pay.inputs import pay_facts
from liuguan.services.pay.judged import Months, by_rulebook, ordinary_standard, pay_rows
from liuguan.services.pay.missing import missing_of, said
from liuguan.services.pay.reach import first_month_needed
from liuguan.services.pay.rewards import components_of_shares, shares_to_pay
from liuguan.services.pay.runs import COMPUTED, IMPORTED, keep_rows, left_out, open_runs, run_of


class ComputePayRun(Command):
    """Compute the regular run of an open month, or compute it again."""

    month: int
    seen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """A run as computed, before anything is written.

    Attributes:
        lines: columns of `PayLine` but for those that name the run; one per worker and month worked.
        components: `worker`, `month`, `node`, `amount`, `exact`, `parts`.
        unknown: for each worker whose pay is unknown, what is missing.
        blockers: what stands against closing.
    """

    lines: pl.DataFrame
    components: pl.DataFrame
    unknown: Mapping[str, Text]
    blockers: tuple[Blocker, ...]
    in_force: InForce


@dataclass(frozen=True, slots=True, kw_only=True)
class RunComputed:
    """A run as it is kept, and what was computed for it."""

    run: PayRun
    made: Computed


@command(ComputePayRun, "pay.compute", may={Role.CLERK, Role.HEAD}, zh="计算工资", en="compute a pay run")
def compute_pay_run(task: Task, order: ComputePayRun) -> RunComputed:
    """Compute a run and keep its lines; what it had before is replaced by new versions.

    Raises:
        Refusal: the month has no run, or is closed.
        Conflict: the run was changed since it was seen.
    """
    regular, _ = open_runs(task, order.district, order.month)
    made = computed(task.work.session, task.city, regular)
    keep_rows(task, regular, PayLine, made.lines)
    keep_rows(task, regular, PayComponent, made.components)
    run = task.work.change(
        regular, seen=order.seen, state=COMPUTED, author=task.account.name, known_event=task.work.before.seq,
        rulebook=made.in_force.book.hash, standard=made.in_force.sha256, computed_by=standing(made.in_force),
        blocked_by=" ".join(b.code for b in made.blockers),
    )  # fmt: skip
    return RunComputed(run=run, made=made)


def computed(session: Session, city: City, run: PayRun, *, known: int | None = None) -> Computed:
    """What a regular run pays, from the facts as known now or at an event; nothing is written.

    Raises:
        IntegrityError: the filed standard does not match its address.
        PluginFault: the standard cannot be compiled.
    """
    district, month = run.district, run.month
    (group,) = by_rulebook(session, city, district, [month], known=known)
    book = group.book
    facts = pay_facts(
        session, city, district, first_month=first_month_needed(book, lines.wanted(book), month), last_month=month,
        known=known,
    )  # fmt: skip
    omitted = left_out(session, run)
    ((_, rows),) = pay_rows(city, [group], facts)
    rows = rows.filter(~pl.col("worker").is_in(omitted))
    shares = shares_to_pay(session, district, known=known).filter(~pl.col("worker").is_in(omitted))
    alone = shares.join(rows, on="worker", how="anti")
    blank = rows.filter(pl.col(lines.GROSS).is_null() | pl.col(lines.NET).is_null())
    missing = missing_of(city, book, facts, [month], blank) if blank.height else {}
    unknown = {worker: said(book, roots) for (worker, _), roots in missing.items()}
    made = _noted(lines.lines_of(rows, ordinary_standard(city, book, facts)), unknown)
    components = lines.components_of(rows, book).filter(pl.col("amount").is_not_null())
    return Computed(
        lines=pl.concat([made, _only_rewards(alone, month)], how="diagonal"),
        components=pl.concat([components, components_of_shares(shares, month)], how="diagonal"),
        unknown=unknown, blockers=tuple(_blockers(session, run, group, rows, unknown)), in_force=group.in_force,
    )  # fmt: skip


def standing(in_force: InForce) -> str:
    """By what a run was computed: `filed`, `draft` or `city`."""
    if in_force.city_only:
        return "city"
    return "draft" if in_force.is_draft else "filed"


def _noted(made: pl.DataFrame, unknown: Mapping[str, Text]) -> pl.DataFrame:
    """Lines with a note that says what is missing."""
    notes = pl.DataFrame(
        {"worker": list(unknown), "note": [f"缺 / missing: {text.zh} / {text.en}" for text in unknown.values()]},
        schema={"worker": pl.String, "note": pl.String},
    )
    return made.join(notes, on="worker", how="left", maintain_order="left")


def _only_rewards(shares: pl.DataFrame, month: int) -> pl.DataFrame:
    """Lines of those who are not in post that month and are paid a reward."""
    total = pl.col("amount").sum()
    return shares.group_by("worker", maintain_order=True).agg(
        pl.lit(month, dtype=pl.Int64).alias("month"), total.alias("paid_rewards"), total.alias("paid_gross"),
        total.alias("paid_net"),
    )  # fmt: skip


def _blockers(
    session: Session, run: PayRun, group: Months, rows: pl.DataFrame, unknown: Mapping[str, Text]
) -> list[Blocker]:
    found = []
    if group.in_force.city_only:
        found.append(Blocker(code=blocking.NO_STANDARD))
    elif group.in_force.is_draft:
        found.append(Blocker(code=blocking.DRAFT_STANDARD))
    if unsigned := _unsigned(rows):
        found.append(Blocker(code=blocking.SIGNATURES, workers=unsigned))
    if unknown:
        found.append(Blocker(code=blocking.UNKNOWN_PAY, workers=tuple(unknown)))
    if run_of(all_current(session, PayRun, district=run.district, month=run.month), IMPORTED) is not None:
        found.append(Blocker(code=blocking.PAID_ELSEWHERE))
    return found


def _unsigned(rows: pl.DataFrame) -> tuple[str, ...]:
    """Workers whose sheet is due and not signed by them and reviewed; who objects need not sign."""
    flags = [
        (pl.col(n) if n in rows.columns else pl.lit(None, dtype=pl.Boolean)).fill_null(False).alias(n)
        for n in ("sheet_due", "sheet_reviewed", "sheet_acknowledged", "objection_open")
    ]
    signed = pl.col("sheet_reviewed") & (pl.col("sheet_acknowledged") | pl.col("objection_open"))
    return tuple(rows.select("worker", *flags).filter(pl.col("sheet_due") & ~signed)["worker"].to_list())

"""Why a line of the payroll says what it says: from what its run knew, by the rulebook that it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlmodel import Session

from liuguan.district import City
from liuguan.errors import Refusal, Text
from liuguan.language.written import month_text
from liuguan.records.store import all_current, content
from liuguan.records.tables.pay import PayDelta, PayLine, PayRun
from liuguan.rulebook.explain import Explained, explain
from liuguan.rulebook.resolve import nearest
from liuguan.services.pay.inputs import pay_facts
from liuguan.services.pay.judged import by_rulebook, judged
from liuguan.services.pay.lines import FROM_NODES, NET
from liuguan.services.pay.reach import first_month_needed
from liuguan.services.pay.runs import DELTA, REGULAR
from liuguan.vocabulary import WORKER_MONTH


@dataclass(frozen=True, slots=True, kw_only=True)
class LineExplained:
    """An amount of a line, explained.

    Attributes:
        tree: the value and what it rests on, as known at the run's event. For a line of deltas it is what the month
            worked came to then.
        known_event: the last event whose records the run saw.
        rulebook: the rulebook that the run names.
        replayed_by: the rulebook of the tree; another than `rulebook` only where the city's rules of this program or
            an unfiled standard have changed since.
        delta: for a line of deltas, what was due, settled, carried and waived.
    """

    tree: Explained
    run: PayRun
    known_event: int
    rulebook: str
    replayed_by: str
    delta: PayDelta | None = None


def explain_line(
    session: Session, city: City, district: str, pay_month: int, worker: str, *, node: str = NET,
    month: int | None = None,
) -> LineExplained:  # fmt: skip
    """Explain an amount of a worker's line.

    Args:
        pay_month: the month in whose run the line stands.
        node: a node of the rulebook, or a column of the form such as `paid_gross`.
        month: the month worked; another than the pay month is a line of deltas.

    Raises:
        Refusal: no such line, a run that has not been computed, or no such amount.
    """
    worked = pay_month if month is None else month
    kind = REGULAR if worked == pay_month else DELTA
    run = _computed_run(session, district, pay_month, kind)
    where: dict[str, Any] = {
        "district": district, "pay_month": pay_month, "run": run.number, "month": worked, "worker": worker,
    }  # fmt: skip
    deltas = all_current(session, PayDelta, **where)
    if not deltas and not all_current(session, PayLine, **where):
        none = Text("工资表中没有此人该月的行", "the run has no line of that worker and month")
        raise Refusal(none, reason="unknown_line", where=f"{district} {month_text(pay_month)}")
    known = run.known_event or 0
    ((group),) = by_rulebook(session, city, district, [worked], known=known)
    book, name = group.book, FROM_NODES.get(node, node)
    if (WORKER_MONTH, name) not in book.nodes:
        known_names = [n.name for n in book.of(WORKER_MONTH)]
        wrong = Text(f"没有金额 {node}", f"no amount {node}") + nearest(node, known_names)
        raise Refusal(wrong, reason="unknown_node", where="--node")
    wanted = [(WORKER_MONTH, name)]
    facts = pay_facts(
        session, city, district, first_month=first_month_needed(book, wanted, worked), last_month=worked, known=known
    )
    place = facts.workers.with_row_index("·at").filter((pl.col("worker") == worker) & (pl.col("month") == worked))
    if not place.height:
        gone = Text("当时的记录中没有此人该月", "the records as known then do not have that worker and month")
        raise Refusal(gone, reason="unknown_line", where=f"{district} {month_text(worked)}")
    results = judged(city, book, facts, sorted(k for k in book.closure(wanted) if k in book.nodes))
    return LineExplained(
        tree=explain(results, WORKER_MONTH, int(place["·at"][0]), name), run=PayRun.model_validate(content(run)),
        known_event=known, rulebook=run.rulebook, replayed_by=book.hash, delta=deltas[0] if deltas else None,
    )  # fmt: skip


def _computed_run(session: Session, district: str, pay_month: int, kind: str) -> PayRun:
    found = all_current(session, PayRun, district=district, month=pay_month, kind=kind)
    if not found or found[0].known_event is None:
        none = Text("该月没有已计算的工资表", "the month has no computed run")
        raise Refusal(none, reason="not_computed", where=f"{district} {month_text(pay_month)}")
    return found[0]

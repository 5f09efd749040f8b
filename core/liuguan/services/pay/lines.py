"""Lines of the payroll (F4) and what they are made of, out of what the rulebook gives: nothing is worked out here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from liuguan.language.columns import dtype_of
from liuguan.language.kinds import Group
from liuguan.records.frames import frame_schema
from liuguan.records.store import table_of
from liuguan.records.tables.pay import PayLine
from liuguan.rulebook.book import Key, Rulebook
from liuguan.rulebook.evaluate import Results
from liuguan.vocabulary import WORKER_MONTH

GROSS, NET = "gross_to_pay", "net_to_pay"
STANDARD = "standard_wage"
INSURANCE = ("pension", "medical", "unemployment", "injury", "maternity")
DEDUCTED = {f"deducted_{line}": f"{line}_to_deduct" for line in INSURANCE[:3]}
EMPLOYER = {f"employer_{line}": f"employer_{line}_to_pay" for line in INSURANCE}
FROM_NODES: Mapping[str, str] = {
    "paid_seniority_years": "migrant_work_years", "paid_seniority": "seniority_pay", "paid_star": "star_pay",
    "payroll_score": "assessment_score", "paid_gross": GROSS, "paid_net": NET, "income_tax": "tax_to_deduct",
    "contribution_base": "contribution_base_due", **DEDUCTED, **EMPLOYER,
}  # fmt: skip
"""Columns of a line that are a node's value."""
FROM_FACTS = (
    "station", "post", "scheduled_days", "paid_days", "leave_days_unpaid", "leave_days_reduced", "star", "paid_rewards",
    "paid_overtime", "paid_special_allowances", "paid_reimbursements", "deducted_housing_fund", "last_known_wage",
)  # fmt: skip
"""Columns of a line that were given."""
BESIDE = ("paid_rewards", "paid_overtime", "paid_special_allowances", "paid_reimbursements", "deducted_housing_fund")
"""Amounts that are given; where nothing is entered there is none."""
MADE_OF = (
    STANDARD, "at_stake", "performance_pay", "supplements", "withheld_pay", "released_pay", "gross_pay",
    "gross_pay_due", GROSS, "minimum_wage_due", "wage_floor_due", "contribution_base_due", "employee_pension_due",
    "employee_medical_due", "employee_unemployment_due", *DEDUCTED.values(), "contributions_to_deduct",
    "tax_to_deduct", NET, *(f"employer_{line}_due" for line in INSURANCE), *EMPLOYER.values(),
)  # fmt: skip
"""Nodes that a line is made of, beside what the district adds to supplements."""
ROUNDED: Mapping[str, tuple[str, str | None, str]] = {
    STANDARD: ("standard_wage_days", None, "covered_days"),
    "gross_pay_due": ("gross_pay", "paid_days", "scheduled_days"),
}
"""Nodes that divide by days and round once: what they are before that, as factors of the dividend and the divisor."""
KEY = ["worker", "month"]


def wanted(book: Rulebook) -> list[Key]:
    """The nodes of a rulebook that lines are made of."""
    names = [*MADE_OF, *supplements(book), *FROM_NODES.values(), *_rounding_nodes(), "sheet_due"]
    return [(WORKER_MONTH, n) for n in dict.fromkeys(names) if (WORKER_MONTH, n) in book.nodes]


def supplements(book: Rulebook) -> tuple[str, ...]:
    """The district's supplements, one by one."""
    node = book.nodes.get((WORKER_MONTH, "supplements"))
    return tuple(n for n in node.contributions if n != "supplements") if node is not None else ()


def rows_of(results: Results, months: Sequence[int]) -> pl.DataFrame:
    """Rows of some months with every node that lines are made of, and the facts; what nobody brought is unknown."""
    names = [n for _, n in wanted(results.book)]
    made = results.frame(WORKER_MONTH, names).filter(pl.col("month").is_in(list(months)))
    schema = {n: dtype_of(results.book.nodes[WORKER_MONTH, n].kind) for n in names}
    schema |= {n: t for n, t in frame_schema(list(table_of(PayLine).columns)).items() if n in FROM_FACTS}
    schema |= {"subject": pl.String(), **dict.fromkeys(_missing_nodes(results.book), pl.Int64())}
    blank = [pl.lit(None, dtype=t).alias(n) for n, t in schema.items() if n not in made.columns]
    return made.with_columns(blank).with_columns(pl.col(BESIDE).fill_null(0))


def lines_of(rows: pl.DataFrame, ordinary: pl.DataFrame) -> pl.DataFrame:
    """Lines of the payroll.

    Base, post supplement and performance pay are columns of the form: the standard of an ordinary post, what the
    worker's own post has above it, and all else that the standard gives.

    Args:
        rows: see `rows_of`.
        ordinary: `worker`, `month` and the `standard_wage` that each would have in an ordinary post.
    """
    beside = ordinary.select(*KEY, pl.col(STANDARD).alias("·ordinary"))
    both = rows.join(beside, on=KEY, how="left", maintain_order="left")
    supplement = (pl.col(STANDARD) - pl.col("·ordinary")).clip(lower_bound=0)
    base = pl.col(STANDARD) - supplement - pl.col("at_stake") - pl.col("withheld_pay")
    own = [pl.col(n).fill_null(0) for n in ("seniority_pay", "star_pay")]
    return both.select(
        *KEY, pl.col("subject").alias("staff_number"), *FROM_FACTS,
        *(pl.col(node).alias(column) for column, node in FROM_NODES.items()),
        supplement.alias("paid_post_supplement"), base.alias("paid_base"),
        (pl.col("gross_pay") - base - supplement - own[0] - own[1]).alias("paid_performance"),
        (pl.col("gross_pay") - pl.col("gross_pay_due")).alias("absence_deduction"),
        pl.lit(0).alias("penalty_deduction"),
    )  # fmt: skip


def components_of(rows: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    """Amounts that lines are made of: `worker`, `month`, `node`, `amount`, and before rounding `exact` over `parts`."""
    names = [n for n in (*MADE_OF, *supplements(book)) if n in rows.columns and (WORKER_MONTH, n) in book.nodes]
    amounts = [n for n in dict.fromkeys(names) if book.nodes[WORKER_MONTH, n].kind.group is Group.AMOUNT]
    made = rows.select(*KEY, *amounts).unpivot(amounts, index=KEY, variable_name="node", value_name="amount")
    before = pl.concat([_before_rounding(rows, node) for node in ROUNDED if node in amounts])
    return made.join(before, on=[*KEY, "node"], how="left", maintain_order="left")


def _before_rounding(rows: pl.DataFrame, node: str) -> pl.DataFrame:
    """What a node was before it was rounded, where rounding changed it."""
    amount, factor, divisor = ROUNDED[node]
    exact = pl.col(amount) if factor is None else pl.col(amount) * pl.col(factor)
    found = rows.select(*KEY, pl.lit(node).alias("node"), exact.cast(pl.Int64).alias("exact"),
                        pl.col(divisor).cast(pl.Int64).alias("parts"), pl.col(node).alias("·rounded"))  # fmt: skip
    return found.filter(pl.col("·rounded") * pl.col("parts") != pl.col("exact")).drop("·rounded")


def _rounding_nodes() -> list[str]:
    return [n for parts in ROUNDED.values() for n in parts if n is not None]


def _missing_nodes(book: Rulebook) -> list[str]:
    """Nodes that lines show and a district does not have, such as star pay."""
    names = (*FROM_NODES.values(), *MADE_OF, *_rounding_nodes())
    return [n for n in dict.fromkeys(names) if (WORKER_MONTH, n) not in book.nodes]

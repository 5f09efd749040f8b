"""What inspections found, as counts over their denominators: a share of a small sample is shown as the count it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from liuguan.errors import Text
from liuguan.records.tables.inspections import DEFECT_CODES, InspectionFinding

SMALL_SAMPLE = 30
"""Below this a percentage says more than the sample does. No text names it: unverified."""

DEFECTS = {
    "missed_registration": Text("漏登记", "registration missed"), "missed_permit": Text("漏办证", "permit missed"),
    "missed_check": Text("漏查验", "check missed"), "missed_feedback": Text("漏反馈", "report missed"),
    "wrong_data": Text("错误数据", "wrong data"), "false_data": Text("虚假数据", "false data"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Defects of a kind among those looked at.

    Attributes:
        found: defects; all that are known.
        expected: how many were looked at, over the findings that state both; None where none does.
        of_them: defects among those that were looked at.
        without_denominator: findings that do not say of how many.
    """

    defect: str
    found: int
    expected: int | None
    of_them: int
    without_denominator: int

    @property
    def is_small(self) -> bool:
        """Whether the sample is too small for a percentage."""
        return self.expected is None or self.expected < SMALL_SAMPLE

    @property
    def basis_points(self) -> int | None:
        """The share in hundredths of a percent, half up; None where nothing was looked at."""
        if not self.expected:
            return None
        return (2 * self.of_them * 10_000 + self.expected) // (2 * self.expected)

    @property
    def shown(self) -> str:
        """`3/12` for a small sample, `2.50% (5/200)` otherwise; the count alone without a denominator."""
        if self.expected is None:
            return str(self.found)
        counts = f"{self.of_them}/{self.expected}"
        share = self.basis_points
        return counts if self.is_small or share is None else f"{share // 100}.{share % 100:02d}% ({counts})"


def rates(findings: Iterable[InspectionFinding]) -> list[Rate]:
    """The rates of findings by defect, in the order of the form; withdrawn findings and unknown counts are left out."""
    counted = [f for f in findings if not f.withdrawn and f.found is not None]
    made = []
    for defect in DEFECT_CODES:
        own = [f for f in counted if f.defect == defect]
        measured = [f for f in own if f.expected is not None]
        if own:
            made.append(
                Rate(
                    defect=defect, found=sum(f.found or 0 for f in own),
                    expected=sum(f.expected or 0 for f in measured) if measured else None,
                    of_them=sum(f.found or 0 for f in measured), without_denominator=len(own) - len(measured),
                )
            )  # fmt: skip
    return made

"""What stands against closing a month's pay; an open objection never does (IV.3.0b)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liuguan.errors import Text

NO_STANDARD, DRAFT_STANDARD, SIGNATURES, UNKNOWN_PAY, PAID_ELSEWHERE = (
    "no_standard", "draft_standard", "signatures", "unknown_pay", "paid_elsewhere",
)  # fmt: skip
NEVER_ACCEPTED = frozenset({UNKNOWN_PAY})
"""What no reason overcomes: who is meant is left out by name, or what is missing is recorded."""
_TEXTS = {
    NO_STANDARD: Text(
        "没有现行标准,只按全市规定计算;请报备标准",
        "no standard is in force: computed by the city's rules alone; file a standard",
    ),
    DRAFT_STANDARD: Text(
        "没有报备的标准,按随附的示例标准计算;请报备标准",
        "no standard is filed: computed by the shipped, illustrative one; file a standard",
    ),
    SIGNATURES: Text(
        "考核表未签字或未审核;请补签", "assessment sheets that are not signed or reviewed; have them signed"
    ),
    UNKNOWN_PAY: Text(
        "工资未知;请补录所缺数据,或写明理由暂不发放",
        "pay is unknown; record what is missing, or leave the worker out with a reason",
    ),
    PAID_ELSEWHERE: Text(
        "该月已有导入的工资表;封账即表示再次发放",
        "a payroll of the month was imported; closing pays it again",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """One thing that stands against closing, and whom it is about."""

    code: str
    workers: tuple[str, ...] = ()

    @property
    def text(self) -> Text:
        return _TEXTS[self.code]

    @property
    def acceptable(self) -> bool:
        """Whether the month may be closed in spite of it, with a reason."""
        return self.code not in NEVER_ACCEPTED


def listed(blockers: Sequence[Blocker]) -> Text:
    """All of them, for a message: how many workers each is about, but not who."""
    return Text.joined(
        (b.text + (f" [{b.code}: {len(b.workers)}]" if b.workers else f" [{b.code}]") for b in blockers), "; "
    )

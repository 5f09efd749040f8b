"""Who a district's module speaks for."""

from __future__ import annotations

from collections.abc import Mapping

from liuguan import hookimpl


@hookimpl
def manifest() -> Mapping[str, object]:
    """The district, and what the parameters of its own rules are called."""
    return {
        "district": "xuanwu",
        "terms": {"visit_step": {"zh": "每次走访津贴", "en": "amount for each visit"}},
    }

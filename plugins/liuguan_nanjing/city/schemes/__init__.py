"""Six ways to tie pay to the assessment, as named readings that a district's standard picks from.

`PAY` are the modules that the pay hook takes in, `ASSESSMENT` those of the assessment hook.
"""

from __future__ import annotations

from types import ModuleType

from liuguan_nanjing.city.schemes import (
    coefficient_bands,
    deduction_and_rank,
    grade_quotas,
    piece_rates,
    posts,
    sheet,
    stars,
    team_and_individual,
)

PAY: tuple[ModuleType, ...] = (
    posts,
    coefficient_bands,
    deduction_and_rank,
    stars,
    piece_rates,
    grade_quotas,
    team_and_individual,
)
ASSESSMENT: tuple[ModuleType, ...] = (sheet,)

"""The law as a registry: which clauses there are, what they say, and what acts on them."""

from liuguan.law.clause import Basis, Clause, ClauseKind, Document, Force, Wording
from liuguan.law.coverage import ACT_KINDS, Act, ActKind, Coverage, CoverageState, coverage
from liuguan.law.registry import ClauseRegistry

__all__ = [
    "ACT_KINDS",
    "Act",
    "ActKind",
    "Basis",
    "Clause",
    "ClauseKind",
    "ClauseRegistry",
    "Coverage",
    "CoverageState",
    "Document",
    "Force",
    "Wording",
    "coverage",
]

"""Closed words that orders of the roster take, as the vocabulary has them."""

from __future__ import annotations

from typing import Literal

PostWord = Literal["ordinary", "central"]
GenderWord = Literal["man", "woman"]
EducationWord = Literal[
    "primary", "junior", "senior_high", "vocational", "technical", "college", "bachelor", "postgraduate"
]
EmployerWord = Literal["government", "department", "dispatch_company", "other"]
ManagingBodyWord = Literal["government", "police", "migrant_office", "public_order", "other"]
InsuranceWord = Literal["pension", "medical", "unemployment", "injury", "maternity"]

__all__ = ["EducationWord", "EmployerWord", "GenderWord", "InsuranceWord", "ManagingBodyWord", "PostWord"]

"""Monthly assessment (IV.3): a month is opened, entered, scored, signed, objected to, closed and corrected."""

from __future__ import annotations

from liuguan.services.assessment import closing, correcting, entering, objections, opening, signing

__all__ = ["closing", "correcting", "entering", "objections", "opening", "signing"]

"""Candidates: how they were selected, what is known of them, whether they may be hired, and who decided (IV.1)."""

from liuguan.services.candidates import deciding, exceptions, files, hiring, recruitment

__all__ = ["deciding", "exceptions", "files", "hiring", "recruitment"]

"""Inspections (暗查, 反查, announced checks; F7): recorded, entered into sheets once, contested, checked again."""

from __future__ import annotations

from liuguan.services.inspections import contesting, entering, recording

__all__ = ["contesting", "entering", "recording"]

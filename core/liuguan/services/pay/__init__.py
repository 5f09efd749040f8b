"""The pay run: opened, computed by the rule engine, closed by a second person, made up for by deltas (II, IV.3.0c)."""

from __future__ import annotations

from liuguan.services.pay import closing, computing, delta_runs, entries, runs

__all__ = ["closing", "computing", "delta_runs", "entries", "runs"]

"""The command line. Commands import what they need when they run, so that `liuguan --help` stays quick."""

from __future__ import annotations

from liuguan.cli.app import main

__all__ = ["main"]

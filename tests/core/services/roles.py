"""The table of who may do what, printed from the registry; run this module to write it anew after a decision."""

from __future__ import annotations

from pathlib import Path

from liuguan.records.tables.operators import Role
from liuguan.services.commands import registered

KEPT = Path(__file__).with_name("roles.txt")


def matrix() -> str:
    """One line for each command, one column for each role; `x` where the role may."""
    wide = max(len(name) for name in registered())
    lines = [" ".join(["command".ljust(wide), *(role.value for role in Role)])]
    for name, found in registered().items():
        cells = [("x" if role in found.may else "-").ljust(len(role.value)) for role in Role]
        lines.append(" ".join([name.ljust(wide), *cells]).rstrip())
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    KEPT.write_text(matrix(), encoding="utf-8")

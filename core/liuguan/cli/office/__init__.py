"""`office`: the first day of an office, its own headers, and what imports left to be put right."""

from __future__ import annotations

import typer

from liuguan.cli.language import say
from liuguan.cli.office import fixes, mappings, opening


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None,
        help=say("启用、表头对应、待改清单", "the first day, an office's own headers, the to-fix list"),
    )  # fmt: skip
    opening.register(group)
    fixes.register(group)
    mappings.register(group)
    app.add_typer(group, name="office")

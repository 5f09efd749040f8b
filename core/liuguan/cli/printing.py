"""Printing rows of a listing: a table for people, JSON or CSV for programs."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence

import typer

from liuguan.cli.language import say

SCHEMA = 1


def print_rows(rows: Sequence[Mapping[str, object]], format_: str) -> None:
    """Rows of one listing on stdout."""
    if format_ == "json":
        typer.echo(json.dumps({"schema": SCHEMA, "rows": list(rows)}, ensure_ascii=False, indent=2, default=str))
        return
    if not rows:
        typer.echo(say("(空)", "(none)"), err=True)
        return
    if format_ == "csv":
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: _cell(v) for k, v in row.items()} for row in rows)
        typer.echo(out.getvalue(), nl=False)
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in rows[0]:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(v) for v in row.values()))
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
    fits = console.measure(table, options=console.options.update(max_width=10_000)).maximum <= console.width
    if fits or not sys.stdout.isatty():
        console.print(table)
        return
    for row in rows:  # wider than the terminal: one value under the other
        beneath = Table.grid("", "", padding=(0, 2))
        for name, value in row.items():
            beneath.add_row(name, _cell(value))
        console.print(beneath)
        console.print()


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return ("false", "true")[value]
    return "" if value is None else str(value)

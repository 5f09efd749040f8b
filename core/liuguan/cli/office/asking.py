"""Asking, at a terminal, what the headers of an office's own workbooks stand for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from liuguan.cli.language import choose, say
from liuguan.cli.options import narrate

if TYPE_CHECKING:
    from liuguan.exchange.forms import Form
    from liuguan.exchange.headers import UnknownHeader
    from liuguan.exchange.mapping import ColumnNames
    from liuguan.services.office import Office

LEAVE = "-"
"""What is typed to leave a header unread this time."""


def ask_headers(
    office: Office, sources: Sequence[Path], districts: Sequence[str], names: ColumnNames | None
) -> ColumnNames | None:
    """What headers stand for, as somebody at the terminal says; elsewhere nobody is asked.

    For one district the answers are kept, so that each header is asked about once.
    """
    if not sys.stdin.isatty():
        return names
    from liuguan.exchange.forms import forms_of
    from liuguan.exchange.gathering import files_of
    from liuguan.exchange.headers import unknown_headers_of
    from liuguan.exchange.mapping import with_mapping
    from liuguan.services.mappings import SetMapping, mapping_for

    forms = forms_of(office.city.data)
    with office.reading() as session:
        for district in districts:
            forms = with_mapping(forms, mapping_for(session, district))
    paths = [path for source in sources for path in (files_of(source) if source.is_dir() else [source])]
    answers = _answers(unknown_headers_of(paths, with_mapping(forms, names or {})), forms)
    for form, pairs in answers.items() if len(districts) == 1 else ():
        for header, column in pairs.items():
            office.run(SetMapping(district=districts[0], form=form, header=header, form_header=column))
    own = names or {}
    return {code: {**own.get(code, {}), **answers.get(code, {})} for code in {*own, *answers}}


def _answers(unknown: Sequence[UnknownHeader], forms: Sequence[Form]) -> dict[str, dict[str, str]]:
    from liuguan.exchange.mapping import faults

    found: dict[str, dict[str, str]] = {}
    if unknown:
        narrate(
            say(
                f"这些表头不认识;请写表中的列名,直接回车略过该列,{LEAVE} 暂不处理",
                f"these headers are unknown; write the form's column, nothing to pass it over, {LEAVE} to leave it",
            )
        )
    for at in unknown:
        question = f"{at.form} {at.sheet or at.file} “{at.header}”"
        while True:
            typed = typer.prompt(question, default=at.near, show_default=bool(at.near), err=True).strip()
            wrong = faults(forms, at.form, at.header, typed) if typed != LEAVE else []
            if not wrong:
                break
            narrate(str(wrong[0]) if isinstance(wrong[0], str) else wrong[0].said(choose()))
        if typed != LEAVE:
            found.setdefault(at.form, {})[at.header] = typed
    return found

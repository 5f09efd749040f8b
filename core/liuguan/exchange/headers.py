"""The headers of some files that their forms do not know: what somebody should be asked before rows are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from liuguan.exchange.archive import Refused
from liuguan.exchange.forms import Form
from liuguan.exchange.layout import Finder
from liuguan.exchange.sheets import READABLE, read_book


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownHeader:
    """A header of a form's sheet that the form does not know; `near` is the nearest that it knows, or ""."""

    file: str
    sheet: str
    form: str
    header: str
    near: str


def unknown_headers_of(paths: Iterable[Path], forms: Sequence[Form]) -> list[UnknownHeader]:
    """Each unknown header of each form once, in the order of the files; files that cannot be read say nothing here."""
    found: dict[tuple[str, str], UnknownHeader] = {}
    finder = Finder(forms)
    for path in paths:
        for unknown in _of_file(path, finder):
            found.setdefault((unknown.form, unknown.header), unknown)
    return list(found.values())


def _of_file(path: Path, finder: Finder) -> Iterator[UnknownHeader]:
    if path.suffix.lower() not in READABLE:
        return
    try:
        book = read_book(path)
    except (Refused, OSError):
        return
    for sheet in book.sheets:
        layout = finder.find(sheet, names=f"{sheet.name} {path.stem}") if sheet.grid.height and sheet.visible else None
        for label in layout.labels.values() if layout is not None else ():
            near = layout.unknown.get("/".join(label)) if layout is not None else None
            if layout is not None and near is not None:
                header = "".join(label[-2:])  # under a group, the group's name is part of it
                yield UnknownHeader(file=path.name, sheet=sheet.name, form=layout.form.code, header=header, near=near)

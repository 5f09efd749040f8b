"""Forms out of the records: with ID numbers masked for anyone who may read, in full as a command that is audited."""

from __future__ import annotations

from liuguan.exchange.out.page import Document
from liuguan.services.exporting.contents import CONTENTS
from liuguan.services.exporting.documents import document, form_named
from liuguan.services.exporting.frames import Asked
from liuguan.services.exporting.full import ExportFull, export_full
from liuguan.services.office import Office

FORMS = tuple(CONTENTS)
"""Codes of the forms that can be written."""


def export(office: Office, form: str, asked: Asked, *, flat: bool = False) -> Document:
    """The sheets of a form, ID numbers in full where that was asked for.

    Args:
        flat: one sheet, as CSV needs it.

    Raises:
        Refusal: the operator has nothing to do with the district, or may not see numbers in full.
        ConfigError: there is no such form.
    """
    described = form_named(office.city, form)
    with office.reading(asked.district) as session:
        content = CONTENTS[form](session, office.city, asked)
        if not asked.full:
            return document(session, office.city, asked, described, content, flat=flat)
    order = ExportFull(
        district=asked.district, form=form, first_month=asked.first_month, last_month=asked.last_month, run=asked.run,
        known=asked.known, rows=content.rows.height, flat=flat,
    )  # fmt: skip
    made: Document = office.run(order)
    return made


__all__ = ["FORMS", "Asked", "ExportFull", "export", "export_full"]

"""What the commands about filings ask for: days, and documents as KIND:NUMBER:DATE:FILE."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from liuguan.cli.filing import asking
from liuguan.cli.filing.asking import day, document
from liuguan.errors import ConfigError
from liuguan.records.tables.filings import DOCUMENT_KINDS, FORMS, NOTICES
from liuguan.services.filings.notices import NOTICE_FORMS


def test_a_document_is_read_with_its_number_its_day_and_its_file(tmp_path: Path) -> None:
    path = tmp_path / "待遇标准:一.pdf"
    path.write_bytes(b"%PDF")
    found = document(f"pay_standard:玄政办发〔2011〕2号:2011-01-04:{path}")
    assert (found.kind, found.number, found.date) == ("pay_standard", "玄政办发〔2011〕2号", datetime.date(2011, 1, 4))
    assert (found.title, found.media_type, found.data) == ("待遇标准:一", "application/pdf", b"%PDF")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("evidence:x:2011-01-04", "KIND:NUMBER:DATE:FILE"),
        ("evidence::2011-01-04:f.pdf", "KIND:NUMBER:DATE:FILE"),
        ("evidence:x::f.pdf", "KIND:NUMBER:DATE:FILE"),
        ("photo:x:2011-01-04:f.pdf", "write one of implementing_opinion"),
        ("evidence:x:4.1.2011:f.pdf", "is not a day"),
        ("evidence:x:2011-01-04:nothing.pdf", "cannot be read"),
    ],
    ids=["no file", "no number", "no day", "no such kind", "not a day", "no such file"],
)
def test_a_document_that_is_wrong_is_refused(text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        document(text)


def test_the_command_line_knows_every_form_and_kind_of_document() -> None:
    assert sorted(asking.FORMS) == sorted(FORMS)
    assert asking.KINDS == DOCUMENT_KINDS
    assert tuple(NOTICE_FORMS) == NOTICES


def test_no_day_is_no_day() -> None:
    assert day(None, "--from") is None

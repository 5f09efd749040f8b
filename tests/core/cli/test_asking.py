"""At a terminal, headers that nobody knows are asked about; elsewhere nobody is."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from tests.core.exchange.conftest import write_workbook

from liuguan.cli.office.asking import ask_headers
from liuguan.district import City
from liuguan.records.migrate import prepare
from liuguan.records.store import Store
from liuguan.services.mappings import mapping_for
from liuguan.services.office import Office

HEAD = ["人员名称", "工号", "身份证号", "岗位", "到岗日期", "内部编码", "说不清"]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    store = Store(str(tmp_path / "office.sqlite"), clock=lambda: datetime.datetime(2011, 1, 6, tzinfo=datetime.UTC))
    prepare(store)
    yield Office(store, City())
    store.close()


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    row = ["张三", "X01", "329999197504120010", "普通", "2009-01-05", "k", "?"]
    return write_workbook(tmp_path / "玄武区花名册.xlsx", {"花名册": [HEAD, row]})


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Sit at the terminal and type answers; returns what is asked."""
    asked: list[str] = []
    left = list(answers)

    def prompt(text: str, **_: object) -> str:
        asked.append(text)
        return left.pop(0)

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(typer, "prompt", prompt)
    return asked


def test_answers_are_used_and_kept_for_the_district(
    office: Office, roster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answering(monkeypatch, "姓名", "没有此列", "", "-")
    assert ask_headers(office, [roster], ["xuanwu"], None) == {"F2": {"人员名称": "姓名", "内部编码": ""}}
    assert [text.split("“")[1] for text in asked] == ["人员名称”", "内部编码”", "内部编码”", "说不清”"]
    with office.reading() as session:
        assert mapping_for(session, "xuanwu") == {"F2": {"人员名称": "姓名", "内部编码": ""}}
    assert answering(monkeypatch, "-") == []
    assert ask_headers(office, [roster.parent], ["xuanwu"], None) == {}


def test_without_one_district_answers_serve_this_import_alone(
    office: Office, roster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, "-", "", "")
    given = {"F2": {"人员名称": "姓名"}}
    assert ask_headers(office, [roster], [], {}) == {"F2": {"内部编码": "", "说不清": ""}}
    answering(monkeypatch, "", "")
    assert ask_headers(office, [roster], [], given) == {"F2": {"人员名称": "姓名", "内部编码": "", "说不清": ""}}
    with office.reading() as session:
        assert mapping_for(session, "xuanwu") == {}


def test_where_nobody_sits_at_a_terminal_nobody_is_asked(office: Office, roster: Path) -> None:
    assert ask_headers(office, [roster], ["xuanwu"], None) is None

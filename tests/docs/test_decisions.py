"""Decisions: one page each, numbered without a gap, each with the same headings and places that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [p.name[:5] for p in DECISIONS] == [f"{n:04d}-" for n in range(1, len(DECISIONS) + 1)]


def test_the_list_names_every_decision_by_its_title() -> None:
    listed = dict(
        re.findall(
            r"^\| \[(\d{4})\]\(\S+\) \| (.+) \|$", (ROOT / "docs/decisions/README.md").read_text("utf-8"), re.MULTILINE
        )
    )
    assert listed == {
        p.name[:4]: p.read_text("utf-8").splitlines()[0].removeprefix(f"# {p.name[:4]} ") for p in DECISIONS
    }


@pytest.mark.parametrize("page", DECISIONS, ids=lambda p: p.stem)
def test_a_decision_is_one_page_with_its_headings(page: Path) -> None:
    text = page.read_text("utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Question", "Decision", "Why", "What it costs"]
    assert len(text.splitlines()) < 50


@pytest.mark.parametrize("page", DECISIONS, ids=lambda p: p.stem)
def test_a_decision_names_places_that_exist(page: Path) -> None:
    where = page.read_text("utf-8").split("\nWhere: ")[1]
    places = re.findall(r"`([\w./]+\.\w+)(?:#[\w.]+)?`", where)
    assert places
    assert [p for p in places if not (ROOT / p).exists()] == []

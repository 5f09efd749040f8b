"""The tutorials do what they say: their files are written, their commands run, their output is what they show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.docs.walk import Shown, walk

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [
    ("tutorial-rule.md", "en"),
    ("tutorial-rule.zh.md", "zh"),
    ("tutorial-district.md", "en"),
    ("tutorial-district.zh.md", "zh"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("page", "language"), PAGES)
def test_a_tutorial_prints_what_it_shows(page: str, language: str, tmp_path: Path) -> None:
    found = walk(DOCS / page, tmp_path, language)
    assert len(found) > 3
    assert [s for s in found if not s.shown] == []
    for step in found:
        assert step.agrees, f"{step.commands}\n--- shown\n{step.shown}\n--- printed\n{step.printed}"


@pytest.mark.parametrize("page", ["tutorial-rule", "tutorial-district"])
def test_both_languages_walk_the_same_way(page: str) -> None:
    steps = [
        re.findall(
            r"^```(?:sh|\w+ \S+)\n.*?^```$", (DOCS / f"{page}{end}").read_text("utf-8"), re.MULTILINE | re.DOTALL
        )
        for end in (".md", ".zh.md")
    ]
    assert steps[0]
    assert steps[0] == steps[1]


@pytest.mark.parametrize(
    ("shown", "printed", "agrees"),
    [
        pytest.param("one\ntwo", "one\ntwo\n", True, id="the same"),
        pytest.param("one\ntwo", "one\n", False, id="a line less"),
        pytest.param("one …", "one 17f\n", True, id="anything in a line"),
        pytest.param("one\n…", "one\ntwo\nthree\n", True, id="any lines"),
        pytest.param("one\n…\nfour", "one\ntwo\nthree\n", False, id="any lines, then another"),
        pytest.param("1.00", "1x00", False, id="a point is a point"),
    ],
)
def test_what_is_shown_is_compared_line_by_line(shown: str, printed: str, agrees: bool) -> None:
    assert Shown((), shown, printed).agrees is agrees


@pytest.mark.parametrize("page", sorted(p.relative_to(DOCS).as_posix() for p in DOCS.rglob("*.md")))
def test_links_of_a_page_lead_somewhere(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", text)
    assert [link for link in links if not (DOCS / page).parent.joinpath(link).exists()] == []

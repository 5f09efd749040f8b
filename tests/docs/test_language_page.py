"""The language pages: what they show compiles, what they refuse is refused in those words, and nothing is left out."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

import liuguan
from liuguan.errors import RuleError
from liuguan.language.compiler import MOST_STEPS, compile_function
from liuguan.language.kinds import BASIC_KINDS
from liuguan.language.signatures import SIGNATURES
from liuguan.rulebook.declare import rules_of
from liuguan.testing import check_readings_agree

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("language.md", "language.zh.md")
ENGLISH = (DOCS / "language.md").read_text("utf-8")
SHOWN = re.findall(r"^```python\n(.*?)^```$", ENGLISH, re.MULTILINE | re.DOTALL)
REFUSED = re.findall(r"^```python refused\n(.*?)^```\n\n```text\n(.*?)\n```$", ENGLISH, re.MULTILINE | re.DOTALL)


def imported(source: str, folder: Path) -> ModuleType:
    file = folder / "rule.py"
    file.write_text("from liuguan import *\n\n" + source, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("rule", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("source", SHOWN, ids=range(len(SHOWN)))
def test_what_the_page_shows_is_a_rule(source: str, tmp_path: Path) -> None:
    module = imported(source, tmp_path)
    assert rules_of(module)
    check_readings_agree(module)


@pytest.mark.parametrize(("source", "said"), REFUSED, ids=[re.findall(r"def (\w+)", s)[0] for s, _ in REFUSED])
def test_what_the_page_refuses_is_refused_in_these_words(source: str, said: str, tmp_path: Path) -> None:
    name = re.findall(r"def (\w+)", source)[0]
    module = imported(source, tmp_path)
    with pytest.raises(RuleError) as caught:
        compile_function(getattr(module, name))
    assert str(caught.value).removeprefix(f"{tmp_path.name}/") == said


@pytest.mark.parametrize("page", PAGES)
def test_every_function_kind_figure_and_window_is_on_the_page(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    named = {*SIGNATURES, *BASIC_KINDS, "Table", "Bands", "HALF_UP", "UP", "DOWN", "min", "max", "abs"}
    named |= {"total", "count", "mean", "rank", "value", "month_before", "last", "quarter_before", "year_to_date"}
    assert [n for n in sorted(named) if not re.search(rf"`[^`]*\b{n}\b[^`]*`", text)] == []
    assert f"{MOST_STEPS:,}" in text


def test_both_pages_show_the_same_code() -> None:
    code = [re.findall(r"^```.*?^```$", (DOCS / p).read_text("utf-8"), re.MULTILINE | re.DOTALL) for p in PAGES]
    assert len(code[0]) > 10
    assert code[0] == code[1]


def test_what_the_page_names_is_public() -> None:
    code = "".join(SHOWN)
    words = set(
        re.findall(r"\b[A-Z][A-Za-z_]+\b|\b(?:share_of|total|mean|rank|last|rule)\b", re.sub(r'"[^"]*"', "", code))
    )
    assert words & set(liuguan.__all__) >= {"Fen", "HALF_UP", "total", "rule"}

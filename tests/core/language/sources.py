"""Rules from source text, as a plugin's module would bring them."""

from __future__ import annotations

import importlib.util
import itertools
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from textwrap import dedent, indent
from types import ModuleType

from liuguan.language.compiler import Formula, compile_function

HEAD = "from __future__ import annotations\n\nfrom liuguan import *\n\n"
_numbers = itertools.count(1)


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


def module_of(source: str) -> ModuleType:
    """A module with this source, imported from a file of its own."""
    name = f"written_{next(_numbers)}"
    path = Path(_folder().name) / f"{name}.py"
    path.write_text(HEAD + source, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def function_of(source: str, name: str = "f") -> Callable[..., object]:
    """The function `name` of a module with this source."""
    found: Callable[..., object] = getattr(module_of(source), name)
    return found


def formula_of(source: str, name: str = "f") -> Formula:
    """The compiled function `name` of a module with this source."""
    return compile_function(function_of(source, name))


def rule_text(body: str, signature: str = "a: Count, b: Count", returns: str = "Count") -> str:
    """One rule called `f`."""
    return f"def f({signature}) -> {returns}:\n" + indent(dedent(body).strip("\n"), "    ") + "\n"

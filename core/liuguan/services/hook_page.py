"""The hook reference, written from the hook specifications and one example for each."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

from liuguan.hookspecs import API, AREAS, CityHooks, RuleHooks
from liuguan.vocabulary import ENTITIES

PAGE = "hooks.md"
EXAMPLES = Path("examples") / "hooks"
_INTRODUCTION = """\
# Hooks

Written from `core/liuguan/hookspecs.py` and `docs/examples/hooks/` by `liuguan rules document`; do not edit it.

A plugin answers questions: what is the standard? It never says what is allowed. A hook is a function of that name under
`@hookimpl`; it takes no argument, returns data, and is called once for each rulebook, not for each person. Whatever a
module does not answer is answered by the city, or by nobody.

- `rules_of(module)` collects everything that a module declares itself; what it imports is not its own.
- A hook takes only rules about the rows named below; anything else is refused, with the names of district and hook.
- Misspelt hooks, hooks with arguments, `wrapper`, `hookwrapper`, `tryfirst`, `trylast` and `optionalhook` are refused:
  the order of plugins never changes a result.
- A third party's module is compiled in a process of its own, with limits on time and memory; only data comes back.

The interface has a number, {api} now. An addition keeps it; what is taken away warns for one number first.
"""


def hook_names() -> tuple[str, ...]:
    """Every hook, a district's first, in the order of the specifications."""
    own = [n for n in vars(RuleHooks) if not n.startswith("_")]
    return (*own, *(n for n in vars(CityHooks) if not n.startswith("_")))


def hook_page(examples: Path) -> str:
    """The page.

    Args:
        examples: a folder with `<hook>.py` for every hook.
    """
    return "\n".join(_lines(examples)) + "\n"


def _lines(examples: Path) -> Iterator[str]:
    yield _INTRODUCTION.format(api=API)
    yield "## What a district's plugin answers"
    for name in hook_names():
        if name not in vars(RuleHooks) and name == next(n for n in hook_names() if n not in vars(RuleHooks)):
            yield from ["", "## What a city's plugin answers besides"]
        yield from ["", f"### {name}", "", inspect.cleandoc(getattr(CityHooks, name).__doc__ or "")]
        if name in AREAS:
            rows = ", ".join(f"{e.en} (`{e.name}`)" for e in ENTITIES.values() if e.name in AREAS[name])
            yield from ["", f"Rules about: {rows}."]
        else:
            yield from ["", "Returns a mapping."]
        yield from ["", "```python", (examples / f"{name}.py").read_text("utf-8").strip(), "```"]

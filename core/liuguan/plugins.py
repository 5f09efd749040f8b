"""Plugins behind pluggy: found without importing, loaded one chain per district, and asked each question once.

Only this module and `district.py` know pluggy. A plugin that raises, exits, loops or answers something else is a
named fault of its district alone; a third party's plugin is compiled in a child process with limits.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import pluggy

from liuguan.errors import IntegrityError, PluginFault, RuleError, Text
from liuguan.hookspecs import AREAS, PROJECT, CityHooks, RuleHooks
from liuguan.rulebook.definitions import Definition
from liuguan.rulebook.layer import Layer

CITIES = "liuguan.cities"
DISTRICTS = "liuguan.districts"
OWN_PACKAGE = "liuguan_nanjing"
SECONDS = 20
MEMORY = 2 << 30
_REFUSED_FLAGS = ("hookwrapper", "wrapper", "tryfirst", "trylast", "optionalhook")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a plugin says: its manifest and the definitions of all areas."""

    manifest: Mapping[str, object]
    definitions: tuple[Definition, ...]


def index(group: str) -> dict[str, str]:
    """Entry points of a group: name and module, read without importing anything.

    Where a stranger's package answers under a name that is shipped too, the stranger's is meant: it was installed for
    that.
    """
    found: dict[str, str] = {}
    for entry in importlib.metadata.entry_points(group=group):
        if entry.name not in found or is_strangers(entry.value):
            found[entry.name] = entry.value
    return found


def is_strangers(module: str) -> bool:
    """Whether a module belongs to a third party."""
    return module.partition(".")[0] != OWN_PACKAGE


def refuse_rivals(group: str, name: str) -> None:
    """Refuse a name under which two third parties answer.

    Raises:
        PluginFault: it names both modules.
    """
    named = sorted({e.value for e in importlib.metadata.entry_points(group=group, name=name) if is_strangers(e.value)})
    if len(named) > 1:
        both = Text(
            f"{'、'.join(named)} 都在作答;只留一个", f"{' and '.join(named)} both answer; uninstall all but one"
        )
        raise PluginFault(both, district=name)


def folder_of(module: str) -> Path | None:
    """The folder of a third party's installed package, found without importing it."""
    top, *inner = module.split(".")
    spec = importlib.util.find_spec(top) if top and is_strangers(module) else None
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))).joinpath(*inner)


def import_plugin(name: str, *, district: str = "") -> ModuleType:
    """The module of an entry point.

    Raises:
        PluginFault: importing it failed.
    """
    try:
        return importlib.import_module(name)
    except RuleError:
        raise
    except (Exception, SystemExit) as e:
        raise PluginFault(f"importing {name} failed: {type(e).__name__}: {e}", district=district) from e


def import_file(path: Path, *, district: str = "") -> ModuleType:
    """The module of a file, or of a folder with an `__init__.py`.

    Raises:
        PluginFault: there is no such module, or importing it failed.
    """
    file = path / "__init__.py" if path.is_dir() else path
    if not file.is_file() or file.suffix != ".py":
        neither = Text(
            f"{path.name} 不是模块文件或包目录", f"{path.name} is neither a module file nor a package folder"
        )
        raise PluginFault(neither, district=district)
    name = f"liuguan_plugin_{path.stem}"
    folder = [str(path)] if path.is_dir() else None
    spec = importlib.util.spec_from_file_location(name, file, submodule_search_locations=folder)
    if spec is None or spec.loader is None:
        raise PluginFault(f"{path.name} cannot be loaded", district=district)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except RuleError:
        raise
    except (Exception, SystemExit) as e:
        raise PluginFault(f"importing {path.name} failed: {type(e).__name__}: {e}", district=district) from e
    return module


def manager(*, city: bool) -> pluggy.PluginManager:
    """An empty chain that knows the questions."""
    made = pluggy.PluginManager(PROJECT)
    made.add_hookspecs(CityHooks if city else RuleHooks)
    return made


def answers(module: ModuleType, *, district: str, city: bool = False) -> Answers:
    """Ask one plugin all its questions, in a chain of its own.

    Raises:
        PluginFault: a misspelt hook, a refused flag, an exception, or an answer of the wrong type.
    """
    chain = manager(city=city)
    found = _flags(chain, module, district)
    try:
        chain.register(module)
        chain.check_pending()
    except pluggy.PluginValidationError as e:
        close = _nearest_hook(str(e), found)
        raise PluginFault(f"{e}{close}", district=district) from e
    if not found:
        raise PluginFault(f"{module.__name__} answers no hook; mark functions with @hookimpl", district=district)
    definitions: list[Definition] = []
    for hook, entities in AREAS.items():
        for answer in _call(chain, hook, district):
            definitions += _accepted(answer, hook, entities, district)
    manifests = _call(chain, "manifest", district)
    manifest = manifests[0] if manifests else {}
    if not isinstance(manifest, Mapping):
        raise PluginFault(f"expected a mapping, got {type(manifest).__name__}", district=district, hook="manifest")
    return Answers(manifest=manifest, definitions=tuple(definitions))


def ask(module: ModuleType, hook: str, *, district: str = "") -> object:
    """One further question of a city's plugin; None when it has no answer."""
    chain = manager(city=True)
    chain.register(module)
    found = _call(chain, hook, district)
    return found[0] if found else None


def _flags(chain: pluggy.PluginManager, module: ModuleType, district: str) -> list[str]:
    """Names of the module's hook implementations; flags that would change the order of answers are refused."""
    found = []
    for name in dir(module):
        options = chain.parse_hookimpl_opts(module, name)
        if options is None:
            continue
        refused = [f for f in _REFUSED_FLAGS if options.get(f)]
        if refused:
            raise PluginFault(
                f"{refused[0]} is refused; a hook answers a question and cannot wrap or reorder others",
                district=district, hook=name,
            )  # fmt: skip
        found.append(name)
    return found


def _nearest_hook(message: str, found: Sequence[str]) -> str:
    from difflib import get_close_matches

    known = [*AREAS, "manifest"]
    for name in found:
        if name not in known and (close := get_close_matches(name, known, 1, 0.6)):
            return f"; {name} is no hook, did you mean {close[0]}?"
    return f"; the hooks are {', '.join(known)}"


def _call(chain: pluggy.PluginManager, hook: str, district: str) -> list[object]:
    caller = getattr(chain.hook, hook)
    try:
        found = list(caller())
        if len(found) < len(caller.get_hookimpls()):
            raise PluginFault("expected an answer, got None; return rules_of(module)")
        return found
    except RuleError:
        raise
    except PluginFault as e:
        raise PluginFault(e.reason, district=district, hook=hook) from e
    except (Exception, SystemExit, RecursionError) as e:
        raise PluginFault(f"{type(e).__name__}: {e}", district=district, hook=hook) from e


def _accepted(answer: object, hook: str, entities: frozenset[str], district: str) -> list[Definition]:
    if not isinstance(answer, Sequence) or isinstance(answer, str):
        raise PluginFault(f"expected rules_of(module), got {type(answer).__name__}", district=district, hook=hook)
    accepted = []
    for thing in answer:
        if not isinstance(thing, Definition):
            raise PluginFault(
                f"expected rules, got {type(thing).__name__}; return rules_of(module)", district=district, hook=hook
            )
        wrong = [e for e in thing.entities if e and e not in entities]
        if wrong:
            raise PluginFault(
                f"{thing.node} is about {wrong[0]}; this hook takes {', '.join(sorted(entities))}",
                district=district, hook=hook,
            )  # fmt: skip
        accepted.append(replace(thing, area=hook))
    return accepted


# ---- third parties


def isolated(path: Path | str, *, district: str, seconds: int = SECONDS) -> Answers:
    """The answers of a third party's plugin (a path, or a module's name), compiled in a child process.

    Raises:
        PluginFault: whatever the plugin did wrong, time and memory included.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "answers.json"
        kind = "path" if isinstance(path, Path) else "module"
        command = [sys.executable, "-m", "liuguan.compile_plugin", kind, str(path), district, str(out), str(seconds)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=seconds, check=False, stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired as e:
            late = Text(f"{seconds} 秒内没有作答", f"it did not answer within {seconds} s")
            raise PluginFault(late, district=district) from e
        if not out.is_file():
            last = done.stderr.decode(errors="replace").strip().splitlines()
            raise PluginFault(
                f"it ended with code {done.returncode} before it had answered{': ' + last[-1] if last else ''}",
                district=district,
            )  # fmt: skip
        told = json.loads(out.read_bytes())
    if "fault" in told:
        raise PluginFault(Text(**told["fault"]), district=told.get("district", ""), hook=told.get("hook", ""))
    try:
        layer = Layer.from_json(told["layer"])
    except IntegrityError as e:
        raise PluginFault(str(e), district=district) from e
    return Answers(manifest=layer.manifest, definitions=layer.definitions)

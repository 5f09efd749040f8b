"""The child process that compiles a third party's plugin.

Called as `python -m liuguan.compile_plugin KIND WHAT DISTRICT OUT SECONDS`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from liuguan.errors import PluginFault, RuleError, Text
from liuguan.plugins import MEMORY, answers, import_file, import_plugin
from liuguan.rulebook.layer import Layer


def _limit(seconds: int) -> None:
    """Bound time and memory where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main(kind: str, what: str, district: str, out: str, seconds: str) -> None:
    """Compile one plugin and write its answers, or its fault, to `out`."""
    _limit(int(seconds))
    told: dict[str, object]
    try:
        load = import_file(Path(what), district=district) if kind == "path" else import_plugin(what, district=district)
        found = answers(load, district=district)
        layer = Layer(owner=district, law_from=0, definitions=found.definitions, manifest=found.manifest)
        told = {"layer": layer.to_json()}
    except RuleError as e:
        told = {"fault": _both(e.text)}
    except PluginFault as e:
        told = {"fault": _both(e.reason), "district": e.district, "hook": e.hook}
    except (Exception, SystemExit) as e:  # noqa: BLE001  a stranger's code may raise anything; it is told, not hidden
        told = {"fault": _both(PluginFault(f"{type(e).__name__}: {e}").reason), "district": district}
    partial = Path(out + ".part")
    partial.write_text(json.dumps(told), encoding="utf-8")
    partial.replace(out)


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


if __name__ == "__main__":
    main(*sys.argv[1:])

"""What the command line loads before it knows which command was asked for."""

import json
import subprocess
import sys

import pytest

HEAVY = ("alembic", "fastexcel", "liuguan_tui", "polars", "sqlalchemy", "sqlmodel", "textual", "xlsxwriter")

PROBE = """
import contextlib, io, json, sys
sys.argv = ["liuguan", *{arguments!r}]
code = 0
import liuguan.cli
if sys.argv[1:]:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        try:
            code = liuguan.cli.main()
        except SystemExit as end:
            code = end.code
    said = out.getvalue()
else:
    said = ""
loaded = sorted({{name.partition(".")[0] for name in sys.modules}} & set({heavy!r}))
print(json.dumps({{"code": code or 0, "said": said, "loaded": loaded}}))
"""


def probe(*arguments: str) -> dict[str, object]:
    """Run the command line in a fresh interpreter; what it loaded, said and returned."""
    run = subprocess.run(
        [sys.executable, "-c", PROBE.format(arguments=list(arguments), heavy=HEAVY)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    answer: dict[str, object] = json.loads(run.stdout)
    return answer


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    assert probe()["loaded"] == []


@pytest.mark.parametrize("arguments", [("--help",), ("check", "--help"), ("evaluate", "--help")], ids=" ".join)
def test_help_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    answer = probe(*arguments)
    assert answer["loaded"] == []
    assert answer["code"] == 0
    assert "--help" in str(answer["said"])


def test_the_probe_sees_a_heavy_module_when_there_is_one() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "import polars\n" + PROBE.format(arguments=[], heavy=HEAVY)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(run.stdout)["loaded"] == ["polars"]
